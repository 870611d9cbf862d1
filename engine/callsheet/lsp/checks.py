"""What is wrong with open texts, kept up to date: once nobody has typed for a moment, and of the newest texts alone."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from callsheet.diagnostics.catalogue import UNREADABLE_FILE
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.lsp.looks import CheckLook, CheckSeen, NothingSeen
from callsheet.lsp.texts import OpenTexts
from callsheet.lsp.worker import LookProcess

# Between the last key and the check: whoever types fast presses a key every 100 ms.
PAUSE_SECONDS = 0.12

# Told of a file, and of all that is wrong with it now.
Tell = Callable[[Path, tuple[Diagnostic, ...]], None]


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the last check of a text found, by the files where it is, and what it had read."""

    found: dict[Path, tuple[Diagnostic, ...]]
    read: frozenset[Path]


class Checks:
    """`tell` is told of each file in which something has changed. `keep_up` does the work, as long as it runs."""

    def __init__(self, texts: OpenTexts, worker: LookProcess, tell: Tell) -> None:
        self._texts, self._worker, self._tell = texts, worker, tell
        self._checked: dict[Path, _Checked] = {}
        self._waiting: dict[Path, None] = {}  # in the order in which they are checked
        self._changed = asyncio.Event()

    def changed(self, path: Path) -> None:
        """A text was opened, changed or saved: it is checked first, and then those that had read it."""
        known = [root for root, checked in self._checked.items() if path in checked.read and root != path]
        here = self._texts.of(path)
        for root in [*([path] if here and here.is_checked else []), *known]:
            self._waiting.setdefault(root)
        self._changed.set()

    def closed(self, path: Path) -> None:
        """A text is closed: what it alone told is no longer told, and others read the file as it is saved."""
        self._waiting.pop(path, None)
        if path in self._checked:
            self._replace(path, None)
        self.changed(path)

    def found(self, path: Path) -> tuple[Diagnostic, ...]:
        """All that is known to be wrong with a file."""
        found = [item for checked in self._checked.values() for item in checked.found.get(path, ())]
        return tuple(dict.fromkeys(found))

    async def keep_up(self) -> None:
        """Check what has changed, for ever."""
        while True:
            await self._changed.wait()
            while self._changed.is_set():
                self._changed.clear()
                await asyncio.sleep(PAUSE_SECONDS)
            while self._waiting and not self._changed.is_set():
                path = next(iter(self._waiting))
                del self._waiting[path]
                await self._check(path)

    async def _check(self, path: Path) -> None:
        before = self._texts.of(path)
        if before is None:
            return
        shown = self._texts.shown(path)
        seen = await self._worker.look(CheckLook(path, shown, self._texts.texts()))
        if self._texts.of(path) != before:  # the newest wins: it waits already
            return
        if isinstance(seen, NothingSeen):
            problem = Diagnostic(UNREADABLE_FILE, shown, FILE_START, seen.why, "divide the script or its data")
            seen = CheckSeen((problem,), frozenset({path}))
        by_file: dict[Path, list[Diagnostic]] = {}
        for item in seen.diagnostics:
            by_file.setdefault(self._texts.meant(item.file, path), []).append(item)
        self._replace(path, _Checked({file: tuple(items) for file, items in by_file.items()}, seen.read))

    def _replace(self, path: Path, checked: _Checked | None) -> None:
        before = self._checked.pop(path, None)
        if checked is not None:
            self._checked[path] = checked
        files: Iterable[Path] = {path, *(before.found if before else ()), *(checked.found if checked else ())}
        for file in files:
            self._tell(file, self.found(file))
