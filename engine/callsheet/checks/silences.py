"""Warnings that the author has read and allows: a comment on the line, or on a line of its own above it, says why.

    # callsheet: allow CS408 because the report needs the server's clock

In `.sql` files the comment begins with `--`. Only warnings can be silenced. A comment that silences nothing is reported
itself, so that none is left behind; but not in a script with errors, which keep other checks from being made.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from callsheet.diagnostics.catalogue import (
    NEEDLESS_SILENCE,
    NOT_SILENCEABLE,
    SILENCE_WITHOUT_REASON,
    UNCLEAR_SILENCE,
    UNKNOWN_CODE,
)
from callsheet.diagnostics.codes import NAMES, find_code
from callsheet.diagnostics.diagnostic import Code, Diagnostic, Span
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.ports.dialect import Dialect
from callsheet.queries.records import Library
from callsheet.source.comments import Comment, Comments, read_comments
from callsheet.source.document import Document

# Mistakes for which the nearest right name is looked up: in a file with more of them it would take minutes.
MOST_GUESSES = 50

# A comment that is meant for `check`. Not `# callsheet: 1`, which is a key that somebody has put aside.
_MEANT = re.compile(r"(?:#|--)[ \t]*callsheet[ \t]*:[ \t]*[A-Za-z]", re.IGNORECASE)
# Compiled where they are needed: few files have such comments.
_SILENCE = r"(?i)[ \t]*callsheet[ \t]*:[ \t]*(?P<verb>[A-Z]+)(?P<rest>.*)"
_BECAUSE = r"(?i)(?:^|[ \t,])because(?P<reason>[ \t].*|$)"
_WORD = r"[^\s,]+"
_CODE = r"(?i)CS[0-9]{3}\b"
_EXAMPLE = 'write "callsheet: allow", the code, "because" and the reason'


class _Allowed(Struct):
    """One code of one comment: where its word stands, and whether it was of use."""

    code: Code
    span: Span
    used: bool = False


class _File(Struct):
    """The silences of one file by the line they are for, and what is wrong with its comments."""

    shown: str
    comments: Comments
    allowed: dict[tuple[int, Code], list[_Allowed]] = {}
    problems: list[Diagnostic] = []

    def silences(self, diagnostic: Diagnostic) -> bool:
        line = diagnostic.span.line
        places = {line, self.comments.begins.get(line, line)}
        found = [one for place in places for one in self.allowed.get((place, diagnostic.code), ())]
        for one in found:
            one.used = True
        return bool(found)

    def report(self, code: Code, span: Span, message: str, help_: str) -> None:
        self.problems.append(Diagnostic(code, self.shown, span, message, help_))


def comments_for_check(document: Document) -> Comments | None:
    """The comments of a script, where some are meant for `check`; most have none."""
    return read_comments(document) if _MEANT.search(document.text) else None


def silenced(
    diagnostics: Sequence[Diagnostic], shown: str, comments: Comments | None, library: Library, dialect: Dialect
) -> tuple[Diagnostic, ...]:
    """What `check` has found in a script without what comments in it and in its `.sql` files silence, and with what is
    wrong with these comments."""
    commented = {file.shown: file for file in _files(shown, comments, library, dialect)}
    if not commented:
        return tuple(diagnostics)
    left = [
        item
        for item in diagnostics
        if not (item.code.silenceable and item.file in commented and commented[item.file].silences(item))
    ]
    broken = any(item.code.severity == "error" for item in left)
    for file in commented.values():
        left += file.problems
        if not broken:
            left += _needless(file, walked=False)
    return tuple(sorted(left, key=lambda item: (item.file, item.span, item.code.id)))


def silenced_in_calls(
    diagnostics: Sequence[Diagnostic], shown: str, comments: Comments | None
) -> tuple[Diagnostic, ...]:
    """What was found in the calls of a script without what comments in it silence, and with those that silence nothing
    of that. What is wrong with comments themselves `check` has told."""
    if comments is None:
        return tuple(diagnostics)
    file = _judged(shown, comments)
    left = [item for item in diagnostics if not (item.code.silenceable and file.silences(item))]
    return tuple(sorted([*left, *_needless(file, walked=True)], key=lambda item: (item.span, item.code.id)))


def _needless(file: _File, *, walked: bool) -> Iterator[Diagnostic]:
    for allowed in file.allowed.values():
        for one in allowed:
            if not one.used and one.code.walked is walked:
                message = f"there is no {one.code.id} here to be silenced"
                yield Diagnostic(NEEDLESS_SILENCE, file.shown, one.span, message, "delete the comment")


def _files(shown: str, comments: Comments | None, library: Library, dialect: Dialect) -> Iterator[_File]:
    if comments is not None:
        yield _judged(shown, comments)
    for sql in (*library.files, *library.schemas):
        if _MEANT.search(sql.text):
            yield _judged(sql.shown, _comments_of_sql(sql.text, dialect))


def _comments_of_sql(text: str, dialect: Dialect) -> Comments:
    found: list[Comment] = []
    line, start, seen = 1, 0, 0
    for token in dialect.tokenize(text, 0, len(text)):
        if token.kind != "comment" or not token.text.startswith("--"):
            continue
        line += text.count("\n", seen, token.start)
        start = max(start, text.rfind("\n", seen, token.start) + 1)
        seen = token.start
        alone = not text[start : token.start].strip()
        found.append(Comment(line, token.start - start + 1, token.text[1:], alone))
    return Comments(tuple(found), {})


def _judged(shown: str, comments: Comments) -> _File:
    file = _File(shown, comments)
    alone = {comment.line for comment in comments.found if comment.alone}
    target = 0
    for comment in reversed(comments.found):  # upwards, so that comments in a row are for the line below all of them
        if comment.alone:
            target = target if comment.line + 1 in alone else comment.line + 1
        _read(file, comment, target if comment.alone else comments.begins.get(comment.line, comment.line))
    return file


def _read(file: _File, comment: Comment, line: int) -> None:
    """Understand one comment, if it is meant for `check`."""
    found = re.match(_SILENCE, comment.text.removeprefix("-"))
    if found is None:
        return
    whole = Span.at(comment.line, comment.column, len(comment.text) + 1)
    rest = found["rest"]
    if found["verb"].lower() != "allow":
        if re.search(_CODE, rest):
            file.report(UNCLEAR_SILENCE, whole, f"{quoted(found['verb'])} is not understood here", _EXAMPLE)
        return
    because = re.search(_BECAUSE, rest)
    end = because.start() if because else len(rest)
    words = [word for word in re.finditer(_WORD, rest[:end]) if word[0].lower() != "and"]
    if because is None:  # what stands behind the codes was meant as the reason
        words = words[: next((at for at, word in enumerate(words) if not re.match(_CODE, word[0])), len(words)) or 1]
    if because is None or not because["reason"].strip():
        file.report(SILENCE_WITHOUT_REASON, whole, "this comment does not say why", _EXAMPLE)
    if not words:
        file.report(UNKNOWN_CODE, whole, 'there is no code behind "allow"', _EXAMPLE)
    offset = comment.column + len(comment.text) - len(rest) + 1
    for word in words:
        _allow(file, line, word[0], Span.at(comment.line, offset + word.start(), len(word[0])))


def _allow(file: _File, line: int, typed: str, span: Span) -> None:
    code = find_code(typed)
    if code is None:
        guess = len(file.problems) < MOST_GUESSES and not re.match(_CODE, typed)
        help_ = "callsheet explain lists the codes"
        help_ = did_you_mean(typed, NAMES, otherwise=help_) if guess else help_
        file.report(UNKNOWN_CODE, span, f"there is no code {quoted(typed)}", help_)
    elif not code.silenceable:
        why = "it is an error, and the call would not work" if code.severity == "error" else "it is about silencing"
        file.report(NOT_SILENCEABLE, span, f"{code.id} {code.name} cannot be silenced", f"mend it: {why}")
    else:
        file.allowed.setdefault((line, code), []).append(_Allowed(code, span))
