"""libyaml, through PyYAML: the one parser that reads YAML as editors do, and fast."""

import re
from collections.abc import Iterator

import yaml

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import Extent
from callsheet.source.lines import LineStarts

# YAML allows these lines, and its parser does not.
_TABS_ALONE = r"(?<![^\r\n]) *\t[ \t]*(?![^\r\n])"
# Behind the last line of a text after | or >.
_EMPTY_LINES = re.compile(r"(?:(?:\r\n|\n|\r)[ \t]*)+\Z")


class LibyamlMissing(ImportError):
    """PyYAML was installed without libyaml; its own parser refuses texts that editors accept (`[Hello?]`)."""


def events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, one after the other.

    Raises:
        yaml.YAMLError: from the place on where the text is no YAML.
        LibyamlMissing: this machine's PyYAML is no use to us.
    """
    if not yaml.__with_libyaml__:
        raise LibyamlMissing(
            "PyYAML is installed without libyaml: install a PyYAML wheel, or libyaml and build it again"
        )
    parser = yaml.cyaml.CParser(re.sub(_TABS_ALONE, "", text) if "\t" in text else text)  # type: ignore[attr-defined]  # the stubs leave it out
    return iter(parser.get_event, None)


class Offsets:
    """Where marks stand in a text, in characters. The parser's own count lacks the tabs that it was not given."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = LineStarts(text)
        # At the end of a text without a last line break, the parser is on the line that would follow.
        self._lines.starts.append(len(text))
        self.at = self._lines.offset  # of the line and the column of a mark

    def of(self, mark: "yaml.Mark | yaml._yaml.Mark | None") -> int:
        """The offset of a mark."""
        return self.at(*place(mark))

    def of_scalar(self, event: yaml.ScalarEvent) -> tuple[Span, Extent]:
        """Where a key or value stands. The parser lets a text after | or > end where the next thing begins. (Without
        `place` and `of`, as a script has thousands of them.)"""
        first, last = event.start_mark, event.end_mark
        assert first is not None and last is not None, "as for `place`"  # noqa: S101, PT018
        line, column, end_line, end_column = first.line, first.column, last.line, last.column
        start, end = self._lines.starts[line] + column, self._lines.starts[end_line] + end_column
        below = event.style in ("|", ">")
        if below and (empty := _EMPTY_LINES.search(self._text, start, end)):
            end = empty.start()
        return Span(line + 1, column + 1, end_line + 1, end_column + 1), (start, end, below)


def place(mark: "yaml.Mark | yaml._yaml.Mark | None") -> tuple[int, int]:
    """A mark's line and column, from 1."""
    assert mark is not None, "libyaml marks every event"  # noqa: S101 - states the parser's promise to the type checker
    return mark.line + 1, mark.column + 1
