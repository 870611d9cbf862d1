// The script as a picture, drawn by the engine: from top to bottom what follows, from left to right what may happen.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Studio } from "./studio";

interface PictureProps {
  studio: Studio;
  lit: number;
  /** Show the place of a text that a box stands for. */
  show(line: number): void;
}

export function Picture({ studio, lit, show }: PictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const [svg, setSvg] = useState("");
  const { tree, problems } = studio.state;
  const { isTested, isExplored } = studio;
  useEffect(() => {
    const room = Math.round(box.current?.clientWidth ?? 0) - 2 * MARGIN;
    void studio.draw(room).then((drawn) => drawn && setSvg(drawn));
  }, [tree, isTested, isExplored]);
  useEffect(() => {
    const marked = (name: string, lines: number[]) => {
      for (const old of box.current?.querySelectorAll(`.${name}`) ?? []) old.classList.remove(name);
      for (const line of lines)
        for (const found of box.current?.querySelectorAll(`[data-line="${line}"]`) ?? []) found.classList.add(name);
    };
    marked("lit", lit ? [lit] : []);
    marked("mistaken", problems.filter(({ severity }) => severity === "error").map(({ line }) => line));
  }, [svg, lit, problems]);
  return (
    <div
      ref={box}
      class="drawn"
      onClick={(event) => {
        const line = (event.target as Element).closest<SVGElement>("[data-line]")?.dataset.line;
        if (line) show(Number(line));
      }}
      // Made by the engine of a text in which everything is escaped.
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}

const MARGIN = 24;
