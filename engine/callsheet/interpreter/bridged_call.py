"""A call in which the caller may talk with somebody else: whom it rings, and what it says beside their talk."""

from typing import Literal

from callsheet.expressions import Template, Unusable, Words
from callsheet.interpreter.look_ahead import text_ahead
from callsheet.interpreter.noted_call import NotedCall
from callsheet.interpreter.private import is_private
from callsheet.interpreter.scope import Scope
from callsheet.ports.line import LineFailed
from callsheet.ports.requests import AwaitReturn, LeaveThem, Request, Ring, SpeakBeside
from callsheet.script.contacts import may_be_rung


class BridgedCall(NotedCall):
    """What of `script.call.StepContext` has to do with the other side."""

    __slots__ = ()
    names: Scope

    @property
    def is_bridged(self) -> bool:
        """Whether the caller talks with somebody else."""
        return self.state.bridged

    def ring(self, contact: Template, seconds: float) -> Request:
        """Ring a contact of the script, or a number that may be rung. Raises `Unusable` where it is neither."""
        if self.state.bridged:
            raise LineFailed("line", "the caller talks with somebody else already")
        name = contact.evaluate(self.names)
        if not isinstance(name, str):
            raise Unusable("bad_value", "connect takes the name of a contact")
        if (targets := self.flow.contacts.get(name)) is not None:
            return Ring(name, targets, seconds, self._ahead())
        if may_be_rung(name, self.flow.may_ring):
            return Ring("", (name,), seconds, self._ahead())
        raise Unusable("bad_value", "what connect names is no contact, and no number that may be rung")

    def until_unbridged(self) -> Request:
        """Wait until the other side has hung up."""
        return AwaitReturn()

    def speak_beside(self, text: Template, to: Literal["other", "both"]) -> Request | None:
        """None where nothing is said, as nothing can be spoken, and that is no failure."""
        if self.state.muted:
            return None
        words = self._words(text)
        words.need_sentences()
        self._need_bridge()
        return SpeakBeside(words.text, to, is_private(text, self.flow))

    def leave(self) -> Request:
        """Leave the call to those who talk."""
        self._need_bridge()
        return LeaveThem()

    def _need_bridge(self) -> None:
        if not self.state.bridged:
            raise LineFailed("line", "the caller talks with nobody else")

    def _words(self, text: Template) -> Words:
        return text.words(self.names, self.flow.constants, self.flow.emptied)

    def _ahead(self) -> str | None:
        """The next prompt, where it is certain."""
        ahead = self.flow.ahead.get(self.point.state.name)
        return None if ahead is None else text_ahead(ahead, self.names)
