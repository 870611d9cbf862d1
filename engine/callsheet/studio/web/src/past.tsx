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
  const [found, setFound] = useState<{ call: PastCall; text: string } | null>(null);
  const [refused, setRefused] = useState("");
  const script = found ? scriptOf(found.call.flow) : undefined;
  useEffect(() => {
    const load = async () => {
      const call = await studio.link.ask("show_call", { call_id: callId });
      const name = scriptOf(call.flow)?.name;
      const text = name ? (await studio.link.ask("open", { name })).text : "";
      setFound({ call, text });
      setRefused("");
    };
    load().catch((error: unknown) => {
      if (error instanceof Refused) setRefused(error.message);
    });
  }, [callId]);
  return (
    <section class="card try-card" aria-label="A call">
      {refused ? <p class="problem error">{refused}</p> : null}
      {found ? (
        <>
          <p class="title">
            {found.call.flow} <span class="soft">{script && script.digest !== found.call.digest ? "an earlier version" : ""}</span>
          </p>
          <Transcript label="What was said" lines={found.call.lines.map((scene) => ({ scene }))} light={() => undefined} />
          {found.call.missing.length ? <p class="soft">A test of it lacks: {found.call.missing.join("; ")}.</p> : null}
          {script ? <SaveAsTest {...{ studio }} fields={{ name: script.name, text: found.text, unsaved: {}, turns: found.call.turns, caller: found.call.caller, now: found.call.now }} /> : null}
        </>
      ) : null}
      <button type="button" onClick={close}>
        Close
      </button>
    </section>
  );
}
