// A button that opens a menu, for mouse, finger and keyboard.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface MenuProps {
  /** What the button shows, and what it is called where that says too little. */
  button: ComponentChildren;
  label: string;
  class?: string;
  buttonRef?(button: HTMLButtonElement | null): void;
  onKeyDown?(event: KeyboardEvent): void;
  /** What is in the menu, each made by `Item` or a form; `close` ends it. */
  children(close: () => void): ComponentChildren;
}

export function Menu({ button, label, class: look = "", buttonRef, onKeyDown, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useLayoutEffect(() => {
    if (open) list.current?.focus();
  }, [open]);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const move = (by: number) => {
    const all = items();
    const now = all.indexOf(document.activeElement as HTMLElement);
    all[(now + by + all.length) % all.length]?.focus();
  };
  return (
    <span
      class="menu"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <button
        type="button"
        ref={(element) => {
          opener.current = element;
          buttonRef?.(element);
        }}
        class={look}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (!open) onKeyDown?.(event);
        }}
      >
        {button}
      </button>
      {open ? (
        <div
          ref={list}
          class="list"
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") close();
            else if (event.key === "ArrowDown") move(1);
            else if (event.key === "ArrowUp") move(-1);
            else return;
            event.preventDefault();
          }}
        >
          {children(close)}
        </div>
      ) : null}
    </span>
  );
}

interface ItemProps {
  children: ComponentChildren;
  hint?: string;
  onChosen(): void;
}

export function Item({ children, hint, onChosen }: ItemProps) {
  return (
    <button type="button" role="menuitem" onClick={onChosen}>
      <span>{children}</span>
      {hint ? <small>{hint}</small> : null}
    </button>
  );
}
