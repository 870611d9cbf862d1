"""What an editor is told about a place in a text. Offsets count characters of the text, as those of a document do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from callsheet.diagnostics.diagnostic import Diagnostic, Edit, Span

CompletionKind = Literal[
    "verb", "key", "section", "contact", "intent", "query", "parameter", "name", "column", "filter", "value", "file"
]
SymbolKind = Literal["key", "section", "intent", "step"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is told of a word: a line of code that shows it, sentences, and an example, each empty where there is none.
    Nothing in them is markup."""

    code: str = ""
    text: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be written in place of `start` to `end` of the text: `insert`, which is indented for that cursor.

    `label` is what it is called, `word` what the author types for it. `holes` are the parts of `insert` that the
    author will write anew, one after the other: where each begins and ends in it.
    """

    label: str
    word: str
    kind: CompletionKind
    start: int
    end: int
    insert: str
    holes: tuple[tuple[int, int], ...] = ()
    note: Explanation = Explanation()


@dataclass(frozen=True, slots=True)
class Hover:
    """What is told of the word from `start` to `end` of the text."""

    start: int
    end: int
    note: Explanation


@dataclass(frozen=True, slots=True)
class QuickFix:
    """What mends a problem without asking: a sentence that says so, and the edit in the problem's file."""

    title: str
    diagnostic: Diagnostic
    edit: Edit


@dataclass(frozen=True, slots=True)
class Symbol:
    """A part of a text that has a name: from `start` to `end`, its name at `name_start` to `name_end`."""

    name: str
    detail: str
    kind: SymbolKind
    start: int
    end: int
    name_start: int
    name_end: int
    within: tuple["Symbol", ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where something is defined: a file, and the place in it."""

    path: Path
    span: Span
