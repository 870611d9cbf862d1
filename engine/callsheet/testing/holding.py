"""What is not as always in a call: what fails, changes nothing, is unknown or slow, until it works again."""

from collections.abc import Mapping

from callsheet.testing.cases import Kind

# What the conversation of a test tells of it, and what the test has said that it was to do.
HAPPENS: Mapping[Kind, str] = {
    "fails": "{} fails",
    "unchanged": "{} finds nothing to change",
    "unknown": "nobody knows whether {} was done",
    "slow": "{} takes long",
}
SUPPOSED: Mapping[Kind, str] = {
    "fails": "fail",
    "unchanged": "change nothing",
    "unknown": "be done perhaps",
    "slow": "take long",
}


class Holding:
    """What holds by now, by the turn that says so and what that names; and whether anything needed it since."""

    def __init__(self) -> None:
        self._needed: dict[tuple[Kind, str], bool] = {}

    def begin(self, kind: Kind, what: str) -> bool:
        """It holds from now on; False where it did so before."""
        new = (kind, what) not in self._needed
        self._needed.setdefault((kind, what), False)
        return new

    def holds(self, kind: Kind, what: str) -> bool:
        """Whether it does."""
        return (kind, what) in self._needed

    def need(self, kind: Kind, what: str) -> bool:
        """Something needs what holds; whether that is the first time."""
        first = not self._needed[kind, what]
        self._needed[kind, what] = True
        return first

    def of(self, what: str) -> set[Kind]:
        """All that holds of something."""
        return {kind for kind, name in self._needed if name == what}

    def end(self, what: str, *, needed: bool = False) -> bool:
        """It works again; False, and it does not, where all that holds has to be `needed` first and was not."""
        held = self.of(what)
        if needed and not all(self._needed[kind, what] for kind in held):
            return False
        for kind in held:
            del self._needed[kind, what]
        return True

    def not_needed(self) -> tuple[Kind, str] | None:
        """The first that holds, and nothing needed it."""
        return next((each for each, needed in self._needed.items() if not needed), None)
