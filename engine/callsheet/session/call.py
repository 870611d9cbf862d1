"""The live call that steps work on: it renders, speaks, listens, understands, reads, writes, and notes all of it."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime

from callsheet.expressions import MOST_CHARACTERS, Template, Unusable
from callsheet.flow.model import Flow, State
from callsheet.ports.data import WriteKey, WriteUnit
from callsheet.ports.encoding import to_json
from callsheet.ports.line import HungUp, Interruptions, Line, LineFailed, Listening, Spoken
from callsheet.ports.records import (
    CallerHeard,
    IntentUnderstood,
    NoteTaken,
    PromptSpoken,
    RowsRead,
    RowsWritten,
    StepFailed,
    Visit,
    VisitPart,
)
from callsheet.ports.telephony import CallInfo, Heard, KeyPress, Utterance
from callsheet.ports.understanding import Understood
from callsheet.ports.values import Cell, Row, Value
from callsheet.script.parts import Arguments
from callsheet.script.step import Asking, LimitReached, QuestionSettings
from callsheet.session.early_keys import EarlyKeys
from callsheet.session.look_ahead import text_ahead
from callsheet.session.moments import on_clock
from callsheet.session.scope import Scope
from callsheet.session.understanding import understand
from callsheet.session.waiting import Waiting, finished
from callsheet.session.world import World

logger = logging.getLogger("callsheet.session")

# Letting go of a line that does not answer: after this long the call counts as ended.
HANG_UP_SECONDS = 5.0
# The words that a call ends with when the engine stops: a sentence.
FAREWELL_SECONDS = 8.0
# One start of a script in a call is one session; a call has one so far.
SESSION = 1


class LiveCall:
    """Implements `script.step.Call`."""

    # Ten thousand calls have one each.
    __slots__ = (
        *("answered_at", "asking", "clock", "flow", "in_handler", "limits", "line", "names", "visits", "waiting"),
        *("world", "writes", "_at", "_began", "_early_keys", "_failure", "_muted", "_parts", "_state"),
        "_today",
    )

    def __init__(self, flow: Flow, line: Line, world: World) -> None:
        self.flow = flow
        self.limits = flow.limits
        self.line = line
        self.world = world
        self.clock = world.clock
        self.waiting = Waiting(world.clock)
        self.asking: Asking | None = None
        self.answered_at: datetime | None = None
        self.visits = 0
        self.writes = 0
        self._parts: list[VisitPart] = []
        self._early_keys = EarlyKeys(flow.language)
        self._muted = False  # speech itself has failed
        self.in_handler = False  # there, what cannot be spoken is left out
        self._failure: Row | None = None
        self._today = self._local_now().date()
        self.names = Scope(self._built_in)

    def _built_in(self, name: str) -> Value:
        match name:
            case "call":
                return _row_of(self.line.info)
            case "today":
                return self._today
            case "now":
                return self._local_now()
            case "failure":
                return self._failure
        return None

    def _local_now(self) -> datetime:
        """Whole seconds: what a script writes and speaks is read by people."""
        return self.clock.now().astimezone(self.flow.timezone or UTC).replace(microsecond=0)

    def keep_values(self) -> None:
        """Keep what stands under `values`. Raises `Unusable` as templates do."""
        for name, value in self.flow.values:
            if isinstance(value, Template):
                self.names.keep(name, value.evaluate(self.names))
            else:
                self.names.keep(name, tuple(item.evaluate(self.names) for item in value))

    # Visits

    def begin_visit(self, state: State, at: datetime, began: float) -> None:
        """The next step begins."""
        self.visits += 1
        self._state, self._at, self._began = state, at, began
        self._parts = []
        self._early_keys.step_begins(state.step)

    def fail(self, failure: StepFailed) -> None:
        """The step failed."""
        self._parts.append(failure)

    def remember_failure(self, state: State, failure: StepFailed) -> None:
        """What `failure` tells in the script from now on."""
        self._failure = Row({"step": state.name, "kind": failure.kind, "message": failure.message})

    def visit_event(self, outcome: str, parts: tuple[VisitPart, ...] | None = None) -> Visit:
        """The visit, as the journal keeps it."""
        return Visit(
            call_id=self.line.info.call_id,
            at=self._at,
            visit=self.visits,
            state=self._state.name,
            verb=self._state.step.verb,
            line=self._state.span.line,
            outcome=outcome,
            took_ms=round((self.clock.monotonic() - self._began) * 1000),
            parts=tuple(self._parts) if parts is None else parts,
        )

    def note(self, text: str) -> None:
        self._parts.append(NoteTaken(text))

    # The line

    async def answer(self) -> None:
        if self.answered_at is None:  # whoever has picked up cannot do so again
            self._look_ahead()
            await self.waiting.for_line(self.line.answer())
            self.answered_at = self.clock.now()

    async def say(self, text: Template, *, interruptible: bool) -> None:
        if self._muted or (self.in_handler and self.answered_at is None):
            return
        words = text.words(self.names, self.flow.constants, self.flow.emptied)
        if not self.in_handler:  # there is nothing to be asked any more
            words.need_sentences()
        self._line_is_up()
        self._look_ahead()
        keys = self.flow.keys_ahead.get(self._state.name, frozenset())
        spoken = await self._speak(
            words.text, self._early_keys.into_statement(keys, words.data, interruptible=interruptible)
        )
        self._early_keys.statement_was(spoken, keys)

    async def pause(self, seconds: float) -> None:
        self._line_is_up()
        self._look_ahead()
        await self.waiting.for_line(self.line.pause(seconds))

    async def say_farewell(self) -> None:
        """The engine stops: whoever is on the line is told, if that can be done soon."""
        if self.answered_at is not None and self.world.farewell and not self._muted:
            with suppress(HungUp, LineFailed, TimeoutError):
                async with asyncio.timeout(FAREWELL_SECONDS):
                    await self.line.say(self.world.farewell)

    async def hang_up(self) -> None:
        """Raises `LineFailed` where the line does not let go in time; a caller who has gone is let go already."""
        letting_go = asyncio.ensure_future(self.line.hang_up())
        try:
            await asyncio.wait({letting_go}, timeout=HANG_UP_SECONDS)
            if not letting_go.done():
                raise LineFailed("line", f"the line was not let go within {HANG_UP_SECONDS:g} s")
            letting_go.result()
        except HungUp:
            pass
        finally:
            letting_go.cancel()

    async def ask(self, prompt: Template, question: QuestionSettings) -> tuple[Heard, Understood]:
        early = await self._put(prompt, question)
        heard: Heard = early if early else await self.waiting.for_line(self.line.listen(question.listening))
        match heard:  # before it is understood: whatever happens there, the journal has what was heard
            case Utterance(text=text, confidence=confidence):
                self._parts.append(CallerHeard("utterance", text, confidence))
            case KeyPress(key=key):
                self._parts.append(CallerHeard("key", key, 1.0))
            case _:
                self._parts.append(CallerHeard("silence", "", 1.0))
        understood = await self._understand(heard, question)
        self._parts.append(IntentUnderstood(understood.intent, understood.how, understood.confidence))
        return heard, understood

    async def _put(self, prompt: Template, question: QuestionSettings) -> Utterance | KeyPress | None:
        """Put the question. Where it is answered by then, the answer: a key that waits for it, or what interrupts it.

        Listening is no part of this: while a caller thinks, nothing is held that was needed to speak."""
        words = prompt.words(self.names, self.flow.constants, self.flow.emptied)
        words.need_all()
        if len(words.text) >= MOST_CHARACTERS:  # it has to be heard whole
            raise Unusable("bad_value", f"a question has at most {MOST_CHARACTERS:,} characters")
        self._line_is_up()
        early = self._early_keys.into_question(self._state.step, words.data, interruptible=question.interruptible)
        if isinstance(early, KeyPress):
            return early
        return (await self._speak(words.text, early, question.listening)).interrupted_by

    def _look_ahead(self) -> None:
        """Let the line make the next prompt ready, where it is certain."""
        ahead = self.flow.ahead.get(self._state.name)
        if ahead is not None and (text := text_ahead(ahead, self.names)) is not None:
            self.line.prepare(text)

    def _line_is_up(self) -> None:
        if self.answered_at is None:
            raise LineFailed("line", "the call has not been answered yet")

    async def _speak(self, words: str, interruptions: Interruptions, before: Listening | None = None) -> Spoken:
        spoken: Spoken | None = None
        try:
            spoken = await self.waiting.for_line(self.line.say(words, interruptions, before))
        except (HungUp, LineFailed) as gone:
            spoken = gone.spoken
            if isinstance(gone, LineFailed):
                self._muted = self._muted or (gone.kind == "speech" and not gone.this_text)
            raise
        finally:
            if spoken is not None:
                interrupted = spoken.interrupted_by is not None
                self._parts.append(PromptSpoken(words, spoken.heard_ms, spoken.length_ms, interrupted))
        return spoken

    async def _understand(self, heard: Heard, question: QuestionSettings) -> Understood:
        """What was meant. Like all understanding it runs to its end, also while the caller hangs up or a limit passes:
        what was said before that still counts."""
        understood, unavailable = await understand(heard, question.listener, self.world.model, self.line.info.call_id)
        if unavailable is not None:
            self._parts.append(unavailable)
        return understood

    # The database

    async def read(self, query: str, arguments: Arguments) -> Row | tuple[Row, ...] | None:
        named = self.flow.queries[query]
        values = self._cells(arguments)
        one = named.kind == "one"
        found = await self.world.database.read(named, values, most_rows=1 if one else self.limits.rows + 1)
        rows = on_clock(found, self.flow.timezone or UTC)
        self._parts.append(RowsRead(query, dict(values), len(rows)))
        if len(rows) > self.limits.rows:
            raise LimitReached(f"{query} found more than {self.limits.rows} rows (limits: rows)")
        if one:
            return rows[0] if rows else None
        return rows

    async def write(self, write: str, arguments: Arguments) -> int:
        values = self._cells(arguments)
        key = WriteKey(self.line.info.call_id, SESSION, self.visits)

        def event(rows: int) -> str:
            """The journal's line, as far as it is known while the write is under way."""
            part = RowsWritten(write, dict(values), rows)
            visit = self.visit_event("done" if rows else "unchanged", (*self._parts, part))
            return to_json(visit, redact=self.world.redact)

        # Whoever is cancelled meanwhile does not stop it, and it is noted all the same.
        unit = WriteUnit(key, self.flow.queries[write], values, event)
        written, cancelled = await finished(self.world.database.write(unit))
        self._parts.append(RowsWritten(write, dict(values), written.rows, written.repeated))
        self.writes += 1
        if cancelled:
            raise asyncio.CancelledError
        return written.rows

    def _cells(self, arguments: Arguments) -> dict[str, Cell]:
        """The values of `with`, as a database takes them. Raises `Unusable`: missing, or a row or a list."""
        values: dict[str, Cell] = {}
        for name, template in arguments:
            value = template.evaluate(self.names)
            if isinstance(value, Row | tuple):
                kind = "a row" if isinstance(value, Row) else "a list"
                raise Unusable("bad_value", f'"{name.text}" is {kind}, and a query takes single values')
            values[name.text] = value
        return values


def _row_of(info: CallInfo) -> Row:
    """What `call` is in a script."""
    # A number that is withheld is missing: as an empty text it would be that of whoever has none in the database.
    return Row(
        {
            "id": info.call_id,
            "direction": info.direction,
            "caller_number": info.caller_number or None,
            "callee_number": info.callee_number or None,
            "person_number": info.person_number or None,
        }
    )
