// The script as a screenplay: read from top to bottom, edited in its place. What there is to show, the grammar says.

import type { ComponentChildren } from "preact";
import { Field } from "./field";
import { Problems } from "./problems";
import { Step } from "./step";
import type { Studio } from "./studio";
import type { Entry, Grammar, Key, Kind, Path, Problem, Tree } from "./types";
import { capital, inWords } from "./words";

/** What parts of the screenplay have in common: whose problems they show, and up to where in the text. */
export interface Shared {
  studio: Studio;
  grammar: Grammar;
  problems: Problem[];
  lit: number;
}

export function Screenplay({ studio, lit }: { studio: Studio; lit: number }) {
  const { tree, grammar, problems, stale, name } = studio.state;
  if (!grammar || !tree) return <p class="waiting">{problems.length ? <Problems {...{ problems, studio }} /> : "…"}</p>;
  const entries = tree.entries ?? [];
  const shared = { studio, grammar, lit };
  const settings = entries.filter(({ node }) => node.value !== undefined);
  const first = entries[0]?.from ?? 0;
  const elsewhere = problems.filter(({ from }) => from === undefined || from < first);
  return (
    <div class="screenplay">
      {stale ? <p class="bar">The text cannot be read just now. This is what it was before.</p> : null}
      <Problems {...{ studio }} problems={stale ? problems : elsewhere} />
      <Settings {...shared} entries={settings} problems={problems} title={name} />
      {entries.map((entry, index) => {
        if (entry.node.value !== undefined) return null;
        const end = entries[index + 1]?.from ?? Infinity;
        return <Part {...shared} entry={entry} problems={within(problems, entry.from, end)} />;
      })}
    </div>
  );
}

/** The problems of a part of the text. */
export const within = (problems: Problem[], from: number, to: number): Problem[] =>
  problems.filter((problem) => problem.from !== undefined && problem.from >= from && problem.from < to);

export const keyOf = (kind: Kind, name: string): Key | undefined => kind.keys?.find(({ key }) => key === name);

const UNKNOWN: Kind = { kind: "value", title: "", description: "" };

function Settings({ entries, problems, title, ...shared }: Shared & { entries: Entry[]; title: string }) {
  const described = entries.find(({ key }) => key === "description");
  return (
    <header class="head">
      <h1>{title}</h1>
      {described ? <Labelled {...shared} entry={described} path={[described.key]} problems={problems} bare /> : null}
      <details>
        <summary>Settings</summary>
        {entries.map((entry) =>
          entry === described ? null : <Labelled {...shared} entry={entry} path={[entry.key]} problems={problems} />,
        )}
      </details>
    </header>
  );
}

interface LabelledProps extends Shared {
  entry: Entry;
  path: Path;
  bare?: boolean;
}

function Labelled({ entry, path, problems, studio, grammar, bare = false }: LabelledProps) {
  const kind = keyOf(grammar.script, entry.key) ?? UNKNOWN;
  return (
    <div class="labelled">
      {bare ? null : <span class="label">{inWords(entry.key)}</span>}
      <Field {...{ kind, path, studio }} node={entry.node} label={inWords(entry.key)} />
      <Problems {...{ studio }} problems={within(problems, entry.from, entry.node.to + 1)} />
    </div>
  );
}

/** A part of a script that is more than one value: its steps, sections, intents, defaults. */
function Part({ entry, problems, ...shared }: Shared & { entry: Entry }) {
  const kind = keyOf(shared.grammar.script, entry.key) ?? UNKNOWN;
  const title = entry.key === "steps" ? "The call" : capital(inWords(entry.key));
  if (kind.kind === "names" && kind.of?.kind === "steps") {
    const entries = entry.node.entries ?? [];
    return (
      <>
        {entries.map((section, index) => {
          const end = entries[index + 1]?.from ?? Infinity;
          return (
            <Article title={capital(inWords(section.key))} hint={kind.of?.description}>
              <Steps
                {...shared}
                node={section.node}
                path={[entry.key, section.key]}
                problems={within(problems, section.from, end)}
              />
            </Article>
          );
        })}
      </>
    );
  }
  const body = <Content {...shared} {...{ kind, problems }} node={entry.node} path={[entry.key]} />;
  if (kind.kind === "steps") return <Article title={title}>{body}</Article>;
  return (
    <details class="part">
      <summary>{title}</summary>
      {body}
    </details>
  );
}

function Article({ title, hint, children }: { title: string; hint?: string | undefined; children: ComponentChildren }) {
  return (
    <article>
      <h2 title={hint}>{title}</h2>
      {children}
    </article>
  );
}

interface ContentProps extends Shared {
  node: Tree;
  path: Path;
  kind: Kind;
  spoken?: boolean;
}

/** Whatever stands at a place, by its kind. */
export function Content({ node, path, kind, spoken = false, ...shared }: ContentProps) {
  const { studio, problems } = shared;
  if (kind.kind === "steps") return <Steps {...shared} {...{ node, path }} />;
  if (node.items)
    return (
      <ol class="lines">
        {node.items.map((item, index) => (
          <li>
            <Content {...shared} {...{ spoken }} node={item} path={[...path, index]} kind={kind.of ?? UNKNOWN} />
          </li>
        ))}
      </ol>
    );
  if (node.entries)
    return (
      <div class="group">
        {node.entries.map((entry, index, entries) => {
          const below = kind.kind === "names" ? kind.of : keyOf(kind, entry.key);
          const mine = within(problems, entry.from, entries[index + 1]?.from ?? Infinity);
          return (
            <div class={isBlock(below) ? "way" : "labelled"}>
              <span class="label" title={below?.description}>
                {inWords(entry.key)}
              </span>
              <Content {...shared} node={entry.node} path={[...path, entry.key]} kind={below ?? UNKNOWN} problems={mine} />
            </div>
          );
        })}
      </div>
    );
  return (
    <>
      <Field {...{ node, path, kind, studio, spoken }} label={inWords(String(path.at(-1)))} />
      <Problems {...{ problems, studio }} />
    </>
  );
}

export const isBlock = (kind: Kind | undefined): boolean => kind !== undefined && (kind.kind === "steps" || kind.of !== undefined);

export function Steps({ node, path, problems, ...shared }: Shared & { node: Tree; path: Path }) {
  const items = node.items ?? [];
  return (
    <ol class="steps">
      {items.map((item, index) => {
        const end = items[index + 1]?.from ?? Infinity;
        return (
          <Step
            {...shared}
            node={item}
            path={[...path, index]}
            count={items.length}
            problems={within(problems, item.from, end)}
          />
        );
      })}
      {items.length ? null : <li class="nothing">nothing happens</li>}
      <Problems studio={shared.studio} problems={items.length ? [] : problems} />
    </ol>
  );
}
