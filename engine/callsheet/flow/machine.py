"""The state machine of a flow, on `transitions`: every move of a call is one of its transitions.

One machine serves all calls of a flow. A call is an unregistered cursor that knows nothing but its place: registering
it as the library's model would cost 11 kB a call. The steps themselves are awaited outside the machine, by the session.
"""

import logging

from transitions import Machine, MachineError
from transitions import State as MachineState

from callsheet.flow.model import Flow
from callsheet.ports.endings import ENDINGS, Ending

# The library logs every transition; the journal has them already.
logging.getLogger("transitions").setLevel(logging.WARNING)


class IllegalMove(Exception):
    """An outcome that the state does not have: a fault of the engine, never of a script."""


class Cursor:
    """Where one call is. Slotted: ten thousand calls have one each."""

    __slots__ = ("place",)
    place: str


class FlowMachine:
    """The machine of one flow, shared by its calls."""

    def __init__(self, flow: Flow) -> None:
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

        # The library is asked once for what cannot change: a call asks at every step.
        self._endings: dict[str, Ending] = {
            ending: ending for ending in ENDINGS if self._machine.get_state(ending).final
        }
        self._legal: dict[str, frozenset[str]] = {}

    def start(self) -> Cursor:
        """A cursor at the first step."""
        cursor = Cursor()
        cursor.place = str(self._machine.initial)
        return cursor

    def move(self, cursor: Cursor, outcome: str) -> None:
        """Take the transition that `outcome` names.

        Raises:
            IllegalMove: the state that the cursor is in has no such outcome.
        """
        try:
            self._machine.events[outcome].trigger(cursor)
        except (KeyError, MachineError):
            raise IllegalMove(f'no outcome "{outcome}" at "{cursor.place}"') from None

    def legal(self, place: str) -> frozenset[str]:
        """The outcomes that lead on from `place`. The library looks through all its triggers, so it is asked once."""
        outcomes = self._legal.get(place)
        if outcomes is None:
            outcomes = self._legal[place] = frozenset(self._machine.get_triggers(place))
        return outcomes

    def ending(self, cursor: Cursor) -> Ending | None:
        """The ending that the cursor stands at; None while the call lives."""
        return self._endings.get(cursor.place)
