// What the page knows and can do: the open file, its text, what was found in it. Components show it and ask for more.

import { draftOf, keepDraft } from "./drafts";
import type { Editor } from "./editor";
import type { BoardShown } from "./boards";
import { Link, Refused } from "./link";
import type {
  Commands,
  EditFields,
  EditName,
  Explored,
  Grammar,
  LookFields,
  LookName,
  Named,
  Path,
  Problem,
  SaveConflict,
  SavedText,
  ShownCall,
  StudioEvent,
  Tree,
  Unsaved,
  Way,
} from "./types";
import { asName, inWords } from "./words";

export interface State {
  connected: boolean;
  folder: string;
  files: string[];
  grammar: Grammar | null;
  name: string;
  saved: SavedText | null;
  unsaved: boolean;
  problems: Problem[];
  tree: Tree | null;
  /** Whether the tree is of an earlier text, because the one that there is now cannot be read. */
  stale: boolean;
  conflict: SaveConflict | null;
  board: BoardShown | null;
  /** The text of the script whose tests were played last. */
  tested: string | null;
  /** What was found in the calls of the script, and its text then; and a call that shows some of it. */
  explored: (Explored & { text: string }) | null;
  shown: ShownCall | null;
  /** Something to tell: why an edit was refused, that a file was saved. */
  note: string;
}

// From the last key to a check: whoever types on is not interrupted by one.
const CHECK_MS = 120;

export class Studio {
  state: State = {
    connected: false,
    folder: "",
    files: [],
    grammar: null,
    name: "",
    saved: null,
    unsaved: false,
    problems: [],
    tree: null,
    stale: false,
    conflict: null,
    board: null,
    tested: null,
    explored: null,
    shown: null,
    note: "",
  };
  editor!: Editor;
  /** The path of what gets the focus when it is shown next: a step's handle, or a text, which is opened. */
  focus = "";
  readonly link: Link;
  readonly #listeners = new Set<() => void>();
  readonly #saved = new Map<string, SavedText>();
  #focusThen = ""; // once the text that was edited is shown: before, something else has this path
  #underWay: Promise<unknown> = Promise.resolve(); // an edit that was begun, and is to be saved too
  #timer = 0;
  #checking = false;
  #checkAgain = false;

  constructor() {
    this.link = new Link(
      (event) => void this.#happened(event),
      (connected) => this.set({ connected }),
    );
  }

  /** Call `listener` after each change of the state, until the function that comes back is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  async begin(editor: Editor): Promise<void> {
    this.editor = editor;
    const begun = await this.#trying(() => this.link.ask("begin", {}));
    if (!begun) return;
    this.set(begun);
    const wanted = decodeURIComponent(location.hash.slice(1));
    const first = begun.files.includes(wanted) ? wanted : begun.files[0];
    if (first) await this.open(first);
  }

  async open(name: string): Promise<void> {
    const before = this.#saved.get(name);
    const saved = before ?? (await this.#trying(() => this.link.ask("open", { name })));
    if (!saved) return;
    this.#saved.set(name, saved);
    const draft = before ? null : draftOf(this.state.folder, name);
    this.editor.open(name, saved.text);
    if (draft) this.editor.replace(draft.text);
    history.replaceState(null, "", `#${encodeURIComponent(name)}`);
    const unsaved = this.editor.text !== saved.text;
    const note = unsaved && draft ? "what you had not saved is here again; undoing takes it away" : "";
    this.set({ name, saved, unsaved, problems: [], tree: null, stale: false, conflict: null, explored: null, shown: null, note });
    if (unsaved && draft && draft.digest !== saved.digest) await this.save(draft.digest); // which asks what shall stay
    await this.#check();
  }

  /** The text has become another one, whoever changed it. */
  changed(text: string): void {
    const unsaved = text !== this.state.saved?.text;
    if (unsaved !== this.state.unsaved) this.set({ unsaved });
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#keepDraft();
      void this.#check();
    }, CHECK_MS);
  }

  /** Edit the script, and go to what has a path then; whether that was done. Why not is told. */
  async edit<Name extends EditName>(name: Name, fields: EditFields<Name>, focus?: Path): Promise<boolean> {
    const { text } = this.editor;
    const asked = this.#trying(() => this.link.ask(name, { ...fields, text } as never));
    this.#underWay = asked;
    const found = await asked;
    if (!found) return false;
    if (this.editor.text !== text) {
      this.set({ note: "the text has changed meanwhile: try again" });
      return false;
    }
    this.#focusThen = focus ? JSON.stringify(focus) : "";
    this.set({ note: "" });
    this.editor.apply((found as { changes: never[] }).changes);
    clearTimeout(this.#timer);
    this.#keepDraft();
    await this.#check();
    return true;
  }

  /** Call something else what the script calls `old`, wherever it is meant. */
  async rename(what: Named, old: string, typed: string): Promise<boolean> {
    const name = asName(typed);
    if (!name || name === old) return false;
    const done = await this.edit("rename", { what, old, new: name, name: this.state.name, unsaved: this.unsaved() });
    if (done) this.set({ note: `“${inWords(old)}” is “${inWords(name)}” now, wherever this script means it` });
    return done;
  }

  /** Move a step as far as it can go in one way. */
  async move(path: Path, way: Way): Promise<void> {
    const [found] = (await this.look("offer_moves", { path, way }))?.offers ?? [];
    if (found) await this.edit("move_item", { path, to: found.to, index: found.index }, found.path);
    else this.set({ note: "this step cannot go there: the call would not work any more" });
  }

  /** Ask about the script as it stands here; null where there is no answer. */
  async look<Name extends LookName>(name: Name, fields: LookFields<Name>): Promise<Commands[Name][1] | null> {
    const script = { name: this.state.name, text: this.editor.text, unsaved: this.unsaved() };
    try {
      return await this.link.ask(name, { ...fields, ...script } as never);
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  /** Whether the tests were played of the script as it stands here. */
  get isTested(): boolean {
    return this.state.tested === this.editor?.text;
  }

  /** Whether all calls were walked of the script as it stands here. */
  get isExplored(): boolean {
    return this.state.explored?.text === this.editor?.text;
  }

  /** What is wrong with the script, and with its calls where they were walked. */
  get problems(): Problem[] {
    const { problems, explored } = this.state;
    return explored && this.isExplored ? [...problems, ...explored.problems] : problems;
  }

  /** The script as a picture, about as wide as there is room, in pixels. */
  async draw(room: number): Promise<string | null> {
    const script = { name: this.state.name, text: this.editor.text, unsaved: this.unsaved() };
    const drawn = await this.#trying(() => this.link.ask("draw", { ...script, room, tested: this.isTested, explored: this.isExplored }));
    return drawn && drawn.svg;
  }

  /** Save the text, which was made from what has this digest, unless somebody else has saved the file since. */
  async save(basedOn = this.state.saved?.digest): Promise<void> {
    const { name } = this.state;
    if (basedOn === undefined) return;
    await this.#underWay;
    const { text } = this.editor;
    const found = await this.#trying(() => this.link.ask("save", { name, text, based_on: basedOn }));
    if (!found) return;
    if ("theirs" in found) return this.set({ conflict: found });
    this.#took(name, found.saved);
    const answers = found.numbers.length ? `; it answers ${found.numbers.join(", ")}` : "";
    this.set({ note: `${name} is saved${answers}` });
  }

  #keepDraft(): void {
    const { folder, name, saved } = this.state;
    if (saved) keepDraft(folder, name, this.editor.text, saved);
  }

  /** What was saved by others stands here from now on; ours can be had back by undoing. */
  takeTheirs(): void {
    const { conflict, name } = this.state;
    if (!conflict) return;
    this.#took(name, conflict.theirs);
    this.editor.replace(conflict.theirs.text);
  }

  /** Ours is kept, to be saved over theirs. */
  async keepMine(): Promise<void> {
    const { conflict, name } = this.state;
    if (!conflict) return;
    this.#took(name, conflict.theirs);
    await this.save();
  }

  #took(name: string, saved: SavedText): void {
    this.#saved.set(name, saved);
    this.set({ saved, unsaved: this.editor.text !== saved.text, conflict: null });
    this.#keepDraft();
  }

  async #happened(event: StudioEvent): Promise<void> {
    if (event.event === "board") return this.set({ board: event.board });
    const { name } = event;
    const before = this.#saved.get(name);
    const now = await this.#trying(() => this.link.ask("open", { name }));
    if (!now || !before || now.digest === before.digest || now.digest === this.#saved.get(name)?.digest) return;
    if (name !== this.state.name) return void this.#saved.delete(name);
    if (this.state.unsaved) return; // told when it is saved, with the difference
    this.#took(name, now);
    this.editor.replace(now.text);
    this.set({ note: `${name} was saved by another program: this is the new text` });
  }

  async #check(): Promise<void> {
    this.#checkAgain = this.#checking;
    if (this.#checking) return;
    this.#checking = true;
    try {
      do {
        this.#checkAgain = false;
        await this.#checkOnce();
      } while (this.#checkAgain);
    } finally {
      this.#checking = false;
    }
  }

  /** The texts of other files that were changed here and are not saved, by name. */
  unsaved(): Unsaved {
    return Object.fromEntries([...this.editor.others()].filter(([name, text]) => text !== this.#saved.get(name)?.text));
  }

  /** Whether a file was changed here, and is not saved. */
  isUnsaved(name: string): boolean {
    return name === this.state.name ? this.state.unsaved : name in this.unsaved();
  }

  /** Open a file at a line of it. */
  async openAt(name: string, line: number): Promise<void> {
    await this.open(name);
    if (this.state.name === name) this.editor.revealLine(line);
  }

  /** There may be a file more than there was. */
  async findFiles(): Promise<void> {
    const found = await this.#trying(() => this.link.ask("files", {}));
    if (found) this.set(found);
  }

  async #checkOnce(): Promise<void> {
    const { name } = this.state;
    const { text } = this.editor;
    const found = await this.#trying(() => this.link.ask("check", { name, text, unsaved: this.unsaved() }));
    if (!found || name !== this.state.name) return;
    if (text === this.editor.text) {
      this.editor.show(found.problems);
      [this.focus, this.#focusThen] = [this.#focusThen, ""];
    }
    const { problems, tree } = found;
    this.set(tree ? { problems, tree, stale: false } : { problems, stale: this.state.tree !== null });
  }

  async #trying<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.set({ note: error.message });
      return null;
    }
  }
}
