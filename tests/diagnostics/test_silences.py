"""Silencing a warning with a comment that says why: where it works, where not, and what is wrong with such comments."""

from pathlib import Path

import pytest

from callsheet.checks.check import Checked
from callsheet.diagnostics.catalogue import NEEDLESS_SILENCE
from callsheet.diagnostics.codes import CODES
from callsheet.diagnostics.diagnostic import Span
from callsheet.dialects import DIALECT
from callsheet.queries.records import Library
from tests.checking import check_file

REASON = "because the report needs it"
SCRIPT = """callsheet: 1
flow: payment
data: queries.sql
steps:
  - answer
  - write: pay
    with: {invoice_id: 1}
  - disconnect
sections:
  later:
    - say: >
        Hello.
"""
QUERIES = """-- name: pay(invoice_id)!
-- The invoice has been paid.
UPDATE invoices SET
  paid_at = CURRENT_TIMESTAMP
WHERE id = :invoice_id;
"""
TABLES = "CREATE TABLE invoices (id INTEGER PRIMARY KEY, paid_at DATETIME);\n"
BOTH = [("CS408", "queries.sql", 4), ("CS231", "x.flow.yaml", 10)]


def checked(folder: Path, script: str = SCRIPT, queries: str = QUERIES) -> Checked:
    (folder / "x.flow.yaml").write_text(script)
    (folder / "queries.sql").write_text(queries)
    (folder / "schema.sql").write_text(TABLES)
    return check_file(folder / "x.flow.yaml", "x.flow.yaml")


def codes(found: Checked) -> list[str]:
    return [item.code.id for item in found.diagnostics]


def above(text: str, line: str, comment: str) -> str:
    """The text with a comment above a line, indented as the line is."""
    assert line in text
    space = line[: len(line) - len(line.lstrip())]
    return text.replace(line, f"{space}{comment}\n{line}", 1)


def test_two_warnings_to_begin_with(tmp_path: Path) -> None:
    found = checked(tmp_path)
    assert [(item.code.id, item.file, item.span.line) for item in found.diagnostics] == BOTH
    assert found.flow is not None


@pytest.mark.parametrize(
    "comment",
    [
        f"# callsheet: allow CS231 {REASON}",
        f"# callsheet: allow unused-section {REASON}",
        f"#callsheet:allow cs231 {REASON}",
        f"# Callsheet: Allow CS231, Because {REASON}",
        f"# callsheet: allow CS231 {REASON}\n  # and that is all",
        f"# something else\n  # callsheet: allow CS231 {REASON}",
    ],
)
def test_a_comment_above_silences_a_script(tmp_path: Path, comment: str) -> None:
    assert codes(checked(tmp_path, above(SCRIPT, "  later:", comment))) == ["CS408"]


def test_a_default_of_the_schema_is_silenced_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "CREATE TABLE invoices (id INTEGER PRIMARY KEY, paid_at DATETIME DEFAULT CURRENT_TIMESTAMP);"
    monkeypatch.setattr(f"{__name__}.TABLES", f"{table}\n")
    found = [(item.code.id, item.file) for item in checked(tmp_path).diagnostics]
    assert found == [("CS408", "queries.sql"), ("CS408", "schema.sql"), ("CS231", "x.flow.yaml")]
    monkeypatch.setattr(f"{__name__}.TABLES", f"-- callsheet: allow CS408 {REASON}\n{table}\n")
    assert codes(checked(tmp_path)) == ["CS408", "CS231"]


def test_a_comment_on_the_line_silences_a_script(tmp_path: Path) -> None:
    script = SCRIPT.replace("  later:\n", f"  later: # callsheet: allow CS231 {REASON}\n")
    assert codes(checked(tmp_path, script)) == ["CS408"]


@pytest.mark.parametrize(
    "queries",
    [
        above(QUERIES, "  paid_at", f"-- callsheet: allow CS408 {REASON}"),
        above(QUERIES, "  paid_at", f"-- callsheet: allow sql-clock {REASON}"),
        QUERIES.replace("TIMESTAMP\n", f"TIMESTAMP -- callsheet: allow CS408 {REASON}\n"),
        QUERIES.replace("TIMESTAMP\n", f"TIMESTAMP --callsheet: allow CS408 {REASON}\r\n"),
    ],
)
def test_a_comment_silences_a_query(tmp_path: Path, queries: str) -> None:
    assert codes(checked(tmp_path, queries=queries)) == ["CS231"]


def test_several_codes_in_one_comment_and_several_comments_for_one_line(tmp_path: Path) -> None:
    script = SCRIPT.replace("  - answer\n", "  - answer\n  - set: {n: 1}\n")
    assert codes(checked(tmp_path, script)) == ["CS408", "CS230", "CS231"]
    one_line = script.replace("- set: {n: 1}", f"- set: {{n: 1}} # callsheet: allow CS230, CS231 {REASON}")
    assert codes(checked(tmp_path, one_line)) == ["CS408", "CS903", "CS231"]
    above_it = above(script, "  - set", f"# callsheet: allow CS231 and CS230 {REASON}")
    assert codes(checked(tmp_path, above_it)) == ["CS408", "CS903", "CS231"]
    two = above(script, "  - set", f"# callsheet: allow CS230 {REASON}\n  # callsheet: allow CS231 {REASON}")
    assert codes(checked(tmp_path, two)) == ["CS408", "CS903", "CS231"]


@pytest.mark.parametrize(
    ("comment", "code", "place", "words"),
    [
        ("# callsheet: allow CS231", "CS901", "10:3", "why"),
        ("# callsheet: allow CS231 because", "CS901", "10:3", "why"),
        ("# callsheet: allow CS231 because   ", "CS901", "10:3", "why"),
        ("# callsheet: allow CS231 it is used later", "CS901", "10:3", "why"),
        ("# callsheet: allow unused-section", "CS901", "10:3", "why"),
        (f"# callsheet: allow CS231, CS999 {REASON}", "CS902", "10:29", '"CS999"'),
        (f"# callsheet: allow CS231, unused-nam {REASON}", "CS902", "10:29", '"unused-name"'),
        (f"# callsheet: allow CS231 CS201 {REASON}", "CS904", "10:28", "CS201"),
        (f"# callsheet: allow CS231, CS903 {REASON}", "CS904", "10:29", "CS903"),
        (f"# callsheet: allow CS231, CS409 {REASON}", "CS903", "10:29", "CS409"),
        (f"# callsheet: allow CS231 {REASON}\n  # callsheet: allow {REASON}", "CS902", "11:3", "no code"),
        (f"# callsheet: allow CS231 {REASON}\n  # callsheet: ignore CS408", "CS905", "11:3", '"ignore"'),
    ],
)
def test_what_is_wrong_with_a_comment_is_told_once(
    tmp_path: Path, comment: str, code: str, place: str, words: str
) -> None:
    found = checked(tmp_path, above(SCRIPT, "  later:", comment))
    assert codes(found) == ["CS408", code]
    problem = found.diagnostics[1]
    assert f"{problem.span.line}:{problem.span.column}" == place
    assert words in problem.message + problem.help
    assert found.flow is not None


@pytest.mark.parametrize(
    "comment",
    [
        "# callsheet: 1",
        "# callsheet is nice",
        "# see callsheet: allow",
        "# callsheet: ask Ann about it",
        "# callsheet:",
    ],
)
def test_other_comments_are_for_people(tmp_path: Path, comment: str) -> None:
    assert codes(checked(tmp_path, above(SCRIPT, "  later:", comment))) == ["CS408", "CS231"]


@pytest.mark.parametrize(
    "script",
    [
        above(SCRIPT, "  later:", f"# callsheet: allow CS231 {REASON}\n\n  # callsheet: allow CS230 x"),
        above(SCRIPT, "sections:", f"# callsheet: allow CS231 {REASON}"),
        above(SCRIPT, "    - say", f"# callsheet: allow CS231 {REASON}"),
    ],
    ids=["with an empty line between", "above something else", "below"],
)
def test_a_comment_in_another_place_silences_nothing(tmp_path: Path, script: str) -> None:
    assert "CS231" in codes(checked(tmp_path, script))
    assert "CS903" in codes(checked(tmp_path, script))


@pytest.mark.parametrize(
    "value",
    [
        f"'# callsheet: allow CS231 {REASON}'",
        f'"x # callsheet: allow CS231 {REASON}"',
        f"|\n  # callsheet: allow CS231 {REASON}",
        f"x#callsheet: allow CS231 {REASON}".replace(": ", ":"),
    ],
)
def test_what_is_a_text_is_no_comment(tmp_path: Path, value: str) -> None:
    script = SCRIPT.replace("sections:\n  later:", f"description: {value}\nsections:\n  later:")
    assert codes(checked(tmp_path, script)) == ["CS408", "CS231"]


def test_a_comment_above_is_for_all_lines_of_a_text() -> None:
    from callsheet.checks.silences import comments_for_check, silenced
    from callsheet.diagnostics.catalogue import UNUSED_NAME
    from callsheet.diagnostics.diagnostic import Diagnostic
    from callsheet.source.reader import read_document

    inside = Diagnostic(UNUSED_NAME, "x", Span.at(4, 3), "on the third line of a text")
    text = f"# callsheet: allow CS230 {REASON}\na: >\n  b\n  c\nd: e\n"
    document, _ = read_document("x", text.encode())
    assert document is not None
    assert silenced([inside], document.path, comments_for_check(document), Library({}), DIALECT) == ()
    behind = Diagnostic(UNUSED_NAME, "x", Span.at(5, 1), "behind it")
    left = silenced([behind], document.path, comments_for_check(document), Library({}), DIALECT)
    assert [item.code for item in left] == [NEEDLESS_SILENCE, UNUSED_NAME]


def test_errors_are_never_silenced(tmp_path: Path) -> None:
    """And where there are any, a comment is not called needless: other checks may not have been made."""
    script = above(SCRIPT, "  - disconnect", "- run: nowhere # callsheet: allow CS201 because I know better")
    script = script.replace("  later:", f"  # callsheet: allow CS231 {REASON}\n  later:")
    found = checked(tmp_path, script)
    assert [code for code in codes(found) if code != "CS408"] == ["CS201", "CS904"]
    assert found.flow is None
    assert not any(code.silenceable for code in CODES.values() if code.severity == "error")


def test_a_mistake_in_the_yaml_leaves_no_room_for_comments(tmp_path: Path) -> None:
    assert codes(checked(tmp_path, f"# callsheet: allow CS101 {REASON}\nsteps: [\n")) == ["CS101"]


def test_scripts_that_share_queries_share_their_silences(tmp_path: Path) -> None:
    queries = above(QUERIES, "  paid_at", f"-- callsheet: allow CS408 {REASON}")
    script = SCRIPT.replace("sections:\n  later:", "if_caller_hangs_up: []\nsections:\n  later:")
    assert codes(checked(tmp_path, queries=queries)) == codes(checked(tmp_path, script, queries)) == ["CS231"]


@pytest.mark.parametrize(
    "script",
    [
        SCRIPT + f"# callsheet: allow CS230 {REASON}\n" * 15_000,
        SCRIPT + "# callsheet: allow " + "CS999 " * 100_000,
        SCRIPT + "# callsheet: allow " + "nobody-knows-it " * 50_000 + "because",
        SCRIPT + "# callsheet: allow CS230 because\n#" * 25_000,
        SCRIPT + "#" * 900_000,
        SCRIPT + "# callsheet: allow" + " " * 900_000,
        SCRIPT + "# callsheet: allow CS230" + " because" * 100_000,
        SCRIPT + "description: ['" + "#','" * 100_000 + "'] # callsheet: allow CS230\n",
        SCRIPT + "description: |\n" + "  # callsheet: allow CS230\n" * 30_000,
    ],
    ids=["comments", "codes", "names", "reasons", "signs", "spaces", "becauses", "quoted", "block"],
)
def test_hostile_comments_cost_no_more_than_their_length(tmp_path: Path, script: str) -> None:
    """Anything that grows with the square of these would run into the time limit of a test."""
    found = codes(checked(tmp_path, script))
    assert found
    assert "CS003" not in found
