// The board: what happens on the line now, and what callers say.

import { useEffect, useState } from "preact/hooks";
import "./board.css";
import type { BoardScript, BoardShown, Funnel, NotUnderstood, Version } from "./boards";
import { Past } from "./past";
import { Phrase } from "./phrase";
import type { Studio } from "./studio";
import { capital } from "./words";

// Outcomes that are no answer, or not what the step was there for.
const NO_ANSWER = "silent unclear repeat otherwise unanswered busy rejected cancelled none hung_up failed fault limit_reached shut_down".split(" ");

export function Board({ studio }: { studio: Studio }) {
  const { board, files, saved, connected } = studio.state;
  const [scripts, setScripts] = useState<BoardScript[]>([]);
  const [past, setPast] = useState("");
  useEffect(() => {
    const watch = (on: boolean) => studio.link.ask("watch_board", { on }).catch(() => undefined);
    void watch(true);
    return () => void watch(false);
  }, [connected]);
  useEffect(() => {
    studio.link.ask("questions", {}).then(
      (found) => setScripts(found.scripts),
      () => undefined,
    );
  }, [files, saved]);
  if (!board) return <p class="soft">The journal is being read…</p>;
  if (!board.there)
    return (
      <p class="soft">
        There is no journal at {board.journal}. callsheet serve writes one beside its database; begin the studio with --journal or --database to
        see another one.
      </p>
    );
  const scriptOf = (flow: string) => scripts.find((script) => script.flow === flow);
  const versions = [...board.versions].reverse();
  return (
    <div class="of-board">
      <p class="soft" role="status">
        {counted(board.calls_now, "call")} now{board.median_seconds ? `, a call takes ${Math.round(board.median_seconds)} s` : ""}
        {board.behind ? "; the journal is long, and still being read" : ""}
      </p>
      <Now {...{ board, scriptOf, show: setPast }} />
      {past ? <Past {...{ studio, scriptOf }} callId={past} close={() => setPast("")} /> : null}
      <h2>Questions</h2>
      {versions.map((version) => (
        <Answers {...{ version }} script={scriptOf(version.flow)} />
      ))}
      <h2>Said, and not understood</h2>
      <Unheard {...{ studio, scriptOf }} answers={board.answers} />
    </div>
  );
}

interface NowProps {
  board: BoardShown;
  scriptOf(flow: string): BoardScript | undefined;
  show(callId: string): void;
}

function Now({ board, scriptOf, show }: NowProps) {
  return (
    <div class="columns">
      <section aria-label="Calls now">
        <h2>Now</h2>
        <ul>
          {board.calls.map(({ call_id, call }) => {
            const script = scriptOf(call.flow);
            const line = script?.digest === call.digest ? script.next[call.state]?.[call.outcome] : 0;
            return (
              <li>
                {call.flow}, since {time(call.began)}
                {call.talks_with ? `, talks with ${named(call.talks_with)}` : line ? `, at line ${line}` : call.state ? `, behind ${place(call.state)}` : ""}{" "}
                <button type="button" class="link" onClick={() => show(call_id)}>
                  what was said
                </button>
              </li>
            );
          })}
        </ul>
        {board.calls.length ? null : <p class="soft">Nobody calls just now.</p>}
      </section>
      <section aria-label="Calls that have ended">
        <h2>Before</h2>
        <ul>
          {[...board.ended].reverse().map(({ call_id, flow, at, ending }) => (
            <li>
              <button type="button" class="link" onClick={() => show(call_id)}>
                {flow}, {time(at)}
              </button>{" "}
              <span class="soft">{named(ending)}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Answers({ version, script }: { version: Version; script: BoardScript | undefined }) {
  const isCurrent = script?.digest === version.digest;
  const endings = Object.entries(version.endings).map(([ending, count]) => `${named(ending)} ${count}`);
  return (
    <section class="card" aria-label={`${version.flow}, from ${time(version.first)}`}>
      <p class="title">
        {version.flow} <span class="soft">{isCurrent ? "as it is saved now" : `version ${version.digest.slice(0, 7) || "unknown"}`}</span>
      </p>
      <p class="soft">
        {counted(version.calls, "call")}, {time(version.first)} to {time(version.last)}; ended: {endings.join(", ") || "none yet"}
      </p>
      {Object.entries(version.questions).map(([state, funnel]) => (
        <Bars {...{ funnel }} title={(isCurrent && script?.questions[state]?.text) || place(state)} came="asked" />
      ))}
      {Object.entries(version.reaching).map(([state, funnel]) => (
        <Bars {...{ funnel }} title={capital(place(state))} came="tried" />
      ))}
    </section>
  );
}

function Bars({ title, funnel, came }: { title: string; funnel: Funnel; came: string }) {
  const all = Object.entries(funnel.outcomes);
  const outcomes = [...all.filter(([outcome]) => !NO_ANSWER.includes(outcome)), ...all.filter(([outcome]) => NO_ANSWER.includes(outcome))];
  const listened = outcomes.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div class="question">
      <p>
        {title} <span class="soft">line {funnel.line}, {came} {counted(funnel.asked, "time")}</span>
      </p>
      <ul class="bars">
        {outcomes.map(([outcome, count]) => (
          <li>
            <span class="name">{named(outcome)}</span>
            <meter class={NO_ANSWER.includes(outcome) ? "no-answer" : ""} min={0} max={listened} value={count} aria-label={named(outcome)} />
            <span class="count">
              {count} ({Math.round((100 * count) / listened)} %)
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface UnheardProps {
  studio: Studio;
  scriptOf(flow: string): BoardScript | undefined;
  answers: NotUnderstood[];
}

function Unheard({ studio, scriptOf, answers }: UnheardProps) {
  const [chosen, setChosen] = useState<{ name: string; intent: string; phrase: string } | null>(null);
  const most = [...answers].sort((one, other) => other.times - one.times).slice(0, 30);
  if (!most.length) return <p class="soft">Nothing; or the journal is redacted, and does not have it.</p>;
  return (
    <>
      {chosen ? <Phrase {...{ studio }} {...chosen} close={() => setChosen(null)} /> : null}
      <ul class="answers">
        {most.map(({ flow, state, text, meant, times }) => {
          const script = scriptOf(flow);
          return (
            <li>
              <span class="count">{times} ×</span> “{text}” <span class="soft">{meant ? `a model took it for ${named(meant)}` : ""}</span>
              <span class="buttons">
                {script?.questions[state]?.answers.map((intent) => (
                  <button
                    type="button"
                    class="chip"
                    title={`Add “${text}” as a phrase of ${intent}`}
                    onClick={() => setChosen({ name: script.name, intent, phrase: text })}
                  >
                    + {named(intent)}
                  </button>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

const named = (outcome: string) => outcome.replaceAll("_", " ");
const place = (state: string) => state.split("/").map(named).join(", ");
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const time = (at: string) => new Date(at).toLocaleString([], { dateStyle: "short", timeStyle: "short" });
