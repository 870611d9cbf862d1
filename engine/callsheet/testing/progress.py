"""How far a test's call has come: the turns that are left, the conversation so far, and the first thing that is wrong.

The line, the model and the database ask here what the caller does and what fails; they all look at the same turn.
"""

from collections.abc import Callable

from callsheet.diagnostics.catalogue import (
    HEARD_NEVERTHELESS,
    NOT_ANSWERED,
    NOT_GIVEN,
    NOT_HEARD,
    NOT_INTERRUPTIBLE,
    TURN_NOT_REACHED,
    WRONG_INTENT,
)
from callsheet.diagnostics.diagnostic import Code, Span
from callsheet.diagnostics.visible import quoted
from callsheet.ports.telephony import KeyPress, Utterance
from callsheet.script.words import Word
from callsheet.testing.cases import ANSWERS, LASTING, Kind, Turn
from callsheet.testing.conversation import HANGS_UP, ConversationLine, Problem, Speaker
from callsheet.testing.holding import HAPPENS, SUPPOSED, Holding
from callsheet.testing.prompts import contains


class Progress:
    """Goes through the turns of one call. `stop` ends the call; it is called with the first problem. `seconds` tells
    the time.

    `never_hears` are parts of prompts that must not be spoken in this call.
    """

    def __init__(
        self,
        turns: tuple[Turn, ...],
        stop: Callable[[], None],
        never_hears: tuple[Word, ...],
        seconds: Callable[[], float],
    ) -> None:
        self._turns = turns
        self._never = never_hears
        self._next = 0
        self._stop = stop
        self._seconds = seconds
        self._holding = Holding()
        self._last_words = ""
        self._keys = ""  # that are left of a turn that presses several
        self.conversation: list[ConversationLine] = []
        self.problem: Problem | None = None
        self.gone = False
        self._go_on()

    @property
    def turn(self) -> Turn | None:
        """The turn that the call has to come to next."""
        return self._turns[self._next] if self._next < len(self._turns) else None

    def holds(self, kind: Kind, what: str) -> bool:
        """Whether a query, write or request, or `speech`, `model` and the like, `fails` now, or what else can hold."""
        if not self._holding.holds(kind, what):
            return False
        if self._holding.need(kind, what):
            self.note(HAPPENS[kind].format(what))
            self._go_on()
        return True

    def answered(self) -> None:
        """The call is answered."""
        self.note("the call is answered")
        if self._is("answered"):
            self._advance()

    def note(self, text: str) -> None:
        """Something that happens and is not spoken."""
        self._tell("--", text)

    def _tell(self, who: Speaker, text: str) -> None:
        self.conversation.append(ConversationLine(self._seconds(), who, text, self._next))

    # What the line tells

    def prompt(self, text: str) -> Utterance | KeyPress | None:
        """A prompt is spoken; what the caller wants to interrupt it with, if anything."""
        self._model_was_asked()
        self._tell("call:", text)
        self._must_be_silent(text)
        if self._is("hears"):
            if not contains(text, self._turns[self._next].text):
                return None
            self._advance()
        if not self._is("interrupts"):
            return None
        turn = self._turns[self._next]
        return KeyPress(turn.text[0]) if turn.are_keys else Utterance(turn.text)

    def interrupts(self) -> None:
        """The caller does what they wanted to do into a prompt, unless the call is being stopped."""
        if not self._is("interrupts"):
            return
        turn = self._turns[self._next]
        if turn.are_keys:
            self._keys = turn.text[1:]
            self._does(f"(interrupts, presses {turn.text})")
        else:
            self._last_words = turn.text
            self._does(f"(interrupts) {turn.text}")

    def not_interruptible(self, text: str) -> None:
        """The caller wants to interrupt a prompt that nobody can."""
        turn = self._turns[self._next]
        self._fail(
            NOT_INTERRUPTIBLE,
            "this prompt cannot be interrupted: its step says interruptible: false",
            f"a prompt that the caller can interrupt with {quoted(turn.text)}",
            f"{quoted(text)}, which is spoken to the end",
        )

    def question(self) -> Utterance | KeyPress | None:
        """A question listens; what the caller answers, None for silence. Where nobody answers, the test fails."""
        self._model_was_asked()
        turn = self.turn
        if turn is None or turn.kind not in ANSWERS:
            if self.problem is None:
                self._nobody_answers(turn)
            return None
        match turn.kind:
            case "says":
                self._last_words = turn.text
                self._does(turn.text)
                return Utterance(turn.text)
            case "presses":
                self._keys = turn.text[1:]
                self._does(f"(presses {turn.text})")
                return KeyPress(turn.text[0])
            case _:
                self._does("(says nothing)")
                return None

    def next_key(self) -> KeyPress | None:
        """The key that the caller presses behind the one before, in the same turn."""
        key, self._keys = self._keys[:1], self._keys[1:]
        return KeyPress(key) if key else None

    def understood(self, answers: list[str], kind: str) -> Turn | None:
        """The model is asked for the last words, and for a value of a `kind`, if there is one; what it answers."""
        if not self._is("understood_as"):
            return None
        turn = self._turns[self._next]
        self.note(f"the model understands: {turn.text}")
        if not (kind and turn.is_value) and turn.text not in (*answers, "unclear"):
            self._fail(
                WRONG_INTENT,
                f"{quoted(turn.text)} is no answer of this question",
                f"a question with the answer {quoted(turn.text)}",
                f"a question with the answers {', '.join(answers)}",
            )
        else:
            self._advance()
        return turn

    # What is sent

    def message(self, to: str, text: str) -> None:
        """A written message is sent."""
        self.conversation.append(ConversationLine(self._seconds(), "sent:", text, self._next, to))
        if self._is("receives") and contains(text, self._turns[self._next].text):
            self._advance()

    def not_given(self, request: str) -> None:
        """A request is sent whose answer the test does not give."""
        if self.problem is None:
            message = f"the call sends the request {quoted(request)}, and the test does not say what comes back"
            help_ = f"write under given: requests: {{{request}: {{…}}}}, or none where there is nothing"
            self._fail(NOT_GIVEN, message, f"an answer for {quoted(request)}", "none", help_)

    def over(self) -> None:
        """The line was let go: what holds from now on stands behind `ends`."""
        if self._is("ends"):
            self._advance()

    def ended(self, how: str) -> None:
        """The call has ended (`how` says it): whatever is left of the turns was not reached."""
        self._model_was_asked()
        turn = self.turn
        if self.problem is None and turn is not None and turn.kind != "ends":
            if turn.kind == "hears":
                message = f"the caller did not hear {quoted(turn.text)}"
                self._fail(NOT_HEARD, message, turn.expected, how, self._heard_before(turn))
            else:
                message = f"the call ended before it came to {quoted(turn.written)}"
                self._fail(TURN_NOT_REACHED, message, turn.expected, how)
        held = self._holding.not_needed()
        if held is not None and self.problem is None:
            unused = next(turn for turn in reversed(self._turns) if (turn.kind, turn.text) == held)
            message = f"{quoted(unused.text)} was to {SUPPOSED[unused.kind]}, and the call never came to it"
            self._fail_at(TURN_NOT_REACHED, unused.span, message, f"a step that needs {quoted(unused.text)}", "none")

    # Turns

    def _is(self, kind: Kind) -> bool:
        turn = self.turn
        return self.problem is None and turn is not None and turn.kind == kind

    def _does(self, text: str) -> None:
        """The caller does what the turn says."""
        self._tell("caller:", text)
        self._advance()

    def _advance(self) -> None:
        self._next += 1
        self._go_on()

    def _go_on(self) -> None:
        """Take the turns that wait for nothing: what holds from now on, what has held, and the hang-up."""
        while (turn := self.turn) is not None:
            if turn.kind in LASTING:
                self._holding.begin(turn.kind, turn.text)
            elif turn.kind == "works_again" and self._holding.end(turn.text, needed=True):
                self.note(f"{turn.text} works again")
            elif turn.kind == "hangs_up":
                self.gone = True
                self._tell("caller:", HANGS_UP)
            else:
                return
            self._next += 1

    def _must_be_silent(self, text: str) -> None:
        """Of a prompt that has what the caller must never hear, nothing more is played."""
        wrong = next((never for never in self._never if contains(text, never.text)), None)
        if wrong is not None and self.problem is None:
            message = f"the caller heard {quoted(wrong.text)}"
            expected = f"no prompt with {quoted(wrong.text)} in it"
            self._fail_at(HEARD_NEVERTHELESS, wrong.span, message, expected, quoted(text))

    def _model_was_asked(self) -> None:
        """Words that the call went on from without a model: then `understood_as` has nothing to say."""
        if not self._is("understood_as"):
            return
        turn = self._turns[self._next]
        self._fail(
            TURN_NOT_REACHED,
            f"no model was asked what {quoted(self._last_words)} means",
            f"words that no phrase of the question has, understood as {quoted(turn.text)}",
            "words that were understood by a phrase, or that nobody listened to",
            "leave the turn out, or let the caller say it in other words",
        )

    def _nobody_answers(self, turn: Turn | None) -> None:
        if turn is not None and turn.kind == "hears":
            message = f"the caller did not hear {quoted(turn.text)}"
            self._fail(NOT_HEARD, message, turn.expected, self._listening(), self._heard_before(turn))
        elif turn is not None and turn.kind == "receives":
            message = f"no message with {quoted(turn.text)} was sent before this question"
            self._fail(TURN_NOT_REACHED, message, turn.expected, self._listening())
        elif turn is not None and turn.kind == "ends":
            message = "the call does not end here: a question listens, and nobody answers"
            self._fail(NOT_ANSWERED, message, turn.expected, self._listening(), _ANSWER)
        elif turn is not None:
            message = f"a question listens, and nobody answers before {quoted(turn.written)}"
            self._fail(NOT_ANSWERED, message, turn.expected, self._listening(), _ANSWER)
        else:
            message = "a question listens, and nobody answers: there is no turn left"
            self._fail(NOT_ANSWERED, message, "the end of the call", self._listening(), _ANSWER)

    def _listening(self) -> str:
        spoken = self._last_prompt()
        return f"a question that listens, after {quoted(spoken)}" if spoken else "a question that listens"

    def _last_prompt(self) -> str:
        return next((line.text for line in reversed(self.conversation) if line.who == "call:"), "")

    def _heard_before(self, turn: Turn) -> str:
        """A hint for two `hears` that were meant for one prompt."""
        before = self._turns[self._next - 1] if self._next else None
        together = before is not None and before.kind == "hears" and contains(self._last_prompt(), turn.text)
        return "each hears waits for a new prompt: put what one prompt says into one hears" if together else ""

    def _fail(self, code: Code, message: str, expected: str, got: str, help_: str = "") -> None:
        turn = self.turn
        span = turn.span if turn else self._turns[-1].line  # where none is left, the next one would stand there
        self._fail_at(code, span, message, expected, got, help_)

    def _fail_at(self, code: Code, span: Span, message: str, expected: str, got: str, help_: str = "") -> None:
        self.problem = Problem(code, span, message, expected, got, help_)
        self._stop()


_ANSWER = "let the caller answer: says, presses or silent"
