// Words of a script as people read them.

/** A key of the language, in words: `if_none` is "if none". */
export const inWords = (key: string): string => key.replaceAll("_", " ");

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

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
