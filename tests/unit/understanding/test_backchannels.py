"""What listeners say to show that they listen."""

import pytest

from callsheet.ports.telephony import Utterance
from callsheet.script.intents import Listener
from callsheet.understanding.backchannels import is_backchannel
from callsheet.understanding.built_in import BUILT_IN


@pytest.mark.parametrize(
    "heard",
    [
        "mhm",
        "Mm-hmm.",
        "uh-huh",
        "Okay.",
        "OK",
        "right",
        "yeah",
        "I see",
        "okay, right, uh huh",
        "Oh. All right.",
        "hm hm",
    ],
)
def test_backchannels_alone(heard: str) -> None:
    assert is_backchannel(heard, "en-US")


@pytest.mark.parametrize(
    "heard",
    [
        *(
            "yes",
            "no",
            "Yes.",
            "No!",
            "yes please",
            "okay got it",
            "right, tomorrow",
            "sure",
            "I agree",
            "stop",
            "wait",
        ),
        *("see", "all", "operator", "say that again", "mhm no", "not right", "okay what"),
    ],
)
def test_more_than_backchannels(heard: str) -> None:
    assert not is_backchannel(heard, "en-US")


@pytest.mark.parametrize(
    ("heard", "language", "is_one"),
    [
        ("mhm", "de-DE", True),
        ("ach so", "de-DE", True),
        ("ja", "de-DE", False),
        ("right", "de-DE", False),
        ("oui", "fr-FR", False),
        ("ya veo", "es_MX", True),
        ("sí", "es-ES", False),
        ("うん", "ja-JP", True),
        ("はい", "ja-JP", False),
        ("mhm", "xx", True),
    ],
)
def test_languages_have_their_own(heard: str, language: str, is_one: bool) -> None:
    assert is_backchannel(heard, language) is is_one


def test_a_plain_yes_or_no_is_an_answer_over_a_prompt_too() -> None:
    listener = Listener.of((BUILT_IN["agree"], BUILT_IN["refuse"]), "en-US")
    for heard, intent in (("yes", "agree"), ("no", "refuse")):
        assert listener.understand(Utterance(heard)).intent == intent
        assert not is_backchannel(heard, "en-US")
