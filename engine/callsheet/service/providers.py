"""Who carries calls, who speaks and who understands: what the environment says of them, and how they are opened.

What is wrong with a setting, and a library that is missing, is told before anything is opened.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msgspec import Struct

from callsheet.ports.exceptions import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callsheet.adapters.http.settings import HttpSettings
    from callsheet.flow.model import Flow
    from callsheet.ports.clock import Clock
    from callsheet.ports.door import Door
    from callsheet.ports.http import Http, PreparedRequest
    from callsheet.ports.provider import Telephony
    from callsheet.ports.speech import Speech
    from callsheet.ports.telephony import Caps
    from callsheet.ports.understanding import Model
    from callsheet.service.service import LineOf

INSTALL = "it needs more than Callsheet itself: pip install 'callsheet[serve,speech,telcoflow]'"
# What every service needs, whoever carries its calls.
SERVE = ("prometheus_client",)

Environment = Mapping[str, str]
OpenTelephony = Callable[["Clock", "Door"], AbstractAsyncContextManager["Telephony"]]
OpenSpeech = Callable[["Clock"], AbstractAsyncContextManager["Speech"]]
OpenModel = Callable[["Clock"], AbstractAsyncContextManager["Model | None"]]
OpenHttp = Callable[["Clock"], AbstractAsyncContextManager["Http"]]


class NotServed(Told):
    """The service cannot begin; the message says why and what to do."""


class Providers(Struct, frozen=True):
    """What opens the outside world, when it is its turn. Opened means usable: connected, or loaded and warm."""

    telephony: OpenTelephony
    speech: OpenSpeech
    model: OpenModel
    # What sends requests, and the request that sends messages.
    http: "OpenHttp | None" = None
    messages: "PreparedRequest | None" = None
    # What a script needs of them and is not there, in sentences.
    lacks: "Callable[[Flow], Sequence[str]]" = lambda flow: ()
    # Makes the lines of calls; without it they are lines with a voice.
    lines: "Callable[[Speech, Clock], LineOf] | None" = None
    # What its line can do; None where nobody asks.
    caps: "Caps | None" = None


class LineKind(Struct, frozen=True):
    """Who carries calls: the libraries that have to be installed, and what the environment configures."""

    libraries: tuple[str, ...]
    configured: Callable[[Environment], OpenTelephony]
    caps: Callable[[], "Caps"]


def providers_of(line: str, environment: Environment) -> Providers:
    """What the environment configures, with the line of this name. Raises `NotServed` for a setting or a library."""
    from callsheet.adapters.speech.settings import NEEDED

    if any(find_spec(library) is None for library in (*SERVE, *LINES[line].libraries, *NEEDED)):
        raise NotServed(INSTALL)
    kind = LINES[line]
    telephony = kind.configured(environment)
    return Providers(telephony, _speech(environment), _model(environment), caps=kind.caps())


def http_opener(settings: "HttpSettings") -> OpenHttp:
    """What opens the way to other systems."""
    from callsheet.adapters.http.client import HttpClient

    @asynccontextmanager
    async def opened(clock: "Clock") -> AsyncIterator["Http"]:
        client = HttpClient(settings, clock)
        try:
            await client.prepare()
            yield client
        finally:
            await client.close()

    return opened


def _telcoflow(environment: Environment) -> OpenTelephony:
    from callsheet.adapters.remote.settings import WrongSetting
    from callsheet.adapters.telephony.telcoflow.guards import UnknownSdk, check_sdk
    from callsheet.adapters.telephony.telcoflow.provider import TelcoflowTelephony
    from callsheet.adapters.telephony.telcoflow.settings import from_environment

    try:
        settings = from_environment(environment)
        check_sdk()
    except (WrongSetting, UnknownSdk) as error:
        raise NotServed(error.message) from None

    @asynccontextmanager
    async def opened(clock: "Clock", door: "Door") -> AsyncIterator["Telephony"]:
        telephony = TelcoflowTelephony(settings, clock, door)
        try:
            yield telephony
        finally:
            await telephony.close()

    return opened


def _telcoflow_caps() -> "Caps":
    from callsheet.adapters.telephony.telcoflow.ends import CAPS

    return CAPS


# Who can be named behind --line.
LINES: Mapping[str, LineKind] = {"telcoflow": LineKind(("telcoflow", "abxbus"), _telcoflow, _telcoflow_caps)}


def _speech(environment: Environment) -> OpenSpeech:
    from callsheet.adapters.remote.settings import WrongSetting
    from callsheet.adapters.speech.settings import from_environment, speech_from_environment

    try:
        from_environment(environment)
    except WrongSetting as error:
        raise NotServed(error.message) from None

    @asynccontextmanager
    async def opened(clock: "Clock") -> AsyncIterator["Speech"]:
        try:
            speech = speech_from_environment(environment, clock)
        except WrongSetting as error:
            raise NotServed(error.message) from None
        try:
            yield speech
        finally:
            for part in (speech.synthesis, speech.recognition, speech.voice_activity):
                await part.close()

    return opened


def _model(environment: Environment) -> OpenModel:
    from callsheet.adapters.remote.settings import WrongSetting
    from callsheet.adapters.understanding.settings import from_environment

    try:
        settings = from_environment(environment)
    except WrongSetting as error:
        raise NotServed(error.message) from None

    @asynccontextmanager
    async def opened(clock: "Clock") -> AsyncIterator["Model | None"]:
        if settings is None:
            yield None
            return
        from callsheet.adapters.understanding.language_model import LanguageModel

        model = LanguageModel(settings, clock)
        try:
            yield model
        finally:
            await model.close()

    return opened
