"""What `callsheet check --fix` does: what diagnostics offer to write is written into their files."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from callsheet.adapters.sources.disk import Disk
from callsheet.adapters.sources.replacing import replace_file
from callsheet.api.checking import check_text
from callsheet.cli.checking import Checking
from callsheet.cli.named import INPUT, INPUT_SHOWN, Named
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted, sentence, visible
from callsheet.edits.fixing import Fix, Fixed, fixed
from callsheet.ports.exceptions import Told
from callsheet.ports.files import Unreadable
from callsheet.source.text import MOST_BYTES


class NotWritten(Told):
    """A file stays as it is, for this reason."""


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
        raise NotWritten(os.strerror(error.errno) if error.errno else "look at its folder") from None
    return made


def fix_input(typed: bytes, disk: Disk) -> Fixed:
    """What stands on standard input, with what its diagnostics offer."""

    def check(text: str) -> Iterable[Diagnostic]:
        checking = Checking(disk, text.encode(errors="surrogateescape"))
        checking.check(Named(scripts={INPUT: None}))
        return checking.found

    return fixed(typed.decode(errors="surrogateescape"), INPUT_SHOWN, check)


def told(shown: str, made: Fixed) -> Iterator[str]:
    """What was mended and what was left, a line each."""
    for fix in made.done:
        yield f"{_place(shown, fix)} mended: {_typed(fix.before)} became {_typed(fix.edit.text)}{_code(fix.diagnostic)}"
    for fix in made.left:
        if fix.instead is not None:
            why = f"{sentence(fix.instead.message)}{_code(fix.instead)}"
            yield f"{_place(shown, fix)} left as it is: with {_typed(fix.edit.text)} instead, {why}"


def _place(shown: str, fix: Fix) -> str:
    return f"{visible(shown)}:{fix.edit.span.line}:"


def _typed(text: str) -> str:
    return visible(quoted(text)[1:-1]) if text.strip() else "white space"  # which may have quotes of its own


def _code(diagnostic: Diagnostic) -> str:
    return f" [{diagnostic.code.id} {diagnostic.code.name}]"
