import { render, type VNode } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { Board } from "./board";
import { Editor } from "./editor";
import { Header, type View } from "./header";
import { Conflict } from "./conflict";
import { Picture } from "./picture";
import { Screenplay } from "./screenplay";
import { Studio } from "./studio";
import "./studio.css";
import { Try } from "./try";

// The key in the address has done its work, and is nothing for the history or a screenshot.
if (location.search) history.replaceState(null, "", `/${location.hash}`);

const studio = new Studio();

function Page() {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const [view, setView] = useState<View>("script");
  const [lit, setLit] = useState(0);
  const [at, setAt] = useState(0);
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const unsubscribe = studio.subscribe(() => again(undefined as never));
    const editor = new Editor(text.current as HTMLElement, (words) => studio.changed(words), {
      complete: async (offset) => (await studio.look("complete", { offset }))?.items ?? [],
      hover: (offset) => studio.look("hover", { offset }),
    });
    void studio.begin(editor);
    return unsubscribe;
  }, []);
  useEffect(() => studio.editor?.light(lit), [lit]);
  useEffect(() => setAt(lit), [lit]);
  useEffect(() => studio.editor?.shown(), [view]);
  const { name, note, conflict } = studio.state;
  const show = (line: number) => {
    setView("script");
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-line="${line}"] button.verb`)?.focus());
  };
  const isScript = name.endsWith(".flow.yaml");
  const shown = isScript || view === "board" ? view : "text";
  // What nobody sees is not made anew at each key.
  const screenplay = useRef<VNode>(null);
  if (shown === "script") screenplay.current = <Screenplay {...{ studio, lit }} />;
  const panel = (which: View) => ({ role: "tabpanel" as const, id: `panel-${which}`, "aria-labelledby": `tab-${which}`, hidden: shown !== which });
  return (
    <>
      <Header {...{ studio, setView, isScript }} view={shown} />
      {conflict ? <Conflict {...{ studio, conflict }} /> : null}
      <p class="note" role="status">
        {note}
      </p>
      <main>
        <section
          {...panel("script")}
          class="script"
          onFocusIn={(event) => setAt(Number((event.target as Element).closest<HTMLElement>(".step")?.dataset.line ?? 0))}
        >
          {screenplay.current}
        </section>
        <section {...panel("picture")} class="picture" tabIndex={0}>
          {shown === "picture" ? <Picture {...{ studio, lit }} show={show} /> : null}
        </section>
        <section {...panel("text")} class="text" ref={text} />
        <section {...panel("board")} class="board">
          {shown === "board" ? <Board {...{ studio }} /> : null}
        </section>
        {isScript && shown !== "board" ? <Try {...{ studio, at }} light={setLit} /> : null}
      </main>
    </>
  );
}

addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  const typing = event.target instanceof HTMLElement && event.target.closest(".cm-editor, textarea, input");
  if (key === "s") {
    event.preventDefault();
    void studio.save();
  } else if (!typing && (key === "z" || key === "y")) {
    event.preventDefault();
    if (key === "y" || event.shiftKey) studio.editor.redo();
    else studio.editor.undo();
  }
});

addEventListener("beforeunload", (event) => {
  if (studio.state.unsaved) event.preventDefault();
});

render(<Page />, document.getElementById("studio") as HTMLElement);
