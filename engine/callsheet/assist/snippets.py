"""What is written at once for a word: indented for its place, with holes for what the author will write anew."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Self

from callsheet.source.schemas import Json, Schema, flow_schema, within

_HOLE = re.compile(r"\$\{([0-9]+):((?:[^\\}]|\\.)*)\}")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text, and where the holes in it begin and end, in the order in which they are filled."""

    text: str
    holes: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, body: Json, column: int) -> Self:
        """A snippet of the schema's, whose holes are written as `${1:words}`, for a place in this column."""
        written = "\n".join(_lines(body, " " * column)).lstrip(" ")
        text, holes, at = "", {}, 0
        for found in _HOLE.finditer(written):
            text += written[at : found.start()]
            words = _ESCAPED.sub(r"\1", found[2])
            holes[int(found[1])] = (len(text), len(text) + len(words))
            text, at = text + words, found.end()
        return cls(text + written[at:], tuple(hole for _, hole in sorted(holes.items())))

    @classmethod
    def begun(cls, text: str) -> Self:
        """A text behind which the author goes on."""
        return cls(text, ((len(text), len(text)),))


def snippets_of(schema: Schema) -> list[tuple[str, str, Json]]:
    """The snippets that a schema brings: what each is called, what it does, and its body."""
    found = schema.get("defaultSnippets")
    return [
        (str(each["label"]), str(each["description"]), each["body"])
        for each in (found if isinstance(found, list) else [])
        if isinstance(each, dict)
    ]


@cache
def snippets_of_verbs() -> tuple[tuple[str, str, Json], ...]:
    """The same for each verb: what the snippet is called, the verb, and the body."""
    no_verb = within(flow_schema(), "definitions", "step", "else", "then", "else")
    return tuple(
        (label, body if isinstance(body, str) else next(iter(body)), body)
        for label, _, body in snippets_of(no_verb)
        if isinstance(body, str | dict)
    )


def _lines(body: Json, indent: str) -> list[str]:
    match body:
        case dict():
            return [line for key, value in body.items() for line in _entry(key, value, indent)]
        case list():
            lines: list[str] = []
            for item in body:
                first, *rest = _lines(item, indent + "  ")
                lines += [f"{indent}- {first.lstrip(' ')}", *rest]
            return lines
        case _:
            return [f"{indent}{body}"]


def _entry(key: str, value: Json, indent: str) -> list[str]:
    if isinstance(value, dict | list):
        return [f"{indent}{key}:", *_lines(value, indent + "  ")]
    return [f"{indent}{key}: {value}"]
