"""Values that callers say, heard over the telephone: the question's words, and what else may have been said."""

from collections.abc import Callable

import pytest

from callsheet.adapters.speech.offline.transcription import Transcription
from callsheet.adapters.speech.samples import Samples, to_pcm
from callsheet.interpreter.understanding import ListenedFor
from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import UNCLEAR
from callsheet.ports.values import Value
from tests.channel.channel import telephone
from tests.channel.noises import noises
from tests.channel.values import Asked, questions

Said = Callable[[str], Samples]
QUESTIONS = {asked.kind: asked for asked in questions()}
SAID = (
    *(("size", "medium"), ("size", "the large one"), ("department", "billing"), ("doctor", "Doctor Anderson")),
    *(("doctor", "Doctor Okafor"), ("doctor", "Doctor Lindqvist")),
    *(("slot", "ten o'clock"), ("customer", "three two six nine two two eight"), ("at", "half past seven")),
    *(("at", "five past ten"), ("day", "the fifth of May"), ("people", "seventeen"), ("paid", "twelve fifty")),
)


def given(transcription: Transcription, asked: Asked, pcm: bytes) -> Value:
    """The value that a question keeps of a sound."""
    found = transcription.transcribe(pcm, asked.wanted.listener.phrases, asked.wanted.said_with)
    heard = Utterance(found.text, found.confidence, found.alternatives)
    understood = ListenedFor(asked.wanted).understand(heard, private=True)
    return getattr(understood, "value", UNCLEAR.value)


@pytest.mark.parametrize(("kind", "answer"), SAID)
def test_a_value_is_understood_over_the_telephone(
    transcription: Transcription, said: Said, kind: str, answer: str
) -> None:
    asked = QUESTIONS[kind]
    assert given(transcription, asked, to_pcm(said(answer))) == asked.given(answer)


@pytest.mark.parametrize("kind", ["size", "doctor", "at", "people"])
@pytest.mark.parametrize("sentence", ["My dog is barking at the mailman.", "I left my glasses in the kitchen."])
def test_a_sentence_is_no_value(transcription: Transcription, said: Said, kind: str, sentence: str) -> None:
    assert given(transcription, QUESTIONS[kind], to_pcm(said(sentence))) is None


def test_no_noise_is_a_value(transcription: Transcription) -> None:
    for index, (name, noise) in enumerate(noises().items()):
        assert given(transcription, QUESTIONS["people"], to_pcm(telephone(noise, index, 30.0))) is None, name


def test_the_shares_of_what_may_have_been_said_are_one(transcription: Transcription, said: Said) -> None:
    found = transcription.transcribe(to_pcm(said("noon")), (), QUESTIONS["at"].wanted.said_with)
    assert sum(share for _, share in found.alternatives) == pytest.approx(1.0)
    assert transcription.transcribe(to_pcm(said("noon")), ()).alternatives == ()
