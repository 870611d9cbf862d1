"""Moments out of the database, which has them in UTC, on the script's own clock."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from callsheet.ports.iso import in_zone
from callsheet.ports.values import Row


def on_clock(rows: Iterable[Row], zone: tzinfo) -> tuple[Row, ...]:
    """The rows with their moments in that time zone."""
    return tuple(
        Row({n: in_zone(value, zone) if isinstance(value, datetime) else value for n, value in row.columns.items()})
        for row in rows
    )
