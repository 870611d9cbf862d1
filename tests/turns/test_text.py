"""A line of text: what it does with what a call tells it, and with what it does not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from msgspec.structs import replace

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.telephony.text import TextCall, TextPlayback
from callsheet.ports.line import HungUp, Interruptions, LineFailed, Spoken
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.telephony import (
    Answered,
    CallEvent,
    CallInfo,
    CommandResult,
    Dtmf,
    EndReason,
    Heard,
    KeyPress,
    LineCode,
    Said,
    Silence,
    Utterance,
)
from callsheet.turns.text import TextLine
from tests.turns.conftest import FREELY, QUESTION


class Written(TextCall):
    """Prompts of a second; a caller who says nothing. Each of these can be made to go wrong."""

    failure: SpeechFailed | None = None
    answered: CommandResult | None = None

    async def pick_up(self, timeout_seconds: float) -> CommandResult:
        return self.answered or await super().pick_up(timeout_seconds)

    def speak(self, text: str) -> TextPlayback:
        return TextPlayback(self.clock, 1000, self._speaking())

    async def _speaking(self) -> None:
        if self.failure is not None:
            raise self.failure
        await self.clock.sleep(1.0)

    async def next_turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        await self.clock.sleep(timeout_seconds)
        return Silence()


Case = Callable[[Written, TextLine], Awaitable[None]]


def on_text(case: Case, call_type: type[Written] = Written) -> None:
    """Play a case; nothing of it may be left running, or have failed without anybody noticing."""
    loop = VirtualLoop()
    clock = VirtualClock(loop)
    unnoticed: list[object] = []

    async def whole() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unnoticed.append(context))
        call = call_type(CallInfo("c-1", "inbound", "+15550100", ""), clock)
        line = TextLine(call, clock)
        await case(call, line)
        await line.hang_up()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(whole())
    assert unnoticed == []


@pytest.mark.parametrize(
    ("event", "heard"), [(Said(Utterance("yes")), Utterance("yes")), (Dtmf("1"), KeyPress("1"))], ids=["words", "key"]
)
def test_what_the_caller_does_unasked_interrupts(event: Said | Dtmf, heard: Utterance | KeyPress) -> None:
    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        asyncio.get_running_loop().call_later(0.25, call.tell, event)
        assert await line.say("Hello.", FREELY) == Spoken(250, 1000, heard)
        asyncio.get_running_loop().call_later(0.25, call.tell, event)
        assert await line.say("Hello.") == Spoken(1000, 1000)

    on_text(case)


def test_what_the_caller_says_between_prompts_interrupts_none() -> None:
    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        call.tell(Said(Utterance("yes")))
        await line.pause(1.0)
        assert await line.say("Hello.", FREELY) == Spoken(1000, 1000)

    on_text(case)


def test_a_prompt_that_was_heard_when_it_is_interrupted_was_heard() -> None:
    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        asyncio.get_running_loop().call_later(1.0, call.tell, Said(Utterance("yes")))
        spoken = await line.say("Hello.", FREELY)
        assert spoken in (Spoken(1000, 1000), Spoken(1000, 1000, Utterance("yes")))

    on_text(case)


def test_a_prompt_that_cannot_be_spoken_is_a_failure_of_speech() -> None:
    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        call.failure = SpeechFailed("unavailable", "the voice is broken")
        with pytest.raises(LineFailed) as failed:
            await line.say("Hello.", FREELY)
        assert (failed.value.kind, failed.value.message) == ("speech", "the voice is broken")
        call.failure = None
        assert await line.say("Hello.", FREELY) == Spoken(1000, 1000)

    on_text(case)


def test_a_prompt_that_nobody_waits_for_falls_silent() -> None:
    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(line.say("Hello."), 0.25)
        assert call.playing is not None
        assert (await call.playing.done()).played_ms == 250

    on_text(case)


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        (LineCode.FAILED, "the line is busy"),
        (LineCode.TIMEOUT, "the line is busy"),
        (LineCode.UNSUPPORTED, "the line is busy"),
    ],
)
def test_an_answer_that_fails_says_why(code: LineCode, raised: str) -> None:
    async def case(call: Written, line: TextLine) -> None:
        call.answered = CommandResult(ok=False, code=code, message="the line is busy")
        with pytest.raises(LineFailed) as failed:
            await line.answer()
        assert (failed.value.kind, failed.value.message) == ("line", raised)

    on_text(case)


@pytest.mark.parametrize("code", [LineCode.ENDED, LineCode.MEDIA_LOST])
@pytest.mark.parametrize("reason", EndReason)
def test_a_command_that_finds_the_call_over_waits_for_the_reason(code: LineCode, reason: EndReason) -> None:
    """The command's answer and the call's last event come in either order."""
    lost = reason in (EndReason.MEDIA_LOST, EndReason.SHUTDOWN)

    async def case(call: Written, line: TextLine) -> None:
        call.answered = CommandResult(ok=False, code=code)
        asyncio.get_running_loop().call_later(0.5, call.end, reason)
        with pytest.raises(LineFailed if lost else HungUp):
            await line.answer()

    on_text(case)


def test_a_call_whose_events_end_without_a_word_was_lost() -> None:
    class Mute(Written):
        def events(self) -> AsyncIterator[CallEvent]:
            async def none() -> AsyncIterator[CallEvent]:
                yield Answered()
                await self.clock.sleep(0.5)

            return none()

    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        with pytest.raises(LineFailed) as failed:
            await line.listen(QUESTION)
        assert failed.value.kind == "line"
        with pytest.raises(HungUp):
            await line.listen(QUESTION)

    on_text(case, Mute)


def test_a_line_that_is_not_let_go_is_noted_and_nothing_more(caplog: pytest.LogCaptureFixture) -> None:
    class Sticky(Written):
        async def hang_up(self) -> CommandResult:
            if not caplog.records:
                return CommandResult(ok=False, code=LineCode.FAILED, message="it does not let go")
            return await super().hang_up()

    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        await line.hang_up()
        call.end(EndReason.CALLER_HANGUP)

    on_text(case, Sticky)
    assert [record.getMessage() for record in caplog.records] == [
        "call c-1: the line could not be let go: it does not let go"
    ]


def test_a_prompt_that_takes_no_time_was_heard_only_if_somebody_was_there() -> None:
    class Printed(Written):
        def speak(self, text: str) -> TextPlayback:
            if text == "More.":
                self.end(EndReason.CALLER_HANGUP)  # nobody reads what is printed
            return TextPlayback(self.clock)

    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        assert await line.say("Hello.", FREELY) == Spoken(0, 0)
        with pytest.raises(HungUp) as gone:
            await line.say("More.", FREELY)
        assert gone.value.spoken is None

    on_text(case, Printed)


@pytest.mark.parametrize("event", [Said(Utterance("yes")), Dtmf("1")], ids=["words", "key"])
def test_what_comes_before_it_can_count_is_passed_over(event: Said | Dtmf) -> None:
    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        for seconds, heard_ms in ((0.25, 750), (0.45, 750), (0.5625, 562)):
            asyncio.get_running_loop().call_later(seconds, call.tell, event)
            asyncio.get_running_loop().call_later(0.75, call.tell, event)
            spoken = await line.say("x" * 20, replace(FREELY, keys_after=10, words_after=10))
            assert spoken.heard_ms == heard_ms
            assert spoken.interrupted_by is not None
            await line.pause(1.0)

    on_text(case)


@pytest.mark.parametrize("event", [Said(Utterance("yes")), Dtmf("1")], ids=["words", "key"])
def test_what_is_not_meant_is_passed_over(event: Said | Dtmf) -> None:
    async def case(call: Written, line: TextLine) -> None:
        await line.answer()
        asyncio.get_running_loop().call_later(0.25, call.tell, event)
        other = Interruptions(frozenset("2"), lambda words: words != "yes")
        assert await line.say("Hello.", other) == Spoken(1000, 1000)

    on_text(case)
