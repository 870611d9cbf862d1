// A call, line by line: what was said, what was understood, read and written.

import { useEffect, useRef } from "preact/hooks";
import { clock, type SceneLine } from "./calls";

export interface Spoken {
  scene: SceneLine;
  /** What can be done at this line. */
  actions?: { label: string; title: string; act(): void }[];
}

interface TranscriptProps {
  label: string;
  lines: Spoken[];
  light(line: number): void;
}

const SAID_BY: Partial<Record<SceneLine["who"], string>> = { engine: "The call", caller: "The caller", other: "The other side" };

export function Transcript({ label, lines, light }: TranscriptProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [lines.length]);
  return (
    <div class="transcript" role="log" aria-label={label} tabIndex={0} ref={box}>
      <ol>
      {lines.map(({ scene, actions = [] }) => (
        <li class={`of-${scene.who}`} onMouseEnter={() => light(scene.line)}>
          <time>{clock(scene.at)}</time>
          <span class="words">
            {SAID_BY[scene.who] ? <span class={scene.who === "other" ? "by" : "unseen"}>{SAID_BY[scene.who]}: </span> : null}
            {scene.words}
          </span>
          {actions.map(({ label, title, act }) => (
            <button type="button" class="small" title={title} aria-label={`${title}: ${scene.words}`} onClick={act}>
              {label}
            </button>
          ))}
        </li>
      ))}
      </ol>
    </div>
  );
}
