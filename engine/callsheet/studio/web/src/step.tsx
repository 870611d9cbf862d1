// One step: its verb with what belongs to it, the steps within it, and what is wrong with it.

import { Content, isBlock, keyOf, type Shared, within } from "./screenplay";
import { Field } from "./field";
import { Problems } from "./problems";
import type { Entry, Kind, Path, Tree } from "./types";
import { capital, inWords } from "./words";

interface StepProps extends Shared {
  node: Tree;
  path: Path;
  count: number;
}

export function Step({ node, path, problems, lit, ...shared }: StepProps) {
  const { studio, grammar } = shared;
  const entries = node.entries ?? [];
  const said = entries.find(({ key }) => key in grammar.verbs);
  const verb = said?.key ?? (typeof node.value === "string" ? node.value : "?");
  const kind = grammar.verbs[verb];
  const line = said?.line ?? node.line;
  const parts = entries.map((entry, index) => {
    const mine = within(problems, entry.from, entries[index + 1]?.from ?? Infinity);
    const below = kind ? keyOf(kind, entry.key) : undefined;
    return { entry, problems: mine, kind: below, path: [...path, entry.key] };
  });
  const values = parts.filter(({ entry, kind }) => entry !== said && !isBlock(kind));
  const blocks = parts.filter(({ kind }) => isBlock(kind));
  const own = problems.filter((problem) => !blocks.some((block) => block.problems.includes(problem)));
  const worst = own.some(({ severity }) => severity === "error") ? "error" : own.length ? "warning" : "";
  const main = parts.find(({ entry }) => entry === said);
  return (
    <li class={`step ${worst} ${lit === line ? "lit" : ""}`} data-verb={verb} data-line={line}>
      <div class="row">
        <span class="verb" title={kind?.description}>
          {capital(inWords(verb))}
        </span>
        <div class="content">
          {main && !isBlock(main.kind) ? (
            <Field
              {...{ studio }}
              node={main.entry.node}
              path={main.path}
              kind={main.kind ?? VALUE}
              label={inWords(verb)}
              spoken={isSpoken(main.kind)}
            />
          ) : null}
          {values.map(({ entry, kind, path }) => (
            <Option {...{ entry, kind, path, studio }} />
          ))}
        </div>
      </div>
      <Problems problems={own} studio={studio} />
      {blocks.map(({ entry, kind, path, problems }) => (
        <Block {...shared} {...{ entry, kind, path, problems, lit }} bare={entry === said} />
      ))}
    </li>
  );
}

const VALUE: Kind = { kind: "value", title: "", description: "" };
const isSpoken = (kind: Kind | undefined): boolean => kind?.title === "a text";

function Option({ entry, kind, path, studio }: { entry: Entry; kind: Kind | undefined; path: Path } & Pick<Shared, "studio">) {
  return (
    <span class="option">
      <span class="label" title={kind?.description}>
        {inWords(entry.key)}
      </span>
      <Field {...{ studio, path }} kind={kind ?? VALUE} node={entry.node} label={inWords(entry.key)} />
    </span>
  );
}

interface BlockProps extends Shared {
  entry: Entry;
  kind: Kind | undefined;
  path: Path;
  bare: boolean;
}

/** What stands below a step's key: steps, answers, values by name, lines that are spoken. */
function Block({ entry, kind, path, bare, ...shared }: BlockProps) {
  const inline = kind?.kind === "names" && !isBlock(kind.of);
  const spoken = kind?.kind === "list" && isSpoken(kind.of);
  const showsNames = kind?.kind === "names" && isBlock(kind.of);
  return (
    <div class={inline ? "values" : showsNames ? "ways" : "way"} data-key={entry.key}>
      {bare || showsNames ? null : (
        <span class="label" title={kind?.description}>
          {inWords(entry.key)}
        </span>
      )}
      <Content {...shared} {...{ path, spoken }} node={entry.node} kind={kind ?? VALUE} />
    </div>
  );
}
