"""The board: what a journal tells of calls, of now and of before, and what can be made of it in the scripts."""

import difflib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from callsheet.checks.check import Checked, check_file
from callsheet.edits import Edited, NotEdited, insert_item, set_key
from callsheet.journal.board import Board
from callsheet.journal.following import Following
from callsheet.journal.reading import JournalEntry, entries
from callsheet.journal.screenplay import scene
from callsheet.source.document import Mapping, Sequence
from callsheet.source.folders import SCRIPT
from callsheet.source.reader import read_document
from callsheet.studio.command import Command
from callsheet.studio.project import Declined, Project
from callsheet.testing.cases import WITHHELD
from callsheet.testing.from_journal import journaled

# Seconds for one look at the journal: of a long one the rest is read with the next.
LOOK_SECONDS = 0.5
# Calls under way that are shown one by one.
MOST_SHOWN = 100
# Events of one call that are shown.
MOST_EVENTS = 5000
# Scripts whose questions are looked up.
MOST_SCRIPTS = 50
BEHIND = 1 << 30  # however many there are


class JournalBoard:
    """A board of the project's journal, which is read on with each look. Close it after use."""

    def __init__(self, project: Project) -> None:
        self._journal = project.journal
        self._following = Following(project.journal) if project.journal else None
        self._board = Board()

    def look(self) -> dict[str, object]:
        """What is on it now; JSON is made of it."""
        until = time.monotonic() + LOOK_SECONDS
        behind = False
        while self._following and not behind and time.monotonic() < until:
            behind = True
            for event in self._following.read():
                self._board.take(event)
                behind = False
        board = self._board
        calls = board.calls_at(datetime.now(UTC))
        newest = [*calls.items()][-MOST_SHOWN:]
        return {
            "journal": str(self._journal),
            "there": self._journal is not None and self._journal.is_file(),
            "behind": not behind,
            "calls": [{"call_id": call_id, "call": call} for call_id, call in newest],
            "calls_now": len(calls),
            "ended": list(board.ended),
            "median_seconds": board.median_seconds,
            "versions": list(board.versions.values()),
            "answers": list(board.answers.values()),
        }

    def close(self) -> None:
        """Let go of the journal."""
        if self._following:
            self._following.close()


@dataclass(frozen=True, slots=True)
class WatchBoard(Command):
    """The page looks at the board from here on, or does not any more: it is told once a second what is on it."""

    on: bool

    def do(self, project: Project) -> object:
        return {}


@dataclass(frozen=True, slots=True)
class ListQuestions(Command):
    """The scripts that there are, by the names of their flows: in which file, which version, and their questions."""

    apart: ClassVar[bool] = True
    newest: ClassVar[bool] = True

    def do(self, project: Project) -> object:
        scripts = [name for name in project.names() if name.endswith(SCRIPT)][:MOST_SCRIPTS]
        checked = [(name, check_file(project.folder / name, name, project.disk)) for name in scripts]
        return {"scripts": [_questions(name, each) for name, each in checked if each.flow]}


def _questions(name: str, checked: Checked) -> dict[str, object]:
    flow = checked.flow
    assert flow is not None  # noqa: S101 - it was asked for
    asked = {state.name: question for state in flow.states.values() if (question := state.step.asks())}
    return {
        "name": name,
        "flow": flow.name,
        "digest": flow.digest,
        "questions": {
            state: {"text": question.text.source, "answers": [answer.text for answer in question.answers]}
            for state, question in asked.items()
        },
        "next": {
            state.name: {outcome: _line(checked, following) for outcome, following in state.next.items()}
            for state in flow.states.values()
        },
    }


def _line(checked: Checked, place: str) -> int:
    state = checked.flow.states.get(place) if checked.flow else None
    return state.span.line if state else 0


@dataclass(frozen=True, slots=True)
class AddPhrase(Command):
    """A script with one phrase more for an intent: the text, how it differs, and what is wrong with it. It is saved as
    every text is."""

    apart: ClassVar[bool] = True
    name: str
    intent: str
    phrase: str

    def do(self, project: Project) -> object:
        before = project.saved(self.name)
        edited = self._edited(before.text)
        if isinstance(edited, NotEdited):
            raise Declined(f"{self.name} is not changed: {edited.why}")
        files = project.files({self.name: edited.text})
        checked = check_file(project.folder / self.name, self.name, files)
        for problem in checked.diagnostics:
            if problem.code.severity == "error":
                raise Declined(f"with this phrase the script would be wrong: {problem.message}")
        was, now = before.text.split("\n"), edited.text.split("\n")
        difference = list(difflib.unified_diff(was, now, "before", "after", n=1, lineterm=""))[2:]
        return {"text": edited.text, "based_on": before.digest, "difference": difference}

    def _edited(self, text: str) -> Edited | NotEdited:
        document, _ = read_document(self.name, text.encode(errors="surrogatepass"))
        intents = document.root.get("intents") if document and isinstance(document.root, Mapping) else None
        declared = intents.get(self.intent) if isinstance(intents, Mapping) else None
        if isinstance(declared, Mapping):
            for key in ("phrases", "also"):
                if isinstance(declared.get(key), Sequence):
                    return insert_item(text, ("intents", self.intent, key), BEHIND, self.phrase)
            return set_key(text, ("intents", self.intent), "also", [self.phrase])
        if isinstance(intents, Mapping):
            return set_key(text, ("intents",), self.intent, {"also": [self.phrase]})
        return set_key(text, (), "intents", {self.intent: {"also": [self.phrase]}})


@dataclass(frozen=True, slots=True)
class ShowCall(Command):
    """A call out of the journal, as a screenplay, and as the turns of a test."""

    apart: ClassVar[bool] = True
    call_id: str

    def do(self, project: Project) -> object:
        events = self._events(project)
        found = journaled(events)
        if found is None:
            raise Declined("the beginning of this call is not in the journal any more")
        given, began = found.given, events[0].at
        caller = WITHHELD if given.caller_number == "" else given.caller_number or ""
        return {
            "flow": found.flow,
            "digest": found.digest,
            "lines": [line for event in events if event.event == "visit" for line in scene(event, began)],
            "turns": [(turn.kind, turn.text) for turn in found.turns if turn.kind != "ends"],
            "missing": found.missing,
            "caller": caller,
            "now": given.now.isoformat() if given.now else "",
        }

    def _events(self, project: Project) -> list[JournalEntry]:
        events: list[JournalEntry] = []
        try:
            with (project.journal or project.folder).open("rb") as file:
                for event in entries(file):
                    if event.text("call_id") == self.call_id and len(events) < MOST_EVENTS:
                        events.append(event)
        except OSError:
            raise Declined("the journal cannot be read any more") from None
        return events
