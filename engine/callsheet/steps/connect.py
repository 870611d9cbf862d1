"""Step `connect`: ring somebody, and let the caller talk with them.

Shape: schemas/steps/connect.schema.json. Port: telephony. Outcomes: done, unanswered, failed, hung_up. Where the script
goes on while they talk, it is silent; with `come_back`, it waits until the other side has hung up.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from callsheet.analysis.facts import Fact, Facts, LineState
from callsheet.analysis.shapes import NUMBER, Shape, one_of
from callsheet.diagnostics.catalogue import BAD_VALUE
from callsheet.expressions import Expression, Template
from callsheet.ports.line import LineFailed, Rung
from callsheet.ports.requests import Reply, Request
from callsheet.ports.telephony import Ability
from callsheet.ports.values import Row
from callsheet.queries.records import Library
from callsheet.script.call import StepContext
from callsheet.script.parts import WayToTry
from callsheet.script.reading import Fields, Verb, either
from callsheet.script.step import FAILS, Block, Place
from callsheet.script.words import Word

# Longer than four rings, and no longer than people wait.
RING_SECONDS = 30.0
LONGEST_RING = "2m"
# Within it no telephone rings.
SHORTEST_RING_SECONDS = 1.0
UNANSWERED = "unanswered"
# What may have come of a ring, by the step's outcome.
CAME: Mapping[str, tuple[str, ...]] = {
    "done": ("answered",),
    UNANSWERED: ("unanswered", "busy", "rejected"),
    "failed": ("failed",),
}


class Connect(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "connect"
    line_before: ClassVar[tuple[LineState, ...]] = ("ringing", "up")
    contact: Template
    ring_seconds: float
    come_back: bool
    kept_as: Word | None
    if_unanswered: Block
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            contact=fields.value("connect"),
            ring_seconds=_ring_seconds(fields),
            come_back=fields.flag("come_back") or False,
            kept_as=fields.word("as"),
            if_unanswered=fields.block("if_unanswered"),
            if_fails=fields.optional_block("if_fails"),
        )

    @property
    def label(self) -> str:
        return f"connect {self.contact.constant.value}" if self.contact.constant else "connect"

    def texts(self) -> Iterable[Template | Expression]:
        return (self.contact,)

    def rings(self) -> Template:
        return self.contact

    def wants(self) -> Iterable[Ability]:
        return ("connect", "unbridge") if self.come_back else ("connect",)

    def blocks(self) -> Iterable[Block]:
        return (self.if_unanswered, self.if_fails or ())

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,) if self.kept_as else ()

    def kept_shape(self, library: Library) -> Shape:
        return _rung(tuple(outcome for came in CAME.values() for outcome in came))

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        if outcome not in CAME:
            return facts
        if self.kept_as:
            facts = facts.keep(self.kept_as.text, Fact(_rung(CAME[outcome])))
        if outcome != "done":
            return facts
        return facts.on_line("up" if self.come_back else "bridged")

    def ways_to_try(self) -> Iterable[WayToTry]:
        done = "somebody picks up, and the caller comes back" if self.come_back else "somebody picks up"
        return self.options_to_try(done, if_unanswered=(UNANSWERED, "nobody picks up"), if_fails=FAILS)

    def compile(self, place: Place) -> None:
        outcomes = {"done": place.following, UNANSWERED: place.block("if_unanswered", self.if_unanswered)}
        if self.if_fails is not None:
            outcomes["failed"] = place.block("if_fails", self.if_fails)
        place.state(self, outcomes)

    def run(self, call: StepContext) -> str | Request:
        self._keep(call, Rung("failed", 0))  # so it is where nobody can be rung at all
        return call.ring(self.contact, self.ring_seconds)

    def replied(self, call: StepContext, reply: Reply) -> str | Request:
        if not isinstance(reply, Rung):
            return "done"  # the other side has hung up
        self._keep(call, reply)
        if reply.outcome == "failed":
            raise LineFailed("line", reply.message or "the line cannot ring them")
        if reply.outcome != "answered":
            return UNANSWERED
        return call.until_unbridged() if self.come_back else "done"

    def _keep(self, call: StepContext, rung: Rung) -> None:
        if self.kept_as:
            call.names.kept[self.kept_as.text] = Row({"outcome": rung.outcome, "seconds": round(rung.seconds)})


def _ring_seconds(fields: Fields) -> float:
    seconds, written = fields.seconds("ring", longest=LONGEST_RING), fields.word("ring")
    if seconds is not None and seconds < SHORTEST_RING_SECONDS and written:
        message = f'"ring" is {SHORTEST_RING_SECONDS:g}s at least, and this is {written.text}'
        fields.reading.report(BAD_VALUE, written.span, message, "write how long their telephone rings, such as 25s")
    return either(seconds, RING_SECONDS)


def _rung(outcomes: tuple[str, ...]) -> Shape:
    return Shape("row", {"outcome": (one_of(outcomes), False), "seconds": (NUMBER, False)})
