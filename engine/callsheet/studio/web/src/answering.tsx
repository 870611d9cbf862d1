// What other systems answer, of whom nobody is asked in earnest.

import { useState } from "preact/hooks";
import type { Answers, AskedRequest } from "./calls";
import type { Value } from "./types";
import { inWords } from "./words";

interface AnsweringProps {
  request: AskedRequest;
  /** Say what it answers: fields, or that there is nothing. */
  answer(fields: Answers[string]): void;
  /** Let it fail. */
  fail(): void;
}

export function Answering({ request, answer, fail }: AnsweringProps) {
  const [typed, setTyped] = useState<Record<string, string>>(Object.fromEntries(Object.entries(request.answer ?? {}).map(([field, value]) => [field, String(value)])));
  const name = inWords(request.name);
  const fields = () => Object.entries(typed).filter(([, words]) => words).map(([field, words]) => [field, asDeclared(words, request.gives[field] ?? "")]);
  return (
    <form
      class="card reply"
      aria-label={`The answer of ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        answer(Object.fromEntries(fields()));
      }}
    >
      <p role="status">The script asks another system: {name}. Nothing is sent; say what it answers.</p>
      {Object.entries(request.gives).map(([field, declared]) => (
        <label>
          {inWords(field)}
          <input value={typed[field] ?? ""} placeholder={HINTS[declared] ?? ""} onInput={({ currentTarget }) => setTyped({ ...typed, [field]: currentTarget.value })} />
        </label>
      ))}
      <div class="buttons">
        <button type="submit" class="main">
          Answer
        </button>
        {request.nothing ? (
          <button type="button" onClick={() => answer(null)}>
            There is nothing
          </button>
        ) : null}
        <button type="button" onClick={fail}>
          It fails
        </button>
      </div>
    </form>
  );
}

const HINTS: Record<string, string> = { BOOLEAN: "true or false", DATE: "2026-11-22", TIME: "09:05", DATETIME: "2026-11-22T14:05:00Z", INTEGER: "12", REAL: "12.5" };

/** What was typed, as a field that is declared so holds it; what it cannot hold, as it is, which is refused. */
function asDeclared(words: string, declared: string): Value {
  if (/^(INT|BIGINT|SMALLINT|REAL|DOUBLE|FLOAT)/.test(declared) && /^-?\d+(\.\d+)?$/.test(words)) return Number(words);
  if (declared.startsWith("BOOL") && (words === "true" || words === "false")) return words === "true";
  return words;
}

/** What was said so far, which can be said anew. */
export function Answered({ requests, change }: { requests: AskedRequest[]; change(name: string): void }) {
  const given = requests.filter((request) => request.given);
  return given.length ? (
    <>
      <h3>Other systems</h3>
      {given.map(({ name, answer }) => (
        <p class="soft">
          {inWords(name)}: {answer ? Object.entries(answer).map(([field, value]) => `${inWords(field)} ${value}`).join(", ") : "nothing"}{" "}
          <button type="button" class="link" onClick={() => change(name)}>
            Change it
          </button>
        </p>
      ))}
    </>
  ) : null;
}
