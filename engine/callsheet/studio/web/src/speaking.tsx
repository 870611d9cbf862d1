// A spoken call: what is said while it is said, keys, and hanging up. Its turns can be typed on, and kept as a test.

import { useEffect, useRef, useState } from "preact/hooks";
import type { CallFields, SceneLine, Turn } from "./calls";
import { Refused } from "./link";
import { type Ended, Phone } from "./phone";
import { Changes } from "./changes";
import { Other, type OtherSide } from "./other";
import { Keys } from "./reply";
import { Transcript } from "./transcript";

interface SpeakingProps {
  fields: CallFields;
  light(line: number): void;
  /** Go on with the call's turns, typed. */
  goOn(turns: Turn[]): void;
  close(): void;
}

export function Speaking({ fields, light, goOn, close }: SpeakingProps) {
  const [lines, setLines] = useState<SceneLine[]>([]);
  const [state, setState] = useState("The microphone is being opened…");
  const [refused, setRefused] = useState("");
  const [ended, setEnded] = useState<Ended | null>(null);
  const [other, setOther] = useState<OtherSide | null>(null);
  const phone = useRef<Phone | null>(null);
  const hangUp = () => phone.current?.say({ hang_up: true });
  useEffect(() => {
    let gone = false;
    Phone.call(fields, (event) => {
      if (gone) return;
      if ("loading" in event) setState(event.loading ? "Speech is being loaded, once: some seconds…" : "The call is under way: speak.");
      else if ("refused" in event) setRefused(event.refused);
      else if ("ended" in event) setEnded(event);
      else if ("other" in event) setOther(event.other);
      else {
        setLines((before) => [...before, ...event.lines]);
        light(event.line);
      }
    }).then(
      (opened) => {
        phone.current = opened;
        if (gone) hangUp();
      },
      (error: unknown) => setRefused(error instanceof Refused ? error.message : String(error)),
    );
    return () => {
      gone = true;
      hangUp();
    };
  }, []);
  if (refused)
    return (
      <>
        <p class="problem error" role="alert">
          {refused}
        </p>
        <button type="button" onClick={close}>
          Close
        </button>
      </>
    );
  return (
    <>
      <p class="soft" role="status">
        {ended ? `The call has ended: ${ended.ended.replace("_", " ")}.` : state}
      </p>
      <Transcript label="The call so far" lines={lines.map((scene) => ({ scene }))} light={ended ? light : () => undefined} />
      {ended ? (
        <>
          <div class="buttons">
            <button type="button" class="main" onClick={() => goOn(ended.turns)}>
              Play it again, typed
            </button>
            <button type="button" onClick={close}>
              Close
            </button>
          </div>
          <h3>Rows</h3>
          <Changes changes={ended.changes} />
        </>
      ) : (
        <>
          {other ? <Other {...other} does={(what) => phone.current?.say({ other: what })} /> : null}
          <div class="buttons">
            <button type="button" class="main" onClick={hangUp}>
              Hang up
            </button>
          </div>
          <Keys press={(key) => phone.current?.say({ key })} />
        </>
      )}
    </>
  );
}
