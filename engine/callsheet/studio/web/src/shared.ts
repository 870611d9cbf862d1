// What the parts of a screenplay have in common.

import type { Studio } from "./studio";
import type { Entry, Grammar, Kind, Problem, Tree } from "./types";

export interface Shared {
  studio: Studio;
  grammar: Grammar;
  /** Of this part of the text. */
  problems: Problem[];
  /** The line of the step that is lit; 0 where none is. */
  lit: number;
  /** What callers can mean, as the script says. */
  intents: Tree | undefined;
}

/** What the grammar does not know: what stands there is shown and edited all the same. */
export const UNKNOWN: Kind = { what: "value", title: "", description: "", keys: null, needed: [], of: null, choices: [], renames: null, each: "", wordy: false, forms: [], examples: [] };

/** The problems of a part of the text. */
export const within = (problems: Problem[], from: number, to: number): Problem[] =>
  problems.filter((problem) => problem.from !== undefined && problem.from >= from && problem.from < to);

/** The kind of what stands under a key. */
export const keyOf = (kind: Kind, name: string): Kind | undefined => kind.keys?.[name] ?? kind.of ?? undefined;

/** The keys that the language has for a kind, and that are not there; one without a name where it has none. */
export const lacking = (kind: Kind, entries: Entry[]): string[] =>
  Object.keys(kind.keys ?? { "": kind }).filter((key) => !entries.some((entry) => entry.key === key));

/** The form of a kind that stands there: one value, a list, or keys. */
export function written(kind: Kind, node: Tree): Kind {
  const fits = ({ what }: Kind) =>
    node.items ? what === "list" || what === "steps" : node.entries ? what === "group" || what === "names" : !isBlock({ what });
  return [kind, ...kind.forms].find(fits) ?? kind;
}

/** Whether more stands at a place than one value. */
export const isBlock = (kind: Pick<Kind, "what"> | null | undefined): boolean =>
  kind?.what === "steps" || kind?.what === "group" || kind?.what === "names" || kind?.what === "list";

/** Whether what stands there is spoken, or read by people. */
export const isText = (kind: Kind | null | undefined): boolean => kind?.title === "a text";
