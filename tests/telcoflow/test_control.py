"""The control plane, tried with the real SDK: who hears of a call, who takes it, and what a lost connection does."""

import asyncio

import pytest
from telcoflow import Call, CallFlowBuilder, ChannelType, InboundCallMode, SessionNotification
from telcoflow.exceptions import WSSConnectionError, WSSSessionBusy

from tests.telcoflow.caller import Caller, CutControl, HangUp, Speak, Wait
from tests.telcoflow.listener import WORDS, Listener
from tests.telcoflow.sdk import agent, configured, in_virtual_time, takes_calls
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import Reply, ServerSettings


def test_a_wrong_key_is_refused() -> None:
    async def played() -> None:
        async with TelcoflowServer() as server:
            with pytest.raises(WSSConnectionError, match="unknown key"):
                async with configured(server, api_key="another"):
                    pass
            assert server.control.agents == {}

    in_virtual_time(played())


def test_a_setup_that_is_never_done_times_out() -> None:
    async def played() -> None:
        async with TelcoflowServer(ServerSettings(replies={"setup": (Reply(hangs=True),)})) as server:
            manager = configured(server)
            with pytest.raises(WSSConnectionError, match=r"setup\.done"):
                await manager.__aenter__()
            assert asyncio.get_running_loop().time() == pytest.approx(10)
            await manager._disconnect()

    in_virtual_time(played())


def test_of_two_agents_one_takes_the_call() -> None:
    async def played() -> None:
        outcomes: list[str] = []
        async with TelcoflowServer() as server:
            managers = [configured(server), configured(server)]
            for manager in managers:

                async def notified(heard: SessionNotification, manager: object = manager) -> None:
                    try:
                        await manager.open_session(heard.session_id)  # type: ignore[attr-defined]  # it has no types
                        outcomes.append("taken")
                    except WSSSessionBusy:
                        outcomes.append("busy")

                manager.on_session_notification(notified)
            async with managers[0], managers[1]:
                await asyncio.sleep(1)
                call = server.place(Caller())
                await asyncio.sleep(1)
        assert sorted(outcomes) == ["busy", "taken"]
        assert call.ended_by == "platform"

    in_virtual_time(played())


def test_who_rings_before_the_agent_comes_is_taken() -> None:
    async def played() -> None:
        listener = Listener()
        async with TelcoflowServer() as server:
            call = server.place(Caller())
            await asyncio.sleep(3)
            async with agent(server, listener.take):
                await call.ended()
        assert call.answered_ms == 3100

    in_virtual_time(played())


def test_calls_come_once_the_call_flow_takes_them() -> None:
    async def played() -> None:
        listener = Listener()
        settings = ServerSettings(needs_call_flow=True)
        async with TelcoflowServer(settings) as server, agent(server, listener.take) as manager:
            call = server.place(Caller())
            await asyncio.sleep(2)
            assert not listener.calls
            await manager.setup_call_flow(CallFlowBuilder().inbound_call(InboundCallMode.ALL).build())
            await call.answered()
        assert call.answered_ms == 2000

    in_virtual_time(played())


def test_sessions_are_listed() -> None:
    async def played() -> None:
        async with TelcoflowServer() as server, configured(server) as manager:
            server.place(Caller(number="+15550101"))
            server.place(Caller(number="+15550102"))
            [found] = await manager.list_sessions(ChannelType.TELCO, "+15550102")
            assert (found.id, found.state, found.remote_address) == ("session-000002", "OPEN", "+15550102")

    in_virtual_time(played())


def test_a_live_call_outlives_the_control_connection_and_is_announced_again() -> None:
    async def played() -> None:
        listener = Listener(10)
        async with TelcoflowServer() as server:
            manager = configured(server)
            heard_of = takes_calls(manager, listener.take)
            async with manager:
                await server.agent()
                call = server.place(Caller((Wait(1000), CutControl(down_ms=2000), Wait(1000), Speak(WORDS))))
                await call.ended()
                await asyncio.sleep(1)
        assert heard_of == ["NEW_INCOMING_CALL", "RESUME"]
        assert [noted.detail for noted in call.noted("session.ready")] == ["sm-1", "sm-2"]
        assert WORDS in listener.heard
        assert (call.ended_by, call.ended_ms) == ("agent", 10_000)
        assert {known.id for known in listener.calls} == {call.call_id}

    in_virtual_time(played())


def test_a_caller_whose_agent_is_gone_stays_and_the_next_agent_takes_the_call_over() -> None:
    async def played() -> None:
        async def takes_over(call: Call) -> None:
            await call.send_audio(WORDS)
            await call.disconnect()

        async with TelcoflowServer(ServerSettings(lost_voice_ends_call=False)) as server:
            manager, first = configured(server), Listener(60)
            takes_calls(manager, first.take)
            await manager.__aenter__()
            await server.agent()
            call = server.place(Caller())
            await asyncio.sleep(5)
            (taken,) = first.calls
            await taken.voice_session._ws.close()  # the process dies: its sockets go, and no word is said
            await manager._disconnect()
            await asyncio.sleep(20)
            assert call.live
            heard_ms = call.recording.heard_ms()
            async with agent(server, takes_over):
                await call.ended()
            assert server.faults == []
        assert heard_ms == pytest.approx(1000, abs=60)
        assert call.ended_by == "agent"
        assert [noted.detail for noted in call.noted("session.notify")] == ["NEW_INCOMING_CALL", "RESUME"]
        assert len(call.noted("voice.open")) == 2

    in_virtual_time(played())


def test_a_lost_call_is_not_announced_again() -> None:
    async def played() -> None:
        listener = Listener(10)
        async with TelcoflowServer(ServerSettings(resume_after_reconnect=False)) as server:
            manager = configured(server)
            heard_of = takes_calls(manager, listener.take)
            async with manager:
                call = server.place(Caller((Wait(1000), CutControl())))
                await call.ended()
        assert heard_of == ["NEW_INCOMING_CALL"]

    in_virtual_time(played())


def test_an_agent_calls_somebody() -> None:
    async def played() -> None:
        listener = Listener()
        async with TelcoflowServer() as server:
            server.people["+15550177"] = Caller((Speak(WORDS), HangUp()), number="+15550177")
            async with configured(server) as manager:
                session = await manager.create_session(ChannelType.TELCO, "+15550177")
                session.on_incoming_call(listener.take)
                await session.ready()
                [call] = server.calls.values()
                await call.ended()
        assert WORDS in listener.heard
        assert listener.calls[0].callee_number == "+15550177"
        assert call.answered_ms == 2000

    in_virtual_time(played())


@pytest.mark.parametrize("reply", [Reply(fails="CHANNEL_NOT_CONFIGURED"), Reply(delay_ms=500), Reply(cuts=True)])
def test_requests_are_spoiled(reply: Reply) -> None:
    async def played() -> None:
        taken: list[Call] = []

        async def take(call: Call) -> None:
            taken.append(call)

        async with TelcoflowServer(ServerSettings(replies={"session.open": (reply, Reply())})) as server:
            manager = configured(server)

            async def notified(heard: SessionNotification) -> None:
                session = await asyncio.wait_for(manager.open_session(heard.session_id), 3)
                session.on_incoming_call(take)
                await session.ready()

            manager.on_session_notification(notified)
            async with manager:
                call = server.place(Caller())
                await asyncio.sleep(10)
        assert len(taken) == (0 if reply.fails else 1)
        assert len(call.noted("session.notify")) == (2 if reply.cuts else 1)

    in_virtual_time(played())
