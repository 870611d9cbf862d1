"""Work on the queries and rows of one script is bounded, whatever stands in them."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from callsheet.adapters.data.sqlite.judging import judge, schema
from callsheet.adapters.data.sqlite.judging.sandbox import Rejected, Sandbox
from callsheet.adapters.data.sqlite.judging.schema import MOST_COLUMNS
from callsheet.adapters.data.sqlite.judging.weight import MOST_TABLES_TOGETHER
from callsheet.ports.text_problem import MOST_PROBLEMS
from callsheet.queries import library
from callsheet.queries.judged import judge_file
from callsheet.queries.named import MOST_FILES
from tests.checking import check_file
from tests.effort import effort

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
    queries = QUERY + QUERY.replace("q(", "r(")
    ((found_code, message),) = found(tmp_path, query=queries, tables=TABLE + "CREATE INDEX i ON t (a);\n")
    assert (found_code, message) == (code, f"the {says} up to here keep SQLite busy for too long")


def checking(folder: Path, **files: str) -> int:
    """The work of checking a script."""
    found(folder, **files)  # what is read once, is read
    for kept in (library._judged_schemas, library._judged_samples, judge_file):
        kept.cache_clear()
    return effort(lambda: found(folder, **files))


def views_on_views(size: int) -> dict[str, str]:
    """Each is made from the next one."""
    views = (f"CREATE VIEW v{n} AS SELECT a FROM {f'v{n + 1}' if n + 1 < size else 't'};\n" for n in range(size))
    return {"tables": TABLE + "".join(views)}


def column_of_many_words(size: int) -> dict[str, str]:
    return {"query": QUERY.replace("SELECT a", f"SELECT a IN (1{', 1' * size})")}


def queries_with_a_mistake(size: int) -> dict[str, str]:
    queries = (QUERY.replace("q(", f"q{n}(").replace("SELECT a", f"SELECT b{n}") for n in range(MOST_PROBLEMS + size))
    return {"query": "".join(queries)}


def row_of_a_wide_table(size: int) -> dict[str, str]:
    columns = ", ".join(f"c{number} TEXT" for number in range(size))
    changes = ", ".join(f"c{number} = :x" for number in range(size))
    query = f"-- name: change(x)!\n-- All of it.\nUPDATE w SET {changes} WHERE c0 = :x;\n"
    return {"tables": f"{TABLE}CREATE TABLE w ({columns});\n", "query": QUERY + query}


def moments_that_are_none(size: int) -> dict[str, str]:
    columns = ", ".join(f"c{number} DATETIME" for number in range(size // 2))
    row = ", ".join(f"'x{number}'" for number in range(size // 2))
    return {"tables": f"{TABLE}CREATE TABLE w ({columns});\n", "sample": f"INSERT INTO w VALUES ({row});\n"}


FILES = [views_on_views, column_of_many_words, queries_with_a_mistake, row_of_a_wide_table, moments_that_are_none]


@pytest.mark.parametrize("files", FILES)
def test_twice_the_sql_is_not_three_times_the_work(tmp_path: Path, files: Callable[[int], dict[str, str]]) -> None:
    assert checking(tmp_path, **files(400)) < 3 * checking(tmp_path, **files(200))


def test_of_many_mistakes_in_queries_the_first_are_told_and_nothing_of_what_follows(tmp_path: Path) -> None:
    messages = [message for _, message in found(tmp_path, **queries_with_a_mistake(50))]
    assert len(messages) == MOST_PROBLEMS + 1
    assert messages[-1] == "there are more problems from here on, which are not listed"


def test_a_schema_is_run_once_for_all_files_of_queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    define = Sandbox.define

    def counted(sandbox: Sandbox, sql: str) -> Rejected | None:
        runs.append(sql)
        return define(sandbox, sql)

    monkeypatch.setattr(Sandbox, "define", counted)
    for number in range(5):
        (tmp_path / f"r{number}.sql").write_text(QUERY.replace("q(", f"r{number}("))
    assert found(tmp_path, data="[q.sql, r0.sql, r1.sql, r2.sql, r3.sql, r4.sql]", tables=TABLE + "-- once\n") == []
    assert len(runs) == 1


def test_tables_have_no_more_columns_than_can_be_looked_at(tmp_path: Path) -> None:
    columns = ", ".join(f"c{number}" for number in range(500))
    views = "".join(f"CREATE VIEW v{number} AS SELECT * FROM w;\n" for number in range(MOST_COLUMNS // 500 + 1))
    told = found(tmp_path, tables=f"{TABLE}CREATE TABLE w ({columns});\n{views}")
    assert told == [("CS407", f"the tables and views up to here have more than {MOST_COLUMNS:,} columns")]


def test_queries_give_no_more_columns_than_can_be_looked_at(tmp_path: Path) -> None:
    columns = ", ".join(f"c{number}" for number in range(500))
    size = judge.MOST_COLUMNS // 500 + 1
    queries = "".join(f"-- name: q{n}(x)\n-- All.\nSELECT * FROM w WHERE c1 = :x;\n" for n in range(size))
    told = found(tmp_path, query=queries, tables=f"CREATE TABLE w ({columns});\n")
    assert told == [("CS406", f"the queries up to here give more than {judge.MOST_COLUMNS:,} columns")]


def test_of_many_rows_with_a_mistake_the_first_are_told(tmp_path: Path) -> None:
    rows = "INSERT INTO t (b) VALUES (1);\n" * (MOST_PROBLEMS + 50)
    assert len(found(tmp_path, sample=rows)) == MOST_PROBLEMS + 1
    columns = ", ".join(f"c{number} DATE" for number in range(200))
    row = ", ".join(f"'x{number}'" for number in range(200))
    told = found(tmp_path, tables=f"{TABLE}CREATE TABLE w ({columns});\n", sample=f"INSERT INTO w VALUES ({row});\n")
    assert len(told) == MOST_PROBLEMS + 1
    assert told[-1][1] == "there are more problems from here on, which are not listed"
