// What stands above everything: which file it is, how it is shown, what is wrong with it, whether it is saved.

import { Item, Menu } from "./menu";
import { idOf } from "./problems";
import type { Studio } from "./studio";
import type { Problem } from "./types";
import { capital } from "./words";

export type View = "script" | "picture" | "text" | "board";
const VIEWS: View[] = ["script", "picture", "text", "board"];

interface HeaderProps {
  studio: Studio;
  view: View;
  setView(view: View): void;
  isScript: boolean;
}

export function Header({ studio, view, setView, isScript }: HeaderProps) {
  const { files, name, unsaved, connected } = studio.state;
  const { problems } = studio;
  const views = VIEWS.filter((each) => isScript || each === "text" || each === "board");
  const step = (by: number) => {
    const next = views[(views.indexOf(view) + by + views.length) % views.length] ?? view;
    setView(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  const go = (problem: Problem) => {
    const here = document.getElementById(idOf(problem));
    if (here && view === "script") return here.focus();
    setView("text");
    if (problem.from !== undefined) requestAnimationFrame(() => studio.editor.reveal(problem.from ?? 0));
  };
  return (
    <header class="bar-top">
      <h1>Callsheet</h1>
      <select aria-label="File" value={name} onChange={(event) => void studio.open(event.currentTarget.value)}>
        {files.map((file) => (
          <option value={file}>{file}</option>
        ))}
      </select>
      <div role="tablist" aria-label="Views">
        {views.map((each) => (
          <button
            type="button"
            role="tab"
            id={`tab-${each}`}
            aria-controls={`panel-${each}`}
            aria-selected={each === view}
            tabIndex={each === view ? 0 : -1}
            onClick={() => setView(each)}
            onKeyDown={(event) => {
              if (event.key === "ArrowRight") step(1);
              else if (event.key === "ArrowLeft") step(-1);
            }}
          >
            {capital(each)}
          </button>
        ))}
      </div>
      <Found problems={problems} go={go} />
      {connected ? null : <span class="found error">not connected</span>}
      <button type="button" onClick={() => studio.editor.undo()}>
        Undo
      </button>
      <button type="button" class="main" disabled={!unsaved} onClick={() => void studio.save()}>
        {unsaved ? "Save" : "Saved"}
      </button>
    </header>
  );
}

/** How much is wrong, and all of it as a list that leads to each place. */
function Found({ problems, go }: { problems: Problem[]; go(problem: Problem): void }) {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const counted = (number: number, noun: string) => (number ? [`${number} ${noun}${number === 1 ? "" : "s"}`] : []);
  const found = [...counted(errors, "error"), ...counted(warnings, "warning")].join(", ");
  const look = `found ${errors ? "error" : warnings ? "warning" : "fine"}`;
  return (
    <span role="status" class={look}>
      {found ? (
        <Menu button={found} label={`${found}: show them`} class="quiet">
          {(close) =>
            problems.map((problem) => (
              <Item
                hint={problem.help}
                onChosen={() => {
                  close();
                  go(problem);
                }}
              >
                {problem.from === undefined ? `${problem.file}: ` : ""}
                {problem.message}
              </Item>
            ))
          }
        </Menu>
      ) : (
        "no problems"
      )}
    </span>
  );
}
