// A call out of the journal, as a screenplay; and a test of it.

import { useEffect, useState } from "preact/hooks";
import type { BoardScript, PastCall } from "./boards";
import { Refused } from "./link";
import { SaveAsTest } from "./saving";
import type { Studio } from "./studio";
import { Transcript } from "./transcript";

interface PastProps {
  studio: Studio;
  callId: string;
  scriptOf(flow: string): BoardScript | undefined;
  close(): void;
}

export function Past({ studio, callId, scriptOf, close }: PastProps) {
  const [call, setCall] = useState<PastCall | null>(null);
  const [source, setSource] = useState<{ name: string; text: string } | null>(null);
  const [refused, setRefused] = useState("");
  const script = call ? scriptOf(call.flow) : undefined;
  const name = script?.name;
  const told = (error: unknown) => {
    if (error instanceof Refused) setRefused(error.message);
  };
  useEffect(() => {
    setRefused("");
    studio.link.ask("show_call", { call_id: callId }).then(setCall, told);
  }, [callId]);
  // Which script a call is of may be known only after the call.
  useEffect(() => {
    if (name) studio.link.ask("open", { name }).then(({ text }) => setSource({ name, text }), told);
  }, [name]);
  return (
    <section class="card try-card" aria-label="A call">
      {refused ? <p class="problem error">{refused}</p> : null}
      {call ? (
        <>
          <p class="title">
            {call.flow} <span class="soft">{script && script.digest !== call.digest ? "an earlier version" : ""}</span>
          </p>
          <Transcript label="What was said" lines={call.lines.map((scene) => ({ scene }))} light={() => undefined} />
          {call.missing.length ? <p class="soft">A test of it lacks: {call.missing.join("; ")}.</p> : null}
          {source && source.name === name ? <SaveAsTest {...{ studio }} fields={{ ...source, unsaved: {}, turns: call.turns, caller: call.caller, now: call.now, requests: {}, test: "" }} /> : null}
        </>
      ) : null}
      <button type="button" onClick={close}>
        Close
      </button>
    </section>
  );
}
