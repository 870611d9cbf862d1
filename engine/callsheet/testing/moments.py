"""Moments that tests write: those without an offset are in the script's time zone."""

from datetime import datetime, tzinfo

from callsheet.ports.iso import read_moment
from callsheet.ports.stored import MOMENTS
from callsheet.ports.tables import Table
from callsheet.testing.cases import Cell


def moment_in(table: Table, cell: Cell, zone: tzinfo) -> datetime | None:
    """The moment that a test writes for a column of them."""
    declared = table.types.get(table.column(cell.column.text) or "", "")
    if declared not in MOMENTS or not isinstance(cell.value, str):
        return None
    return moment_of(cell.value, zone)


def moment_of(text: str, zone: tzinfo) -> datetime | None:
    """The moment that a text says, if it says one."""
    found = read_moment(text)
    return found.replace(tzinfo=zone) if found is not None and found.tzinfo is None else found
