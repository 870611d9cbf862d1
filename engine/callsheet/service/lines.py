"""Lines with a voice, made out of calls; and what is measured of the speech on them."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from callsheet.flow.model import Flow
from callsheet.ports.clock import Clock
from callsheet.ports.line import Line
from callsheet.ports.speech import Mark, Prompting, Recognition, Recognized, Speech, SpeechFailed, Voice
from callsheet.ports.telephony import Call
from callsheet.service.lateness import Lateness
from callsheet.turns.spoken import SpokenLine

if TYPE_CHECKING:  # it imports the metrics' library, which the command does that has it
    from callsheet.service.metrics import Metrics


class LineMaker(Struct, frozen=True):
    """Makes lines that speak and hear with the process's one `speech`, in the voice of each script."""

    speech: Speech
    clock: Clock

    def __call__(self, call: Call, flow: Flow) -> Line:
        """The line of a call that a flow takes."""
        return SpokenLine(call, self.speech, self.clock, Voice(flow.language, flow.voice))


def measured(speech: Speech, clock: Clock, metrics: "Metrics", words: Lateness) -> Speech:
    """The same speech; how long it takes and how often it fails is counted, and how late `words` are."""
    return replace(
        speech,
        synthesis=MeasuredSynthesis(speech.synthesis, clock, metrics),
        recognition=MeasuredRecognition(speech.recognition, clock, metrics, words),
    )


class MeasuredSynthesis(Struct, frozen=True):
    """Implements `Prompting` by another."""

    inner: Prompting
    clock: Clock
    metrics: "Metrics"

    async def speak(self, text: str, voice: Voice, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
        """The text as audio. Raises `SpeechFailed`."""
        began = self.clock.monotonic()
        first = True
        try:
            async with aclosing(self.inner.speak(text, voice, mark)) as pieces:
                async for piece in pieces:
                    if first:
                        self.metrics.synthesis_seconds.observe(self.clock.monotonic() - began)
                        first = False
                    yield piece
        except SpeechFailed as error:
            self.metrics.speech_failures.labels("synthesis", error.kind).inc()
            raise

    def prepare(self, text: str, voice: Voice) -> None:
        """The text is probably wanted soon."""
        self.inner.prepare(text, voice)

    async def close(self) -> None:
        """Let go of what it holds."""
        await self.inner.close()


class MeasuredRecognition(Struct, frozen=True):
    """Implements `Recognition` by another."""

    inner: Recognition
    clock: Clock
    metrics: "Metrics"
    words: Lateness

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """The words of one utterance. Raises `SpeechFailed`."""
        began = self.clock.monotonic()
        try:
            with self.words.measuring():
                recognized = await self.inner.recognize(pcm, phrases, language, words)
        except SpeechFailed as error:
            self.metrics.speech_failures.labels("recognition", error.kind).inc()
            raise
        self.metrics.recognition_seconds.observe(self.clock.monotonic() - began)
        return recognized

    async def close(self) -> None:
        """Let go of what it holds."""
        await self.inner.close()
