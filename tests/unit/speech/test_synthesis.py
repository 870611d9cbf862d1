"""Prompts: spoken sentence by sentence, at a telephone's level, without the silence around them."""

import asyncio
import logging
import unicodedata
from collections.abc import Callable, Coroutine, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.speech.offline.alphabet import spelled, unspoken
from callsheet.adapters.speech.offline.sentences import bounded
from callsheet.adapters.speech.offline.synthesis import MOST_TEXT, HibariSynthesis
from callsheet.adapters.speech.samples import from_pcm, level
from callsheet.ports.speech import SpeechFailed, Synthesis, Voice
from callsheet.ports.telephony import BYTES_A_MS
from tests.unit.speech.conftest import InTime

ENGLISH = Voice("en-US")
Pieces = dict[tuple[str, int], list[bytes]]
WithOne = Callable[[Callable[[HibariSynthesis], Coroutine[None, None, None]]], None]


async def spoken(synthesis: Synthesis, text: str, voice: Voice = ENGLISH) -> list[bytes]:
    return [piece async for piece in synthesis.speak(text, voice)]


def with_synthesis(in_time: InTime[list[bytes]], text: str, voice: Voice = ENGLISH) -> list[bytes]:
    async def work(clock: VirtualClock) -> list[bytes]:
        synthesis = HibariSynthesis(clock)
        try:
            return await spoken(synthesis, text, voice)
        finally:
            await synthesis.close()

    return in_time(work)


SENTENCES, SHORT, GOODBYE = "Got it, that's been confirmed. Have a great day!", "Are you still there?", "Goodbye."
UNPRONOUNCED = ("", "  \n ", "…")


@pytest.fixture(scope="module")
def with_one() -> Iterator[WithOne]:
    """Runs something with a synthesis: with the same one, as its process takes seconds to begin."""
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        synthesis = HibariSynthesis(VirtualClock(loop))
        yield lambda work: runner.run(work(synthesis))
        runner.run(synthesis.close())


@pytest.fixture(scope="module")
def pieces(with_one: WithOne) -> Pieces:
    """By text, and by how often it was spoken before."""
    found: Pieces = {}

    async def work(synthesis: Synthesis) -> None:
        for time in range(2):
            for text in (SENTENCES, SHORT, GOODBYE, *UNPRONOUNCED):
                found[text, time] = await spoken(synthesis, text)

    with_one(work)
    return found


def test_a_text_is_spoken_sentence_by_sentence(pieces: Pieces) -> None:
    assert len(pieces[SENTENCES, 0]) == 2
    for piece in pieces[SENTENCES, 0]:
        samples = from_pcm(piece)
        assert 500 < len(piece) / BYTES_A_MS < 5000
        assert float(np.abs(samples).max()) < 0.95
        assert 0.03 < level(samples) < 0.2


def test_the_silence_around_a_prompt_is_cut(pieces: Pieces) -> None:
    samples = from_pcm(b"".join(pieces[SHORT, 0]))
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    assert loud[0] < 0.1 * 8000
    assert len(samples) - loud[-1] < 0.2 * 8000


def test_the_same_text_sounds_the_same(pieces: Pieces) -> None:
    assert pieces[GOODBYE, 0] == pieces[GOODBYE, 1]


@pytest.mark.parametrize("text", UNPRONOUNCED)
def test_what_cannot_be_pronounced_makes_no_sound(pieces: Pieces, text: str) -> None:
    assert not b"".join(pieces[text, 0]).strip(b"\0")


@pytest.mark.parametrize("language", ["de-DE", "fr", "", "e", "english"])
def test_another_language_is_refused(in_time: InTime[list[bytes]], language: str) -> None:
    with pytest.raises(SpeechFailed, match="the offline voice speaks English only") as raised:
        with_synthesis(in_time, "Guten Tag", Voice(language))
    assert raised.value.kind == "language"


def test_a_prompt_without_end_is_refused(in_time: InTime[list[bytes]]) -> None:
    with pytest.raises(SpeechFailed, match="longer than"):
        with_synthesis(in_time, "a" * (MOST_TEXT + 1))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("您的预约已更改。", "Chinese letters"),
        ("Your order 您的 is here.", "Chinese letters"),
        ("تم تغيير موعدك.", "Arabic letters"),
        ("Ваш заказ", "Cyrillic letters"),
        ("α and β", "Greek letters"),
        ("हिन्दी", "Devanagari letters"),
        ("ไทย", "Thai letters"),
        ("예약", "Korean letters"),
        ("ご予約", "Japanese letters"),
        ("٣", "Arabic letters"),
        ("Yes \ue000", "signs that nobody knows"),
        ("\U0001f389", "signs that are no letters"),
        ("J\ufffdrg", "signs that are no letters"),
    ],
)
def test_what_it_would_leave_out_is_refused(in_time: InTime[list[bytes]], text: str, unknown: str) -> None:
    with pytest.raises(SpeechFailed, match=f"the offline voice cannot speak {unknown}; ") as raised:
        with_synthesis(in_time, text, ENGLISH)
    assert raised.value.kind == "text"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("José Müller, Łódź", "José Müller, Łódź"),
        ("Nguyễn Đặng", "Nguyen Đang"),
        ("Ħal, Ðorn, ſo, ẞ", "Hal, Dorn, so, SS"),
        ("Jose\u0301 x\u030c", "José x"),
        ("Ａｎｎ ﬁne ǆ", "Ann fine dz"),
        ("Hawaiʻi’s “best” — … ¿sí?", "Hawaiʻi’s “best” — … ¿sí?"),
        ("soft\u00adly\u200b", "softly"),
    ],
)
def test_latin_letters_are_spelled_as_the_voice_knows_them(text: str, read: str) -> None:
    assert spelled(text) == read
    assert unspoken(text) == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Please say yes or no.", "Please say yes or no ."),
        ("No. Say no! No, no.", "No. Say no! No, no ."),
        ("The piano. Out in the Sun. On Sun. too.", "The piano. Out in the Sun . On Sun. too."),
        ("[Your parcel](/is late/)", "[Your parcel] (/is late/)"),
        ("it's?Zürich,yes", "it's? Zürich, yes"),
        ("O'Neil isn't co-op, rock'n'roll", "O'Neil isn't co-op, rock' n'roll"),
        ("a" * 50, f"{'a' * 24} {'a' * 24} aa"),
        ("Donaudampfschifffahrtskapitän", "Donaudampfschifffahrtska pitän"),
    ],
)
def test_what_the_voice_would_take_for_something_else_is_parted(text: str, read: str) -> None:
    assert spelled(text) == read


@given(st.text(st.characters(max_codepoint=0x24F) | st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF)))
def test_no_latin_letter_is_lost(text: str) -> None:
    letters = [sign for sign in unicodedata.normalize("NFC", text) if sign.isalpha()]
    assert sum(map(str.isalpha, spelled(text))) >= len(letters) or unspoken(text)


def test_another_voice_is_spoken_by_the_one_there_is(with_one: WithOne, caplog: pytest.LogCaptureFixture) -> None:
    async def work(synthesis: HibariSynthesis) -> None:
        await synthesis.load()
        expected = await spoken(synthesis, "Hello.")
        assert await spoken(synthesis, "Hello.", Voice("en_GB", "emma")) == expected
        assert await spoken(synthesis, "Hello.", Voice("en-US", "joe")) == expected

    with caplog.at_level(logging.WARNING, "callsheet"):
        with_one(work)
    assert len(caplog.records) == 1


def test_the_rest_of_a_prompt_is_not_made(with_one: WithOne) -> None:
    async def work(synthesis: HibariSynthesis) -> None:
        prompt = synthesis.speak("One. Two. Three.", ENGLISH)
        assert await anext(prompt)
        await prompt.aclose()
        assert len(await spoken(synthesis, "One. Two. Three.")) == 3

    with_one(work)


def test_several_prompts_at_once(with_one: WithOne) -> None:
    async def work(synthesis: HibariSynthesis) -> None:
        one, other = await asyncio.gather(spoken(synthesis, "One. Two."), spoken(synthesis, "Three."))
        assert [one, other] == [await spoken(synthesis, "One. Two."), await spoken(synthesis, "Three.")]

    with_one(work)


def test_what_was_closed_speaks_no_more(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        synthesis = HibariSynthesis(clock)
        assert await spoken(synthesis, "Goodbye.")
        await synthesis.close()
        with pytest.raises(SpeechFailed, match="closed"):
            await spoken(synthesis, "Four.")

    in_time(work)


WORDS = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("short", ["short"]),
        ("one, two, three four five", ["one, two,", "three four", "five"]),
        ("  one two three  ", ["one two", "three"]),
        ("abcdefghijklmno", ["abcdefghij", "klmno"]),
        ("", []),
    ],
)
def test_a_long_sentence_is_divided_where_it_pauses(sentence: str, pieces: list[str]) -> None:
    assert list(bounded(sentence, 10)) == pieces


@pytest.mark.parametrize("divide", [WORDS, WORDS.replace(" ", ", "), WORDS.replace(" ", "")])
def test_nothing_is_lost_in_a_division(divide: str) -> None:
    for most in range(1, 30):
        pieces = list(bounded(divide, most))
        assert all(0 < len(piece) <= most for piece in pieces)
        assert "".join(pieces).replace(" ", "") == divide.replace(" ", "")
