// The text. It is the only state of a script: the screenplay's edits are transactions here, and so are undone here.

import { completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type Assistance, assistance } from "./assist";
import type { Change, Problem } from "./types";

const setLit = StateEffect.define<number>();
const lit = StateField.define({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setLit)) continue;
      const { doc } = transaction.state;
      const line = effect.value >= 1 && effect.value <= doc.lines ? doc.line(effect.value) : null;
      return line ? Decoration.set([Decoration.line({ class: "lit" }).range(line.from)]) : Decoration.none;
    }
    return decorations.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: "of-key" },
  { tag: tags.string, class: "of-text" },
  { tag: tags.comment, class: "of-comment" },
]);

export class Editor {
  readonly #view: EditorView;
  readonly #states = new Map<string, EditorState>();
  #name = "";

  constructor(
    parent: HTMLElement,
    private readonly onChange: (text: string) => void,
    private readonly assistance: Assistance,
  ) {
    this.#view = new EditorView({ parent });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Show a file: as it was left, or with this text. */
  open(name: string, text: string): void {
    if (this.#name) this.#states.set(this.#name, this.#view.state);
    this.#name = name;
    this.#view.setState(this.#states.get(name) ?? this.#fresh(text));
  }

  /** The texts of the other files that were opened. */
  others(): Map<string, string> {
    const others = new Map([...this.#states].map(([name, state]) => [name, state.doc.toString()]));
    others.delete(this.#name);
    return others;
  }

  apply(changes: Change[]): void {
    this.#view.dispatch({ changes, userEvent: "input.form", scrollIntoView: false });
  }

  /** Put another text in the place of all of it, so that it can be undone; what is the same stays where it is. */
  replace(text: string): void {
    const now = this.text;
    let start = 0;
    while (start < now.length && start < text.length && now[start] === text[start]) start++;
    let end = 0;
    const most = Math.min(now.length, text.length) - start;
    while (end < most && now[now.length - 1 - end] === text[text.length - 1 - end]) end++;
    if (start === now.length && start === text.length) return;
    this.apply([{ from: start, to: now.length - end, insert: text.slice(start, text.length - end) }]);
  }

  undo(): void {
    undo(this.#view);
  }

  redo(): void {
    redo(this.#view);
  }

  show(problems: Problem[]): void {
    const { length } = this.#view.state.doc;
    const shown = problems.flatMap(({ from, to, severity, code, message, help, edit }): Diagnostic[] => {
      if (from === undefined || to === undefined) return [];
      const actions = edit ? [{ name: help || "mend it", apply: () => this.apply([edit]) }] : [];
      const words = help ? `${message}\n${help}` : message;
      return [{ from: Math.min(from, length), to: Math.min(to, length), severity, source: code, message: words, actions }];
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, shown));
  }

  /** Measure again: it was hidden. */
  shown(): void {
    this.#view.requestMeasure();
  }

  /** Light up a line; none with 0. */
  light(line: number): void {
    this.#view.dispatch({ effects: setLit.of(line) });
  }

  /** Go to a place of the text. */
  reveal(offset: number): void {
    const anchor = Math.min(offset, this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.#view.focus();
  }

  revealLine(line: number): void {
    const { doc } = this.#view.state;
    this.reveal(doc.line(Math.min(Math.max(line, 1), doc.lines)).from);
  }

  #fresh(doc: string): EditorState {
    const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";
    return EditorState.create({
      doc,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "The script as text", tabindex: "0" }),
        EditorView.updateListener.of((update) => update.docChanged && this.onChange(this.text)),
        EditorState.tabSize.of(2),
        indentUnit.of("  "),
        lineNumbers(),
        history(),
        highlightActiveLine(),
        syntaxHighlighting(colours),
        yaml(),
        lintGutter(),
        lit,
        search({ top: true }),
        assistance(this.assistance),
        keymap.of([...completionKeymap, ...searchKeymap, ...lintKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      ],
    });
  }
}
