// What can happen at the step that is looked at, in all calls that were walked.

import type { Here as HereFound } from "./types";
import { inWords } from "./words";

export function Here({ here, light }: { here: HereFound; light(line: number): void }) {
  const { line, happens, endings } = here;
  return (
    <section aria-label="What can happen here">
      <h4>What can happen at line {line}</h4>
      <ul>
        {happens.map(({ what, lines, ends }) => (
          <li>
            {what}:{" "}
            {lines.map((next) => (
              <>
                <button type="button" class="link" aria-label={`goes on at line ${next}`} onClick={() => light(next)}>
                  {next}
                </button>{" "}
              </>
            ))}
            {ends.length ? `the call ends (${ends.map(inWords).join(", ")})` : ""}
          </li>
        ))}
      </ul>
      <p class="soft">Calls that come here end so: {endings.map(inWords).join(", ")}.</p>
    </section>
  );
}
