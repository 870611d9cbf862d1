"""The paced writer against a player that takes audio as platforms do, in virtual time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.telephony import paced
from callsheet.adapters.telephony.paced import LEAD, MOST_LEAD, PacedWriter
from callsheet.adapters.telephony.prompt import READ_AHEAD
from callsheet.ports.telephony import BYTES_A_MS, Misuse, Played

STEP_MS = 5
WORD = b"\x11\x11"
OTHER = b"\x22\x22"


def sound(ms: int, sample: bytes = WORD) -> bytes:
    return sample * (ms * BYTES_A_MS // 2)


async def pieces(*audio: bytes, every_seconds: float = 0.0) -> AsyncIterator[bytes]:
    for piece in audio:
        yield piece
        await asyncio.sleep(every_seconds)


@dataclass
class Player:
    """A platform: it takes pieces of at least `prefer_ms` while less than `target_ms` is there, and plays them."""

    clock: VirtualClock
    prefer_ms: int = 60
    target_ms: int = 200
    takes: bool = True
    clear_hangs: bool = False
    write_fails: bool = False
    held: bytearray = field(default_factory=bytearray)
    buffer: bytearray = field(default_factory=bytearray)
    heard: bytearray = field(default_factory=bytearray)  # from the first byte on, with silence where nothing was there
    starved_ms: int = 0
    most_held: int = 0
    cleared: int = 0

    async def write(self, pcm: bytes) -> None:
        if self.write_fails:
            raise OSError("the socket is gone")
        self.held += pcm
        self.most_held = max(self.most_held, len(self.held))

    async def pending_bytes(self) -> int:
        return len(self.held)

    async def take_back(self) -> int:
        length = len(self.held)
        self.held.clear()
        return length

    async def clear(self) -> None:
        self.held.clear()
        self.buffer.clear()
        self.cleared += 1
        if self.clear_hangs:
            await asyncio.Event().wait()

    async def run(self) -> None:
        due = self.clock.monotonic()
        while True:
            self.step()
            due += STEP_MS / 1000
            await asyncio.sleep(due - self.clock.monotonic())

    def step(self) -> None:
        prefer, target = self.prefer_ms * BYTES_A_MS, self.target_ms * BYTES_A_MS
        while self.takes and len(self.held) >= prefer and len(self.buffer) < target:
            self.buffer += self.held[:prefer]
            del self.held[:prefer]
        now = self.buffer[: STEP_MS * BYTES_A_MS]
        del self.buffer[: STEP_MS * BYTES_A_MS]
        if now or self.heard:
            self.starved_ms += 0 if now else STEP_MS
            self.heard += now.ljust(STEP_MS * BYTES_A_MS, b"\0")

    @property
    def heard_ms(self) -> float:
        """How much of the prompt's sound was heard."""
        return self.heard.count(WORD) * 2 / BYTES_A_MS


@dataclass
class Stage:
    clock: VirtualClock
    player: Player
    writer: PacedWriter
    failures: list[float]


def on_stage(test: Callable[[Stage], Coroutine[Any, Any, None]], **player: Any) -> Stage:
    loop = VirtualLoop()
    clock = VirtualClock(loop)
    stages: list[Stage] = []

    async def play() -> None:
        platform = Player(clock, **player)
        failures: list[float] = []
        stage = Stage(
            clock, platform, PacedWriter(clock, platform, lambda: failures.append(clock.monotonic())), failures
        )
        stages.append(stage)
        running = asyncio.create_task(platform.run())
        stage.writer.begin()
        try:
            await test(stage)
        finally:
            stage.writer.end()
            await stage.writer.closed()
            running.cancel()
            await asyncio.wait({running})
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(play())
    return stages[0]


@pytest.mark.parametrize("length_ms", [7, 20, 999, 60_000])
@pytest.mark.parametrize(("prefer_ms", "target_ms"), [(5, 40), (20, 200), (60, 200), (60, 60), (80, 200), (60, 5000)])
def test_a_prompt_is_heard_to_its_end_and_without_gaps(length_ms: int, prefer_ms: int, target_ms: int) -> None:
    async def test(stage: Stage) -> None:
        await asyncio.sleep(1)
        playback = stage.writer.play(pieces(sound(length_ms)))
        assert await playback.done() == Played(length_ms)
        await stage.writer.drained()
        assert stage.player.heard_ms == length_ms
        prompt = stage.player.heard.strip(b"\0")
        assert prompt.count(0) == 0, "silence in the midst of the prompt"

    stage = on_stage(test, prefer_ms=prefer_ms, target_ms=target_ms)
    assert stage.player.starved_ms <= 5 * STEP_MS or prefer_ms > 60, "silence that is missing is heard as silence"
    assert not stage.failures


@pytest.mark.parametrize("prefer_ms", [100, 200, 400, 1000])
def test_a_platform_that_takes_only_large_pieces_gets_them(prefer_ms: int) -> None:
    """Learnt on the first silence of a call; then nothing is missing any more."""

    async def test(stage: Stage) -> None:
        await asyncio.sleep(5)
        assert await stage.writer.play(pieces(sound(10_000))).done() == Played(10_000)
        await asyncio.sleep(3)
        prompt = stage.player.heard.strip(b"\0")
        assert len(prompt) == 10_000 * BYTES_A_MS
        assert prompt.count(0) == 0

    on_stage(test, prefer_ms=prefer_ms, target_ms=prefer_ms)


def test_the_first_frame_goes_out_at_once() -> None:
    async def test(stage: Stage) -> None:
        await asyncio.sleep(1.013)
        began = stage.clock.monotonic()
        stage.writer.play(pieces(sound(1000)))
        for _ in range(10):
            await asyncio.sleep(0)
        assert WORD in stage.player.held
        assert stage.clock.monotonic() == began
        await asyncio.sleep(0.1)
        assert stage.player.heard_ms >= 10, "the prompt waits behind 80 ms of silence, and a step of the player"

    on_stage(test)


def test_little_is_written_ahead() -> None:
    async def test(stage: Stage) -> None:
        playback = stage.writer.play(pieces(sound(30_000)))
        for _ in range(300):
            await asyncio.sleep(0.1)
            ahead = len(stage.player.held) + len(stage.player.buffer)
            assert ahead <= LEAD
            assert abs(playback.position_ms - stage.player.heard_ms) <= 2 * STEP_MS

    on_stage(test, prefer_ms=5, target_ms=100)


def test_a_greedy_platform_gets_no_more_than_the_lead_either() -> None:
    async def test(stage: Stage) -> None:
        playback = stage.writer.play(pieces(sound(10_000)))
        for _ in range(90):
            await asyncio.sleep(0.1)
            assert len(stage.player.buffer) <= LEAD
            assert abs(playback.position_ms - stage.player.heard_ms) <= 2 * STEP_MS

    on_stage(test, prefer_ms=5, target_ms=60_000)


@pytest.mark.parametrize("at", [0.0, 0.101, 0.5, 1.234, 2.999])
def test_an_interruption_knows_what_was_heard(at: float) -> None:
    async def test(stage: Stage) -> None:
        await asyncio.sleep(0.3)
        playback = stage.writer.play(pieces(sound(3000)))
        await asyncio.sleep(at)
        played = await stage.writer.interrupt()
        assert played.cut
        assert played.played_ms + played.dropped_ms in (3000, 3001)
        assert await playback.done() == played
        assert playback.position_ms == played.played_ms
        await asyncio.sleep(1)
        assert abs(stage.player.heard_ms - played.played_ms) <= 2 * STEP_MS
        assert stage.player.cleared == 1
        assert await stage.writer.interrupt() == Played(0)
        assert stage.player.cleared == 1, "nothing was played: nothing to take back"

    on_stage(test)


def test_an_interruption_waits_for_the_platform_half_a_second_at_most() -> None:
    async def test(stage: Stage) -> None:
        stage.writer.play(pieces(sound(3000)))
        await asyncio.sleep(1)
        began = stage.clock.monotonic()
        assert (await stage.writer.interrupt()).played_ms <= 1000
        assert stage.clock.monotonic() - began == pytest.approx(0.5)
        assert await stage.writer.play(pieces(sound(100))).done() == Played(100)

    on_stage(test, clear_hangs=True)


def test_after_an_interruption_the_next_prompt_is_heard_whole() -> None:
    async def test(stage: Stage) -> None:
        stage.writer.play(pieces(sound(3000, OTHER)))
        await asyncio.sleep(1)
        await stage.writer.interrupt()
        assert await stage.writer.play(pieces(sound(1000))).done() == Played(1000)
        await stage.writer.drained()
        assert stage.player.heard_ms == 1000

    on_stage(test)


def test_slow_audio_is_played_as_it_comes() -> None:
    async def test(stage: Stage) -> None:
        playback = stage.writer.play(pieces(*[sound(100)] * 10, every_seconds=0.5))
        await asyncio.sleep(2.4)
        assert playback.position_ms == 500
        assert await playback.done() == Played(1000)
        assert stage.clock.monotonic() == pytest.approx(5.0, abs=0.2)
        await stage.writer.drained()
        assert stage.player.heard_ms == 1000

    on_stage(test)


def test_fast_audio_is_not_fetched_long_before_it_is_needed() -> None:
    fetched = 0
    closed = False

    async def endless() -> AsyncIterator[bytes]:
        nonlocal fetched, closed
        try:
            while True:
                fetched += 1000 * BYTES_A_MS
                yield sound(1000)
        finally:
            closed = True

    async def test(stage: Stage) -> None:
        playback = stage.writer.play(endless())
        await asyncio.sleep(10)
        assert fetched <= 10_000 * BYTES_A_MS + READ_AHEAD + 2000 * BYTES_A_MS
        assert 9_900 <= playback.position_ms <= 10_000
        assert (await stage.writer.interrupt()).cut
        await asyncio.sleep(0)
        assert closed

    on_stage(test)


def test_audio_that_never_comes_is_let_go_of_when_it_is_interrupted() -> None:
    closed = False

    async def never() -> AsyncIterator[bytes]:
        nonlocal closed
        try:
            yield sound(100)
            await asyncio.Event().wait()
        finally:
            closed = True

    async def test(stage: Stage) -> None:
        stage.writer.play(never())
        await asyncio.sleep(10)
        played = await stage.writer.interrupt()
        assert (played.played_ms, played.cut) == (100, True)
        await asyncio.sleep(0)
        assert closed

    on_stage(test)


def test_audio_that_fails_is_heard_up_to_there_and_raises() -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield sound(500)
        raise ValueError("no voice")

    async def test(stage: Stage) -> None:
        playback = stage.writer.play(failing())
        with pytest.raises(ValueError, match="no voice"):
            await playback.done()
        assert playback.position_ms == 500
        await stage.writer.drained()
        assert stage.player.heard_ms == 500
        with pytest.raises(ValueError, match="no voice"):
            await playback.done()
        assert await stage.writer.play(pieces(sound(100))).done() == Played(100)

    on_stage(test)


def test_a_failure_that_nobody_awaits_disturbs_nobody() -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield b""
        raise ValueError("no voice")

    async def test(stage: Stage) -> None:
        stage.writer.play(failing())
        await asyncio.sleep(1)
        assert await stage.writer.play(pieces(sound(100))).done() == Played(100)

    on_stage(test)


@pytest.mark.parametrize("length", [1, 2, 3, 319, 321])
def test_odd_pieces_are_joined_and_an_odd_last_byte_is_dropped(length: int) -> None:
    whole = bytes(range(1, 251)) * 20 + b"\x07"

    async def test(stage: Stage) -> None:
        cut = [whole[start : start + length] for start in range(0, len(whole), length)]
        assert await stage.writer.play(pieces(*cut)).done() == Played(5000 // BYTES_A_MS)
        await stage.writer.drained()
        assert bytes(stage.player.heard).strip(b"\0") == whole[:-1]

    on_stage(test)


def test_nothing_at_all_is_a_prompt_too() -> None:
    async def test(stage: Stage) -> None:
        assert await stage.writer.play(pieces()).done() == Played(0)
        assert await stage.writer.play(pieces(b"", b"\1", b"")).done() == Played(0)

    on_stage(test)


def test_one_prompt_at_a_time() -> None:
    async def test(stage: Stage) -> None:
        stage.writer.play(pieces(sound(100)))
        with pytest.raises(Misuse):
            stage.writer.play(pieces(sound(100)))

    on_stage(test)


def test_a_platform_that_takes_nothing_makes_nothing_grow_and_is_found_broken() -> None:
    async def test(stage: Stage) -> None:
        await asyncio.sleep(60)
        assert not stage.failures, "silence that nobody takes is no failure"
        assert stage.player.most_held <= MOST_LEAD
        playback = stage.writer.play(pieces(*[sound(100)] * 1000))
        played = await playback.done()
        assert played.played_ms == 0
        assert played.cut
        assert stage.clock.monotonic() == pytest.approx(60 + paced.STALL_SECONDS, abs=0.2)
        assert len(stage.failures) == 1
        assert stage.player.most_held <= MOST_LEAD
        assert (await stage.writer.play(pieces(sound(100))).done()).cut, "after the end nothing is heard"

    on_stage(test, takes=False)


def test_a_platform_that_pauses_goes_on() -> None:
    async def test(stage: Stage) -> None:
        playback = stage.writer.play(pieces(sound(3000)))
        await asyncio.sleep(1)
        stage.player.takes = False
        await asyncio.sleep(5)
        assert playback.position_ms <= 1200
        stage.player.takes = True
        assert await playback.done() == Played(3000)
        await stage.writer.drained()
        assert stage.player.heard_ms == 3000

    on_stage(test)


def test_a_socket_that_is_gone_ends_the_prompt() -> None:
    async def test(stage: Stage) -> None:
        stage.player.write_fails = True
        assert (await stage.writer.play(pieces(sound(3000))).done()).cut
        assert len(stage.failures) == 1

    on_stage(test)


def test_the_end_of_the_call_ends_the_prompt() -> None:
    async def test(stage: Stage) -> None:
        playback = stage.writer.play(pieces(sound(3000)))
        await asyncio.sleep(1)
        stage.writer.end()
        played = await playback.done()
        assert 900 <= played.played_ms <= 1000
        assert not stage.failures

    on_stage(test)


def test_draining_waits_for_what_the_platform_may_have_buffered_and_not_longer() -> None:
    async def drain(stage: Stage) -> float:
        began = stage.clock.monotonic()
        await stage.writer.drained()
        return stage.clock.monotonic() - began

    async def test(stage: Stage) -> None:
        await asyncio.sleep(1)
        assert await drain(stage) == 0
        stage.writer.play(pieces(sound(1000)))
        assert await drain(stage) == pytest.approx(1.0 + paced.PLAYOUT_MARGIN, abs=0.1)
        assert await drain(stage) == 0
        stage.writer.play(pieces(sound(100), sound(100), every_seconds=100))
        assert await drain(stage) == pytest.approx(2 * paced.STANDSTILL_SECONDS, abs=0.1)

    on_stage(test)


def test_what_was_heard_is_kept_for_a_while() -> None:
    async def test(stage: Stage) -> None:
        assert stage.writer.played(100) == bytes(100 * BYTES_A_MS)
        await asyncio.sleep(0.1)
        stage.writer.play(pieces(sound(3000)))
        await asyncio.sleep(1)
        last = stage.writer.played(500)
        assert last == sound(500)
        whole = stage.writer.played(1500)
        assert len(whole) == 1500 * BYTES_A_MS
        assert whole.count(WORD) * 2 / BYTES_A_MS == pytest.approx(stage.player.heard_ms, abs=2 * STEP_MS)
        await stage.writer.interrupt()
        await asyncio.sleep(0.2)
        assert stage.writer.played(100) == bytes(100 * BYTES_A_MS)
        assert stage.writer.played(400).startswith(WORD)
        stage.player.takes = False
        await asyncio.sleep(5)
        assert stage.writer.played(1000) == bytes(1000 * BYTES_A_MS), "nothing was taken: nothing was heard"

    on_stage(test)


def test_a_late_event_loop_catches_up() -> None:
    async def test(stage: Stage) -> None:
        playback = stage.writer.play(pieces(sound(3000)))
        await asyncio.sleep(1)
        stage.clock._jumping.elapsed += 0.15  # the loop was busy with something else
        await asyncio.sleep(0)
        assert await playback.done() == Played(3000)
        assert stage.clock.monotonic() == pytest.approx(3.0, abs=0.1)

    on_stage(test)


def test_closing_waits_for_audio_that_closes_slowly_but_not_for_ever() -> None:
    async def slow(wait: Callable[[], Awaitable[object]]) -> AsyncIterator[bytes]:
        try:
            while True:
                yield sound(100)
        finally:
            await wait()

    async def test(stage: Stage) -> None:
        stage.writer.play(slow(lambda: asyncio.sleep(1)))
        await asyncio.sleep(1)
        await stage.writer.interrupt()
        stage.writer.play(slow(asyncio.Event().wait))
        await asyncio.sleep(1)
        began = stage.clock.monotonic()
        stage.writer.end()
        await stage.writer.closed()
        assert stage.clock.monotonic() - began <= 2.1

    on_stage(test)
