"""Whether what the scripts need is there: known before the first call, not from its failure."""

from collections.abc import Iterable

from callsheet.dialects import DIALECT
from callsheet.flow.model import Flow
from callsheet.ports.data import Database, DataFailed


async def misfit(database: Database, flows: Iterable[Flow]) -> str:
    """What the database lacks that the queries name, as the end of a sentence; empty where it has all of it. Raises
    `DataFailed`."""
    for flow in flows:
        for query in flow.queries.values():
            try:
                await database.read(DIALECT.looked_up(query), dict.fromkeys(query.parameters), most_rows=1)
            except DataFailed as error:
                if error.kind != "database_refused":
                    raise
                return f'does not fit the script "{flow.name}": {in_line(error)}'
    return ""


def unrecorded(flow: Flow) -> list[str]:
    """What a script lacks that records, where nobody has said where: as a sentence; empty where it does not record."""
    recording = (state for state in flow.states.values() if state.step.records)
    first = min(recording, key=lambda state: state.span, default=None)
    if first is None:
        return []
    place, verb = f"{flow.path}:{first.span.line}", first.step.verb
    return [f'{place}: "{verb}" needs a place for recordings: name a folder with --recordings']


def in_line(error: DataFailed) -> str:
    """A failure's sentence as the end of another."""
    return error.message[:1].lower() + error.message[1:].removesuffix(".")
