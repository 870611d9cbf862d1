"""Bytes to text: only what an editor shows as it is may stand in a script."""

import re
import unicodedata

from callsheet.diagnostics.catalogue import FILE_TOO_LARGE, FORBIDDEN_CHARACTER, NOT_UTF8, TAB_INDENTATION
from callsheet.diagnostics.diagnostic import FILE_START, Code, Diagnostic
from callsheet.source.lines import LineStarts

# A script of this size has ten thousand steps: more than anybody can read, and more than the engine runs.
MOST_BYTES = 1024 * 1024

BYTE_ORDER_MARK = "\ufeff"
# All that YAML does not allow, and what YAML takes for a line break and editors do not, or the other way round.
# These patterns are compiled where they are needed, which takes longer than reading a script.
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
_NO_BREAK_SPACE_BEFORE_CONTENT = "(?m)^[ -]*(\xa0)"
_TAB_BEFORE_CONTENT = r"(?m)^ *(\t)[ \t]*[^ \t\r\n]"


class TextRefused(Exception):
    """The file cannot be read on from here; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_text(path: str, data: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises:
        TextRefused: too large, not UTF-8, characters that cannot be seen, tabs where indentation belongs.
    """
    if len(data) > MOST_BYTES:
        raise TextRefused(
            Diagnostic(FILE_TOO_LARGE, path, FILE_START, "this file is larger than 1 MiB", "split the script")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        readable = data[: error.start].decode("utf-8-sig", errors="replace")
        raise _refused(
            NOT_UTF8,
            path,
            readable + "?",
            len(readable),
            "this is not UTF-8 text",
            "save the file as UTF-8 in your editor",
        ) from None
    if not _is_printable(text) and (found := re.search(_FORBIDDEN, text)):
        character = found.group()
        name = unicodedata.name(character, "a control character").lower()
        message = f"an invisible character (U+{ord(character):04X}, {name}) stands here"
        raise _refused(FORBIDDEN_CHARACTER, path, text, found.start(), message, "delete it, and type the text anew")
    if "\xa0" in text and (found := re.search(_NO_BREAK_SPACE_BEFORE_CONTENT, text)):
        message = "a no-break space (U+00A0) stands here, which only looks like a space"
        raise _refused(FORBIDDEN_CHARACTER, path, text, found.start(1), message, "delete it, and type a space")
    if "\t" in text and (found := re.search(_TAB_BEFORE_CONTENT, text)):
        message = "this line is indented with a tab"
        raise _refused(TAB_INDENTATION, path, text, found.start(1), message, "indent with spaces, in the whole file")
    return text


def _is_printable(text: str) -> bool:
    """Whether all of it can be seen: then nothing that is forbidden is in it."""
    return text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()


def _refused(code: Code, path: str, text: str, offset: int, message: str, help_: str) -> TextRefused:
    return TextRefused(Diagnostic(code, path, LineStarts(text).span(offset, offset + 1), message, help_))
