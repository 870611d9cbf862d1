// Moving a step: among those beside it, into what they do, and out of what it is in. Only what was tried is offered.

import { useOffers } from "./adding";
import { Item } from "./menu";
import type { Studio } from "./studio";
import type { Move, Path, Way } from "./types";
import { inWords } from "./words";

const WAYS: Record<Way, { name: string; key: string; shown: string }> = {
  up: { name: "Move up", key: "ArrowUp", shown: "Alt ↑" },
  down: { name: "Move down", key: "ArrowDown", shown: "Alt ↓" },
  out: { name: "Move out, behind what it is in", key: "ArrowLeft", shown: "Alt ←" },
  in: { name: "Move", key: "ArrowRight", shown: "Alt →" },
};
const ALL = Object.keys(WAYS) as Way[];

/** The way that a step is moved by a key, which is pressed with Alt. */
export const wayOf = (key: string): Way | undefined => ALL.find((way) => WAYS[way].key === key);

export function Moves({ studio, path, close }: { studio: Studio; path: Path; close(): void }) {
  const [moves] = useOffers(ALL.map((way) => () => studio.look("offer_moves", { path, way })));
  return (
    <>
      {moves.map((move, index) => (
        <Item
          hint={moves[index - 1]?.way === move.way ? "" : WAYS[move.way].shown}
          onChosen={() => {
            close();
            void studio.edit("move_item", { path, to: move.to, index: move.index }, move.path);
          }}
        >
          {WAYS[move.way].name}
          {where(move, path)}
        </Item>
      ))}
    </>
  );
}

/** The block that a step goes to, where it does not stay beside what it was beside. */
function where({ way, to }: Move, path: Path): string {
  const block = to.at(-1);
  if (way === "out" || to.length === path.length - 1 && block === path.at(-2)) return "";
  const owner = to[path.length - 1];
  const step = way !== "in" ? "" : Number(owner) < Number(path.at(-1)) ? " of the step above" : " of the step below";
  return ` to “${inWords(String(block))}”${step}`;
}
