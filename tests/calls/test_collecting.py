"""A collect keeps nothing that was not clearly said."""

import pytest

from callsheet.ports.records import IntentUnderstood
from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import CHANGED, Understood
from tests.calls.conftest import Stage

BOOKING = """- answer
- collect:
    - ask: Which day suits you?
      for: date
      as: day
    - ask: What is your code?
      for: number
      as: code
      private: true
    - ask: What is your name?
      for: name
      as: guest
  confirm: "{{ guest }} on {{ day | weekday }}. Is that right?"
  if_silent: []
  if_unclear: [Sorry?]
  otherwise: [disconnect]
- say: Booked for {{ day | weekday }}.
- disconnect
""".replace("      as:", "      if_silent: []\n      if_unclear: [Sorry?]\n      otherwise: [disconnect]\n      as:")


def test_what_was_half_heard_changes_nothing(stage: Stage) -> None:
    turns = (Utterance("Tuesday"), Utterance("1234"), Utterance("Ann"), Utterance("no, Friday", 0.3), Utterance("yes"))
    played, voice = stage.voice(BOOKING, *turns)
    assert voice.spoken[-3:] == ["Ann on Tuesday. Is that right?", "Sorry?", "Booked for Tuesday."]
    assert played.record.ending == "completed"


def test_a_private_answer_is_not_taken_from_another_question(stage: Stage) -> None:
    played = stage.play(BOOKING, "Tuesday, 1234", "1234", "no, Wednesday", "Ann", "yes")
    assert played.said == [
        "Which day suits you?",
        "What is your code?",
        "What is your name?",
        "What is your name?",
        "Ann on Wednesday. Is that right?",
        "Booked for Wednesday.",
    ]
    assert [part.intent for part in played.parts(IntentUnderstood)].count(CHANGED) == 1


class Model:
    """A model that picks one of what it is told of."""

    def __init__(self, intent: str) -> None:
        self.intent = intent
        self.told: list[str] = []

    async def understand(self, utterance: str, intents: object, kind: str = "") -> Understood:
        assert isinstance(intents, tuple)
        self.told = [intent.name for intent in intents]
        return Understood(self.intent, "model", 0.9)


@pytest.mark.parametrize(("intent", "asked"), [("day", "Which day suits you?"), ("guest", "What is your name?")])
def test_a_model_may_say_what_is_to_be_changed(stage: Stage, intent: str, asked: str) -> None:
    model = Model(intent)
    played = stage.play(BOOKING, "Tuesday", "1234", "Ann", "you got one of these wrong I am afraid", model=model)
    assert played.said[-1] == asked
    assert {"day", "guest", "code"} <= set(model.told)


TABLE = """- answer
- collect:
    - ask: Which day suits you?
      for: date
      as: day
    - ask: How many people?
      for: number
      as: people
    - ask: Which number can we call?
      for: phone_number
      as: phone
  confirm: "{{ people }} on {{ day | weekday }}, {{ phone | digits }}. Is that right?"
  if_silent: []
  if_unclear: [Sorry?]
  otherwise: [disconnect]
- disconnect
""".replace("      as:", "      if_silent: []\n      if_unclear: [Sorry?]\n      otherwise: [disconnect]\n      as:")


def test_several_values_are_taken_out_of_one_answer(stage: Stage) -> None:
    played = stage.play(TABLE, "on Tuesday, my number is 212 555 0142", "four", "yes")
    assert played.said == [
        "Which day suits you?",
        "How many people?",
        "4 on Tuesday, plus 1 2 1 2 5 5 5 0 1 4 2. Is that right?",
    ]


def test_whoever_tells_a_story_has_answered_one_question_at_most(stage: Stage) -> None:
    played = stage.play(TABLE, "Tuesday", "four people " + "and so on " * 20 + "and 212 555 0142", "four")
    assert played.said == ["Which day suits you?", "How many people?", "Sorry?", "Which number can we call?"]


TWO_ALIKE = """- answer
- collect:
    - ask: Which day suits you?
      for: date
      as: day
    - ask: Haircut or shave?
      one_of: [haircut, shave]
      as: service
    - ask: Haircut or shave, for your son?
      one_of: [haircut, shave]
      as: other
  confirm: "{{ service }} and {{ other }} on {{ day | weekday }}. Is that right?"
  if_silent: []
  if_unclear: [Sorry?]
  otherwise: [disconnect]
- say: Booked.
- disconnect
""".replace("      as:", "      if_silent: []\n      if_unclear: [Sorry?]\n      otherwise: [disconnect]\n      as:")


@pytest.mark.parametrize("answer", ["okay, book the haircut", "one of the haircuts"])
def test_what_two_answers_could_be_confirms_and_changes_nothing(stage: Stage, answer: str) -> None:
    played = stage.play(TWO_ALIKE, "Tuesday", "shave", "shave", answer, "yes")
    assert played.said[-3:] == ["shave and shave on Tuesday. Is that right?", "Sorry?", "Booked."]


def test_a_no_before_what_nobody_understands_is_a_no(stage: Stage) -> None:
    """A yes to whatever is said then must not book what was refused."""
    played = stage.play(TWO_ALIKE, "Tuesday", "shave", "shave", "no, the haircut", "Friday", "shave", "haircut", "yes")
    refused = played.said.index("shave and shave on Tuesday. Is that right?")
    assert played.said[refused + 1] == "Which day suits you?"
    assert played.said[-2:] == ["shave and haircut on Friday. Is that right?", "Booked."]
