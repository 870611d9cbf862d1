"""The guards around Telcoflow's SDK: what they rely on is there, and what they prevent would happen without them."""

import asyncio
import importlib.metadata
import logging
from typing import Any

import pytest

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.provider import TelcoflowTelephony
from callsheet.adapters.telephony.telcoflow.settings import TelcoflowSettings

SETTINGS = TelcoflowSettings(key="key", connector="connector")


def test_the_installed_sdk_is_the_known_one() -> None:
    guards.check_sdk()


@pytest.mark.parametrize("name", list(guards.KNOWN))
def test_another_version_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda asked: "9.9" if asked == name else real(asked))
    with pytest.raises(guards.UnknownSdk) as caught:
        TelcoflowTelephony(SETTINGS, SystemClock())
    assert caught.value.message == (
        "this Telcoflow SDK is not the one that Callsheet knows: install telcoflow==1.0.0 and abxbus==2.5.79"
    )


def test_a_missing_sdk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(guards.UnknownSdk, match="the Telcoflow SDK is not installed: install"):
        guards.check_sdk()


@pytest.mark.parametrize("names", ["MANAGER_NAMES", "CONNECTION_NAMES", "SOCKET_NAMES", "CALL_NAMES", "VOICE_NAMES"])
def test_a_name_that_is_gone_is_noticed(names: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, names, (*getattr(guards, names), "_gone"))
    with pytest.raises(guards.UnknownSdk, match="is not the one that Callsheet knows"):
        guards.check_sdk()


def test_what_the_platform_says_does_not_get_onto_the_bus() -> None:
    """On which the hundredth word would be the last."""

    async def say(manager: Any) -> list[object]:
        heard: list[object] = []
        guards.hear(manager, heard.append)
        for number in range(300):
            await manager._sm_connection._handle_message({"type": "session.notify", "sessionId": number})
        await manager._sm_connection._handle_message({"type": "setup.done", "smWsId": "sm"})
        assert (len(manager._bus.event_history), manager.id) == (0, "sm")
        return heard

    assert len(asyncio.run(say(guards.new_manager(SETTINGS)))) == 300


def test_libraries_tell_where_they_have_a_problem_and_not_what(capfd: pytest.CaptureFixture[str]) -> None:
    guards.quiet()
    guards.quiet()
    handler = logging.StreamHandler()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        logging.getLogger("telcoflow.call").error("the caller %s", "+15550100")
        logging.getLogger("telcoflow.call").info("the caller %s", "+15550100")
        logging.getLogger("websockets.client").debug("x-api-key: key")
    finally:
        root.removeHandler(handler)
    [told] = capfd.readouterr().err.splitlines()
    assert told.startswith("telcoflow.call reported a problem in test_telcoflow_guards, line ")
