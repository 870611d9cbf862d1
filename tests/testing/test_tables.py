"""The rows of tables in memory, as they are read off before and after a call."""

from contextlib import closing

from callsheet.dialects import DIALECT

SCHEMA = """CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE days (person INTEGER, day TEXT, note TEXT, PRIMARY KEY (person, day)) WITHOUT ROWID;
CREATE TABLE notes (what TEXT);"""
SAMPLE = """INSERT INTO people VALUES (2, 'Ben'), (1, NULL);
INSERT INTO days VALUES (1, 'Sunday', 'x');
INSERT INTO notes VALUES ('a'), ('a');"""


def test_each_row_is_known_by_its_key_or_else_by_its_number() -> None:
    schema = DIALECT.read_schema(SCHEMA, SAMPLE)
    with closing(DIALECT.tables(schema, schema.image)) as tables:
        found = {
            name: [(row.identity, dict(row.cells)) for row in tables.rows(table, 10)]
            for name, table in schema.tables.items()
        }
        assert len(tables.rows(schema.tables["notes"], 1)) == 1
    assert found == {
        "people": [((1,), {"id": 1, "name": None}), ((2,), {"id": 2, "name": "Ben"})],
        "days": [((1, "Sunday"), {"person": 1, "day": "Sunday", "note": "x"})],
        "notes": [((1,), {"what": "a"}), ((2,), {"what": "a"})],
    }
