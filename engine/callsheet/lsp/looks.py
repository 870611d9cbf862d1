"""Looks at a text, each in the process that `worker` begins: whatever a text holds, the server itself goes on.

It takes one after the other on its standard input, has so much memory, and so much of a processor for each.
"""

import pickle
import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Protocol, TypeVar

from callsheet.adapters.files.disk import Disk
from callsheet.adapters.files.overlay import Overlay
from callsheet.api.checking import check_among
from callsheet.assist import Completion, Hover, Symbol, Target, complete, definition, hover, symbols
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.child import answer_all
from callsheet.ports.exceptions import own_mistake
from callsheet.ports.files import Files
from callsheet.service.source_files import Noted

# Of a processor, for one look; a check of a script of the largest size takes a few.
MOST_CPU_SECONDS = 10
MOST_MEMORY_BYTES = 1 << 29  # of addresses, libraries included; a check uses a tenth
POLITENESS = 5  # as `nice` has it: the editor itself goes first


T = TypeVar("T", covariant=True)


class Look(Protocol[T]):
    """What is asked of the process; it travels there and its result back, so both are plain records."""

    def seen(self) -> T:
        """What it shows."""


@dataclass(frozen=True, slots=True)
class NothingSeen:
    """A look that showed nothing: why, as a sentence."""

    why: str


@dataclass(frozen=True, slots=True)
class CheckSeen:
    """All that is wrong, and the files that were read for it."""

    diagnostics: tuple[Diagnostic, ...]
    read: frozenset[Path]


@dataclass(frozen=True, slots=True)
class CheckLook:
    """Check the file at `path`, which messages call `shown`; `texts` stand over the disk."""

    path: Path
    shown: str
    texts: Mapping[Path, str]

    def seen(self) -> CheckSeen:
        noted = Noted(Overlay(Disk.around([self.path]), self.texts))
        diagnostics = check_among(self.path, self.shown, noted)
        return CheckSeen(diagnostics, frozenset(noted.digests))


@dataclass(frozen=True, slots=True)
class PlaceLook:
    """Ask what `assist` knows of an offset of the text that is open at `path`; `texts` are all that are open."""

    path: Path
    offset: int
    texts: Mapping[Path, str]

    @property
    def place(self) -> tuple[str, Path, int, Files]:
        """The same, as `assist` is asked."""
        return self.texts[self.path], self.path, self.offset, Overlay(Disk.around([self.path]), self.texts)


class CompletionLook(PlaceLook):
    """What may be written there."""

    def seen(self) -> tuple[Completion, ...]:
        return complete(*self.place)


class HoverLook(PlaceLook):
    """What is told of the word there."""

    def seen(self) -> Hover | None:
        return hover(*self.place)


class DefinitionLook(PlaceLook):
    """Where the word there is defined."""

    def seen(self) -> Target | None:
        return definition(*self.place)


@dataclass(frozen=True, slots=True)
class SymbolsLook:
    """The parts of a text."""

    path: Path
    text: str

    def seen(self) -> tuple[Symbol, ...]:
        return symbols(self.text, self.path)


def main() -> None:
    """Look at what comes, until nothing comes any more."""
    answer_all(_answer, most_memory_bytes=MOST_MEMORY_BYTES, politeness=POLITENESS)


def _answer(look: bytes) -> bytes:
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(time.process_time()) + MOST_CPU_SECONDS, hard))
    return pickle.dumps(_seen(pickle.loads(look)))  # noqa: S301 - this program's own words


def _seen(look: Look[T]) -> T | NothingSeen:
    try:
        return look.seen()
    except MemoryError:
        return NothingSeen("this takes too much memory to look at, and was given up")
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one text ends no help with the others
        return NothingSeen(own_mistake(error))


if __name__ == "__main__":
    main()
