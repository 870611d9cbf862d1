// What stands above everything: which file it is, how it is shown, what is wrong with it, whether it is saved.

import type { Studio } from "./studio";
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
  const { files, name, unsaved, connected, problems } = studio.state;
  const views = VIEWS.filter((each) => isScript || each === "text" || each === "board");
  const step = (by: number) => {
    const next = views[(views.indexOf(view) + by + views.length) % views.length] ?? view;
    setView(next);
    document.getElementById(`tab-${next}`)?.focus();
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
      <Found problems={problems} />
      {connected ? null : <span class="found error">not connected</span>}
      <button type="button" class="main" disabled={!unsaved} onClick={() => void studio.save()}>
        {unsaved ? "Save" : "Saved"}
      </button>
    </header>
  );
}

function Found({ problems }: { problems: readonly { severity: string }[] }) {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const counted = (number: number, noun: string) => (number ? [`${number} ${noun}${number === 1 ? "" : "s"}`] : []);
  const found = [...counted(errors, "error"), ...counted(warnings, "warning")].join(", ");
  return (
    <span role="status" class={`found ${errors ? "error" : warnings ? "warning" : "fine"}`}>
      {found || "no problems"}
    </span>
  );
}
