"""What a column of a declared type holds, as scripts see it."""

from callsheet.dialects import DIALECT
from callsheet.ports.stored import Contents

HOLD = {
    "TEXT": Contents("text"),
    "VARCHAR(20)": Contents("text"),
    "CHARINT": Contents("number"),
    "TINYINT": Contents("number"),
    "BIGINT": Contents("number"),
    "DOUBLE PRECISION": Contents("number", fraction=True),
    "DECIMAL(10, 2)": Contents(fraction=True),
    "DECIMAL(10, 0)": Contents(),
    "BOOL": Contents("boolean"),
    "TIMESTAMP": Contents("datetime"),
    "DATE": Contents("date"),
    "TIME": Contents("time"),
    "BLOB": Contents(),
    "": Contents(),
}


def test_what_columns_hold_by_their_declared_types() -> None:
    assert {declared: DIALECT.contents(declared) for declared in HOLD} == HOLD
