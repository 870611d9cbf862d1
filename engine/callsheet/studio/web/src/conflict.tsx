// The file was saved by somebody else meanwhile: theirs, mine, and how they differ.

import type { Studio } from "./studio";
import type { SaveConflict } from "./types";

export function Conflict({ studio, conflict }: { studio: Studio; conflict: SaveConflict }) {
  return (
    <section class="bar" role="alertdialog" aria-label="Somebody else has saved this file">
      <p>Somebody else has saved this file since you opened it. Nothing is lost yet: which of the two shall stay?</p>
      <button type="button" onClick={() => studio.takeTheirs()}>
        Take theirs
      </button>
      <button type="button" onClick={() => void studio.keepMine()}>
        Save mine over it
      </button>
      <button type="button" onClick={() => studio.set({ conflict: null })}>
        Decide later
      </button>
      <details>
        <summary>What is different</summary>
        <pre tabIndex={0}>
          {conflict.difference.map((line) => (
            <span class={line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : ""}>{`${line}\n`}</span>
          ))}
        </pre>
      </details>
    </section>
  );
}
