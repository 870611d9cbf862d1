// What callers say becomes a phrase of an intent: the difference, and saving it once somebody has looked at it.

import { useEffect, useState } from "preact/hooks";
import { Refused } from "./link";
import type { Studio } from "./studio";

interface PhraseProps {
  studio: Studio;
  name: string;
  intent: string;
  phrase: string;
  close(): void;
}

export function Phrase({ studio, name, intent, phrase, close }: PhraseProps) {
  const [made, setMade] = useState<{ text: string; based_on: string; difference: string[] } | null>(null);
  const [told, setTold] = useState("");
  const trying = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused) setTold(error.message);
    }
  };
  useEffect(() => {
    setMade(null);
    setTold("");
    if (studio.isUnsaved(name)) setTold(`${name} has changes that are not saved: save them first, then add the phrase`);
    else void trying(async () => setMade(await studio.link.ask("add_phrase", { name, intent, phrase })));
  }, [name, intent, phrase]);
  const save = () =>
    trying(async () => {
      if (!made) return;
      const saved = await studio.link.ask("save", { name, text: made.text, based_on: made.based_on });
      setMade(null);
      setTold("theirs" in saved ? `${name} was saved by somebody else meanwhile: try again` : `“${phrase}” is a phrase of ${intent} now.`);
    });
  return (
    <section class="card" aria-label="A new phrase">
      <p class="title">
        “{phrase}” as a phrase of {intent.replaceAll("_", " ")}
      </p>
      {told ? <p role="status">{told}</p> : null}
      {made ? (
        <pre class="difference" tabIndex={0}>
          {made.difference.map((line) => (
            <span class={line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : ""}>{`${line}\n`}</span>
          ))}
        </pre>
      ) : null}
      <div class="buttons">
        {made ? (
          <button type="button" class="main" onClick={() => void save()}>
            Save {name}
          </button>
        ) : null}
        <button type="button" onClick={close}>
          {made ? "Leave it" : "Close"}
        </button>
      </div>
    </section>
  );
}
