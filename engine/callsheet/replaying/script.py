"""The new script, with what has to be known of its queries."""

from collections.abc import Mapping
from typing import Self

from msgspec import Struct

from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.queries.records import Library


class KnownQuery(Struct, frozen=True):
    """A query: the columns that it gives, none where they are unknown, and their types."""

    name: str
    columns: frozenset[str]
    types: Mapping[str, str]


class NewScript(Struct, frozen=True):
    """A script that calls are played against."""

    flow: Flow
    machine: FlowMachine
    queries: Mapping[str, KnownQuery]

    @classmethod
    def of(cls, flow: Flow, library: Library) -> Self:
        """A checked script; contacts are rung by their names, as whoever is rung may have another number now."""
        by_name = flow.rung_by_name()
        queries = {
            name: KnownQuery(name, frozenset(column.name for column in named.columns or ()), named.query.types)
            for name, named in library.queries.items()
        }
        return cls(by_name, FlowMachine(by_name), queries)
