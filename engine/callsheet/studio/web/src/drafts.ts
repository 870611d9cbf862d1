// What is not saved yet, kept by the browser: a page that was closed or a machine that went off loses nothing.

import type { SavedText } from "./types";

const key = (folder: string, name: string): string => `callsheet:${folder}:${name}`;

/** Keep a text that was made from what was saved; none where it is the same. */
export function keepDraft(folder: string, name: string, text: string, saved: SavedText): void {
  try {
    if (text === saved.text) localStorage.removeItem(key(folder, name));
    else localStorage.setItem(key(folder, name), JSON.stringify({ text, digest: saved.digest } satisfies SavedText));
  } catch {
    // The browser keeps nothing, or has no room: the page warns before it is left.
  }
}

/** The text that was kept, with the digest of what it was made from. */
export function draftOf(folder: string, name: string): SavedText | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key(folder, name)) ?? "null");
    return isSavedText(found) ? found : null;
  } catch {
    return null;
  }
}

const isSavedText = (found: unknown): found is SavedText =>
  typeof found === "object" &&
  found !== null &&
  "text" in found &&
  typeof found.text === "string" &&
  "digest" in found &&
  typeof found.digest === "string";
