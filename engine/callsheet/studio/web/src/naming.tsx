// A name that the script gives: it can be written anew, and is another one wherever the script means it.

import { useState } from "preact/hooks";
import { Typing } from "./field";
import type { Studio } from "./studio";
import type { Named } from "./types";
import { inWords } from "./words";

export function Name({ studio, what, name }: { studio: Studio; what: Named; name: string }) {
  const [typing, setTyping] = useState(false);
  const shown = inWords(name);
  if (typing)
    return (
      <Typing
        text={shown}
        label={`another name for ${shown}`}
        end={(typed) => {
          setTyping(false);
          if (typed !== null) void studio.rename(what, name, typed);
        }}
      />
    );
  return (
    <button type="button" class="value name" title="Rename it, wherever it is meant" aria-label={`${shown}. Rename`} onClick={() => setTyping(true)}>
      {shown}
    </button>
  );
}
