"""What a call asks of its database and of other systems, while the caller waits on the line."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from callsheet.interpreter.interpreter import Interpreter
from callsheet.ports.data import WriteKey, WriteUnit, Written
from callsheet.ports.encoding import to_json
from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.http import HttpFailed, RequestAnswered
from callsheet.ports.line import HungUp, Line, LineFailed
from callsheet.ports.requests import (
    WAS_DONE,
    ReadRows,
    Reply,
    RowsFound,
    SendMessage,
    SendRequest,
    Waited,
    WriteRows,
)
from callsheet.ports.tasks import CancelledItself, Overtaken, begun, done_within, finished, stopped
from callsheet.ports.values import Row
from callsheet.session.sending import sent_once
from callsheet.session.waiting import Waiting
from callsheet.session.world import World

T = TypeVar("T")

# One start of a script in a call is one session; a call has one so far.
SESSION = 1
# Silence on the line that a caller takes for thinking; after it, a step says that it is being waited for.
PATIENCE_SECONDS = 2.0
# Nobody on the line waits longer than that for a message.
MESSAGE_SECONDS = 5.0


class Systems:
    """Does one such request of a call."""

    def __init__(self, line: Line, world: World, waiting: Waiting, interpreter: Interpreter) -> None:
        self._line = line
        self._world = world
        self._waiting = waiting
        self._flow = interpreter.flow
        self._interpreter = interpreter
        self._key = WriteKey(line.info.call_id, SESSION, interpreter.state.visits)

    async def reply(self, request: ReadRows | WriteRows | SendRequest | SendMessage) -> Reply:
        """What comes of it. Raises `ProviderFailed`.

        Before something is changed elsewhere the journal has what led to it, unless its disk takes long: whoever reads
        it after a crash finds no change without what was said and heard before.
        """
        if self._changes(request):
            await self._world.journalled()
        match request:
            case ReadRows():
                return self._waited(RowsFound(await self._read(request)))
            case WriteRows():
                return self._waited(await self._write(request))
            case SendRequest():
                return self._waited(await self._send(request))
            case SendMessage():
                await self._write_to(request)
                return WAS_DONE

    def _changes(self, request: ReadRows | WriteRows | SendRequest | SendMessage) -> bool:
        """Whether it changes something elsewhere."""
        if isinstance(request, SendRequest):
            return self._flow.requests[request.request].changes
        return not isinstance(request, ReadRows)

    def _waited(self, reply: RowsFound | Written | RequestAnswered) -> Reply:
        spoken = self._waiting.spoken
        return reply if spoken is None else Waited(spoken, reply)

    def _read(self, request: ReadRows) -> Awaitable[tuple[Row, ...]]:
        query = self._flow.queries[request.query]
        reading = self._world.database.read(query, request.values, most_rows=request.most_rows)
        return self._unless_cancelled(reading, request.while_waiting)

    def _write(self, request: WriteRows) -> Awaitable[Written]:
        def event(rows: int) -> str:
            """The journal's line, as far as it is known while the write is under way."""
            return to_json(self._interpreter.foretold(request, rows), redact=self._world.redact)

        unit = WriteUnit(self._key, self._flow.queries[request.query], request.values, event)
        return self._to_its_end(self._world.database.write(unit), request.while_waiting)

    def _send(self, request: SendRequest) -> Awaitable[RequestAnswered]:
        http, prepared = self._world.http, self._flow.requests[request.request]
        if http is None:
            raise HttpFailed("request_unreachable", "Nothing here sends requests to other systems.")

        def send() -> Awaitable[RequestAnswered]:
            return http.send(prepared, request.values, self._key.text)

        if not prepared.changes:
            return self._unless_cancelled(send(), request.while_waiting)
        sending = sent_once(self._world.database, self._key, prepared.name, send)
        return self._to_its_end(sending, request.while_waiting)

    def _write_to(self, message: SendMessage) -> Awaitable[None]:
        messenger, key = self._world.messenger, self._key
        if messenger is None:
            raise ProviderFailed("message_unavailable", "Nothing here sends messages.")

        async def send() -> None:
            try:
                async with asyncio.timeout(MESSAGE_SECONDS):
                    await messenger.send(key.text, message.to, message.text, message.by)
            except TimeoutError:
                raise ProviderFailed("unknown_outcome", "Nobody knows whether the message was sent.") from None

        return self._to_its_end(sent_once(self._world.database, key, "message", send), None)

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
            self._waiting.cancel()
        return result

    async def _say_meanwhile(self, text: str, work: "asyncio.Future[Any]") -> None:
        """Speak, and to the end, where `work` takes long. What becomes of the text changes nothing of the work: the
        next step that needs the line finds out by itself."""
        if await done_within(PATIENCE_SECONDS, work):
            return
        waiting = self._waiting
        try:
            waiting.spoken = await waiting.for_line(self._line.say(text))
        except (HungUp, LineFailed) as error:
            waiting.spoken = error.spoken
        except (Overtaken, CancelledItself):
            pass
        except Exception as error:  # noqa: BLE001 - what is written is written
            self._interpreter.fault(error)
