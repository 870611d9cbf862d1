// A value, read and edited in its place.

import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Kind, Path, Tree, Value } from "./types";
import type { Studio } from "./studio";
import { Words } from "./words";

interface FieldProps {
  node: Tree;
  path: Path;
  kind: Kind;
  label: string;
  studio: Studio;
  spoken?: boolean;
}

export function Field({ node, path, kind, label, studio, spoken = false }: FieldProps) {
  const save = (value: Value) =>
    kind.renames && NAME.test(String(node.value))
      ? studio.rename(kind.renames, String(node.value), String(value))
      : studio.edit("set_value", { path, value });
  if (kind.what === "flag" || kind.what === "choice") {
    const choices = kind.what === "flag" ? [true, false] : kind.choices;
    return (
      <select
        aria-label={label}
        title={kind.description}
        value={String(node.value ?? "")}
        onChange={(event) => {
          const chosen = choices.find((choice) => String(choice) === event.currentTarget.value);
          if (chosen !== undefined) void save(chosen);
        }}
      >
        {choices.map((choice) => (
          <option value={String(choice)}>{String(choice)}</option>
        ))}
      </select>
    );
  }
  const complete = async (typed: string) => (await studio.look("complete_value", { path, typed }))?.items ?? [];
  const wanted = () => {
    if (!studio.focus || studio.focus !== JSON.stringify(path)) return false;
    studio.focus = "";
    return true;
  };
  return <TextField {...{ node, kind, label, spoken, save, complete, wanted }} />;
}

interface TextFieldProps {
  node: Tree;
  kind: Kind;
  label: string;
  spoken: boolean;
  save(value: Value): Promise<boolean>;
  complete: Complete;
  /** Whether somebody wants to write here now. */
  wanted(): boolean;
}

function TextField({ node, kind, label, spoken, save, complete, wanted }: TextFieldProps) {
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const text = String(node.value ?? "");
  const end = (typed: string | null, focus: boolean) => {
    setEditing(false);
    if (typed !== null && typed !== text) void save(asValue(typed, kind, node.value));
    if (focus) requestAnimationFrame(() => button.current?.focus());
  };
  useEffect(() => {
    if (wanted()) setEditing(true);
  });
  if (editing) return <Typing {...{ text, label, spoken, complete, end }} />;
  return (
    <button
      ref={button}
      type="button"
      class={spoken ? "value spoken" : "value"}
      title={kind.description}
      aria-label={`${label}: ${text || "empty"}. Edit`}
      onClick={() => setEditing(true)}
    >
      {text ? <Words text={text} /> : <span class="empty">empty</span>}
    </button>
  );
}

/** What may follow what was typed up to the cursor, each with how many characters before it it takes the place of. */
export type Complete = (typed: string) => Promise<{ word: string; replaces: number; note: string }[]>;

interface TypingProps {
  text: string;
  label: string;
  spoken?: boolean;
  complete?: Complete;
  /** What was typed, or null where it is given up; and whether the keyboard ended it. */
  end(typed: string | null, focus: boolean): void;
}

export function Typing({ text, label, spoken = false, complete, end }: TypingProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const ended = useRef(false);
  const asked = useRef(0);
  const [words, setWords] = useState<Awaited<ReturnType<Complete>>>([]);
  const [chosen, setChosen] = useState(-1);
  const list = useId();
  const finish = (typed: string | null, byKey: boolean) => {
    if (ended.current) return;
    ended.current = true;
    end(typed, byKey);
  };
  const look = async (area: HTMLTextAreaElement) => {
    const now = ++asked.current;
    const found = (await complete?.(area.value.slice(0, area.selectionStart))) ?? [];
    if (now !== asked.current || ended.current) return;
    setWords(found.filter(({ word }) => word !== area.value));
    setChosen(-1);
  };
  const take = (index: number) => {
    const area = box.current;
    const found = words[index];
    if (!area || !found) return;
    area.setRangeText(found.word, area.selectionStart - found.replaces, area.selectionStart, "end");
    area.focus();
    asked.current++;
    setWords([]);
  };
  // Before the next key is pressed, however fast.
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.focus();
    area.select();
    if (!spoken) void look(area);
  }, []);
  const pressed = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    const listed = words.length > 0;
    if (listed && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      setChosen((chosen + (event.key === "ArrowDown" ? 1 : -1) + words.length) % words.length);
    } else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else if (event.key === "Tab" && listed && chosen >= 0) take(chosen);
    else if (event.key === "Enter" && !event.shiftKey) finish(event.currentTarget.value, true);
    else if (event.key === "Escape" && listed) setWords([]);
    else if (event.key === "Escape") finish(null, true);
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span class="typed">
      <textarea
        ref={box}
        class={spoken ? "typing spoken" : "typing"}
        rows={1}
        aria-label={label}
        spellcheck={spoken}
        defaultValue={text}
        aria-autocomplete="list"
        aria-controls={list}
        {...(chosen >= 0 ? { "aria-activedescendant": `${list}-${chosen}` } : {})}
        onInput={(event) => void look(event.currentTarget)}
        onBlur={(event) => finish(event.currentTarget.value, false)}
        onKeyDown={pressed}
      />
      <ul id={list} role="listbox" aria-label={`What fits: ${label}`} hidden={!words.length}>
        {words.map(({ word, note }, index) => (
          <li
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onMouseDown={(event) => {
              event.preventDefault();
              take(index);
            }}
          >
            <span>{word}</span>
            <small>{note}</small>
          </li>
        ))}
      </ul>
    </span>
  );
}

const NAME = /^[a-z][a-z0-9_]*$/;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** What was typed, as the kind of value that it was meant to be. */
function asValue(typed: string, kind: Kind, before: Value | undefined): Value {
  const numbers = kind.what === "number" || (kind.what === "value" && typeof before !== "string");
  if (numbers && NUMBER.test(typed)) return Number(typed);
  if (kind.what === "value" && typeof before === "boolean" && (typed === "true" || typed === "false")) return typed === "true";
  return typed;
}
