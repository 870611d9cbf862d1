"""The test files that a command was given, and those of a script."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from callsheet.ports.exceptions import Told
from callsheet.ports.files import Files, Unreadable
from callsheet.source.document import Document, Mapping, Scalar
from callsheet.source.folders import SCRIPT, TEST, TooMany, search, too_many_in
from callsheet.source.reader import read_document
from callsheet.source.text import MOST_BYTES


class NoTest(Told):
    """There is nothing to do; the message says what was looked for."""


def find_tests(paths: Sequence[Path], files: Files, *, of_scripts: bool = False) -> tuple[list[Path], list[Path]]:
    """The files among `paths`, and the test files in the folders among them, each once; and those of another ending
    there, which are not played. `of_scripts`: a script stands for its tests in its folder, and both may have none.

    Raises:
        NoTest: a path does not exist, is no test file, or a folder holds none.
    """
    found: dict[Path, None] = {}
    misnamed: dict[Path, None] = {}
    for path in paths:
        kind = files.kind(path)
        if kind == "folder":
            inside = _inside(path, files, may_have_none=of_scripts)
            found.update(dict.fromkeys(file for file in inside if file.name.endswith(TEST)))
            misnamed.update(dict.fromkeys(file for file in inside if not file.name.endswith(TEST)))
        elif kind is None:
            raise NoTest(f"there is no file or folder {path}")
        elif of_scripts and path.name.endswith(SCRIPT):
            found.update(dict.fromkeys(tests_beside(path, files)))
        elif not path.name.endswith(TEST):
            raise NoTest(f"{path} is no test file: its name does not end in {TEST}")
        else:
            found[path] = None
    return list(found), list(misnamed)


def _inside(folder: Path, files: Files, *, may_have_none: bool) -> list[Path]:
    try:
        inside = search(folder, files).tests
    except TooMany:
        raise NoTest(f"{too_many_in(folder)}; name the folder of the tests") from None
    if not inside and not may_have_none:
        raise NoTest(f"there is no *{TEST} in {folder}; name a test file, or the folder that it is in")
    return inside


def tests_beside(script: Path, files: Files) -> list[Path]:
    """The test files in the folder of a script that are of it."""
    entries = (script.parent / entry.name for entry in files.entries(script.parent) if not entry.is_folder)
    return [path for path, _ in tests_of(script, entries, files)]


def tests_of(script: Path, among: Iterable[Path], files: Files) -> Iterator[tuple[Path, Document]]:
    """Those of some files that are tests of a script; the one that is called like it comes first."""
    beside, place = script.with_name(script.name.removesuffix(SCRIPT) + TEST), script.resolve()
    for path in sorted(among, key=lambda each: (each != beside, each)):
        if path.name.endswith(TEST) and (document := _document(path, files)) is not None:
            flow = document.root.get("flow") if isinstance(document.root, Mapping) else None
            named = flow.value if isinstance(flow, Scalar) else None
            if isinstance(named, str) and path.parent.joinpath(named).resolve() == place:
                yield path, document


def _document(path: Path, files: Files) -> Document | None:
    try:
        content = files.read(path, most=MOST_BYTES + 1)
    except Unreadable:
        return None
    return read_document(str(path), content)[0]
