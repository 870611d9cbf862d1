"""What somebody else typed, made fit to be shown: nothing in it moves the cursor, reorders a line or ends one."""

import re

# Control characters, marks that turn the direction of writing, line breaks that only some programs know, the halves of
# characters that bad bytes leave behind, and what is no character.
# Compiled where it is needed: most runs have nothing to show.
_INVISIBLE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"

# Characters. What is quoted and is longer than this cannot be read aloud.
MOST_QUOTED = 60

# Characters of a sentence. It may quote what somebody typed, and nobody listens to a longer one.
MOST_CHARACTERS = 1000


def visible(text: str) -> str:
    """The text with each such character as its number, and tabs as spaces."""
    return re.sub(_INVISIBLE, _shown, text)


def _shown(found: re.Match[str]) -> str:
    return " " if found[0] == "\t" else found[0].encode("unicode_escape").decode()


def quoted(text: str) -> str:
    """`text` as messages quote what was typed: on one line, and not longer than can be read aloud."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= MOST_QUOTED else f'"{line[: MOST_QUOTED - 1].rstrip()}…"'


def sentence(text: str) -> str:
    """A message or a help line, visible, and cut where it is too long to be read."""
    shown = visible(text)
    return shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - 1] + "…"
