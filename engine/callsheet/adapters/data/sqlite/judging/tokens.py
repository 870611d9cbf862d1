"""SQL cut into its words, as SQLite cuts it: so that no text, comment or quoted name is taken for something else."""

import re
from collections.abc import Iterator

from callsheet.ports.sql import SqlToken, SqlWords

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


def tokenize(text: str, start: int, end: int) -> list[SqlToken]:
    """The tokens of `text[start:end]`, spaces left out. After an `unclosed` one comes nothing."""
    tokens: list[SqlToken] = []
    while start < end:
        found = _TOKEN.match(text, start, end)
        if found is None:
            raise AssertionError("every character begins a token")
        match found.lastgroup:
            case "unclosed":
                tokens.append(SqlToken("unclosed", start, text[start:end]))
                break
            case "word" | "name" | "text" | "number" | "parameter" | "symbol" | "comment" as kind:
                tokens.append(SqlToken(kind, start, found[0]))
            case _:
                pass
        start = found.end()
    return tokens


def spell(tokens: SqlWords, *, nulls: bool = False) -> str:
    """The SQL of `tokens` as SQLite is to judge it, on one line, without comments.

    A name in double quotes is written in backquotes: SQLite takes "pendng" for a text where no column has that name,
    and says nothing. With `nulls`, parameters become NULL, because a view may not have any; those of another form than
    `:name`, which have been reported, always do.
    """
    return "".join(pieces(tokens, nulls=nulls))


def pieces(tokens: SqlWords, *, nulls: bool = False) -> Iterator[str]:
    """What `spell` makes of each of the tokens, with the space before it."""
    end = tokens[0].start if tokens else 0
    for token in tokens:
        start, text = token.start, token.text
        spelt = "NULL" if nulls and token.kind == "parameter" else spelling(token)
        yield f" {spelt}" if start > end else spelt
        end = start + len(text)


def spelling(token: SqlToken) -> str:
    """A word as SQLite is given it; see `spell`."""
    if token.kind == "name":
        return "`" + token.named.replace("`", "``") + "`"
    return "NULL" if token.kind == "parameter" and token.text[0] != ":" else token.text
