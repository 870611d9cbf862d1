"""How a caller's turn is typed: words are speech, `#1` presses a key, an empty line or `<silence>` is silence,
`<hangup>` hangs up."""

import re

from engine.ports.telephony import Heard, KeyPress, Silence, Utterance

_KEY = re.compile(r"#([0-9*#])")


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
