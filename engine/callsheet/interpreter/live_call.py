"""The call that steps work on: what they want of the world becomes a request.

What a step reads, evaluates and keeps happens here and now; what it has to wait for is none of this module's business.
"""

from collections.abc import Mapping
from datetime import datetime

from callsheet.expressions import MOST_CHARACTERS, Template, Unusable, Words
from callsheet.flow.model import SILENT, Flow
from callsheet.interpreter.built_in import built_in, choices, local
from callsheet.interpreter.cells import cells
from callsheet.interpreter.private import is_private, told_heard, told_text, told_understood
from callsheet.interpreter.recording_call import RecordingCall
from callsheet.interpreter.scope import Scope
from callsheet.interpreter.starting import was_set
from callsheet.interpreter.state import CallData
from callsheet.interpreter.understanding import ListenedFor
from callsheet.ports.clock import Timekeeper
from callsheet.ports.messages import By
from callsheet.ports.records import NoteTaken
from callsheet.ports.requests import (
    AskModel,
    KeepSilent,
    LetGo,
    PickUp,
    PutQuestion,
    ReadRows,
    Request,
    SendMessage,
    SendRequest,
    Speak,
    WriteRows,
)
from callsheet.ports.telephony import Heard, KeyPress, Utterance
from callsheet.ports.understanding import GIVEN, Understood
from callsheet.ports.values import Row, Value
from callsheet.script.call import Asking
from callsheet.script.collected import Collected
from callsheet.script.contacts import PHONE_NUMBER
from callsheet.script.parts import Arguments, QuestionSettings
from callsheet.script.words import Word
from callsheet.understanding.backchannels import words_that_interrupt

# Characters of a written message: ten of the pieces that a text message is sent in.
MOST_WRITTEN = 1600


class LiveCall(RecordingCall):
    """Implements `script.call.StepContext` on a call's state."""

    __slots__ = ("_interrupting", "names")

    def __init__(self, flow: Flow, clock: Timekeeper, state: CallData) -> None:
        super().__init__(flow, clock, state)
        self.names = Scope(state, self)
        self._interrupting = words_that_interrupt(flow.language)

    @property
    def asking(self) -> Asking | None:
        """How far the question under way has come."""
        return self.state.asking

    @asking.setter
    def asking(self, asking: Asking | None) -> None:
        self.state.asking = asking

    @property
    def collected(self) -> Mapping[str, Collected]:
        """How far each collect has come, by its state."""
        return self.state.collected

    def collect(self, state: str, collected: Collected) -> None:
        """Note how far a collect has come."""
        self.state.collected = {**self.state.collected, state: collected}

    # Names

    def built_in(self, name: str) -> Value:
        """The value that the language itself has under `name`; None under other names."""
        if name == "choices":
            return choices(self.point.state.step, self.names)
        return built_in(name, self.flow, self.state, self.clock)

    def was_set(self, name: str) -> bool:
        """Whether something else is kept under a name than what stands under `values`."""
        return was_set(name, self.flow, self.names)

    def note(self, text: Template) -> None:
        """A line in the journal."""
        self.state.parts.append(NoteTaken(told_text(text.text(self.names), private=is_private(text, self.flow))))

    # What is asked of the line

    def pick_up(self) -> Request | None:
        """None where it was done: whoever has picked up cannot do so again."""
        return PickUp(self._ahead()) if self.state.answered_at is None else None

    def say(self, text: Template, *, interruptible: bool, sound: Word | None) -> Request | None:
        """None where nothing is said, as nothing can be heard, and that is no failure."""
        state = self.state
        if state.muted or (state.in_handler and state.answered_at is None):
            return None
        words = self._words(text)
        if not state.in_handler:  # there is nothing to be asked any more
            words.need_sentences()
        self._line_is_up()
        interruptions = state.keys.into_statement(
            self.keys_ahead(), words.data, self._interrupting, interruptible=interruptible
        )
        heard = sound.text if sound else None
        return Speak(words.text, interruptions, self._ahead(), heard, is_private(text, self.flow))

    def put(self, prompt: Template | Words, question: QuestionSettings, sound: Word | None) -> PutQuestion | KeyPress:
        """Put a question; or the key that has answered it already, and was waiting for it."""
        words = self._asked(prompt) if isinstance(prompt, Template) else prompt
        self._line_is_up()
        early = self.state.keys.into_question(
            self.point.answer_keys, words.data, self._interrupting, interruptible=question.interruptible
        )
        if isinstance(early, KeyPress):
            return early
        listening, heard = question.listening(self.listened(question).own), sound.text if sound else None
        return PutQuestion(words.text, early, listening, heard, is_private(prompt, self.flow))

    def end_question(self) -> None:
        """The question under way is over."""
        state = self.state
        if state.asking is not None:
            if (name := self.point.state.name) in self.flow.asked_again:
                state.answered = {**state.answered, name: state.asking}
            state.asking = None

    def ask_again(self, question: str, instead: Template | None) -> bool:
        """Go on with a question that was answered; False where that was its last attempt."""
        words = self._asked(instead) if instead else None
        self.state.asking = self.state.answered[question].once_more(words)
        return self.state.asking is not None

    def given(self, question: str) -> Row:
        """The reply that waits for its confirmation."""
        return self.state.answered[question].given or Row({})

    def _asked(self, prompt: Template) -> Words:
        words = self._words(prompt)
        words.need_all()
        if len(words.text) >= MOST_CHARACTERS:  # it has to be heard whole
            raise Unusable("bad_value", f"a question has at most {MOST_CHARACTERS:,} characters")
        return words

    def pause(self, seconds: float) -> Request:
        """Silence on the line."""
        self._line_is_up()
        return KeepSilent(seconds, self._ahead())

    def hang_up(self) -> Request:
        """End the call for everyone."""
        return LetGo()

    # What was heard

    def understand(self, heard: Heard, question: QuestionSettings) -> Understood | AskModel:
        """What was meant; or the question for a model."""
        # Before it is understood: whatever happens there, the journal has what was heard.
        self.state.parts.append(part := told_heard(heard, private=question.private))
        self.transcribe("caller", part.text)
        understood = self.listened(question).understand(heard, private=question.private)
        return self._noted(understood, question) if isinstance(understood, Understood) else understood

    def taken(self, words: Utterance, question: QuestionSettings) -> Understood | None:
        """The value that words are which were said for a question before it was put; None where they are none now."""
        understood = self.listened(question).own.understand(words)
        return self._noted(understood, question) if understood.intent == GIVEN else None

    def pointed_at(self, understood: Understood, heard: Heard | None, question: QuestionSettings) -> Understood:
        """What a model has understood, with the value that it has pointed at."""
        return self._noted(self.listened(question).pointed_at(understood, heard), question)

    def listened(self, question: QuestionSettings) -> ListenedFor:
        """What a question listens for now. Raises `Unusable` where that cannot be told."""
        around = question.together
        others = around.in_call(self.collected, self.names, self._now(), self.flow.language) if around else None
        return ListenedFor(question.wanted(self.names, self._now, self.flow.language), others)

    def _now(self) -> datetime:
        return local(self.clock.now(), self.flow)

    def _noted(self, understood: Understood, question: QuestionSettings) -> Understood:
        self.state.parts.append(told_understood(understood, private=question.private))
        return understood

    # The database, and other systems

    def reads_many(self, query: str) -> bool:
        """Whether a query gives rows, and not one."""
        return self.flow.queries[query].kind != "one"

    def read(self, query: str, arguments: Arguments, while_waiting: Template | None) -> Request:
        """Read the rows of a query; where that takes long, something is spoken meanwhile."""
        most_rows = self.limits.rows + 1 if self.reads_many(query) else 1
        return ReadRows(query, cells(arguments, self.names), most_rows, self._meanwhile(while_waiting))

    def write(self, write: str, arguments: Arguments, while_waiting: Template | None) -> Request:
        """Do a write, exactly once; where that takes long, something is spoken meanwhile."""
        return WriteRows(write, cells(arguments, self.names), self._meanwhile(while_waiting))

    def request(self, request: str, arguments: Arguments, while_waiting: Template | None) -> Request:
        """Send a request to another system; where that takes long, something is spoken meanwhile."""
        return SendRequest(request, cells(arguments, self.names), self._meanwhile(while_waiting))

    def message(self, text: Template, to: Template | None, by: By) -> Request:
        """Send a written message, to whoever is on the line where nothing else is said."""
        number = to.evaluate(self.names) if to else self.state.info.person_number
        if not isinstance(number, str) or not PHONE_NUMBER.fullmatch(number):
            raise Unusable("bad_value", "a message goes to a telephone number, such as +15550100, and there is none")
        words = text.text(self.names)
        if not words.strip() or len(words) > MOST_WRITTEN:
            raise Unusable("bad_value", f"a message has from 1 to {MOST_WRITTEN:,} characters")
        private = is_private(text, self.flow) or (to is not None and is_private(to, self.flow))
        return SendMessage(number, words, by, private)

    def _meanwhile(self, text: Template | None) -> str | None:
        """What is spoken while something else is done, which nothing in that text is a reason not to do."""
        state = self.state
        if (
            text is None
            or state.muted
            or state.answered_at is None
            or state.bridged
            or state.part in SILENT
            or is_private(text, self.flow)
        ):
            return None
        try:
            words = self._words(text)
            words.need_sentences()
        except Unusable:
            return None
        return words.text
