"""Scripts of a wished length, right and each different, and the .sql that they use."""

import random
from collections.abc import Iterator
from pathlib import Path

SCHEMA = """CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL, joined DATE NOT NULL);
CREATE TABLE items (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES people (id), title TEXT NOT NULL,
  due DATETIME NOT NULL, cents INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'open'
);
"""
QUERIES = """-- name: person(phone)^
-- Who is calling.
SELECT id, name, joined FROM people WHERE phone = :phone;

-- name: items(person_id)
-- What is open, oldest first.
SELECT id, title, due, cents FROM items WHERE person_id = :person_id AND state = 'open' ORDER BY due, id;

-- name: total(person_id)^
-- How much is open.
SELECT count(*) AS number, coalesce(sum(cents), 0) AS cents FROM items WHERE person_id = :person_id;

-- name: close(item_id)!
-- It is done.
UPDATE items SET state = 'closed' WHERE id = :item_id AND state = 'open';

-- name: postpone(item_id, at)!
-- Ask again later.
UPDATE items SET due = :at WHERE id = :item_id AND state = 'open';
"""
HEAD = """callsheet: 1
flow: {name}
description: Script {number}, written by a program to measure how long scripts take.
language: en-US
timezone: America/New_York
data: {data}

intents:
  settle:
    means: The caller wants to settle it now.
    phrases: ["settle it", pay now, do it number {number}, that works]
    press: "1"
  later:
    means: The caller wants to be asked again.
    phrases: ["later", not today, ask me in {number} days]
    press: "2"
  person:
    means: The caller wants to talk to somebody.
    phrases: [a human, talk to somebody, an agent please]
    press: "0"

values:
  office: Office {number}
  limit: {limit}

steps:
  - answer
  - query: person
    with: {{phone: "{{{{ call.person_number }}}}"}}
    as: person
    if_none:
      - say: Sorry, we do not know this number.
      - disconnect
  - query: items
    with: {{person_id: "{{{{ person.id }}}}"}}
    as: items
  - query: total
    with: {{person_id: "{{{{ person.id }}}}"}}
    as: total
    if_none:
      - disconnect
"""
TAIL = """  - say: That is all, {{{{ person.name }}}}. Goodbye from {{{{ office }}}}.
  - disconnect

sections:
  hand_over:
    - say: Somebody of {{{{ office }}}} will call you.
    - note: Call {{{{ person.name }}}} back.
"""
# Pieces of the middle, of the kinds that scripts are made of. {n} makes each different.
PIECES = (
    """  - say: Part {n}. You have {{{{ total.number }}}} items, {{{{ (total.cents) | money("EUR") }}}} in all.
""",
    """  - if: total.number > {n}
    then:
      - say: That is more than {n}, {{{{ person.name | upper }}}}.
    else:
      - say: Today is {{{{ today | spoken_date }}}}.
""",
    """  - ask: "{{{{ person.name }}}}, question {n}: what shall we do?"
    answers:
      settle:
        - set: {{answer_{n}: settled}}
        - say: "Noted as {{{{ answer_{n} }}}}."
      later:
        - say: We ask again.
      person:
        - run: hand_over
    if_silent: [Are you there?]
    if_unclear:
      - Please say pay now or later.
    otherwise:
      - run: hand_over
""",
    """  - for_each: item
    in: items
    if_none:
      - say: Nothing is open in round {n}.
    do:
      - ask: "{{{{ loop.number }}}} of {{{{ loop.total }}}}: {{{{ item.title }}}}. Is it done?"
        answers:
          agree:
            - write: close
              with: {{item_id: "{{{{ item.id }}}}"}}
            - say: Closed.
          later:
            - write: postpone
              with: {{item_id: "{{{{ item.id }}}}", at: "{{{{ now }}}}"}}
        if_silent: [Hello?]
        if_unclear: [Sorry?]
        otherwise:
          - say: We leave {{{{ item.title }}}} as it is.
""",
    """  - switch: total.number
    cases:
      "{n}": [{{say: "Exactly {n}."}}]
    else:
      - say: "{{{{ total.number - {n} }}}} more or less than {n}."
""",
    """  - set:
      text_{n}: "{{{{ person.name }}}} in part {n}"
  - note: "{{{{ text_{n} }}}}, limit {{{{ limit }}}}"
  - say: Done with part {n}.
    interruptible: false
""",
)


def script(number: int, data: str, *, lines: int = 300) -> str:
    """A script of about `lines` lines that `check` finds nothing wrong with."""
    chance = random.Random(number)  # noqa: S311 - it shall be the same script every time
    head = HEAD.format(name=f"script_{number}", number=number, data=data, limit=chance.randint(1, 99))
    tail = TAIL.format()
    middle: list[str] = []
    left = lines - head.count("\n") - tail.count("\n")
    for piece in _pieces(chance):
        middle.append(piece.format(n=len(middle) + 1))
        left -= middle[-1].count("\n")
        if left <= 0:
            return head + "".join(middle) + tail
    raise AssertionError("there is always another piece")


def _pieces(chance: random.Random) -> Iterator[str]:
    while True:
        yield from chance.sample(PIECES, len(PIECES))


def write_scripts(folder: Path, count: int, *, own_sql: bool = False, lines: int = 300) -> list[Path]:
    """Write `count` scripts with their queries and schema; the scripts' paths."""
    (folder / "schema.sql").write_text(SCHEMA)
    (folder / "data.sql").write_text(QUERIES)
    paths = []
    for number in range(count):
        data = f"data_{number}.sql" if own_sql else "data.sql"
        if own_sql:
            (folder / data).write_text(f"-- Queries of script {number}.\n{QUERIES}")
        paths.append(folder / f"script_{number}.flow.yaml")
        paths[-1].write_text(script(number, data, lines=lines))
    return paths
