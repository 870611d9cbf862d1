"""Burr: an application of plain functions, without a tracker, a persister or hooks. Called with `run`, which costs no
more than `arun`."""

from collections.abc import Callable
from importlib.metadata import version
from itertools import pairwise

from burr.core import Application, ApplicationBuilder, State, action

from tests.bench.measure import cpu
from tests.bench.others.contestant import Contestant


def contestant(steps: int) -> Contestant:
    """An application of so many actions in a row; a new one for each run, made before its time is taken."""
    names = [f"step_{number}" for number in range(steps)]
    actions = {name: action(reads=[], writes=["number"])(_action(number)) for number, name in enumerate(names)}

    def made() -> Application:
        builder = ApplicationBuilder().with_actions(**actions).with_transitions(*pairwise(names))
        return builder.with_entrypoint(names[0]).with_state(number=-1).build()

    def run() -> float:
        application = made()

        def take() -> None:
            _, _, state = application.run(halt_after=[names[-1]])
            assert state["number"] == steps - 1

        return cpu(take, steps)

    return Contestant(f"apache-burr {version('apache-burr')}", "an application, `run`", "nothing", run)


def _action(number: int) -> Callable[[State], State]:
    def keep(state: State) -> State:
        return state.update(number=number)

    return keep
