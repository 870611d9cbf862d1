// One step: its verb with what belongs to it, the steps within it, and what is wrong with it.

import { useEffect, useRef } from "preact/hooks";
import { KeyOffers, useOffers } from "./adding";
import { Content } from "./content";
import { Field } from "./field";
import { Item, Menu } from "./menu";
import { Moves, wayOf } from "./moving";
import { Problems } from "./problems";
import { isBlock, isText, keyOf, lacking, type Shared, UNKNOWN, within, written } from "./shared";
import type { Studio } from "./studio";
import type { Entry, Kind, Path, Problem, Tree } from "./types";
import { capital, inWords } from "./words";

interface StepProps extends Shared {
  node: Tree;
  path: Path;
  count: number;
}

interface Piece {
  entry: Entry;
  kind: Kind | undefined;
  path: Path;
  problems: Problem[];
}

export function Step({ node, path, count, problems, ...shared }: StepProps) {
  const { studio, grammar, lit } = shared;
  const entries = node.entries ?? [];
  const said = entries.find(({ key }) => key in grammar.verbs);
  const verb = said?.key ?? (typeof node.value === "string" ? node.value : "?");
  const kind = grammar.verbs[verb];
  const line = said?.line ?? node.line;
  const pieces = entries.map((entry, index): Piece => {
    const mine = within(problems, entry.from, entries[index + 1]?.from ?? Infinity);
    const below = kind && keyOf(kind, entry.key);
    return { entry, kind: below && written(below, entry.node), path: [...path, entry.key], problems: mine };
  });
  const blocks = pieces.filter(({ kind }) => isBlock(kind));
  const values = pieces.filter((piece) => !blocks.includes(piece));
  const own = problems.filter((problem) => !blocks.some((block) => block.problems.includes(problem)));
  const worst = own.some(({ severity }) => severity === "error") ? "error" : own.length ? "warning" : "";
  return (
    <li class={`step ${worst} ${lit === line ? "lit" : ""}`} data-verb={verb} data-line={line}>
      <div class="row">
        <Handle {...{ studio, path, count, verb }} hint={kind?.description ?? ""} keys={kind && node.entries ? lacking(kind, entries) : []} />
        <div class="content">
          {values.map((piece) => (
            <Inline {...{ studio, piece }} bare={piece.entry === said} needed={kind?.needed.includes(piece.entry.key) ?? false} />
          ))}
        </div>
      </div>
      <Problems problems={own} studio={studio} />
      {blocks.map((piece) => (
        <Block {...shared} {...{ piece }} bare={piece.entry === said} needed={kind?.needed.includes(piece.entry.key) ?? false} />
      ))}
    </li>
  );
}

function Inline({ studio, piece, bare, needed }: { studio: Studio; piece: Piece; bare: boolean; needed: boolean }) {
  const { entry, path, kind } = piece;
  const label = inWords(entry.key);
  return (
    <span class={bare ? "said" : "option"}>
      {bare ? null : (
        <span class="label" title={kind?.description}>
          {label}
        </span>
      )}
      <Field {...{ studio, path, label }} kind={kind ?? UNKNOWN} node={entry.node} spoken={isText(kind)} />
      {bare || needed ? null : <Delete {...{ studio, path, label }} />}
    </span>
  );
}

/** What stands below a step's key: steps, answers, values by name, lines that are spoken. */
function Block({ piece, bare, needed, ...shared }: Omit<Shared, "problems"> & { piece: Piece; bare: boolean; needed: boolean }) {
  const { entry, path, kind = UNKNOWN, problems } = piece;
  const label = inWords(entry.key);
  const answers = kind.what === "names" && kind.of?.what === "steps";
  const look = answers || (kind.what === "list" && isBlock(kind.of)) ? "ways" : isBlock(kind.of) || kind.what === "steps" || kind.what === "list" ? "way" : "values";
  return (
    <div class={look} data-key={entry.key}>
      {bare || answers ? null : (
        <span class="label" title={kind.description}>
          {label}
        </span>
      )}
      {bare || answers || needed ? null : <Delete {...{ path, label }} studio={shared.studio} />}
      <Content {...shared} {...{ path, kind, problems }} node={entry.node} />
    </div>
  );
}

function Delete({ studio, path, label }: { studio: Studio; path: Path; label: string }) {
  return (
    <button
      type="button"
      class="quiet delete"
      aria-label={`Delete ${label}`}
      onClick={() => void studio.edit("delete_key", { path })}
    >
      ×
    </button>
  );
}

interface HandleProps {
  studio: Studio;
  path: Path;
  count: number;
  verb: string;
  hint: string;
  keys: string[];
}

/** The step's verb: a menu of what can be done with the step, and keys for it. */
function Handle({ studio, path, count, verb, hint, keys }: HandleProps) {
  const button = useRef<HTMLButtonElement | null>(null);
  const list = path.slice(0, -1);
  const index = path.at(-1) as number;
  const remove = () => void studio.edit("delete_item", { path }, [...list, Math.max(0, Math.min(index, count - 2))]);
  useEffect(() => {
    if (!studio.focus || studio.focus !== JSON.stringify(path)) return;
    studio.focus = "";
    button.current?.focus();
  });
  const pressed = (event: KeyboardEvent) => {
    const way = event.altKey ? wayOf(event.key) : undefined;
    if (way) void studio.move(path, way);
    else if (event.key === "ArrowUp") focusBeside(-1);
    else if (event.key === "ArrowDown") focusBeside(1);
    else if (event.key === "Delete") remove();
    else return;
    event.preventDefault();
  };
  return (
    <Menu
      button={capital(inWords(verb))}
      label={`${inWords(verb)}: change step ${index + 1} of ${count}`}
      class="verb"
      buttonRef={(element) => {
        button.current = element;
      }}
      onKeyDown={pressed}
    >
      {(close) => (
        <>
          <p class="hint">{hint}</p>
          <Item
            hint="Delete"
            onChosen={() => {
              close();
              remove();
            }}
          >
            Delete
          </Item>
          <Moves {...{ studio, path, close }} />
          {keys.length ? <KeyOffers {...{ studio, path, keys, close }} /> : null}
          <OnlyIf {...{ studio, path, close }} />
        </>
      )}
    </Menu>
  );
}

/** Put the step under a condition, which is there to be written then. */
function OnlyIf({ studio, path, close }: { studio: Studio; path: Path; close(): void }) {
  const [[offer]] = useOffers([() => studio.look("offer_condition", { path })]);
  if (!offer) return null;
  return (
    <Item
      onChosen={() => {
        close();
        void studio.edit("wrap_item", { path, condition: offer.condition }, [...path, "if"]);
      }}
    >
      Only if …
    </Item>
  );
}

function focusBeside(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("button.verb")];
  all[all.indexOf(document.activeElement as HTMLElement) + by]?.focus();
}
