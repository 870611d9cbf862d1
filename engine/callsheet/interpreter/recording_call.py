"""A call that records: what is said behind a prompt, or all of it; and puts recordings into words."""

from callsheet.expressions import Template, Unusable
from callsheet.interpreter.bridged_call import BridgedCall
from callsheet.interpreter.private import is_private
from callsheet.ports.line import LineFailed, Listening
from callsheet.ports.requests import PutIntoWords, RecordLine, RecordSpeech, Request
from callsheet.ports.values import Row, Value


class RecordingCall(BridgedCall):
    """What of `script.call.StepContext` has to do with recordings."""

    __slots__ = ()

    def record(self, text: Template, listening: Listening, *, beep: bool) -> Request:
        """Speak a text, give a tone, and keep what is said then."""
        words = self._words(text)
        words.need_sentences()
        self._line_is_up()
        return RecordSpeech(words.text, listening, beep, is_private(text, self.flow))

    def record_call(self, *, stops: bool) -> Request | None:
        """None where it is so already."""
        self._is_answered()
        if self.state.is_recorded is not stops:
            return None
        return RecordLine(stops)

    def put_into_words(self, recording: Value) -> Request:
        """What is said in a recording. Raises `Unusable` where it is none."""
        file = recording.columns.get("file") if isinstance(recording, Row) else None
        if not isinstance(file, str):
            raise Unusable("bad_value", "transcribe takes what record has kept")
        return PutIntoWords(file, self.flow.language)

    def _is_answered(self) -> None:
        if self.state.answered_at is None:
            raise LineFailed("line", "the call has not been answered yet")

    def _line_is_up(self) -> None:
        self._is_answered()
        if self.state.bridged:
            raise LineFailed("line", "the caller talks with somebody else")
