"""The keys that all steps have which ask: a text, what is said where nothing was understood, and where that ends."""

from collections.abc import Iterable

from callsheet.script.parts import Question, QuestionSettings
from callsheet.script.reading import Fields
from callsheet.script.words import Word


def read_question(fields: Fields, text: str, answers: Iterable[Word], settings: QuestionSettings) -> Question:
    """What is asked by the text under a key. Ladders and `otherwise` are its own, or else the script's defaults."""
    defaults = fields.reading.defaults
    silent, unclear = fields.ladder("if_silent"), fields.ladder("if_unclear")
    places = {**defaults.holding, **fields.written}
    return Question(
        text=fields.spoken(text),
        answers=tuple(answers),
        if_silent=fields.default_ladder(defaults.if_silent) if silent is None else silent,
        if_unclear=fields.default_ladder(defaults.if_unclear) if unclear is None else unclear,
        places={key: places[key] for key in ("if_silent", "if_unclear", "otherwise") if key in places},
        settings=settings,
    )
