"""What stands around an option, a row or a phrase of the author's that somebody asks for."""

import pytest

from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import Intent
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.phrases import Matcher

# Of each question its options, by what they are called, and what people answer to it.
ANSWERS = {
    ("inside", "terrace", "outdoors"): {
        "on the terrace": "terrace",
        "outdoors would be nice": "outdoors",
        "inside if possible": "inside",
        "make it outdoors": "outdoors",
        "let's do the terrace": "terrace",
        "let's say inside": "inside",
        "I think the terrace": "terrace",
        "um, outdoors I guess": "outdoors",
        "maybe outdoors": "outdoors",
        "I'd rather sit inside": "inside",
        "we would like to sit on the terrace": "terrace",
        "can we sit on the terrace": "terrace",
        "the terrace sounds good": "terrace",
        "inside is fine": "inside",
        "just inside": "inside",
        "she wants the terrace": "terrace",
        "inside works for us": "inside",
        "no, inside": "inside",
        "not inside": "unclear",
        "not outdoors, inside": "unclear",
        "I don't want to sit inside": "unclear",
        "terrace or inside": "unclear",
        "inside unless it rains": "unclear",
        "inside is not good": "unclear",
        "is inside possible": "unclear",
        "the terrace was horrible": "unclear",
        "I sat on the terrace yesterday": "unclear",
        "anything but the terrace": "unclear",
    },
    ("Paris", "Rome", "Oslo"): {
        "to Rome": "Rome",
        "it's to Rome": "Rome",
        "the one to Oslo": "Oslo",
        "I'm flying to Rome": "Rome",
        "I'm going to Oslo": "Oslo",
        "we are travelling to Paris": "Paris",
        "I want to go to Paris": "Paris",
        "I want to fly to Paris": "Paris",
        "going to Rome": "Rome",
        "I vote for Rome": "Rome",
        "that would be Rome": "Rome",
        "it'll be Oslo": "Oslo",
        "I'm not going to Oslo": "unclear",
        "from Rome to Oslo": "unclear",
        "am I going to Oslo?": "unclear",
    },
    ("12 Oak Street", "9 Elm Avenue", "15 High Street"): {
        "twelve oak street": "12 Oak Street",
        "at nine elm avenue": "9 Elm Avenue",
        "it's fifteen High Street": "15 High Street",
    },
}


@pytest.mark.parametrize(
    ("options", "said", "meant"),
    [(options, said, meant) for options, answers in ANSWERS.items() for said, meant in answers.items()],
)
def test_what_is_chosen(options: tuple[str, ...], said: str, meant: str) -> None:
    question = Matcher((*(Intent(option, "", (option,)) for option in options), *BUILT_IN.values()))
    assert question.understand(Utterance(said)).intent == meant
