"""Script to flow: every part compiled flat, and proven closed."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from callsheet.expressions import Template
from callsheet.flow.ahead import keys_ahead, look_ahead, ways_through
from callsheet.flow.builder import Builder, Routes, compile_part
from callsheet.flow.model import Flow, Part, State
from callsheet.ports.endings import ENDINGS
from callsheet.queries.records import Library
from callsheet.script.script import Script

NO_SOUNDS: Mapping[str, bytes] = MappingProxyType({})


def compile_flow(script: Script, library: Library, sounds: Mapping[str, bytes] = NO_SOUNDS) -> Flow:
    """The flow of a script that `check` has found without errors; `sounds` are those that it names, by path.

    Raises:
        TooManyStates: it is too large, mostly because sections run sections.
    """
    builder = Builder(script.sections)
    hang_up = compile_part(builder, _ends(Part.HANG_UP, "hung_up"), Part.HANG_UP.value, script.if_caller_hangs_up or ())
    failure, limit = (
        compile_part(builder, _ends(part, ending), part.value, script.if_something_fails or ())
        for part, ending in ((Part.FAILURE, "failed"), (Part.LIMIT, "limit_reached"))
    )
    routes = Routes(
        part=Part.STEPS,
        disconnected="completed",
        failed=failure,
        hung_up=hang_up,
        limit_reached=limit,
        shut_down="shut_down",
    )
    start = compile_part(builder, routes, "", script.steps)
    after = compile_part(builder, _ends(Part.AFTER, "completed"), Part.AFTER.value, script.after_call or ())
    ways = ways_through(builder.states)
    constants = _constants(script, builder.states.values())
    flow = Flow(
        name=script.name,
        path=script.document.path,
        sources=(script.document.text, *(file.text for file in library.files), *library.requests_read.values()),
        language=script.intents.language,
        voice=script.voice.text if script.voice else "",
        timezone=ZoneInfo(script.timezone.text) if script.timezone else None,
        values=tuple((name.text, value) for name, value in script.values),
        constants=constants,
        private=_private(builder.states.values()),
        emptied=_emptied(script, builder.states.values()),
        queries={name: named.query for name, named in library.queries.items()},
        requests={name: named.request for name, named in library.requests.items()},
        hours=script.hours,
        contacts={name: contact.rung for name, contact in script.contacts.items()},
        sounds=sounds,
        limits=script.limits,
        start=start,
        after=after if script.after_call else "",
        transcribed=any(_asks_for_transcript(state) for state in builder.states.values()),
        states=builder.states,
        asked_again=frozenset(state.step.goes_back_to() for state in builder.states.values()),
        ahead=look_ahead(builder.states, ways),
        keys_ahead=keys_ahead(builder.states, ways, constants),
    )
    _prove_closed(flow)
    return flow


def _ends(part: Part, ending: str) -> Routes:
    """A handler runs once: whatever ends it, or goes wrong in it, ends the call as it was to end anyway."""
    return Routes(part, disconnected=ending, failed=ending, hung_up=ending, limit_reached=ending, shut_down=ending)


def _asks_for_transcript(state: State) -> bool:
    """Whether a step after the call reads `call.transcript`, or all of `call`."""
    if state.part is not Part.AFTER:
        return False
    uses = (use for text in state.step.texts() for use in text.uses)
    return any(use.path[:2] in (("call",), ("call", "transcript")) for use in uses)


def _constants(script: Script, states: Iterable[State]) -> frozenset[str]:
    set_ = {name.text for state in states for name in state.step.sets()}
    return frozenset(name.text for name, _ in script.values) - set_


def _private(states: Iterable[State]) -> frozenset[str]:
    """The names of private answers, and those that steps set to something that they have read of them. What a query
    finds by one is not private."""
    steps = [state.step for state in states]
    asked = [step for step in steps if (question := step.asks()) and question.settings.private]
    names = {word.text for step in asked for word in step.keeps()} | ({"reply"} if asked else set())
    grown = bool(names)
    while grown:
        reading = [
            step for step in steps if not (step.asks() or step.executes()) and not names.isdisjoint(step.reads())
        ]
        found = {word.text for step in reading for word in step.sets()} - names
        names |= found
        grown = bool(found)
    return frozenset(names)


def _emptied(script: Script, states: Iterable[State]) -> frozenset[str]:
    values = (name.text for name, value in script.values if isinstance(value, Template) and value.may_be_empty)
    return frozenset(values) | {name for state in states for name in state.step.empties()}


def _prove_closed(flow: Flow) -> None:
    """`transitions` accepts a destination that does not exist, and fails in the call; so it is ours to prove."""
    known = {*flow.states, *ENDINGS}
    if flow.start not in known:
        raise AssertionError(f"the flow starts at {flow.start}, which is no state")
    for state in flow.states.values():
        for outcome, destination in state.next.items():
            if destination not in known:
                raise AssertionError(f"{state.name}: {outcome} leads to {destination}, which is no state")
