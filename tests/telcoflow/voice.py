"""The voice plane: one socket for each call, with commands, audio both ways, and events."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from tests.telcoflow import wire
from tests.telcoflow.acting import act_as_callee
from tests.telcoflow.caller import Callee
from tests.telcoflow.leg import Ring
from tests.telcoflow.placed import PlacedCall, State
from tests.telcoflow.settings import Mode, Reply
from tests.telcoflow.ticker import Ticker

PREFIX = "/voice/"
AFTER_REPLY_MS = 1  # so much later than the response to call.disconnect come the events of the end
AT_ONCE = ("call.disconnect", "call.close", "agent.interrupt")
MODES: dict[str, Mode] = {"agent.whisper": "whisper", "agent.barge": "barge", "agent.spy": "spy"}


class VoicePlane:
    """Serves the voice sockets of the calls that `find` knows; `fault` is told what an agent did against the rules."""

    def __init__(self, find: Callable[[str], PlacedCall | None], ticker: Ticker, fault: Callable[[str], None]) -> None:
        self._find = find
        self._ticker = ticker
        self._fault = fault

    def refusal(self, path: str, authorization: str) -> tuple[HTTPStatus, str] | None:
        """Why a socket is not opened."""
        call = self._find(path.removeprefix(PREFIX))
        if call is None:
            return HTTPStatus.NOT_FOUND, "no such call"
        if authorization != f"Bearer {call.token}":
            return HTTPStatus.UNAUTHORIZED, "wrong token"
        if not call.open_to_agents:
            return HTTPStatus.GONE, "the call is over"
        if call.voice is not None:
            return HTTPStatus.CONFLICT, "the call has its voice socket"
        return None

    async def handle(self, connection: ServerConnection, path: str) -> None:
        """From the opening of a socket to its end."""
        call = self._find(path.removeprefix(PREFIX))
        if call is None or not call.open_to_agents:
            return
        call.voice = connection
        call.playout.awaited = 0  # what another socket was asked for never comes
        call.note("agent", "voice.open")
        self._ticker.add(call)
        try:
            async for message in connection:
                if isinstance(message, bytes):
                    self._audio(call, message)
                else:
                    self._text(call, message)
        except ConnectionClosed:
            pass
        finally:
            call.note("platform", "voice.closed")
            call.voice = None
            if call.settings.lost_voice_ends_call:
                call.lose_voice("voice_lost")

    def _audio(self, call: PlacedCall, message: bytes) -> None:
        if not message or message[0] != 0:
            self._fault("an audio frame without channel 0")
            return
        if not call.live:
            return
        call.playout.receive(message[1:])
        if call.caller.end_after_frames is not None and call.playout.frames >= call.caller.end_after_frames:
            if call.caller.end_how == "cut":
                call.cut_voice()
            else:
                call.hang_up()

    def _text(self, call: PlacedCall, message: str) -> None:
        try:
            frame = wire.read(message)
        except wire.NotUnderstood as error:
            self._fault(str(error))
            return
        asked = wire.part(frame, "data")
        command, command_id = wire.word(asked, "command"), wire.word(asked, "command_id")
        if frame["type"] != "command" or not command or not command_id:
            self._fault("a frame of the voice plane that is no command")
            return
        call.note("agent", command)
        reply = call.next_reply(command)
        if reply.cuts:
            call.cut_voice()
        elif not reply.hangs:
            call.platform.spawn(self._do(call, command, command_id, wire.part(asked, "data"), reply))

    async def _do(self, call: PlacedCall, command: str, command_id: str, fields: wire.Frame, reply: Reply) -> None:
        """Carry out a command and answer it."""
        if command in AT_ONCE and not reply.fails:
            code = self._at_once(call, command, reply.delay_ms)
            await self._later(reply.delay_ms)
        else:
            await self._later(reply.delay_ms)
            code = reply.fails or await self._in_time(call, command, fields)
        self._respond(call, command_id, code, reply.message)
        call.note("platform", f"{command} done", code)

    async def _later(self, delay_ms: int) -> None:
        if delay_ms:
            await asyncio.sleep(delay_ms / 1000)

    def _at_once(self, call: PlacedCall, command: str, reply_ms: int) -> str:
        """What takes effect when it arrives, however late it is answered; returns the code of the failure."""
        if command == "agent.interrupt":
            if call.settings.interrupt_clears:
                dropped = call.playout.interrupt()
                call.interrupted_ms.append((call.ms(), dropped / call.recording.bytes_a_ms))
            return ""
        if not call.open_to_agents:
            return "CALL_ENDED"
        told_ms = 0 if call.settings.end_before_reply else reply_ms + AFTER_REPLY_MS
        if command == "call.close" and call.state in (State.BRIDGED, State.LEFT):
            call.leave("left", told_ms)
        else:
            call.end("agent", told_ms)
        return ""

    async def _in_time(self, call: PlacedCall, command: str, fields: wire.Frame) -> str:
        """What takes effect when it is answered."""
        if not call.open_to_agents:
            return "CALL_ENDED"
        if command == "call.answer":
            if call.state is not State.RINGING:
                return "INVALID_STATE"
            call.pick_up()
            return ""
        if command == "call.connect":
            return await self._connect(call, wire.number(fields, "ringTimeSeconds"))
        if command in MODES:
            if call.state is not State.BRIDGED:
                return "INVALID_STATE"
            call.mode = MODES[command]
            return ""
        return "UNKNOWN_COMMAND"

    async def _connect(self, call: PlacedCall, ring_seconds: int) -> str:
        if not 1 <= ring_seconds <= 120:
            self._fault("a ring time outside of 1 to 120 s")
        if call.state is not State.ANSWERED and not (
            call.state is State.RINGING and call.settings.connects_before_answer
        ):
            return "INVALID_STATE"
        callee, ring = call.begin_ring()
        picks_up_ms = ring_seconds * 1000 + 1 if callee.picks_up_ms is None else callee.picks_up_ms
        try:
            async with asyncio.timeout(min(picks_up_ms / 1000, ring_seconds)):
                await call.over()
        except TimeoutError:
            code = self._rung(call, callee, ring, in_time=picks_up_ms <= ring_seconds * 1000)
        else:
            call.stop_ring(ring, "call ended")
            return "CALL_ENDED"
        await self._later(callee.told_ms)
        return code

    def _rung(self, call: PlacedCall, callee: Callee, ring: Ring, *, in_time: bool) -> str:
        """What came of a ring; returns the code of the failure."""
        if not in_time:
            call.stop_ring(ring, "rang out")
            return "CALL_UNANSWERED"
        if callee.refuses:
            call.stop_ring(ring, "refused")
            return callee.refuses
        call.stop_ring(ring, "picked up")
        call.platform.spawn(act_as_callee(call, call.bridge(callee)))
        return ""

    def _respond(self, call: PlacedCall, command_id: str, code: str, message: str) -> None:
        fields: dict[str, object] = {"command_id": command_id, "success": not code, "result": None}
        if code:
            fields |= {"error_code": code, "error_message": message or f"refused: {code}"}
        call.send(wire.data("command_response", **fields))
