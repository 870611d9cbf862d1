"""Spoken calls of the page: the script as it is edited, on rows of its own, in the session that live calls run on.

Sound needs the processor every 20 ms, so this is done in the server's own process; speech works in others beside it,
which are begun with the first call.
"""

import asyncio
import uuid
from contextlib import closing, suppress

from msgspec.structs import replace

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.adapters.recordings.typed import TypedRecordings
from callsheet.adapters.speech.settings import SpeechNotInstalled, speech_from_environment
from callsheet.flow.model import Flow
from callsheet.journal.reading import as_read
from callsheet.journal.screenplay import scene
from callsheet.ports.exceptions import Told
from callsheet.ports.messages import By
from callsheet.ports.records import Event
from callsheet.ports.speech import Speech, Voice
from callsheet.ports.tasks import Background, done_within
from callsheet.ports.telephony import CallInfo
from callsheet.ports.usual_call import CALLER
from callsheet.service.warmth import warm_up
from callsheet.session.session import Session
from callsheet.session.world import World
from callsheet.studio.browser_call import BrowserCall, PageSocket
from callsheet.studio.messages import as_message, read_called
from callsheet.studio.project import Declined, Project
from callsheet.testing.check import Suite
from callsheet.testing.elsewhere import GivenHttp
from callsheet.testing.from_journal import journaled
from callsheet.testing.trial import TriedTables
from callsheet.turns.spoken import SpokenLine

# Messages that wait for a page that does not read: more than a call has.
MOST_WAITING = 10_000
# Seconds that the page has to say which script it calls.
BEGIN_SECONDS = 10.0
# Seconds that a page has to take what is left to tell at the end.
TELLING_SECONDS = 5.0
BUSY = "there is a spoken call already: only one is taken at a time, because this machine has to hear and speak in it"
NOT_INSTALLED = "a spoken call needs speech: pip install 'callsheet[speech]', and begin the studio again"


class LiveTranscript:
    """Implements `Journal`: the page sees what happens while it happens, and which step is next."""

    def __init__(self, flow: Flow, socket: PageSocket) -> None:
        self._flow = flow
        self._socket = socket
        self._waiting: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)
        self.events: list[Event] = []

    def write(self, event: Event) -> None:
        """Keep the event, and have the page told of it."""
        self.events.append(event)
        for entry in as_read([event]):
            if entry.event == "visit":
                following = self._flow.states[entry.text("state")].next[entry.text("outcome")]
                state = self._flow.states.get(following)
                self.tell(lines=list(scene(entry, self.events[0].at)), line=state.span.line if state else 0)

    def tell(self, **fields: object) -> None:
        """Have the page told of something, in its turn."""
        with suppress(asyncio.QueueFull):
            self._waiting.put_nowait(as_message(**fields))

    async def run(self) -> None:
        """Tell the page, one after the other, until `end`, or until it is gone."""
        with suppress(EOFError):
            while (message := await self._waiting.get()) is not None:
                await self._socket.send(message)

    def end(self) -> None:
        """There is nothing more to tell."""
        with suppress(asyncio.QueueFull):
            self._waiting.put_nowait(None)


class NoMessenger:
    """Implements `Messenger`: nobody receives what somebody tries to send."""

    async def send(self, key: str, to: str, text: str, by: By) -> None:
        """The page shows it."""


class PagePhone:
    """Takes the spoken calls of a studio, one at a time. Close it after use."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._clock = SystemClock()
        self._speech: Speech | None = None
        self._warm: set[Voice] = set()
        self._busy = asyncio.Lock()

    async def take(self, socket: PageSocket) -> None:
        """Take the call that a page makes on a socket of its own. Raises EOFError where it is gone."""
        if self._busy.locked():
            await socket.send(as_message(refused=BUSY))
            return
        async with self._busy:
            try:
                async with asyncio.timeout(BEGIN_SECONDS):
                    called = await socket.recv()
                suite, info = await asyncio.to_thread(self._called, called)
                speech = await self._ready(Voice(suite.flow.language, suite.flow.voice), socket)
            except Told as told:
                await socket.send(as_message(refused=told.message))
            except TimeoutError:
                await socket.send(as_message(refused="the page has called nothing"))
            else:
                with closing(TriedTables(suite)) as tried:
                    await self._take(info, suite, tried, speech, socket)

    async def close(self) -> None:
        """Let go of speech."""
        if self._speech is not None:
            for part in (self._speech.synthesis, self._speech.recognition, self._speech.voice_activity):
                await part.close()

    def _called(self, message: str | bytes) -> tuple[Suite, CallInfo]:
        """What the page calls, ready to take the call that it describes. Raises `Told`."""
        call = read_called(message)
        suite, _ = call.suite(self._project)
        given = call.given().over(suite.given)
        caller = CALLER if given.caller_number is None else given.caller_number
        info = CallInfo(f"c-{uuid.uuid4().hex}", "inbound", caller, "", "studio")
        return replace(suite, given=given), info

    async def _ready(self, voice: Voice, socket: PageSocket) -> Speech:
        """Speech, loaded with the first call in a voice. Raises `Told`."""
        try:
            self._speech = self._speech or speech_from_environment({}, self._clock)
        except SpeechNotInstalled:
            raise Declined(NOT_INSTALLED) from None
        if voice not in self._warm:
            await socket.send(as_message(loading=True))
            await warm_up(self._speech, {voice})
            self._warm.add(voice)
        await socket.send(as_message(loading=False))
        return self._speech

    async def _take(self, info: CallInfo, suite: Suite, tried: TriedTables, speech: Speech, socket: PageSocket) -> None:
        telling, background = LiveTranscript(suite.flow, socket), Background()
        call = BrowserCall(socket, info, self._clock, telling.tell)
        try:
            database = tried.tables.database() if tried.tables else NoDatabase()
            background.start(call.read())
            told = background.start(telling.run())
            line = SpokenLine(call, speech, self._clock, Voice(suite.flow.language, suite.flow.voice))
            flow = suite.flow.rung_by_name()
            recordings = TypedRecordings()  # of what somebody tries nothing is kept
            world = World(
                database,
                self._clock,
                telling,
                http=GivenHttp(suite.given.requests),
                messenger=NoMessenger(),
                recordings=recordings,
                transcriber=recordings,
            )
            record = await Session(flow, suite.machine, line, world).run()
            telling.end()
            await done_within(TELLING_SECONDS, told)
            found = journaled(as_read(telling.events))
            turns = [(turn.kind, turn.text) for turn in found.turns if turn.kind != "ends"] if found else []
            await socket.send(as_message(ended=record.ending, turns=turns, changes=tried.changes()))
        finally:
            await background.close()
