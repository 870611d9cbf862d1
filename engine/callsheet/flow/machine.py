"""The state machine of a flow, on `transitions`, and what calls need of it.

The library's machine holds the rules: each outcome of a state is a trigger, each move one of its transitions. Calls do
not pull its triggers, which take longer than their steps; they follow what is read off it once: for each state its
step, and where each outcome leads. What such a projection would lose (conditions, callbacks) is refused, and before
the first call every move is made once on the machine itself.
"""

import logging
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from transitions import Machine
from transitions import State as MachineState

from callsheet.flow.model import Flow, State
from callsheet.ports.endings import ENDINGS, Ending
from callsheet.ports.records import PassedStep
from callsheet.ports.requests import LEFT_OUT, Request
from callsheet.script.call import StepContext

# The library logs every transition; the journal has them already.
logging.getLogger("transitions").setLevel(logging.WARNING)
# What a transition, a state or a machine of the library may do besides moving. None of it would happen in a call.
TRANSITION_DOES = ("prepare", "conditions", "before", "after")
STATE_DOES = ("on_enter", "on_exit")
MACHINE_DOES = (
    *("prepare_event", "before_state_change", "after_state_change"),
    *("finalize_event", "on_exception", "on_final"),
)


Run = Callable[[StepContext], str | Request]


class IllegalMove(Exception):
    """An outcome that the state does not have: a fault of the engine, never of a script."""


class Point(Struct, frozen=True, eq=False):
    """A state as calls see it: the step to run there, and the way that each of its outcomes opens."""

    state: State
    run: Run
    ways: Mapping[str, "Way"] = {}
    answer_keys: frozenset[str] = frozenset()  # those that answer its question
    keeps_keys: bool = True  # a key that was pressed before it may still answer a question


class Way(Struct, frozen=True, eq=False):
    """What the journal has of an outcome, the same for all calls, and where that leads: to a point, or, where `to` is
    None, to an ending."""

    passed: PassedStep
    place: str
    to: Point | None


class FlowMachine:
    """The machine of one flow, shared by its calls. `points` are its states by name, `endings` its final states."""

    def __init__(self, flow: Flow) -> None:
        """Raises `AssertionError` where the library's machine would do more than move, or would move elsewhere."""
        self._machine = Machine(
            model=None,
            states=[*flow.states, *(MachineState(ending, final=True) for ending in ENDINGS)],
            initial=flow.start,
            transitions=[
                [outcome, state.name, destination]
                for state in flow.states.values()
                for outcome, destination in state.next.items()
            ],
            auto_transitions=False,
            model_attribute="place",  # an outcome may be called `state`
        )
        self.start = str(self._machine.initial)
        self.after = flow.after
        self.endings: Mapping[str, Ending] = {
            ending: ending for ending in ENDINGS if self._machine.get_state(ending).final
        }
        self.points = self._project(flow)
        self._prove()

    def _project(self, flow: Flow) -> Mapping[str, Point]:
        _only_moves(self._machine, MACHINE_DOES)
        ways: dict[str, dict[str, Way]] = {name: {} for name in flow.states}
        points: dict[str, Point] = {}
        for state in flow.states.values():
            _only_moves(self._machine.get_state(state.name), STATE_DOES)
            step, keys = state.step, state.step.answer_keys()
            run = _unless_they_talk(step.run) if LEFT_OUT in state.next else step.run
            points[state.name] = Point(state, run, ways[state.name], keys, step.passes_keys or bool(keys))
        for place, outcome, destination in self.moves():
            state = flow.states[place]
            passed = PassedStep(place, state.step.verb, state.span.line, outcome)
            ways[place][outcome] = Way(passed, destination, points.get(destination))
        return points

    def moves(self) -> Iterator[tuple[str, str, str]]:
        """Every move as the library has it: from a state, by an outcome, to a state or an ending."""
        for outcome, event in self._machine.events.items():
            for place, transitions in event.transitions.items():
                for transition in transitions:
                    _only_moves(transition, TRANSITION_DOES)
                    yield place, outcome, str(transition.dest)

    def _prove(self) -> None:
        """Replay every move on the library's machine. Raises `AssertionError` where calls would go another way."""
        cursor = _Cursor()
        for name, point in self.points.items():
            for outcome, way in point.ways.items():
                cursor.place = name
                self._machine.events[outcome].trigger(cursor)
                leads = way.to.state.name if way.to else self.endings.get(way.place)
                if cursor.place != leads:
                    raise AssertionError(f"{name}: {outcome} leads to {cursor.place}, and calls go to {leads}")


def _unless_they_talk(run: Run) -> Run:
    """The same, left out where the caller talks with somebody else."""
    return lambda call: LEFT_OUT if call.is_bridged else run(call)


class _Cursor:
    """What the library moves: a place, and nothing else."""

    __slots__ = ("place",)
    place: str


def _only_moves(thing: object, does: tuple[str, ...]) -> None:
    for name in does:
        if getattr(thing, name, None):
            raise AssertionError(f"{thing} does more than move: {name}")
