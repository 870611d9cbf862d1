"""Nested steps to flat states. A step's first state is named by the author's path to it, so that what stands before it
can lead to it before it is compiled."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from callsheet.flow.model import GUARDED, MOST_STATES, Part, State
from callsheet.ports.exceptions import Told
from callsheet.ports.requests import LEFT_OUT
from callsheet.script.intents import OR
from callsheet.script.limits import MOST_COMPUTED
from callsheet.script.several import Together
from callsheet.script.step import Block, Place, Step
from callsheet.script.talks import cuts_off, disturbs

# Sections within sections within sections: deeper than anybody follows, and well within the interpreter's stack.
DEEPEST_SECTIONS = 50


class TooManyStates(Told):
    """The script does not fit into MOST_STATES states, or its sections are nested too deeply; `message` says which."""


class Routes(Struct, frozen=True):
    """Where a state of one part of the script goes when it does not go on: the same for all of its states."""

    part: Part
    disconnected: str
    failed: str
    hung_up: str
    limit_reached: str
    shut_down: str


class Builder(Struct):
    """Gathers the states of one flow."""

    sections: Mapping[str, Block]
    states: dict[str, State] = {}
    computed: int = 0  # names, values and signs in the texts and conditions of all states

    def add(self, state: State) -> None:
        """Add a state.

        Raises:
            TooManyStates: there are MOST_STATES already, or they compute too much.
        """
        if len(self.states) >= MOST_STATES:
            raise TooManyStates(
                f"this script has more than {MOST_STATES:,} steps, counting sections wherever they are run"
            )
        if state.name in self.states:
            raise AssertionError(f"two states are called {state.name}")
        self.states[state.name] = state
        self.computed += sum([text.size for text in state.step.texts()])
        if self.computed > MOST_COMPUTED:
            raise TooManyStates(
                f"this script computes more than {MOST_COMPUTED:,} names, values and signs, counting sections wherever"
                " they are run"
            )


class PlaceInFlow(Place, frozen=True, kw_only=True):
    """The place of one step in one part of a script."""

    builder: Builder
    routes: Routes
    sections_deep: int = 0

    def state(self, step: Step, outcomes: Mapping[str, str], *, suffix: str = "") -> None:
        routes = self.routes
        everywhere = {
            "failed": routes.failed,  # it certainly did not do what it says
            "fault": routes.failed,  # nobody knows whether it did
            "limit_reached": routes.limit_reached,
            "shut_down": routes.shut_down,
        }
        if step.line_before:
            everywhere["hung_up"] = routes.hung_up
        if routes.part in GUARDED and (disturbs(step) or cuts_off(step)):
            everywhere[LEFT_OUT] = self.following
        name = self.name + suffix
        self.builder.add(State(name, step, step.span, routes.part, {**everywhere, **outcomes}))

    def block(self, label: str, block: Block | None) -> str:
        return self.compile(f"{self.name}/{label}/", block or (), self.following)

    def blocks(self, blocks: Iterable[tuple[str, Block]]) -> dict[str, str]:
        together: dict[int, tuple[list[str], Block]] = {}  # the outcomes that lead to the same steps
        for outcome, block in blocks:
            together.setdefault(id(block), ([], block))[0].append(outcome)
        labels = numbered(OR.join(outcomes) for outcomes, _ in together.values())
        first = [self.block(label, block) for label, (_, block) in zip(labels, together.values(), strict=True)]
        named = zip(together.values(), first, strict=True)
        return {outcome: name for (outcomes, _), name in named for outcome in outcomes}

    def loop(self, block: Block, next_row: str) -> str:
        inside = replace(self, next_row=next_row, after_loop=self.following, loops=self.loops + 1)
        return inside.compile(f"{self.name}/", block, next_row)

    def collect(self, block: Block, together: Together, confirm: str) -> str:
        return replace(self, collecting=together).compile(f"{self.name}/", block, confirm)

    def section(self, name: str) -> str:
        if self.sections_deep >= DEEPEST_SECTIONS:
            raise TooManyStates(f"sections run sections that run sections, more than {DEEPEST_SECTIONS} deep")
        inside = replace(self, sections_deep=self.sections_deep + 1)
        return inside.compile(f"{self.name}/", self.builder.sections[name], self.following)

    def compile(self, path: str, block: Block, following: str) -> str:
        """Compile steps whose names begin with `path`; the name of their first state, or `following` without any."""
        names = [*(path + label for label in numbered([step.label for step in block])), following]
        for step, name, then in zip(block, names, names[1:], strict=False):
            step.compile(replace(self, name=name, following=then))
        return names[0]


def compile_part(builder: Builder, routes: Routes, path: str, block: Block) -> str:
    """Compile one part of the script (its steps, or a handler); the name of its first state."""
    end = routes.disconnected
    place = PlaceInFlow(name=path, following=end, disconnected=end, builder=builder, routes=routes)
    return place.compile(f"{path}/" if path else "", block, end)


def numbered(labels: Iterable[str]) -> list[str]:
    """The labels as parts of a path; equal ones are numbered from the second."""
    seen: dict[str, int] = {}
    names = []
    for label in labels:
        label = label.replace("/", "-")
        seen[label] = number = seen.get(label, 0) + 1
        names.append(f"{label} {number}" if number > 1 else label)
    return names
