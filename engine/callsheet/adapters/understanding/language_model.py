"""The model behind the port: within its time, at most asked twice, left alone when it keeps failing."""

import asyncio
import importlib
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from callsheet.adapters.remote.breaker import Breaker, BreakerSettings, Pass
from callsheet.adapters.remote.late import Late
from callsheet.adapters.remote.trouble import LASTING
from callsheet.adapters.understanding.answer import read_answer
from callsheet.adapters.understanding.failure import MESSAGES, RETRYABLE, SERVICE_WORKS, RequestFailed
from callsheet.adapters.understanding.question import ModelQuestion
from callsheet.adapters.understanding.settings import ModelSettings
from callsheet.ports.clock import Clock
from callsheet.ports.understanding import Intent, ModelFailed, Understood

if TYPE_CHECKING:
    from callsheet.adapters.understanding.client import ModelClient

logger = logging.getLogger("callsheet.model")


class ModelLimits(Struct, frozen=True):
    """Seconds that an answer may take."""

    # All in all, also the first import. The caller hears nothing meanwhile: after four seconds people ask "hello?".
    total: float = 4.0
    # The first attempt, so that a request that got lost leaves time for another.
    attempt: float = 2.5
    # Before the second attempt, unless the service asks for more: what was overloaded now still is a moment later.
    pause: float = 0.2
    # With less than this left no second attempt is made: models hardly answer faster.
    least: float = 0.5


LIMITS = ModelLimits()
BREAKER = BreakerSettings()


class LanguageModel:
    """Implements `ports.understanding.Model`. Shared by the calls of a process, in one event loop."""

    def __init__(
        self,
        settings: ModelSettings,
        clock: Clock,
        *,
        limits: ModelLimits = LIMITS,
        breaker: BreakerSettings = BREAKER,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._breaker = Breaker(breaker, clock.monotonic)
        self._client: Late[ModelClient] = Late(lambda: _make_client(settings), clock)

    async def understand(self, utterance: str, intents: Sequence[Intent], kind: str = "") -> Understood:
        """Choose which of `intents` the caller meant, or the words that are a value, or `unclear`. Raises
        `ModelFailed`."""
        admitted = self._breaker.enter()
        if admitted is None:
            raise ModelFailed("resting", MESSAGES["resting"])
        try:
            result = await self._ask(ModelQuestion.about(utterance, intents, kind))
        except BaseException:  # cancelled: the call has gone, which says nothing about the model
            self._breaker.withdrawn(admitted)
            raise
        self._judge(admitted, result)
        if isinstance(result, RequestFailed):
            raise ModelFailed(result.kind, result.message)
        return result

    async def close(self) -> None:
        """Close the connections, when the calls have ended."""
        await self._client.close()

    def _judge(self, admitted: Pass, result: Understood | RequestFailed) -> None:
        if isinstance(result, Understood) or result.kind in SERVICE_WORKS:
            self._breaker.answered(admitted)
        elif self._breaker.failed(admitted, lasting=result.kind in LASTING):
            logger.warning("the model is left alone for a while: %s", result.message)

    async def _ask(self, question: ModelQuestion) -> Understood | RequestFailed:
        body: bytes | RequestFailed
        with self._clock.working(self._limits.total):
            try:
                async with asyncio.timeout(self._limits.total) as limit:
                    client = await self._client.ready()
                    body = await self._twice(client, question, limit.when() or 0.0)
            except TimeoutError:
                body = RequestFailed("timeout")
            except Exception as error:  # noqa: BLE001 - a mistake in here, or in the SDK, must not end a call
                # Without its traceback, which would show what the caller said.
                logger.error("the model could not be asked: %s", type(error).__name__)  # noqa: TRY400
                body = RequestFailed("fault")
        return body if isinstance(body, RequestFailed) else read_answer(body, question.choices)

    async def _twice(self, client: "ModelClient", question: ModelQuestion, ends_at: float) -> bytes | RequestFailed:
        """Ask, and ask again where that can help. `ends_at` is on the loop's clock; the caller sees to it."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._limits.attempt):
                first = await client.ask(question)
        except TimeoutError:
            first = RequestFailed("timeout")
        if not isinstance(first, RequestFailed) or first.kind not in RETRYABLE:
            return first
        pause = max(first.retry_after_seconds, self._limits.pause)
        if loop.time() + pause + self._limits.least > ends_at:
            return first
        await asyncio.sleep(pause)
        return await client.ask(question)


def _make_client(settings: ModelSettings) -> "ModelClient":
    client: ModelClient = importlib.import_module("callsheet.adapters.understanding.client").ModelClient(settings)
    return client
