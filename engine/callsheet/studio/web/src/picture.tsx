// The script as a picture.

import type { Studio } from "./studio";

export function Picture(_: { studio: Studio; lit: number }) {
  return null;
}
