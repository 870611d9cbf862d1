"""What diagnostics offer to write, written: as much of it as makes no other mistake."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Code, Diagnostic, Edit, Span
from callsheet.edits.outcome import applied
from callsheet.source.lines import LineStarts
from callsheet.source.text import BYTE_ORDER_MARK

# Each lets more of a file be read, and more be found in it. What is left after these is a person's to decide.
MOST_ROUNDS = 5
# Where codes of these begin: files, texts and YAML before them, then shape, then meaning.
_STAGES = ("CS120", "CS200")


@dataclass(frozen=True, slots=True)
class Fix:
    """What a diagnostic offered, and what stood in its place; `instead` is the mistake that it would have made."""

    diagnostic: Diagnostic
    edit: Edit
    before: str
    instead: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes; those that were `done`, in their order, and those that were `left`."""

    text: str
    done: tuple[Fix, ...]
    left: tuple[Fix, ...]


def fixed(text: str, shown: str, check: Callable[[str], Iterable[Diagnostic]]) -> Fixed:
    """A text with what its diagnostics offer. `check` finds what is wrong with a text that messages call `shown`."""
    done: list[Fix] = []
    left: dict[tuple[Code, str, str], Fix] = {}
    found = tuple(check(text))
    for _ in range(MOST_ROUNDS):
        offered = list(_apart(fix for fix in _offered(text, shown, found) if _what(fix) not in left))
        if not offered:
            break
        after = applied(text, [fix.edit for fix in offered])
        further = tuple(check(after))
        if len(further) < len(found) and not _new(found, further):
            done, text, found = [*done, *offered], after, further
            continue
        for fix in reversed(offered):  # from the end, so that the places of the others hold
            after = applied(text, [fix.edit])
            further = tuple(check(after))
            instead = _made(fix, found, further)
            if instead is None:
                done, text, found = [*done, fix], after, further
            else:
                left[_what(fix)] = Fix(fix.diagnostic, fix.edit, fix.before, instead)
    return Fixed(text, tuple(sorted(done, key=_place)), tuple(sorted(left.values(), key=_place)))


def _offered(text: str, shown: str, found: Iterable[Diagnostic]) -> Iterator[Fix]:
    text = text.removeprefix(BYTE_ORDER_MARK)
    lines = LineStarts(text)
    for each in found:
        if each.edit is not None and each.file == shown:
            start, end = lines.offsets(each.edit.span)
            yield Fix(each, each.edit, text[start:end])


def _apart(fixes: Iterable[Fix]) -> Iterator[Fix]:
    """Those that begin behind the one before. The others wait for the next round."""
    free = (0, 0)
    for fix in sorted(fixes, key=_place):
        span = fix.edit.span
        if span.begin >= free:
            yield fix
            free = span.end


def _made(fix: Fix, found: Iterable[Diagnostic], further: Iterable[Diagnostic]) -> Diagnostic | None:
    """The mistake that a fix makes, if any. What could only be found once it was made is none: that was there before.

    So an error is one that it makes where the check comes to it before it comes to what was mended, or as early and at
    the same place. A problem that stays was not mended.
    """
    stage, code, written = _stage(fix.diagnostic.code), fix.diagnostic.code, _written(fix.edit)
    for each in further:
        if each.code is code and each.span.begin == fix.diagnostic.span.begin:
            return each
    for each in _new(found, further):
        here = each.file == fix.diagnostic.file and each.span.overlaps(written)
        if _stage(each.code) < stage or (_stage(each.code) == stage and here):
            return each
    return None


def _new(found: Iterable[Diagnostic], further: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors that were not there before, wherever they stand."""
    known = Counter((each.file, each.code, each.message) for each in found)
    new = []
    for each in further:
        if each.code.severity == "error":
            known[each.file, each.code, each.message] -= 1
            new += [each] if known[each.file, each.code, each.message] < 0 else []
    return new


def _stage(code: Code) -> int:
    return sum(code.id >= first for first in _STAGES)


def _written(edit: Edit) -> Span:
    """Where what was written stands."""
    *above, last = edit.text.split("\n")
    line, column = edit.span.line + len(above), len(last) + (1 if above else edit.span.column)
    return Span(edit.span.line, edit.span.column, line, column)


def _what(fix: Fix) -> tuple[Code, str, str]:
    return fix.diagnostic.code, fix.diagnostic.message, fix.edit.text


def _place(fix: Fix) -> Span:
    return fix.edit.span
