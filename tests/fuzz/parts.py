"""Parts of scripts and queries, plausible and broken, that the fuzzers put together."""

EXPRESSIONS = (
    "customer.name",
    "customer is not none and total.cents > 100",
    'items | length if items is not none else "none"',
    'bill.cents | money("EUR")',
    'loop.total | plural("message", "messages")',
    'tier in ["gold", "silver"]',
    "rows[0].id",
    'name | default("you") | upper',
    "1 + 2 - -3 >= 0.5",
    "'a' ~ \"b\" ~ call.id",
    "today | spoken_date",
    "not (a or b) and c != none",
    "{{ customer.name }} and {{ 1 + }}",
    "{{ }} {% if %} {# #}",
    "((((((((((a))))))))))",
    "a b",
    "a.b.c.d(1)",
    "x == 'unclosed",
    "\u00e9t\u00e9 | upper",
)

TEXTS = (
    "Hello.",
    '"{{ person.name }}, is it done?"',
    '"You have {{ tasks | length }} tasks."',
    '"{{ loop.number }} of {{ loop.total }}: {{ task.what }}"',
    "\"{{ kept | default('nothing') }}\"",
    '"{{ today | spoken_date }}"',
    '"{{ nobody.name }}"',
    '"{{ person.name | shout }}"',
    '"{{ 1 + }}"',
    "{{ person.name }}",
    "yes",
    "12:30",
    "[a, b]",
    "{a: b}",
    "",
    '"unclosed',
    "*alias",
    "Hello: there",
    "text # comment",
    "\tindented",
    "!tag x",
)
CONDITIONS = (
    "person.name == 'Ann'",
    "tasks",
    "kept is not none",
    "rows > 0",
    "loop.first",
    "x ==",
    "true",
    "{{ kept }}",
)
# Steps, each one line or several; STEPS stands for more of them, TEXT and CONDITION for one of those above.
STEPS = (
    "- say: TEXT",
    "- say: TEXT\n  interruptible: false",
    "- note: TEXT",
    "- pause: 2s",
    "- answer",
    "- disconnect",
    "- disconnect: done",
    "- next_item",
    "- stop_loop",
    "- run: again",
    "- run: nowhere",
    "- set: {kept: TEXT}",
    "- set:\n    kept: TEXT\n    other: 1",
    "- query: tasks\n  with: {person_id: 1}\n  as: tasks",
    '- query: person\n  with: {phone: "{{ call.person_number }}"}\n  as: person\n  if_none:\nSTEPS',
    '- write: finish\n  with: {task_id: 1, at: "{{ now }}"}\n  as: rows',
    "- query: missing\n  as: tasks",
    "- query: tasks\n  with: {person_id: 1}\n  as: tasks\n  while_waiting: TEXT",
    "- run: again\n  with: {what: TEXT}",
    "- say: TEXT\n  audio: missing.wav",
    "- if: hours.office.open\n  then:\nSTEPS",
    "- if: CONDITION\n  then:\nSTEPS\n  else:\nSTEPS",
    "- branch:\n    - if: CONDITION\n      then:\nDEEPER\n    - else:\nDEEPER",
    "- switch: CONDITION\n  cases:\n    Ann:\nDEEPER\n  else:\nSTEPS",
    "- for_each: task\n  in: tasks\n  do:\nSTEPS\n  if_none:\nSTEPS",
    "- loop: 3\n  do:\nSTEPS\n  otherwise:\nSTEPS",
    "- ask_again: TEXT",
    "- collect:\nSTEPS\n  confirm: TEXT\n  change: TEXT\n  otherwise:\nSTEPS",
    "- ask: TEXT\n  answers:\n    agree:\nDEEPER\n    later:\nDEEPER\n  otherwise:\nSTEPS",
    "- ask: TEXT\n  answers: {agree: [], refuse: []}\n  if_silent: [TEXT]\n  if_unclear: []\n  otherwise: []",
    "- say: TEXT\n  timeout: 5",
    "- sai: TEXT",
    "- say: TEXT\n  note: TEXT",
    "- hello",
    "-",
    "- {}",
    "- connect: +15550100",
    "- connect: office\n  come_back: true\n  if_unanswered:\nSTEPS",
    "- connect: office\n  as: rung\n  if_unanswered:\nSTEPS\n  if_fails:\nSTEPS",
    "- whisper: TEXT",
    "- barge: TEXT",
    "- leave",
)
TOPS = (
    "timezone: America/New_York",
    "timezone: Nowhere/Land",
    "language: en-US",
    "language: de-DE",
    "values: {kept: 1, list: [a, b]}",
    "values:\n  kept: TEXT",
    'intents:\n  later:\n    means: Later.\n    phrases: [later, not now]\n    press: "3"',
    "intents:\n  agree: {phrases: [sure]}",
    "limits: {steps: 30, attempts: 2}",
    "limits: {call: 5s}",
    "defaults: {if_silent: [Hello?], if_unclear: [], otherwise: []}",
    "if_caller_hangs_up:\n  - note: gone",
    'after_call:\n  - note: "{{ call.ending }} {{ call.seconds }} {{ call.transcript }}"',
    "hours:\n  office: {monday to friday: [09:00-12:00, 13:00-17:00], saturday: 22:00-02:00}",
    "defaults:\n  answers:\n    operator or goodbye: [disconnect]",
    "if_something_fails:\n  - say: Sorry.\n  - disconnect",
    'if_something_fails:\n  - note: "{{ failure.step }} {{ failure.kind }}"',
    "descripton: x",
    "steps: []",
    "contacts: {office: callee}",
    "contacts: {office: [callee, +15550123], night: queue:x}",
)
SQL = (
    "-- name: one(id)^",
    "-- name: many",
    "-- name: change(id)!",
    "-- name x",
    "-- What it is for.",
    "SELECT id, name FROM people WHERE id = :id;",
    "SELECT * FROM people",
    "SELECT count(*), max(born) FROM people GROUP BY name;",
    "UPDATE people SET name = 'x' WHERE id = :id;",
    "DELETE FROM people;",
    "SELECT nothing FROM nowhere;",
    "INSERT INTO people (name) VALUES (:name) RETURNING id;",
    "WITH x AS (SELECT 1 AS a) SELECT a FROM x JOIN people p ON p.id = x.a;",
    "SELECT 'unclosed",
    "/* open",
    ";",
    "DROP TABLE people;",
    "PRAGMA user_version;",
    'SELECT "id", [name], `phone` FROM people LEFT JOIN people AS b USING (id)',
    "\u00e9 \u2014 --",
)
HTTP = (
    *("### one()", "### two(a, b)!", "### three(a", "## four()", "###", "# What it is for.", "// Also.", "#"),
    *("# timeout: 3s", "# timeout: 99m", "# gives: id INTEGER, at DATETIME", "# gives: id", "# none: 404"),
    *("# again: safe", "# again", "GET https://a.example/{{ a }}?b={{ b }}", "POST {{ $URL }}", "PATCH x", "GET"),
    *("DELETE https://{{ a }}/", "GET https://a.example/{{ $URL }}#x HTTP/1.1", "Content-Type: application/json"),
    *("Content-Type: application/x-www-form-urlencoded", "Content-Type: {{ a }}", "Host: x", "X: {{ a", ""),
    *('{"a": "{{ a }}", "b": {{ b }}}', '{"a": {{ a }}', "[[[[", "{{{{ }}}}", "a={{ a }}&b={{ b | upper }}", "\ufeff"),
)
TESTS = (
    "callsheet_tests: 1",
    "tests:",
    "  - test: one",
    "  - test: one\n    given: {}\n    turns: []\n    expect: {ends: completed}",
    "flow: x.flow.yaml",
    "    turns:\n      - they: yes",
    "  -",
    "a: [b",
)

# Of all these, the ones that are right wherever they stand, after SOUND_BEGIN.
SOUND_BEGIN = """  - answer
  - query: person
    with: {phone: "{{ call.person_number }}"}
    as: person
    if_none:
      - disconnect
  - query: tasks
    with: {person_id: "{{ person.id }}"}
    as: tasks
"""
SOUND_TOPS = (
    "timezone: America/New_York",
    "values: {kept: 1}",
    TOPS[6],
    *(top for top in TOPS if top.startswith("hours:")),
    "contacts: {office: callee}",
    "defaults: {if_silent: [Hello?], if_unclear: [], otherwise: []}",
)
SOUND_TEXTS = (*TEXTS[:3], *TEXTS[4:6], "yes", '"{{ kept }}, {{ person.nickname | default(person.name) | upper }}"')
SOUND_CONDITIONS = (
    "person.name == 'Ann'",
    "tasks",
    "kept is not none",
    "tasks | length > 2",
    "person.nickname",
    "1 > 2",
)
SOUND_STEPS = (
    *("- say: TEXT", "- note: TEXT", "- pause: 2s", "- run: again", "- set: {kept: TEXT}"),
    *(step for step in STEPS if step.startswith(("- if:", "- for_each:", "- ask:")) or "come_back" in step),
    '- for_each: task\n  in: tasks\n  do:\n    - say: "{{ loop.number }}. {{ task.what }}"\n    - next_item\n'
    "  if_none:\nSTEPS",
    '- write: finish\n  with: {task_id: 1, at: "{{ now }}"}',
    "- switch: person.name\n  cases:\n    Ann:\nDEEPER\n  else:\nSTEPS",
)
