"""SQL cut into its words, as SQLite cuts it: so that no text, comment or quoted name is taken for something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "name", "text", "number", "parameter", "symbol", "comment", "unclosed"]

# What SQLite takes for a part of a word, and what it lets a word begin with: everything that ASCII has no sign for.
# (Written as what they are not: `re` takes long to compile a class of a million characters.)
_PART = r"[^\x00-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]"
_BEGIN = r"[^\x00-\x40\x5b-\x5e\x60\x7b-\x7f]"
# Possessive quantifiers (`++`, `*+`): a text that is never closed is looked through once, not once a character.
_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\n]++)
    | (?P<comment>--[^\n]*+|/\*(?s:.*?)\*/)
    | (?P<text>[xX]?'(?:[^']++|'')*+')
    | (?P<name>"(?:[^"]++|"")*+"|`(?:[^`]++|``)*+`|\[[^\]]*+\])
    | (?P<unclosed>[xX]?'|"|`|\[|/\*)
    | (?P<parameter>\?\d*+|[:@$]{_PART}++)
    | (?P<number>0[xX][0-9a-fA-F]++|(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)
    | (?P<word>{_BEGIN}{_PART}*+)
    | (?P<symbol>->>|->|\|\||<=|>=|<>|<<|>>|!=|==|.)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of SQL and its offset in the file. A `name` is quoted, a `text` a literal; `unclosed` runs to the end."""

    kind: Kind
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def upper(self) -> str:
        """The word in capitals, as keywords compare; empty for what cannot be a keyword."""
        return self.text.upper() if self.kind in ("word", "symbol") else ""

    @property
    def named(self) -> str:
        """What a word or quoted name names, without its quotes; empty for everything else."""
        if self.kind == "word":
            return self.text
        if self.kind != "name":
            return ""
        mark = self.text[-1]
        return self.text[1:-1] if mark == "]" else self.text[1:-1].replace(mark * 2, mark)

    @property
    def spelt(self) -> str:
        """The word as SQLite is given it; see `spell`."""
        if self.kind == "name":
            return "`" + self.named.replace("`", "``") + "`"
        return "NULL" if self.kind == "parameter" and self.text[0] != ":" else self.text


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`, spaces left out. After an `unclosed` one comes nothing."""
    tokens: list[Token] = []
    while start < end:
        found = _TOKEN.match(text, start, end)
        if found is None:
            raise AssertionError("every character begins a token")
        match found.lastgroup:
            case "unclosed":
                tokens.append(Token("unclosed", start, text[start:end]))
                break
            case "word" | "name" | "text" | "number" | "parameter" | "symbol" | "comment" as kind:
                tokens.append(Token(kind, start, found[0]))
            case _:
                pass
        start = found.end()
    return tokens


def spell(tokens: tuple[Token, ...], *, nulls: bool = False) -> str:
    """The SQL of `tokens` as SQLite is to judge it, on one line, without comments.

    A name in double quotes is written in backquotes: SQLite takes "pendng" for a text where no column has that name,
    and says nothing. With `nulls`, parameters become NULL, because a view may not have any; those of another form than
    `:name`, which have been reported, always do.
    """
    return "".join(pieces(tokens, nulls=nulls))


def pieces(tokens: tuple[Token, ...], *, nulls: bool = False) -> Iterator[str]:
    """What `spell` makes of each of the tokens, with the space before it."""
    end = tokens[0].start if tokens else 0
    for token in tokens:
        start, text = token.start, token.text
        spelt = "NULL" if nulls and token.kind == "parameter" else token.spelt
        yield f" {spelt}" if start > end else spelt
        end = start + len(text)
