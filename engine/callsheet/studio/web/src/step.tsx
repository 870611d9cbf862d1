// One step: its verb with what belongs to it, the steps within it, and what is wrong with it.

import { useEffect, useRef, useState } from "preact/hooks";
import { Offers } from "./adding";
import { Content } from "./content";
import { Field, Typing } from "./field";
import { Item, Menu } from "./menu";
import { Problems } from "./problems";
import { isBlock, isText, keyOf, type Shared, UNKNOWN, within } from "./shared";
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
    return { entry, kind: kind && keyOf(kind, entry.key), path: [...path, entry.key], problems: mine };
  });
  const blocks = pieces.filter(({ kind }) => isBlock(kind));
  const values = pieces.filter((piece) => !blocks.includes(piece));
  const own = problems.filter((problem) => !blocks.some((block) => block.problems.includes(problem)));
  const worst = own.some(({ severity }) => severity === "error") ? "error" : own.length ? "warning" : "";
  return (
    <li class={`step ${worst} ${lit === line ? "lit" : ""}`} data-verb={verb} data-line={line}>
      <div class="row">
        <Handle {...{ studio, path, count, verb }} hint={kind?.description ?? ""} isGroup={node.entries !== undefined} />
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
      <Field {...{ studio, path, label }} kind={kind ?? UNKNOWN} node={entry.node} spoken={bare && isText(kind)} />
      {bare || needed ? null : <Delete {...{ studio, path, label }} />}
    </span>
  );
}

/** What stands below a step's key: steps, answers, values by name, lines that are spoken. */
function Block({ piece, bare, needed, ...shared }: Omit<Shared, "problems"> & { piece: Piece; bare: boolean; needed: boolean }) {
  const { entry, path, kind = UNKNOWN, problems } = piece;
  const label = inWords(entry.key);
  const ofNames = kind.what === "names" && isBlock(kind.of);
  const look = ofNames || kind.what === "list" && isBlock(kind.of) ? "ways" : isBlock(kind.of) || kind.what === "steps" || kind.what === "list" ? "way" : "values";
  return (
    <div class={look} data-key={entry.key}>
      {bare || ofNames ? null : (
        <span class="label" title={kind.description}>
          {label}
        </span>
      )}
      {bare || ofNames || needed ? null : <Delete {...{ path, label }} studio={shared.studio} />}
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
  isGroup: boolean;
}

/** The step's verb: a menu of what can be done with the step, and keys for it. */
function Handle({ studio, path, count, verb, hint, isGroup }: HandleProps) {
  const button = useRef<HTMLButtonElement | null>(null);
  const [asking, setAsking] = useState(false);
  const list = path.slice(0, -1);
  const index = path.at(-1) as number;
  const outer = list.findLastIndex((part) => typeof part === "number");
  const go = (to: Path, at: number, focus: Path) => {
    studio.focus = JSON.stringify(focus);
    void studio.edit("move_item", { path, to, index: at });
  };
  const up = index > 0 ? () => go(list, index - 1, [...list, index - 1]) : null;
  const down = index < count - 1 ? () => go(list, index + 2, [...list, index + 1]) : null;
  const behind = outer < 0 ? 0 : (list[outer] as number) + 1;
  const out = outer < 0 ? null : () => go(list.slice(0, outer), behind, [...list.slice(0, outer), behind]);
  const remove = () => {
    studio.focus = JSON.stringify([...list, Math.max(0, Math.min(index, count - 2))]);
    void studio.edit("delete_item", { path });
  };
  useEffect(() => {
    if (studio.focus !== JSON.stringify(path)) return;
    studio.focus = "";
    button.current?.focus();
  });
  const pressed = (event: KeyboardEvent) => {
    const does = event.altKey
      ? { ArrowUp: up, ArrowDown: down, ArrowLeft: out }[event.key]
      : { ArrowUp: () => focusBeside(-1), ArrowDown: () => focusBeside(1), Delete: remove }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  };
  if (asking)
    return (
      <span class="only-if">
        Only if
        <Typing
          text=""
          label="Only if this holds, such as customer.balance > 0"
          end={(condition) => {
            setAsking(false);
            if (!condition?.trim()) return;
            studio.focus = JSON.stringify(path);
            void studio.edit("wrap_item", { path, condition });
          }}
        />
      </span>
    );
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
          <Action name="Move up" keys="Alt ↑" {...{ close }} does={up} />
          <Action name="Move down" keys="Alt ↓" {...{ close }} does={down} />
          <Action name="Move out, behind what it is in" keys="Alt ←" {...{ close }} does={out} />
          <Action name="Delete" keys="Delete" {...{ close }} does={remove} />
          <Action name="Only if …" keys="" {...{ close }} does={() => setAsking(true)} />
          {isGroup ? (
            <Offers
              asks={[() => studio.look("offer_keys", { path })]}
              close={close}
              add={({ key, value }) => void studio.edit("set_key", { path, key, value })}
            />
          ) : null}
        </>
      )}
    </Menu>
  );
}

function Action({ name, keys, close, does }: { name: string; keys: string; close(): void; does: (() => void) | null }) {
  if (!does) return null;
  return (
    <Item
      hint={keys}
      onChosen={() => {
        close();
        does();
      }}
    >
      {name}
    </Item>
  );
}

function focusBeside(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("button.verb")];
  all[all.indexOf(document.activeElement as HTMLElement) + by]?.focus();
}
