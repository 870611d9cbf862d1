"""All calls of a script, walked on the page: what is found, the call that shows it, the marks in the picture."""

from pathlib import Path
from typing import Any

import pytest

from callsheet.studio.drawing import DrawScript
from callsheet.studio.exploring import ExploreScript
from callsheet.studio.play import SaveAsTest, TryCall
from callsheet.studio.project import Declined, Project
from tests.studio.studios import SHIPPED, copy_shipped

TESTS = "interactive_notifications.test.yaml"
# Where the caller asks for an operator, nothing is written.
RIGHT, WRONG = "          operator:\n            - run: follow_up\n", "          operator: []\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    copy_shipped(tmp_path / "flows")
    return Project.at(tmp_path / "flows", tmp_path / "flows" / "callsheet.journal.jsonl")


def fields(project: Project, *, right: bool = False) -> dict[str, Any]:
    text = (project.folder / SHIPPED).read_text()
    assert RIGHT in text
    return {"name": SHIPPED, "text": text if right else text.replace(RIGHT, WRONG), "unsaved": {}}


def explored(project: Project, **more: Any) -> Any:
    return ExploreScript(**(more or fields(project))).do(project)


def test_what_is_wrong_in_calls_is_found_in_the_text_of_the_page(project: Project) -> None:
    found = explored(project)
    [problem] = found["problems"]
    text = fields(project)["text"]
    assert (problem["code"], problem["line"]) == ("CS513", text[: text.index("operator: []")].count("\n") + 1)
    assert text[problem["from"] :].startswith("operator: []")
    assert "every call was walked" in found["told"][0]
    found = explored(project, **fields(project, right=True))
    assert found["problems"] == []


def test_the_call_that_shows_it_is_tried_with_its_rows_and_becomes_a_test(project: Project) -> None:
    [problem] = explored(project)["problems"]
    shown = problem["shown"]
    call = {**fields(project), "turns": tuple(shown["turns"]), "test": shown["test"]}
    tried: Any = TryCall(**call).do(project)
    assert tried["call"].problem == ""
    assert tried["call"].ending == "completed"
    assert tried["call"].changes == ()
    assert tried["data"] == "the finding"
    project.save(SHIPPED, call["text"], project.saved(SHIPPED).digest)
    assert SaveAsTest(**call, title="an operator is asked for").do(project) == {"name": TESTS}
    assert "an operator is asked for" in (project.folder / TESTS).read_text()
    plain: Any = TryCall(**{**call, "test": "tests: [{"}).do(project)
    assert plain["data"] == "sample.sql"  # there is nothing in it


def test_nothing_is_walked_where_a_script_has_errors(project: Project) -> None:
    broken = {**fields(project), "text": "callsheet: 1\nsteps:\n  - nonsense\n"}
    with pytest.raises(Declined, match="mend them first"):
        explored(project, **broken)
    drawn: Any = DrawScript(**broken, room=800, explored=True).do(project)
    assert "nonsense" in drawn["svg"]


def test_the_picture_marks_what_is_found_beside_what_is_not_tested(project: Project) -> None:
    drawn: Any = DrawScript(**fields(project), room=800, explored=True, tested=True).do(project)
    assert "▲ CS513" in drawn["svg"]
    assert "explored: 1 finding" in drawn["svg"]
    assert "steps," in drawn["svg"]
    plain: Any = DrawScript(**fields(project), room=800).do(project)
    assert "▲" not in plain["svg"]


def test_what_can_happen_at_a_step_is_told_with_where_calls_go_on(project: Project) -> None:
    text = fields(project)["text"]
    line = {
        words: text[: text.index(words)].count("\n") + 1 for words in ("ask:", "if_none", "  refuse:\n  ", "Sorry, we")
    }
    found = {each.line: each for each in explored(project)["here"]}
    ask = {each.what: each for each in found[line["ask:"]].happens}
    assert ask['the caller says "refuse"'].lines == (line["  refuse:\n  "] + 1,)
    assert ask["the caller is silent"].lines == (line["ask:"],)
    assert ask["the caller hangs up"].ends == ("hung_up",)
    assert ask["something fails"].lines == (line["Sorry, we"],)
    unknown = found[line["if_none"] + 2]  # disconnect
    assert unknown.endings == ("completed",)
    assert "completed" not in found[line["Sorry, we"]].endings
