"""The control plane: agents come and go, hear of calls, and one of them takes each."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, Protocol

from websockets.asyncio.connection import broadcast
from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed

from tests.telcoflow import wire
from tests.telcoflow.placed import PlacedCall, Platform, State
from tests.telcoflow.settings import Reply

PATH = "/v1/agent/session-manager"
RATES = (8000, 16000, 24000)
TAKES_CALLS = ("ALL", "MISSED_ONLY")
REASONS = {"agent": "SDK_REQUEST", "left": "SDK_REQUEST", "platform": "FORCE_CLOSE"}
Activity = Literal["NEW_INCOMING_CALL", "RESUME"]


@dataclass(slots=True)
class Agent:
    """One control socket. It hears of calls once it has set up."""

    agent_id: str
    connection: ServerConnection
    rate: int = 0
    audio_mode: str = ""
    hears: bool = False  # it is told of calls

    def send(self, frame: str) -> None:
        broadcast([self.connection], frame)


class Exchange(Platform, Protocol):
    """What the control plane needs of the platform around it."""

    calls: dict[str, PlacedCall]  # by session id

    def dial_out(self, number: str) -> PlacedCall:
        """Call somebody."""

    def fault(self, what: str) -> None:
        """An agent broke the rules."""


class ControlPlane:
    """Serves the control sockets. `agents` are those that have set up, by their ids."""

    def __init__(self, exchange: Exchange) -> None:
        self.agents: dict[str, Agent] = {}
        self.requests: list[str] = []  # the type of every frame that agents sent
        self.down = False
        self.somebody = asyncio.Event()  # an agent hears of calls
        self._exchange = exchange
        self._settings = exchange.settings
        self._connections: set[ServerConnection] = set()
        self._taken: Counter[str] = Counter()
        self._numbered = 0

    def refusal(self, headers: Headers) -> tuple[HTTPStatus, str] | None:
        """Why a socket is not opened."""
        if self.down:
            return HTTPStatus.SERVICE_UNAVAILABLE, "down"
        if not self.known(headers):
            return HTTPStatus.UNAUTHORIZED, "unknown key or connector"
        return None

    def known(self, headers: Headers) -> bool:
        settings = self._settings
        return (headers.get("x-api-key"), headers.get("x-connector-uuid")) == (
            settings.api_key,
            settings.connector_uuid,
        )

    async def handle(self, connection: ServerConnection) -> None:
        """From the opening of a socket to its end."""
        self._numbered += 1
        agent = Agent(f"sm-{self._numbered}", connection)
        self._connections.add(connection)
        try:
            async for message in connection:
                await self._frame(agent, message)
        except ConnectionClosed:
            pass
        finally:
            self._connections.discard(connection)
            self.agents.pop(agent.agent_id, None)
            if not any(other.hears for other in self.agents.values()):
                self.somebody.clear()
            for call in self._exchange.calls.values():
                if call.owner == agent.agent_id:
                    call.owner = None
                    call.announce_again = call.open_to_agents

    def cut(self) -> None:
        """Tear down all control sockets, with no word before it."""
        for connection in self._connections:
            connection.transport.abort()

    def announce(self, call: PlacedCall, activity: Activity = "NEW_INCOMING_CALL") -> None:
        """Tell all agents of a call."""
        for agent in list(self.agents.values()):
            if agent.hears:
                self._notify(agent, call, activity)

    def closed(self, call: PlacedCall) -> None:
        """A call's session is over."""
        frame = wire.text(
            "session.closed", sessionId=call.session_id, reason=REASONS.get(call.ended_by or "", "CALL_TERMINATED")
        )
        for agent in list(self.agents.values()):
            if call.owner in (None, agent.agent_id):
                agent.send(frame)

    def _notify(self, agent: Agent, call: PlacedCall, activity: Activity) -> None:
        call.note("platform", "session.notify", activity)
        fields = {
            "sessionId": call.session_id,
            "channel": "TELCO",
            "remoteAddress": call.caller.number,
            "localAddress": call.caller.called,
            "activity": activity,
            "createdAt": int(asyncio.get_running_loop().time()),
        }
        frame = wire.text("session.notify", **spoiled(fields, self._settings.notify_says))
        for _ in range(2 if self._settings.duplicate_notify else 1):
            agent.send(frame)

    def _hears(self, agent: Agent) -> None:
        """An agent begins to hear of calls: of those that are there, first."""
        agent.hears = True
        self.somebody.set()
        for call in list(self._exchange.calls.values()):
            if not call.open_to_agents or call.owner is not None or call.direction == "outbound":
                continue
            if call.announce_again:
                if self._settings.resume_after_reconnect:
                    self._notify(agent, call, "RESUME")
            elif self._settings.notifies_ringing_at_setup:
                self._notify(agent, call, "NEW_INCOMING_CALL")

    async def _frame(self, agent: Agent, message: str | bytes) -> None:
        try:
            frame = wire.read(message)
        except wire.NotUnderstood as error:
            self._exchange.fault(str(error))
            return
        kind = str(frame["type"])
        self.requests.append(kind)
        if (kind == "setup") == (agent.rate != 0):
            self._exchange.fault("setup is the first frame, and comes once")
        if kind == "session.ready":
            self._ready(agent, wire.word(frame, "sessionId"))
            return
        self._taken[kind] += 1
        reply = self._settings.reply(kind, self._taken[kind] - 1)
        if reply.cuts:
            agent.connection.transport.abort()
        elif not reply.hangs:
            self._exchange.spawn(self._answer(agent, kind, frame, reply))

    async def _answer(self, agent: Agent, kind: str, frame: wire.Frame, reply: Reply) -> None:
        if reply.delay_ms:
            await asyncio.sleep(reply.delay_ms / 1000)
        if kind == "setup":
            await self._set_up(agent, wire.part(frame, "data"))
            return
        if not (request_id := wire.word(frame, "reqId")):
            self._exchange.fault(f"{kind} without a reqId")
            return
        content: dict[str, object] = {}
        takes: bool | None = None
        code = reply.fails
        if not code and kind == "session.open":
            code, content = self._open(agent, wire.word(frame, "sessionId"))
        elif not code and kind == "session.create":
            call = self._exchange.dial_out(wire.word(frame, "remoteAddress"))
            content = {"sessionId": call.session_id, "created": True}
        elif not code and kind == "call_flow.setup":
            takes = wire.word(wire.part(frame, "data"), "inboundCall") in TAKES_CALLS
        elif not code:
            code = "INVALID_REQUEST"
        if code:
            agent.send(wire.text("response", reqId=request_id, ok=False, errorCode=code, errorContent=content))
        else:
            agent.send(wire.text("response", reqId=request_id, ok=True, content=content))
        if takes and not agent.hears:
            self._hears(agent)
        elif takes is False:
            agent.hears = False

    async def _set_up(self, agent: Agent, fields: wire.Frame) -> None:
        agent.rate = wire.number(fields, "sampleRate")
        agent.audio_mode = wire.word(fields, "audioMode")
        if agent.rate not in RATES:
            self._exchange.fault(f"a sample rate of {agent.rate}")
        self.agents[agent.agent_id] = agent
        if self._settings.unknown_frames:
            for odd in ("no JSON", "[]", wire.text("session.unheard-of", sessionId="?"), '{"type": null}'):
                agent.send(odd)
        agent.send(wire.text("setup.done", smWsId=agent.agent_id))
        if not self._settings.needs_call_flow:
            if self._settings.notify_after_setup_ms:
                await asyncio.sleep(self._settings.notify_after_setup_ms / 1000)
            self._hears(agent)

    def _open(self, agent: Agent, session_id: str) -> tuple[str, dict[str, object]]:
        call = self._exchange.calls.get(session_id)
        if call is None:
            return "SESSION_NOT_FOUND", {}
        if not call.open_to_agents:
            return "SESSION_CLOSED", {}
        if call.owner not in (None, agent.agent_id):
            return "SESSION_BUSY", {"boundSmWsId": call.owner}
        call.owner = agent.agent_id
        call.note("agent", "session.open", agent.agent_id)
        return "", {"session": call.session()}

    def _ready(self, agent: Agent, session_id: str) -> None:
        call = self._exchange.calls.get(session_id)
        if call is None or call.owner != agent.agent_id:
            self._exchange.fault("session.ready of a session that is not the agent's")
            return
        call.note("agent", "session.ready", agent.agent_id)
        again, call.announce_again = call.announce_again, False
        if again and not self._settings.resume_sends_call_in:
            return
        self._exchange.spawn(self._call_in(agent, call))

    async def _call_in(self, agent: Agent, call: PlacedCall) -> None:
        if call.direction == "outbound":
            await asyncio.sleep(self._settings.outbound_pick_up_ms / 1000)
        if not call.open_to_agents:
            return
        if call.state is State.RINGING:
            call.at_rate(agent.rate)
        call.note("platform", "call.in")
        origin, target = call.caller.number, call.caller.called
        if call.direction == "outbound":
            origin, target = target, origin
        fields = {
            "sessionId": call.session_id,
            "callId": call.call_id,
            "orgUuid": "org",
            "from": origin,
            "to": target,
            "url": f"{call.platform.url}/voice/{call.call_id}",
            "token": call.token,
        }
        frame = wire.text("call.in", **spoiled(fields, self._settings.call_in_says))
        for _ in range(2 if self._settings.duplicate_call_in else 1):
            agent.send(frame)


def spoiled(fields: Mapping[str, object], says: Mapping[str, object]) -> dict[str, object]:
    """The fields, as the settings would have them said."""
    return {name: value for name, value in {**fields, **says}.items() if value is not ...}
