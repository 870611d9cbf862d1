"""A call is no other call against the very script that took it, whatever happened in it."""

import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.journal.reading import entries
from callsheet.ports.encoding import to_json
from callsheet.replaying.outcome import Replayed
from callsheet.replaying.recorded import RecordedCall, recorded_calls
from callsheet.replaying.replay import replay
from callsheet.replaying.script import NewScript
from callsheet.steps import VERBS
from callsheet.testing.cases import Case, Kind, without_file
from callsheet.testing.check import Scripts, Suite, check_tests
from callsheet.testing.play import PlayedTest, play
from tests.replaying.conftest import Recorded
from tests.testing.conftest import SCRIPT

REPOSITORY = Path(__file__).parents[2]
SHIPPED = sorted(REPOSITORY.glob("flows/*.test.yaml"))
RULES = sorted(REPOSITORY.glob("tests/language/*.test.yaml"))
# What no journal has, and is not told of a call.
UNTOLD = {"", "what the caller said is blacked out", "which words a model took for a value is not in the journal"}
# Turns that are put into calls of others, or taken out of them, at random.
TURNS: tuple[tuple[Kind, str], ...] = (
    *(("interrupts", key) for key in "12#"),
    *(("says", words) for words in ("yes", "no", "repeat that", "one moment", "the weather")),
    *(("fails", what) for what in ("speech", "message", "recording", "transcribe", "model", "line")),
    ("silent", ""),
    ("hangs_up", ""),
)
ENOUGH: tuple[tuple[Kind, str], ...] = (("silent", ""),) * 20
CALLS = 12


@cache
def opened(tests: Path) -> tuple[Suite, NewScript]:
    scripts: Scripts = {}
    suite = check_tests(tests, tests.name, scripts, Disk.around([tests])).suite
    (checked,) = scripts.values()
    assert suite is not None
    assert checked.flow is not None
    assert checked.library is not None
    return suite, NewScript.of(checked.flow, checked.library)


def recorded_call(played: PlayedTest, *, redact: bool) -> RecordedCall:
    lines = "".join(to_json(event, redact=redact) + "\n" for event in played.events)
    (call,) = recorded_calls(entries(io.BytesIO(lines.encode())))
    return call


def replays(suite: Suite, script: NewScript, case: Case) -> Iterator[Replayed]:
    played = play(suite, case)
    yield replay(recorded_call(played, redact=False), script)
    redacted = replay(recorded_call(played, redact=True), script)
    assert redacted.difference is None, (case.name.text, redacted)


@pytest.mark.parametrize("tests", [*SHIPPED, *RULES], ids=lambda path: path.name.partition(".")[0])
def test_a_call_is_the_same_call_against_its_own_script(tests: Path) -> None:
    suite, script = opened(tests)
    for case in suite.tests:
        for replayed in replays(suite, script, case):
            assert replayed.difference is None, (case.name.text, replayed)
            assert replayed.untold in UNTOLD, (case.name.text, replayed)


@pytest.mark.parametrize("tests", SHIPPED, ids=lambda path: path.name.partition(".")[0])
def test_so_it_is_whatever_its_caller_does_and_whatever_fails(tests: Path) -> None:
    suite, script = opened(tests)
    turns = (*TURNS, *((("fails", name)) for name in (*suite.flow.queries, *suite.flow.requests)))
    for seed in range(CALLS):
        random = Random(seed)  # noqa: S311 - not for secrets
        like = random.choice(suite.tests)
        did = [(turn.kind, turn.text) for turn in like.turns if turn.kind not in ("hears", "ends", "receives")]
        for _ in range(random.randint(1, 4)):
            did.insert(random.randint(0, len(did)), random.choice(turns))
            del did[random.randrange(len(did))]
        last = next((at for at, (kind, _) in enumerate(did) if kind == "hangs_up"), len(did))
        case = Case(like.name, like.given, without_file([*did[: last + 1], *ENOUGH]), (), {})
        for replayed in replays(suite, script, case):
            assert replayed.difference is None, (seed, like.name.text, did, replayed)


def test_every_verb_is_played(recorded: Recorded) -> None:
    scripts = [opened(tests)[1].flow for tests in (*SHIPPED, *RULES)]
    played = {state.step.verb for flow in scripts for state in flow.states.values()}
    assert VERBS.keys() - played == {"pause"}
    recorded.bench.write("tasks.flow.yaml", SCRIPT.replace("- say: Goodbye.", "- pause: 2s"))
    recorded.calls("says: later, ends: completed", "says: later, hangs_up: true")
    assert recorded.replay().out == "2 calls of tasks: 2 as before, 0 differ\n"


def test_what_may_have_been_said_is_what_it_was_taken_for() -> None:
    """Where the recognition was not sure, the journal has the words that were understood beside those that were not."""
    suite, script = opened(next(tests for tests in RULES if tests.name.startswith("number.")))
    unsure = 0
    for case in suite.tests:
        lines: list[str] = []
        for event in play(suite, case).events:
            line = json.loads(to_json(event))
            if line.get("understood", {}).get("how") == "value":
                line["understood"]["words"], line["heard"]["text"] = line["heard"]["text"], "something else"
                unsure += 1
            lines.append(json.dumps(line))
        (call,) = recorded_calls(entries(io.BytesIO("\n".join(lines).encode())))
        assert replay(call, script).difference is None, case.name.text
    assert unsure


@pytest.mark.parametrize(
    ("was", "now", "call"),
    [
        ("say: Goodbye.", "pause: 30s", "says: later, ends: limit_reached"),
        ("say: Good.", "say: Good. It is {{ now | spoken_time }} on {{ today | spoken_date }}.", "says: done that"),
        ("say: Good.", "write: write_note\n              with: {what: '{{ now }}'}", "says: done that"),
    ],
    ids=["limit", "time", "moment"],
)
def test_time_is_that_of_the_call(recorded: Recorded, was: str, now: str, call: str) -> None:
    script = SCRIPT.replace(was, now).replace("intents:\n", "limits: {call: 15s}\nintents:\n")
    recorded.bench.write("tasks.flow.yaml", script)
    recorded.calls(call)
    assert recorded.replay().out == "1 call of tasks: 1 as before, 0 differ\n"
