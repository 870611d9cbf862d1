"""Moments out of the database, which has them in UTC, on the script's own clock."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from callsheet.ports.iso import in_zone
from callsheet.ports.values import Row, Undecided


def on_clock(rows: Iterable[Row], zone: tzinfo) -> tuple[Row, ...]:
    """The rows with their moments in that time zone; one that is undecided has them so by itself."""
    return tuple(row if isinstance(row.columns, Undecided) else _on_clock(row, zone) for row in rows)


def _on_clock(row: Row, zone: tzinfo) -> Row:
    return Row({n: in_zone(value, zone) if isinstance(value, datetime) else value for n, value in row.columns.items()})
