"""Plays one test: the call on the session that live calls run on, then a look at what is left of it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC

from msgspec import Struct

from callsheet.adapters.clock.alone import LoneClock, LoneLoop
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.diagnostics.catalogue import WRONG_ENDING
from callsheet.dialects import DIALECT
from callsheet.journal.writers import Kept, Several
from callsheet.ports.clock import Clock
from callsheet.ports.records import CallRecord, Event
from callsheet.ports.tables import CallTables
from callsheet.ports.telephony import CallInfo
from callsheet.ports.usual_call import CALLER, NOW
from callsheet.session.session import Session
from callsheet.session.world import World
from callsheet.testing.cases import AFTERWARDS, Case
from callsheet.testing.check import Suite
from callsheet.testing.conversation import ConversationLine, Problem, UnclearTold
from callsheet.testing.elsewhere import ScriptedHttp, ScriptedMessenger, Sent, wrong_requests
from callsheet.testing.failing import FailingDatabase, FailingRecordings
from callsheet.testing.line import ScriptedLine, ScriptedModel
from callsheet.testing.other_side import ProgressOfTwo
from callsheet.testing.rows import wrong_rows

CALL_ID = "c-test"


class PlayedTest(Struct, frozen=True):
    """A test that was played. It passed where there is no problem. `events` are what its call left in the journal."""

    case: Case
    problems: tuple[Problem, ...]
    conversation: tuple[ConversationLine, ...]
    events: tuple[Event, ...]


def play(suite: Suite, test: Case) -> PlayedTest:
    """Take the test's call, offline and in virtual time."""
    image = suite.image(test)
    if image is None or suite.schema is None:
        return play_on(None, suite, test)
    with closing(DIALECT.tables(suite.schema, image)) as tables:
        return play_on(tables, suite, test)


def play_on(tables: CallTables | None, suite: Suite, test: Case) -> PlayedTest:
    """The same on tables that its caller has; None where the script has none."""
    loop = LoneLoop()
    now = test.given.over(suite.given).now or NOW
    if now.tzinfo is None:
        now = now.replace(tzinfo=suite.flow.timezone or UTC)
    journal = Kept()
    progress, record, sent = loop.run(_converse(suite, test, tables, LoneClock(loop, now), journal))
    progress.ended(_how(record))
    problems = [progress.problem] if progress.problem else []
    if not problems:
        problems += _left(suite, test, tables, record, gone=progress.gone)
        problems += wrong_requests(sent, test.requests_after, suite.flow.timezone or UTC)
    return PlayedTest(test, tuple(problems), tuple(progress.conversation), tuple(journal.events))


async def _converse(
    suite: Suite, test: Case, tables: CallTables | None, clock: Clock, journal: Kept
) -> tuple[ProgressOfTwo, CallRecord, list[Sent]]:
    progress = ProgressOfTwo(test.turns, lambda: session.shut_down(for_good=True), test.never_hears, clock.monotonic)
    database = tables.database() if tables else NoDatabase()
    told, recordings = Several([journal, UnclearTold(progress.note)]), FailingRecordings(progress)
    given = test.given.over(suite.given)
    http = ScriptedHttp(progress, clock, given.requests)
    world = World(
        FailingDatabase(database, progress, clock),
        clock,
        told,
        ScriptedModel(progress),
        http=http,
        messenger=ScriptedMessenger(progress),
        recordings=recordings,
        transcriber=recordings,
    )
    caller = given.caller_number if given.caller_number is not None else CALLER
    info = CallInfo(CALL_ID, "inbound", caller, given.callee_number or "")
    session = Session(suite.flow.rung_by_name(), suite.machine, ScriptedLine(info, clock, progress), world)
    try:
        return progress, await session.run(), http.sent
    finally:
        await world.database.close()


def _how(record: CallRecord) -> str:
    """How the call ended, and at which step where one failed."""
    return f"a call that ended as {record.ending}" + (
        f' in "{record.failed_in}": {record.failure_message}' if record.failed_in else ""
    )


def _left(suite: Suite, test: Case, tables: CallTables | None, record: CallRecord, *, gone: bool) -> Iterator[Problem]:
    """What is wrong with a call that came through all its turns: its ending, and the rows that it leaves."""
    last = next((turn for turn in reversed(test.turns) if turn.kind not in AFTERWARDS), test.turns[-1])
    if last.kind == "ends":
        if record.ending != last.text:
            message = f"the call did not end as {last.text}"
            yield Problem(WRONG_ENDING, last.span, message, f"a call that ends as {last.text}", _how(record))
    elif record.ending not in ("completed", *(["hung_up"] if gone else [])):
        message = f"the call ended as {record.ending}, and the test does not say so"
        help_ = f'if that is meant, write "- ends: {record.ending}"'
        yield Problem(WRONG_ENDING, last.line, message, "a call that ends as completed", _how(record), help_)
    if tables is not None and suite.schema is not None:
        yield from wrong_rows(tables, suite.schema, test.rows_after, suite.flow.timezone or UTC)
