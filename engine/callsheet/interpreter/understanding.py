"""From what was heard to what was meant, by key and by phrase; or the request to ask a model."""

from msgspec import Struct

from callsheet.ports.requests import AskModel
from callsheet.ports.telephony import Heard, KeyPress, Keys, Silence, Utterance
from callsheet.ports.understanding import GIVEN, NOT_HEARD_WELL, SILENT, UNSURE, Intent, Understood, unclear
from callsheet.script.several import HeardTogether
from callsheet.script.wanted import Wanted

# Words that were recognised with less confidence than this (0.0 to 1.0) count as unclear, whatever they seem to be: a
# cough that sounds like "yeah" must not confirm anything.
LEAST_HEARD = 0.5

# The share that a value has at least of all values that may have been said (0.0 to 1.0), to be kept without asking:
# where "fifteen" may have been "fifty", neither was understood. Measured with two neural voices on a telephone line
# (`tests/channel/values.py`), five values of 532 were understood as another one; at a half, it were ten.
LEAST_SHARE = 0.8


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
        understood = self._as_heard(heard) if heard_well(heard) else unclear(NOT_HEARD_WELL)
        likeliest = self.own.likeliest(heard) if isinstance(heard, Utterance) and not understood.said else None
        if likeliest is not None and (understood.intent == GIVEN or understood.how == "unclear"):
            sure = likeliest.confidence >= LEAST_SHARE or self.own.confirmed
            return likeliest if sure else Understood("unclear", "unsure", likeliest.confidence, why=UNSURE)
        if not heard_well(heard) or understood.intent != "unclear" or understood.how == "wait":
            return understood
        if not isinstance(heard, Utterance) or not heard.text.strip() or private:
            return understood
        why = understood.why or self.own.why_unclear(heard.text)
        return AskModel(heard.text, self.told, self.own.kind, why)

    def _as_heard(self, heard: Utterance | KeyPress | Keys) -> Understood:
        """What was meant by what was heard in the first place."""
        if self.others is not None and isinstance(heard, Utterance):
            return self.others.understand(heard, self.own)
        return self.own.understand(heard)

    def pointed_at(self, understood: Understood, heard: Heard | None) -> Understood:
        """What a model has understood, with the value that it has pointed at."""
        if self.others and understood.intent in self.others.collected.known:
            return self.others.changes(understood)
        return self.own.pointed_at(understood, heard.text) if isinstance(heard, Utterance) else understood
