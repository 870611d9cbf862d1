"""A difference in words, as its author reads it."""

from callsheet.diagnostics.visible import sentence
from callsheet.ports.records import REDACTED
from callsheet.replaying.noticed import Noticed
from callsheet.replaying.outcome import Difference, LastTurn

# Characters of a prompt: two that differ do so somewhere within it.
MOST_WORDS = 300
# Calls whose ids are told: enough to look at some of them.
MOST_CALLS = 3


def after(turn: LastTurn | None) -> str:
    """When it happens."""
    if turn is None:
        return "at the beginning"
    meant = f" ({turn.intent})" if turn.intent and turn.did != "silence" else ""
    at = turn.state if turn.question == REDACTED else words(turn.question)
    return sentence(f"after {_did(turn)}{meant} at {at}")


def _did(turn: LastTurn) -> str:
    match turn.did:
        case "silence":
            return "a silence"
        case "key":
            return f"key {turn.words}"
    return words(turn.words)


def was_and_now(difference: Difference) -> tuple[str, str]:
    """What was noticed and what is now; of one statement only the values that are others."""
    was, now = difference.was, difference.now
    if (was.kind, was.text) == (now.kind, now.text):
        alike = {name for name in was.values.keys() & now.values.keys() if was.values[name] == now.values[name]}
    else:
        alike = set()
    return sentence(_what(was, alike)), sentence(_what(now, alike))


def _what(noticed: Noticed, alike: set[str]) -> str:
    text = noticed.text
    match noticed.kind:
        case "hears":
            return _heard(words(text), noticed.awaits)
        case "other_hears":
            return f"the other side hears {words(text)}"
        case "both_hear":
            return f"both hear {words(text)}"
        case "written":
            return f"{text} is written{_with(noticed, alike)}"
        case "sent":
            return f"{text} is sent{_with(noticed, alike)}"
        case "messaged":
            return f"they are sent the message {words(text)}"
        case "rung":
            return f"{text} is rung"
        case "recorded":
            return "the call is recorded from here on"
        case "not_recorded":
            return "the call is recorded no longer"
        case "reads":
            return f"{text} is read, and the recorded call has no answer to that"
        case "transcribes":
            return "a recording is put into words, and the recorded call does not have them"
    return f"the call ends as {text}"


def _heard(text: str, awaits: str | None) -> str:
    match awaits:
        case "answer":
            return f"they are asked {text}"
        case "recording":
            return f"they hear {text}, and are recorded"
    return f"they hear {text}"


def words(text: str) -> str:
    """What was said, on one line."""
    line = " ".join(text.split())
    if line == REDACTED:
        return line
    return f'"{line}"' if len(line) <= MOST_WORDS else f'"{line[: MOST_WORDS - 1].rstrip()}…"'


def named(calls: tuple[str, ...]) -> str:
    """Some of them, to be looked at."""
    more = f" and {len(calls) - MOST_CALLS:,} more" if len(calls) > MOST_CALLS else ""
    return sentence(", ".join(calls[:MOST_CALLS])) + more


def _with(noticed: Noticed, alike: set[str]) -> str:
    values = ", ".join(f"{name} {_value(value)}" for name, value in noticed.values.items() if name not in alike)
    return f" with {values}" if values else ""


def _value(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case str() if value != REDACTED:
            return words(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
