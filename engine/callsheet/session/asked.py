"""What a call asks for, done: on its line, and by others; and what came of it as a reply."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, Literal

from callsheet.interpreter.interpreter import Interpreter
from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.failures import StepFailed
from callsheet.ports.line import HungUp, Line, LineFailed
from callsheet.ports.requests import (
    WAS_DONE,
    AskModel,
    Awaited,
    AwaitReturn,
    GiveWay,
    KeepSilent,
    LeaveThem,
    LetGo,
    NotDone,
    PickUp,
    PutIntoWords,
    PutQuestion,
    QuestionHeard,
    ReadRows,
    RecordLine,
    RecordSpeech,
    Reply,
    Request,
    Ring,
    SendMessage,
    SendRequest,
    Speak,
    SpeakBeside,
    WriteRows,
)
from callsheet.ports.tasks import CancelledItself, Overtaken
from callsheet.script.call import LimitReached
from callsheet.session.gathering import gathered
from callsheet.session.language_model import ask_model
from callsheet.session.recording import Recorder
from callsheet.session.systems import Systems
from callsheet.session.waiting import ShutDown, Waiting, let_go_of
from callsheet.session.world import World

# What no `if_fails` deals with: nobody knows what has happened, or the call is not this engine's any more.
BEYOND_THE_SCRIPT = ("unknown_outcome", "write_mismatch", "engine_died")


class Asked:
    """Does what one call asks for, one request at a time."""

    __slots__ = ("_line", "_line_is_gone", "_recorder", "_world", "waiting")

    def __init__(self, line: Line, world: World) -> None:
        self._line = line
        self._world = world
        self.waiting = Waiting(world.clock)
        self._recorder: Recorder | None = None  # most calls record nothing, and there are many
        self._line_is_gone = False

    async def reply(self, request: Request, interpreter: Interpreter) -> Reply:
        """What comes of a request, whatever happens. Raises nothing but CancelledError."""
        self.waiting.spoken = None
        try:
            if not isinstance(request, AskModel):
                self.waiting.check()
            if isinstance(request, GiveWay):
                await asyncio.sleep(0)
                return WAS_DONE
            return await self._done(request, interpreter)
        except Exception as error:  # noqa: BLE001 - an engine's fault in one call must not reach the others
            return self.cut_off(self._instead(error, interpreter))

    def cut_off(self, instead: NotDone) -> NotDone:
        """What came instead of what was asked for, with what was recorded until then."""
        return self._recorder.cut_off(instead) if self._recorder else instead

    def _instead(self, error: Exception, interpreter: Interpreter) -> NotDone:
        """What came instead of what was asked for."""
        match error:
            case Overtaken():
                return self._instead(self.waiting.why(), interpreter)
            case CancelledItself():
                message = "the line stopped what it was asked for, and did not say why"
                return self._instead(LineFailed("line", message), interpreter)
            case HungUp(spoken=spoken):
                return NotDone("hung_up", spoken=spoken or self.waiting.spoken)
            case ShutDown():
                return NotDone("shut_down", spoken=self.waiting.spoken)
            case LimitReached(message=message):
                return NotDone("limit_reached", StepFailed("limit", message), self.waiting.spoken)
            case LineFailed(kind=kind, message=message, spoken=spoken):
                mutes = kind == "speech" and not error.this_text
                return NotDone("failed", StepFailed(kind, message), spoken or self.waiting.spoken, mutes)
            case ProviderFailed(kind=kind, message=message):
                outcome: Literal["fault", "failed"] = "fault" if kind in BEYOND_THE_SCRIPT else "failed"
                return NotDone(outcome, StepFailed(kind, message), self.waiting.spoken)
        return NotDone("fault", interpreter.fault(error), self.waiting.spoken)

    def _done(self, request: Awaited, interpreter: Interpreter) -> Awaitable[Reply]:
        """What is awaited for a request. It is no coroutine itself: ten thousand calls would have one more each."""
        line = self._line
        match request:
            case PickUp(ahead=ahead):
                return self._by_line(line.answer(), ahead)
            case Speak(text=text, interruptions=interruptions, ahead=ahead):
                self._prepare(ahead)
                return self.waiting.for_line(line.say(text, interruptions, None, _sound(request, interpreter)))
            case PutQuestion():
                return self._put(request, _sound(request, interpreter))
            case KeepSilent(seconds=seconds, ahead=ahead):
                return self._by_line(line.pause(seconds), ahead)
            case LetGo():
                return self._let_go(bridged=False)
            case Ring(targets=targets, seconds=seconds, ahead=ahead):
                self._prepare(ahead)
                return self.waiting.for_line(line.connect(targets, seconds))
            case SpeakBeside(text=text, to=to):
                return self.waiting.for_line(line.speak_beside(text, to))
            case AwaitReturn():
                return self._by_line(line.until_unbridged(), None)
            case LeaveThem():
                return self._let_go(bridged=True)
            case AskModel():
                # Like all understanding it runs to its end, also while the caller hangs up or a limit passes: what was
                # said before that still counts.
                return ask_model(self._world.model, request, line.info.call_id)
            case RecordSpeech() | RecordLine() | PutIntoWords():
                self._recorder = self._recorder or Recorder(line, self._world, self.waiting)
                return self._recorder.reply(request, interpreter.state.visits)
            case ReadRows() | WriteRows() | SendRequest() | SendMessage():
                return Systems(line, self._world, self.waiting, interpreter).reply(request)

    async def _by_line(self, work: Coroutine[Any, Any, None], ahead: str | None) -> Reply:
        self._prepare(ahead)
        await self.waiting.for_line(work)
        return WAS_DONE

    def _prepare(self, text: str | None) -> None:
        if text is not None:
            self._line.prepare(text)

    async def _put(self, question: PutQuestion, sound: bytes | None) -> Reply:
        # Listening is no part of speaking: while a caller thinks, nothing is held that was needed to speak.
        wait, line = self.waiting.for_line, self._line
        spoken = await wait(line.say(question.text, question.interruptions, question.listening, sound))
        self.waiting.spoken, interrupted = spoken, spoken.interrupted_by
        first = await wait(line.listen(question.listening)) if interrupted is None else interrupted
        heard = await gathered(first, question.listening.most_keys, lambda seconds: wait(line.key(seconds)))
        return QuestionHeard(spoken, heard)

    async def _let_go(self, *, bridged: bool) -> Reply:
        await self.let_go(bridged=bridged)
        return WAS_DONE

    @property
    def is_over(self) -> bool:
        """Whether the line is let go, and nothing of it is still to be kept."""
        return self._line_is_gone and self._recorder is None

    async def end_recording(self) -> None:
        """Keep what was recorded of the call, where it was. Never raises."""
        if self._recorder is not None:
            await self._recorder.close()

    async def let_go(self, *, bridged: bool) -> None:
        """Leave the call to those who talk, or end it, once. Raises `LineFailed` as that does."""
        if not self._line_is_gone:
            await let_go_of(self._line, bridged=bridged)
            self._line_is_gone = True


def _sound(request: Speak | PutQuestion, interpreter: Interpreter) -> bytes | None:
    return interpreter.flow.sounds[request.sound] if request.sound is not None else None
