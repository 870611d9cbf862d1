"""A machine that is late: what was said in time is waited for, is heard to its end, and the caller hears why."""

import asyncio

import pytest

from callsheet.ports.line import HungUp
from callsheet.ports.telephony import EndReason, Silence, Utterance
from callsheet.turns.transcribing import HOLD_SECONDS
from tests.lines.voices import Ears, Tones, Words, noise, word
from tests.turns.conftest import QUESTION, Talk, talk


@pytest.mark.parametrize("continuous", [True, False])
def test_what_was_said_in_time_counts_where_it_is_heard_when_the_time_is_over(continuous: bool) -> None:
    async def case(talk: Talk) -> None:
        talk.says((3.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)

    talk(case, ears=Ears(busy=(2.5, 7.0)), continuous=continuous)


def test_an_utterance_is_not_cut_where_the_middle_of_it_is_heard_late() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes", 1500)))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert len(talk.words.asked) == 1
        assert talk.words.asked[0][0] >= 1500

    talk(case, ears=Ears(busy=(1.5, 3.0)))


@pytest.mark.parametrize("passes", [True, False])
@pytest.mark.parametrize("takes", [0.1, 0.5])
def test_how_long_frames_take_does_not_add_up(takes: float, passes: bool) -> None:
    async def case(talk: Talk) -> None:
        talk.says((3.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        known_after = max(0.5, takes) if passes else 0.5 + takes  # the silence behind the word is known at once, or not
        assert talk.now == pytest.approx(3.0 + 0.4 + known_after, abs=0.1)

    talk(case, ears=Ears(takes=takes, passes=passes))


def test_nothing_is_lost_where_frames_take_so_long_that_more_of_them_have_to_wait() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.call.dropped_frames == 0

    talk(case, ears=Ears(takes=4.0))


def test_whoever_says_nothing_is_silent_also_where_that_is_heard_late() -> None:
    async def case(talk: Talk) -> None:
        assert await talk.line.listen(QUESTION) == Silence()
        assert talk.now == pytest.approx(6.0, abs=0.2)

    talk(case, ears=Ears(busy=(4.0, 6.0)))


def test_what_was_said_while_a_noise_was_looked_at_for_long_still_counts() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.5, noise()), (2.0, word("no")))
        assert await talk.line.listen(QUESTION) == Utterance("no", 0.9)

    talk(case, words=Words(takes=6.0))


def test_whoever_waits_for_long_is_told_to() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.tones.spoken == ["One moment, please."]

    talk(case, words=Words(takes=HOLD_SECONDS + 0.1))


def test_whoever_waits_for_very_long_is_told_again_and_no_answer_is_lost() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.tones.spoken == ["One moment, please."] * 3

    talk(case, words=Words(takes=16.0))


def test_where_it_is_quick_nobody_is_told_to_wait() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.tones.spoken == []

    talk(case, words=Words(takes=HOLD_SECONDS - 0.1))


def test_whoever_hangs_up_while_told_to_wait_leaves_nothing_behind() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        asyncio.get_running_loop().call_later(4.0, talk.call.end, EndReason.CALLER_HANGUP)
        with pytest.raises(HungUp):
            await talk.line.listen(QUESTION)
        assert talk.tones.spoken == ["One moment, please."]
        assert talk.now == pytest.approx(4.0, abs=0.1)

    talk(case, words=Words(takes=10.0))


def test_where_nobody_can_be_told_to_wait_the_answer_counts_all_the_same() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)

    talk(case, words=Words(takes=4.0), tones=Tones(fails_after_ms=0))
