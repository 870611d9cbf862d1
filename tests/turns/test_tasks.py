"""How much runs beside a call, and that nothing of it fails unnoticed."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest

from callsheet.ports.telephony import Frame, Utterance
from tests.lines.sound_call import SoundCall
from tests.lines.voices import word
from tests.turns.conftest import FREELY, QUESTION, Talk, prompt, talk


def count(loop: asyncio.AbstractEventLoop) -> list[str]:
    """The tasks that begin from now on, by what they do; but for what the ear of the tests does."""
    begun: list[str] = []

    def begin(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **named: Any) -> "asyncio.Task[Any]":
        name = str(getattr(work, "__qualname__", ""))
        if name != "ToneEar.judge":
            begun.append(name)
        return asyncio.Task(work, loop=loop, **named)

    loop.set_task_factory(begin)  # type: ignore[arg-type]  # typeshed asks for generators, too
    return begun


def test_a_prompt_needs_a_task_for_its_audio_and_an_answer_one_for_its_words() -> None:
    async def case(talk: Talk) -> None:
        begun = count(asyncio.get_running_loop())
        await talk.line.say(prompt(1000), FREELY, QUESTION)
        assert begun == ["SoundPlayback._feed"]
        talk.says((0.5, word("yes")))
        assert await talk.line.listen(QUESTION) == Utterance("yes", 0.9)
        assert begun == ["SoundPlayback._feed", "Words.recognize"]
        await talk.line.pause(1.0)
        assert len(begun) == 2

    talk(case)


def test_a_line_whose_sound_breaks_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(call: SoundCall) -> AsyncIterator[Frame]:
        yield Frame(b"", call.clock.monotonic())
        raise ValueError

    async def case(talk: Talk) -> None:
        told: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
        await talk.line.pause(0.2)
        assert [type(error) for error in told] == [ValueError]

    monkeypatch.setattr(SoundCall, "_frames_in", broken)
    talk(case)
