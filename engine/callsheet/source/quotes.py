"""Texts in the quotes that fit them, so that what a message tells to write can be pasted."""

import re

# A text that begins its line, behind a dash, a key, or both: it goes on to the end of the line.
_BEFORE_VALUE = r"[ ]*(?:- )?(?:[\w]+:[ ]+)?"
# Before an expression that is all of its line.
EXPRESSION = r"[ ]*(?:- )?(?P<key>if|in|switch):[ ]+"
_NAMES_AS_KEY = r"\[ *([a-z]\w*(?: *, *[a-z]\w*)+) *\] *:"
_COMMA = r" *, *"
_CURLY = "[“”„‟]([^“”„‟]*)[“”„‟]"
PUT_IN_QUOTES = "put the whole text in quotes"


def in_quotes(text: str) -> str:
    """The text in quotes that YAML reads it from unchanged."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def without_stray(text: str) -> str:
    """A text without the quotes around it that are none to YAML: curly ones, or one at its end that nothing opens."""
    if text.count('"') == 1 and text.endswith('"'):
        return text[:-1].rstrip()
    return found[1] if (found := re.fullmatch(_CURLY, text)) else text


def instead_of_list(line: str) -> str:
    """What to write for a key that is a list: `[refuse, operator]:` are answers that have the same steps."""
    if found := re.match(_NAMES_AS_KEY, line):
        return f"write {' or '.join(re.split(_COMMA, found[1]))}:"
    return "put the key in quotes"


def quote_it(line: str, column: int) -> str:
    """How to quote the text that begins in `column` (from 0) of the line, if it is all that stands there."""
    before = re.match(_BEFORE_VALUE, line)
    text = line[column:].strip()
    if before is None or before.end() != column or not text:
        return PUT_IN_QUOTES
    return f"put it in quotes: {in_quotes(without_stray(text))}"


def requoted(line: str, opening: int) -> str:
    """How to write the text whose opening quote stands at `opening` (from 0), and that has its quote inside as well."""
    if re.fullmatch(EXPRESSION, line[:opening]):  # its first text is quoted, and YAML would have all of it in quotes
        return f"write {in_quotes(line[opening:].rstrip())}"
    quote, rest = line[opening], line[opening + 1 :].rstrip()
    outside = len(rest) - len(rest.rstrip("]}"))  # of a list or group around it
    closed = rest
    if outside and line[:opening].rstrip().endswith((":", ",", "[", "{")):
        item = re.search(rf"(?<=.){quote}(?=[ ]*[,\]}}])", rest)  # the quote that ends this item of several
        closed = rest[: item.end()] if item else rest[: len(rest) - outside]
    inside = re.search(rf"(?<!\w){quote}|{quote}(?!\w)", closed)  # an apostrophe within a word belongs to the text
    text = closed[:-1] if closed.endswith(quote) else closed
    if text is closed and inside:
        text = closed[: inside.start()] + closed[inside.end() :]
    return f"write {in_quotes(text)}"
