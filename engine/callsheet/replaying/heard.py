"""What the caller did at a question, as the question of the new script can hear it."""

from callsheet.journal.reading import JournalEntry
from callsheet.ports.failures import ModelUnavailable
from callsheet.ports.line import KEYS, Spoken
from callsheet.ports.records import REDACTED
from callsheet.ports.requests import AskModel, PutQuestion
from callsheet.ports.telephony import Heard, KeyPress, Keys, Silence, Utterance
from callsheet.ports.understanding import CHANGED, GIVEN, NOTED, UNCLEAR, Intent, Understood
from callsheet.replaying.outcome import Did, LastTurn, Untold
from callsheet.replaying.recorded import RecordedVisit

# What can be said again only in its own words.
OWN_WORDS = frozenset({GIVEN, NOTED, CHANGED})
# Words that no question understands, by a recognition that is not sure of them.
INAUDIBLE = Utterance(REDACTED, 0.0)
BLACKED_OUT = "what the caller said is blacked out"
NOTHING = JournalEntry({})


def heard_at(visit: RecordedVisit, question: PutQuestion, intents: tuple[Intent, ...]) -> Heard | Untold:
    """What was heard; where it is blacked out, something else that is understood as the same of these intents."""
    heard, understood = visit.parts["heard"], visit.parts.get("understood", NOTHING)
    kind, how, text = heard.text("kind"), understood.text("how"), heard.text("text")
    if kind == "silence":
        return Silence()
    if text == REDACTED:
        return _said_again(understood.text("intent"), how, intents)
    if kind == "key":
        return _keys(text, question.listening.most_keys)
    if how == "unsure":  # the journal does not have what else it may have been
        return INAUDIBLE
    words = understood.text("words") if how != "model" else ""
    return Utterance(words or text, heard.number("confidence") if not words else 1.0)


def _said_again(intent: str, how: str, intents: tuple[Intent, ...]) -> Heard | Untold:
    if how == "wait" or intent in OWN_WORDS:
        return Untold(BLACKED_OUT)
    if how in ("unclear", "unsure") or intent == UNCLEAR.intent:
        return INAUDIBLE
    known = next((each for each in intents if each.name == intent), None)
    if known is not None and known.phrases:
        return Utterance(known.phrases[0])
    if known is not None and known.press:
        return KeyPress(known.press)
    return Utterance(REDACTED) if how == "model" else INAUDIBLE


def _keys(text: str, most: int) -> Heard:
    if not text or not KEYS.issuperset(text):
        return INAUDIBLE
    return Keys(text[:most]) if most and text.isdigit() else KeyPress(text[0])


def understood_at(visit: RecordedVisit, asked: AskModel) -> Understood | ModelUnavailable | Untold:
    """What a model has understood. One that was not asked has understood nothing."""
    if (failed := visit.parts.get("model_unavailable")) is not None:
        return ModelUnavailable(failed.text("kind"), failed.text("message"))
    understood = visit.parts.get("understood", NOTHING)
    intent = understood.text("intent")
    if understood.text("how") != "model":
        return UNCLEAR
    if intent == CHANGED:
        return Untold("which answer the caller took back is not in the journal")
    known = {each.name for each in asked.intents}
    if intent == GIVEN and asked.kind:
        return Untold("which words a model took for a value is not in the journal")
    if intent == GIVEN:  # one of several things to choose from
        intent = understood.text("value")
        if intent == REDACTED:
            return Untold(BLACKED_OUT)
    return Understood(intent, "model", understood.number("confidence")) if intent in known else UNCLEAR


def spoken_at(visit: RecordedVisit, heard: Heard | None = None) -> Spoken | None:
    """How much of the prompt was heard, and what interrupted it; None where nothing was spoken."""
    said = visit.parts.get("said")
    if said is None:
        return None
    interrupted: Utterance | KeyPress | None = None
    if said.flag("interrupted"):
        interrupted = heard if isinstance(heard, Utterance | KeyPress) else Utterance("")
        if visit.pressed:
            interrupted = KeyPress(visit.pressed)
    return Spoken(int(said.number("heard_ms")), int(said.number("length_ms")), interrupted)


def turn_at(visit: RecordedVisit, question: str) -> LastTurn:
    """What the caller did there."""
    heard, understood = visit.parts["heard"], visit.parts.get("understood", NOTHING)
    kinds: dict[str, Did] = {"key": "key", "silence": "silence"}
    did = kinds.get(heard.text("kind"), "utterance")
    return LastTurn(visit.state, question, did, heard.text("text"), understood.text("intent"))
