"""A call that took place, as the turns of a test: out of its journal, whoever took it.

A journal has what was said and done. What queries found has to stand in the tables that the test is given.
Where it is redacted, what was understood is left, and the same way through the script with it.
"""

from collections.abc import Iterable
from typing import get_args

from msgspec import Struct, field

from callsheet.interpreter.understanding import LEAST_HEARD
from callsheet.journal.reading import JournalEntry
from callsheet.ports.endings import Ending
from callsheet.ports.records import REDACTED
from callsheet.ports.requests import INSTEAD
from callsheet.ports.understanding import GIVEN
from callsheet.testing.answered import Answers
from callsheet.testing.cases import (
    LASTING,
    LINE,
    MESSAGE,
    RECOGNITION,
    RECORDING,
    RUNG,
    SPEECH,
    TRANSCRIBE,
    Given,
    Kind,
    Turn,
    without_file,
)
from callsheet.testing.holding import Holding
from callsheet.testing.prompts import leading_to

# What a caller says where recognition was not sure of what it heard. No phrase has it: it is unclear in a test, too.
INAUDIBLE = "[inaudible]"
# How an answer was found that a test can only repeat with its words.
FOUND = ("phrase", "key", "model")


class JournaledCall(Struct, frozen=True):
    """The turns of a call, what was so before it, and, in sentences, what a test lacks to be this call again, with what
    of that is `lost`."""

    flow: str
    digest: str
    given: Given
    turns: tuple[Turn, ...]
    missing: tuple[str, ...]
    lost: tuple[str, ...]


def journaled(events: Iterable[JournalEntry], telling: frozenset[str] = frozenset()) -> JournaledCall | None:
    """The call that these events, in their order, tell of; None where its beginning is not among them. What the steps
    that are worth `telling` say is heard in any case."""
    started: JournalEntry | None = None
    gathered = _Gathered(telling)
    for event in events:
        match event.event:
            case "call_started":  # an id that was used before: the last call counts
                started, gathered = event, _Gathered(telling)
            case "visit":
                gathered.visit(event)
            case "call_ended":
                gathered.end(event.text("ending"))
    if started is None:
        return None
    given, missing = gathered.given(started), tuple(gathered.all_missing())
    flow, turns = (started.text("flow"), started.text("digest")), without_file(gathered.turns)
    return JournaledCall(*flow, given, turns, missing, lost=tuple(gathered.missing))


class _Gathered(Struct):
    """Gathers the turns. `prompts` were heard to their end since the last one, but for what `interrupted` one."""

    telling: frozenset[str] = frozenset()
    turns: list[tuple[Kind, str]] = []
    prompts: list[str] = []
    interrupted: int = 0  # of `prompts`: so many up to the last one that was interrupted
    found: dict[str, float] = {}  # rows, by query
    answers: Answers = field(default_factory=Answers)
    recordings: dict[str, int] = {}  # that are not in words: each one's turn, by its file
    missing: dict[str, None] = {}
    holding: Holding = field(default_factory=Holding)
    just_answered: bool = False  # and nothing came since
    bridged: bool = False
    gone: bool = False
    ended: bool = False

    def given(self, started: JournalEntry) -> Given:
        """When it was, and who called whom."""
        numbers = {name: started.text(name) for name in ("caller_number", "callee_number")}
        for name, number in numbers.items():
            if number == REDACTED:
                self.missing[f"{name} is redacted"] = None
        if started.text("direction") == "outbound":
            self.missing["the call was made by the engine, and a test takes calls"] = None
        known = {name: None if number == REDACTED else number for name, number in numbers.items()}
        caller, callee = known["caller_number"], known["callee_number"] or None
        return Given(started.at, caller, callee, requests=self.answers.given)

    def visit(self, visit: JournalEntry) -> None:
        """One run of one step."""
        parts = dict(visit.parts())
        outcome, name = visit.text("outcome"), visit.statement
        said, heard, failed = parts.get("said"), parts.get("heard"), parts.get("failed")
        if name and outcome not in INSTEAD:
            self._works(name, *(["slow"] if said else []), *([outcome] if outcome == "unchanged" else []))
        if said and name:
            self._from_now_on("slow", name)
        if rung := parts.get("rung"):
            self._ring(rung)
        if visit.text("verb") == "record":
            self._record(parts, outcome)
            said = failed = None
        self.just_answered |= visit.text("verb") == "answer" and outcome == "done"
        name = name or (TRANSCRIBE if visit.text("verb") == TRANSCRIBE else "")
        if words := parts.get("transcribed"):
            self._put_into_words(words.text("file"), words.text("text"))
        if outcome == "hung_up":
            if said and said.number("heard_ms") >= said.number("length_ms"):
                self._hear(said)
            self._hang_up()
        elif said:
            if not (failed or said.text("to")):
                self._works(SPEECH)
            self._hear(said)
            if visit.text("state") in self.telling:
                self._tell_prompts()
        if heard:
            self._answer(heard, parts.get("understood"), in_prompt=not said or said.flag("interrupted"))
        if sent := parts.get("messaged"):
            self._receive(sent.text("text"))
        if sent := parts.get("sent"):
            self.answers.take(sent, nothing=outcome == "none")
        if read := parts.get("read"):
            self.found[read.text("query")] = read.number("rows")
        if failed and not (rung and failed.text("kind") == LINE):
            self._fail(failed, name)
        elif name and outcome == "unchanged":
            self._from_now_on("unchanged", name)

    def end(self, ending: str) -> None:
        """The call is over."""
        self.ended = True
        if ending == "shut_down" or ending not in get_args(Ending):
            self.missing["the engine was stopped in this call"] = None
            return
        self._tell_prompts()
        self.turns.append(("ends", ending))

    def all_missing(self) -> Iterable[str]:
        """What a test lacks, in sentences without their stop."""
        yield from self.missing
        if not self.ended:
            yield "the call has not ended in this journal"
        if self.recordings:
            yield f"what was recorded is not in a journal, and has to be written ({', '.join(self.recordings)})"
        if names := self.answers.missing:
            yield f"what its requests were answered is more than a test gives, or not in the journal ({names})"
        if self.found:
            rows = ", ".join(f"{name} {number:g}" for name, number in self.found.items())
            yield f"the rows that its queries found have to be given ({rows})"

    def _record(self, parts: dict[str, JournalEntry], outcome: str) -> None:
        """Something was recorded, or nothing. What was said, nobody knows yet."""
        said, recorded, failed = parts.get("said"), parts.get("recorded"), parts.get("failed")
        if said and (outcome != "hung_up" or said.number("heard_ms") >= said.number("length_ms")):
            self._hear(said)
        if failed:
            self._fail(failed, "")
        if recorded or outcome == "failed":
            self._turn("says", INAUDIBLE)
            if recorded:
                self._works(RECORDING)
                self.recordings[recorded.text("file")] = len(self.turns) - 1
        elif outcome == "none":
            self._turn("silent")

    def _put_into_words(self, file: str, words: str) -> None:
        self._works(TRANSCRIBE)
        if (number := self.recordings.pop(file, None)) is not None:
            if words == REDACTED:
                self.missing["what was recorded is redacted"] = None
            elif words:
                self.turns[number] = ("says", words)

    def _ring(self, rung: JournalEntry) -> None:
        """Somebody was rung."""
        number = next(iter(rung.texts("targets")), "")
        who, outcome = rung.text("contact") or number, rung.text("outcome")
        if not who:
            self.missing["the number that was rung is redacted"] = None
        elif outcome == "failed":
            self._from_now_on("fails", LINE)
        else:
            self._works(LINE)
            self.bridged = outcome == "answered"
            self._turn(next((kind for kind, came in RUNG.items() if came == outcome), "does_not_pick_up"), who)

    def _hear(self, said: JournalEntry) -> None:
        if said.text("to"):
            if said.text("text") == REDACTED:
                self.missing["what the other side heard is redacted"] = None
            else:
                self._turn("agent_hears", said.text("text"))
            return
        if self.bridged:
            self.bridged = False
            self._turn("they_hang_up")
        self.prompts.append("" if said.text("text") == REDACTED else said.text("text"))
        if not self.prompts[-1]:
            self.missing["what the caller heard is redacted"] = None
        if said.flag("interrupted"):
            self.interrupted = len(self.prompts)

    def _tell_prompts(self, most: int | None = None) -> None:
        """What was heard, so far as it is known. None where the caller has gone."""
        told = self.prompts[:most]
        self.just_answered &= not told
        if told and told[-1] and not self.gone:
            self.turns.extend(("hears", prompt) for prompt in leading_to(told))
        self.prompts, self.interrupted = self.prompts[len(told) :], 0

    def _answer(self, heard: JournalEntry, understood: JournalEntry | None, *, in_prompt: bool) -> None:
        """What the caller answered; or what they said or pressed into a prompt."""
        self._works(RECOGNITION)
        kind, text = heard.text("kind"), heard.text("text")
        intent, how = (understood.text("intent"), understood.text("how")) if understood else ("", "")
        words = understood.text("words") if understood else ""
        if kind == "silence":
            self._turn("silent")
            return
        hidden = text == REDACTED
        if hidden and how == "wait":
            self.missing["the caller asked for a moment, in words that are redacted"] = None
        well = kind == "key" or bool(words) or (heard.number("confidence") >= LEAST_HEARD and how != "unsure")
        spoken: Kind = "presses" if kind == "key" and not hidden else "says"
        if in_prompt and not hidden:  # else nobody knows which prompt; behind it, it means the same
            spoken = "interrupts"  # also a key that was pressed into a statement, and answers the question behind it
        self._turn(spoken, (words or text) if well and text.strip() else INAUDIBLE)
        if intent == GIVEN and (hidden or how == "model"):
            self.missing["a value that the caller gave cannot be given again by what the journal has"] = None
        elif (hidden and how in FOUND) or how == "model":
            self.turns.append(("understood_as", intent))

    def _turn(self, kind: Kind, text: str = "") -> None:
        self.just_answered = False
        self._tell_prompts((kind == "interrupts" and self.interrupted) or None)
        self.turns.append((kind, text))

    def _receive(self, text: str) -> None:
        self._works(MESSAGE)
        if text == REDACTED:
            self.missing["what was sent as a message is redacted"] = None
        else:
            self._turn("receives", text)

    def _hang_up(self) -> None:
        if self.gone:
            return
        self._tell_prompts()
        if self.just_answered:
            self._turn("answered")
        if self.turns and self.turns[-1][0] in LASTING:  # behind what it was needed for, and not before
            self._works(self.turns[-1][1])
        self._turn("hangs_up")
        self.gone = True

    def _fail(self, failed: JournalEntry, name: str) -> None:
        kind = failed.text("kind")
        if kind == "unknown_outcome":
            self._from_now_on("unknown", name or MESSAGE)
        elif name and kind.startswith(("database_", "request_")):
            self._from_now_on("fails", name)
        elif name == TRANSCRIBE or kind == RECORDING:
            self._from_now_on("fails", name or RECORDING)
        elif kind.startswith("message_"):
            self._from_now_on("fails", MESSAGE)
        elif kind in (SPEECH, RECOGNITION):
            self._from_now_on("fails", kind)
        elif kind not in ("limit", "bad_value"):  # which come by themselves
            self.missing[f"no test can make this happen: {failed.text('message')}"] = None

    def _from_now_on(self, kind: Kind, what: str) -> None:
        """Something holds, unless it did so before."""
        if self.holding.begin(kind, what):
            self._tell_prompts()
            self.turns.append((kind, what))

    def _works(self, what: str, *but: str) -> None:
        """Something is as always, `but` for what holds of it still."""
        if self.holding.of(what).difference(but):
            self.holding.end(what)
            self._tell_prompts()
            self.turns.append(("works_again", what))
