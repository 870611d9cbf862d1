"""All ways through a flow: what is certain at each state, whichever way the call came there."""

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
    reached: dict[str, Facts] = {flow.start: _at_start(flow, queries)}
    waiting = [flow.start]
    while waiting:
        name = waiting.pop()
        state = flow.states.get(name)
        if state is None:  # an ending
            continue
        for outcome, destination in state.next.items():
            facts = _after(flow, state, outcome, destination, reached[name])
            known = reached.get(destination)
            joined = facts if known is None else known.joined(facts)
            if joined != known:
                reached[destination] = joined
                waiting.append(destination)
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
