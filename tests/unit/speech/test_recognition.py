"""Callers at the other end of a telephone line, understood."""

import asyncio
from collections.abc import Callable

import numpy as np
import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.speech.offline import models
from callsheet.adapters.speech.offline.confidence import FLOOR
from callsheet.adapters.speech.offline.models import SpeechMissing
from callsheet.adapters.speech.offline.recognition import MoonshineRecognition
from callsheet.adapters.speech.offline.transcription import Transcription
from callsheet.adapters.speech.samples import Samples, to_pcm
from callsheet.ports.speech import Recognized, SpeechFailed
from callsheet.ports.telephony import RATE
from callsheet.understanding.words import words
from tests.channel.channel import pink, telephone
from tests.channel.noises import noises
from tests.unit.speech.conftest import InTime

CONFIRMING = ("yes", "yeah", "okay", "got it", "I confirm", "that's fine")
DECLINING = ("no", "nope", "not really", "call me", "I have a question")
PHRASES = (*CONFIRMING, *DECLINING, "could you repeat that", "say that again")
Said = Callable[[str], Samples]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_understood_over_the_telephone(transcription: Transcription, said: Said, phrase: str) -> None:
    found = transcription.transcribe(to_pcm(said(phrase)), PHRASES)
    assert words(found.text) == words(phrase)
    assert found.confidence > FLOOR


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes, I will be there on Tuesday.",
        "No, I will be out of town.",
        "I have a question about the bill.",
        "My dog is barking at the mailman.",
    ],
)
def test_a_sentence_stays_a_sentence(transcription: Transcription, said: Said, sentence: str) -> None:
    found = transcription.transcribe(to_pcm(said(sentence)), PHRASES)
    assert words(found.text) == words(sentence)
    assert found.confidence > FLOOR


def test_a_long_answer_is_understood_to_its_end(transcription: Transcription, said: Said) -> None:
    told = (
        "I was just making dinner for the kids",
        "There is a package in front of the door",
        "Call me tomorrow morning",
    )
    answer = np.concatenate([said(text) for text in (told[0], told[1], told[0], told[1], told[2])])
    assert len(answer) > 11 * RATE
    heard = words(transcription.transcribe(to_pcm(answer), PHRASES).text)
    assert heard[: len(words(told[0]))] == words(told[0])
    assert heard[-len(words(told[2])) :] == words(told[2])


def test_a_question_that_lists_a_phrase_hears_it_sooner(transcription: Transcription, said: Said) -> None:
    pcm = to_pcm(said("works for me"))
    assert words(transcription.transcribe(pcm, ("works for me",)).text) == ("works", "for", "me")


@pytest.mark.parametrize("written", ["OK", "ok", "okay", "Okay!"])
def test_okay_is_written_as_the_question_writes_it(transcription: Transcription, said: Said, written: str) -> None:
    assert words(transcription.transcribe(to_pcm(said("okay")), (written, "no")).text) == words(written)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_noise_agrees_to_anything(transcription: Transcription, seed: int) -> None:
    for name, sound in noises(seed).items():
        heard = telephone(np.pad(sound, (RATE // 3, RATE // 2)), seed, snr_db=25)
        found = transcription.transcribe(to_pcm(heard), PHRASES)
        assert found.confidence < FLOOR or not set(words(found.text)) & {"yes", "yeah", "okay"}, (name, found)


@pytest.mark.parametrize(
    "pcm", [b"", b"\0", bytes(100), bytes(RATE), bytes(RATE * 4), to_pcm(0.0005 * pink(RATE, 1))], ids=len
)
def test_where_nothing_is_said_there_are_no_words(transcription: Transcription, pcm: bytes) -> None:
    assert transcription.transcribe(pcm, PHRASES) == Recognized("", 0.0)


def test_a_sound_without_end_takes_no_longer_than_half_a_minute_of_it(transcription: Transcription) -> None:
    sound = 0.2 * pink(40 * RATE, 1)
    assert transcription.transcribe(to_pcm(sound), ()) == transcription.transcribe(to_pcm(sound[: 30 * RATE]), ())


@pytest.mark.parametrize("phrases", [(), ("",), ("…", "\0", "🙂"), ("a" * 1000,), ("ja " * 400,), ("yes",) * 5000])
def test_any_phrases_will_do(transcription: Transcription, said: Said, phrases: tuple[str, ...]) -> None:
    assert words(transcription.transcribe(to_pcm(said("Yes.")), phrases).text) == ("yes",)


def test_several_callers_at_once(in_time: InTime[None], said: Said) -> None:
    calls = [to_pcm(said(phrase)) for phrase in PHRASES]

    async def work(clock: VirtualClock) -> None:
        recognition = MoonshineRecognition(clock)
        found = await asyncio.gather(*(recognition.recognize(pcm, PHRASES, "en-US") for pcm in calls))
        assert [words(each.text) for each in found] == [words(phrase) for phrase in PHRASES]
        await recognition.close()

    in_time(work)


def test_a_caller_who_has_gone_stops_nobody(in_time: InTime[None], said: Said) -> None:
    pcm = to_pcm(said("Yes."))

    async def work(clock: VirtualClock) -> None:
        recognition = MoonshineRecognition(clock)
        await recognition.load()
        gone = [asyncio.ensure_future(recognition.recognize(pcm, PHRASES, "en-US")) for _ in range(10)]
        await asyncio.sleep(0)
        for each in gone:
            each.cancel()
        assert words((await recognition.recognize(pcm, PHRASES, "en-US")).text) == ("yes",)
        await recognition.close()

    in_time(work)


def test_closing_fails_what_waits(in_time: InTime[None], said: Said) -> None:
    pcm = to_pcm(said("Yes."))

    async def work(clock: VirtualClock) -> None:
        recognition = MoonshineRecognition(clock)
        await recognition.load()
        waiting = [asyncio.ensure_future(recognition.recognize(pcm, PHRASES, "en-US")) for _ in range(20)]
        await asyncio.sleep(0)
        await recognition.close()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        assert {each.kind for each in done if isinstance(each, SpeechFailed)} == {"closed"}

    in_time(work)


@pytest.mark.parametrize("language", ["de-DE", "es", ""])
def test_another_language_is_refused(in_time: InTime[Recognized], language: str) -> None:
    async def work(clock: VirtualClock) -> Recognized:
        return await MoonshineRecognition(clock).recognize(bytes(RATE), (), language)

    with pytest.raises(SpeechFailed, match="the offline recognition understands English only"):
        in_time(work)


def test_without_the_packages_it_says_what_to_do(in_time: InTime[Recognized], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None)

    async def work(clock: VirtualClock) -> Recognized:
        return await MoonshineRecognition(clock).recognize(bytes(RATE), (), "en-US")

    with pytest.raises(SpeechMissing, match=r"pip install 'callsheet\[speech\]'"):
        in_time(work)
