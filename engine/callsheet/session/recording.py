"""What a call records, on its way to a file."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import datetime

from msgspec.structs import replace

from callsheet.ports.failures import StepFailed
from callsheet.ports.line import Line, LineFailed, Spoken
from callsheet.ports.recordings import RecordingFailed, SoundFile, Transcriber
from callsheet.ports.requests import InWords, NotDone, OfRecordings, PutIntoWords, Recorded, RecordLine, RecordSpeech
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.tasks import Overtaken, Unless, finished
from callsheet.ports.telephony import RATE, SAMPLE_BYTES
from callsheet.session.waiting import Waiting
from callsheet.session.world import World

logger = logging.getLogger("callsheet.session")

# Seconds of speech. In less of it nobody has said anything that is worth being kept.
LEAST_SPEECH_SECONDS = 1.0
# For the longest recording to be put into words, on a machine that has much else to do.
TRANSCRIBING_SECONDS = 300.0
NO_PLACE = "nobody has said where recordings are kept: name a folder with --recordings"


class Recording:
    """Implements `SoundSink` by a file, which begins `at` a moment."""

    def __init__(self, file: SoundFile, at: datetime, channels: int) -> None:
        self.at = at
        self._file = file
        self._second_bytes = RATE * SAMPLE_BYTES * channels
        self._bytes = 0
        self._speech_seconds = 0.0
        self._words = ""
        self.broken = file.broken

    def add(self, pcm: bytes) -> None:
        """Sound, as it comes."""
        self._bytes += len(pcm)
        self._file.add(pcm)

    def add_speech(self, seconds: float, words: str = "") -> None:
        """So long of it somebody spoke."""
        self._speech_seconds += seconds
        self._words = f"{self._words} {words}".strip()

    @property
    def file(self) -> str:
        """Its path from where recordings lie."""
        return self._file.file

    async def end_speech(self) -> Recorded | StepFailed:
        """Keep it, if somebody spoke; or else nothing of it, as where it cannot be kept whole."""
        if self._speech_seconds < LEAST_SPEECH_SECONDS and not self.broken.done():
            await self.drop()
            return Recorded("", 0.0, self.at)
        kept = await self.end()
        if isinstance(kept, StepFailed):
            await self.drop()
        return kept

    async def drop(self) -> None:
        """Nothing is to be kept of it."""
        await self._file.drop()

    async def end(self) -> Recorded | StepFailed:
        """Keep it, as far as it has come."""
        try:
            await self._file.keep(self._words)
        except RecordingFailed as error:
            return StepFailed(error.kind, error.message)
        return Recorded(self.file, self._bytes / self._second_bytes, self.at)


class Recorder:
    """Of one call: what is said behind a prompt, and the call itself."""

    __slots__ = ("_kept", "_line", "_of_call", "_spoken", "_waiting", "_world")

    def __init__(self, line: Line, world: World, waiting: Waiting) -> None:
        self._line = line
        self._world = world
        self._waiting = waiting
        self._of_call: Recording | None = None
        # Of a recording that is cut off: how far its prompt has come, and what is kept of it.
        self._spoken: Spoken | None = None
        self._kept: Recorded | StepFailed | None = None

    def reply(self, request: OfRecordings, visit: int) -> Awaitable[Recorded | InWords]:
        """What comes of a request at a visit. Awaiting it raises `RecordingFailed`, `LineFailed`, and what the line
        raises."""
        match request:
            case RecordSpeech():
                return self._record(request, visit)
            case RecordLine(stops=stops):
                return self._record_call(visit, stops=stops)
            case PutIntoWords():
                return self._in_words(request)

    async def _record(self, request: RecordSpeech, visit: int) -> Recorded:
        """Speak, and keep what is said then."""
        self._spoken = self._kept = None
        recording = await self._begun(visit, channels=1)
        try:
            self._spoken = await self._waiting.for_line(self._line.say(request.text))
            recording.at = self._world.clock.now()
            with Unless(recording.broken):
                await self._waiting.for_line(self._line.record(request.listening, recording, beep=request.beep))
        except Overtaken:
            if not recording.broken.done():
                raise
        finally:
            kept = await self._ended(recording)
        if isinstance(kept, StepFailed):
            raise RecordingFailed(kept.message)
        spoken, self._spoken, self._kept = self._spoken, None, None
        return replace(kept, spoken=spoken)

    async def _ended(self, recording: Recording) -> Recorded | StepFailed:
        """What is kept of it, also where somebody is in a hurry meanwhile."""
        kept, impatient = await finished(recording.end_speech())
        self._kept = kept
        if impatient:
            raise asyncio.CancelledError
        return kept

    async def _record_call(self, visit: int, *, stops: bool) -> Recorded:
        """Keep all that is said and heard from now on, or no longer."""
        if not stops:
            recording = await self._begun(visit, channels=2)
            try:
                self._line.record_call(recording)
            except LineFailed:
                await recording.drop()
                raise
            self._of_call = recording
            return Recorded(recording.file, 0.0, recording.at)
        kept = await self._end_call()
        if isinstance(kept, StepFailed):
            raise RecordingFailed(kept.message)
        return kept or Recorded("", 0.0, self._world.clock.now())

    async def _end_call(self) -> Recorded | StepFailed | None:
        """Keep what there is of the call; None where it is not recorded."""
        recording, self._of_call = self._of_call, None
        if recording is None:
            return None
        self._line.record_call(None)
        return await recording.end()

    async def close(self) -> None:
        """The call is over. Never raises."""
        kept = await self._end_call()
        if isinstance(kept, StepFailed):
            logger.warning("call %s: its recording is not whole: %s", self._line.info.call_id, kept.message)

    def cut_off(self, instead: NotDone) -> NotDone:
        """What came instead of what was asked for, with what was recorded until then."""
        kept, spoken, self._kept, self._spoken = self._kept, self._spoken, None, None
        instead = replace(instead, spoken=instead.spoken or spoken)
        if isinstance(kept, StepFailed):
            return replace(instead, failure=instead.failure or kept)
        return replace(instead, kept=kept)

    async def _begun(self, visit: int, channels: int) -> Recording:
        if self._world.recordings is None:
            raise RecordingFailed(NO_PLACE)
        file = await self._world.recordings.begin(self._line.info.call_id, visit, channels)
        return Recording(file, self._world.clock.now(), channels)

    async def _in_words(self, request: PutIntoWords) -> InWords:
        """What is said in a recording."""
        if self._world.transcriber is None:
            raise LineFailed("recognition", "nobody is there who puts recordings into words")
        transcribing = _words(self._world.transcriber, request)
        try:
            async with asyncio.timeout(TRANSCRIBING_SECONDS):
                return InWords(await self._waiting.for_line(transcribing))
        except SpeechFailed as failed:
            raise LineFailed("recognition", failed.message) from None
        except TimeoutError:
            message = f"the recording was not put into words in {TRANSCRIBING_SECONDS:g} s"
            raise LineFailed("recognition", message) from None


async def _words(transcriber: Transcriber, request: PutIntoWords) -> str:
    return await transcriber.words(request.file, request.language)
