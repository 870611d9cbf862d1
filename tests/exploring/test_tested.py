"""What the tests of scripts come to is among what is walked: every step of theirs, with its outcome."""

from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.exploring.walk import Walk
from callsheet.ports.records import visits
from callsheet.testing.check import check_tests
from callsheet.testing.play import play

TESTS = Path(__file__).parents[1]
FLOWS = TESTS.parent / "flows"
# Their walks take long; `python -m tests.prove` follows calls for as long as it is let.
LARGE = {"nested", "together", "collecting", "collecting_again"}
SCRIPTS = (
    *(path for path in sorted((TESTS / "language").glob("*.test.yaml")) if path.name.partition(".")[0] not in LARGE),
    *(FLOWS / f"{name}.test.yaml" for name in ("interactive_notifications", "after_hours_voicemail", "escalation")),
)


def test_whatever_tests_come_to_is_walked() -> None:
    for path in SCRIPTS:
        suite = check_tests(path, path.name, {}, Disk.around([path])).suite
        assert suite is not None
        graph = Walk(suite.flow, suite.library).walk()
        walked = {(graph.place(move.start), move.outcome) for move in graph.moves}
        events = (event for test in suite.tests for event in play(suite, test).events)
        come_to = {(visit.state, visit.outcome) for event in events for visit in visits(event)}
        assert come_to - walked == set(), path.name
