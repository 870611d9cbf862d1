// Completion and hover in the text: the engine's own, asked where somebody types or points.

import { autocompletion, type Completion as Option } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { Completion, Hover, Note } from "./types";

export interface Assistance {
  complete(offset: number): Promise<Completion[]>;
  hover(offset: number): Promise<Hover | null>;
}

export function assistance({ complete, hover }: Assistance): Extension {
  return [
    autocompletion({
      override: [
        async (context) => {
          if (!context.explicit && !context.matchBefore(/[\w{.|]$/)) return null;
          const items = await complete(context.pos);
          const first = items[0];
          if (!first || context.aborted) return null;
          return { from: first.from, options: items.filter(({ from }) => from === first.from).map(option), validFor: /^\w*$/ };
        },
      ],
    }),
    hoverTooltip(async (_, offset) => {
      const found = await hover(offset);
      return found && { pos: found.from, end: found.to, create: () => ({ dom: told(found.note) }) };
    }),
  ];
}

function option({ label, word, kind, insert, holes, note }: Completion): Option {
  return {
    label: word,
    displayLabel: label,
    detail: kind,
    ...(note.text || note.example ? { info: () => told(note) } : {}),
    // What is inserted is indented for its place; the first part that its author writes anew is selected.
    apply: (view, _, from, to) => {
      const [start, end] = holes[0] ?? [insert.length, insert.length];
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + start, head: from + end },
        userEvent: "input.complete",
      });
    },
  };
}

function told({ code, text, example }: Note): HTMLElement {
  const box = document.createElement("div");
  box.className = "told";
  for (const [words, look] of [[code, "code"], [text, ""], [example, "code"]] as const) {
    if (!words) continue;
    const part = box.appendChild(document.createElement(look ? "pre" : "p"));
    part.textContent = words;
  }
  return box;
}
