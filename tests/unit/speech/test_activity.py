"""Voices, keys and echoes of many calls: judged together, and each as if it were alone."""

import asyncio
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.speech.offline import models
from callsheet.adapters.speech.offline.activity import ECHO_MATTERS, SETTLED, SILENCE, OfflineVoiceActivity
from callsheet.adapters.speech.offline.models import SpeechMissing
from callsheet.adapters.speech.samples import Samples, to_pcm
from callsheet.ports.speech import FRAME_BYTES, Ear, Sound, SpeechFailed
from callsheet.ports.telephony import RATE
from tests.unit.speech.conftest import InTime
from tests.unit.speech.test_tones import key

TEXTS = ("Yes, please.", "I have a question.", "Not really.", "Call me tomorrow.", "That is fine.", "No.")


def frames(sound: Samples) -> list[bytes]:
    pcm = to_pcm(sound)
    return [pcm[start : start + FRAME_BYTES] for start in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)]


async def judged(ear: Ear, heard: Sequence[bytes], played: bytes = b"") -> list[Sound]:
    return [await ear.judge(frame, played) for frame in heard]


def test_a_voice_is_told_from_silence(in_time: InTime[list[Sound]], said: Callable[[str], Samples]) -> None:
    async def work(clock: VirtualClock) -> list[Sound]:
        activity = OfflineVoiceActivity(clock)
        try:
            return await judged(activity.open(), frames(said("I would like to talk about my bill.")))
        finally:
            await activity.close()

    voices = [sound.voice for sound in in_time(work)]
    assert max(voices[:6]) < 0.3
    assert sum(voice > 0.5 for voice in voices) > 25
    assert max(voices[-8:]) < 0.3


def test_together_is_the_same_as_one_by_one(in_time: InTime[None], said: Callable[[str], Samples]) -> None:
    calls = [frames(said(text)) for text in TEXTS]
    calls.append(frames(np.concatenate((np.zeros(1000, np.float32), key("7", 300), np.zeros(2000, np.float32)))))

    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        together = await asyncio.gather(*(judged(activity.open(), call) for call in calls))
        alone = [await judged(activity.open(), call) for call in calls]
        await activity.close()
        assert together == alone

    in_time(work)


def test_a_key_is_told_once_and_is_no_voice(in_time: InTime[list[Sound]], said: Callable[[str], Samples]) -> None:
    spoken = said("Yes.")
    sound = np.concatenate((spoken, key("#", 500), np.zeros(RATE, np.float32)))

    async def work(clock: VirtualClock) -> list[Sound]:
        activity = OfflineVoiceActivity(clock)
        try:
            return await judged(activity.open(), frames(sound))
        finally:
            await activity.close()

    sounds = in_time(work)
    pressed = [place for place, sound in enumerate(sounds) if sound.key]
    begin, end = len(spoken) // 256, (len(spoken) + RATE // 2) // 256
    assert [sounds[place].key for place in pressed] == ["#"]
    assert begin <= pressed[0] <= begin + 4
    assert max(sound.voice for sound in sounds[begin + 1 : end]) == 0.0
    assert max(sound.voice for sound in sounds[end + 2 :]) < 0.5


def test_frames_of_one_call_stay_in_their_order(in_time: InTime[None], said: Callable[[str], Samples]) -> None:
    heard = frames(said("Yes, please."))

    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        ear = activity.open()
        at_once = await asyncio.gather(*(ear.judge(frame) for frame in heard))
        assert at_once == await judged(activity.open(), heard)
        await activity.close()

    in_time(work)


def test_our_own_prompt_is_an_echo_and_a_caller_is_none(
    in_time: InTime[tuple[list[Sound], list[Sound]]], said: Callable[[str], Samples]
) -> None:
    prompt, caller = said("Your bill is due on Thursday, the third of March."), said("I was just making dinner.")
    late = np.pad(prompt, (RATE // 5, 0)) * np.float32(0.3)

    async def heard(activity: OfflineVoiceActivity, sound: Samples) -> list[Sound]:
        ear, played = activity.open(), to_pcm(prompt)
        return [
            await ear.judge(frame, played[: (place + 1) * FRAME_BYTES])
            for place, frame in enumerate(frames(sound[: len(prompt)]))
        ]

    async def work(clock: VirtualClock) -> tuple[list[Sound], list[Sound]]:
        activity = OfflineVoiceActivity(clock)
        try:
            return await heard(activity, late), await heard(activity, caller)
        finally:
            await activity.close()

    echoes, callers = in_time(work)
    assert np.mean([sound.echo > 0.5 for sound in echoes[40:] if sound.voice > 0.5]) > 0.95
    assert max(sound.echo for sound in callers) < 0.5


def test_echoes_of_frames_that_come_together_are_those_of_one_by_one(
    in_time: InTime[None], said: Callable[[str], Samples]
) -> None:
    prompt = said("Your bill is due on Thursday.")[:RATE]
    heard, played = frames(np.pad(prompt, (RATE // 5, 0))[:RATE] * np.float32(0.3)), to_pcm(prompt)
    asked = [(frame, played[: (place + 1) * FRAME_BYTES]) for place, frame in enumerate(heard)]

    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        together, alone = activity.open(), activity.open()
        at_once = await asyncio.gather(*(together.judge(*each) for each in asked))
        assert at_once == [await alone.judge(*each) for each in asked]
        assert max(sound.echo for sound in at_once) > 0.5
        await activity.close()

    in_time(work)


def test_a_line_that_has_been_silent_for_a_while_is_judged_again_when_there_is_a_sound(
    in_time: InTime[tuple[list[Sound], list[Sound]]], said: Callable[[str], Samples]
) -> None:
    """Words are noticed as soon as where all of the silence was judged, and echoes are the same."""
    prompt = said("Your bill is due on Thursday, the third of March.")[:RATE]
    before, silence = frames(said("Yes, please.")), [SILENCE] * 3 * SETTLED
    late = frames(np.pad(prompt, (RATE // 5, 0))[:RATE] * np.float32(0.3))
    played = [to_pcm(prompt)[: (place + 1) * FRAME_BYTES] for place in range(len(late))]

    async def heard(ear: Ear, *, whole: bool) -> list[Sound]:
        await judged(ear, before)
        left = [frame for frame in silence if not ear.passes_over(frame)] if not whole else silence
        assert len(left) == len(silence), "not before any silence was judged"
        await judged(ear, left)
        assert whole or [ear.passes_over(frame) for frame in (*silence, before[9])] == [True] * len(silence) + [False]
        return list(await asyncio.gather(*(ear.judge(*each) for each in zip(late, played, strict=True))))

    async def work(clock: VirtualClock) -> tuple[list[Sound], list[Sound]]:
        activity = OfflineVoiceActivity(clock)
        try:
            return await heard(activity.open(), whole=False), await heard(activity.open(), whole=True)
        finally:
            await activity.close()

    passed_over, whole = in_time(work)
    begins, began = ([sound.voice >= 0.5 for sound in sounds].index(True) for sounds in (passed_over, whole))
    assert abs(begins - began) <= 1
    both = [pair for pair in zip(passed_over, whole, strict=True) if min(one.voice for one in pair) >= ECHO_MATTERS]
    assert [one.echo for one, _ in both] == [other.echo for _, other in both]
    assert max(one.echo for one, _ in both) > 0.5


@pytest.mark.parametrize("played", [b"", b"\0", b"\0\1\2", bytes(100_001), b"\xff" * 50_001])
def test_any_length_of_what_was_played_will_do(in_time: InTime[None], played: bytes) -> None:
    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        loud = np.random.default_rng(0).integers(-9000, 9000, FRAME_BYTES // 2).astype("<i2").tobytes()
        assert all(0 <= sound.echo <= 1 for sound in await judged(activity.open(), [loud] * 20, played))
        await activity.close()

    in_time(work)


def test_a_frame_has_one_length(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        for wrong in (b"", bytes(FRAME_BYTES - 1), bytes(FRAME_BYTES + 2)):
            with pytest.raises(ValueError, match="a frame has 512 bytes"):
                await activity.open().judge(wrong)
        await activity.close()

    in_time(work)


def test_whoever_stops_waiting_does_not_stop_the_others(in_time: InTime[None], said: Callable[[str], Samples]) -> None:
    heard = frames(said("Not really."))

    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        gone = [asyncio.ensure_future(activity.open().judge(heard[0])) for _ in range(5)]
        staying = asyncio.ensure_future(judged(activity.open(), heard))
        await asyncio.sleep(0)
        for each in gone:
            each.cancel()
        expected = await judged(activity.open(), heard)
        assert await staying == expected
        await activity.close()

    in_time(work)


def test_what_waits_while_it_is_closed_fails(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        ears = [activity.open() for _ in range(300)]
        waiting = [asyncio.ensure_future(ear.judge(bytes(FRAME_BYTES))) for ear in ears]
        await asyncio.sleep(0)
        await activity.close()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        failed = [each for each in done if isinstance(each, SpeechFailed)]
        assert len(failed) >= 100
        assert {each.kind for each in failed} == {"closed"}
        with pytest.raises(SpeechFailed, match="closed"):
            await ears[0].judge(bytes(FRAME_BYTES))

    in_time(work)


def test_a_loop_that_ends_leaves_nothing_behind(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        for _ in range(3):
            asyncio.ensure_future(activity.open().judge(bytes(FRAME_BYTES)))  # noqa: RUF006 - nobody waits for it
        await asyncio.sleep(0)

    in_time(work)


def test_without_the_packages_it_says_what_to_do(in_time: InTime[None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None)

    async def work(clock: VirtualClock) -> None:
        activity = OfflineVoiceActivity(clock)
        with pytest.raises(SpeechMissing, match=r"pip install 'callsheet\[speech\]'"):
            await activity.load()
        with pytest.raises(SpeechFailed, match=r"pip install 'callsheet\[speech\]'") as raised:
            await activity.open().judge(bytes(FRAME_BYTES))
        assert raised.value.kind == "missing"
        await activity.close()

    in_time(work)
