"""What `callsheet check --fix` does: what diagnostics offer to write is written into their files."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from callsheet.adapters.files.disk import Disk
from callsheet.adapters.files.replacing import replace_file
from callsheet.api.checking import check_text
from callsheet.cli.checking import Checking
from callsheet.cli.complaints import complain
from callsheet.cli.named import INPUT, INPUT_SHOWN, Named
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted, sentence, visible
from callsheet.edits.fixing import Fix, Fixed, fixed
from callsheet.ports.exceptions import Told
from callsheet.ports.files import Unreadable
from callsheet.ports.on_disk import why_not
from callsheet.source.text import MOST_BYTES


class NotWritten(Told):
    """A file stays as it is, for this reason."""


def fix(checking: Checking, meant: Named, disk: Disk, out: TextIO) -> tuple[Checking, bool]:
    """Write what a check found, and offers to write, and tell of it; what a check finds then, and whether something
    could not be written."""
    failed, typed = False, checking.typed
    if typed is not None:
        made = fix_input(typed, disk)
        sys.stdout.buffer.write(made.text.encode(errors="surrogateescape"))
        if len(typed) > MOST_BYTES:  # a check reads no more than it needs to refuse it
            shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
        sys.stdout.flush()
        typed = made.text.encode(errors="surrogateescape")
        _tell(INPUT_SHOWN, made, out)
    for shown in dict.fromkeys(each.file for each in checking.found if each.edit and each.file != INPUT_SHOWN):
        try:
            _tell(shown, fix_file(shown, disk), out)
        except NotWritten as error:
            failed = True
            complain("check", f"{shown} is left as it is: {error.message}")
    again = Checking(disk, typed)
    again.check(meant)
    return again, failed


def fix_file(shown: str, disk: Disk) -> Fixed:
    """Write what the diagnostics of a file offer into it. Raises `NotWritten`."""
    path = Path(shown)
    try:
        before = disk.read(path, most=MOST_BYTES + 1)
        # What is no text is told by the check, which then offers nothing.
        made = fixed(before.decode(errors="surrogateescape"), shown, lambda text: check_text(text, path))
        if made.done:
            if disk.read(path, most=MOST_BYTES + 1) != before:
                raise NotWritten("somebody has changed it meanwhile; check it again")
            replace_file(path, made.text.encode(), disk.reach)
    except Unreadable as error:
        raise NotWritten(f"it {error.why}; {error.help}") from None
    except OSError as error:
        raise NotWritten(why_not(error, "look at its folder")) from None
    return made


def fix_input(typed: bytes, disk: Disk) -> Fixed:
    """What stands on standard input, with what its diagnostics offer."""

    def check(text: str) -> Iterable[Diagnostic]:
        checking = Checking(disk, text.encode(errors="surrogateescape"))
        checking.check(Named(scripts={INPUT: None}))
        for _, fault in checking.faults:
            raise fault  # a text that nothing was found in because of a fault is none without mistakes
        return checking.found

    return fixed(typed.decode(errors="surrogateescape"), INPUT_SHOWN, check)


def _tell(shown: str, made: Fixed, out: TextIO) -> None:
    """What was mended and what was left, a line each."""
    for one in made.done:
        became = f"{_typed(one.before)} became {_typed(one.edit.text)}"
        print(f"{_place(shown, one)} mended: {became}{_code(one.diagnostic)}", file=out)
    for one in made.left:
        if one.instead is not None:
            why = f"{sentence(one.instead.message)}{_code(one.instead)}"
            print(f"{_place(shown, one)} left as it is: with {_typed(one.edit.text)} instead, {why}", file=out)


def _place(shown: str, fix: Fix) -> str:
    return f"{visible(shown)}:{fix.edit.span.line}:"


def _typed(text: str) -> str:
    """A text as a line shows it: it may have quotes of its own."""
    return {"": "nothing", " ": "a space", "\t": "a tab"}.get(text) or visible(quoted(text)[1:-1])


def _code(diagnostic: Diagnostic) -> str:
    return f" [{diagnostic.code.id} {diagnostic.code.name}]"
