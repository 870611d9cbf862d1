// What is wrong, in the words of check: under the step it is wrong with, and as a list.

import type { Studio } from "./studio";
import type { Problem } from "./types";

/** What a problem's sentence on the page is called. */
export const idOf = ({ code, file, line, from }: Problem): string => `${code}-${file}-${from ?? line}`;

export function Problems({ problems, studio }: { problems: Problem[]; studio: Studio }) {
  return (
    <>
      {problems.map((problem) => (
        <div class={`problem ${problem.severity}`} id={idOf(problem)} tabIndex={-1}>
          <strong>{problem.message}</strong> <span class="code">{problem.code}</span>
          {problem.help ? <div>{problem.help}</div> : null}
          {problem.edit ? <Mend edit={problem.edit} studio={studio} /> : null}
        </div>
      ))}
    </>
  );
}

function Mend({ edit, studio }: { edit: NonNullable<Problem["edit"]>; studio: Studio }) {
  return (
    <button type="button" onClick={() => studio.editor.apply([edit])}>
      Do that
    </button>
  );
}
