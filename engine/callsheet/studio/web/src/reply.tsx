// What the caller does next: words, a key, nothing; what the other side does; or what goes wrong.

import { useEffect, useRef, useState } from "preact/hooks";
import { heardSince, type Tried, type TriedLine, type Turn } from "./calls";
import { Other } from "./other";

const KEYED = /^[0-9*#]+$/;
const KEYS = [..."123456789*0#"];

interface ReplyProps {
  tried: Tried;
  /** The prompt that is interrupted, if one is. */
  into: TriedLine | null;
  turns: Turn[];
  say(turns: Turn[]): void;
  giveUp(): void;
}

export function Reply({ tried: { call, failures }, into, turns, say, giveUp }: ReplyProps) {
  const [words, setWords] = useState("");
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), [turns.length, into]);
  const does = (kind: string, text = "") => {
    setWords("");
    if (into) say([...turns.slice(0, into.turn), ["hears", into.prompt], ["interrupts", text]]);
    else say([...turns, [kind, text]]);
  };
  const asked = into ? `What the caller says into “${into.prompt}”` : "What the caller says";
  const saidLast = ["says", "interrupts"].includes(turns.at(-1)?.[0] ?? "");
  const isCaller = call.waits === "answer" || call.waits === "recording";
  const hangUp = (
    <button type="button" onClick={() => say([...turns, ...heardSince(call), ["hangs_up", ""]])}>
      {isCaller ? "Hang up" : "The caller hangs up"}
    </button>
  );
  const fails = <Choice label="From here on" choices={failures} chosen={(turn) => say([...turns, turn])} />;
  if (!into && !isCaller)
    return (
      <div class="reply">
        <Other who={call.other} talks={call.waits === "talk"} does={(what) => say([...turns, [what, what === "they_hang_up" ? "" : call.other]])} />
        {hangUp}
        {fails}
      </div>
    );
  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim()) does("says", words.trim());
      }}
    >
      <label>
        {asked}
        <input ref={box} value={words} autocomplete="off" onInput={(event) => setWords(event.currentTarget.value)} />
      </label>
      <div class="buttons">
        <button type="submit" class="main" disabled={!words.trim()}>
          Say
        </button>
        {KEYED.test(words.trim()) ? (
          <button type="button" onClick={() => does("presses", words.trim())}>
            Press these keys
          </button>
        ) : null}
        {into ? (
          <button type="button" onClick={giveUp}>
            Do not interrupt
          </button>
        ) : (
          <>
            <button type="button" onClick={() => does("silent")}>
              Say nothing
            </button>
            {hangUp}
            {call.waits === "recording" && words.trim() ? (
              <button type="button" onClick={() => say([...turns, ["says", words.trim()], ["hangs_up", ""]])}>
                Say, and hang up
              </button>
            ) : null}
          </>
        )}
      </div>
      {into ? null : (
        <div class="buttons" aria-label="Answers of this question">
          {call.offers.map(({ intent, phrases }) =>
            phrases[0] ? (
              <button type="button" class="chip" title={intent} onClick={() => does("says", phrases[0])}>
                “{phrases[0]}”
              </button>
            ) : null,
          )}
        </div>
      )}
      <Keys press={(key) => does("presses", key)} />
      {into ? null : (
        <details>
          <summary>What a model understands, and what fails</summary>
          {saidLast ? (
            <Choice
              label="A model takes the last words for"
              choices={[...call.offers.map(({ intent }) => intent), "unclear"].map((intent) => ["understood_as", intent])}
              chosen={(turn) => say([...turns, turn])}
            />
          ) : null}
          {fails}
        </details>
      )}
    </form>
  );
}

export function Keys({ press }: { press(key: string): void }) {
  return (
    <details>
      <summary>Keys</summary>
      <div class="keys">
        {KEYS.map((key) => (
          <button type="button" aria-label={`Press ${key}`} onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </div>
    </details>
  );
}

const VERBS: Record<string, string> = { fails: "fails", unchanged: "changes no row", understood_as: "" };

interface ChoiceProps {
  label: string;
  choices: Turn[];
  chosen(turn: Turn): void;
}

function Choice({ label, choices, chosen }: ChoiceProps) {
  return (
    <label>
      {label}
      <select
        value=""
        onChange={(event) => {
          const turn = choices[Number(event.currentTarget.value)];
          event.currentTarget.value = "";
          if (turn) chosen(turn);
        }}
      >
        <option value="">…</option>
        {choices.map(([kind, what], index) => (
          <option value={String(index)}>{`${what} ${VERBS[kind] ?? kind}`.trim()}</option>
        ))}
      </select>
    </label>
  );
}
