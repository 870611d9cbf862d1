"""Whole calls of the example: a customer who confirms two messages, with nothing waited for."""

from collections.abc import Iterator, Mapping
from functools import partial

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.adapters.files.disk import Disk
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.interpreter.interpreter import Interpreter
from callsheet.ports.data import PreparedQuery, WriteUnit, Written
from callsheet.ports.line import Spoken
from callsheet.ports.requests import (
    WAS_DONE,
    PutQuestion,
    QuestionHeard,
    ReadRows,
    Reply,
    Request,
    RowsFound,
    Speak,
    WriteRows,
)
from callsheet.ports.telephony import CallInfo, Utterance
from callsheet.ports.values import Cell, Row
from callsheet.testing.check import Suite, check_tests
from callsheet.testing.play import play
from tests.bench.line import AnsweringLine
from tests.bench.measure import REPOSITORY, Measured, cpu, rate
from tests.bench.session import NONE, Calls
from tests.bench.steps import STEPS, bares
from tests.checking import check_file

LEAST_SIMULATED, LEAST_TESTED = 5000.0, 628.0  # calls a second and core; the targets of the design
CALLS = 100
VISITS = 14
FLOW = REPOSITORY / "flows" / "interactive_notifications.flow.yaml"
TESTS = REPOSITORY / "flows" / "interactive_notifications.test.yaml"
TEST = "the caller confirms everything"
OKAY = Utterance("okay, got it")
ROWS = {
    "customer_by_phone": (Row({"id": 1, "name": "Ann"}),),
    "pending_notifications": (
        Row({"id": 1, "message": "Your parcel is here."}),
        Row({"id": 2, "message": "Your invoice is ready."}),
    ),
}


class RowsInMemory(NoDatabase):
    """Has the rows of one customer, and takes every write."""

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The rows of the query."""
        return ROWS[query.name]

    async def write(self, unit: WriteUnit) -> Written:
        """One row is changed."""
        return Written(1)


def measure(rounds: int, calls: int = CALLS) -> Iterator[Measured]:
    """Calls a second and core."""
    against = f"its {VISITS} steps as bare coroutines"
    bare = bares(STEPS)

    def base() -> float:
        return VISITS * bare()

    flow = check_file(FLOW, FLOW.name).flow
    assert flow is not None
    simulated = Calls(flow, VISITS, lambda info: AnsweringLine(info, OKAY), RowsInMemory())
    name = f"a call of the example ({VISITS} steps), simulated: the interpreter, and replies at once"
    alone = partial(cpu, partial(_simulate, flow, simulated.machine, calls), calls)
    yield rate(name, against, alone, base, rounds, LEAST_SIMULATED, NONE)
    name = "the same call in a session, on a line and rows in memory"
    yield rate(name, against, partial(simulated.cpu, calls, calls), base, rounds, None, NONE)
    suite = check_tests(TESTS, TESTS.name, {}, Disk.around([TESTS])).suite
    assert suite is not None
    tested = partial(cpu, partial(_play, suite, calls), calls)
    name = "the same call as a test, as `callsheet test` plays it on SQLite"
    yield rate(name, against, tested, base, rounds, LEAST_TESTED, "in memory")


def _simulate(flow: Flow, machine: FlowMachine, calls: int) -> None:
    """Drive the interpreter as an explorer does: nothing is waited for, and nobody is told."""
    clock, heard = SystemClock(), Spoken(1000, 1000)
    for number in range(calls):
        call = Interpreter.begin(
            flow, machine, clock, CallInfo(f"c-{number}", "inbound", "+15550100", ""), journaled=False
        )
        following = call.proceed()
        while not isinstance(following, str):
            following = call.proceed(_reply(following, heard))
        assert (following, call.state.visits) == ("completed", VISITS)


def _reply(request: Request, heard: Spoken) -> Reply:
    match request:
        case Speak():
            return heard
        case PutQuestion():
            return QuestionHeard(heard, OKAY)
        case ReadRows(query=query):
            return RowsFound(ROWS[query])
        case WriteRows():
            return Written(1)
    return WAS_DONE


def _play(suite: Suite, calls: int) -> None:
    (test,) = (test for test in suite.tests if test.name.text == TEST)
    for _ in range(calls):
        assert not play(suite, test).problems
