"""What is told of calls that would be others against a script which has changed."""

import io
import json
import re
from itertools import product

import pytest

from callsheet.diagnostics.visible import MOST_CHARACTERS
from callsheet.journal.reading import entries
from callsheet.ports.encoding import to_json
from callsheet.replaying.groups import Replays, grouped
from callsheet.replaying.recorded import recorded_calls
from callsheet.replaying.replay import replay
from callsheet.replaying.script import NewScript
from callsheet.replaying.text import report
from tests.checking import check_file
from tests.cli.journals import lost, started
from tests.replaying.conftest import JOURNAL, Recorded

DONE, LATER, LEFT = (
    "says: done that, ends: completed",
    'presses: "2", ends: completed',
    "hears: Is it done, hangs_up: true",
)
FINISH = """            - write: finish
              with: {task_id: "{{ task.id }}", at: "{{ now }}"}
              if_unchanged:
                - say: That cannot be done.
              if_fails:
                - say: I could not write that down.
"""
ASKED = '"Task 1. Water the plants. Is it done?"'
SAID_DONE = f'after "done that" (finished) at {ASKED}'
RUBBISH: tuple[object, ...] = (None, -1, 1e300, "\x1b[2J", [], {}, [{"a": 1}], {"text": {}}, "x" * 2000)
TASKS = '  - query: tasks\n    with: {person_id: "{{ person.id }}"}\n    as: tasks\n'
HELLO = "  - say: Hello {{ person.name }}.\n    interruptible: false\n"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("say: Good.", "say: Fine.", (SAID_DONE, 'they hear "Good." (line 40)', 'they hear "Fine."')),
        (
            "Is it done?",
            "Done?",
            ("at the beginning", f"are asked {ASKED}", 'are asked "Task 1. Water the plants. Done?"'),
        ),
        (FINISH, "", (SAID_DONE, "finish is written with task_id 1, at ", 'they hear "Good."')),
        (
            "- say: All right.",
            "- write: write_note\n              with: {what: Later.}\n            - say: All right.",
            (f"after key 2 (later) at {ASKED}", 'they hear "All right."', 'write_note is written with what "Later."'),
        ),
        (
            "what: The caller hung up.",
            "what: Gone.",
            ("", 'write_note is written with what "The caller hung up."', 'write_note is written with what "Gone."'),
        ),
        ("  - say: Goodbye.\n", "", ("", 'they hear "Goodbye."', "the call ends as completed")),
        (
            "  - disconnect\nif_caller",
            "  - say: Bye.\n  - disconnect\nif_caller",
            ("", "the call ends as completed", 'they hear "Bye."'),
        ),
        (
            "intents:\n",
            "limits: {steps: 4}\nintents:\n",
            ("", "they ", "the call ends as limit_reached: the call took more than 4 steps"),
        ),
        ("[it is done, done that]", "[it is done]", ("", "finish is written", 'they hear "I did not understand."')),
        (
            'with: {person_id: "{{ person.id }}"}',
            'with: {person_id: "{{ person.id + 1 }}"}',
            (
                "at the beginning",
                f"they are asked {ASKED}",
                "tasks is read, and the recorded call has no answer",
            ),
        ),
        (
            "      - ask: Task {{ loop.number }}. {{ task.what }} Is it done?",
            "      - say: Task {{ loop.number }}. {{ task.what }} Is it done?\n      - ask: Well?",
            ("at the beginning", f"they are asked {ASKED}", f"they hear {ASKED}"),
        ),
        (
            "  - say: Goodbye.\n",
            "  - record: Goodbye.\n    as: message\n    if_fails: []\n    if_none: []\n",
            ("", 'they hear "Goodbye."', 'they hear "Goodbye.", and are recorded'),
        ),
        (
            "  - say: Goodbye.\n",
            "  - ask: Anything else?\n    answers: {agree: [], refuse: []}\n    otherwise: []\n  - say: Goodbye.\n",
            ("", 'they hear "Goodbye."', 'they are asked "Anything else?"'),
        ),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else value.strip()[:20],
)
def test_the_first_difference_is_told(recorded: Recorded, was: str, now: str, told: tuple[str, str, str]) -> None:
    recorded.calls(DONE, LATER, LEFT)
    recorded.change(was, now)
    ran = recorded.replay()
    assert ran.status == 1, ran
    first = ran.out.split("\n\n")[0]
    after, then, since = (re.search(f"{begins}(.*)", first) for begins in ("calls: ", "  was: ", "  now: "))
    assert after is not None
    assert then is not None
    assert since is not None
    assert told[0] in after[1]
    assert told[1] in then[1]
    assert told[2] in since[1]
    assert "  --> tasks.flow.yaml:" in first


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (HELLO + TASKS, TASKS + HELLO),  # what is read is read earlier
        ("  - say: Goodbye.\n", "  - set: {tries: 2}\n  - say: Goodbye.\n"),
        ("  - say: Goodbye.\n", TASKS + "  - say: Goodbye.\n"),  # read again: it is known what is found
        (
            "  - say: Goodbye.\n  - disconnect\n",
            "  - run: bye\n  - disconnect\nsections:\n  bye:\n    - say: Goodbye.\n",
        ),
    ],
    ids=["earlier", "set", "again", "section"],
)
def test_what_nobody_notices_is_no_difference(recorded: Recorded, was: str, now: str) -> None:
    recorded.calls(DONE, LATER, LEFT)
    recorded.change(
        was, now.replace("if_x: []\n", "").replace("\n    - disconnect\n", "\n    - disconnect\nunused: 1\n")
    )
    assert recorded.replay().out.endswith("3 calls of tasks: 3 as before, 0 differ\n")


def test_calls_that_differ_alike_are_told_together(recorded: Recorded) -> None:
    recorded.calls(DONE, LATER, "says: it is done, ends: completed", 'presses: "1", ends: completed', LEFT)
    recorded.change("say: Good.", "say: Fine.")
    assert recorded.replay().out == (
        f"3 of 5 calls: {SAID_DONE}\n"
        '  was: they hear "Good." (line 40)\n'
        '  now: they hear "Fine."\n'
        "  --> tasks.flow.yaml:40\n"
        "  c-1, c-3, c-4\n"
        "\n"
        "5 calls of tasks: 2 as before, 3 differ\n"
    )


def test_the_report_can_do_without_what_was_said(recorded: Recorded) -> None:
    recorded.calls(DONE, LATER)
    recorded.change("say: Good.", "say: Fine.")
    for form in ("text", "json", "markdown"):
        out = recorded.replay("--redact", "--format", form).out
        assert "finished" in out
        assert not [word for word in ("done that", "Water", "Fine", "Ann") if word in out], out
    assert "after [redacted] (finished) at for_each task/ask" in recorded.replay("--redact").out


def test_programs_and_pull_requests_are_told_the_same(recorded: Recorded) -> None:
    recorded.calls(DONE, LATER)
    recorded.change("say: Good.", "say: Fine | `@ann` <b>.")
    found = json.loads(recorded.replay("--format", "json").out)
    assert (found["flow"], found["calls"], found["differing"], found["followed_in_part"]) == ("tasks", 2, 1, 0)
    (difference,) = found["differences"]
    assert difference["calls"] == ["c-1"]
    assert difference["after"]["words"] == "done that"
    assert difference["now"] == {"kind": "hears", "text": "Fine | `@ann` <b>.", "values": {}, "awaits": ""}
    assert difference["now_at"]["line"] == 40
    out = recorded.replay("--format", "markdown").out
    assert "2 calls of tasks: 1 as before, 1 differs" in out
    assert "`they hear \"Fine \\| '@ann' <b>.\"` | 40 | `c-1` |" in out


def test_what_a_journal_does_not_have_is_told(recorded: Recorded) -> None:
    recorded.calls(DONE, LEFT, redact=True)
    ran = recorded.replay()
    assert ran.status == 0
    assert "2 calls could be followed in part only: what person found is blacked out\n  c-1, c-2\n" in ran.out
    assert ran.out.endswith("2 calls of tasks: 0 as before, 0 differ, 2 as before as far as they could be followed\n")
    recorded.calls(DONE, LATER)
    journal = recorded.bench.folder / JOURNAL
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join(line for line in lines if '"event":"call_ended","call_id":"c-1"' not in line))
    assert "its end is not in the journal\n  c-1\n" in recorded.replay().out
    journal.write_text("".join(lines[1:]))
    assert "its beginning is not in the journal\n  c-1\n" in recorded.replay().out
    journal.write_text("".join(re.sub(r',"found":\[.*?\]', "", line) for line in lines))
    told = "2 calls could be followed in part only: what person found is not in the journal: it is long, it has to do"
    assert told in recorded.replay().out
    journal.write_text("".join(line for line in lines if '"read"' not in line))
    assert "now: person is read, and the recorded call has no answer to that" in recorded.replay().out


def test_programs_and_pull_requests_are_told_what_is_left_out(recorded: Recorded) -> None:
    recorded.calls(DONE, redact=True)
    other = recorded.bench.write("other.journal.jsonl", to_json(started("c-9")) + "\n")
    journals = (JOURNAL, other.name)
    found = json.loads(recorded.replay("--format", "json", journals=journals).out)
    assert found["unfollowed"] == [{"why": "what person found is blacked out", "calls": ["c-1"]}]
    assert found["left_out"] == {"clinic": 1}
    out = recorded.replay("--format", "markdown", journals=journals).out
    assert "1 call could be followed in part only: what person found is blacked out (`c-1`)" in out
    assert "Left out, as they are of other scripts: `clinic` (1)" in out


def test_a_query_that_gives_more_than_it_did_has_no_answer(recorded: Recorded) -> None:
    recorded.calls(DONE)
    data = recorded.bench.folder / "data.sql"
    data.write_text(data.read_text().replace("SELECT id, name FROM people", "SELECT id, name, phone FROM people"))
    assert "person gives phone now, which was not read in the call" in recorded.replay().out


def test_calls_of_other_scripts_are_left_out(recorded: Recorded) -> None:
    recorded.calls(DONE)
    other = recorded.bench.write("other.journal.jsonl", to_json(started("c-9")) + "\nno event\n")
    ran = recorded.replay(journals=(JOURNAL, other.name))
    assert ran.status == 0
    assert "left out, as they are of other scripts: clinic (1)" in ran.out
    ran = recorded.replay(journals=(other.name,))
    assert (ran.status, ran.out) == (2, "")
    assert (
        ran.err == 'callsheet replay: there is no call of "tasks" in other.journal.jsonl; there are calls of clinic\n'
    )


def test_what_cannot_be_read_is_told(recorded: Recorded) -> None:
    recorded.calls(DONE)
    ran = recorded.replay(journals=("none.journal.jsonl",))
    assert ran.status == 2
    assert ran.err == (
        "callsheet replay: none.journal.jsonl is not there; name a journal, such as callsheet.journal.jsonl\n"
    )
    recorded.change("- say: Good.", "- say: Good {{ nobody }}.")
    ran = recorded.replay()
    assert ran.status == 2
    assert "nobody" in ran.err
    assert ran.err.endswith("callsheet replay: tasks.flow.yaml has errors, and nothing is played against it\n")
    assert recorded.replay(flow="none.flow.yaml").status == 2


def test_an_id_that_was_used_before_and_a_call_that_was_cut_off_are_calls(recorded: Recorded) -> None:
    recorded.calls(DONE, LATER)
    journal = recorded.bench.folder / JOURNAL
    lines = [line.replace('"c-2"', '"c-1"') for line in journal.read_text().splitlines(keepends=True)]
    first = next(number for number, line in enumerate(lines) if '"call_ended"' in line)
    for end in ("", to_json(lost("c-1")) + "\n"):
        journal.write_text("".join([*lines[:first], end, *lines[first + 1 :]]))
        assert recorded.replay().out == (
            "1 call could be followed in part only: its end is not in the journal\n"
            "  c-1\n\n"
            "2 calls of tasks: 1 as before, 0 differ, 1 as before as far as they could be followed\n"
        )


def test_rubbish_in_a_journal_is_told_in_few_words(recorded: Recorded) -> None:
    """Whatever stands where something else should: nothing of it moves the cursor, or stops the others."""
    recorded.calls(DONE)
    path = recorded.bench.folder / "tasks.flow.yaml"
    checked = check_file(path, path.name)
    assert checked.flow is not None
    assert checked.library is not None
    script = NewScript.of(checked.flow, checked.library)
    lines = (recorded.bench.folder / JOURNAL).read_text().splitlines(keepends=True)
    for number, line in enumerate(lines):
        event = json.loads(line)
        for name, rubbish in product(event, RUBBISH):
            broken = "".join([*lines[:number], json.dumps({**event, name: rubbish}) + "\n", *lines[number + 1 :]])
            calls = recorded_calls(entries(io.BytesIO(broken.encode())))
            groups, unfollowed = grouped([replay(call, script) for call in calls])
            told = report(Replays("tasks", path.name, 1, groups, unfollowed))
            assert "\x1b" not in told
            assert all(len(told_line) < MOST_CHARACTERS + 100 for told_line in told.splitlines())
