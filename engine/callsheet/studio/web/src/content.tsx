// Whatever stands at a place of a script, by its kind: steps, names with what belongs to them, lists, values.

import { AddKey, AddLine, AddName, AddStep } from "./adding";
import { Field } from "./field";
import { Name, WordyKey } from "./naming";
import { Problems } from "./problems";
import { isBlock, isText, keyOf, lacking, type Shared, UNKNOWN, within, written } from "./shared";
import { Step } from "./step";
import type { Entry, Kind, Named as NameKind, Path, Plain, Tree } from "./types";
import { inWords } from "./words";

interface ContentProps extends Shared {
  node: Tree;
  path: Path;
  kind: Kind;
}

export function Content({ node, path, kind: any, ...shared }: ContentProps) {
  const { studio, problems } = shared;
  const kind = written(any, node);
  if (kind.what === "steps") return <Steps {...shared} {...{ node, path }} />;
  if (node.items && !isBlock(kind.of)) return <Lines {...shared} {...{ node, path, kind }} />;
  if (node.items)
    return (
      <>
        {node.items.map((item, index, items) => {
          const mine = within(problems, item.from, items[index + 1]?.from ?? Infinity);
          return <Content {...shared} node={item} path={[...path, index]} kind={kind.of ?? UNKNOWN} problems={mine} />;
        })}
      </>
    );
  if (node.entries) return <Names {...shared} {...{ node, path, kind }} />;
  return (
    <>
      <Field {...{ node, path, kind, studio }} label={inWords(String(path.at(-1)))} spoken={isText(kind)} />
      <Problems {...{ problems, studio }} />
    </>
  );
}

export function Steps({ node, path, problems, ...shared }: Shared & { node: Tree; path: Path }) {
  const { studio } = shared;
  const items = node.items ?? [];
  return (
    <ol class="steps">
      {items.map((item, index) => {
        const mine = within(problems, item.from, items[index + 1]?.from ?? Infinity);
        return (
          <>
            <AddStep {...{ studio, path, index }} last={false} />
            <Step {...shared} node={item} path={[...path, index]} count={items.length} problems={mine} />
          </>
        );
      })}
      {items.length ? null : (
        <li class="nothing">
          nothing happens
          <Problems {...{ problems, studio }} />
        </li>
      )}
      <AddStep {...{ studio, path }} index={items.length} last />
    </ol>
  );
}

/** Texts: what is said the second time, one a line; what callers say, what they choose from, beside each other. */
function Lines({ node, path, kind, problems, studio }: ContentProps) {
  const items = node.items ?? [];
  const one = kind.of ?? UNKNOWN;
  const name = kind.each || "item";
  const spoken = name === "line";
  return (
    <div class={spoken ? "lines" : "lines beside"}>
      {items.map((item, index) => (
        <span class="line">
          <Field {...{ studio }} node={item} path={[...path, index]} kind={one} label={`${name} ${index + 1}`} spoken={spoken} />
          <button
            type="button"
            class="quiet delete"
            aria-label={`Delete ${name} ${index + 1}: ${item.value}`}
            onClick={() => void studio.edit("delete_item", { path: [...path, index] })}
          >
            ×
          </button>
          <Problems {...{ studio }} problems={within(problems, item.from, items[index + 1]?.from ?? Infinity)} />
        </span>
      ))}
      {items.length ? null : <span class="nothing">nothing</span>}
      <AddLine {...{ studio, path }} index={items.length} label={name} />
    </div>
  );
}

/** Keys of a group, or names that the author gives, each with what belongs to it. */
function Names({ node, path, kind, ...shared }: ContentProps) {
  const entries = node.entries ?? [];
  const free = kind.what === "names";
  return (
    <div class="group">
      {entries.map((entry, index) => {
        const problems = within(shared.problems, entry.from, entries[index + 1]?.from ?? Infinity);
        const below = keyOf(kind, entry.key);
        const shown = below && written(below, entry.node);
        const wordy = kind.wordy && kind.each !== "" && below?.what === kind.of?.what;
        return <Named {...shared} {...{ entry, problems, free, wordy }} path={[...path, entry.key]} kind={shown} renames={kind.renames} needed={entries.length === 1} />;
      })}
      <More {...{ path, kind, entries }} studio={shared.studio} intents={shared.intents} />
    </div>
  );
}

interface NamedProps extends Omit<ContentProps, "node" | "kind"> {
  entry: Entry;
  kind: Kind | null | undefined;
  free: boolean;
  wordy: boolean;
  renames: NameKind | null;
  needed: boolean;
}

function Named({ entry, path, kind, free, wordy, renames, needed, ...shared }: NamedProps) {
  const meant = free && kind?.what === "steps" ? shared.intents?.entries?.find(({ key }) => key === entry.key) : undefined;
  const remove = needed ? null : (
    <button
      type="button"
      class="quiet delete"
      aria-label={`Delete ${inWords(entry.key)}`}
      onClick={() => void shared.studio.edit("delete_key", { path })}
    >
      ×
    </button>
  );
  return (
    <div class={isBlock(kind) ? "way" : "labelled"}>
      {free && renames && (renames !== "intent" || meant || kind?.what !== "steps") ? (
        <Name studio={shared.studio} what={renames} name={entry.key} />
      ) : wordy ? (
        <WordyKey {...{ path }} studio={shared.studio} words={entry.key} />
      ) : (
        <span class={free ? "label name" : "label"} title={kind?.description ?? ""}>
          {inWords(entry.key)}
        </span>
      )}
      {isBlock(kind) ? remove : null}
      {meant ? <Meant node={meant.node} /> : null}
      <Content {...shared} {...{ path }} node={entry.node} kind={kind ?? UNKNOWN} />
      {isBlock(kind) ? null : remove}
    </div>
  );
}

/** What callers say and press for an intent, in short. */
function Meant({ node }: { node: Tree }) {
  const texts = (node.entries ?? []).flatMap((entry) => entry.node.items ?? (entry.key === "press" ? [entry.node] : []));
  const shown = texts.slice(0, MOST_MEANT).map(({ value }) => `“${value}”`);
  const more = texts.length - shown.length;
  return <span class="meant">{shown.join(" ") + (more > 0 ? ` and ${more} more`.replaceAll(" ", "\u00a0") : "")}</span>;
}

const MOST_MEANT = 4;

/** An intent that is new: callers say its name, until somebody adds what else they say. */
const intentOf = (name: string): Plain => ({ phrases: [inWords(name)] });

/** An answer that no intent is there for yet, and the intent. */
async function addAnswer(studio: Shared["studio"], path: Path, key: string, intents: Tree | undefined): Promise<boolean> {
  const done = intents
    ? await studio.edit("set_key", { path: ["intents"], key, value: intentOf(key) })
    : await studio.edit("set_key", { path: [], key: "intents", value: { [key]: intentOf(key) } });
  return done && studio.edit("set_key", { path, key, value: [] });
}

/** What stands under a new name: an example, that it can be changed; nothing, where that is something. */
function firstOf(kind: Kind, name: string): Plain {
  if (kind.title === "an intent") return intentOf(name);
  return kind.what === "steps" || kind.what === "list" ? [] : kind.examples[0] ?? "";
}

interface MoreProps extends Pick<Shared, "studio" | "intents"> {
  path: Path;
  kind: Kind;
  entries: Entry[];
}

function More({ studio, path, kind, entries, intents }: MoreProps) {
  const keys = lacking(kind, entries);
  const known = <AddKey {...{ studio, path, keys }} button="+ More" label={`Add to ${inWords(String(path.at(-1)))}`} />;
  if (kind.of?.what === "steps" && kind.renames === "intent")
    return (
      <>
        <AddName label="new answer" add={(name) => addAnswer(studio, path, name, intents)} />
        <AddKey {...{ studio, path, keys }} button="+ known answer" label="Add an answer that the script or the language knows" />
      </>
    );
  if (kind.of?.what === "steps") return <AddKey {...{ studio, path, keys }} button="+ way" label="Add a way to go on" />;
  const { of, each } = kind;
  if (!of || !each) return known;
  const add = (key: string) => {
    const value = firstOf(of, key);
    return studio.edit("set_key", { path, key, value }, typeof value === "object" ? undefined : [...path, key]);
  };
  return (
    <>
      {kind.what === "group" ? known : null}
      <AddName label={each} wordy={kind.wordy} add={add} />
    </>
  );
}
