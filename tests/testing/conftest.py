"""A folder with a script, its data and a test file, and the command that plays it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from callsheet.cli import main

SCHEMA = """
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL UNIQUE);
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES people (id), what TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')), at DATETIME
);
CREATE TABLE visits (person_id INTEGER NOT NULL, day DATE NOT NULL, PRIMARY KEY (person_id, day)) WITHOUT ROWID;
CREATE TABLE notes (what TEXT NOT NULL);
"""
QUERIES = """
-- name: person(phone)^
-- Who is calling.
SELECT id, name FROM people WHERE phone = :phone;
-- name: tasks(person_id)
-- What is to be done.
SELECT id, what FROM tasks WHERE person_id = :person_id AND state = 'open' ORDER BY id;
-- name: finish(task_id, at)!
-- It is done.
UPDATE tasks SET state = 'done', at = :at WHERE id = :task_id AND state = 'open' AND what <> 'Sleep.';
-- name: write_note(what)!
-- What somebody should know.
INSERT INTO notes (what) VALUES (:what);
"""
SCRIPT = """callsheet: 1
flow: tasks
timezone: America/New_York
data: data.sql
intents:
  finished:
    phrases: [it is done, done that]
    press: "1"
  later:
    phrases: [later, not yet]
    press: "2"
steps:
  - answer
  - query: person
    with: {phone: "{{ call.person_number }}"}
    as: person
    if_none:
      - say: Hello stranger. It is {{ now | spoken_time }}.
      - disconnect
    if_fails:
      - say: I cannot look you up.
      - disconnect
  - say: Hello {{ person.name }}.
    interruptible: false
  - query: tasks
    with: {person_id: "{{ person.id }}"}
    as: tasks
  - for_each: task
    in: tasks
    do:
      - ask: Task {{ loop.number }}. {{ task.what }} Is it done?
        answers:
          finished:
            - write: finish
              with: {task_id: "{{ task.id }}", at: "{{ now }}"}
              if_unchanged:
                - say: That cannot be done.
              if_fails:
                - say: I could not write that down.
            - say: Good.
          later:
            - say: All right.
        if_silent:
          - Hello?
        otherwise:
          - say: I did not understand.
  - say: Goodbye.
  - disconnect
if_caller_hangs_up:
  - write: write_note
    with: {what: The caller hung up.}
"""
HEAD = """flow: tasks.flow.yaml
given:
  now: "2026-11-22T10:00:00"
  tables:
    people: [{id: 1, name: Ann, phone: "+15550100"}]
    tasks: [{id: 1, person_id: 1, what: Water the plants.}]
tests:
"""
# The line of a test file on which what follows HEAD begins.
FIRST = HEAD.count("\n") + 1


@dataclass
class Ran:
    """What the command said."""

    status: int
    out: str
    err: str


@dataclass
class Bench:
    """A folder, and `callsheet test` in it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str) -> Ran:
        """The command, in this process."""
        status = main(["test", *arguments])
        out, err = self.capsys.readouterr()
        assert "a mistake of Callsheet itself" not in err
        return Ran(status, out, err)

    def tests(self, tests: str) -> Ran:
        """Play tests, written as they stand below `tests:`."""
        self.write("tasks.test.yaml", HEAD + tests)
        return self.run("tasks.test.yaml")

    def call(self, *turns: str, more: str = "") -> Ran:
        """Play one test with these turns; `more` stands beside them."""
        return self.tests("  - name: a call\n    call:\n" + "".join(f"      - {turn}\n" for turn in turns) + more)


@pytest.fixture
def bench(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CALLSHEET_TRACEBACK", "1")
    made = Bench(tmp_path, capsys)
    made.write("tasks.flow.yaml", SCRIPT)
    made.write("data.sql", QUERIES)
    made.write("schema.sql", SCHEMA)
    return made
