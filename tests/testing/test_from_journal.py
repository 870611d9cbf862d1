"""A call out of its journal, as a test: played, it is the same call."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from callsheet.adapters.files.disk import Disk
from callsheet.journal.reading import JournalEntry, entries
from callsheet.ports.encoding import to_json
from callsheet.ports.records import Event, visits
from callsheet.script.words import Word
from callsheet.testing.cases import LASTING, Case, Given, Kind, without_file
from callsheet.testing.check import Suite, check_tests
from callsheet.testing.from_journal import journaled
from callsheet.testing.play import PlayedTest, play
from callsheet.testing.report import failure_report
from tests.testing.conftest import HEAD, Bench

SHIPPED = Path(__file__).parents[2] / "flows" / "interactive_notifications.test.yaml"
# What callers do: in words that are understood and that are not, by keys, too early, or not at all.
SAID = ("yes", "okay, got it", "no", "later", "done that", "not yet", "the weather", "repeat that", "one moment", "")
KEYS = tuple("0129*#")
ENOUGH: tuple[tuple[Kind, str], ...] = (("silent", ""),) * 20
CALLS = 60


@pytest.fixture
def tasks(bench: Bench) -> Suite:
    return suite_of(bench.write("tasks.test.yaml", HEAD + "  - name: a call\n    call: [{ends: completed}]\n"))


def suite_of(path: Path) -> Suite:
    suite = check_tests(path, path.name, {}, Disk.around([path])).suite
    assert suite is not None
    return suite


def case(turns: Iterable[tuple[Kind, str]], given: Given) -> Case:
    made = without_file(turns)
    return Case(Word("a call", made[0].span), given, made, (), {})


def reread(events: Iterable[Event], *, redact: bool) -> Iterator[JournalEntry]:
    return entries(io.BytesIO("".join(to_json(event, redact=redact) + "\n" for event in events).encode()))


def way(played: PlayedTest) -> list[tuple[str, str]]:
    return [(visit.state, visit.outcome) for event in played.events for visit in visits(event)]


def answers(played: PlayedTest) -> list[tuple[str, str]]:
    return [(state, outcome) for state, outcome in way(played) if state.endswith("ask") and outcome != "hung_up"]


def prompts(played: PlayedTest) -> list[str]:
    return [line.text for line in played.conversation if line.who == "call:"]


def turns_at_random(random: Random, suite: Suite) -> list[tuple[Kind, str]]:
    writes = [name for name, query in suite.flow.queries.items() if query.kind == "write"]
    names = [*suite.flow.queries, "speech", "recognition"]
    kinds: list[Kind] = random.choices(
        ["says", "presses", "silent", "interrupts", "hangs_up", "fails", "unchanged", "unknown", "works_again"],
        [8, 4, 3, 3, 1, 1, 1, 0.2, 1],
        k=8,
    )
    turns: list[tuple[Kind, str]] = random.choice([[], [("answered", "")]])
    for kind in kinds:
        match kind:
            case "says":
                turns.append((kind, random.choice(SAID)))
            case "presses":
                turns.append((kind, random.choice(KEYS)))
            case "interrupts":
                turns.append((kind, random.choice([*SAID[:-1], *KEYS])))
            case "fails":
                turns.append((kind, random.choice(names)))
            case "unchanged" | "unknown":
                turns.append((kind, random.choice(writes)))
            case "works_again":
                held = [what for before, what in turns if before in LASTING]
                turns.extend([(kind, random.choice(held))] if held else [])
            case _:
                turns.append((kind, ""))
        if kind == "says" and random.random() < 0.3:
            turns.append(("understood_as", random.choice(["finished", "later", "unclear"])))
        if kind == "hangs_up":
            break
    return turns


@pytest.mark.parametrize("redact", [False, True])
@pytest.mark.parametrize("script", ["tasks", "shipped"])
def test_a_recorded_call_is_the_same_call_again(tasks: Suite, script: str, redact: bool) -> None:
    suite = tasks if script == "tasks" else suite_of(SHIPPED)
    whole = 0
    for seed in range(CALLS):
        turns = turns_at_random(Random(seed), suite)  # noqa: S311 - not for secrets
        took = play(suite, case([*turns, *ENOUGH], Given()))
        found = journaled(reread(took.events, redact=redact))
        assert found is not None
        stopped = "shut_down" in (outcome for _, outcome in way(took))  # somebody did what cannot be done there
        if stopped or any("moment" in what for what in found.missing):
            continue
        whole += 1
        again = play(suite, case([(turn.kind, turn.text) for turn in found.turns], found.given))
        shown = "\n".join(
            [
                *map(str, turns),
                "--",
                *(turn.written for turn in found.turns),
                "--",
                *(line.written for line in took.conversation),
            ]
        )
        assert not again.problems, "\n".join([shown, *failure_report("x", again, lambda _: [])])
        if redact:  # where exactly somebody hung up nobody can tell
            assert answers(again) == answers(took), shown
        else:
            assert way(again) == way(took), shown
    assert whole > CALLS / 2


def test_a_visit_without_a_place_is_no_mistake_of_ours() -> None:
    started = JournalEntry({"event": "call_started", "call_id": "c-1", "flow": "tasks"})
    found = journaled([started, JournalEntry({"event": "visit", "call_id": "c-1", "outcome": "done"})])
    assert found is not None
    assert found.turns == ()


def test_what_other_systems_answered_is_given() -> None:
    suite = suite_of(Path(__file__).parents[1] / "language" / "elsewhere.test.yaml")
    alone, several = replace(suite, given=Given()), 0
    for took in (play(suite, test) for test in suite.tests):
        found = journaled(reread(took.events, redact=False))
        assert found is not None
        again = play(alone, case([(turn.kind, turn.text) for turn in found.turns], found.given))
        assert (again.problems, way(again)) == ((), way(took)), took.case.name.text
        several += len(found.given.requests)
    assert several


@pytest.mark.parametrize("script", ["waiting", "connecting"])
def test_what_takes_long_and_who_is_rung_are_the_same_again(script: str) -> None:
    suite = suite_of(Path(__file__).parents[1] / "language" / f"{script}.test.yaml")
    for took in (play(suite, test) for test in suite.tests):
        found = journaled(reread(took.events, redact=False))
        assert found is not None
        again = play(suite, case([(turn.kind, turn.text) for turn in found.turns], found.given))
        assert (again.problems, way(again)) == ((), way(took)), took.case.name.text
        assert prompts(again) == prompts(took)
