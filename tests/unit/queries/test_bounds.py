"""Work on the queries and rows of one script is bounded, whatever stands in them."""

from pathlib import Path
from types import ModuleType

import pytest

from engine.checks.check import check_file
from engine.queries import judge, schema
from engine.queries.library import MOST_FILES
from engine.queries.weight import MOST_TABLES_TOGETHER

FLOW = "callsheet: 1\nflow: a\ndata: {data}\nsteps:\n  - answer\n  - disconnect\n"
TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n"
QUERY = "-- name: q(x)\n-- One.\nSELECT a FROM t WHERE a = :x;\n"


def found(
    folder: Path, data: str = "q.sql", query: str = QUERY, sample: str = "", tables: str = TABLE
) -> list[tuple[str, str]]:
    (folder / "a.flow.yaml").write_text(FLOW.format(data=data))
    (folder / "schema.sql").write_text(tables)
    (folder / "q.sql").write_text(query)
    (folder / "sample.sql").write_text(sample)
    return [(item.code.id, item.message) for item in check_file(folder / "a.flow.yaml", "a").diagnostics]


def test_functions_on_long_texts_end(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
    sample = f"INSERT INTO t (a) {endless} SELECT length(randomblob(29000)) FROM r;\n"
    assert [code for code, _ in found(tmp_path, sample=sample)] == ["CS410"]


def test_tables_of_all_queries_together_are_counted(tmp_path: Path) -> None:
    joined = ", ".join(f"t AS t{number}" for number in range(60))
    query = f"-- name: q{{n}}(x)\n-- Many.\nSELECT t0.a FROM {joined} WHERE t0.a = :x;\n"
    queries = "".join(query.format(n=number) for number in range(MOST_TABLES_TOGETHER // 60 + 1))
    ((code, message),) = found(tmp_path, query=queries)
    assert code == "CS406"
    assert message == f"more than {MOST_TABLES_TOGETHER:,} tables stand behind the queries up to here"


def test_a_script_names_no_more_files_than_it_can_need(tmp_path: Path) -> None:
    names = ", ".join(f"q{number}.sql" for number in range(MOST_FILES + 1))
    messages = [message for _, message in found(tmp_path, data=f"[{names}]")]
    assert f"a script names {MOST_FILES} files of queries at most" in messages


@pytest.mark.parametrize(
    ("part", "code", "says"), [(schema, "CS407", "definitions"), (judge, "CS406", "queries")], ids=["schema", "queries"]
)
def test_what_keeps_sqlite_busy_is_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: ModuleType, code: str, says: str
) -> None:
    monkeypatch.setattr(part, "MOST_SECONDS", 0.0)
    ((found_code, message),) = found(tmp_path, tables=TABLE + "CREATE INDEX i ON t (a);\n")
    assert (found_code, message) == (code, f"the {says} up to here keep SQLite busy for too long")
