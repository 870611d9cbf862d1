// Every call that the script can have, walked: what is wrong in them is shown at its step from then on, until the text
// is another one.

import { useState } from "preact/hooks";
import { Here } from "./here";
import { Refused } from "./link";
import type { Studio } from "./studio";

export function Every({ studio, at, light }: { studio: Studio; at: number; light(line: number): void }) {
  const [refused, setRefused] = useState("");
  const [walking, setWalking] = useState(false);
  const { explored } = studio.state;
  const here = explored?.here.find(({ line }) => line === at);
  const walk = async () => {
    setWalking(true);
    const { name } = studio.state;
    const { text } = studio.editor;
    try {
      const found = await studio.link.ask("explore", { name, text, unsaved: studio.unsaved() });
      if (name === studio.state.name) studio.set({ explored: { ...found, text } });
      setRefused("");
    } catch (error) {
      if (error instanceof Refused) setRefused(error.message);
    }
    setWalking(false);
  };
  return (
    <section aria-label="Every call">
      <h3>Every call</h3>
      <button type="button" disabled={walking} onClick={() => void walk()}>
        {walking ? "Walking…" : "Walk every call"}
      </button>
      {refused ? (
        <p class="problem error" role="alert">
          {refused}
        </p>
      ) : null}
      {explored && !studio.isExplored ? <p class="soft">The script has changed since: walk its calls again.</p> : null}
      {explored && studio.isExplored ? (
        <>
          <p class={explored.problems.length ? "soft" : "fine"} role="status">
            {explored.problems.length ? `${explored.problems.length} found` : "nothing is wrong in them"}
          </p>
          <ul>
            {explored.problems.map((problem) => (
              <li class="problem warning">
                <button type="button" class="link" title={`line ${problem.line}`} onClick={() => light(problem.line)}>
                  {problem.line}
                </button>{" "}
                {problem.message} <span class="code">{problem.code}</span>
                {problem.shown ? <ShowCall {...{ studio }} shown={problem.shown} /> : null}
              </li>
            ))}
          </ul>
          {here ? <Here {...{ here, light }} /> : <p class="soft">Choose a step to see what can happen there.</p>}
          {explored.told.map((line) => (
            <p class="soft">{line}</p>
          ))}
        </>
      ) : null}
    </section>
  );
}

/** Play the call that shows what is wrong, where calls are tried. */
function ShowCall({ studio, shown }: { studio: Studio; shown: NonNullable<Studio["state"]["shown"]> }) {
  return (
    <button type="button" onClick={() => studio.set({ shown })}>
      Show the call
    </button>
  );
}
