"""Calls that are tried on the page, tests that are made of them, and what the board makes of a journal."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from callsheet.checks.check import check_file
from callsheet.cli import main
from callsheet.ports.encoding import to_json
from callsheet.studio.board import AddPhrase, JournalBoard, ListQuestions, ShowCall, WatchBoard
from callsheet.studio.drawing import DrawScript
from callsheet.studio.play import PlayTests, SaveAsTest, TryCall
from callsheet.studio.project import Declined, Project
from callsheet.testing.cases import Given
from callsheet.testing.play import play
from callsheet.testing.tried import TriedTurn
from tests.studio.studios import copy_shipped
from tests.testing.test_from_journal import case, suite_of

FLOWS = Path(__file__).parents[2] / "flows"
NAME, TESTS = "interactive_notifications.flow.yaml", "interactive_notifications.test.yaml"
CONFIRMS: tuple[TriedTurn, ...] = (("says", "okay"), ("presses", "2"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    copy_shipped(tmp_path / "flows")
    return Project.at(tmp_path / "flows", tmp_path / "flows" / "callsheet.journal.jsonl")


def text(project: Project, name: str = NAME) -> str:
    return (project.folder / name).read_text()


def fields(project: Project, *turns: TriedTurn, **more: Any) -> dict[str, Any]:
    return {"name": NAME, "text": text(project), "unsaved": {}, "turns": turns, **more}


def tried(project: Project, *turns: TriedTurn, **more: Any) -> Any:
    return TryCall(**fields(project, *turns, **more)).do(project)


def test_a_call_is_tried_on_the_rows_of_the_scripts_tests(project: Project) -> None:
    found = tried(project, *CONFIRMS)
    assert (found["call"].ending, found["data"]) == ("completed", TESTS)
    assert [change.after["status"] for change in found["call"].changes] == ["acknowledged", "follow_up"]
    assert ("unchanged", "flag_for_followup") in found["failures"]


def test_a_script_without_tests_is_tried_on_its_sample(project: Project) -> None:
    (project.folder / TESTS).unlink()
    found = tried(project)
    assert found["data"] == "sample.sql"
    assert "tomorrow between nine and eleven" in found["call"].lines[-1].prompt


def test_it_is_tried_as_the_page_has_it(project: Project) -> None:
    changed = text(project).replace("Can you confirm?", "Is that all right?")
    assert "all right" in TryCall(**{**fields(project), "text": changed}).do(project)["call"].lines[-1].prompt  # type: ignore[index]


def test_who_calls_and_when_can_be_said(project: Project) -> None:
    assert "I can't find your number" in tried(project, caller="withheld")["call"].lines[2].prompt
    written = tried(project, *CONFIRMS, now="2026-12-24T18:00")["call"].changes[0].after
    assert written["acknowledged_at"].startswith("2026-12-24T23:00")


def test_a_script_with_errors_takes_no_call(project: Project) -> None:
    with pytest.raises(Declined, match="mend them first"):
        TryCall(**{**fields(project), "text": "callsheet: 1\n"}).do(project)


def test_a_call_becomes_the_last_test_of_the_file(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = text(project, TESTS)
    answer = SaveAsTest(**fields(project, *CONFIRMS, title="yes, then no")).do(project)
    after = text(project, TESTS)
    assert answer == {"name": TESTS}
    assert after.startswith(before)
    assert after.removeprefix(before).splitlines()[:4] == [
        "  - name: yes, then no",
        "    call:",
        "      - hears: Your parcel is here. Can you confirm?",
        "      - says: okay",
    ]
    assert main(["test", str(project.folder)]) == 0
    assert "all passed" in capsys.readouterr().out


def test_the_first_test_of_a_script_is_given_the_rows_of_the_sample(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.folder / TESTS).unlink()
    assert SaveAsTest(**fields(project, *CONFIRMS, title="yes, then no")).do(project) == {"name": TESTS}
    assert main(["test", str(project.folder)]) == 0
    assert capsys.readouterr().out == "1 test: passed\n"


@pytest.mark.parametrize(
    ("turns", "more", "why"),
    [
        ((("says", "okay"),), {}, "only a call that has come to its end"),
        (CONFIRMS, {"title": "the caller confirms everything"}, "would not be sound with it"),
        (CONFIRMS, {"unsaved": {TESTS: "flow: x"}}, "has changes that are not saved"),
    ],
)
def test_what_is_no_test_is_not_saved(
    project: Project, turns: tuple[TriedTurn, ...], more: dict[str, Any], why: str
) -> None:
    before = text(project, TESTS)
    with pytest.raises(Declined, match=why):
        SaveAsTest(**{"title": "a call", **fields(project, *turns), **more}).do(project)
    assert text(project, TESTS) == before


def test_the_tests_are_played_and_what_none_of_them_plays_is_told(project: Project) -> None:
    (project.folder / TESTS).write_text(
        f"flow: {NAME}\ntests:\n  - name: nobody\n    call:\n      - hears: find your number\n"
        "  - name: wrong\n    call:\n      - hears: a parcel\n"
    )
    found: Any = PlayTests(name=NAME, text=text(project), unsaved={}).do(project)
    (file,) = found["files"]
    assert [(test["name"], test["line"], bool(test["problem"])) for test in file["tests"]] == [
        ("nobody", 3, False),
        ("wrong", 6, True),
    ]
    (question,) = found["questions"]
    assert [way for way, times in question["ways"] if not times] == [
        *(f'the caller says "{intent}"' for intent in ("agree", "refuse", "operator")),
        *("the caller is silent", "the caller is not understood", "there is no answer in the end"),
    ]


def test_what_the_tests_have_not_come_to_is_told_and_marked_in_the_picture(project: Project) -> None:
    (project.folder / TESTS).write_text(
        f"flow: {NAME}\ntests:\n  - name: nobody\n    call: [hears: find your number]\n"
    )
    found: Any = PlayTests(name=NAME, text=text(project), unsaved={}).do(project)
    assert found["coverage"] == "4 of 23 steps, 1 of 14 ways: 13 %"
    assert found["untried"][0] == {"line": 15, "what": "query customer_by_phone: no test where it finds something"}
    assert (len(found["untried"]), found["more"]) == (20, 0)
    drawn = [
        DrawScript(name=NAME, text=text(project), unsaved={}, room=600, tested=tested).do(project)
        for tested in (False, True)
    ]
    assert [str(each).count("no test comes here") > 0 for each in drawn] == [False, True]


def test_a_test_file_with_a_mistake_says_which(project: Project) -> None:
    (project.folder / TESTS).write_text(f"flow: {NAME}\ntests: 5\n")
    found: Any = PlayTests(name=NAME, text=text(project), unsaved={}).do(project)
    assert [(file["name"], bool(file["problem"]), file["line"]) for file in found["files"]] == [(TESTS, True, 2)]


HELP = """callsheet: 1
flow: help
language: en-US
requests: office.http
steps:
  - answer
  - request: waiting_time
    with: {queue: support}
    as: queue
    if_fails: [disconnect]
  - say: You would wait {{ queue.minutes }} minutes.
  - request: tell_the_team
    with: {caller: "{{ call.person_number }}"}
    if_fails: []
  - disconnect
"""
OFFICE = """### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER
GET {{ $URL }}/waiting?queue={{ queue }}

### tell_the_team(caller)!
# Tells the team whom to call.
POST {{ $URL }}/tell?caller={{ caller }}
"""


def test_what_other_systems_answer_is_said_and_is_kept_in_the_test(project: Project) -> None:
    (project.folder / "help.flow.yaml").write_text(HELP)
    (project.folder / "office.http").write_text(OFFICE)
    asked: dict[str, Any] = {"name": "help.flow.yaml", "text": HELP, "unsaved": {}, "turns": ()}
    waiting: Any = TryCall(**asked).do(project)
    assert waiting["requests"] == [
        {"name": "waiting_time", "gives": {"minutes": "INTEGER"}, "nothing": False, "given": False, "answer": None}
    ]
    assert (waiting["call"].waits, waiting["data"]) == ("request", "")
    with pytest.raises(Declined, match='"minutes" is declared INTEGER, and "twelve" is none: write it like 12'):
        TryCall(**asked, requests={"waiting_time": {"minutes": "twelve"}}).do(project)
    asked["requests"] = {"waiting_time": {"minutes": 12}}
    found: Any = TryCall(**asked).do(project)
    assert (found["call"].ending, found["requests"][0]["answer"]) == ("completed", {"minutes": 12})
    SaveAsTest(**asked, title="a wait").do(project)
    kept = text(project, "help.test.yaml")
    assert "requests:\n        waiting_time: {minutes: 12}\n" in kept
    assert 'requests_after:\n      tell_the_team:\n        - caller: "+15550100"\n' in kept
    assert main(["test", str(project.folder / "help.test.yaml")]) == 0


# The board


def journal(project: Project, *turns: TriedTurn) -> None:
    suite = suite_of(FLOWS / TESTS)
    events = play(suite, case([*turns, ("silent", ""), ("silent", ""), ("silent", ""), ("silent", "")], Given())).events
    assert project.journal
    project.journal.write_text("".join(to_json(event) + "\n" for event in events))


def test_the_board_shows_what_the_journal_has(project: Project) -> None:
    with closing(JournalBoard(project)) as board:
        assert board.look()["there"] is False
        journal(project, ("says", "what parcel"), ("says", "okay"))
        look: Any = board.look()
    assert (look["there"], look["behind"], look["calls_now"]) == (True, False, 0)
    assert [(call.ending, call.flow) for call in look["ended"]] == [("completed", "interactive_notifications")]
    assert [(answer.text, answer.times) for answer in look["answers"]] == [("what parcel", 1)]
    assert WatchBoard(on=True).do(project) == {}


def test_questions_are_found_by_the_flow_and_its_version(project: Project) -> None:
    found: Any = ListQuestions().do(project)
    (script,) = found["scripts"]
    flow = check_file(project.folder / NAME, NAME, project.disk).flow
    assert flow is not None
    assert (script["name"], script["flow"], script["digest"]) == (NAME, "interactive_notifications", flow.digest)
    assert script["questions"]["for_each notification/ask"]["answers"] == ["agree", "refuse", "operator"]
    assert script["next"]["answer"]["done"] == 15


def test_a_call_of_the_journal_is_shown_and_its_turns_are_a_test(project: Project) -> None:
    journal(project, ("says", "what parcel"), ("says", "okay"), ("says", "okay"))
    found: Any = ShowCall("c-test").do(project)
    assert [line.words for line in found["lines"]][:2] == ["answered", "customer_by_phone(phone=+15550100): 1 row"]
    turns = tuple(found["turns"])
    SaveAsTest(**fields(project, *turns, title="from the journal", caller=found["caller"], now=found["now"])).do(
        project
    )
    assert "from the journal" in text(project, TESTS)


def test_a_call_that_is_not_in_the_journal_is_not_shown(project: Project) -> None:
    with pytest.raises(Declined, match="cannot be read"):
        ShowCall("c-1").do(project)
    journal(project)
    with pytest.raises(Declined, match="is not in the journal any more"):
        ShowCall("c-1").do(project)


def added(project: Project, intents: str, intent: str = "agree") -> str:
    script = text(project)
    before, _, behind = script.partition("intents:\n")
    (project.folder / NAME).write_text(before + intents + "\nsteps:" + behind.partition("\nsteps:")[2])
    found: Any = AddPhrase(NAME, intent, "what, parcel").do(project)
    assert found["based_on"] == project.saved(NAME).digest
    return "\n".join(line for line in found["difference"] if line.startswith(("+", "-")))


@pytest.mark.parametrize(
    ("intents", "difference"),
    [
        ("", "+intents:\n+  agree:\n+    also:\n+      - what, parcel\n+"),
        ("intents:\n  refuse:\n    also: [call me]\n", '+  agree:\n+    also: ["what, parcel"]'),
        ("intents:\n  agree:\n    also: [fine]\n", '-    also: [fine]\n+    also: [fine, "what, parcel"]'),
        ("intents:\n  agree:\n    phrases:\n      - fine\n", "+      - what, parcel"),
        (
            'intents:\n  agree:\n    press: "5"\n    phrases: [fine]\n',
            '-    phrases: [fine]\n+    phrases: [fine, "what, parcel"]',
        ),
    ],
)
def test_a_phrase_is_added_to_an_intent(project: Project, intents: str, difference: str) -> None:
    assert added(project, intents) == difference


def test_a_phrase_that_another_answer_has_is_not_added(project: Project) -> None:
    with pytest.raises(Declined, match="the script would be wrong"):
        AddPhrase(NAME, "agree", "no").do(project)
