// A value, read and edited in its place.

import { useEffect, useRef, useState } from "preact/hooks";
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
  const save = (value: Value) => studio.edit("set_value", { path, value });
  if (kind.kind === "boolean" || kind.kind === "choice") {
    const choices = kind.choices ?? [true, false];
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
  return <TextField {...{ node, kind, label, spoken }} save={save} />;
}

interface TextFieldProps {
  node: Tree;
  kind: Kind;
  label: string;
  spoken: boolean;
  save(value: Value): Promise<boolean>;
}

function TextField({ node, kind, label, spoken, save }: TextFieldProps) {
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const text = String(node.value ?? "");
  const end = (typed: string | null, focus: boolean) => {
    setEditing(false);
    if (typed !== null && typed !== text) void save(asValue(typed, kind, node.value));
    if (focus) requestAnimationFrame(() => button.current?.focus());
  };
  if (editing) return <Typing {...{ text, label, spoken, end }} />;
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

interface TypingProps {
  text: string;
  label: string;
  spoken?: boolean;
  /** What was typed, or null where it is given up; and whether the keyboard ended it. */
  end(typed: string | null, focus: boolean): void;
}

export function Typing({ text, label, spoken = false, end }: TypingProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const ended = useRef(false);
  const finish = (typed: string | null, focus: boolean) => {
    if (ended.current) return;
    ended.current = true;
    end(typed, focus);
  };
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.focus();
    area.select();
  }, []);
  return (
    <textarea
      ref={box}
      class={spoken ? "typing spoken" : "typing"}
      rows={1}
      aria-label={label}
      spellcheck={spoken}
      defaultValue={text}
      onBlur={(event) => finish(event.currentTarget.value, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter" && !event.shiftKey) {
          event.preventDefault();
          finish(event.currentTarget.value, true);
        } else if (event.key === "Escape") finish(null, true);
      }}
    />
  );
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** What was typed, as the kind of value that it was meant to be. */
function asValue(typed: string, kind: Kind, before: Value | undefined): Value {
  const numbers = kind.kind === "integer" || kind.kind === "number" || (kind.kind === "value" && typeof before !== "string");
  if (numbers && NUMBER.test(typed)) return Number(typed);
  if (kind.kind === "value" && typeof before === "boolean" && (typed === "true" || typed === "false")) return typed === "true";
  return typed;
}
