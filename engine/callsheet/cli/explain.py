"""`callsheet explain`: what a code means, with an example of what is wrong and what is right. It needs no network."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from callsheet.diagnostics.diagnostic import Code
    from callsheet.diagnostics.pages import Example


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "explain",
        help="tell what a code means",
        description="Explain a code that `check` gives, with examples. Without a code, list all of them.",
    )
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code or its name, like CS201 or unknown-section")
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Print the page of a code, or the list of all."""
    from callsheet.diagnostics.codes import CODES, NAMES, find_code
    from callsheet.diagnostics.suggest import did_you_mean

    if arguments.code is None:
        for code in CODES.values():
            print(_in_list(code))
        return 0
    found = find_code(arguments.code)
    if found is None:
        known = CODES if arguments.code[:2].upper() == "CS" else NAMES
        help_ = did_you_mean(arguments.code, known, otherwise="callsheet explain lists all of them")
        complain("explain", f'there is no code "{arguments.code}"; {help_}')
        return 2
    print("\n".join(_page(found)))
    return 0


def _in_list(code: "Code") -> str:
    from callsheet.diagnostics.pages import read_page

    page = read_page(code)
    return f"{code.id} {code.name}" + (f": {page.summary}" if page else "")


def _page(code: "Code") -> Iterator[str]:
    from callsheet.diagnostics.pages import read_page

    yield f"{code.id} {code.name} ({code.kind})"
    page = read_page(code)
    if page is None:
        yield ""
        yield "Nothing is written about this code yet; its message says what is wrong."
        return
    for text in (page.summary, page.text):
        if text:
            yield ""
            yield text
    yield from _example("Wrong", page.wrong)
    yield from _example("Right", page.right)


def _example(heading: str, example: "Example") -> Iterator[str]:
    yield ""
    yield f"{heading}:"
    if example.words:
        yield ""
        yield example.words
    for file in example.files:
        yield ""
        yield f"  {file.name}:"
        yield ""
        for line in file.text.splitlines():
            yield f"    {line}".rstrip()
        if file.note:
            yield ""
            yield f"  {file.note}"
