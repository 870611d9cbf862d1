// The script's tests: played when one wants it and after each save, with how often they play each answer.

import { useEffect, useState } from "preact/hooks";
import type { QuestionPlayed, TestFile } from "./calls";
import { Refused } from "./link";
import type { Studio } from "./studio";
import { inWords, Words } from "./words";

interface TestsProps {
  studio: Studio;
  light(line: number): void;
}

interface PlayedTests {
  files: TestFile[];
  questions: QuestionPlayed[];
}

export function Tests({ studio, light }: TestsProps) {
  const { name, saved } = studio.state;
  const [found, setFound] = useState<PlayedTests | null>(null);
  const [refused, setRefused] = useState("");
  const [playing, setPlaying] = useState(false);
  const play = async () => {
    setPlaying(true);
    try {
      setFound(await studio.link.ask("play_tests", { name, text: studio.editor.text, unsaved: studio.unsaved() }));
      setRefused("");
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
      {found?.files.length ? <Coverage questions={found.questions} light={light} /> : null}
    </section>
  );
}

/** How often the tests take each way out of a question; those that none of them takes stand out. */
function Coverage({ questions, light }: { questions: QuestionPlayed[]; light(line: number): void }) {
  return (
    <>
      {questions.map(({ text, line, ways }) => (
        <div class="card">
          <button type="button" class="link" title={`line ${line}`} onClick={() => light(line)}>
            <Words text={text} />
          </button>
          <ul>
            {ways.map(([way, times]) => (
              <li class={times ? "soft" : "problem warning"}>
                {inWords(way)}: {times ? `played ${times} ${times === 1 ? "time" : "times"}` : "no test plays this"}
              </li>
            ))}
          </ul>
        </div>
      ))}
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
