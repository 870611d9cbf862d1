"""The keys that all steps have which ask: a text, what is said where nothing was understood, and where that ends."""

from collections.abc import Iterable

from callsheet.script.parts import Question, QuestionSettings
from callsheet.script.reading import Fields, either
from callsheet.script.words import Word


def read_question(fields: Fields, text: str, answers: Iterable[Word], settings: QuestionSettings) -> Question:
    """What is asked by the text under a key. Ladders and `otherwise` are its own, or else the script's defaults."""
    defaults = fields.reading.defaults
    silent, unclear = fields.ladder("if_silent"), fields.ladder("if_unclear")
    return Question(
        text=fields.spoken(text),
        answers=tuple(answers),
        if_silent=fields.default_ladder(defaults.if_silent) if silent is None else silent,
        if_unclear=fields.default_ladder(defaults.if_unclear) if unclear is None else unclear,
        has_ladders=None not in (either(silent, defaults.if_silent), either(unclear, defaults.if_unclear)),
        has_otherwise=fields.has("otherwise") or defaults.otherwise is not None,
        settings=settings,
    )
