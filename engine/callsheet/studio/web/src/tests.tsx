// The script's tests: played when one wants it and after each save, with how often they play each answer.

import { useEffect, useState } from "preact/hooks";
import type { PlayedTests, TestFile } from "./calls";
import { Refused } from "./link";
import type { Studio } from "./studio";
import { Words } from "./words";

interface TestsProps {
  studio: Studio;
  light(line: number): void;
}

export function Tests({ studio, light }: TestsProps) {
  const { name, saved } = studio.state;
  const [found, setFound] = useState<PlayedTests | null>(null);
  const [refused, setRefused] = useState("");
  const [playing, setPlaying] = useState(false);
  const play = async () => {
    setPlaying(true);
    const { text } = studio.editor;
    try {
      setFound(await studio.link.ask("play_tests", { name, text, unsaved: studio.unsaved() }));
      setRefused("");
      studio.set({ tested: text });
    } catch (error) {
      if (error instanceof Refused) setRefused(error.message);
    }
    setPlaying(false);
  };
  useEffect(() => setFound(null), [name]);
  useEffect(() => {
    if (found) void play();
  }, [saved?.digest, studio.state.files]);
  return (
    <section aria-label="Tests">
      <h3>Tests</h3>
      <button type="button" disabled={playing} onClick={() => void play()}>
        {playing ? "Playing…" : "Play the tests"}
      </button>
      {refused ? <p class="problem error">{refused}</p> : null}
      {found && !found.files.length ? <p class="soft">This script has no tests yet: try a call, and save it as one.</p> : null}
      {found?.files.map((file) => <File {...{ file }} open={(line) => void studio.openAt(file.name, line)} />)}
      {found?.coverage ? <Coverage played={found} light={light} /> : null}
    </section>
  );
}

/** What the tests come to, what not, and how often they take each way on from a question. */
function Coverage({ played, light }: { played: PlayedTests; light(line: number): void }) {
  return (
    <>
      <p class="soft">{played.coverage}</p>
      <ul>
        {played.untried.map(({ line, what }) => (
          <li class="problem warning">
            <button type="button" class="link" title={`line ${line}`} onClick={() => light(line)}>
              {line}
            </button>{" "}
            {what}
          </li>
        ))}
        {played.more ? <li>and {played.more} more</li> : null}
      </ul>
      <details>
        <summary>Answers</summary>
        {played.questions.map(({ text, line, ways }) => (
          <div class="card">
            <button type="button" class="link" title={`line ${line}`} onClick={() => light(line)}>
              <Words text={text} />
            </button>
            <ul>
              {ways.map(([way, times]) => (
                <li class={times ? "soft" : "problem warning"}>
                  {way}: {times ? `${times} ${times === 1 ? "time" : "times"}` : "no test"}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </details>
    </>
  );
}

function File({ file, open }: { file: TestFile; open(line: number): void }) {
  const failed = file.tests.filter(({ problem }) => problem);
  const words = file.problem
    ? `cannot be played: ${file.problem}`
    : failed.length
      ? `${failed.length} of ${file.tests.length} failed`
      : `${file.tests.length} passed`;
  const broken = file.problem ? [{ name: file.problem, line: file.line, problem: "" }] : failed;
  return (
    <>
      <p class={broken.length ? "problem error" : "fine"} role="status">
        {file.name}: {words}
      </p>
      <ul>
        {broken.map(({ name, line, problem }) => (
          <li>
            <button type="button" class="link" onClick={() => open(line)}>
              {name}
            </button>{" "}
            {problem}
          </li>
        ))}
      </ul>
    </>
  );
}
