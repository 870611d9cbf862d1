"""What a script certainly speaks next, as far as it leaves no choice."""

from pathlib import Path

import pytest

from callsheet.flow.ahead import MOST_STEPS
from callsheet.flow.model import Flow
from tests.checking import check_file

HEAD = """callsheet: 1
flow: ahead
intents:
  fine:
    phrases: [fine]
steps:
"""
QUESTION = """- ask: How are you?
  answers:
    fine: []
  otherwise: []
"""


def flow(folder: Path, steps: str, head: str = HEAD) -> Flow:
    path = folder / "ahead.flow.yaml"
    path.write_text(head + steps + "- disconnect\n")
    checked = check_file(path, path.name)
    assert checked.flow is not None, checked.diagnostics
    return checked.flow


@pytest.mark.parametrize(
    ("steps", "state", "prompt"),
    [
        ("- answer\n- say: Hello.\n", "answer", "Hello."),
        ("- answer\n- note: a note\n- say: Hello.\n", "answer", "Hello."),
        ("- answer\n- say: Hello.\n- pause: 1s\n- say: Bye.\n", "say", "Bye."),
        ("- answer\n- say: Hello.\n- pause: 1s\n- say: Bye.\n", "pause", "Bye."),
        (f"- answer\n- say: Hello.\n{QUESTION}", "say", "How are you?"),
        ("- answer\n- say: Hi.\n- run: two\n- disconnect\nsections:\n  two:\n  - say: More.\n", "say", "More."),
    ],
)
def test_what_follows(tmp_path: Path, steps: str, state: str, prompt: str) -> None:
    if "sections" in steps:
        path = tmp_path / "ahead.flow.yaml"
        path.write_text(HEAD.replace("intents:\n  fine:\n    phrases: [fine]\n", "") + steps)
        compiled = check_file(path, path.name).flow
        assert compiled is not None
    else:
        compiled = flow(tmp_path, steps)
    ahead = compiled.ahead[state].prompt
    assert ahead is not None
    assert ahead.source == prompt


@pytest.mark.parametrize(
    "steps",
    [
        "- answer\n- set: {name: Ann}\n- say: Hello {{ name }}.\n",  # the text is not there yet
        '- answer\n- if: call.direction == "inbound"\n  then:\n  - say: Hello.\n  else:\n  - say: Good day.\n',
        "- answer\n",
        "- answer\n" + "- note: n\n" * MOST_STEPS + "- say: Hello.\n",
    ],
)
def test_what_does_not_certainly_follow(tmp_path: Path, steps: str) -> None:
    assert "answer" not in flow(tmp_path, steps).ahead


def test_in_a_loop_the_next_row_comes_next_or_what_follows_the_loop(tmp_path: Path) -> None:
    steps = "- answer\n- for_each: name\n  in: names\n  do:\n  - say: Hello {{ name }}.\n  - pause: 1s\n- say: Bye.\n"
    compiled = flow(tmp_path, steps, HEAD.replace("steps:", "values:\n  names: [Ann, Bob]\nsteps:"))
    ahead = compiled.ahead["for_each name/pause"]
    assert ahead.in_row is not None
    assert ahead.prompt is not None
    assert (ahead.in_row.source, ahead.prompt.source) == ("Hello {{ name }}.", "Bye.")


def test_who_leaves_a_loop_does_not_look_into_its_next_row(tmp_path: Path) -> None:
    steps = (
        "- answer\n- for_each: name\n  in: names\n  do:\n  - say: Hello {{ name }}.\n"
        "  - for_each: other\n    in: names\n    do:\n    - say: And {{ other }}.\n    - stop_loop\n"
    )
    compiled = flow(tmp_path, steps, HEAD.replace("steps:", "values:\n  names: [Ann, Bob]\nsteps:"))
    assert "for_each name/for_each other/say" not in compiled.ahead


def test_after_a_question_everything_is_open(tmp_path: Path) -> None:
    assert "ask" not in flow(tmp_path, f"- answer\n{QUESTION}- say: Bye.\n").ahead
