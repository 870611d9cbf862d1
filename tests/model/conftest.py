"""The real client and the real service's protocol, on loopback."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

import callsheet.adapters.understanding.client  # noqa: F401 - so that its import is no part of the time that tests allow
from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.remote.breaker import BreakerSettings
from callsheet.adapters.remote.settings import Access
from callsheet.adapters.understanding.language_model import LanguageModel, ModelLimits
from callsheet.adapters.understanding.settings import ModelSettings
from callsheet.ports.understanding import Intent

KEY = "sk-secret-123"
FINISHED = Intent("finished", "It has been done.", ("it is done", "done that"), "1")
LATER = Intent("later", "It will be done later.", ("later", "not yet"), "2")
INTENTS = (FINISHED, LATER)
SAID = "I took care of that geranium"

# Seconds. So much that only a hang reaches it; a test that wants a limit reached makes that one small.
PATIENT = ModelLimits(total=60.0, attempt=60.0, pause=0.0, least=0.0)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the machine's, and no proxy between a test and its own service."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "CALLSHEET_MODEL", "OPENAI_LOG", "OPENAI_CUSTOM_HEADERS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """A connection that was not closed warns when it is collected, and a warning is an error."""
    gc.freeze()  # only what comes from now on has to be looked through
    yield
    gc.collect()


@asynccontextmanager
async def asking(
    address: str, *, limits: ModelLimits = PATIENT, breaker: BreakerSettings | None = None
) -> AsyncIterator[LanguageModel]:
    """A model at `address`; closed at the end, when no task of it may be left."""
    before = asyncio.all_tasks()
    model = LanguageModel(
        ModelSettings("small-1", Access(KEY, address)),
        SystemClock(),
        limits=limits,
        breaker=breaker or BreakerSettings(),
    )
    try:
        yield model
    finally:
        await model.close()
    mine = {task for task in asyncio.all_tasks() - before if "ModelServer" not in repr(task.get_coro())}
    assert not mine
