"""What the calls of a flow are walked in: its machine, the world around it, and what its script can tell apart."""

from datetime import UTC

from callsheet.exploring.compared import Compared
from callsheet.exploring.relevance import Relevance
from callsheet.exploring.samples import Samples
from callsheet.exploring.world import AnyWorld
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.ports.usual_call import NOW
from callsheet.queries.records import Library

NO_LIBRARY = Library({})


class Setting:
    """One for all walks of a flow. `rows` is how many rows a query finds at most."""

    def __init__(self, flow: Flow, library: Library | None, rows: int) -> None:
        self.flow = flow
        self.now = NOW.replace(tzinfo=flow.timezone or UTC)
        self.machine = FlowMachine(flow)
        self.relevance = Relevance(flow)
        self.compared = Compared(flow)
        self.samples = Samples(self.compared, self.now)
        self.world = AnyWorld(flow, library or NO_LIBRARY, rows, self.samples, self.compared)
