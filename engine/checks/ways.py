"""All ways through a flow: what is certain at each state, whichever way the call came there."""

import heapq
from collections.abc import Mapping

from engine.flow.expressions import Template
from engine.flow.facts import Fact, Facts
from engine.flow.inference import fact_of
from engine.flow.model import Flow, State
from engine.flow.shapes import UNKNOWN, list_of
from engine.queries.records import NamedQuery

Reached = Mapping[str, Facts]


def facts_of_states(flow: Flow, queries: Mapping[str, NamedQuery]) -> Reached:
    """What is certain before each state that a call can come to; the others are left out."""
    order = {name: number for number, name in enumerate(flow.states)}
    reached: dict[str, Facts] = {flow.start: _at_start(flow, queries)}
    # In the script's order, so that most states are looked at once all ways to them are known.
    waiting = [order[flow.start]] if flow.start in order else []
    names = list(flow.states)
    while waiting:
        state = flow.states[names[heapq.heappop(waiting)]]
        before = reached[state.name]
        for outcome, destination in state.next.items():
            if destination not in order:  # an ending
                continue
            facts = _after(flow, state, outcome, destination, before)
            if facts is None:
                continue
            known = reached.get(destination)
            joined = facts if known is None else known.joined(facts)
            if joined is not known:
                reached[destination] = joined
                if order[destination] not in waiting:
                    heapq.heappush(waiting, order[destination])
    return reached


def _at_start(flow: Flow, queries: Mapping[str, NamedQuery]) -> Facts:
    facts = Facts(queries)
    for name, value in flow.values:
        if isinstance(value, Template):
            facts = facts.keep(name, fact_of(value, facts))
        else:
            items = [fact_of(item, facts).shape for item in value]
            alike = items[:1] * len(items) == items
            facts = facts.keep(name, Fact(list_of(items[0] if items and alike else UNKNOWN)))
            facts = facts.assume({(name, number) for number in range(len(value))})
    return facts


def _after(flow: Flow, state: State, outcome: str, destination: str, before: Facts) -> Facts | None:
    facts = state.step.after(outcome, before)
    if facts is None:
        return None
    if outcome == "hung_up":
        facts = facts.on_line("down")
    following = flow.states.get(destination)
    if following is not None and following.part is not state.part:  # in a handler no loop runs
        facts = facts.outside_loops(0)
    return facts
