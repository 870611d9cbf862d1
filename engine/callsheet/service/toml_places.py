"""Where the keys and values of a TOML file stand: Python's reader of TOML tells what they are, and no places."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import LINE_BREAK

Path = tuple[str, ...]

# Words and signs in one file, which are some 16,000 numbers with their scripts: `check` takes seconds for these.
MOST_TOKENS = 50_000
# Parts of a key, and lists and groups in each other: Python's reader takes ever longer over each further one.
DEEPEST = 64

# Texts without the quotes that end them, which quotes alone can be: on one line, and on several. Nothing is gone back
# over (`*+`), so that what is never closed is looked through once: it is one token, to the end of its line or the file.
_LINE = r"""(?!"{3})"[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+"""
_BARE_LINE = r"(?!'{3})'[^'\r\n]*+"
_LINES = r"""\"{3}[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""
_BARE_LINES = r"'{3}[^']*+(?:'(?!'')[^']*+)*+"
_TOKEN = re.compile(
    rf"""
    (?P<blank>[ \t]+|\#[^\r\n]*)
  | (?P<line>\r\n|\n|\r)
  | (?P<text>{_LINES}\"{{3,5}} | {_BARE_LINES}'{{3,5}} | {_LINE}" | {_BARE_LINE}')
  | (?P<unclosed>{_LINES} | {_BARE_LINES} | {_LINE} | {_BARE_LINE})
  | (?P<bare>[A-Za-z0-9_-]+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
OPENING, CLOSING = "[{", "]}"


@dataclass(frozen=True, slots=True)
class Place:
    """A key: its path from the top of the file, where it stands, and where its value begins. A table's header has no
    value, and stands for both."""

    path: Path
    key: Span
    value: Span
    header: bool


class Unbounded(Exception):
    """More stands in the file than can be read in a moment: what (`too deep` in each other, or too much), and where."""

    def __init__(self, where: Span, *, too_deep: bool) -> None:
        super().__init__()
        self.where = where
        self.too_deep = too_deep


class Places:
    """The keys of one file in their order. Of a file that is no TOML, those that can be told. Raises Unbounded."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
        self._all = tuple(self._places())
        self._by_path = {place.path: place for place in reversed(self._all)}

    def key(self, path: Path) -> Span:
        """Where a key stands; one inside of braces stands where its table does."""
        return self._find(path).key

    def value(self, path: Path) -> Span:
        """Where a key's value stands."""
        return self._find(path).value

    def repeated(self) -> Iterator[tuple[Place, Place]]:
        """Keys and tables that stand there a second time, each with the first."""
        first: dict[tuple[Path, bool], Place] = {}
        for place in self._all:
            before = first.setdefault((place.path, place.header), place)
            if before is not place:
                yield place, before

    def _find(self, path: Path) -> Place:
        return next((self._by_path[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._by_path), _TOP)

    def _places(self) -> Iterator[Place]:
        table: Path = ()
        for tokens in self._statements():
            header = bool(tokens) and tokens[0][0] == "["
            parts = _key(dropwhile(_opens, tokens) if header else iter(tokens))
            if not parts:
                continue
            path = tuple(_named(part) for part in parts)
            key = self._span(parts[0].start(), parts[-1].end())
            if header:
                table = path
                yield Place(path, key, key, header=True)
                continue
            after = [token for token in tokens if token.start() >= parts[-1].end()]
            values = after[1:] if after and after[0][0] == "=" else []
            value = self._span(values[0].start(), values[-1].end()) if values else key
            yield Place((*table, *path), key, value, header=False)

    def _statements(self) -> Iterator[list[re.Match[str]]]:
        """The tokens of each line, blanks left out; of a list or group over several lines: to its end."""
        statement: list[re.Match[str]] = []
        depth, dots, count = 0, 0, 0
        for token in _TOKEN.finditer(self._text):
            if token.lastgroup == "line" and depth <= 0:
                yield statement
                statement, depth, dots = [], 0, 0
            elif token.lastgroup not in ("line", "blank"):
                statement.append(token)
                count += 1
                if token.lastgroup == "mark":
                    depth += (token[0] in OPENING) - (token[0] in CLOSING)
                    dots = dots + 1 if token[0] == "." else 0
                too_deep = max(depth, dots) > DEEPEST
                if too_deep or count > MOST_TOKENS:
                    raise Unbounded(self._span(token.start(), token.end()), too_deep=too_deep)
        yield statement

    def _span(self, start: int, end: int) -> Span:
        """Of what goes over several lines: the first."""
        line = bisect_right(self._starts, start)
        begin = self._starts[line - 1]
        line_end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        return Span.at(line, start - begin + 1, max(min(end, line_end) - start, 1))


_TOP = Place((), Span.at(1, 1), Span.at(1, 1), header=False)


def _opens(token: re.Match[str]) -> bool:
    return token[0] == "["


def _key(tokens: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """The parts of a dotted key, up to what is none."""
    parts = []
    for token in tokens:
        if token.lastgroup in ("text", "bare"):
            parts.append(token)
        elif token[0] != ".":
            break
    return parts


def _named(part: re.Match[str]) -> str:
    if part.lastgroup == "bare":
        return part[0]
    if "\\" not in part[0] and part[0][1] != part[0][0]:
        return part[0][1:-1]
    try:
        return str(tomllib.loads(f"key = {part[0]}")["key"])
    except tomllib.TOMLDecodeError:  # an escape that is none; the file will be refused for it
        return part[0]
