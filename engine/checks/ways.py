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
        kept = fact_of(value, facts) if isinstance(value, Template) else Fact(list_of(UNKNOWN))
        facts = facts.keep(name, kept)
    return facts


def _after(flow: Flow, state: State, outcome: str, destination: str, before: Facts) -> Facts:
    facts = state.step.after(outcome, before)
    if outcome == "hung_up":
        facts = facts.on_line("down")
    following = flow.states.get(destination)
    if following is not None and following.part is not state.part:  # in a handler no loop runs
        facts = facts.outside_loops(0)
    return facts
