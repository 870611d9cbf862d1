// A name that the script gives: it can be written anew, and is another one wherever the script means it. So can words.

import { useState } from "preact/hooks";
import { Typing } from "./field";
import type { Studio } from "./studio";
import type { Named, Path } from "./types";
import { inWords } from "./words";

export function Name({ studio, what, name }: { studio: Studio; what: Named; name: string }) {
  return <Renamed shown={inWords(name)} hint="Rename it, wherever it is meant" rename={(typed) => studio.rename(what, name, typed)} />;
}

/** A key that is any words: an option that callers choose, days. */
export function WordyKey({ studio, path, words }: { studio: Studio; path: Path; words: string }) {
  const rename = async (typed: string) =>
    typed.trim() !== "" && typed !== words && studio.edit("rename_key", { path, key: typed.trim() });
  return <Renamed shown={words} hint="Write it anew" rename={rename} />;
}

function Renamed({ shown, hint, rename }: { shown: string; hint: string; rename(typed: string): Promise<boolean> }) {
  const [typing, setTyping] = useState(false);
  if (typing)
    return (
      <Typing
        text={shown}
        label={`another name for ${shown}`}
        end={(typed) => {
          setTyping(false);
          if (typed !== null) void rename(typed);
        }}
      />
    );
  return (
    <button type="button" class="value name" title={hint} aria-label={`${shown}. Rename`} onClick={() => setTyping(true)}>
      {shown}
    </button>
  );
}
