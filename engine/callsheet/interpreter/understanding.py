"""From what was heard to what was meant, by key and by phrase; or the request to ask a model."""

from msgspec import Struct

from callsheet.ports.requests import AskModel
from callsheet.ports.telephony import Heard, KeyPress, Keys, Silence, Utterance
from callsheet.ports.understanding import SILENT, UNCLEAR, Intent, Understood
from callsheet.script.several import HeardTogether
from callsheet.script.wanted import Wanted

# Words that were recognised with less confidence than this (0.0 to 1.0) count as unclear, whatever they seem to be: a
# cough that sounds like "yeah" must not confirm anything.
LEAST_HEARD = 0.5


def heard_well(heard: Utterance | KeyPress | Keys) -> bool:
    """Whether the recognition was sure enough for anything to follow from it."""
    return not isinstance(heard, Utterance) or heard.confidence >= LEAST_HEARD


class ListenedFor(Struct, frozen=True):
    """What a question listens for at one moment of one call: its `own` answers, and `others`, which belong to the
    questions of the collect around it."""

    own: Wanted
    others: HeardTogether | None = None

    @property
    def told(self) -> tuple[Intent, ...]:
        """The intents that a model may be told of."""
        return (*self.own.told, *(self.others.told if self.others else ()))

    def understand(self, heard: Heard, *, private: bool = False) -> Understood | AskModel:
        """What was meant, or the question for a model, where words were heard that no phrase explains and that it may
        be told."""
        if isinstance(heard, Silence):
            return SILENT
        if not heard_well(heard):
            return UNCLEAR
        if self.others is not None and isinstance(heard, Utterance):
            understood = self.others.understand(heard, self.own)
        else:
            understood = self.own.understand(heard)
        if understood.intent != "unclear" or understood.how == "wait" or not isinstance(heard, Utterance):
            return understood
        asked = heard.text.strip() and not private
        return AskModel(heard.text, self.told, self.own.kind) if asked else understood

    def pointed_at(self, understood: Understood, heard: Heard | None) -> Understood:
        """What a model has understood, with the value that it has pointed at."""
        if self.others and understood.intent in self.others.collected.known:
            return self.others.changes(understood)
        return self.own.pointed_at(understood, heard.text) if isinstance(heard, Utterance) else understood
