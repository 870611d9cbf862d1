"""How far a test's call has come, with the people whom its caller is connected with."""

from typing import Literal

from callsheet.diagnostics.catalogue import NOT_ANSWERED, NOT_PICKED_UP
from callsheet.diagnostics.visible import quoted
from callsheet.ports.line import RungOutcome
from callsheet.testing.cases import RUNG
from callsheet.testing.conversation import HANGS_UP, ConversationLine
from callsheet.testing.progress import Progress
from callsheet.testing.prompts import contains


class ProgressOfTwo(Progress):
    """The turns of one call, also those of the other side."""

    _ring = 0  # the turn that said what came of the last ring

    def rung(self, targets: tuple[str, ...]) -> RungOutcome:
        """Somebody is rung; what comes of it. Where no turn says it, the test fails."""
        self._model_was_asked()
        who, turn = " and ".join(targets), self.turn
        self.note(f"rings {who}")
        if turn is None or turn.kind not in RUNG or turn.text not in targets:
            if self.problem is None:
                message = f"{quoted(who)} is rung, and no turn says whether they pick up"
                written = quoted(targets[0]) if targets[0].startswith("+") else targets[0]
                help_ = f"write - picks_up: {written}, or - does_not_pick_up: {written}"
                expected = turn.expected if turn else "the end of the call"
                self._fail(NOT_PICKED_UP, message, expected, f"a ring at {quoted(who)}", help_)
            return "unanswered"
        self._ring = self._next
        if turn.kind != "picks_up":
            self._advance()  # at once: a caller who hangs up behind it does so while it rings
        return RUNG[turn.kind]

    def has_rung(self) -> None:
        """What the turn says has come of it."""
        does = f"({self._turns[self._ring].kind.replace('_', ' ')})"
        self.conversation.append(ConversationLine(self._seconds(), "other:", does, self._ring))
        if self._is("picks_up"):
            self._advance()

    def beside(self, text: str, to: Literal["other", "both"]) -> None:
        """A text is spoken beside the talk, to the other side or to both."""
        self._model_was_asked()
        self._tell("aside:" if to == "other" else "call:", text)
        if to == "both":
            self._must_be_silent(text)
        heard = self._is("agent_hears") or (to == "both" and self._is("hears"))
        if heard and contains(text, self._turns[self._next].text):
            self._advance()

    def they_hang_up(self) -> bool:
        """The caller talks with somebody else, and is to come back; whether the other side hangs up."""
        self._model_was_asked()
        if self._is("they_hang_up"):
            self._tell("other:", HANGS_UP)
            self._advance()
            return True
        turn = self.turn
        if self.problem is None and (turn is None or turn.written != "ends: limit_reached"):
            message = "the two talk, and no turn says that the other side hangs up"
            expected = turn.expected if turn else "the end of the call"
            self._fail(NOT_ANSWERED, message, expected, "a caller who talks", 'write "- they_hang_up: true"')
        return False
