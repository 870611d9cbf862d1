"""A place of a text together with all that is known there, each found out when it is first asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from callsheet.assist.described import Described, of_spot
from callsheet.assist.known import KnownScript, known_of, tested_by
from callsheet.assist.meaning import Meaning, follows_an_answer, meaning_of, repeats
from callsheet.assist.salvage import without_half_key
from callsheet.assist.spot import Spot, spot_at
from callsheet.checks.walk import Around, Reached
from callsheet.expressions.braces import MOST_EXPRESSION_CHARACTERS
from callsheet.ports.files import Files
from callsheet.source.folders import FILES
from callsheet.steps import VERBS

# Characters. Larger files were not written by people, and every key that is pressed waits for this.
MOST_CHARACTERS = 100_000
_WORD = re.compile(r"\w*")


@dataclass(frozen=True)
class Cursor:
    """Where the cursor is, in a text that is, or will be, at `path`."""

    text: str
    path: Path
    offset: int
    files: Files
    spot: Spot

    @classmethod
    def at(cls, text: str, path: Path, offset: int, files: Files) -> "Cursor | None":
        """The place at an offset; None where nothing can be told of it."""
        if path.suffix in FILES or len(text) > MOST_CHARACTERS or not 0 <= offset <= len(text):
            return None
        spot = spot_at(text, offset)
        return cls(text, path, offset, files, spot) if spot else None

    @cached_property
    def here(self) -> Described:
        """What the schema says of what may stand here."""
        return of_spot(self.spot, self.text, self.path)

    @property
    def key(self) -> str:
        """The key that stands here already; none where there is none with its colon."""
        keys = (key for key, start in self.spot.keys.items() if start == self.spot.start)
        return next(keys, "") if self.spot.is_key else ""

    @property
    def others(self) -> set[str]:
        """The keys that stand beside the one that is typed here."""
        return {key for key, start in self.spot.keys.items() if start != self.spot.start}

    @cached_property
    def known(self) -> KnownScript:
        """What is known of the script; in a test file, of the one that it tests."""
        text = without_half_key(self.text, self.spot)
        return known_of(text, self.path, self.files) if self.here.is_script else tested_by(text, self.path, self.files)

    @cached_property
    def word(self) -> tuple[int, int]:
        """Where the word around the cursor begins and ends."""
        start = self.offset
        while start > self.spot.start and (self.text[start - 1].isalnum() or self.text[start - 1] == "_"):
            start -= 1
        found = _WORD.match(self.text, self.offset, max(self.offset, self.spot.end))
        return start, found.end() if found else self.offset

    def meaning(self, *, as_key: bool = False) -> Meaning:
        """What a word means here, as a value or as a key."""
        return meaning_of(self.here.verb, self.here.inside, as_key=as_key) if self.here.verb else ""

    @cached_property
    def computed(self) -> str | None:
        """What stands before the cursor in the expression that it is in, of a long one the last of it; None where it
        is in none."""
        first = max(self.spot.start, self.offset - MOST_EXPRESSION_CHARACTERS)
        before = self.text[first : self.offset]
        opening = before.rfind("{{")
        if opening > before.rfind("}}") and self.here.is_script:
            return before[opening + 2 :]
        if self.spot.is_key or self.meaning() not in ("expression", "rows"):
            return None
        return before[1:] if first == self.spot.start and before[:1] in ("'", '"') else before

    @cached_property
    def step(self) -> Reached | None:
        """The step that this is a part of; None where it cannot be read, or this is in none."""
        return next((step for step, _ in self._steps()), None)

    @cached_property
    def around(self) -> Around:
        """What is certain around the step that is typed here, or in which something is typed."""
        for reached, key in self._steps():
            if reached is not None:
                verb, around = reached.step.verb, reached.around
                around = around.inside(reached.step) if key and repeats(verb, key) else around
                return replace(around, in_answer=True) if key and follows_an_answer(verb, key) else around
        first = self.spot.path[:1]
        return Around(
            in_failure=first == ("if_something_fails",),
            in_after=first == ("after_call",),
            anywhere=first == ("sections",),
        )

    def _steps(self) -> Iterator[tuple[Reached | None, str]]:
        """The steps around, the innermost first, each with the key of it that leads here; none at the step's own."""
        mappings = [(self.spot.keys, ""), *((level.keys, level.name or "") for level in reversed(self.spot.around))]
        for keys, name in mappings:
            if verb := next((key for key in keys if key in VERBS), None):
                yield self.known.step_at(keys[verb]), name
