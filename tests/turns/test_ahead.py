"""What is said becomes words while it is waited whether it has ended."""

import asyncio

import pytest

from callsheet.ports.line import HungUp
from callsheet.ports.telephony import EndReason, KeyPress, Utterance
from tests.lines.voices import KEYS, Words, noise, silence, tone, word
from tests.turns.conftest import FREELY, QUESTION, Talk, prompt, talk

# Milliseconds.
WORD_MS = 400


@pytest.mark.parametrize(("ahead", "later"), [(True, 0.0), (False, 0.25)])
def test_words_are_there_when_the_pause_is_over(ahead: bool, later: float) -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes", WORD_MS)))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert talk.now == pytest.approx(1.0 + WORD_MS / 1000 + QUESTION.pause_seconds + later, abs=0.05)
        assert len(talk.words.asked) == 1

    talk(case, words=Words(takes=0.25), recognizes_ahead=ahead)


def test_whoever_goes_on_after_a_moment_is_understood_as_a_whole() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("no", WORD_MS) + silence(300) + word("no", 2 * WORD_MS)))
        assert await talk.line.listen(QUESTION) == Utterance("no", 0.9)
        lengths = [ms for ms, _, _ in talk.words.asked]
        assert len(lengths) == 2  # at the first pause in vain, and at the second
        assert lengths[1] > lengths[0] + 2 * WORD_MS

    talk(case, recognizes_ahead=True)


def test_a_key_overrules_what_is_being_understood() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes", WORD_MS)), (1.75, tone(KEYS["2"], 200)))
        assert await talk.line.listen(QUESTION) == KeyPress("2")

    talk(case, words=Words(takes=2.0), recognizes_ahead=True)


def test_an_utterance_is_understood_for_the_question_that_it_answers() -> None:
    """It began in one question, and its pause ended in the next."""

    async def case(talk: Talk) -> None:
        talk.says((0.2, word("yes", 900)))
        spoken = await talk.line.say(prompt(1500), FREELY, QUESTION)
        assert spoken.interrupted_by == Utterance("yes", 0.9)
        assert {phrases for _, phrases, _ in talk.words.asked} == {tuple(QUESTION.phrases)}

    talk(case, recognizes_ahead=True)


def test_where_nothing_is_asked_nobody_hurries() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.2, word("yes", WORD_MS)))
        await talk.line.say(prompt(1500), FREELY)
        assert len(talk.words.asked) == 1
        assert talk.words.asked[0][0] >= WORD_MS + 500

    talk(case, recognizes_ahead=True)


def test_nothing_is_left_of_it_when_the_caller_hangs_up() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes", WORD_MS)))
        asyncio.get_running_loop().call_later(1.75, talk.call.end, EndReason.CALLER_HANGUP)
        with pytest.raises(HungUp):
            await talk.line.listen(QUESTION)
        assert len(talk.words.asked) == 1

    talk(case, words=Words(takes=5.0), recognizes_ahead=True)


def test_what_fails_ahead_fails_when_it_is_wanted() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, noise()))
        with pytest.raises(Exception, match="nobody understands"):
            await talk.line.listen(QUESTION)

    talk(case, words=Words(fails=True), recognizes_ahead=True)
