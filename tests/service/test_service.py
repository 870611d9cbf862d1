"""The calls of one process: taken, turned away, ended with it; and none notices another's trouble."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pytest
from prometheus_client import generate_latest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.journal.writers import Kept, Several
from callsheet.ports.data import Database, DataFailed, WriteUnit, Written
from callsheet.ports.records import CallRecord, CallStarted, SomebodyRung, Visit
from callsheet.ports.telephony import CallInfo, CallState
from callsheet.service import service as service_module
from callsheet.service.admission import Admission
from callsheet.service.logs import FIELDS
from callsheet.service.metrics import Metrics
from callsheet.service.scripts import Scripts
from callsheet.service.service import FAREWELLS, LET_GO_SECONDS, Service
from callsheet.session.world import World
from tests.service.conftest import GREETING, NUMBER, Lines, Place, PlayedCall, PlayedTelephony, run

LONG = """steps:
  - answer
  - pause: 60s
  - say: That was long.
  - disconnect
"""


@dataclass
class Bench:
    """A service that runs."""

    service: Service
    telephony: PlayedTelephony
    lines: Lines
    journal: Kept
    metrics: Metrics
    clock: VirtualClock

    @property
    def records(self) -> list[CallRecord]:
        return [event for event in self.journal.events if isinstance(event, CallRecord)]

    @property
    def endings(self) -> dict[str, str]:
        return {record.call_id: record.ending for record in self.records}

    def count(self, sample: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(sample, labels) or 0.0

    async def ended(self) -> None:
        """Wait until nothing is under way any more."""
        await asyncio.sleep(600)
        assert self.service.live == 0


def served(
    scripts: Scripts,
    play: Callable[[Bench], Awaitable[None]],
    *,
    max_calls: int = 100,
    lines: Lines | None = None,
    database: Database | None = None,
) -> Bench:
    """What came of a service while `play` was played."""

    async def work(clock: VirtualClock) -> Bench:
        telephony, kept, metrics = PlayedTelephony(), Kept(), Metrics()
        made = lines or Lines()
        world = World(database or NoDatabase(), clock, Several([kept, metrics]))
        service = Service(telephony, made, scripts, world, metrics, Admission(metrics, max_calls))
        bench = Bench(service, telephony, made, kept, metrics, clock)
        taking = asyncio.ensure_future(service.take_calls())
        await play(bench)
        taking.cancel()
        await asyncio.wait({taking})
        return bench

    return run(work)


def test_a_call_is_taken_and_counted(place: Place) -> None:
    async def play(bench: Bench) -> None:
        call = bench.telephony.ring()
        await asyncio.sleep(0.5)
        assert bench.service.live == 1
        assert bench.count("callsheet_calls_live") == 1
        await bench.ended()
        assert call.did == ["answer", "hang_up"]

    bench = served(place.scripts(), play)
    assert bench.endings == {"c-1": "completed"}
    assert bench.lines.said() == ["Hello."]
    assert bench.count("callsheet_calls_started_total", flow="greeting") == 1
    assert bench.count("callsheet_calls_ended_total", flow="greeting", ending="completed") == 1
    assert bench.count("callsheet_calls_live") == 0
    assert b"+1555" not in generate_latest(bench.metrics.registry)


def test_a_caller_who_hangs_up_ends_only_their_call(place: Place) -> None:
    async def play(bench: Bench) -> None:
        first, _ = bench.telephony.ring(call_id="c-1"), bench.telephony.ring(call_id="c-2")
        await asyncio.sleep(0.5)
        first.end()
        await bench.ended()

    assert served(place.scripts(), play).endings == {"c-1": "hung_up", "c-2": "completed"}


def test_what_is_too_much_is_turned_away_at_once(place: Place) -> None:
    async def play(bench: Bench) -> None:
        calls = [bench.telephony.ring(call_id=f"c-{number}") for number in range(5)]
        await asyncio.sleep(0.01)
        assert [call.did for call in calls[3:]] == [["reject"], ["reject"]]
        await bench.ended()
        bench.telephony.ring(call_id="c-later")
        await bench.ended()

    bench = served(place.scripts(), play, max_calls=3)
    assert set(bench.endings) == {"c-0", "c-1", "c-2", "c-later"}
    assert bench.count("callsheet_calls_refused_total", reason="busy") == 2


def test_a_number_without_a_script_is_turned_away(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.script(LONG, "a.flow.yaml")
    config = place.folder / "callsheet.numbers.yaml"
    config.write_text(f'numbers:\n  "{NUMBER}": a.flow.yaml\n')
    scripts = Scripts(config, "callsheet.numbers.yaml")
    assert scripts.load() == ()

    async def play(bench: Bench) -> None:
        wrong, withheld = bench.telephony.ring("+15550198", "c-1"), bench.telephony.ring("", "c-2")
        bench.telephony.ring(NUMBER, "c-3")
        await bench.ended()
        assert (wrong.did, withheld.did) == (["reject"], ["reject"])

    bench = served(scripts, play)
    assert bench.endings == {"c-3": "completed"}
    assert bench.count("callsheet_calls_refused_total", reason="unknown_number") == 2
    refused = [getattr(record, FIELDS) for record in caplog.records if record.message == "call_refused"]
    assert [fields.get("called") for fields in refused] == ["+15550198", ""]  # which is to be listed, where it is ours


class Unlucky:
    """Call information that cannot be had."""

    @property
    def callee_number(self) -> str:
        raise ZeroDivisionError

    call_id = "c-1"


def test_whatever_goes_wrong_in_taking_a_call_ends_that_call_alone(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="callsheet")

    async def play(bench: Bench) -> None:
        unlucky = bench.telephony.ring_with(PlayedCall(Unlucky()))  # type: ignore[arg-type]  # worse than the port allows
        bench.lines.trouble = KeyError("+15550100")
        no_line = bench.telephony.ring(call_id="c-2")
        await asyncio.sleep(0.01)
        two = bench.telephony.ring(call_id="c-4")
        two.state = CallState.BRIDGED
        await asyncio.sleep(0.01)
        bench.lines.trouble = None
        bench.telephony.ring(call_id="c-3")
        await bench.ended()
        assert (unlucky.did, no_line.did, two.did) == (["reject"], ["hang_up"], ["leave"])

    bench = served(place.scripts(), play)
    assert bench.endings == {"c-3": "completed"}
    assert bench.count("callsheet_calls_refused_total", reason="fault") == 3
    assert "call_not_taken" in caplog.messages
    assert "call_failed" in caplog.messages
    assert "+15550100" not in caplog.text


async def _hangs() -> None:
    await asyncio.Event().wait()


async def _fails() -> None:
    raise OSError(5, "+15550100 is gone")


@pytest.mark.parametrize("trouble", [_hangs, _fails])
def test_a_provider_that_does_not_let_go_is_left_to_itself(
    place: Place, trouble: Callable[[], Awaitable[None]], caplog: pytest.LogCaptureFixture
) -> None:
    def ringing(call_id: str, number: str) -> PlayedCall:
        return PlayedCall(CallInfo(call_id, "inbound", "", number), trouble)

    async def play(bench: Bench) -> None:
        bench.telephony.ring_with(ringing("c-1", NUMBER))
        bench.service.drain()
        bench.telephony.ring_with(ringing("c-2", NUMBER))
        before = bench.clock.monotonic()
        await bench.service.end(0)
        assert bench.clock.monotonic() - before <= 4 * LET_GO_SECONDS
        assert bench.service.live == 0

    served(place.scripts(), play)
    assert "+15550100" not in caplog.text


def test_a_flood_waits_at_the_provider(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "MOST_REFUSALS", 3)

    async def play(bench: Bench) -> None:
        bench.service.drain()
        calls = [
            bench.telephony.ring_with(PlayedCall(CallInfo(f"c-{number}", "inbound", "", NUMBER), _hangs))
            for number in range(7)
        ]
        await asyncio.sleep(0.1)
        assert sum(bool(call.did) for call in calls) == 3
        await bench.ended()
        assert all(call.did for call in calls)

    assert served(place.scripts(), play).count("callsheet_calls_refused_total", reason="draining") == 7


def test_calls_that_end_in_time_end_by_themselves(place: Place) -> None:
    async def play(bench: Bench) -> None:
        bench.telephony.ring()
        await asyncio.sleep(0.5)
        ending = asyncio.ensure_future(bench.service.end(10))
        late = bench.telephony.ring(call_id="c-late")
        before = bench.clock.monotonic()
        await ending
        assert bench.clock.monotonic() - before < 1
        assert late.did == ["reject"]

    bench = served(place.scripts(), play)
    assert bench.telephony.drained
    assert bench.endings == {"c-1": "completed"}
    assert bench.count("callsheet_calls_refused_total", reason="draining") == 1
    assert bench.count("callsheet_draining") == 1


def test_without_calls_the_end_comes_at_once(place: Place) -> None:
    async def play(bench: Bench) -> None:
        before = bench.clock.monotonic()
        await bench.service.end(10)
        assert bench.clock.monotonic() == before

    served(place.scripts(), play)


def test_calls_that_go_on_are_told_good_bye_and_ended(place: Place) -> None:
    async def play(bench: Bench) -> None:
        bench.telephony.ring()
        await asyncio.sleep(0.5)
        before = bench.clock.monotonic()
        await bench.service.end(10)
        assert 10 <= bench.clock.monotonic() - before < 15

    bench = served(place.scripts(LONG), play)
    assert bench.endings == {"c-1": "shut_down"}
    assert bench.lines.said() == [FAREWELLS["en"]]


def test_a_script_in_another_language_says_no_farewell_that_its_callers_do_not_understand(place: Place) -> None:
    async def play(bench: Bench) -> None:
        bench.telephony.ring()
        await asyncio.sleep(0.5)
        await bench.service.end(10)

    bench = served(place.scripts("callsheet: 1\nflow: gruss\nlanguage: de-DE\n" + LONG), play)
    assert bench.endings == {"c-1": "shut_down"}
    assert bench.lines.said() == []


def test_calls_that_another_worker_has_taken_over_fail_and_new_ones_are_taken(place: Place) -> None:
    script = LONG + "if_something_fails:\n  - say: Sorry.\n  - disconnect\n"

    async def play(bench: Bench) -> None:
        bench.telephony.ring()
        await asyncio.sleep(0.5)
        bench.service.fail(DataFailed("engine_died", "It stood still."))
        await asyncio.sleep(5)
        assert bench.lines.said() == ["Sorry."]
        bench.telephony.ring(call_id="c-2")
        await bench.ended()

    bench = served(place.scripts("callsheet: 1\nflow: long\nlanguage: en-US\n" + script), play)
    assert bench.endings == {"c-1": "failed", "c-2": "completed"}
    assert (bench.records[0].failure_kind, bench.records[0].failed_in) == ("engine_died", "pause")


def test_a_call_that_has_failed_already_says_so_though_it_is_to_fail_once_more(place: Place) -> None:
    script = GREETING.replace("say: Hello.", "write: finish\n    with: {task_id: 1}")
    script = (
        script.replace("steps:", "data: data.sql\nsteps:") + "if_something_fails:\n  - say: Sorry.\n  - disconnect\n"
    )
    failure = DataFailed("engine_died", "It stood still.")

    class Fenced(NoDatabase):
        async def write(self, unit: WriteUnit) -> Written:
            services[0].fail(failure)  # the beat finds out in the same moment
            raise failure

    services: list[Service] = []

    async def play(bench: Bench) -> None:
        services.append(bench.service)
        bench.telephony.ring()
        await asyncio.sleep(0.5)
        bench.service.fail(failure)
        await bench.ended()

    bench = served(place.scripts(script), play, database=Fenced())
    assert bench.endings == {"c-1": "failed"}
    assert bench.lines.said() == ["Sorry."]


class Slow(NoDatabase):
    """A database whose writes take three seconds, whoever waits for them."""

    def __init__(self) -> None:
        self.written: list[Mapping[str, object]] = []
        self.closed: list[tuple[str, str]] = []

    async def write(self, unit: WriteUnit) -> Written:
        writing = asyncio.ensure_future(self._write(unit))
        await asyncio.wait({writing})
        return writing.result()

    async def _write(self, unit: WriteUnit) -> Written:
        await asyncio.sleep(3)
        self.written.append(unit.values)
        return Written(1)

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        self.closed.append((call_id, ending))


def test_in_a_hurry_calls_are_cut_and_writes_are_done(place: Place) -> None:
    script = (
        "callsheet: 1\nflow: writing\nlanguage: en-US\ndata: data.sql\nsteps:\n  - answer\n  - write: finish\n"
        "    with: {task_id: 1}\n  - say: It is done.\n  - disconnect\n"
    )
    database = Slow()

    async def play(bench: Bench) -> None:
        call = bench.telephony.ring()
        await asyncio.sleep(0.5)
        ending = asyncio.ensure_future(bench.service.end(10))
        await asyncio.sleep(0.1)
        bench.service.hurry()
        before = bench.clock.monotonic()
        await ending
        assert bench.clock.monotonic() - before < 10
        assert "hang_up" in call.did
        await asyncio.sleep(10)

    bench = served(place.scripts(script), play, database=database)
    assert bench.endings == {"c-1": "shut_down"}
    assert "It is done." not in bench.lines.said()
    assert database.written == [{"task_id": 1}]
    assert database.closed == [("c-1", "shut_down")]


def test_many_calls_of_one_script_share_its_machine(place: Place) -> None:
    async def play(bench: Bench) -> None:
        for number in range(80):
            bench.telephony.ring(call_id=f"c-{number}")
        await bench.ended()

    bench = served(place.scripts(), play)
    assert list(bench.endings.values()) == ["completed"] * 80


def test_audio_that_was_dropped_is_counted(place: Place) -> None:
    async def play(bench: Bench) -> None:
        bench.telephony.ring().dropped_frames = 7
        await bench.ended()

    assert served(place.scripts(), play).count("callsheet_audio_frames_dropped_total") == 7


def test_rings_are_counted_by_what_came_of_them() -> None:
    metrics, at = Metrics(), datetime(2026, 11, 22)
    metrics.write(CallStarted("c-1", at, "reception", "inbound", NUMBER, "", ""))
    for outcome in ("answered", "cancelled", "answered"):
        rung = SomebodyRung("office", ("callee",), outcome, 3.0)
        metrics.write(Visit("c-1", at, 1, "connect office", "connect", 4, "done", 3000, (rung,)))
    assert metrics.registry.get_sample_value("callsheet_rings_total", {"flow": "reception", "outcome": "answered"}) == 2
    assert NUMBER not in generate_latest(metrics.registry).decode()
