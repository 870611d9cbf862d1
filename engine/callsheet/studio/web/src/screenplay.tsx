// The script as a screenplay: read from top to bottom, edited in its place. What there is to show, the grammar says.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { AddKey, AddName } from "./adding";
import { Content, Steps } from "./content";
import { Field } from "./field";
import { Name } from "./naming";
import { Problems } from "./problems";
import { keyOf, lacking, type Shared, UNKNOWN, within } from "./shared";
import type { Studio } from "./studio";
import type { Entry } from "./types";
import { capital, inWords } from "./words";

export function Screenplay({ studio, lit }: { studio: Studio; lit: number }) {
  const { tree, grammar, stale } = studio.state;
  const { problems } = studio;
  if (!grammar || !tree)
    return (
      <div class="screenplay">
        <Problems {...{ problems, studio }} />
      </div>
    );
  const entries = tree.entries ?? [];
  const intents = entries.find(({ key }) => key === "intents")?.node;
  const shared: Shared = { studio, grammar, lit, problems, intents };
  const first = entries[0]?.from ?? 0;
  const keys = lacking(grammar.script, entries);
  return (
    <div class="screenplay">
      {stale ? <p class="bar">The text cannot be read just now. This is what it was before.</p> : null}
      <Problems studio={studio} problems={problems.filter(({ from }) => stale || from === undefined || from < first)} />
      <Head {...shared} entries={entries.filter(({ node }) => node.value !== undefined)} keys={keys} />
      {entries.map((entry, index) => {
        if (entry.node.value !== undefined) return null;
        const end = entries[index + 1]?.from ?? Infinity;
        return <Part {...shared} entry={entry} problems={within(problems, entry.from, end)} />;
      })}
      <p class="part">
        <AddKey {...{ studio, keys }} path={[]} button="+ To the script" label="Add something to the script" />
      </p>
    </div>
  );
}

/** What the script is, and its settings. */
function Head({ entries, keys, ...shared }: Shared & { entries: Entry[]; keys: string[] }) {
  const named = entries.find(({ key }) => key === "flow");
  const described = entries.find(({ key }) => key === "description");
  const others = entries.filter((entry) => entry !== described);
  const wrong = others.some((entry) => within(shared.problems, entry.from, entry.node.to + 1).length);
  return (
    <header class="head">
      <h2 class="title">{capital(inWords(String(named?.node.value ?? shared.studio.state.name)))}</h2>
      {described ? <Setting {...shared} entry={described} bare /> : null}
      <Folded title="Settings" opens={wrong}>
        {others.map((entry) => (
          <Setting {...shared} entry={entry} />
        ))}
        <AddKey studio={shared.studio} keys={keys} path={[]} button="+ More" label="Add a setting" />
      </Folded>
    </header>
  );
}

function Setting({ entry, bare = false, studio, grammar, problems }: Shared & { entry: Entry; bare?: boolean }) {
  const kind = keyOf(grammar.script, entry.key) ?? UNKNOWN;
  const label = inWords(entry.key);
  return (
    <div class="labelled">
      {bare ? null : (
        <span class="label" title={kind.description}>
          {label}
        </span>
      )}
      <Field {...{ kind, studio, label }} path={[entry.key]} node={entry.node} />
      <Problems {...{ studio }} problems={within(problems, entry.from, entry.node.to + 1)} />
    </div>
  );
}

/** A part of a script that is more than one value: its steps, its sections, what callers can mean. */
function Part({ entry, ...shared }: Shared & { entry: Entry }) {
  const kind = keyOf(shared.grammar.script, entry.key) ?? UNKNOWN;
  const title = entry.key === "steps" ? "The call" : capital(inWords(entry.key));
  const path = [entry.key];
  if (kind.what === "steps")
    return (
      <Article title={title} hint={kind.description}>
        <Steps {...shared} node={entry.node} path={path} />
      </Article>
    );
  if (kind.of?.what === "steps") {
    const entries = entry.node.entries ?? [];
    return (
      <>
        {entries.map((section, index) => {
          const problems = within(shared.problems, section.from, entries[index + 1]?.from ?? Infinity);
          return (
            <Article
              title={
                <>
                  Section: <Name studio={shared.studio} what="section" name={section.key} />
                </>
              }
              hint={kind.of?.description}
            >
              <Steps {...shared} node={section.node} path={[...path, section.key]} problems={problems} />
            </Article>
          );
        })}
        <p class="part">
          <AddName label="section" add={(key) => shared.studio.edit("set_key", { path, key, value: [] })} />
        </p>
      </>
    );
  }
  return (
    <Folded title={title} opens={shared.problems.length > 0 || shared.studio.focus.startsWith(`["${entry.key}"`)}>
      <p class="label">{kind.description}</p>
      <Content {...shared} {...{ path, kind }} node={entry.node} />
    </Folded>
  );
}

/** What is read when somebody wants to, or when it `opens` because something in it wants to be seen. */
function Folded({ title, opens, children }: { title: string; opens: boolean; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    if (opens) setOpen(true);
  }, [opens]);
  return (
    <details class="part" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function Article({ title, hint, children }: { title: ComponentChildren; hint?: string | undefined; children: ComponentChildren }) {
  return (
    <article>
      <h3 title={hint}>{title}</h3>
      {children}
    </article>
  );
}
