// The other side of a call, played beside the caller: whether they pick up, and that they hang up.

import { inWords } from "./words";

/** Who is rung, or talks with the caller. */
export interface OtherSide {
  who: string;
  talks: boolean;
}

const RUNG: [does: string, label: string][] = [
  ["picks_up", "Pick up"],
  ["does_not_pick_up", "Do not pick up"],
  ["is_busy", "Be busy"],
];
const TALKING: [does: string, label: string][] = [["they_hang_up", "They hang up"]];

/** `does` is told what they do, as a turn of a test says it. */
export function Other({ who, talks, does }: OtherSide & { does(what: string): void }) {
  const name = inWords(who);
  return (
    <div class="card other" role="group" aria-label="The other side">
      <p role="status">{talks ? `The caller talks with ${name}.` : `The telephone of ${name} rings. You are the other side, too.`}</p>
      <div class="buttons">
        {(talks ? TALKING : RUNG).map(([what, label]) => (
          <button type="button" class={what === "picks_up" ? "main" : ""} onClick={() => does(what)}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
