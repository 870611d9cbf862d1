"""A call that was thought of, as a test that passes: its tables are dropped, and found again from what was asked."""

from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from callsheet.adapters.files.disk import Disk
from callsheet.interpreter.interpreter import Interpreter
from callsheet.journal.reading import entries
from callsheet.ports.encoding import to_json
from callsheet.ports.line import Spoken
from callsheet.ports.records import CallStarted
from callsheet.ports.requests import NotDone, Reply, Request, RowsFound
from callsheet.ports.telephony import CallInfo
from callsheet.ports.values import Row
from callsheet.session.asked import Asked
from callsheet.testing.cases import Case, Given
from callsheet.testing.check import Suite, check_tests
from callsheet.testing.play import play
from callsheet.testing.retracing import ThoughtCall
from callsheet.testing.shown import shown, shown_recorded
from tests.testing.conftest import HEAD, Bench

FLOWS = Path(__file__).parents[2] / "flows"
Replies = list[tuple[Request, Reply]]


@pytest.fixture
def replies(monkeypatch: pytest.MonkeyPatch) -> Replies:
    """What the world has said in the calls that are played meanwhile."""
    kept: Replies = []
    reply = Asked.reply

    async def keeping(self: Asked, request: Request, interpreter: Interpreter) -> Reply:
        kept.append((request, found := await reply(self, request, interpreter)))
        return found

    monkeypatch.setattr(Asked, "reply", keeping)
    return kept


def followed(suite: Suite, test: Case, replies: Replies) -> ThoughtCall:
    """The call of a test, as somebody would have it who only thinks of it."""
    replies.clear()
    events = play(suite, test).events
    began = next(event for event in events if isinstance(event, CallStarted))
    info = CallInfo(began.call_id, "inbound", began.caller_number, began.callee_number)
    return ThoughtCall(info, began.at, tuple(replies))


def bare(suite: Suite) -> Suite:
    """The same script, whose tables hold nothing."""
    return replace(suite, given=Given(requests=suite.given.requests))


def suite_of(path: Path) -> Suite:
    suite = check_tests(path, path.name, {}, Disk.around([path])).suite
    assert suite is not None
    return suite


@pytest.mark.parametrize("script", ["appointment_booking", "interactive_notifications"])
def test_the_calls_of_a_shipped_script_are_shown_without_its_tables(script: str, replies: Replies) -> None:
    suite = suite_of(FLOWS / f"{script}.test.yaml")
    for test in suite.tests:
        made = shown(bare(suite), followed(suite, test, replies), test.name.text)
        assert made.confirmed, f"{test.name.text}: {made.why}\n{made.text}"


def test_recorded_calls_are_shown_by_their_journal() -> None:
    suite = suite_of(FLOWS / "screening.test.yaml")
    for test in suite.tests:
        journal = "".join(to_json(event).replace("c-test", "live-1") + "\n" for event in play(suite, test).events)
        made = shown_recorded(bare(suite), entries(BytesIO(journal.encode())), test.name.text)
        assert made.confirmed, f"{test.name.text}: {made.why}\n{made.text}"


def test_what_is_blacked_out_is_not_shown(tasks: Suite) -> None:
    events = play(tasks, tasks.tests[0]).events
    for redact, changed, why in [
        (True, "", "what person found is blacked out"),
        (False, '"query":"person"', "the script has no query or write nobody any more"),
    ]:
        journal = "".join(to_json(event, redact=redact) + "\n" for event in events)
        journal = journal.replace(changed, '"query":"nobody"') if changed else journal
        made = shown_recorded(bare(tasks), entries(BytesIO(journal.encode())), "a test")
        assert not made.confirmed
        assert why in made.why, made.why


@pytest.fixture
def tasks(bench: Bench) -> Suite:
    return suite_of(bench.write("tasks.test.yaml", HEAD + TESTS))


TESTS = """\
  - name: one is done, and one is not
    given:
      now: "2026-03-02T08:00:00-05:00"
      tables:
        tasks:
          - {id: 7, person_id: 1, what: Water.}
          - {id: 9, person_id: 1, what: Feed.}
          - {id: 11, person_id: 1, what: X.}
    call: [says: done that, fails: finish, says: done that, works_again: finish, says: later]
  - name: somebody else was faster
    call: [unchanged: finish, says: done that, ends: completed]
"""


def test_what_is_shown(tasks: Suite, replies: Replies) -> None:
    made = shown(bare(tasks), followed(tasks, tasks.tests[0], replies), "a test")
    assert made.text == TEXT
    assert (made.confirmed, made.why) == (True, "")


TEXT = """\
flow: tasks.flow.yaml
tests:
  - name: a test
    given:
      now: "2026-03-02T08:00:00-05:00"
      tables:
        people:
          - id: 1
            name: Ann
            phone: "+15550100"
        tasks:
          - id: 7
            person_id: 1
            what: Water.
          - id: 9
            person_id: 1
            what: Feed.
          - id: 11
            person_id: 1
            what: X.
    call:
      - hears: Task 1. Water. Is it done?
      - says: done that
      - fails: finish
      - hears: Task 2. Feed. Is it done?
      - says: done that
      - works_again: finish
      - hears: Task 3. X. Is it done?
      - says: later
      - hears: Goodbye.
      - ends: completed
    rows_after:
      tasks:
        - id: 9
          state: done
          at: {empty: false}
"""


def test_what_is_worth_telling_is_heard(tasks: Suite, replies: Replies) -> None:
    call = followed(tasks, tasks.tests[0], replies)
    silent = shown(bare(tasks), call, "a test").text
    telling = frozenset({"for_each task/ask/finished/say", "say"})
    made = shown(bare(tasks), call, "a test", telling)
    assert made.confirmed, made.why
    added = [line.strip() for line in made.text.splitlines() if line not in silent.splitlines()]
    assert added == ["- hears: Hello Ann.", "- hears: Good.", "- hears: Good."]


def test_a_write_that_no_row_keeps_from_changing_one_is_said_to_be_unchanged(tasks: Suite, replies: Replies) -> None:
    made = shown(bare(tasks), followed(tasks, tasks.tests[1], replies), "a test")
    assert made.confirmed
    assert ("- unchanged: finish" in made.text, "what: Sleep." in made.text) == (True, False)


def test_of_rows_nothing_but_their_number_has_to_be_known(tasks: Suite, replies: Replies) -> None:
    call = followed(tasks, tasks.tests[0], replies)
    thought = tuple(
        (request, RowsFound((Row({}),) * len(reply.rows)) if isinstance(reply, RowsFound) else reply)
        for request, reply in call.replies
    )
    made = shown(bare(tasks), replace(call, replies=thought), "a test")
    assert made.confirmed, made.why
    assert "hears: Task 3. What 3 Is it done?" in made.text


def test_a_call_that_cannot_be_is_not_shown(tasks: Suite, replies: Replies) -> None:
    call = followed(tasks, tasks.tests[0], replies)
    number = next(n for n, (_, reply) in enumerate(call.replies) if isinstance(reply, RowsFound) and reply.rows)
    request, reply = call.replies[number]
    assert isinstance(reply, RowsFound)
    twice = RowsFound((Row({"id": 1}), Row({"id": 1})))
    for changed, why in [
        ((*call.replies[:number], (request, twice), *call.replies[number + 1 :]), "with which person finds 2 rows"),
        (call.replies[:number], 'goes another way, to "query person"'),
        ((*call.replies, call.replies[0]), "the call ends earlier"),
        (call.replies[1:], 'goes another way, to "answer"'),
    ]:
        made = shown(bare(tasks), replace(call, replies=changed), "a test")
        assert (made.confirmed, made.text) == (False, "")
        assert why in made.why


def test_a_hang_up_between_two_steps_that_no_test_can_say_is_not_confirmed(tasks: Suite, replies: Replies) -> None:
    call = followed(tasks, tasks.tests[1], replies)
    number = next(n for n, (_, reply) in enumerate(call.replies) if isinstance(reply, Spoken))
    gone = (*call.replies[:number], (call.replies[number][0], NotDone("hung_up")))
    made = shown(bare(tasks), replace(call, replies=(*gone, *call.replies[-1:])), "a test")
    assert not made.confirmed
