// What the studio's server and its page tell each other.

import type { BoardScript, BoardShown, PastCall } from "./boards";
import type { CallFields, PlayedTests, Tried, Turn } from "./calls";

export type Value = string | number | boolean;
export type Plain = Value | Plain[] | { [key: string]: Plain };
export type Path = readonly (string | number)[];

/** A value, list or mapping of the script, with its place in the text (UTF-16 units; lines from 1). */
export interface Tree {
  from: number;
  to: number;
  line: number;
  value?: Value;
  items?: Tree[];
  entries?: Entry[];
}

export interface Entry {
  key: string;
  line: number;
  from: number;
  node: Tree;
}

/** What can stand at a place of a script, as the schema has it. */
export interface Kind {
  what: "group" | "names" | "list" | "steps" | "choice" | "text" | "flag" | "number" | "value";
  title: string;
  description: string;
  /** Of a group, and which of them it has to have. */
  keys: Record<string, Kind> | null;
  needed: string[];
  /** Of what stands in names or a list, or in a group under any other key; and what one of it is called. */
  of: Kind | null;
  each: string;
  /** Whether its keys are any words, no names. */
  wordy: boolean;
  /** What may stand there instead, such as a list instead of a text. */
  forms: Kind[];
  examples: Plain[];
  choices: Value[];
  /** What gets another name, wherever it is meant, when somebody writes another word here; of `names`, in the place of a key. */
  renames: Named | null;
}

/** What a script gives names to. */
export type Named = "section" | "contact" | "intent" | "name";

export interface Grammar {
  script: Kind;
  verbs: Record<string, Kind>;
}

export interface Change {
  from: number;
  to: number;
  insert: string;
}

export interface Problem {
  file: string;
  line: number;
  severity: "error" | "warning";
  code: string;
  name: string;
  message: string;
  help: string;
  from?: number;
  to?: number;
  edit?: Change;
  shown?: ShownCall | null;
}

/** A call that shows a problem: a test, as it stands in a file, and its turns. */
export interface ShownCall {
  test: string;
  turns: Turn[];
}

/** What can happen at the step on a line, each with the lines where calls go on, or how they end; how they end in all. */
export interface Here {
  line: number;
  happens: { what: string; lines: number[]; ends: string[] }[];
  endings: string[];
}

/** What is wrong in the calls of a script, all of which were walked, and what else is told of them. */
export interface Explored {
  problems: Problem[];
  here: Here[];
  told: string[];
}

export interface SavedText {
  text: string;
  digest: string;
}

export interface SaveConflict {
  theirs: SavedText;
  difference: string[];
}

/** The texts of files that are not saved yet, by name. */
export type Unsaved = Record<string, string>;

export interface Note {
  code: string;
  text: string;
  example: string;
}

export interface Completion {
  label: string;
  word: string;
  kind: string;
  from: number;
  to: number;
  insert: string;
  holes: [number, number][];
  note: Note;
}

export interface Hover {
  from: number;
  to: number;
  note: Note;
}

/** Something that can be added: a key or verb, and what stands behind it at first. */
export interface Offer {
  key: string;
  value: Plain;
  description: string;
}

/** Where a step can go: to the list at `to`, before the one at `index`; `path` is where it is then. */
export interface Move {
  way: Way;
  to: Path;
  index: number;
  path: Path;
}

export type Way = "up" | "down" | "out" | "in";

/** What each command is asked with, and what it answers. */
export interface Commands {
  begin: [Record<never, never>, { folder: string; files: string[]; grammar: Grammar }];
  files: [Record<never, never>, { files: string[] }];
  open: [{ name: string }, SavedText];
  save: [{ name: string; text: string; based_on: string }, { saved: SavedText; numbers: string[] } | SaveConflict];
  check: [{ name: string; text: string; unsaved: Unsaved }, { problems: Problem[]; tree: Tree | null }];
  complete: [{ name: string; text: string; unsaved: Unsaved; offset: number }, { items: Completion[] }];
  complete_value: [
    { name: string; text: string; unsaved: Unsaved; path: Path; typed: string },
    { items: { word: string; replaces: number; note: string }[] },
  ];
  hover: [{ name: string; text: string; unsaved: Unsaved; offset: number }, Hover | null];
  draw: [{ name: string; text: string; unsaved: Record<string, string>; room: number; tested: boolean; explored: boolean }, { svg: string }];
  offer_steps: [{ name: string; text: string; unsaved: Unsaved; path: Path; index: number; verb: string }, { offers: Offer[] }];
  offer_keys: [{ name: string; text: string; unsaved: Unsaved; path: Path; key: string }, { offers: Offer[] }];
  offer_moves: [{ name: string; text: string; unsaved: Unsaved; path: Path; way: Way }, { offers: Move[] }];
  offer_condition: [{ name: string; text: string; unsaved: Unsaved; path: Path }, { offers: { condition: string }[] }];
  set_value: [{ text: string; path: Path; value: Plain }, Changes];
  insert_item: [{ text: string; path: Path; index: number; value: Plain }, Changes];
  delete_item: [{ text: string; path: Path }, Changes];
  move_item: [{ text: string; path: Path; to: Path; index: number }, Changes];
  wrap_item: [{ text: string; path: Path; condition: string }, Changes];
  set_key: [{ text: string; path: Path; key: string; value: Plain; after?: string }, Changes];
  delete_key: [{ text: string; path: Path }, Changes];
  rename_key: [{ text: string; path: Path; key: string }, Changes];
  rename: [{ text: string; name: string; unsaved: Unsaved; what: Named; old: string; new: string }, Changes];
  try_call: [CallFields, Tried];
  save_as_test: [CallFields & { title: string }, { name: string }];
  watch_board: [{ on: boolean }, Record<never, never>];
  questions: [Record<never, never>, { scripts: BoardScript[] }];
  show_call: [{ call_id: string }, PastCall];
  add_phrase: [{ name: string; intent: string; phrase: string }, { text: string; based_on: string; difference: string[] }];
  explore: [{ name: string; text: string; unsaved: Unsaved }, Explored];
  play_tests: [{ name: string; text: string; unsaved: Record<string, string> }, PlayedTests];
}

export interface Changes {
  changes: Change[];
}

export type EditName = {
  [Name in keyof Commands]: Commands[Name][1] extends Changes ? Name : never;
}[keyof Commands];
export type EditFields<Name extends EditName> = Omit<Commands[Name][0], "text">;

/** Commands that look at the script as the page has it. */
type Script = { name: string; text: string; unsaved: Unsaved };
export type LookName = {
  [Name in keyof Commands]: Commands[Name][0] extends Script ? Name : never;
}[keyof Commands];
export type LookFields<Name extends LookName> = Omit<Commands[Name][0], keyof Script>;

/** What comes without having been asked for. */
export type StudioEvent = { event: "changed"; name: string } | { event: "board"; board: BoardShown };
