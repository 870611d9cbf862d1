"""Which outcomes of a step lead straight on, as the step itself compiles."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import field

from callsheet.script.several import Together
from callsheet.script.step import Block, Place, Step

FOLLOWING, ELSEWHERE = "following", "elsewhere"


class Onward(Place, frozen=True, kw_only=True):
    """The place of a step that is only drawn: it notes where the outcomes lead.

    `comes_back` tells whether the call does so from a section. `straight` has the outcomes that lead to what follows,
    `borrowed` the keys of what the step takes from the script's defaults.
    """

    name: str = "here"
    following: str = FOLLOWING
    disconnected: str = ELSEWHERE
    comes_back: Callable[[str], bool]
    defaults: Mapping[tuple[str, ...], Block]
    straight: set[str] = field(default_factory=set)
    borrowed: set[tuple[str, ...]] = field(default_factory=set)

    def state(self, step: Step, outcomes: Mapping[str, str], *, suffix: str = "") -> None:
        self.straight.update(outcome for outcome, to in outcomes.items() if to == FOLLOWING)

    def block(self, label: str, block: Block | None) -> str:
        if block is None:
            return FOLLOWING
        self.borrowed.update(keys for keys, default in self.defaults.items() if default is block)
        return ELSEWHERE

    def blocks(self, blocks: Iterable[tuple[str, Block]]) -> dict[str, str]:
        return {outcome: self.block(outcome, block) for outcome, block in blocks}

    def loop(self, block: Block, next_row: str) -> str:
        return ELSEWHERE

    def collect(self, block: Block, together: Together, confirm: str) -> str:
        return ELSEWHERE

    def section(self, name: str) -> str:
        return FOLLOWING if self.comes_back(name) else ELSEWHERE
