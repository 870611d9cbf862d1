"""All ways through a flow: what is certain at each state, whichever way the call came there."""

import heapq
from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from callsheet.analysis.facts import ENDED, Fact, Facts, hours_of
from callsheet.analysis.inference import fact_of_constant
from callsheet.flow.builder import TooManyStates
from callsheet.flow.model import Flow, Part, State
from callsheet.ports.requests import LEFT_OUT
from callsheet.queries.records import Library

FactsAt = Mapping[str, Facts]  # by state

# How often one state is looked at. Loops in which values wander from name to name, one name a round, would need a look
# for each name; people's scripts need four at most.
MOST_VISITS = 20
# Names that are looked at where ways meet, on all ways together: a second or two. Long scripts need some thousands.
MOST_LOOKED = 300_000


def facts_of_states(flow: Flow, library: Library) -> FactsAt:
    """What is certain before each state that a call can come to; the others are left out.

    Raises:
        TooManyStates: thousands of names change on thousands of ways.
    """
    leading = {name: _leads(flow, state) for name, state in flow.states.items()}
    names = _in_order(flow.start, leading)
    order = {name: number for number, name in enumerate(names)}
    reached: dict[str, Facts] = {flow.start: before_values(flow, library)[-1]}
    joined: dict[str, Facts] = {}  # what was joined to it last
    waiting = [0] if names else []  # numbers of states, the first one in front
    listed = set(waiting)
    visits = [0] * len(names)
    looked = 0
    while waiting:
        number = heapq.heappop(waiting)
        listed.discard(number)
        state = flow.states[names[number]]
        visits[number] += 1
        if visits[number] > MOST_VISITS:
            continue
        before = reached[state.name]
        leads = leading[state.name]
        for outcome, after in _ways(state, leads, before):
            if after is None:
                continue
            destination = leads[outcome]
            facts = _led(flow.states[destination], state, outcome, after)
            known, last = reached.get(destination), joined.get(destination)
            joined[destination] = facts
            if known is not None:
                facts, more = known.joined_again(facts, last)
                looked += more
                if looked > MOST_LOOKED:
                    raise TooManyStates("this script sets so many names, on so many ways, that they cannot be followed")
                if facts is known:
                    continue
            reached[destination] = facts
            if order[destination] not in listed:
                listed.add(order[destination])
                heapq.heappush(waiting, order[destination])
    if max(visits, default=0) > MOST_VISITS:
        return {name: replace(facts, kinds=False) for name, facts in reached.items()}
    return reached


def states_before(flow: Flow, last: Callable[[State], bool], begin: Iterable[str]) -> list[State]:
    """The states of `steps` that a call can come to from some of them, and no further on each way than to the first
    that is the `last` one."""
    found: dict[str, State] = {}
    coming = list(begin)
    while coming:
        state = flow.states.get(coming.pop())
        if state is None or state.name in found or state.part is not Part.STEPS:
            continue
        found[state.name] = state
        if not last(state):
            coming.extend(state.next.values())
    return list(found.values())


def _ways(state: State, leads: Mapping[str, str], before: Facts) -> Iterable[tuple[str, Facts | None]]:
    """What is certain after each outcome. A step that is left out while two talk runs where they do not."""
    if LEFT_OUT not in leads:
        return state.step.ways(leads, before)
    others = [outcome for outcome in leads if outcome != LEFT_OUT]
    if "bridged" not in before.line:
        return (*state.step.ways(others, before), (LEFT_OUT, None))
    apart = replace(before, line=before.line - {"bridged"} or before.line)
    return (*state.step.ways(others, apart), (LEFT_OUT, before.on_line("bridged")))


def _leads(flow: Flow, state: State) -> Mapping[str, str]:
    """Where the outcomes of a state lead, endings left out."""
    leads = {outcome: flow.beyond(state, to) for outcome, to in state.next.items()} if flow.after else state.next
    return {outcome: to for outcome, to in leads.items() if to in flow.states}


def _in_order(start: str, leading: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The states that the start leads to, each behind all that lead to it, loops left aside: most are then looked at
    once only (reverse postorder, as in Hecht and Ullman, "A simple algorithm for global data flow analysis", 1975)."""
    finished: list[str] = []
    seen = {start}
    trail = [(start, iter(leading[start].values()))] if start in leading else []
    while trail:
        name, ways = trail[-1]
        for destination in ways:
            if destination not in seen:
                seen.add(destination)
                trail.append((destination, iter(leading[destination].values())))
                break
        else:
            finished.append(name)
            trail.pop()
    return finished[::-1]


def before_values(flow: Flow, library: Library) -> list[Facts]:
    """What is certain before each of a flow's `values`, and behind the last of them, where the call begins."""
    facts = Facts(library)
    if flow.hours:
        facts = facts.keep("hours", Fact(hours_of(flow.hours)))
    found = [facts]
    for name, value in flow.values:
        facts = facts.keep(name, fact_of_constant(value, facts))
        if isinstance(value, tuple):
            facts = facts.assume({(name, number) for number in range(len(value))})
        found.append(facts)
    return found


def _led(following: State, state: State, outcome: str, facts: Facts) -> Facts:
    """What is certain where an outcome leads, of what is certain after it."""
    if outcome == "hung_up":
        facts = facts.on_line("down")
    if following.part is state.part:
        return facts
    if following.part is Part.AFTER:
        facts = facts.on_line("down").keep("call", Fact(ENDED))
    return facts.outside_loops(0)  # in a handler no loop runs
