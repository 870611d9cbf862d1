"""What a call keeps for its readers: events and sound."""

import asyncio

import pytest

from callsheet.adapters.telephony.events import MOST_EVENTS, CallEvents
from callsheet.adapters.telephony.sound_queue import MOST_BYTES, SoundQueue
from callsheet.ports.telephony import BYTES_A_MS, Answered, CallEvent, Ended, EndReason, Frame, Misuse

END = Ended(EndReason.CALLER_HANGUP)


async def all_of(events: CallEvents) -> list[CallEvent]:
    return [event async for event in events.read()]


async def frames_of(sound: SoundQueue) -> list[Frame]:
    return [frame async for frame in sound.read()]


def test_events_from_before_the_reader_are_kept_and_nothing_comes_after_the_end() -> None:
    async def test() -> None:
        events = CallEvents()
        events.add(Answered())
        reading = asyncio.create_task(all_of(events))
        await asyncio.sleep(0)
        events.add(END)
        events.add(Ended(EndReason.SHUTDOWN))
        events.add(Answered())
        assert await reading == [Answered(), END]
        with pytest.raises(Misuse):
            events.read()

    asyncio.run(test())


def test_events_are_bounded_and_the_end_is_told_all_the_same() -> None:
    async def test() -> None:
        events = CallEvents()
        for _ in range(MOST_EVENTS + 100):
            events.add(Answered())
        events.add(END)
        told = await all_of(events)
        assert len(told) == MOST_EVENTS + 1
        assert told[-1] == END

    asyncio.run(test())


def test_half_samples_are_joined() -> None:
    async def test() -> None:
        sound = SoundQueue()
        for at, piece in enumerate([b"\1", b"\2\3\4", b"", b"\5\6\7"]):
            sound.add(piece, at)
        sound.end()
        sound.add(b"late", 9)
        assert await frames_of(sound) == [Frame(b"\1\2\3\4", 1), Frame(b"\5\6", 3)]
        assert sound.dropped == 0
        with pytest.raises(Misuse):
            sound.read()

    asyncio.run(test())


def test_what_comes_together_was_said_one_after_the_other() -> None:
    async def test() -> None:
        sound = SoundQueue()
        second = bytes(1000 * BYTES_A_MS)
        for at in (5.0, 9.0, 9.0, 9.0):
            sound.add(second, at)
        sound.end()
        assert [frame.at for frame in await frames_of(sound)] == [5.0, 7.0, 8.0, 9.0]

    asyncio.run(test())


def test_the_oldest_sound_is_dropped_and_counted() -> None:
    async def test() -> None:
        sound = SoundQueue()
        for at in range(10):
            sound.add(bytes(MOST_BYTES // 4), at)
        assert sound.dropped == 6
        sound.add(bytes(MOST_BYTES * 2), 10)
        assert sound.dropped == 10
        sound.end()
        assert [frame.at for frame in await frames_of(sound)] == [10]

    asyncio.run(test())


def test_a_reader_waits_for_sound() -> None:
    async def test() -> None:
        sound = SoundQueue()
        reading = asyncio.create_task(frames_of(sound))
        await asyncio.sleep(0)
        sound.add(b"\1\2", 0)
        await asyncio.sleep(0)
        sound.add(b"\3\4", 1)
        sound.end()
        assert [frame.pcm for frame in await reading] == [b"\1\2", b"\3\4"]

    asyncio.run(test())
