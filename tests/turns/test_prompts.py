"""Prompts of a line with a voice: who stops them, who does not, and where they go on."""

import asyncio

import pytest
from msgspec.structs import replace

from callsheet.ports.line import HungUp, LineFailed, Spoken
from callsheet.ports.telephony import BYTES_A_MS, EndReason, KeyPress, Utterance
from tests.lines.voices import KEYS, PROMPT_HZ, Ears, Tones, Words, frequency, noise, same, tone, word
from tests.turns.conftest import FREELY, QUESTION, Talk, prompt, talk

# What a caller has said when a prompt falls silent: six frames, the first and the last of them not full, and the line.
NOTICED_MS = (130, 260)


def test_a_prompt_is_heard_to_its_end() -> None:
    async def case(talk: Talk) -> None:
        assert await talk.line.say(prompt(3000), FREELY) == Spoken(3000, 3000)
        assert talk.now == pytest.approx(3.0, abs=0.05)

    done = talk(case)
    assert same(frequency(bytes(done.call.heard)), PROMPT_HZ)


def test_a_sound_is_heard_instead_of_the_voice() -> None:
    sound = tone(PROMPT_HZ, 2500)

    async def case(talk: Talk) -> None:
        assert await talk.line.say(prompt(9000), FREELY, sound=sound) == Spoken(2500, 2500)
        assert talk.now == pytest.approx(2.5, abs=0.05)

    done = talk(case)
    assert bytes(done.call.heard) == sound
    assert done.tones.spoken == []


def test_a_sound_is_interrupted_as_a_voice_is() -> None:
    sound = tone(PROMPT_HZ, 3000)

    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        spoken = await talk.line.say(prompt(3000), FREELY, QUESTION, sound)
        assert spoken.interrupted_by == Utterance("yes", 0.9)
        assert spoken.length_ms == 3000

    talk(case)


def test_a_sound_goes_on_after_a_noise() -> None:
    sound = tone(PROMPT_HZ, 3000)

    async def case(talk: Talk) -> None:
        talk.says((1.0, noise(400)))
        spoken = await talk.line.say(prompt(3000), FREELY, QUESTION, sound)
        assert spoken == Spoken(3000, 3000)

    talk(case)


def test_whoever_presses_a_key_before_the_data_of_a_sound_was_heard_answers_nothing() -> None:
    from callsheet.ports.telephony import Dtmf

    sound = tone(PROMPT_HZ, 3000)

    async def case(talk: Talk) -> None:
        asyncio.get_running_loop().call_later(1.0, talk.call.tell, Dtmf("1"))
        spoken = await talk.line.say(prompt(3000), replace(FREELY, keys_after=5, words_after=5), QUESTION, sound)
        assert spoken.interrupted_by is None

    talk(case)


def test_a_caller_who_speaks_interrupts() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        spoken = await talk.line.say(prompt(3000), FREELY, QUESTION)
        assert spoken.interrupted_by == Utterance("yes", 0.9)
        assert 1000 + NOTICED_MS[0] <= spoken.heard_ms <= 1000 + NOTICED_MS[1]
        assert spoken.length_ms == 3000
        assert talk.words.asked[0][1:] == (QUESTION.phrases, "en-US")

    talk(case)


def test_a_key_of_the_line_interrupts_at_once() -> None:
    from callsheet.ports.telephony import Dtmf

    async def case(talk: Talk) -> None:
        asyncio.get_running_loop().call_later(1.0, talk.call.tell, Dtmf("1"))
        spoken = await talk.line.say(prompt(3000), FREELY)
        assert spoken == Spoken(1000, 3000, KeyPress("1"))

    talk(case)


def test_a_key_in_the_audio_interrupts_at_once() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, tone(KEYS["1"], 100)))
        spoken = await talk.line.say(prompt(3000), FREELY)
        assert spoken.interrupted_by == KeyPress("1")
        assert 1000 <= spoken.heard_ms <= 1080

    talk(case)


def test_the_same_prompt_is_heard_to_its_end_where_nothing_may_interrupt_it() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.5, word("yes")), (1.5, tone(KEYS["1"], 100)))
        assert await talk.line.say(prompt(3000)) == Spoken(3000, 3000)
        assert talk.words.asked == []

    talk(case)


def test_after_a_noise_a_prompt_goes_on_a_little_before_it() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, noise()))
        spoken = await talk.line.say(prompt(3000), FREELY)
        assert (spoken.heard_ms, spoken.length_ms, spoken.interrupted_by) == (3000, 3000, None)

    done = talk(case)
    tones = sum(1 for piece in pieces(done.call.heard) if any(piece))
    assert tones * 20 == pytest.approx(3500, abs=30)  # half a second was heard twice


def test_after_three_noises_the_rest_is_spoken_to_its_end() -> None:
    async def case(talk: Talk) -> None:
        talk.says(*((seconds / 2, noise()) for seconds in range(1, 60, 3)))
        began = talk.now
        spoken = await talk.line.say(prompt(6000), FREELY)
        assert (spoken.heard_ms, spoken.interrupted_by) == (6000, None)
        assert talk.now - began < 12
        assert len(talk.words.asked) == 3

    done = talk(case)
    assert len(done.tones.spoken) == 4


def test_a_click_does_not_stop_a_prompt() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, noise(40)))
        assert await talk.line.say(prompt(3000), FREELY) == Spoken(3000, 3000)

    assert talk(case).tones.spoken == [prompt(3000)]


def test_a_caller_may_say_something_else_after_a_noise() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, noise()), (3.0, word("no")))
        spoken = await talk.line.say(prompt(6000), FREELY, QUESTION)
        assert spoken.interrupted_by == Utterance("no", 0.9)
        assert spoken.heard_ms < 3000

    talk(case)


def test_the_prompt_that_comes_back_over_the_line_interrupts_nothing() -> None:
    async def case(talk: Talk) -> None:
        assert await talk.line.say(prompt(3000), FREELY) == Spoken(3000, 3000)
        assert talk.words.asked == []

    talk(case, echo_ms=200)


def test_what_was_said_before_a_prompt_does_not_interrupt_it() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.1, word("yes")), (1.9, noise(300)))
        await talk.line.pause(2.0)
        assert await talk.line.say(prompt(3000), FREELY) == Spoken(3000, 3000)

    talk(case)


def test_the_question_that_follows_tells_how_an_interruption_ends() -> None:
    """Somebody who thinks for 700 ms within their answer."""

    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")), (2.1, word("yes")))
        spoken = await talk.line.say(prompt(3000), FREELY, replace(QUESTION, pause_seconds=1.0))
        assert spoken.interrupted_by == Utterance("yes", 0.9)

    done = talk(case)
    assert len(done.words.asked) == 1
    assert done.words.asked[0][0] > 1500  # both parts of it, and the pause


def test_an_utterance_that_a_prompts_end_cuts_in_two_is_understood_whole() -> None:
    async def case(talk: Talk) -> None:
        talk.says((2.9, word("yes")))
        spoken = await talk.line.say(prompt(3000), FREELY, QUESTION)
        assert spoken == Spoken(3000, 3000)
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)

    done = talk(case)
    assert done.words.asked[0][0] >= 400


def test_a_voice_that_breaks_is_a_failure_of_speech() -> None:
    async def case(talk: Talk) -> None:
        with pytest.raises(LineFailed) as failed:
            await talk.line.say(prompt(3000), FREELY)
        assert (failed.value.kind, failed.value.message) == ("speech", "the voice is broken")
        assert not failed.value.this_text
        heard.append(failed.value.spoken)

    heard: list[Spoken | None] = []
    talk(case, tones=Tones(fails_after_ms=0))
    talk(case, tones=Tones(fails_after_ms=1000))
    assert heard == [None, Spoken(1000, 1001)]


def test_a_text_that_the_voice_cannot_speak_is_told_from_a_voice_that_is_broken() -> None:
    async def case(talk: Talk) -> None:
        with pytest.raises(LineFailed) as failed:
            await talk.line.say(prompt(3000), FREELY)
        assert (failed.value.kind, failed.value.this_text, failed.value.spoken) == ("speech", True, None)

    talk(case, tones=Tones(fails_after_ms=0, fails_with="text"))


def test_where_nobody_understands_a_prompt_that_was_interrupted_the_call_goes_on() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        spoken = await talk.line.say(prompt(3000), FREELY)
        assert spoken.interrupted_by == Utterance("", 0.0)

    talk(case, words=Words(fails=True))


def test_where_nobody_understands_the_answer_that_interrupts_its_question_recognition_has_failed() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        with pytest.raises(LineFailed) as failed:
            await talk.line.say(prompt(3000), FREELY, QUESTION)
        assert failed.value.kind == "recognition"

    talk(case, words=Words(fails=True))


def test_where_nothing_can_be_heard_prompts_are_still_spoken() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.say(prompt(3000), FREELY) == Spoken(3000, 3000)

    talk(case, ears=Ears(fails_after=10))


def test_a_prompt_is_made_ready() -> None:
    async def case(talk: Talk) -> None:
        talk.line.prepare("Next.")

    assert talk(case).tones.prepared == ["Next."]


def test_nothing_can_be_said_before_the_answer() -> None:
    from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
    from callsheet.ports.speech import Voice
    from callsheet.ports.telephony import CallInfo
    from callsheet.turns.spoken import SpokenLine
    from tests.lines.sound_call import SoundCall
    from tests.lines.voices import speech

    loop = VirtualLoop()
    clock = VirtualClock(loop)

    async def case() -> None:
        call = SoundCall(CallInfo("c-1", "inbound", "", ""), clock)
        line = SpokenLine(call, speech(), clock, Voice("en-US"))
        for doing in (line.say("Hello.", FREELY), line.listen(QUESTION)):
            with pytest.raises(LineFailed):
                await doing
        await line.hang_up()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(case())


@pytest.mark.parametrize("reason", [EndReason.CALLER_HANGUP, EndReason.MEDIA_LOST])
def test_a_prompt_ends_with_the_call(reason: EndReason) -> None:
    async def case(talk: Talk) -> None:
        asyncio.get_running_loop().call_later(1.0, talk.call.end, reason)
        gone = HungUp if reason is EndReason.CALLER_HANGUP else LineFailed
        with pytest.raises(gone):
            await talk.line.say(prompt(3000), FREELY)
        assert talk.now == pytest.approx(1.0)
        with pytest.raises(HungUp):  # a lost line is told once
            await talk.line.say("More.", FREELY)

    talk(case)


def pieces(heard: bytearray) -> list[bytes]:
    size = 20 * BYTES_A_MS
    return [bytes(heard[begin : begin + size]) for begin in range(0, len(heard), size)]
