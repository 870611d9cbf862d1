// A call that was tried becomes a test.

import { useState } from "preact/hooks";
import type { CallFields } from "./calls";
import { Refused } from "./link";
import type { Studio } from "./studio";

export function SaveAsTest({ studio, fields }: { studio: Studio; fields: CallFields }) {
  const [title, setTitle] = useState("");
  const [outcome, setOutcome] = useState<{ words: string; refused: boolean } | null>(null);
  const save = async () => {
    try {
      const { name } = await studio.link.ask("save_as_test", { ...fields, title: title.trim() });
      setOutcome({ words: `It is the last test of ${name} now.`, refused: false });
      setTitle("");
      await studio.findFiles();
    } catch (error) {
      if (error instanceof Refused) setOutcome({ words: error.message, refused: true });
    }
  };
  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) void save();
      }}
    >
      <label>
        Keep this call as a test. What happens in it?
        <input value={title} placeholder="the caller confirms" onInput={(event) => setTitle(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={!title.trim()}>
        Save as a test
      </button>
      {outcome ? (
        <p class={outcome.refused ? "problem error" : "soft"} role={outcome.refused ? "alert" : "status"}>
          {outcome.words}
        </p>
      ) : null}
    </form>
  );
}
