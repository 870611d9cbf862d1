"""Whole calls of the example: a customer who confirms two messages, with nothing waited for."""

from collections.abc import Iterator, Mapping
from functools import partial

from callsheet.adapters.data.nothing import NoDatabase
from callsheet.ports.data import PreparedQuery, WriteUnit, Written
from callsheet.ports.telephony import Utterance
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
    simulated = Calls(flow, VISITS, lambda info: AnsweringLine(info, Utterance("okay, got it")), RowsInMemory())
    name = f"a call of the example ({VISITS} steps), rows in memory"
    yield rate(name, against, partial(simulated.cpu, calls, calls), base, rounds, LEAST_SIMULATED, NONE)
    suite = check_tests(TESTS, TESTS.name, {}).suite
    assert suite is not None
    tested = partial(cpu, partial(_play, suite, calls), calls)
    name = "the same call as a test, as `callsheet test` plays it on SQLite"
    yield rate(name, against, tested, base, rounds, LEAST_TESTED, "in memory")


def _play(suite: Suite, calls: int) -> None:
    (test,) = (test for test in suite.tests if test.name.text == TEST)
    for _ in range(calls):
        assert not play(suite, test).problems
