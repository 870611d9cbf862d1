"""A service that sends without end: little of it is read, and the answer comes in time, in real and in virtual time."""

import asyncio
import contextlib
import gc
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator

import pytest

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.remote.settings import Access
from callsheet.adapters.speech.service.recognition import OpenAIRecognition
from callsheet.adapters.speech.service.synthesis import OpenAISynthesis
from callsheet.adapters.understanding.language_model import LanguageModel, ModelLimits
from callsheet.adapters.understanding.settings import ModelSettings
from callsheet.ports.clock import Clock
from callsheet.ports.speech import SpeechFailed, Voice
from callsheet.ports.understanding import ModelFailed
from tests.model.conftest import INTENTS, KEY, PATIENT, SAID
from tests.model.hostile import ATTACKS, BUFFERED, hostile, packed_much

# What reads without a limit is found out by these, and by nothing else; where a busy machine has not even asked within
# them, the next are taken.
LIMITS, *LONGER = (
    ModelLimits(total=seconds, attempt=0.75 * seconds, pause=0.0, least=0.5 * seconds) for seconds in (0.4, 2.0, 10.0)
)
# Bytes that an answer may take of memory, whatever it is: pieces from the network, and what libraries keep and load.
MOST_MEMORY = 16 * 1024 * 1024


async def _ask(address: str, clock: Clock, limits: ModelLimits = LIMITS) -> None:
    model = LanguageModel(ModelSettings("small-1", Access(KEY, address)), clock, limits=limits)
    try:
        await model.understand(SAID, INTENTS)
    finally:
        await model.close()


async def _recognize(address: str, clock: Clock, limits: ModelLimits = LIMITS) -> None:
    recognition = OpenAIRecognition(Access(KEY, address), "words-1", clock)
    try:
        async with asyncio.timeout(limits.total):
            await recognition.recognize(bytes(1600), (), "en-US")
    finally:
        await recognition.close()


async def _speak(address: str, clock: Clock, limits: ModelLimits = LIMITS) -> None:
    synthesis = OpenAISynthesis(Access(KEY, address), "voice-1", "marin", clock)
    try:
        async with asyncio.timeout(limits.total):
            async for _ in synthesis.speak("Hello.", Voice("en-US")):
                pass
    finally:
        await synthesis.close()


ASKING: dict[str, Callable[..., Awaitable[None]]] = {"model": _ask, "ears": _recognize, "voice": _speak}


def load() -> None:
    """What the libraries load when they are first used takes time and memory of its own."""

    async def main() -> None:
        async with hostile("a long error") as service:
            for ask in ASKING.values():
                with contextlib.suppress(ModelFailed, SpeechFailed):
                    await ask(service.address, SystemClock(), PATIENT)

    asyncio.run(main())


@pytest.fixture(autouse=True, scope="module")
def loaded() -> Iterator[None]:
    """Whatever is measured is measured afterwards; a connection that was not closed warns when it is collected."""
    load()
    yield
    gc.collect()


async def little_is_read(attack: str, ask: Callable[..., Awaitable[None]], clock: Clock) -> None:
    packed_much(2)  # what the attacks themselves need is not to be counted
    async with hostile(attack) as service:
        tracemalloc.start()
        try:
            for limits in (LIMITS, *LONGER):
                with pytest.raises((ModelFailed, SpeechFailed, TimeoutError)):
                    await ask(service.address, clock, limits)
                if service.asked:
                    break
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert service.asked
        assert service.sent < service.asked * BUFFERED
        assert peak < MOST_MEMORY


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_little_is_read_in_real_time(attack: str) -> None:
    asyncio.run(little_is_read(attack, _ask, SystemClock()))


@pytest.mark.parametrize(
    "attack",
    ["a long error", "an endless answer", "endless announcements", "events without end", "drops of an answer"],
)
def test_little_is_read_in_virtual_time(attack: str) -> None:
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(little_is_read(attack, _ask, VirtualClock(loop)))


@pytest.mark.parametrize("attack", ["a long error", "an endless answer", "a bomb"])
@pytest.mark.parametrize("part", ["ears", "voice"])
def test_little_is_read_of_what_speech_services_send(part: str, attack: str) -> None:
    asyncio.run(little_is_read(attack, ASKING[part], SystemClock()))
