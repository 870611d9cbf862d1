"""How far a `collect` has come: what of it is known, and what is to be asked once more."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

NONE: frozenset[str] = frozenset()


class Collected(Struct, frozen=True):
    """The names that are `known` and not asked for; those that were `asked` for in it; those whose value was `given`
    at another question, so that their `if_given` is still to run; how often something was changed."""

    known: frozenset[str] = NONE
    asked: frozenset[str] = NONE
    given: frozenset[str] = NONE
    changes: int = 0

    def after_asking(self, name: str) -> "Collected":
        """The question for this name was answered."""
        return replace(self, known=self.known | {name}, asked=self.asked | {name}, given=self.given - {name})

    def after_passing(self, name: str) -> "Collected":
        """The question for this name was passed over."""
        return replace(self, given=self.given - {name})

    def changed(self, given: Iterable[str], forgotten: Iterable[str]) -> "Collected":
        """Some names have another value, some are to be asked for again."""
        given, forgotten = frozenset(given), frozenset(forgotten)
        known = (self.known - forgotten) | given
        return Collected(known, self.asked | given, (self.given - forgotten) | given, self.changes + 1)
