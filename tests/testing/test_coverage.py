"""Which answers of a script's questions its tests play."""

from callsheet.testing.cases import Given
from callsheet.testing.check import Suite
from callsheet.testing.coverage import QuestionPlayed, questions_played
from callsheet.testing.play import play
from callsheet.testing.tried import TriedTurn
from tests.testing.conftest import HEAD, Bench
from tests.testing.test_from_journal import case, suite_of

SECTIONS = """callsheet: 1
flow: tasks
steps:
  - answer
  - run: question
  - run: question
  - disconnect
sections:
  question:
    - ask: Is it done?
      answers: {agree: [], refuse: [], agree_later: []}
      if_silent: []
      if_unclear: []
      otherwise: []
intents:
  agree_later: {phrases: [later]}
"""


def played(suite: Suite, *calls: tuple[str, ...]) -> tuple[QuestionPlayed, ...]:
    turns: list[list[TriedTurn]] = [[("says", each) if each else ("silent", "") for each in call] for call in calls]
    return questions_played(suite.flow, [play(suite, case(each, Given())).events for each in turns])


def tasks(bench: Bench) -> Suite:
    return suite_of(bench.write("tasks.test.yaml", HEAD + "  - name: a call\n    call: [{ends: completed}]\n"))


def test_each_way_out_of_a_question_is_counted(bench: Bench) -> None:
    suite = tasks(bench)
    (question,) = played(suite, ("later",), ("", "", "later"), ("the weather",))
    assert (question.state, question.line) == ("for_each task/ask", 31)
    assert question.ways == (("finished", 0), ("later", 1), ("silent", 2), ("otherwise", 2))
    assert question.untried == ("finished",)


def test_without_any_call_nothing_was_tried(bench: Bench) -> None:
    assert [question.untried for question in played(tasks(bench))] == [("finished", "later", "silent", "otherwise")]


def test_a_question_of_a_section_counts_once(bench: Bench) -> None:
    bench.write("tasks.flow.yaml", SECTIONS)
    test = "flow: tasks.flow.yaml\ntests:\n  - name: a call\n    call: [{ends: completed}]\n"
    suite = suite_of(bench.write("tasks.test.yaml", test))
    (question,) = played(suite, ("yes", "no"))
    assert question.ways == (("agree", 1), ("refuse", 1), ("agree_later", 0), ("otherwise", 0))
