"""What SQLite says of queries and of schema.sql, in our words, at the word concerned; what it knows of columns."""

import pytest

from callsheet.ports.dialect import Column
from tests.unit.queries.conftest import SCHEMA, Load, column, place

READ = "-- name: q()\n-- x\n"
WRITE = "-- name: q()!\n-- x\n"

# (the file, where and which code, words of message and help). The SQL begins on line 3.
MISTAKES = [
    (READ + "SELECT id FORM customers", "3:16: CS406", 'does not understand "customers"', '"FROM" by "FORM"'),
    (READ + "SELCT id FROM customers", "3:1: CS406", '"SELCT"', '"SELECT"?'),
    (READ + "SELECT id, FROM customers", "3:12: CS406", '"FROM"', "take out the comma"),
    (READ + "SELECT id FROM customers\nSELECT id FROM visits", "4:1: CS406", '"SELECT"', 'is a ";" missing'),
    (READ + "SELECT id id id FROM customers", "3:14: CS406", 'understand "id"', "look at what stands before"),
    (READ + "SELECT (id FROM customers", "3:12: CS406", 'understand "FROM"', "missing"),
    (READ + "SELECT id FROM customers WHERE", "3:26: CS406", "ends too early", 'behind "WHERE"'),
    (READ + "SELECT id FROM customers WHERE (id = 1", "3:38: CS406", "ends too early", '")" is missing'),
    (READ + "SELECT 12abc FROM customers", "3:8: CS406", '"12abc" means nothing', ""),
    (READ + "SELECT id FROM cust#mers", "3:20: CS406", 'understand "#"', "look at what stands before"),
    (READ + "SELECT id FROM custmers", "3:16: CS406", 'no table "custmers" in schema.sql', '"customers"?'),
    (READ + "SELECT custmers.id FROM custmers", "3:25: CS406", 'no table "custmers"', '"customers"?'),
    (READ + "SELECT custmers.id FROM customers", "3:8: CS406", 'no table "custmers" in this', '"customers"?'),
    (READ + "SELECT visits.* FROM customers", "3:8: CS406", 'no table "visits" in this statement', "customers"),
    (READ + "SELECT id, nme FROM customers", "3:12: CS406", 'table "customers" has no column "nme"', '"name"?'),
    (READ + "SELECT c.nme FROM customers c, visits", "3:10: CS406", 'table "customers" has no column', '"name"?'),
    (READ + "SELECT v.dya FROM (SELECT at AS day FROM visits) v", "3:10: CS406", 'no column "dya"', '"day"?'),
    (READ + "SELECT id FROM customers, visits", "3:8: CS406", "more than one table", "visits.id"),
    (READ + 'SELECT id FROM customers WHERE name = "Xu"', "3:39: CS406", "double quotes are for names", "'Xu'"),
    (READ + "SELECT uper(name) AS n FROM customers", "3:8: CS406", 'no function "uper"', '"upper"?'),
    (READ + "SELECT upper(name, 1) AS n FROM customers", "3:8: CS406", '"upper" takes another number', ""),
    (READ + "SELECT id FROM customers WHERE count(*) > 1", "3:32: CS406", '"count" counts over rows', "HAVING"),
    (READ + "SELECT row_number() AS n FROM customers", "3:8: CS406", '"row_number" looks at several', ""),
    (READ + "SELECT id FROM customers UNION SELECT id, name FROM customers", "3:1: CS406", "different numbers", "same"),
    (READ + "SELECT *", "3:1: CS406", "the table is missing", "write FROM"),
    (READ + "SELECT a", "3:8: CS406", 'no column "a"', "write FROM"),
    (READ + "SELECT id FROM customers ORDER BY 2", "3:1: CS406", "by a number that there is not", ""),
    (READ + "SELECT id FROM customers ORDER BY id COLLATE german", "3:46: CS406", 'no collation "german"', "NOCASE"),
    (READ + "SELECT load_extension('x') AS a", "3:8: CS406", '"load_extension" is not allowed', "take it out"),
    (READ + "SELECT count(*) FROM customers", "3:8: CS406", '"count(*)" has no name', '"AS number"'),
    ("-- name: q(a)\n-- x\nSELECT id, :a || 'b' FROM customers", "3:12: CS406", "\":a || 'b'\" has no name", "AS"),
    (READ + 'SELECT id AS "the id" FROM customers', "3:14: CS406", '"the id" has no name', "AS"),
    (
        READ + "SELECT id, name, id FROM customers",
        "3:18: CS406",
        'two columns of this query are called "id"',
        "other_id",
    ),
    (WRITE + "INSERT INTO visits VALUES (1, 2)", "3:20: CS406", "2 values for 4 columns", "name the columns"),
    (WRITE + "INSERT INTO visits (id, at) VALUES (1)", "3:29: CS406", "is 1 value for 2 columns", "name the columns"),
    (WRITE + "INSERT INTO visits (id, att) VALUES (1, 2)", "3:25: CS406", 'no column "att"', '"at"?'),
    (WRITE + "UPDATE visits SET att = 1", "3:19: CS406", 'no column "att"', '"at"?'),
    (WRITE + "DELETE FROM sqlite_master", "3:13: CS406", "belongs to SQLite", ""),
    (WRITE + "DELETE FROM visits RETURNING id", "3:20: CS405", "gives rows back", "RETURNING"),
    (READ + "DELETE FROM visits", "1:10: CS405", "changes rows", '"q(…)!"'),
    (READ + "WITH a AS (SELECT 1) DELETE FROM visits", "1:10: CS405", "changes rows", '"q(…)!"'),
    (READ.replace("()", "()^") + "UPDATE visits SET at = NULL", "1:10: CS405", "changes rows", '"q(…)!"'),
    (WRITE + "SELECT id FROM visits", "1:10: CS405", "only reads", 'take out the "!"'),
    (READ + "PRAGMA user_version", "3:1: CS406", '"PRAGMA" has no place', "take it out"),
    (WRITE + "CREATE TABLE x (a)", "3:1: CS406", '"CREATE" has no place', "schema.sql"),
    (WRITE + "BEGIN", "3:1: CS406", '"BEGIN" has no place', "transaction of its own"),
    (WRITE + "ATTACH 'x' AS y", "3:1: CS406", '"ATTACH" has no place', "take it out"),
    (WRITE + "UPDATE visits SET at = CURRENT_TIMESTAMP", "3:24: CS408", "database's own clock", "{{ now }}"),
    (WRITE + "UPDATE visits SET at = datetime('NOW')", "3:33: CS408", "database's own clock", "{{ now }}"),
    (WRITE + "UPDATE visits SET at = date()", "3:24: CS408", "database's own clock", "{{ now }}"),
    ("-- name: q(who)\n-- x\nSELECT id FROM customers WHERE name = who", "3:39: CS406", "but a parameter", '":who"'),
]


@pytest.mark.parametrize(
    ("text", "where", "says", "helps"), MISTAKES, ids=[row[0].split("\n", 2)[2] for row in MISTAKES]
)
def test_one_mistake_is_one_message(load: Load, text: str, where: str, says: str, helps: str) -> None:
    library, found = load({"a.sql": text})
    assert [place(one) for one in found] == [f"a.sql:{where}"]
    assert says in found[0].message
    assert helps in found[0].help
    assert library.queries["q"].sound == (found[0].code.severity == "warning")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name FROM customers WHERE name = 'now'",
        "SELECT value AS v FROM json_each('[1]')",
        "WITH replace AS (SELECT 1 AS a) SELECT a FROM replace",
        "VALUES (1)",
        'SELECT "name" FROM "customers" WHERE [name] = `phone`',
        "SELECT date(born, '+1 day') AS born FROM customers",
        "SELECT count(*) AS current_number FROM customers -- CURRENT_TIMESTAMP",
    ],
)
def test_what_is_fine_is_silent(load: Load, sql: str) -> None:
    assert load({"a.sql": READ + sql})[1] == []


NAME = column("name", "TEXT", False)
# (select, column, nullable): what is known of the first column
COLUMNS = [
    ("SELECT id FROM customers", column("id", "INTEGER", False)),
    ("SELECT born FROM customers", column("born", "DATE", True)),
    ("SELECT c.born AS day FROM customers AS c", column("day", "DATE", True)),
    ("SELECT born FROM customers WHERE born IS NOT NULL", column("born", "DATE", False)),
    ("SELECT born FROM customers WHERE id = 1 AND born IS NOT NULL ORDER BY id", column("born", "DATE", False)),
    ("SELECT born FROM customers WHERE id = 1 OR born IS NOT NULL", column("born", "DATE", True)),
    ("SELECT born FROM customers WHERE id BETWEEN 1 AND born IS NOT NULL", column("born", "DATE", True)),
    ("SELECT born FROM customers WHERE born < '2000-01-01' AND id = 1", column("born", "DATE", False)),
    ("SELECT born FROM customers WHERE '2000-01-01' = born", column("born", "DATE", False)),
    ("SELECT born FROM customers WHERE born IN ('2000-01-01')", column("born", "DATE", False)),
    ("SELECT born FROM customers WHERE born NOT IN (SELECT at FROM visits)", column("born", "DATE", True)),
    ("SELECT born FROM customers WHERE born = 'x' IS NULL", column("born", "DATE", True)),
    ("SELECT born FROM customers WHERE coalesce(born, 'x') = 'x'", column("born", "DATE", True)),
    ("SELECT born FROM customers WHERE NOT (born = 'x')", column("born", "DATE", True)),
    ("SELECT name, (SELECT count(*) FROM visits v WHERE v.customer_id = c.id) AS n FROM customers c", NAME),
    ("SELECT c.name, (SELECT max(at) FROM visits) AS n, c.born FROM customers AS c", NAME),
    ("SELECT name, max(id, 3) AS n FROM customers", NAME),
    ("SELECT name, coalesce(sum(id), 0) AS n FROM customers", column("name", "TEXT", True)),
    ("SELECT name, count(*) OVER () AS n FROM customers", NAME),
    ("SELECT name, count(*) AS n FROM customers HAVING count(*) > 0", NAME),
    ('SELECT c."name" FROM customers c', NAME),
    ("SELECT v.paid FROM customers c LEFT JOIN visits v ON 1 WHERE v.id = 1", column("paid", "BOOLEAN", False)),
    ("SELECT v.paid FROM customers c LEFT JOIN visits v ON 1 WHERE c.id = 1", column("paid", "BOOLEAN", True)),
    ("SELECT * FROM visits", column("id", "INTEGER", False)),
    ("SELECT v.* FROM customers c LEFT JOIN visits v ON v.customer_id = c.id", column("id", "INTEGER", True)),
    ("SELECT name FROM customers c LEFT JOIN visits v ON v.customer_id = c.id", column("name", "TEXT", False)),
    ("SELECT name FROM customers c RIGHT JOIN visits v ON v.customer_id = c.id", column("name", "TEXT", True)),
    ("SELECT paid FROM customers JOIN visits ON customer_id = customers.id", column("paid", "BOOLEAN", False)),
    ("SELECT d.born FROM (SELECT born FROM customers) d", column("born", "DATE", None)),
    ("WITH visits AS (SELECT born AS at FROM customers) SELECT at FROM visits", column("at", "DATE", None)),
    ("SELECT name FROM customers UNION SELECT NULL", column("name", "TEXT", None)),
    ("SELECT count(*) AS n FROM visits", column("n", "", False)),
    ("SELECT max(at) AS last FROM visits", column("last", "", None)),
    ("SELECT name, count(*) AS n FROM customers", column("name", "TEXT", True)),
    ("SELECT name, count(*) AS n FROM customers GROUP BY name", column("name", "TEXT", False)),
    ("SELECT coalesce(born, 'never') AS born FROM customers", column("born", "", False)),
    ("SELECT coalesce(born, NULL) AS born FROM customers", column("born", "", None)),
    ("SELECT 'it' AS a", column("a", "", False)),
    ("SELECT NULL AS a", column("a", "", True)),
    ("-- types: day DATE\nSELECT date(born) AS day FROM customers", column("day", "DATE", None)),
]


@pytest.mark.parametrize(("sql", "expected"), COLUMNS, ids=[row[0] for row in COLUMNS])
def test_columns_types_and_what_may_be_missing(load: Load, sql: str, expected: Column) -> None:
    library, found = load({"a.sql": READ + sql})
    assert found == []
    columns = library.queries["q"].columns
    assert columns
    # Newer SQLites give an affinity to computed columns, which no conversion follows.
    assert columns[0] == expected or (not expected.type and columns[0].type in ("TEXT", "NUM", "INT", "BLOB", "REAL"))
    assert library.queries["q"].query.types.get(expected.name, "") == columns[0].type


LISTS = """\
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'it''s done')),
  size INTEGER CHECK (size IS NULL OR size IN (1, 2, 2.5)),
  mood TEXT CHECK (mood IN ('good', 'bad') OR state = 'new'),
  title TEXT CHECK (length(title) IN (1, 2)),
  color TEXT,
  CHECK (color IN ('red', 'blue'))
);
"""


def test_the_values_that_a_check_lists(load: Load) -> None:
    sql = "SELECT id, t.state, size AS how, mood, title, color, upper(color) AS big FROM tasks AS t"
    library, found = load({"a.sql": READ + sql}, schema=LISTS)
    assert found == []
    assert {column.name: column.allowed for column in library.queries["q"].columns or ()} == {
        "id": (),
        "state": ("new", "it's done"),
        "how": (1, 2, 2.5),
        "mood": (),
        "title": (),
        "color": ("red", "blue"),
        "big": (),
    }
    library, found = load({"a.sql": READ + "SELECT * FROM tasks"}, schema=LISTS)
    assert [column.allowed[:1] for column in library.queries["q"].columns or ()] == [
        (),
        ("new",),
        (1,),
        (),
        (),
        ("red",),
    ]


def test_how_many_rows_a_query_gives_at_most(load: Load) -> None:
    limits = {
        "SELECT id FROM visits ORDER BY id LIMIT 3": 3,
        "SELECT id FROM visits LIMIT 3 OFFSET :n": 3,
        "SELECT id FROM visits LIMIT :n, 2": 2,
        "SELECT id FROM visits WHERE id < :n UNION SELECT id FROM visits LIMIT 4": 4,
        "SELECT id FROM visits LIMIT :n": None,
        "SELECT id FROM visits LIMIT 1 + :n": None,
        "SELECT id FROM visits WHERE id IN (SELECT :n LIMIT 2)": None,
    }
    for sql, most in limits.items():
        header = "-- name: q(n)" if ":n" in sql else "-- name: q()"
        library, found = load({"a.sql": f"{header}\n-- x\n{sql};"})
        assert found == []
        assert library.queries["q"].most_rows == most, sql


# (schema.sql, places)
SCHEMAS = [
    ("CREATE TABLE a (b,, c);", {"1:19": 'understand ","'}),
    ("CREATE TABLE a (b);\nCREATE TABLE c (d)\nCREATE TABLE e (f);", {"3:1": 'understand "CREATE"'}),
    ("CREAT TABLE a (b);\nCREATE INDEX i ON a (b);\nCREATE TABLE c (d", {"1:1": '"CREAT"', "3:17": "too early"}),
    ("CREATE TABLE a (b, B);", {"1:20": 'column "B" is defined twice'}),
    ("CREATE TABLE a (b);\nCREATE TABLE a (b);", {"2:14": '"a" is defined twice'}),
    ("CREATE TABLE a (b);\nCREATE INDEX i ON a (c);", {"2:22": 'no column "c"'}),
    ("CREATE TABLE a (b);\nCREATE VIEW v AS SELECT c FROM a;", {"2:25": 'no column "c"'}),
    ("CREATE VIEW v AS SELECT c FROM a;", {"1:32": 'no table "a"'}),
    ("CREATE TABLE a (b PRIMARY KEY, c PRIMARY KEY);", {"1:14": "more than one primary key"}),
    ("INSERT INTO a VALUES (1);", {"1:13": 'no table "a"'}),
    ("PRAGMA foreign_keys = ON;\nCREATE TABLE a (b DEFAULT 'x);", {"2:27": "a text begins"}),
    ("PRAGMA writable_schema = ON;", {"1:1": '"PRAGMA"'}),
    ("ATTACH 'x' AS y;", {"1:1": '"ATTACH"'}),
    ("CREATE TABLE a AS SELECT 1;", {"1:16": "made from a query"}),
    ("CREATE TEMP TABLE a (b);", {"1:8": '"TEMP"'}),
    ("CREATE VIRTUAL TABLE a USING csv(filename = '/etc/passwd');", {"1:30": '"csv" is not allowed'}),
    ("CREATE TABLE a (\0);", {"1:17": "invisible"}),
    ("x" * 2**20 + "y", {"1:1": "larger than 1 MiB"}),
]


def test_a_dump_with_rows_is_a_schema(load: Load) -> None:
    dump = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a (b TEXT NOT NULL);\n"
    dump += "INSERT INTO a VALUES ('x');\nCOMMIT;\n"
    _, found = load({"a.sql": READ + "SELECT b FROM a"}, schema=dump)
    assert found == []


@pytest.mark.parametrize(("schema", "says"), SCHEMAS, ids=[row[0][:60] for row in SCHEMAS])
def test_a_broken_schema_is_reported_where_it_is_broken(load: Load, schema: str, says: dict[str, str]) -> None:
    library, found = load({"a.sql": READ + "SELECT name FROM anything"}, schema=schema)
    assert [place(one) for one in found] == [f"schema.sql:{where}: CS407" for where in says]
    for one, words in zip(found, says.values(), strict=True):
        assert words in one.message
    assert library.queries["q"].sound
    assert library.queries["q"].columns is None


def test_triggers_and_comments_do_not_divide_a_statement(load: Load) -> None:
    schema = (
        SCHEMA + "CREATE TRIGGER t AFTER INSERT ON visits BEGIN -- it's; so\n"
        "  UPDATE visits SET at = 'a;b'; /* ; */ DELETE FROM visits WHERE id = 0;\nEND;\n"
        "CREATE VIEW v AS SELECT name FROM customers"
    )
    assert load({"a.sql": READ + "SELECT name FROM v"}, schema=schema)[1] == []


def test_without_a_schema_only_syntax_is_judged(load: Load) -> None:
    text = READ + "SELECT date(at) AS day FROM anything;\n" + READ.replace("q", "r") + "SELECT FROM anything;"
    library, found = load({"a.sql": text}, schema=None)
    assert [place(one) for one in found] == ["a.sql:6:8: CS406"]
    assert (library.queries["q"].sound, library.queries["q"].columns) == (True, None)
    assert library.schema is None


def test_a_trigger_that_cannot_run_is_told_at_the_query(load: Load) -> None:
    schema = SCHEMA + "CREATE TRIGGER t AFTER DELETE ON visits BEGIN DELETE FROM nowhere; END;"
    _, found = load({"a.sql": WRITE + "DELETE FROM visits"}, schema=schema)
    assert [one.message for one in found] == [
        'this statement cannot run, because a view or trigger in schema.sql needs "nowhere", which does not exist'
    ]


def _doubled(form: str, count: int) -> str:
    return "".join(form.format(new=number + 1, old=number) for number in range(count))


HOSTILE = [
    ("parentheses", READ + "SELECT " + "(" * 90_000, SCHEMA),
    ("closed parentheses", READ + "SELECT " + "(" * 40_000 + "1" + ")" * 40_000 + " AS a", SCHEMA),
    ("more parentheses", READ + "SELECT " + "(" * 100_000, SCHEMA),
    ("a long text", READ + "SELECT '" + "a" * 1_000_000 + "' AS a", SCHEMA),
    ("quotes", READ + "SELECT " + "'" * 999_999, SCHEMA),
    ("names in quotes", READ + "SELECT " + '"' * 90_000, SCHEMA),
    ("headers", READ * 60_000, SCHEMA),
    ("a long header", "-- name: " + "a" * 1_000_000, SCHEMA),
    ("many parameters", "-- name: q(" + "a," * 400_000 + ")", SCHEMA),
    ("conditions", READ + "SELECT id FROM visits WHERE " + " OR ".join(["id = 1"] * 5_000), SCHEMA),
    ("joins", READ + "SELECT 1 AS a FROM " + ", ".join(["visits"] * 5_000), SCHEMA),
    ("columns", READ + "SELECT " + ", ".join(f"1 AS a{number}" for number in range(5_000)), SCHEMA),
    (
        "doubled WITH",
        READ
        + "WITH a0 AS (SELECT 1 AS x)"
        + _doubled(", a{new} AS (SELECT p.x FROM a{old} p, a{old} q)", 40)
        + " SELECT x FROM a40",
        SCHEMA,
    ),
    ("endless rows", READ + "SELECT 1 AS a", SCHEMA + "INSERT INTO visits WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
     "SELECT i + 1 FROM n) SELECT i, i, i, i FROM n;"),
    ("doubled views", READ + "SELECT 1 AS a", "CREATE TABLE v0 (x);" + _doubled(
        "CREATE VIEW v{new} AS SELECT p.x FROM v{old} p, v{old} q;", 40)),
    ("doubled views backwards", READ + "SELECT 1 AS a", "CREATE TABLE v0 (x);" + "".join(reversed(
        [f"CREATE VIEW v{n + 1} AS SELECT p.x FROM v{n} p, v{n} q;" for n in range(40)]))),
    ("a view of itself", READ + "SELECT 1 AS a", "CREATE VIEW v AS SELECT * FROM v;"),
    ("views of each other", READ + "SELECT 1 AS a",
     "CREATE VIEW v AS SELECT * FROM w; CREATE VIEW w AS SELECT * FROM v;"),
    ("a wide table", READ + "SELECT 1 AS a", f"CREATE TABLE a ({', '.join(f'c{n}' for n in range(5_000))});"),
    ("many tables", READ + "SELECT 1 AS a", "".join(f"CREATE TABLE t{n}(x);" for n in range(2_001))),
    ("a comment", READ + "SELECT 1 AS a", "/*" * 500_000),
]  # fmt: skip


@pytest.mark.parametrize(("text", "schema"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
@pytest.mark.timeout(30)
def test_hostile_files_end_with_a_message(load: Load, text: str, schema: str) -> None:
    _, found = load({"a.sql": text[: 2**20]}, schema=schema)
    assert found
    assert all(len(one.message) <= 400 and len(one.help) <= 400 for one in found)


def test_a_query_that_would_never_end_is_not_run(load: Load) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    assert load({"a.sql": READ + endless + "SELECT i FROM n"})[1] == []
    assert load({"a.sql": WRITE + endless + "INSERT INTO visits (id) SELECT i FROM n"})[1] == []


@pytest.mark.parametrize("name", ["means nothing", "no function", "but a parameter"])
def test_what_an_author_calls_a_table_hides_no_other_mistake(load: Load, name: str) -> None:
    _, found = load({"data.sql": f'-- name: q(who)\n-- x\nSELECT id FROM "{name}"'})
    assert [place(told) for told in found] == ["data.sql:1:12: CS404", "data.sql:3:16: CS406"]
