"""What stands in a `.sql` file around the SQL: headers, parameters, comments, the files themselves."""

import os
from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.diagnostics.catalogue import UNEXPLAINED_QUERY
from callsheet.diagnostics.diagnostic import Span
from callsheet.dialects import DIALECT
from callsheet.queries.judged import judge_file
from callsheet.queries.library import load_library
from callsheet.queries.records import DataFile
from tests.unit.queries.conftest import SCHEMA, VALUE, Load, column, place

SHIPPED = Path(__file__).parents[3] / "flows" / "data"

GOOD = "-- name: good(phone)^\n-- The customer who calls.\nSELECT id, name FROM customers WHERE phone = :phone;\n"


def test_the_shipped_file_is_silent_and_gives_columns() -> None:
    file = DataFile(SHIPPED / "notifications.sql", "data/n.sql", "a.flow.yaml", VALUE)
    library, found = load_library([file], Disk.around([SHIPPED]), DIALECT)
    assert found == []
    assert library.complete
    assert {name: query.query.kind for name, query in library.queries.items()} == {
        "customer_by_phone": "one",
        "pending_notifications": "many",
        "acknowledge_notification": "write",
        "flag_for_followup": "write",
    }
    customer = library.queries["customer_by_phone"]
    assert customer.columns == (column("id", "INTEGER", False), column("name", "TEXT", False))
    assert customer.query.types == {"id": "INTEGER", "name": "TEXT"}
    assert customer.query.parameters == ("phone",)
    assert customer.query.sql == "SELECT id, name FROM customers WHERE phone = :phone;"
    assert customer.doc == "The customer whose number is calling."
    assert (customer.file, customer.span) == ("data/n.sql", Span.at(1, 10, len("customer_by_phone")))
    assert library.queries["acknowledge_notification"].columns == ()
    assert library.queries["acknowledge_notification"].query.parameters == ("notification_id", "at")
    assert library.schema
    assert library.schema.shown == "data/schema.sql"
    assert library.sample
    assert library.sample.text.startswith("-- The first customer")


# (name, the file, where and which code, words of message and help)
HEADERS = [
    ("no colon", "-- name q(a)\n-- x\nSELECT :a AS a;", "1:4: CS402", '":" is missing', "-- name: q(a)"),
    ("no colon, no list", "-- name q!\n-- x\nDELETE FROM visits;", "1:4: CS402", '":" is missing', "-- name: q()!"),
    ("no space", "--name: q()\n-- x\nSELECT 1 AS a;", "1:1: CS402", 'not with "--name:"', "-- name: q()"),
    ("capitals", "-- Name: q()\n-- x\nSELECT 1 AS a;", "1:1: CS402", 'not with "-- Name:"', "-- name: q()"),
    ("misspelt", "-- nmae: q()\n-- x\nSELECT 1 AS a;", "1:1: CS402", 'not with "-- nmae:"', "-- name: q()"),
    ("one dash", "- name: q()\n-- x\nSELECT 1 AS a;", "1:1: CS402", 'not with "- name:"', "-- name: q()"),
    ("long dash", "— name: q()\n-- x\nSELECT 1 AS a;", "1:1: CS402", 'not with "— name:"', "-- name: q()"),
    ("no name", "-- name:\n-- x\nSELECT 1 AS a;", "1:1: CS402", "has no name", "customer_by_phone(phone)^"),
    ("hyphen", "-- name: q-a()\n-- x\nSELECT 1 AS a;", "1:10: CS402", '"q-a" cannot name', '"q_a"'),
    ("capital", "-- name: byPhone()\n-- x\nSELECT 1 AS a;", "1:10: CS402", '"byPhone"', '"by_phone"'),
    ("digit first", "-- name: 1st()\n-- x\nSELECT 1 AS a;", "1:10: CS402", '"1st" cannot name', "begins with a letter"),
    ("no list", "-- name: q^\n-- x\nSELECT :a AS a;", "1:10: CS402", "parameters are missing", "-- name: q(a)^"),
    ("open list", "-- name: q(a\n-- x\nSELECT :a AS a;", "1:11: CS402", '"(" is never closed', "-- name: q(a)"),
    ("early mark", "-- name: q^(a)\n-- x\nSELECT :a AS a;", "1:11: CS402", '"^" stands behind', "-- name: q(a)^"),
    ("words behind", "-- name: q() the\n-- x\nSELECT 1 AS a;", "1:14: CS402", '"the" does not', "next line"),
    ("mark $", "-- name: q()$\n-- x\nSELECT 1 AS a;", "1:13: CS405", 'no mark "$"', "by its column"),
    ("mark <!", "-- name: q()<!\n-- x\nDELETE FROM visits;", "1:13: CS405", 'no mark "<!"', "number of rows"),
    ("mark *!", "-- name: q()*!\n-- x\nDELETE FROM visits;", "1:13: CS405", 'no mark "*!"', "done once"),
    ("mark #", "-- name: q()#\n-- x\nDELETE FROM visits;", "1:13: CS405", 'no mark "#"', "one statement"),
    ("mark ^^", "-- name: q()^^\n-- x\nSELECT 1 AS a;", "1:13: CS405", 'no mark "^^"', '"^" for one row'),
    ("same line", "-- name: q()\n-- x\nSELECT 1 AS a; -- name: r()", "3:16: CS402", "line of its own", "new line"),
    ("first", "SELECT 1 AS a;\n" + GOOD, "1:1: CS402", "belongs to no query", "write a header"),
    ("nothing", "-- Queries come here.\n", "1:1: CS402", "no query in this file", "begin one with"),
    ("empty", "-- name: q()\n-- x\n;\n" + GOOD, "1:10: CS402", '"q" is empty', "below the header"),
    ("parameter with type", "-- name: q(a INT)\n-- x\nSELECT :a AS a;", "1:12: CS404", '"a INT"', "no types"),
    ("parameter with colon", "-- name: q(:a)\n-- x\nSELECT :a AS a;", "1:12: CS404", '":a" cannot', 'write "a"'),
    ("parameter with capital", "-- name: q(A)\n-- x\nSELECT :A AS a;", "1:12: CS404", '"A" cannot', '"a"'),
    ("no parameter", "-- name: q(a,)\n-- x\nSELECT :a AS a;", "1:14: CS404", "has no name", "comma"),
    ("parameter twice", "-- name: q(a, a)\n-- x\nSELECT :a AS a;", "1:15: CS404", "declared twice", "take out"),
    ("not declared", "-- name: q()\n-- x\nSELECT :a AS a;", "3:8: CS404", '"a" is not declared', "-- name: q(a)"),
    ("not used", "-- name: q(a)\n-- x\nSELECT 1 AS a;", "1:12: CS404", '"a" is declared', ":a"),
    ("misspelt use", "-- name: q(phone)\n-- x\nSELECT :phon AS a;", "3:8: CS404", '"phon"', '":phone"?'),
    ("other name", "-- name: q(number)\n-- x\nSELECT :id AS a;", "3:8: CS404", '"id"', '":number"?'),
    ("only in a comment", "-- name: q(a)\n-- x\nSELECT 1 AS a -- :a\n", "1:12: CS404", '"a" is declared', ":a"),
    ("only in a text", "-- name: q(a)\n-- x\nSELECT ':a' AS a\n", "3:8: CS404", "a text, and not", ":a"),
    ("question mark", "-- name: q()\n-- x\nSELECT ? AS a;", "3:8: CS404", '"?" is not how', ":phone"),
    ("numbered", "-- name: q()\n-- x\nSELECT ?1 AS a;", "3:8: CS404", '"?1" is not how', ":phone"),
    ("at sign", "-- name: q(a)\n-- x\nSELECT @a AS a;", "3:8: CS404", '"@a" is not how', '":a"'),
    ("dollar", "-- name: q(a)\n-- x\nSELECT $a AS a;", "3:8: CS404", '"$a" is not how', '":a"'),
    ("no comment", "-- name: q()\nSELECT 1 AS a;", "1:10: CS409", "no comment says", "below the header"),
    ("comment above", "-- x\n-- name: q()\nSELECT 1 AS a;", "2:10: CS409", "no comment says", "below the header"),
    ("two statements", "-- name: q()\n-- x\nSELECT 1 AS a; SELECT 2 AS a;", "3:16: CS402", "one statement", "header"),
    ("open text", "-- name: q()\n-- x\nSELECT 'it AS a;\n" + GOOD, "3:8: CS402", "a text begins", "where it ends"),
    ("open name", '-- name: q()\n-- x\nSELECT "it AS a;\n', "3:8: CS402", "a name begins", "where it ends"),
    ("open comment", "-- name: q()\n-- x\nSELECT 1 AS a /* x\n", "3:15: CS402", "a comment begins", "*/"),
    ("curly quotes", "-- name: q()\n-- x\nSELECT ‘it’ AS a;", "3:8: CS402", '"‘" does not belong', "straight"),
    ("hard space", "-- name: q()\n-- x\nSELECT\u00a01 AS a;", "3:7: CS402", "an invisible character", "anew"),
    ("NUL", "-- name: q()\n-- x\nSELECT 'a\0' AS a;", "3:10: CS402", "(U+0000)", "delete it"),
    ("unknown type", "-- name: q()\n-- x\n-- types: a DAT\nSELECT 1 AS a;", "3:13: CS402", '"DAT"', '"DATE"?'),
    ("no type", "-- name: q()\n-- x\n-- types: a\nSELECT 1 AS a;", "3:11: CS402", '"a" is not', "day DATE"),
    ("two types", "-- name: q()\n-- x\n-- types: a DATE, a TIME\nSELECT 1 AS a;", "3:19: CS402", "two types", "one"),
    ("type of nothing", "-- name: q()\n-- x\n-- types: dya DATE\nSELECT 1 AS day;", "3:11: CS402", '"dya"', '"day"?'),
    ("odd name", "-- name: q()\n-- x\nSELECT 1 AS [a:b];", "3:13: CS406", "no name that", "AS number"),
]


@pytest.mark.parametrize(
    ("text", "where", "says", "helps"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS]
)
def test_one_mistake_is_one_message(load: Load, text: str, where: str, says: str, helps: str) -> None:
    library, found = load({"a.sql": text})
    assert [place(one) for one in found] == [f"a.sql:{where}"]
    assert says in found[0].message
    assert helps in found[0].help
    assert not found[0].message.endswith(".")
    if "q" in library.queries and "line of its own" not in says:
        assert library.queries["q"].sound == (found[0].code == UNEXPLAINED_QUERY)


FINE = [
    ("a colon in a name", "-- name: q()\n-- x\nSELECT ([a:b]) AS a FROM (SELECT 1 AS [a:b]);"),
    ("text of lines", "-- name: q()\n-- x\nSELECT 'a\n-- b' AS a;"),
    ("no semicolon", "-- name: q()\n-- x\nSELECT 1 AS a"),
    ("two semicolons", "-- name: q()\n-- x\nSELECT 1 AS a;;"),
    ("Windows lines", "-- name: q()\r\n-- x\r\nSELECT 1 AS a;\r\n"),
    ("byte order mark", "\ufeff-- name: q()\n-- x\nSELECT 1 AS a;"),
    ("spaces", "  --  name :  q ( a , b ) ^  \n-- x\nSELECT :a AS a, :b AS b;"),
    ("put aside", "-- name: q()\n-- x\nSELECT 1 AS a;\n/* -- name: r(\nSELEC\n-- name: s()\n*/\n"),
    ("prose", "-- name: q()\n-- name of the (first) customer\n-- names (all of them)\nSELECT 1 AS a;"),
    ("long comment", "-- name: q()\n/* What it is for. */\nSELECT /* : */ 1 AS a -- it's :x\n;"),
    ("colons in texts", "-- name: q()\n-- x\nSELECT '10:30' AS a, 'it''s :x' AS b;"),
]


@pytest.mark.parametrize("text", [row[1] for row in FINE], ids=[row[0] for row in FINE])
def test_what_is_fine_is_silent(load: Load, text: str) -> None:
    library, found = load({"a.sql": text})
    assert found == []
    assert list(library.queries) == ["q"]
    assert library.complete


def test_all_problems_of_a_file_at_once(load: Load) -> None:
    text = (
        "-- name one(a)\n-- x\nSELECT nme FROM customers WHERE id = :b;\n"
        "-- name: two()$\nDELETE FROM custmers WHERE id = ?;\n"
        "-- name: two()\n-- x\n\n" + GOOD
    )
    library, found = load({"a.sql": text})
    assert [place(one).removeprefix("a.sql:") for one in found] == [
        "1:4: CS402",
        "3:8: CS406",
        "3:38: CS404",
        "4:10: CS409",
        "4:15: CS405",
        "5:13: CS406",
        "5:33: CS404",
        "6:10: CS402",
        "6:10: CS403",
    ]
    assert {name: query.sound for name, query in library.queries.items()} == {"one": False, "two": False, "good": True}
    assert not library.complete  # one of the two that are called two was to have another name


def test_a_name_twice_tells_both_places_also_across_files(load: Load) -> None:
    library, found = load({"a.sql": GOOD, "b.sql": "\n" + GOOD})
    assert [place(one) for one in found] == ["b.sql:2:10: CS403"]
    assert "a.sql, line 1" in found[0].message
    assert library.queries["good"].file == "a.sql"


def test_a_query_without_a_usable_name_leaves_the_library_incomplete(load: Load) -> None:
    library, _ = load({"a.sql": "-- name: Good()\n-- x\nSELECT 1 AS a;\n"})
    assert not library.complete
    assert library.queries == {}


def test_schemas_and_samples_of_several_folders_come_in_order_and_once(load: Load) -> None:
    other = "-- name: other()\n-- x\nSELECT a FROM more;\n"
    library, found = load(
        {
            "x/b.sql": other,
            "a.sql": GOOD,
            "c.sql": GOOD.replace("good", "again"),
            "x/schema.sql": "CREATE TABLE more (a TEXT)",
            "x/sample.sql": "INSERT INTO more VALUES ('b') -- last",
        }
    )
    assert found == []
    assert [text.shown for text in library.schemas] == ["x/schema.sql", "schema.sql"]
    assert library.schema
    assert library.schema.text == "CREATE TABLE more (a TEXT)\n;\n" + SCHEMA
    assert [text.shown for text in library.samples] == ["x/sample.sql"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"-- name: q()\n-- caf\xe9\n", "is not UTF-8 text (line 2)"),
        (b"-" * (2**20 + 1), "is larger than 1 MiB"),
        (bytes(range(256)), "is not UTF-8 text (line "),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_in_the_script(load: Load, content: bytes, says: str) -> None:
    library, found = load({"a.sql": content})
    assert [place(one) for one in found] == ["a.flow.yaml:7:7: CS401"]
    assert f'the file "a.sql" {says}' in found[0].message
    assert not library.complete


def test_what_is_no_file_is_reported_in_the_script(load: Load, tmp_path: Path) -> None:
    (tmp_path / "folder.sql").mkdir()
    os.mkfifo(tmp_path / "pipe.sql")
    (tmp_path / "zero.sql").symlink_to("/dev/zero")
    (tmp_path / "loop.sql").symlink_to("loop.sql")
    names = ["folder.sql", "pipe.sql", "zero.sql", "loop.sql", "missing.sql", "a\0b.sql", "schema.sql"]
    library, found = load({}, named=names)
    assert {place(one) for one in found} == {"a.flow.yaml:7:7: CS401"}
    assert [one.message.partition('" ')[2] or one.message for one in found] == [
        "is a folder, not a file",
        "is not an ordinary file",
        'is "/dev/zero", the machine\'s own and no file of yours',
        "cannot be read",
        'there is no file "missing.sql"',
        "cannot be read",
        "holds tables, not queries",
    ]
    assert not library.complete


def test_many_problems_are_counted_and_not_listed(load: Load) -> None:
    _, found = load({"a.sql": "".join(f"-- name: q{number}()\n-- x\nSELEC;\n" for number in range(150))})
    assert len(found) == 101
    assert found[-1].message == "there are more problems from here on, which are not listed"
    assert found[-1].span.line == 303


def test_a_file_is_judged_once_for_many_scripts(load: Load) -> None:
    judge_file.cache_clear()
    for _ in range(5):
        load({"a.sql": GOOD})
    assert judge_file.cache_info().misses == 1
    _, found = load({"a.sql": GOOD.replace("name FROM", "nme FROM")})
    assert [place(one) for one in found] == ["a.sql:3:12: CS406"]


GOOD_ROW = "INSERT INTO customers VALUES (1, 'Ann', '+1', '2000-01-31');\n"

# (sample.sql, line and column, words of the message, words of the help)
SAMPLES = [
    ("INSERT INTO custmers VALUES (1);", "1:13", '"custmers"', '"customers"'),
    ("INSERT INTO customers VALUES (1, 'Ann');", "1:23", "2 values for 4 columns", "each a value"),
    (GOOD_ROW + "INSERT INTO customers VALUES (2, 'Ben', '+1', NULL);", "2:30", 'the same "phone"', "its own"),
    ("INSERT INTO customers VALUES\n (1, 'A', 'x', NULL),\n (1, 'B', 'y', NULL);", "3:2", '"id"', "its own"),
    ("INSERT INTO customers VALUES (1, NULL, 'x', NULL);", "1:30", '"name" is NOT NULL', "give it one"),
    ("INSERT INTO customers VALUES ('one', 'A', 'x', NULL);", "1:30", "does not fit", "schema.sql"),
    ("INSERT INTO customers VALUES (1, 'A', 'x', '31.1.2000');", "1:44", '"born" of "customers"', "2026-11-22"),
    ("INSERT INTO visits VALUES (1, 1, '2026-11-22 9h', 1);", "1:34", "a DATETIME", "2026-11-22T14:05:00Z"),
    ("INSERT INTO visits VALUES (1, 1, NULL, 'yes');", "1:40", "a BOOLEAN", "1 for yes"),
    ("INSERT INTO customers VALUES (1, :name, 'x', NULL);", "1:34", "no value", "the value itself"),
    ("CREATE TABLE x (a);", "1:1", "does not belong in sample.sql", "schema.sql"),
    ("SELECT 1;", "1:1", "does not belong in sample.sql", "take it out"),
    (GOOD_ROW[:-2] + "\n" + GOOD_ROW, "2:1", "does not understand", '";"'),
    ("INSERT INTO customers VALUES (1, 'Ann, 'x', NULL);", "1:41", "never ends", "'"),
    (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO visits SELECT i, i, '', 1 FROM n;",
        "1:1",
        "too long",
        "simpler",
    ),
]


@pytest.mark.parametrize(("sample", "where", "says", "helps"), SAMPLES)
def test_one_mistake_in_the_sample_rows(load: Load, sample: str, where: str, says: str, helps: str) -> None:
    _, found = load({"a.sql": GOOD, "sample.sql": sample})
    assert [place(one) for one in found] == [f"sample.sql:{where}: CS410"]
    assert says in found[0].message
    assert helps in found[0].help


@pytest.mark.parametrize(
    "sample",
    [
        GOOD_ROW,
        "BEGIN;\n" + GOOD_ROW + "UPDATE customers SET born = NULL;\nCOMMIT;\n",
        "INSERT INTO visits VALUES (1, 1, '2026-11-22T08:05:00Z', 1), (2, 1, NULL, 0);",
        "INSERT INTO customers VALUES (1, 'Ann (VALUES)', 'x', date('now')) ON CONFLICT DO NOTHING;",
        "INSERT INTO visits (customer_id, paid) SELECT 1, 0;",
        "-- nothing",
        "",
    ],
)
def test_sample_rows_that_are_fine(load: Load, sample: str) -> None:
    assert load({"a.sql": GOOD, "sample.sql": sample})[1] == []


def test_without_tables_the_sample_rows_cannot_be_judged(load: Load) -> None:
    assert load({"a.sql": GOOD, "sample.sql": "INSERT INTO nowhere VALUES (1);"}, schema=None)[1] == []


# (type, did you mean)
TYPES = [
    *(("DAET", "DATE"), ("TXET", "TEXT"), ("datetme", "DATETIME"), ("INTGER", ""), ("STATE", ""), ("VARCHAR(20)", "")),
    *(("NUMERIC", ""), ("TIMESTAMP", ""), ("timetz", ""), ("UUID", ""), ("", ""), ("NOT NULL", ""), ("BLOB", "")),
]


@pytest.mark.parametrize(("kind", "meant"), TYPES)
def test_types_that_nobody_knows(load: Load, kind: str, meant: str) -> None:
    extra = f"CREATE TABLE extra (id INTEGER PRIMARY KEY, x {kind}, CHECK (id));"
    _, found = load({"a.sql": GOOD}, schema=SCHEMA + extra)
    assert [one.help for one in found] == ([f'did you mean "{meant}"?'] if meant else [])


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ("now()", "CS406", "{{ now }}"),
        ("getdate()", "CS406", "{{ now }}"),
        (": phone", "CS406", "such as :phone"),
        ("%s", "CS406", '"%"'),
        ("CURRENT_TIMESTAMP", "CS408", "{{ now }}"),
    ],
)
def test_what_stands_for_a_parameter_is_told_and_not_that_it_is_not_used(
    load: Load, value: str, code: str, words: str
) -> None:
    _, found = load({"q.sql": GOOD.replace(":phone", value)})
    assert [each.code.id for each in found] == [code]
    assert words in f"{found[0].message}; {found[0].help}"
