"""Everything that works around the SDK, and every private name of it that Callsheet touches: here and nowhere else.

They were found in the versions that `check_sdk` insists on. The SDK is imported here, and late.
"""

import asyncio
import contextlib
import functools
import importlib.metadata
import logging
import math
import warnings
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from callsheet.adapters.telephony.telcoflow.frames import CallIn, Frame
from callsheet.adapters.telephony.telcoflow.sdk import SdkCall, SdkManager
from callsheet.adapters.telephony.telcoflow.settings import TelcoflowSettings
from callsheet.ports.exceptions import Told
from callsheet.ports.tasks import done_within, stopped
from callsheet.ports.telephony import RATE

KNOWN = {"telcoflow": "1.0.0", "abxbus": "2.5.79"}
INSTALL = "install " + " and ".join(f"{name}=={version}" for name, version in KNOWN.items())
# Frames of the control connection that the SDK waits for.
OWN_FRAMES = ("setup.done", "response")
# Private names, by what has them.
MANAGER_NAMES = ("_sm_connection",)
CONNECTION_NAMES = ("_should_reconnect", "_receive_task", "_handle_message", "request", "send_message")
SOCKET_NAMES = ("connect",)
CALL_NAMES = ("_session", "_event_handlers", "_voice")
VOICE_NAMES = (
    "_ws",
    "_connection_tasks_task",
    "_event_callbacks",
    "_handle_audio",
    "_handle_text_event",
    "_server_requests_more_bytes_queue",
)
# Bytes of a call's outgoing buffer. The writer keeps less than 32,000 in it; the SDK's own megabyte is too much for
# hundreds of calls.
BUFFER_BYTES = 65_536
# Requests for audio that lie in the SDK's endless queue.
MOST_QUEUED = 3000
# What the platform sends with sound in front of it: whose it is. Other numbers are of legs that nobody listens to.
CALLER = 0
# Seconds that a voice connection is given to close before its tasks are cancelled; the library gives up after 10.
SHUT_SECONDS = 12.0
# Loggers whose words hold numbers, keys, or the platform's own sentences.
TALKATIVE = ("telcoflow", "abxbus", "websockets.client")

logger = logging.getLogger(__name__)


class UnknownSdk(Told):
    """The SDK is missing, or is another one than the guards were made for. `message` says what to install."""


class WithoutWords(logging.Handler):
    """Says that a library had something to say, and where; not what."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.warning("%s reported a problem in %s, line %d", record.name, record.module, record.lineno)


def check_sdk() -> None:
    """Make sure that everything that the guards touch is there. Raises `UnknownSdk`."""
    for name, version in KNOWN.items():
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            raise UnknownSdk(f"the Telcoflow SDK is not installed: {INSTALL}") from None
        if found != version:
            raise _unknown()
    try:
        manager: Any = new_manager(TelcoflowSettings(key="key", connector="connector"))
        from telcoflow import Call, voice_session
    except (ImportError, AttributeError):
        raise _unknown() from None
    parts = (
        (manager, MANAGER_NAMES),
        (manager._sm_connection, CONNECTION_NAMES),
        (Call("", "", "", "", ""), CALL_NAMES),
        (voice_session, SOCKET_NAMES),
        (voice_session._VoiceConnection("", "", BUFFER_BYTES), VOICE_NAMES),
    )
    if any(not hasattr(part, name) for part, names in parts for name in names):
        raise _unknown()


def _unknown() -> UnknownSdk:
    return UnknownSdk(f"this Telcoflow SDK is not the one that Callsheet knows: {INSTALL}")


def new_manager(settings: TelcoflowSettings) -> SdkManager:
    """A control connection that is not connected yet."""
    from telcoflow import SessionManager, SessionManagerConfig

    quiet()
    send_as_it_is()
    configuration = SessionManagerConfig.create(
        api_key=settings.key or None,
        connector_uuid=settings.connector or None,
        cert_path=settings.certificate or None,
        key_path=settings.certificate_key or None,
        base_url=settings.address,
        call_audio=_audio(),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it names a certificate to httpx in an old way
        manager: Any = SessionManager(configuration)
    # It reconnects in its own way: nobody learns of it, requests that wait are left waiting, and a connection that was
    # opened and is not answered stays and later breaks the next one. A new manager has none of that.
    manager._sm_connection._should_reconnect = False
    known: SdkManager = manager
    return known


def send_as_it_is() -> None:
    """Offer no compression of calls' sound, as the SDK does: it takes a processor longer than all else that is done for
    a piece of sound, and leaves it as long as it was."""
    from telcoflow import voice_session

    voice_session.connect = functools.partial(voice_session.connect, compression=None)


def hear(manager: SdkManager, heard: Callable[[Frame], None]) -> None:
    """Have `heard` told of every frame of the control connection but those that the SDK itself waits for.

    The SDK puts them on a bus that keeps the last 100 events and then takes no more, and gives each session a bus of
    its own: making one, letting go of one and every event walk through all that there are, so that a thousand calls
    announced at once take it minutes. What it cannot read it drops, and nobody learns that a call came.
    """
    known: Any = manager
    connection = known._sm_connection
    own = connection._handle_message

    async def handle(frame: object) -> None:
        if isinstance(frame, dict) and frame.get("type") not in OWN_FRAMES:
            heard(frame)
        else:
            await own(frame)

    connection._handle_message = handle


async def claim(manager: SdkManager, session_id: str) -> bool:
    """Ask for a session; whether it is ours now. Raises what the SDK raises where the connection is gone."""
    known: Any = manager
    response = await known._sm_connection.request({"type": "session.open", "sessionId": session_id})
    return bool(response.ok)


async def ready(manager: SdkManager, session_id: str) -> None:
    """Let the call of a session come. Raises what the SDK raises where the connection is gone."""
    known: Any = manager
    await known._sm_connection.send_message({"type": "session.ready", "sessionId": session_id})


def new_call(said: CallIn) -> SdkCall:
    """The SDK's call, whose voice connection is not opened yet."""
    from telcoflow import Call

    call: SdkCall = Call(said.call_id, said.caller, said.callee, said.url, said.token, audio_config=_audio())
    return call


def _audio() -> Any:
    from telcoflow import CallAudioConfig

    return CallAudioConfig(sample_rate=RATE, buffer_size=BUFFER_BYTES)


def all_calls() -> object:
    """The call flow that brings every call that comes in to us."""
    from telcoflow import CallFlowBuilder, InboundCallMode

    return CallFlowBuilder().inbound_call(InboundCallMode.ALL).build()


def quiet() -> None:
    """Let the libraries say that there is a problem, and where, but nothing that could be about a caller."""
    for name in TALKATIVE:
        library = logging.getLogger(name)
        if not any(isinstance(handler, WithoutWords) for handler in library.handlers):
            library.addHandler(WithoutWords(logging.WARNING))
        library.setLevel(logging.WARNING)
        library.propagate = False


def status_of(error: BaseException | None) -> HTTPStatus | None:
    """The status with which the platform refused a connection; None where it did not come to that."""
    while error is not None:
        status = getattr(getattr(error, "response", None), "status_code", None)
        if isinstance(status, int):
            with contextlib.suppress(ValueError):
                return HTTPStatus(status)
        error = error.__cause__
    return None


async def lost(manager: SdkManager) -> None:
    """Wait until the control connection is lost, which the SDK tells nobody."""
    connection: Any = manager
    if receiving := connection._sm_connection._receive_task:
        await done_within(math.inf, receiving)


def listen(call: SdkCall, heard: Callable[[bytes], None]) -> None:
    """Have `heard` told of the caller's sound as it comes: on its way through the SDK's endless queue each frame would
    wake up one more task. What the SDK cannot read is passed over: it would listen to the connection no longer."""
    voice: Any = call.voice_session
    own, requests = voice._handle_text_event, voice._server_requests_more_bytes_queue

    async def handle_audio(frame: bytes) -> None:
        if len(frame) > 1 and frame[0] == CALLER:
            heard(frame[1:])

    async def handle(frame: str) -> None:
        try:
            await own(frame)
        except Exception as error:  # noqa: BLE001 - whatever the platform sends, its caller is there
            logger.warning("telcoflow: a frame of a call cannot be read (%s)", type(error).__name__)
        while requests.qsize() > MOST_QUEUED:  # the oldest: nobody asks for less because they got nothing
            requests.get_nowait()

    voice._handle_audio, voice._handle_text_event = handle_audio, handle


def close_code(call: SdkCall) -> int | None:
    """How the voice connection was closed: 1000 and 1001 are a good-bye, anything else is a loss."""
    voice: Any = call.voice_session
    code = voice._ws.close_code if voice is not None and voice._ws is not None else None
    return code if isinstance(code, int) else None


async def shut(call: SdkCall) -> None:
    """Close the voice connection, which the SDK leaves open after a call; never raises, and ends."""
    voice: Any = call.voice_session
    if voice is None:
        return
    with contextlib.suppress(Exception):
        async with asyncio.timeout(SHUT_SECONDS):
            await voice.close()
            await voice._ws.close()  # after a frame that it could not read the SDK takes an open socket for closed
    if running := voice._connection_tasks_task:
        await done_within(1, running)
        await stopped(running, seconds=1)
    # They hold each other: without this their memory would come back only when the garbage collector gets there.
    voice._event_callbacks.clear()
    for name in ("_handle_audio", "_handle_text_event"):
        vars(voice).pop(name, None)
    held: Any = call
    held._event_handlers.clear()
    held._session = None
    held._voice = None
