"""What one run of `callsheet check` does: every file on its own, all findings together."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.checks import check as scripts
from callsheet.cli.named import INPUT, INPUT_SHOWN, Named, typed_in
from callsheet.diagnostics.catalogue import UNREADABLE_FILE
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.ports.files import Files
from callsheet.source.file_lines import Lines, lines_of_text
from callsheet.source.folders import kind_of_text

if TYPE_CHECKING:
    from callsheet.service.numbers import Numbers


class Checking:
    """One run: what was found, and how many files of each kind were looked at. A fault of ours in one file hides
    none of the others."""

    def __init__(self, files: Files, typed: bytes | None = None) -> None:
        self._files = files
        self._lines = Lines(files)
        self.found: list[Diagnostic] = []
        self.faults: list[tuple[str, Exception]] = []
        self.scripts = self.tests = self.numbers = 0
        self._named: set[str] = set()
        self._known: dict[Path, scripts.Checked] = {}
        self.typed = typed  # what stands on standard input, once it has been read
        self._has_tests = False

    def lines_of(self, file: str) -> list[str]:
        """The lines of a file that a message points into."""
        return lines_of_text(self.typed) if self.typed and file == INPUT_SHOWN else self._lines(file)

    def check(self, meant: Named) -> None:
        """Check all that is meant."""
        self._has_tests = bool(meant.tests) or INPUT in meant.scripts
        for path in meant.unreadable:
            message, help_ = "this folder cannot be read", "look at its rights, or name the folders of the scripts"
            self.found.append(Diagnostic(UNREADABLE_FILE, str(path), FILE_START, message, help_))
        self._named.update(map(os.path.abspath, meant.scripts))
        for path in meant.scripts:
            if path == INPUT:
                self._try(INPUT_SHOWN, self._check_input)
            else:
                self._try(str(path), partial(self._check_script, path))
        for path in meant.numbers:
            self._try(str(path), partial(self._check_numbers, path))
        for path in meant.tests:
            self._try(str(path), partial(self._check_tests, path))

    def _try(self, shown: str, check: Callable[[], Iterable[Diagnostic]]) -> None:
        try:
            self.found += check()
        except Exception as fault:  # noqa: BLE001 - told once the other files are checked
            self.faults.append((shown, fault))

    def _check_script(self, path: Path) -> Iterable[Diagnostic]:
        checked = scripts.check_file(path, str(path), self._files)
        self.scripts += 1
        if self._has_tests:
            self._known[Path(os.path.realpath(path))] = checked  # also of a link that leads to itself
        return checked.diagnostics

    def _check_numbers(self, path: Path) -> Iterable[Diagnostic]:
        from callsheet.service.numbers import read_numbers

        numbers, found = read_numbers(path, str(path), self._files)
        self._check_named(numbers)
        return found

    def _check_named(self, numbers: "Numbers | None") -> None:
        """The scripts that a numbers file names, each once, wherever it is named."""
        self.numbers += 1
        for file in numbers.files() if numbers else ():
            if file.identity not in self._named:
                self._named.add(file.identity)
                self._try(file.shown, partial(self._check_script, Path(file.shown)))

    def _check_tests(self, path: Path) -> Iterable[Diagnostic]:
        from callsheet.testing.check import check_tests  # who checks scripts alone does not wait for it

        diagnostics = check_tests(path, str(path), self._known, self._files).diagnostics
        self.tests += 1
        return diagnostics

    def _check_input(self) -> Iterable[Diagnostic]:
        """What stands on standard input, of whichever kind. What it names begins at the folder of the command."""
        if self.typed is None:
            self.typed = typed_in("callsheet check")
        text = self.typed
        kind = kind_of_text(text, INPUT_SHOWN)
        if kind == "numbers":
            from callsheet.service.numbers import read_numbers_text

            numbers, found = read_numbers_text(text, Path(), INPUT_SHOWN, self._files)
            self._check_named(numbers)
            return found
        if kind == "test":
            from callsheet.testing.check import check_tests_text

            self.tests += 1
            return check_tests_text(text, Path(), INPUT_SHOWN, self._known, self._files).diagnostics
        self.scripts += 1
        return scripts.check_text(text, Path(), INPUT_SHOWN, self._files).diagnostics
