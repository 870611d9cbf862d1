// Words of a script as people read them.

/** A key of the language, in words: `if_none` is "if none". */
export const inWords = (key: string): string => key.replaceAll("_", " ");

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A name as the language has it, of what somebody typed: "No longer open" is no_longer_open. */
export const asName = (typed: string): string => typed.trim().toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "");

/** A text with what is computed in it set apart: {{ customer.name }} is a chip. */
export function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\{\{.*?\}\})/s).map((part) =>
        part.startsWith("{{") ? <span class="chip">{part.slice(2, -2).trim()}</span> : part,
      )}
    </>
  );
}
