// The rows that a call has changed: a card each, with what stood there before.

import type { Cells, RowChange } from "./calls";

function shown(value: unknown): string {
  return value === null || value === undefined ? "nothing" : String(value);
}

function heading({ table, before, after }: RowChange): string {
  const [column, value] = Object.entries({ ...before, ...after })[0] ?? ["", ""];
  return `${table}, ${column} ${shown(value)}`;
}

function cells({ before, after }: RowChange): [string, unknown, unknown][] {
  const names = Object.keys({ ...before, ...after });
  const isChange = Object.keys(before).length > 0 && Object.keys(after).length > 0;
  return names.filter((name) => !isChange || before[name] !== after[name]).map((name) => [name, before[name], after[name]]);
}

const isEmpty = (row: Cells) => Object.keys(row).length === 0;

export function Changes({ changes }: { changes: RowChange[] }) {
  if (!changes.length) return <p class="soft">No row is other than it was before the call.</p>;
  return (
    <>
      {changes.map((change) => (
        <dl class="card">
          <dt class="title">
            {heading(change)}
            <span class="soft">{isEmpty(change.before) ? " is new" : isEmpty(change.after) ? " is gone" : ""}</span>
          </dt>
          {cells(change).map(([name, before, after]) => (
            <dd>
              <span class="soft">{name}</span> {isEmpty(change.before) ? null : <del>{shown(before)}</del>}{" "}
              {isEmpty(change.after) ? null : <ins>{shown(after)}</ins>}
            </dd>
          ))}
        </dl>
      ))}
    </>
  );
}
