// A call that is tried, as the studio's server tells it.

export type Turn = [kind: string, text: string];

/** A line of a call: when (seconds after it began), of whom, where in the script. */
export interface SceneLine {
  at: number;
  who: "engine" | "caller" | "other" | "understood" | "read" | "written" | "sent" | "note" | "failed" | "line";
  words: string;
  state: string;
  line: number;
}

/** `turn` counts the turns that were over by then; `prompt` is what was to be spoken. */
export interface TriedLine {
  scene: SceneLine;
  turn: number;
  prompt: string;
}

export interface OfferedAnswer {
  intent: string;
  phrases: string[];
  press: string;
}

export type Cells = Record<string, unknown>;

export interface RowChange {
  table: string;
  before: Cells;
  after: Cells;
}

export interface TriedCall {
  turns: Turn[];
  lines: TriedLine[];
  state: string;
  line: number;
  offers: OfferedAnswer[];
  ending: string;
  changes: RowChange[];
  /** Whom it waits for, if it does: the caller's answer, whoever is rung, whoever talks with the caller. */
  waits: "answer" | "ring" | "talk" | null;
  /** Who is rung, or talks with the caller, as turns call them. */
  other: string;
  problem: string;
  problem_turn: number;
}

/** The script as the page has it, and the call's turns so far. */
export interface CallFields {
  name: string;
  text: string;
  unsaved: Record<string, string>;
  turns: Turn[];
  caller: string;
  now: string;
}

export interface TestFile {
  name: string;
  problem: string;
  line: number;
  tests: { name: string; line: number; problem: string }[];
}

export interface QuestionPlayed {
  state: string;
  text: string;
  line: number;
  ways: [way: string, times: number][];
}

/** What was heard since the last turn: it is said before a turn that may not come sooner. */
export function heardSince(call: TriedCall): Turn[] {
  const last = call.turns.findLastIndex(([kind]) => !kind.endsWith("hears"));
  return call.turns.slice(last + 1);
}

export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}
