"""The board: calls, endings, questions and what nobody understood, out of a journal that grows."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from callsheet.journal import board as limits
from callsheet.journal.board import Board, Version
from callsheet.journal.following import Following
from callsheet.journal.reading import as_read
from callsheet.ports.encoding import to_json
from callsheet.ports.records import (
    CallerHeard,
    CallLost,
    CallRecord,
    CallStarted,
    Event,
    IntentUnderstood,
    Passed,
    PassedStep,
    PromptSpoken,
    SomebodyRung,
    Visit,
)
from tests.cli.journals import NOON, at

ASK = "for_each task/ask"


def begin(call_id: str, seconds: float = 0, digest: str = "one") -> CallStarted:
    return CallStarted(call_id, at(seconds), "tasks", "inbound", "+15550100", "", digest)


def answer(
    call_id: str, outcome: str, words: str = "", how: str = "phrase", confidence: float = 1.0, seconds: float = 1
) -> Visit:
    heard = CallerHeard("utterance", words, confidence) if words else CallerHeard("silence", "", 1.0)
    meant = IntentUnderstood(outcome if how != "unclear" else "unclear", how, 1.0)
    return Visit(call_id, at(seconds), 1, ASK, "ask", 7, outcome, 10, (heard, meant))


def step(call_id: str, state: str, outcome: str = "done", seconds: float = 1) -> Visit:
    return Visit(call_id, at(seconds), 1, state, state.split()[0], 3, outcome, 10)


def ring(call_id: str, outcome: str, contact: str = "billing") -> Visit:
    came = "unanswered" if outcome in ("unanswered", "busy") else "done"
    rung = SomebodyRung(contact, ("+15550123",), outcome, 5.0)  # type: ignore[arg-type]
    return Visit(call_id, at(1), 1, "connect billing", "connect", 12, came, 10, (rung,))


def said(call_id: str, to: Literal["caller", "other"]) -> Visit:
    return Visit(call_id, at(1), 1, "say", "say", 13, "done", 10, (PromptSpoken("Yes.", 900, 900, False, to),))


def end(call_id: str, ending: str = "completed", seconds: float = 9) -> CallRecord:
    when = at(seconds)
    numbers = ("tasks", "inbound", "+15550100", "")
    return CallRecord(call_id, when, *numbers, NOON, NOON, ending, ASK, "", "", "", 4, 0, round(seconds * 1000))  # type: ignore[arg-type]


def board(*events: Event) -> Board:
    counted = Board()
    for event in as_read(events):
        counted.take(event)
    return counted


def version(seen: Board) -> Version:
    (found,) = seen.versions.values()
    return found


def test_calls_now_and_where_each_of_them_is() -> None:
    passed = Passed("c-2", at(3), 2, (PassedStep("set name", "set", 4, "done"), PassedStep("if", "if", 5, "else")))
    seen = board(begin("c-1"), begin("c-2"), begin("c-3"), step("c-1", "say"), passed, end("c-3"))
    assert {call_id: (call.state, call.outcome, call.line) for call_id, call in seen.calls_at(at(5)).items()} == {
        "c-1": ("say", "done", 3),
        "c-2": ("if", "else", 5),
    }


def test_a_call_of_which_nothing_was_heard_for_long_is_none_any_more() -> None:
    seen = board(begin("c-1"), begin("c-2", seconds=3000))
    assert list(seen.calls_at(at(3000))) == ["c-1", "c-2"]
    assert list(seen.calls_at(NOON + timedelta(hours=1, seconds=1))) == ["c-2"]


def test_versions_of_a_script_are_told_apart() -> None:
    seen = board(
        begin("c-1"), end("c-1"), begin("c-2", digest="two"), end("c-2", "hung_up"), begin("c-3", digest="two")
    )
    found = [(each.digest, each.calls, dict(each.endings)) for each in seen.versions.values()]
    assert found == [("one", 1, {"completed": 1}), ("two", 2, {"hung_up": 1})]
    assert seen.median_seconds == 9


def test_a_call_is_lost_once_however_often_that_is_told() -> None:
    lost = CallLost("c-1", at(60), "tasks", NOON.isoformat(), ())
    seen = board(begin("c-1"), lost, lost)
    assert dict(seen.versions["tasks", "one"].endings) == {"lost": 1}
    assert not seen.calls_at(at(60))


def test_a_question_is_asked_once_and_may_listen_several_times() -> None:
    seen = board(
        begin("c-1"),
        answer("c-1", "silent", how="silent"),
        answer("c-1", "unclear", "the weather", how="unclear"),
        answer("c-1", "agree", "yes"),
        answer("c-1", "otherwise", how="silent"),
        step("c-1", ASK, "hung_up"),
    )
    (funnel,) = seen.versions["tasks", "one"].questions.values()
    assert (funnel.line, funnel.asked) == (7, 3)
    assert dict(funnel.outcomes) == {"silent": 1, "unclear": 1, "agree": 1, "otherwise": 1, "hung_up": 1}


def test_rings_and_what_else_reaches_others_is_counted_by_what_came_of_it() -> None:
    seen = board(
        begin("c-1"),
        ring("c-1", "busy"),
        ring("c-1", "unanswered"),
        ring("c-1", "answered"),
        step("c-1", "record", "none"),
        step("c-1", "say"),
    )
    found = {state: (each.line, each.asked, dict(each.outcomes)) for state, each in version(seen).reaching.items()}
    assert found == {
        "connect billing": (12, 3, {"busy": 1, "unanswered": 1, "answered": 1}),
        "record": (3, 1, {"none": 1}),
    }
    assert not version(seen).questions


def test_who_talks_with_whom_until_the_call_ends() -> None:
    seen = board(
        *(begin(f"c-{number}") for number in range(4)),
        ring("c-0", "answered"),
        said("c-0", "other"),
        ring("c-1", "answered"),
        said("c-1", "caller"),
        ring("c-2", "unanswered"),
        ring("c-3", "answered", contact=""),
    )
    assert [call.talks_with for call in seen.calls_at(at(5)).values()] == ["billing", "", "", "somebody"]


def test_what_nobody_understood_is_counted_by_its_words() -> None:
    seen = board(
        begin("c-1"),
        answer("c-1", "unclear", "What parcel?", how="unclear"),
        answer("c-1", "unclear", "what parcel", how="unclear", seconds=2),
        answer("c-1", "agree", "sounds good to me", how="model"),
        answer("c-1", "unclear", "cough", how="unclear", confidence=0.3),
        answer("c-1", "unclear", "…", how="unclear"),
        answer("c-1", "unclear", "word " * 40, how="unclear"),
        answer("c-1", "agree", "yes"),
    )
    assert [(each.text, each.times, each.meant, each.line) for each in seen.answers.values()] == [
        ("What parcel?", 2, "", 7),
        ("sounds good to me", 1, "agree", 7),
    ]


def test_a_redacted_journal_has_all_but_the_words(path: Path, following: Following) -> None:
    events = [begin("c-1"), answer("c-1", "unclear", "what parcel", how="unclear"), answer("c-1", "agree", "yes")]
    path.write_text("".join(to_json(event, redact=True) + "\n" for event in events))
    seen = counted(following)
    assert dict(seen.versions["tasks", "one"].questions[ASK].outcomes) == {"unclear": 1, "agree": 1}
    assert not seen.answers


def test_a_call_that_began_before_the_journal_ends_in_it_without_a_version() -> None:
    seen = board(answer("c-1", "agree", "yes"), end("c-1"))
    assert [(each.digest, dict(each.endings), each.questions) for each in seen.versions.values()] == [
        ("", {"completed": 1}, {})
    ]


def test_what_it_holds_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_CALLS", "MOST_VERSIONS", "MOST_QUESTIONS", "MOST_ANSWERS"):
        monkeypatch.setattr(limits, limit, 3)
    seen = board(*(begin(f"c-{number}", digest=str(number)) for number in range(9)))
    assert list(seen.calls) == ["c-6", "c-7", "c-8"]
    assert [each.digest for each in seen.versions.values()] == ["6", "7", "8"]
    often = [answer("c-8", "unclear", "often", how="unclear")] * 2
    seldom = [answer("c-8", "unclear", f"once {number}", how="unclear", seconds=number) for number in range(9)]
    for event in as_read([*often, *seldom]):
        seen.take(event)
    assert [each.text for each in seen.answers.values()] == ["often", "once 7", "once 8"]
    for number in range(9):
        for event in as_read([Visit("c-8", at(1), 1, f"ask {number}", "ask", 7, "agree", 1, often[0].parts)]):
            seen.take(event)
    assert list(seen.versions["tasks", "8"].questions) == [ASK, "ask 0", "ask 1"]


# The file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "callsheet.journal.jsonl"


def add(path: Path, *events: Event) -> None:
    with path.open("a") as file:
        file.writelines(to_json(event) + "\n" for event in events)


def ids(following: Following) -> list[str]:
    return [event.text("call_id") for event in following.read()]


def counted(following: Following) -> Board:
    seen = Board()
    for event in following.read():
        seen.take(event)
    return seen


@pytest.fixture
def following(path: Path) -> Iterator[Following]:
    made = Following(path)
    yield made
    made.close()


def test_each_event_is_given_once_while_the_file_grows(path: Path, following: Following) -> None:
    assert ids(following) == []
    add(path, begin("c-1"))
    assert ids(following) == ["c-1"]
    assert ids(following) == []
    add(path, begin("c-2"), begin("c-3"))
    assert ids(following) == ["c-2", "c-3"]


def test_a_line_is_read_once_it_is_whole(path: Path, following: Following) -> None:
    line = to_json(begin("c-1"))
    path.write_text(line[:40])
    assert ids(following) == []
    with path.open("a") as file:
        file.write(line[40:])
    assert ids(following) == []
    with path.open("a") as file:
        file.write("\n" + line[:50] + "\n" + to_json(begin("c-2")) + "\nno event\n")
    assert ids(following) == ["c-1", "c-2"]


def test_a_file_that_was_moved_away_is_read_to_its_end(path: Path, following: Following) -> None:
    add(path, begin("c-1"))
    assert ids(following) == ["c-1"]
    path.rename(path.with_suffix(".1"))
    add(path.with_suffix(".1"), begin("c-2"))  # a process that has not noticed yet
    assert ids(following) == ["c-2"]
    add(path, begin("c-3"))
    assert ids(following) == ["c-3"]


def test_a_file_that_was_made_shorter_is_gone_on_with(path: Path, following: Following) -> None:
    add(path, *(begin(f"c-{number}") for number in range(4)))
    assert ids(following) == ["c-0", "c-1", "c-2", "c-3"]
    shorter = path.with_suffix(".new")
    add(shorter, begin("c-2"), begin("c-3"), begin("c-4"))
    shorter.replace(path)
    assert ids(following) == ["c-4"]


def test_a_file_that_was_emptied_is_read_anew(path: Path, following: Following) -> None:
    add(path, begin("c-1"), begin("c-2"))
    assert ids(following) == ["c-1", "c-2"]
    path.write_text("")
    add(path, begin("c-3"))
    assert ids(following) == ["c-3"]


def test_of_a_long_file_the_end_is_read(path: Path) -> None:
    add(path, *(begin(f"c-{number}") for number in range(100)))
    line = len(to_json(begin("c-99"))) + 1
    following = Following(path, look_back=2 * line)
    assert ids(following) == ["c-98", "c-99"]
    following.close()


def test_so_much_is_read_at_once(path: Path, following: Following) -> None:
    add(path, *(begin(f"c-{number}") for number in range(10, 60)))
    line = len(to_json(begin("c-10"))) + 1
    pieces = [[event.text("call_id") for event in following.read(10 * line + 5)] for _ in range(7)]
    assert [len(piece) for piece in pieces] == [10, 10, 10, 10, 10, 0, 0]
    assert [call_id for piece in pieces for call_id in piece] == [f"c-{number}" for number in range(10, 60)]


def test_what_is_no_journal_is_passed_over(path: Path, following: Following) -> None:
    path.mkdir()
    assert ids(following) == []
    path.rmdir()
    path.write_bytes(b"\xff\xfe\x00" * 1000 + b"\n" + b"{" * 3_000_000)
    assert ids(following) == []
    with path.open("ab") as file:
        file.write(b"\n" + json.dumps({"event": "visit", "call_id": "c-1", "heard": {"kind": []}}).encode() + b"\n")
    seen = Board()
    for _ in range(4):
        for event in following.read():
            seen.take(event)
    assert not seen.calls
