"""Processes that models run in, so that the interpreter of the service is free for the sound of all calls.

Each does one piece of work at a time. One that dies is begun anew, and what it was doing is done again: a caller
notices nothing but that it takes longer.
"""

import asyncio
import logging
import math
from collections import deque
from collections.abc import Callable
from typing import TypeVar, cast

from msgspec import Struct

from callsheet.adapters.speech.offline.child import Work
from callsheet.adapters.speech.offline.cores import Cores
from callsheet.adapters.speech.offline.models import require_libraries
from callsheet.adapters.speech.offline.process import ModelProcess, ProcessEnded
from callsheet.adapters.speech.offline.wire import Done, Failed
from callsheet.ports.clock import Clock
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.tasks import Background

logger = logging.getLogger("callsheet.speech")

T = TypeVar("T")

# Pieces of work that wait at most, more than one for each call that a process takes. Beyond it, answers would come
# too late for anybody.
MOST_WAITING = 256
# Seconds that one piece of work may take, waiting included. One inference takes a tenth of a second.
MOST_SECONDS = 20.0
# Seconds for a process to begin and to load its models; on a machine that is busy that takes many times as long.
LOAD_SECONDS = 60.0
# Processes that may die over one piece of work, and in a row before they can do any. The third death is no accident:
# the piece itself brings it about.
MOST_DEATHS = 3
# Seconds before a process is begun anew after one that died while it loaded, so that this does not take the machine.
REST_SECONDS = 1.0


class Piece(Struct, eq=False):
    """A piece of work that somebody waits for."""

    work: Work
    result: "asyncio.Future[object]"
    deaths: int = 0

    def answer(self, answer: Done[object] | Failed, name: str) -> None:
        """Unless nobody waits any more."""
        if self.result.done():
            return
        if isinstance(answer, Done):
            self.result.set_result(answer.result)
        elif answer.mistake:
            logger.error("the offline %s failed: %s", name, answer.mistake)
            self.fail(SpeechFailed("fault", f"the offline {name} failed; see the log"))
        else:
            self.fail(SpeechFailed(answer.kind, answer.message))

    def fail(self, failed: SpeechFailed) -> None:
        """Unless nobody waits any more."""
        if not self.result.done():
            self.result.set_exception(failed)


class Processes:
    """A few processes of one adapter, begun with the first work. `politeness` is added to their niceness: inference
    that takes every processor for a while must not starve the process that sends audio. `load` is what each does first.
    Each piece of work takes one of the `cores`, which others share, and goes before theirs where it is `urgent`.
    """

    def __init__(
        self,
        clock: Clock,
        name: str,
        count: int,
        politeness: int,
        load: Work,
        cores: Cores | None = None,
        *,
        urgent: bool = False,
    ) -> None:
        self._clock = clock
        self._name = name
        self._count = count
        self._politeness = politeness
        self._load = load
        self._cores = cores or Cores(count)
        self._urgent = urgent
        self._unfinished: set[Piece] = set()
        self._waiting: deque[Piece] = deque()  # in the order in which they came
        self._some = asyncio.Event()
        self._tending = Background()
        self._loaded = False  # whether one of them has ever been ready
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        """What `work`, which can be pickled, returns in one of the processes. Raises `SpeechFailed` where it fails,
        takes too long, or too much else waits, and `SpeechMissing`."""
        if self._closed:
            raise self._refused()
        if len(self._unfinished) >= MOST_WAITING:
            raise SpeechFailed("busy", f"the offline {self._name} has more to do than this machine can")
        if not self._tending:
            require_libraries()
            for _ in range(self._count):
                self._tending.start(self._tend())
        piece = Piece(work, asyncio.get_running_loop().create_future())
        self._unfinished.add(piece)
        self._waiting.append(piece)
        self._some.set()
        try:
            with self._clock.working():
                async with asyncio.timeout(MOST_SECONDS if self._loaded else LOAD_SECONDS):
                    return cast(T, await piece.result)
        except TimeoutError:
            raise SpeechFailed("timeout", f"the offline {self._name} took too long") from None
        finally:
            self._unfinished.discard(piece)

    async def close(self) -> None:
        """Take nothing more, and end the processes; what is not done yet fails."""
        self._closed = True
        for piece in self._unfinished:
            piece.fail(self._refused())
        await self._tending.close(math.inf)  # what they wait for is killed

    async def _tend(self) -> None:
        """One process after the other, until it is cancelled."""
        in_vain = 0
        while True:
            piece: Piece | None = None
            process: ModelProcess | None = None
            try:
                with self._clock.working():
                    process = await ModelProcess.begin(self._politeness, self._some.set)
                    async with asyncio.timeout(LOAD_SECONDS):
                        self._warn(await process.do(self._load))  # where it fails, so does the work, which tells it
                in_vain, self._loaded = 0, True
                while True:
                    piece = await self._next(process)
                    async with self._cores.one(urgent=self._urgent):
                        if piece.result.done():
                            continue
                        with self._clock.working():
                            async with asyncio.timeout(MOST_SECONDS):
                                answer = await process.do(piece.work)
                    self._warn(answer)
                    piece.answer(answer, self._name)
                    piece = None
            except (ProcessEnded, TimeoutError, OSError) as error:
                # A traceback could show what somebody said.
                logger.error("a process of the offline %s was lost (%s)", self._name, type(error).__name__)  # noqa: TRY400
                in_vain += 1
                self._again(piece, in_vain)
            finally:
                if process is not None:
                    await process.end()
            if in_vain > 1:
                await self._clock.sleep(REST_SECONDS)

    async def _next(self, process: ModelProcess) -> Piece:
        """The next piece that somebody still waits for. Raises `ProcessEnded` where there is nobody to do it."""
        while not process.ended:
            while self._waiting:
                piece = self._waiting.popleft()
                if not piece.result.done():
                    return piece
            self._some.clear()
            await self._some.wait()
        raise ProcessEnded

    def _again(self, piece: Piece | None, in_vain: int) -> None:
        """A process has died, over a piece of work perhaps, and perhaps not the first one that could not even begin."""
        if piece is not None:
            piece.deaths += 1
            self._waiting.appendleft(piece)
        for each in list(self._waiting):
            if each.deaths >= MOST_DEATHS or in_vain > MOST_DEATHS:
                self._waiting.remove(each)
                each.fail(SpeechFailed("fault", f"a process of the offline {self._name} was lost again and again"))
        self._some.set()

    def _warn(self, answer: Done[object] | Failed) -> None:
        for warning in answer.warnings:
            logger.warning("%s", warning)

    def _refused(self) -> SpeechFailed:
        return SpeechFailed("closed", f"the offline {self._name} was closed")
