"""A line with a voice: what comes before it can be an answer is passed over, and the prompt goes on."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from callsheet.ports.line import Interruptions, Spoken
from callsheet.ports.telephony import KeyPress, Silence, Utterance
from callsheet.turns.prompt import REACTION_MS
from tests.lines.voices import KEYS, MS_A_CHARACTER, Ears, Tones, noise, tone, word
from tests.turns.conftest import FREELY, QUESTION, Talk, prompt, talk


def after(ms: int) -> Interruptions:
    """Everything interrupts a prompt, once so much of it has been spoken."""
    return replace(FREELY, keys_after=ms // MS_A_CHARACTER, words_after=ms // MS_A_CHARACTER)


def key() -> bytes:
    return tone(KEYS["1"], 100)


@pytest.mark.parametrize("at_ms", range(0, 6000, 100))
def test_a_key_counts_once_the_data_has_been_spoken(at_ms: int) -> None:
    """Before that the prompt goes on as if nothing had happened; after it, and behind the prompt, it is the answer."""

    async def case(talk: Talk) -> None:
        talk.says((at_ms / 1000, key()))
        spoken = await talk.line.say(prompt(3000), after(1800), QUESTION)
        known_ms = at_ms + 60
        if spoken.interrupted_by is not None:
            assert spoken.interrupted_by == KeyPress("1")
            assert 1800 + REACTION_MS <= spoken.heard_ms <= at_ms + 120
            return
        assert spoken == Spoken(3000, 3000)
        heard = await talk.line.listen(QUESTION)
        assert heard == (KeyPress("1") if known_ms > 2900 else Silence())
        assert known_ms > 2900 or known_ms < 1860 + REACTION_MS

    talk(case)


@pytest.mark.parametrize("at_ms", range(0, 6000, 100))
def test_words_count_where_they_began_after_the_data(at_ms: int) -> None:
    """Words that began before are a noise: the prompt goes on, a little before where it stopped."""

    async def case(talk: Talk) -> None:
        talk.says((at_ms / 1000, word("yes")))
        spoken = await talk.line.say(prompt(3000), after(1800), QUESTION)
        heard = spoken.interrupted_by or await talk.line.listen(QUESTION)
        assert heard == (Utterance("yes", 0.9) if at_ms > 1760 + REACTION_MS else Silence())
        if at_ms <= 1700 + REACTION_MS:
            assert (spoken.heard_ms, spoken.length_ms) == (3000, 3000)

    done = talk(case)
    assert len(done.words.asked) == (at_ms > 1760 + REACTION_MS), "what is too early is not even understood"


def test_whoever_begins_before_the_end_of_a_question_that_is_data_to_its_end_hears_the_end_again() -> None:
    async def case(talk: Talk) -> None:
        talk.says((2.85, word("yes")), (5.0, word("no")))
        spoken = await talk.line.say(prompt(3000), after(3000), QUESTION)
        assert spoken == Spoken(3000 + REACTION_MS, 3000 + REACTION_MS)
        assert await talk.line.listen(QUESTION) == Utterance("no", 0.9)

    done = talk(case)
    assert len(done.tones.spoken) == 2


def test_what_has_been_heard_counts_as_heard_where_a_prompt_goes_on_before_it() -> None:
    """A noise stops the prompt right behind the data: half a second of data is spoken again."""

    async def case(talk: Talk) -> None:
        talk.says((2.0, noise()), (3.0, key()))
        spoken = await talk.line.say(prompt(4000), after(1800), QUESTION)
        assert spoken.interrupted_by == KeyPress("1")
        assert spoken.heard_ms < 2500

    talk(case)


def test_a_key_that_overrules_words_counts_where_it_may() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.5, word("yes") + key()), (3.5, word("no") + key()))
        spoken = await talk.line.say(prompt(4000), after(1800), QUESTION)
        assert spoken.interrupted_by == KeyPress("1")
        assert spoken.heard_ms >= 1800

    talk(case)


@pytest.mark.parametrize("at_ms", [0, 500, 2900])
def test_other_keys_than_those_that_may_are_passed_over(at_ms: int) -> None:
    async def case(talk: Talk) -> None:
        talk.says((at_ms / 1000, key()))
        assert await talk.line.say(prompt(3000), replace(FREELY, keys=frozenset("2"))) == Spoken(3000, 3000)

    assert len(talk(case).tones.spoken) == 1


def test_a_backchannel_stops_a_prompt_for_a_moment_only() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.0, word("yes please")), (3.5, word("no")))
        spoken = await talk.line.say(prompt(5000), replace(FREELY, words=lambda words: words == "no"), QUESTION)
        assert spoken.interrupted_by == Utterance("no", 0.9)

    talk(case)


def test_after_many_noises_a_key_still_counts() -> None:
    async def case(talk: Talk) -> None:
        talk.says(*((seconds, noise()) for seconds in (0.2, 2.0, 4.0, 6.0)), (7.0, key()))
        spoken = await talk.line.say(prompt(8000), FREELY, QUESTION)
        assert spoken.interrupted_by == KeyPress("1")

    talk(case)


def test_what_begins_before_a_prompt_is_no_answer_to_it() -> None:
    """Neither where it ends in the breath before it, nor where it goes on into it."""

    async def case(talk: Talk) -> None:
        talk.says((0.9, word("yes", 250)))
        await talk.line.say(prompt(960), replace(FREELY, words=None))
        assert await talk.line.say(prompt(3000), FREELY, QUESTION) == Spoken(3000, 3000)
        talk.says((0.1, word("no", 1500)))
        assert await talk.line.say(prompt(3000), FREELY, QUESTION) == Spoken(3000, 3000)
        assert await talk.line.listen(QUESTION) == Silence()

    assert talk(case).words.asked == []


@pytest.mark.parametrize(
    ("keys", "heard"), [(frozenset("1"), KeyPress("1")), (frozenset("2"), None), (frozenset(), None)]
)
def test_a_key_between_two_prompts_counts_where_it_may(keys: frozenset[str], heard: KeyPress | None) -> None:
    async def case(talk: Talk) -> None:
        await talk.line.say(prompt(300), FREELY)
        talk.says((0.1, key()))
        await talk.line.pause(0.4)
        spoken = await talk.line.say(prompt(3000), replace(FREELY, keys_before=keys), QUESTION)
        assert spoken.interrupted_by == heard

    talk(case)


@pytest.mark.parametrize("do", [lambda talk: talk.says((2.95, key())), lambda talk: talk.says((3.0, key()))])
def test_no_key_is_lost_between_a_question_and_listening(do: Callable[[Talk], None]) -> None:
    async def case(talk: Talk) -> None:
        do(talk)
        spoken = await talk.line.say(prompt(3000), FREELY, QUESTION)
        assert (spoken.interrupted_by or await talk.line.listen(QUESTION)) == KeyPress("1")

    talk(case)


def test_a_prompt_whose_audio_is_slow_is_not_heard_before_it_is() -> None:
    async def case(talk: Talk) -> None:
        talk.says((1.9, key()), (5.0, key()))
        spoken = await talk.line.say(prompt(3000), after(1800), QUESTION)
        assert spoken.interrupted_by == KeyPress("1")
        assert talk.now >= 5.0

    talk(case, tones=Tones(slow_seconds=0.2))


@pytest.mark.parametrize("until", [1.5, 2.5, 3.5])
@pytest.mark.parametrize(("sound", "heard"), [(key(), KeyPress("1")), (word("yes"), Utterance("yes", 0.9))])
@pytest.mark.parametrize(("at", "counts"), [(1.0, False), (1.7, False), (2.1, True), (2.9, True)])
def test_what_is_known_late_counts_by_when_it_came(
    until: float, sound: bytes, heard: Utterance | KeyPress, at: float, counts: bool
) -> None:
    """A machine with many calls judges sound some time after it came; meanwhile the prompt has gone on, or ended."""

    async def case(talk: Talk) -> None:
        talk.says((at, sound))
        spoken = await talk.line.say(prompt(3000), after(1800), QUESTION)
        answer = spoken.interrupted_by or await talk.line.listen(QUESTION)
        assert answer == (heard if counts else Silence())

    talk(case, ears=Ears(busy=(0.9, until)))


@pytest.mark.parametrize("sound", [key(), word("yes")])
def test_what_came_before_a_prompt_and_is_known_in_it_answers_nothing(sound: bytes) -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.6, sound))
        await talk.line.say(prompt(1200), replace(FREELY, keys=frozenset(), words=None))
        spoken = await talk.line.say(prompt(3000), FREELY, QUESTION)
        assert spoken == Spoken(3000, 3000)
        assert await talk.line.listen(QUESTION) == Silence()

    talk(case, ears=Ears(busy=(0.5, 2.5)))


def test_a_key_into_a_question_that_nobody_interrupts_is_no_answer_however_late_it_is_known() -> None:
    async def case(talk: Talk) -> None:
        talk.says((0.6, key()), (2.0, key()))
        await talk.line.say(prompt(1200), Interruptions(), QUESTION)
        assert await talk.line.listen(QUESTION) == KeyPress("1")
        assert talk.now >= 2.0

    talk(case, ears=Ears(busy=(0.5, 1.5)))
