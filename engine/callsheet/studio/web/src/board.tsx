// The board: what happens on the line now, and what callers say.

import type { Studio } from "./studio";

export function Board(_: { studio: Studio }) {
  return null;
}
