"""`callsheet draw`: a script as a picture. It needs no network."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain

if TYPE_CHECKING:
    from argparse import _SubParsersAction


SVG, MERMAID = "svg", "mermaid"
# What the name of a picture ends in, so that nothing else is written over.
ENDINGS = {SVG: ".svg", MERMAID: ".mmd"}


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "draw",
        help="draw a script as a picture",
        description="Draw a call script: its steps from top to bottom, what may happen instead to the right of them,"
        " its sections beside. A script with mistakes is drawn as far as it can be read.",
    )
    parser.add_argument("flow", metavar="FLOW", type=Path, help="the script, or - for standard input")
    parser.add_argument(
        "--format",
        choices=(SVG, MERMAID),
        default=SVG,
        help="svg for browsers and printers (the default), mermaid for wikis that draw it",
    )
    parser.add_argument(
        "--output", metavar="FILE", help="write it there: a file that ends in .svg, or with --format mermaid in .mmd"
    )
    marks = parser.add_mutually_exclusive_group()
    marks.add_argument(
        "--cov",
        action="store_true",
        help="play the tests beside the script, and mark the steps and ways that none of them has come to",
    )
    marks.add_argument(
        "--explored", action="store_true", help="walk every call that the script can have, and mark what is wrong"
    )
    marks.add_argument(
        "--journal",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="count the calls in these journals that came to each step, and took each way; those of this version of"
        " the script alone",
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Draw the script; 0 where nothing in it is in the way of that."""
    from callsheet.adapters.files.disk import Disk
    from callsheet.cli.marked import NotMarked, marked
    from callsheet.cli.named import INPUT, INPUT_SHOWN, typed_in
    from callsheet.diagnostics.visible import sentence
    from callsheet.picture.mermaid import mermaid
    from callsheet.picture.svg import picture
    from callsheet.ports.files import Unreadable
    from callsheet.ports.on_disk import why_not
    from callsheet.script.script import parse
    from callsheet.source.text import MOST_BYTES
    from callsheet.steps import VERBS

    typed, check = arguments.flow == INPUT, f"callsheet check {sentence(str(arguments.flow))}"
    shown = INPUT_SHOWN if typed else sentence(str(arguments.flow))
    output, ending = arguments.output, ENDINGS[arguments.format]
    if output is not None and Path(output).suffix != ending:
        file = ("script" if typed else arguments.flow.name.partition(".")[0]) + ending
        return _tell(f"{sentence(output)} does not end in {ending}, and may be something else; write to {file}", 2)
    try:
        disk = Disk.around([arguments.flow])
        content = typed_in("callsheet draw") if typed else disk.read(arguments.flow, most=MOST_BYTES + 1)
    except Unreadable as error:
        return _tell(f"{shown} {error.why}; {error.help}", 2)
    parsed = parse(shown, content, VERBS)
    script = parsed.script
    if script is None or not (script.steps or script.sections):
        return _tell(f"there are no steps to draw in {shown}; {check} says why", 1)
    try:
        more = marked(arguments, disk, typed=typed)
    except NotMarked as error:
        return _tell(error.message, error.status)
    drawn = picture(script, known=more.marks) if arguments.format == SVG else mermaid(script, more.marks)
    if output is None:
        print(drawn, end="")
    else:
        try:
            Path(output).write_text(drawn, encoding="utf-8")
        except OSError as error:
            return _tell(f"{sentence(output)} cannot be written: {why_not(error, 'it is no place for a file')}", 2)
    if more.told:
        _tell(more.told, 1)
    if more.failed:
        return 1
    if parsed.sound:
        return 0
    return _tell(f"{shown} has mistakes, and is drawn as far as it can be read; {check} lists them", 1)


def _tell(message: str, status: int) -> int:
    complain("draw", message)
    return status
