// Trying the call: typed turns, what was understood, the rows that change.

import type { Studio } from "./studio";

/** `light` lights the step that stands at a line in all views; 0 none. */
export interface TryProps {
  studio: Studio;
  light(line: number): void;
}

export function Try(_: TryProps) {
  return null;
}
