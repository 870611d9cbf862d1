"""How a line with a voice listens: whole utterances and keys, noises passed over, and an end in any case."""

import asyncio

import pytest
from msgspec.structs import replace

from callsheet.ports.line import HungUp, LineFailed
from callsheet.ports.telephony import Dtmf, EndReason, KeyPress, Silence, Utterance
from tests.lines.voices import KEYS, Ears, Words, noise, silence, tone, word
from tests.turns.conftest import FREELY, QUESTION, Talk, prompt, talk


@pytest.mark.parametrize("continuous", [True, False], ids=["silence is sent", "silence is not sent"])
def test_an_utterance_ends_with_the_silence_after_it(continuous: bool) -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.now == pytest.approx(1.0 + 0.4 + 0.5, abs=0.08)
        assert talk.words.asked[0][1:] == (QUESTION.phrases, "en-US")

    talk(case, continuous=continuous)


@pytest.mark.parametrize("continuous", [True, False])
def test_the_question_says_which_silence_ends_an_utterance(continuous: bool) -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.5, word("yes")), (1.6, word("yes")))  # 700 ms between the two
        assert await talk.line.listen(replace(QUESTION, pause_seconds=0.9)) == Utterance("yes", 0.9)
        assert talk.now == pytest.approx(1.6 + 0.4 + 0.9, abs=0.08)

    done = talk(case, continuous=continuous)
    assert len(done.words.asked) == 1

    async def shorter(talk: Talk) -> None:
        talk.says((0.5, word("yes")), (1.6, word("no")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.now == pytest.approx(0.5 + 0.4 + 0.5, abs=0.08)
        assert await talk.line.listen(QUESTION) == Utterance("no", 0.9)
        for heard_ms, _, _ in talk.words.asked:  # the word, silence around it, and nothing of the other word
            assert heard_ms <= 400 + (900 if continuous else 50)

    talk(shorter, continuous=continuous)


@pytest.mark.parametrize("continuous", [True, False])
def test_silence_ends_with_the_questions_time(continuous: bool) -> None:
    async def case(talk: Talk) -> None:
        assert await talk.line.listen(QUESTION) == Silence()
        assert talk.now == pytest.approx(5.0, abs=0.11)

    talk(case, continuous=continuous)


def test_whoever_speaks_when_the_time_is_over_is_heard_to_the_end() -> None:
    async def case(talk: Talk) -> None:
        talk.says((4.9, word("yes", 2000)))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)

    talk(case)


def test_a_cough_is_passed_over() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.5, noise()), (2.0, word("no")))
        assert await talk.line.listen(QUESTION) == Utterance("no", 0.9)

    talk(case)


def test_a_cough_alone_is_silence() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.5, noise()), (2.0, noise()))
        assert await talk.line.listen(QUESTION) == Silence()
        assert talk.now == pytest.approx(5.0, abs=0.2)

    talk(case)


@pytest.mark.parametrize("sound", [KEYS["1"], KEYS["2"]])
def test_a_key_in_the_audio_answers_at_once(sound: int) -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, tone(sound, 100)))
        assert await talk.line.listen(QUESTION) == KeyPress("1" if sound == KEYS["1"] else "2")
        assert talk.now == pytest.approx(1.05, abs=0.05)

    talk(case)


def test_a_key_overrules_what_is_being_said() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.5, word("no", 1000)))
        asyncio.get_running_loop().call_later(1.0, talk.call.tell, Dtmf("1"))
        assert await talk.line.listen(QUESTION) == KeyPress("1")
        assert talk.now == pytest.approx(1.0)

    done = talk(case)
    assert done.words.asked == []


def test_keys_that_were_pressed_before_a_question_answer_nothing() -> None:
    async def case(talk: Talk) -> None:
        talk.call.tell(Dtmf("1"))
        await talk.line.pause(0.1)
        await talk.line.say(prompt(300), FREELY, QUESTION)
        assert await talk.line.listen(QUESTION) == Silence()

    talk(case)


@pytest.mark.parametrize("takes", [0.0, 1.0])
def test_music_for_ever_is_silence_in_the_end(takes: float) -> None:
    """Somebody put the call on hold."""

    async def case(talk: Talk) -> None:
        talk.says((0.0, noise(600_000)))
        assert await talk.line.listen(QUESTION) == Silence()
        assert talk.now < QUESTION.timeout_seconds + 36

    talk(case, words=Words(takes=takes))


def test_somebody_who_never_stops_talking_is_understood_as_far_as_it_goes() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes", 120_000)))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.now < 20

    done = talk(case)
    assert done.words.asked[0][0] < 16_000


@pytest.mark.parametrize("takes", [0.0, 0.8])
def test_noises_without_end_are_silence_in_the_end(takes: float) -> None:
    """A street: there is always something, and never anything to understand."""

    async def case(talk: Talk) -> None:
        talk.says((0.0, (noise(600) + silence(700)) * 100))
        assert await talk.line.listen(QUESTION) == Silence()
        assert talk.now < QUESTION.timeout_seconds + 21

    talk(case, words=Words(takes=takes))


def test_where_nobody_understands_the_question_fails() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        with pytest.raises(LineFailed) as failed:
            await talk.line.listen(QUESTION)
        assert (failed.value.kind, failed.value.message) == ("recognition", "nobody understands anything")

    talk(case, words=Words(fails=True))


@pytest.mark.parametrize("after", [0, 30])
def test_where_nothing_can_be_heard_the_question_fails(after: int) -> None:
    async def case(talk: Talk) -> None:
        for _ in range(2):
            with pytest.raises(LineFailed) as failed:
                await talk.line.listen(QUESTION)
            assert failed.value.kind == "recognition"
        await talk.line.pause(30)  # and what nobody hears does not pile up
        assert talk.call.dropped_frames == 0

    talk(case, ears=Ears(fails_after=after))


def test_recognition_that_takes_its_time_hears_on() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.now == pytest.approx(4.9, abs=0.08)
        assert talk.call.dropped_frames == 0

    talk(case, words=Words(takes=3.0))


def test_a_hang_up_during_recognition_is_a_hang_up() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        asyncio.get_running_loop().call_later(3.0, talk.call.end, EndReason.CALLER_HANGUP)
        with pytest.raises(HungUp):
            await talk.line.listen(QUESTION)
        assert talk.now == pytest.approx(3.0)

    talk(case, words=Words(takes=30.0))


def test_a_pause_ends_with_the_call() -> None:
    async def case(talk: Talk) -> None:
        await talk.line.pause(2.0)
        asyncio.get_running_loop().call_later(1.0, talk.call.end, EndReason.CALLER_HANGUP)
        with pytest.raises(HungUp):
            await talk.line.pause(30.0)
        assert talk.now == pytest.approx(3.0)

    talk(case)
