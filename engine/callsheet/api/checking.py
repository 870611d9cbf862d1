"""Checking and compiling what authors write, for programs."""

import os
from collections.abc import Mapping
from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.adapters.files.overlay import Overlay
from callsheet.checks.check import Checked, check_file
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.files import Files
from callsheet.source.folders import kind_of

StrPath = str | os.PathLike[str]
NOTHING: Mapping[StrPath, str] = {}


def check_path(path: StrPath, *, overlays: Mapping[StrPath, str] = NOTHING) -> tuple[Diagnostic, ...]:
    """All that is wrong with a script, a test file or a numbers file, as `callsheet check` tells it; what it names is
    read too, and where its `.sql` files or its script are wrong, the diagnostics are theirs.

    `overlays` are texts that stand for the files at their paths, saved or not. A file that cannot be read is told of by
    a diagnostic. Only what lies in the folder of `path`, or in its project, is read.
    """
    file = Path(path)
    return check_among(file, str(path), _files(file, overlays))


def check_among(path: Path, shown: str, files: Files) -> tuple[Diagnostic, ...]:
    """The same of a file that messages call `shown`, among these files."""
    kind = kind_of(path, files)
    if kind == "test":
        from callsheet.testing.check import check_tests  # whoever checks scripts alone does not wait for it

        return check_tests(path, shown, {}, files).diagnostics
    if kind == "numbers":
        from callsheet.service.numbers import read_numbers

        return read_numbers(path, shown, files)[1]
    return check_file(path, shown, files).diagnostics


def check_text(text: str, path: StrPath, *, overlays: Mapping[StrPath, str] = NOTHING) -> tuple[Diagnostic, ...]:
    """All that is wrong with a text, as if it were saved at `path`, where nothing has to be."""
    return check_path(path, overlays={**overlays, path: text})


def compile_script(path: StrPath, *, overlays: Mapping[StrPath, str] = NOTHING) -> Checked:
    """A script, ready to take calls: its `flow` is there where none of its `diagnostics` is an error."""
    file = Path(path)
    return check_file(file, str(path), _files(file, overlays))


def _files(path: Path, overlays: Mapping[StrPath, str]) -> Files:
    disk = Disk.around([path])
    return Overlay(disk, {Path(each): text for each, text in overlays.items()}) if overlays else disk
