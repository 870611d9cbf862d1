// Trying the call: typed turns, what was understood, the rows that change.

import { useEffect, useRef, useState } from "preact/hooks";
import { Answered, Answering } from "./answering";
import type { Answers, Tried, TriedCall, TriedLine, Turn } from "./calls";
import { Changes } from "./changes";
import { Every } from "./every";
import { Refused } from "./link";
import { Reply } from "./reply";
import { SaveAsTest } from "./saving";
import type { Studio } from "./studio";
import { Speaking } from "./speaking";
import { Tests } from "./tests";
import { type Spoken, Transcript } from "./transcript";
import "./try.css";

/** `light` lights the step that stands at a line in all views; 0 none. `at` is the line of the step that is looked at. */
export interface TryProps {
  studio: Studio;
  at: number;
  light(line: number): void;
}

export function Try({ studio, at, light }: TryProps) {
  const { name, tree, shown } = studio.state;
  const [turns, setTurns] = useState<Turn[] | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  const [refused, setRefused] = useState("");
  const [into, setInto] = useState<TriedLine | null>(null);
  const [speaking, setSpeaking] = useState(false);
  const [caller, setCaller] = useState("");
  const [now, setNow] = useState("");
  const [requests, setRequests] = useState<Answers>({});
  const [changed, setChanged] = useState(""); // a request whose answer is said anew
  const played = useRef(0);
  const script = useRef(name); // that is tried
  const fields = (all: Turn[], answers = requests) => ({ name, text: studio.editor.text, unsaved: studio.unsaved(), turns: all, caller, now, requests: answers, test: shown?.test ?? "" });

  const play = async (all: Turn[], answers = requests) => {
    setSpeaking(false);
    setTurns(all);
    setInto(null);
    setChanged("");
    const number = ++played.current;
    try {
      const found = await studio.link.ask("try_call", fields(all, answers));
      if (number !== played.current) return;
      setTried(found);
      setRefused("");
      light(found.call.line);
    } catch (error) {
      if (number === played.current && error instanceof Refused) setRefused(error.message);
    }
  };
  const stop = () => {
    if (shown) studio.set({ shown: null });
    played.current++;
    setSpeaking(false);
    setTurns(null);
    setTried(null);
    setRefused("");
    light(0);
  };
  useEffect(() => {
    if (script.current !== name) {
      script.current = name;
      stop();
      setRequests({});
    } else if (turns) void play(turns); // the script has changed: the same turns, once more
  }, [name, tree]);
  useEffect(() => {
    if (shown) void play(shown.turns);
  }, [shown]);

  const asked = tried?.requests.find((request) => request.name === (changed || (tried.call.waits === "request" && tried.call.other)));
  const answer = (fields: Answers[string]) => {
    const answers = { ...requests, ...(asked && { [asked.name]: fields }) };
    setRequests(answers);
    void play(turns ?? [], answers);
  };

  return (
    <aside class="try" aria-label="Try the call">
      <h2>Try it</h2>
      {speaking ? (
        <Speaking {...{ light }} fields={fields([])} goOn={(all) => void play(all)} close={stop} />
      ) : turns === null ? (
        <>
          <p class="soft">You are the caller: say or type what they say, and see what the call does with it. It has rows of its own.</p>
          <Circumstances {...{ caller, setCaller, now, setNow }} />
          <div class="buttons">
            <button type="button" class="main" onClick={() => void play([])}>
              Call, typed
            </button>
            <button type="button" onClick={() => setSpeaking(true)}>
              Call, spoken
            </button>
          </div>
        </>
      ) : (
        <>
          {refused ? (
            <p class="problem error" role="alert">
              {refused}
            </p>
          ) : null}
          {tried ? (
            <>
              <Transcript label="The call so far" light={light} lines={tried.call.lines.map((line) => withActions(line, tried.call))} />
              <Outcome call={tried.call} />
              {asked ? (
                <Answering key={asked.name} request={asked} answer={answer} fail={() => void play([...turns, ["fails", asked.name]])} />
              ) : tried.call.waits || into ? (
                <Reply {...{ tried, into, turns }} say={(more) => void play(more)} giveUp={() => setInto(null)} />
              ) : null}
              <div class="buttons">
                <button type="button" onClick={() => void play([])}>
                  Start again
                </button>
                <button type="button" disabled={!turns.length} onClick={() => void play(turns.slice(0, -1))}>
                  Take back
                </button>
                <button type="button" onClick={stop}>
                  Close
                </button>
              </div>
              {tried.call.ending && !tried.call.problem ? <SaveAsTest {...{ studio }} fields={fields(turns)} /> : null}
              <Answered requests={tried.requests} change={setChanged} />
              {tried.data ? (
                <>
                  <h3>Rows</h3>
                  <p class="soft">The call began with those of {tried.data}.</p>
                  <Changes changes={tried.call.changes} />
                </>
              ) : null}
            </>
          ) : null}
        </>
      )}
      <Every {...{ studio, at, light }} />
      <Tests {...{ studio, light }} />
    </aside>
  );

  function withActions(line: TriedLine, call: TriedCall): Spoken {
    const { scene, turn, prompt } = line;
    const back = { label: "↶", title: "Go back to before this", act: () => void play((turns ?? []).slice(0, turn)) };
    const interrupt = { label: "✂", title: "Interrupt this", act: () => setInto(line) };
    if (scene.who === "caller" || scene.who === "other") return { scene, actions: [back] };
    return { scene, actions: prompt && !call.problem ? [interrupt] : [] };
  }
}

const WAITS: Partial<Record<string, string>> = { answer: "The call listens.", recording: "The call records what is said now." };

function Outcome({ call }: { call: TriedCall }) {
  if (call.problem)
    return (
      <p class="problem error" role="alert">
        Turn {call.problem_turn + 1} cannot be played any more: {call.problem}. Take it back, or start again.
      </p>
    );
  const words = call.ending ? `The call has ended: ${call.ending.replace("_", " ")}.` : (call.waits && WAITS[call.waits]) || "";
  return (
    <p class="soft" role="status">
      {words}
    </p>
  );
}

interface CircumstancesProps {
  caller: string;
  setCaller(number: string): void;
  now: string;
  setNow(time: string): void;
}

function Circumstances({ caller, setCaller, now, setNow }: CircumstancesProps) {
  return (
    <details>
      <summary>Who calls, and when</summary>
      <label>
        Number
        <input value={caller} placeholder="+15550100, or withheld" onInput={(event) => setCaller(event.currentTarget.value.trim())} />
      </label>
      <label>
        Time
        <input type="datetime-local" value={now} onInput={(event) => setNow(event.currentTarget.value)} />
      </label>
    </details>
  );
}
