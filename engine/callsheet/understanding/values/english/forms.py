"""Forms in which values are said, and where they stand in a text in figures."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct, structs

from callsheet.understanding.values.english.figures import Figures
from callsheet.understanding.values.meant import Sayable


class Occasion(Struct, frozen=True):
    """What a form needs beside the words: the moment on the script's clock, and the language with its country."""

    now: datetime
    language: str

    @property
    def today(self) -> date:
        return self.now.date()


class Parts(dict[str, str]):
    """What the named parts of a form were; empty where one was not said, or is none of this form."""

    def __missing__(self, _: str) -> str:
        return ""


class SpokenForm(Struct, frozen=True):
    """A form: `reads` gives all that a match can mean, nothing where there is no such value. What is `sure` cannot be
    something else; what is `beside` is no value of the kind that is asked for, and no part of one."""

    pattern: re.Pattern[str]
    reads: Callable[[Parts, Occasion], Sequence[Sayable]] = lambda _, __: ()
    sure: bool = True
    beside: bool = False


# "This one", "one moment": no number is meant by it.
NO_NUMBER = SpokenForm(
    re.compile(
        r"\b(?:(?:this|that|which|no|every|any|another|other|last|first|next|the(?: \w+)?) 1\b"
        r"|1 (?:moment|2th|sec|minute|min|of|way|more time)\b)"
    ),
    beside=True,
)


class Mention(Struct, frozen=True):
    """A value in a text in figures, from `start` to before `end`, and all that it can be."""

    start: int
    end: int
    values: Sequence[Sayable]
    sure: bool


def beside(forms: Iterable[SpokenForm]) -> Iterator[SpokenForm]:
    """Forms of another kind than the one that is asked for: their numbers are not numbers of this one."""
    return (structs.replace(form, beside=True) for form in forms)


def mentions(said: Figures, forms: Sequence[SpokenForm], occasion: Occasion) -> Iterator[Mention]:
    """What is said in these forms, in its order: the longest at each place, the first of equally long ones."""
    end = 0
    for start in said.begins:
        if start < end:
            continue
        best: tuple[int, SpokenForm, re.Match[str]] | None = None
        for form in forms:
            match = form.pattern.match(said.text, start)
            if match and match.end() > (best[0] if best else start):
                best = match.end(), form, match
        if best:
            end, form, match = best
            if not form.beside:
                yield Mention(start, end, form.reads(Parts(match.groupdict("")), occasion), form.sure)
