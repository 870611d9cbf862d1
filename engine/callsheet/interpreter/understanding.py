"""From what was heard to what was meant, by key and by phrase; or the request to ask a model."""

from callsheet.ports.requests import AskModel
from callsheet.ports.telephony import Heard, KeyPress, Keys, Silence, Utterance
from callsheet.ports.understanding import SILENT, UNCLEAR, Understood
from callsheet.script.wanted import Wanted

# Words that were recognised with less confidence than this (0.0 to 1.0) count as unclear, whatever they seem to be: a
# cough that sounds like "yeah" must not confirm anything.
LEAST_HEARD = 0.5


def heard_well(heard: Utterance | KeyPress | Keys) -> bool:
    """Whether the recognition was sure enough for anything to follow from it."""
    return not isinstance(heard, Utterance) or heard.confidence >= LEAST_HEARD


def understand(heard: Heard, wanted: Wanted, *, private: bool = False) -> Understood | AskModel:
    """What was meant, or the question for a model, where words were heard that no phrase explains and that it may be
    told."""
    if isinstance(heard, Silence):
        return SILENT
    if not heard_well(heard):
        return UNCLEAR
    understood = wanted.understand(heard)
    if understood.intent != "unclear" or understood.how == "wait" or not isinstance(heard, Utterance):
        return understood
    asked = heard.text.strip() and not private
    return AskModel(heard.text, wanted.told, wanted.kind) if asked else understood
