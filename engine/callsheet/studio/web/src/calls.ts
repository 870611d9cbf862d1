// A call that is tried, as the studio's server tells it.

import type { Value } from "./types";

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
  /** What it waits for, if it does: the caller, in answer or to be recorded; whoever is rung, or talks with the caller; another system. */
  waits: "answer" | "recording" | "ring" | "talk" | "request" | null;
  /** Who is rung, or talks with the caller, as turns call them; or the request. */
  other: string;
  problem: string;
  problem_turn: number;
}

/** What requests are answered, by their names: fields, or that there is nothing. */
export type Answers = Record<string, Record<string, Value> | null>;

/** A request of the script: the fields of its answer with their types, whether there may be nothing, what somebody said. */
export interface AskedRequest {
  name: string;
  gives: Record<string, string>;
  nothing: boolean;
  given: boolean;
  answer: Record<string, Value> | null;
}

/** What came of a call that was tried: what can be made to fail in it, whose rows it began with, what it can ask elsewhere. */
export interface Tried {
  call: TriedCall;
  failures: Turn[];
  data: string;
  requests: AskedRequest[];
}

/** The script as the page has it, and the call's turns so far. */
export interface CallFields {
  name: string;
  text: string;
  unsaved: Record<string, string>;
  turns: Turn[];
  caller: string;
  now: string;
  requests: Answers;
  /** A test whose circumstances it has, where they are not said here; or nothing. */
  test: string;
}

export interface TestFile {
  name: string;
  problem: string;
  line: number;
  tests: { name: string; line: number; problem: string }[];
}

/** The tests that were played, and what they came to: how much in words, and what not, of which `more` is not here. */
export interface PlayedTests {
  files: TestFile[];
  questions: QuestionPlayed[];
  coverage: string;
  untried: { line: number; what: string }[];
  more: number;
}

export interface QuestionPlayed {
  text: string;
  line: number;
  ways: [way: string, times: number][];
}

const HEARD = ["hears", "agent_hears", "receives"];

/** What was heard since the last turn: it is said before a turn that may not come sooner. */
export function heardSince(call: TriedCall): Turn[] {
  const last = call.turns.findLastIndex(([kind]) => !HEARD.includes(kind));
  return call.turns.slice(last + 1);
}

export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}
