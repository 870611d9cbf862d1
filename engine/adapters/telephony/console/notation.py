"""How a caller's turn is typed: words are speech, `#1` presses a key, an empty line or `<silence>` is silence,
`<hangup>` hangs up."""

import re

from engine.ports.telephony import Heard, KeyPress, Silence, Utterance

_KEY = re.compile(r"#([0-9*#])")
# What would move the cursor, hide or reorder text on a terminal, or pass for another line.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def read_turn(line: str) -> Heard | None:
    """What the caller does; None where the caller hangs up."""
    typed = line.strip()
    if typed == "<hangup>":
        return None
    if typed in ("", "<silence>"):
        return Silence()
    if key := _KEY.fullmatch(typed):
        return KeyPress(key[1])
    return Utterance(typed)


def describe(heard: Heard) -> str:
    """The turn as a conversation shows it."""
    match heard:
        case Utterance(text=text):
            return text
        case KeyPress(key=key):
            return f"(presses {key})"
        case _:
            return "(says nothing)"


def printable(text: str) -> str:
    """The text with control characters escaped, so that it is one line and stays where it is."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
