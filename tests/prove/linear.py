"""How much is walked of scripts that grow: `python -m tests.prove.linear`.

Rows of a list, and questions one after the other, in a loop, and behind switches.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import check_file
from callsheet.exploring.walk import Walk

FLOWS = Path(__file__).parents[2] / "flows"
ROWS = (1, 2, 4, 8)
QUESTIONS = (5, 10, 20, 50, 100)
# As many situations as nothing that is measured here has: nothing is to be forgotten.
BUDGET = 100_000
HEAD = """\
callsheet: 1
flow: growing
language: en-US
data: queries.sql
defaults:
  if_silent: [Are you there?]
  if_unclear: [Please say yes or no.]
  otherwise:
    - say: Never mind.
steps:
  - answer
  - query: tasks
    as: tasks
"""
TAIL = """\
  - say: Goodbye.
  - disconnect
if_something_fails:
  - say: Sorry. Goodbye.
  - disconnect
"""
SQL = "-- name: tasks()\n-- All tasks.\nSELECT id, kind, title FROM tasks;\n"
SCHEMA = "CREATE TABLE tasks (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL);\n"
LOOP = '  - for_each: task\n    in: tasks\n    do:\n      - say: "{{ task.title }}."\n'


class Walked(Struct, frozen=True):
    """How large a walk became, and what it took of a processor."""

    size: int
    situations: int
    moves: int
    seconds: float


def question(number: int, pad: str) -> str:
    """A question with two answers."""
    return (
        f"{pad}- ask: Question number {number}?\n{pad}  answers:\n"
        f"{pad}    agree: [{{say: Yes to {number}.}}]\n{pad}    refuse: [{{say: No to {number}.}}]\n"
    )


def in_sequence(number: int) -> str:
    """So many questions, one after the other."""
    return HEAD + "".join(question(each, "  ") for each in range(number)) + TAIL


def in_loop(number: int) -> str:
    """So many questions about each row."""
    return HEAD + LOOP + "".join(question(each, "      ") for each in range(number)) + TAIL


def behind_switches(number: int) -> str:
    """Each of so many questions about visits alone, behind a switch of its own."""
    cases = "".join(
        f"      - switch: task.kind\n        cases:\n          visit:\n{question(each, ' ' * 12)}        else: []\n"
        for each in range(number)
    )
    return HEAD + LOOP + cases + TAIL


SHAPES: dict[str, Callable[[int], str]] = {
    "questions in sequence": in_sequence,
    "questions in a loop": in_loop,
    "questions behind switches": behind_switches,
}


def walked(path: Path, size: int, rows: int) -> Walked:
    """The walk of one script, with nothing forgotten."""
    checked = check_file(path, path.name, Disk.around([path]))
    if checked.flow is None:
        raise AssertionError([each.message for each in checked.diagnostics])
    before = time.process_time()
    graph = Walk(checked.flow, checked.library, rows=rows, budget=BUDGET).walk()
    took = time.process_time() - before
    if not graph.complete or graph.forgotten:
        raise AssertionError(f"{path.name} was not walked in full")
    return Walked(size, len(graph.situations), sum(1 for _ in graph.moves), took)


def by_rows(sizes: tuple[int, ...] = ROWS) -> list[Walked]:
    """The shipped script, with more and more rows."""
    return [walked(FLOWS / "interactive_notifications.flow.yaml", rows, rows) for rows in sizes]


def by_questions(shape: str, folder: Path, sizes: tuple[int, ...] = QUESTIONS) -> list[Walked]:
    """Scripts of a shape with more and more questions, with at most two rows."""
    (folder / "queries.sql").write_text(SQL)
    (folder / "schema.sql").write_text(SCHEMA)
    found = []
    for size in sizes:
        path = folder / "growing.flow.yaml"
        path.write_text(SHAPES[shape](size))
        found.append(walked(path, size, 2))
    return found


def lines() -> Iterator[str]:
    """The table."""
    yield "| What grows | To | Situations | Moves | Seconds of a processor |"
    yield "|---|---|---|---|---|"
    with tempfile.TemporaryDirectory(prefix="callsheet-linear-") as folder:
        measured = {"rows of the example": by_rows()}
        measured |= {shape: by_questions(shape, Path(folder)) for shape in SHAPES}
        for what, walks in measured.items():
            for each in walks:
                yield f"| {what} | {each.size} | {each.situations:,} | {each.moves:,} | {each.seconds:.2f} |"


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
