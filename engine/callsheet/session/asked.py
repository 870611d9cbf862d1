"""What a call asks for, done: on the line, in the database, by others; and what came of it as a reply."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from typing import Any, Literal, TypeVar

from callsheet.interpreter.interpreter import Interpreter
from callsheet.ports.data import WriteKey, WriteUnit, Written
from callsheet.ports.encoding import to_json
from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.failures import StepFailed
from callsheet.ports.http import HttpFailed, RequestAnswered
from callsheet.ports.line import HungUp, Line, LineFailed, Spoken
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
    RowsFound,
    SendMessage,
    SendRequest,
    Speak,
    SpeakBeside,
    Waited,
    WriteRows,
)
from callsheet.ports.tasks import CancelledItself, Overtaken, begun, done_within, finished, stopped
from callsheet.script.call import LimitReached
from callsheet.session.gathering import gathered
from callsheet.session.model import ask_model
from callsheet.session.recording import Recorder
from callsheet.session.sending import sent_once
from callsheet.session.waiting import ShutDown, Waiting, let_go_of
from callsheet.session.world import World

logger = logging.getLogger("callsheet.session")
T = TypeVar("T")

# One start of a script in a call is one session; a call has one so far.
SESSION = 1
# Silence on the line that a caller takes for thinking; after it, a step says that it is being waited for.
PATIENCE_SECONDS = 2.0
# Nobody on the line waits longer than that for a message.
MESSAGE_SECONDS = 5.0
# What no `if_fails` deals with: nobody knows what has happened, or the call is not this engine's any more.
BEYOND_THE_SCRIPT = ("unknown_outcome", "write_mismatch", "engine_died")


class Asked:
    """Does what one call asks for, one request at a time.

    `spoken` is how far the prompt of the request under way has come, once it has ended; `cancelled` tells that somebody
    cancelled the call while a write was finished all the same.
    """

    __slots__ = ("_line", "_line_is_gone", "_recorder", "_world", "cancelled", "spoken", "waiting")

    def __init__(self, line: Line, world: World) -> None:
        self._line = line
        self._world = world
        self.waiting = Waiting(world.clock)
        self.spoken: Spoken | None = None
        self.cancelled = False
        self._recorder: Recorder | None = None  # most calls record nothing, and there are many
        self._line_is_gone = False

    async def reply(self, request: Request, interpreter: Interpreter) -> Reply:
        """What comes of a request, whatever happens. Raises nothing but CancelledError."""
        self.spoken = None
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
                return NotDone("hung_up", spoken=spoken or self.spoken)
            case ShutDown():
                return NotDone("shut_down", spoken=self.spoken)
            case LimitReached(message=message):
                return NotDone("limit_reached", StepFailed("limit", message), self.spoken)
            case LineFailed(kind=kind, message=message, spoken=spoken):
                mutes = kind == "speech" and not error.this_text
                return NotDone("failed", StepFailed(kind, message), spoken or self.spoken, mutes)
            case ProviderFailed(kind=kind, message=message):
                outcome: Literal["fault", "failed"] = "fault" if kind in BEYOND_THE_SCRIPT else "failed"
                return NotDone(outcome, StepFailed(kind, message), self.spoken)
        return NotDone("fault", interpreter.fault(error), self.spoken)

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
            case ReadRows():
                return self._read(request, interpreter)
            case WriteRows():
                return self._write(request, interpreter)
            case SendRequest():
                return self._send(request, interpreter)
            case SendMessage():
                return self._write_to(request, interpreter)

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
        self.spoken = await wait(line.say(question.text, question.interruptions, question.listening, sound))
        interrupted = self.spoken.interrupted_by
        first = await wait(line.listen(question.listening)) if interrupted is None else interrupted
        heard = await gathered(first, question.listening.most_keys, lambda seconds: wait(line.key(seconds)))
        return QuestionHeard(self.spoken, heard)

    async def _read(self, request: ReadRows, interpreter: Interpreter) -> Reply:
        query = interpreter.flow.queries[request.query]
        reading = self._world.database.read(query, request.values, most_rows=request.most_rows)
        return self._waited(RowsFound(await self._unless_cancelled(reading, request.while_waiting)))

    async def _send(self, request: SendRequest, interpreter: Interpreter) -> Reply:
        http, prepared = self._world.http, interpreter.flow.requests[request.request]
        if http is None:
            raise HttpFailed("request_unreachable", "Nothing here sends requests to other systems.")
        key = self._key(interpreter)

        def send() -> Awaitable[RequestAnswered]:
            return http.send(prepared, request.values, key.text)

        if not prepared.changes:
            return self._waited(await self._unless_cancelled(send(), request.while_waiting))
        sending = sent_once(self._world.database, key, prepared.name, send)
        return self._waited(await self._to_its_end(sending, request.while_waiting))

    async def _write_to(self, message: SendMessage, interpreter: Interpreter) -> Reply:
        messenger, key = self._world.messenger, self._key(interpreter)
        if messenger is None:
            raise ProviderFailed("Nothing here sends messages.", "message_unavailable")

        async def send() -> None:
            try:
                async with asyncio.timeout(MESSAGE_SECONDS):
                    await messenger.send(key.text, message.to, message.text, message.by)
            except TimeoutError:
                raise ProviderFailed("Nobody knows whether the message was sent.", "unknown_outcome") from None

        await self._to_its_end(sent_once(self._world.database, key, "message", send), None)
        return WAS_DONE

    def _key(self, interpreter: Interpreter) -> WriteKey:
        return WriteKey(self._line.info.call_id, SESSION, interpreter.state.visits)

    async def _write(self, request: WriteRows, interpreter: Interpreter) -> Reply:
        def event(rows: int) -> str:
            """The journal's line, as far as it is known while the write is under way."""
            return to_json(interpreter.foretold(request, rows), redact=self._world.redact)

        unit = WriteUnit(self._key(interpreter), interpreter.flow.queries[request.query], request.values, event)
        return self._waited(await self._to_its_end(self._world.database.write(unit), request.while_waiting))

    async def _unless_cancelled(self, work: Awaitable[T], meanwhile: str | None) -> T:
        """What comes of `work`, which whoever is cancelled stops; where it takes long, something is spoken."""
        if meanwhile is None:
            return await work
        working = begun(work)
        try:
            await self._say_meanwhile(meanwhile, working)
            return await working
        finally:
            await stopped(working)

    async def _to_its_end(self, work: Awaitable[T], meanwhile: str | None) -> T:
        """The same of work that whoever is cancelled does not stop, and that is noted all the same."""
        working, cancelled = begun(work), False
        if meanwhile is not None:
            try:
                await self._say_meanwhile(meanwhile, working)
            except asyncio.CancelledError:
                cancelled = True
        result, impatient = await finished(working)
        if cancelled or impatient:
            self.cancelled = True
            self.waiting.stop()
        return result

    async def _say_meanwhile(self, text: str, work: "asyncio.Future[Any]") -> None:
        """Speak, and to the end, where `work` takes long. What becomes of the text changes nothing of the work: the
        next step that needs the line finds out by itself."""
        if await done_within(PATIENCE_SECONDS, work):
            return
        try:
            self.spoken = await self.waiting.for_line(self._line.say(text))
        except (HungUp, LineFailed) as error:
            self.spoken = error.spoken
        except (Overtaken, CancelledItself):
            pass
        except Exception as error:  # noqa: BLE001 - what is written is written
            # Without its traceback, which could hold what the caller said.
            logger.error("call %s: engine fault: %s", self._line.info.call_id, type(error).__name__)  # noqa: TRY400

    def _waited(self, reply: RowsFound | Written | RequestAnswered) -> Reply:
        return reply if self.spoken is None else Waited(self.spoken, reply)

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
