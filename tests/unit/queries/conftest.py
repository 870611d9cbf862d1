"""A folder with `.sql` files, loaded as a script would have it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.dialects import DIALECT
from callsheet.ports.dialect import Column
from callsheet.queries.library import load_library
from callsheet.queries.records import DataFile, Library

# Where the script names its data.
VALUE = Span.at(7, 7, 9)

SCHEMA = """\
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL UNIQUE, born DATE);
CREATE TABLE visits (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, at DATETIME, paid BOOLEAN NOT NULL);
"""

Load = Callable[..., tuple[Library, list[Diagnostic]]]


def place(diagnostic: Diagnostic) -> str:
    """`file:line:column: code`, as short as a table of mistakes needs it."""
    return f"{diagnostic.file}:{diagnostic.span.line}:{diagnostic.span.column}: {diagnostic.code.id}"


def column(name: str, declared: str, nullable: bool | None) -> Column:
    """A column that a query gives."""
    return Column(name, declared, nullable, DIALECT.contents(declared))


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write files, load those of them that a script names (all but schema.sql and sample.sql)."""

    def write_and_load(
        files: Mapping[str, str | bytes], *, schema: str | None = SCHEMA, named: list[str] | None = None
    ) -> tuple[Library, list[Diagnostic]]:
        all_files = dict(files) if schema is None else {"schema.sql": schema, **files}
        for name, content in all_files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        names = (
            named if named is not None else [name for name in files if name[-10:] not in ("schema.sql", "sample.sql")]
        )
        data = [DataFile(tmp_path / name, name, "a.flow.yaml", VALUE) for name in names]
        return load_library(data, Disk.around([tmp_path]), DIALECT)

    return write_and_load
