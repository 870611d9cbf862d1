"""A private answer is told to nobody: neither what was said nor what was made of it."""

import pytest

from callsheet.ports.encoding import to_json
from callsheet.ports.records import RowsRead
from callsheet.ports.understanding import Understood
from tests.calls.conftest import Stage

ASK = """- answer
- ask: What is your number?
  for: digits
  length: 4
  as: pin
  private: true
  answers:
    agree: [disconnect]
  if_unclear: [Please say four digits.]
  if_silent: []
  otherwise: [disconnect]
- set: {again: "{{ pin }}"}
- say: I heard {{ again | digits }}. You said {{ reply.text }}.
- note: The number is {{ pin }}.
- write: add
  with: {task_id: 77, what: "{{ pin }}"}
- say: Goodbye.
- disconnect
"""


class Curious:
    """A model that must not be asked."""

    async def understand(self, utterance: str, intents: object, kind: str = "") -> Understood:
        raise AssertionError("a private answer was told to a model")


@pytest.mark.parametrize(
    "turns",
    [
        ("four seven one two",),
        ("4712",),
        ("#4712",),
        ("my secret is 47 or 12", "no, 4712 please"),
    ],
)
def test_a_private_answer_is_in_the_database_and_nowhere_else(stage: Stage, turns: tuple[str, ...]) -> None:
    played = stage.play(ASK, *turns, model=Curious())
    assert played.said[-1] == "Goodbye."
    assert played.rows("SELECT what FROM tasks WHERE id = 77") == [("4712",)]
    told = "".join(to_json(event) for event in played.journal.events)
    for part in ("4712", "four seven", "4 7 1 2", "4, 7, 1, 2", "secret"):
        assert part not in told
    assert told.count("[redacted]") >= 4


def test_the_ledger_has_no_private_answer(stage: Stage) -> None:
    played = stage.play(ASK, "4712")
    ledger = played.rows("SELECT * FROM callsheet_writes")
    assert ledger != []
    assert "4712" not in str(ledger)


def test_a_private_answer_is_confirmed_and_told_to_nobody(stage: Stage) -> None:
    asks = ASK.replace("  private: true\n", "  private: true\n  confirm: That is {{ pin | digits }}?\n")
    played = stage.play(asks, "four seven one two", "no, 4713", "yes")
    assert played.rows("SELECT what FROM tasks WHERE id = 77") == [("4713",)]
    told = "".join(to_json(event) for event in played.journal.events)
    assert all(part not in told for part in ("471", "4, 7", "4 7", "four"))


def test_what_is_found_by_a_private_answer_is_told_to_nobody(stage: Stage) -> None:
    script = """- answer
- ask: What is your number?
  for: number
  as: who
  private: true
  if_unclear: []
  if_silent: []
  otherwise: [disconnect]
- query: tasks
  with: {person_id: "{{ who }}"}
  as: tasks
- say: There are {{ tasks | length }}.
- disconnect
"""
    played = stage.play(script, "1")
    assert played.said[-1] == "There are 3."
    assert played.parts(RowsRead) == [RowsRead("tasks", {"person_id": "[redacted]"}, 3)]
