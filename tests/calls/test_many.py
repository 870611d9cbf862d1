"""Many calls in one process: they share a machine and a database, and nothing else."""

import asyncio
from collections.abc import Mapping

import pytest
from transitions import Event, Transition
from transitions.core import Condition

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.flow.machine import FlowMachine
from callsheet.journal.writers import Kept
from callsheet.ports.data import PreparedQuery
from callsheet.ports.records import CallRecord
from callsheet.ports.telephony import CallInfo, Utterance
from callsheet.ports.values import Cell, Row
from callsheet.session.session import Session
from callsheet.session.world import World
from tests.calls.conftest import NOW, SAMPLE, SCHEMA, Stage, Voice

SCRIPT = """- answer
- query: person
  with: {phone: "{{ call.person_number }}"}
  as: person
  if_none: [disconnect]
- ask: "{{ person.name }}, is it done?"
  answers:
    finished:
      - write: finish
        with: {task_id: 1, at: "{{ now }}"}
        as: rows
      - say: "{{ rows }}"
  otherwise: []
- disconnect
"""
CALLS = 60


class Sometimes(SqliteDatabase):
    """A database with a bug that one caller in three comes upon."""

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        if values["phone"] == "+15550101":
            raise ZeroDivisionError
        return await super().read(query, values, most_rows=most_rows)


def test_one_calls_failure_never_reaches_another(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    flow = stage.flow(SCRIPT)
    create_database(stage.database, SCHEMA, SAMPLE)
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)
    kept = Kept()
    machine = FlowMachine(flow)
    voices: list[Voice] = []

    async def all_calls() -> list[CallRecord]:
        world = World(Sometimes(stage.database, clock), clock, kept)

        def session(number: int) -> Session:
            caller = "+15550101" if number % 3 == 0 else "+15550100"
            gone = "is it done" if number % 3 == 1 else ""
            voices.append(Voice(CallInfo(f"c-{number}", "inbound", caller, ""), [Utterance("yes")], gone_at=gone))
            return Session(flow, machine, voices[-1], world)

        try:
            return await asyncio.gather(*(session(number).run() for number in range(CALLS)))
        finally:
            await world.database.close()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        records = runner.run(all_calls())
    assert [record.ending for record in records] == ["failed", "hung_up", "completed"] * (CALLS // 3)
    assert all(voice.ended for voice in voices)
    # One of those who said yes was first; the others changed nothing, and were told so.
    spoken = [voice.spoken[-1] for voice in voices if voice.spoken]
    assert sorted(spoken) == ["0"] * (CALLS // 3 - 1) + ["1"]
    assert caplog.text.count("engine fault") == CALLS // 3


def test_the_machine_knows_what_is_legal_next(stage: Stage) -> None:
    machine = FlowMachine(stage.flow(SCRIPT))
    legal: dict[str, set[str]] = {}
    for place, outcome, _ in machine.moves():
        legal.setdefault(place, set()).add(outcome)
    assert machine.start == "answer"
    assert legal["answer"] == {"done", "hung_up", "failed", "fault", "limit_reached", "shut_down"}
    assert legal["ask"] >= {"finished", "silent", "unclear", "repeat", "otherwise"}
    assert legal.keys().isdisjoint(machine.endings)


def test_calls_go_where_the_machine_goes(stage: Stage) -> None:
    """What calls follow was read off the library's machine, which knows the outcomes of the flow and no others."""
    flow = stage.flow(SCRIPT)
    machine = FlowMachine(flow)
    for name, point in machine.points.items():
        assert point.ways.keys() == flow.states[name].next.keys()
    point = machine.points["answer"]
    for outcome in ("done", "done", "otherwise"):
        way = point.ways[outcome]
        assert way.to is not None
        point = way.to
    assert (point.ways["done"].to, point.ways["done"].place) == (None, "completed")


def test_a_machine_that_would_go_another_way_takes_no_call(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = stage.flow(SCRIPT)
    monkeypatch.setattr(Transition, "execute", lambda transition, event: True)  # it stays where it is
    with pytest.raises(AssertionError, match="leads to answer, and calls go to "):
        FlowMachine(flow)


def with_condition(event: Event, transition: Transition) -> None:
    transition.conditions.append(Condition("somebody_says_so"))
    event.transitions[transition.source].append(transition)


def test_a_machine_that_would_do_more_than_move_takes_no_call(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = stage.flow(SCRIPT)
    monkeypatch.setattr(Event, "add_transition", with_condition)
    with pytest.raises(AssertionError, match="conditions"):
        FlowMachine(flow)
