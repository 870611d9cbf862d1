"""`callsheet new`: a script to begin with, its data and its tests."""

import argparse
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain
from callsheet.ports.exceptions import Told

if TYPE_CHECKING:
    from argparse import _SubParsersAction

NAME = re.compile(r"[a-z][a-z0-9_]*")
# Characters: file systems allow 255 bytes, and the endings are to come.
LONGEST_NAME = 100

EXAMPLE = "interactive_notifications"
QUERIES = "notifications.sql"

EMPTY = {
    "{name}.flow.yaml": """callsheet: 1
flow: {name}
language: en-US

steps:
  - answer
  - say: Hello, and goodbye.
  - disconnect
""",
    "{name}.test.yaml": """flow: {name}.flow.yaml
tests:
  - name: the caller is greeted
    call:
      - hears: Hello
      - ends: completed
""",
}


class FilesNotMade(Told):
    """Nothing was made; the message says why and what to do."""


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "new",
        help="make a script to begin with",
        description="Make NAME.flow.yaml, NAME.test.yaml and, in data/NAME, its queries, tables and sample rows: a copy"
        " of the example, which runs at once. Nothing that is there already is written over.",
    )
    parser.add_argument(
        "name", metavar="NAME", help="what the call is about, such as parcels; a folder may stand before it"
    )
    parser.add_argument("--empty", action="store_true", help="a script that says hello, without data")
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Make the files, and tell what to do with them."""

    try:
        folder, name = _place(arguments.name)
        files = _empty(name) if arguments.empty else _example(name)
        _make(folder, files)
    except FilesNotMade as error:
        complain("new", str(error))
        return 2
    for file in files:
        print(f"made {folder / file}")
    script, tests = folder / f"{name}.flow.yaml", folder / f"{name}.test.yaml"
    following = (
        (f"callsheet run {script} --rehearse", "try it: you are the caller"),
        (f"callsheet studio {folder}", "read it, edit it and try it on a page"),
        (f"callsheet check {script}", "after every change"),
        (f"callsheet test {tests}", "play its tests"),
        ("callsheet schema", "the line that makes an editor offer the words of the language"),
    )
    width = max(len(command) for command, _ in following)
    print("\nnext:")
    for command, why in following:
        print(f"  {command:<{width}}  {why}")
    return 0


def _place(typed: str) -> tuple[Path, str]:
    """The folder and the name that are meant. Raises `FilesNotMade`."""
    path = Path(typed)
    name = re.sub(r"(\.flow)?\.ya?ml$", "", path.name)
    if not NAME.fullmatch(name):
        better = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
        better = better if NAME.fullmatch(better) else ""
        raise FilesNotMade(
            f'"{name}" cannot be the name of a script: it has lower-case letters, digits and _ only, a letter first'
            + (f"; write {path.parent / better}" if better else "")
        )
    if len(name) > LONGEST_NAME:
        raise FilesNotMade(f"a script's name has at most {LONGEST_NAME} characters; write a shorter one")
    return path.parent, name


def _empty(name: str) -> dict[str, str]:
    return {file.replace("{name}", name): text.replace("{name}", name) for file, text in EMPTY.items()}


def _example(name: str) -> dict[str, str]:
    """The shipped example under another name. What editors are told at its top holds in its own folder only."""
    example = _example_folder()
    data = f"data/{name}"

    def text(file: str) -> str:
        lines = (example / file).read_text(encoding="utf-8").splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("# yaml-language-server:"))

    script = text(f"{EXAMPLE}.flow.yaml")
    return {
        f"{name}.flow.yaml": script.replace(EXAMPLE, name).replace(f"data/{QUERIES}", f"{data}/{QUERIES}"),
        f"{name}.test.yaml": text(f"{EXAMPLE}.test.yaml").replace(EXAMPLE, name),
        **{f"{data}/{file}": text(f"data/{file}") for file in (QUERIES, "schema.sql", "sample.sql")},
    }


def _example_folder() -> Path:
    """Where the example lies: beside `engine/` in a checkout, inside it where the package is installed."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parents[1] / "flows"
    return checkout if (checkout / f"{EXAMPLE}.flow.yaml").is_file() else package / "flows"


def _make(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files, all of them or none. Raises `FilesNotMade`."""
    there = [str(folder / file) for file in files if os.path.lexists(folder / file)]
    if there:
        raise FilesNotMade(f"{there[0]} is there already, and nothing was made; choose another name, or remove it")
    made: list[Path] = []
    try:
        for file, text in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as new:
                made.append(path)
                new.write(text)
    except OSError as error:
        for path in made:
            path.unlink(missing_ok=True)
        from callsheet.ports.on_disk import why_not

        why = why_not(error, "look at the folder")
        raise FilesNotMade(f"{error.filename or folder} cannot be made: {why}") from None
