"""How a caller's turn is typed: words are speech, `#1` presses a key and `#12` two, an empty line or `<silence>` is
silence, `<hangup>` hangs up. Of somebody who is rung, `<busy>` says that they are."""

import re

from callsheet.ports.telephony import Heard, KeyPress, Silence, Utterance

# Somebody who types more keys at once types more than any question takes.
MOST_KEYS = 20
BUSY = "<busy>"
_KEYS = re.compile(rf"#([0-9*#]{{1,{MOST_KEYS}}})")


def read_turn(line: str) -> tuple[Heard, ...]:
    """What the caller does, one after another; nothing where the caller hangs up."""
    typed = line.strip()
    if typed == "<hangup>":
        return ()
    if typed in ("", "<silence>"):
        return (Silence(),)
    if keys := _KEYS.fullmatch(typed):
        return tuple(KeyPress(key) for key in keys[1])
    return (Utterance(typed),)


def describe(heard: Heard) -> str:
    """The turn as a conversation shows it."""
    match heard:
        case Utterance(text=text):
            return text
        case KeyPress(key=key):
            return f"(presses {key})"
        case _:
            return "(says nothing)"
