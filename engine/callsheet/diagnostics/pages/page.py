"""A page as data, and its reading."""

import codecs
import re

from msgspec import Struct

DEFAULT_NAMES = {"yaml": "example.flow.yaml", "sql": "queries.sql", "http": "office.http"}
WRONG, RIGHT = "## Wrong\n", "## Right\n"

_HEAD = re.compile(r"# (?P<id>CS[0-9]{3}) (?P<name>[a-z0-9-]+)\n\n(?P<summary>[^\n]+)\n(?P<text>.*)", re.DOTALL)
_BLOCK = re.compile(r"^```(?P<words>\w+[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_REPEAT = re.compile(r"repeat=([0-9]+)")
# What a block's text may hold that is not ASCII has to survive the reading of its escapes.
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[tr\\])")


class MalformedPage(ValueError):
    """A page has not the form that the package's docstring shows; the message says where."""


class File(Struct, frozen=True):
    """A file of an example: its name, the language it is shown in, its text as the page has it."""

    name: str
    language: str
    text: str
    escaped: bool = False
    link: bool = False
    repeat: int = 1

    @property
    def content(self) -> bytes:
        """What stands in the file."""
        *lines, last = self.text.splitlines(keepends=True) or [""]
        text = "".join(lines) + last * self.repeat
        if not self.escaped:
            return text.encode()
        pieces: list[bytes] = []
        end = 0
        for found in _ESCAPE.finditer(text):
            pieces += [text[end : found.start()].encode(), _byte_or_character(found[0])]
            end = found.end()
        return b"".join([*pieces, text[end:].encode()])

    @property
    def note(self) -> str:
        """What a reader cannot see: that a line is repeated."""
        return f"The last line stands there {self.repeat:,} times." if self.repeat > 1 else ""


class Example(Struct, frozen=True):
    """Some words, and files that belong together. The first file is the one that is checked."""

    words: str
    files: tuple[File, ...]


class Page(Struct, frozen=True):
    """What is said of one code. `source` is the page as it was written."""

    id: str
    name: str
    summary: str
    text: str
    wrong: Example
    right: Example
    source: str


def parse_page(source: str) -> Page:
    """A page from its text.

    Raises:
        MalformedPage: a part is missing, or in another place.
    """
    head, wrong, rest = source.partition(WRONG)
    bad, right, good = rest.partition(RIGHT)
    found = _HEAD.fullmatch(head)
    if found is None:
        raise MalformedPage("a page begins with '# CS000 name', an empty line and one sentence")
    if not wrong or not right:
        raise MalformedPage("a page has the parts '## Wrong' and '## Right', in this order")
    text = found["text"].strip()
    return Page(found["id"], found["name"], found["summary"], text, _example(bad), _example(good), source)


def _example(part: str) -> Example:
    files = tuple(_file(found["words"].split(), found["text"]) for found in _BLOCK.finditer(part))
    if not files:
        raise MalformedPage("an example is at least one block between ``` and ```")
    return Example(_BLOCK.sub("", part).strip(), files)


def _file(words: list[str], text: str) -> File:
    language, *others = words
    flags = {"escaped", "link"} & set(others)
    repeat = next((int(found[1]) for word in others if (found := _REPEAT.fullmatch(word))), 1)
    names = [word for word in others if word not in flags and not _REPEAT.fullmatch(word)]
    name = names[0] if names else DEFAULT_NAMES.get(language, "")
    if len(names) > 1 or not name:
        raise MalformedPage(f"a block has one name: ```{' '.join(words)}")
    return File(name, language, text, escaped="escaped" in flags, link="link" in flags, repeat=repeat)


def _byte_or_character(escape: str) -> bytes:
    if escape.startswith("\\x"):
        return bytes.fromhex(escape[2:])
    return codecs.decode(escape, "unicode_escape").encode()
