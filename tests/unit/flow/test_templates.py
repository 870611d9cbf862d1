"""Texts with `{{ … }}`: what they become, spoken or kept, and where their mistakes are shown."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.expressions import MOST_CHARACTERS, Template, Unusable, read_template
from callsheet.ports.values import Row, Value
from callsheet.source.document import Document, Mapping, Scalar
from callsheet.source.reader import read_document

NAMES: dict[str, Value] = {
    "customer": Row({"name": "Ann", "braces": "{{ n }}", "born": None}),
    "n": 3,
    "members": 12345,
    "largest": 2**63 - 1,
    "code": "12345",
    "price": 2.5,
    "whole": 4.0,
    "flag": True,
    "day": date(2026, 11, 22),
    "next_year": date(2027, 1, 1),
    "moment": datetime(2026, 11, 22, 15, 5, tzinfo=UTC),
    "opens": time(9),
    "names": ("Ann", "Bo", "Cy"),
    "rows": (Row({}),),
    "spaces": " a \n b ",
    "long": "x" * (MOST_CHARACTERS + 1),
    "today": date(2026, 11, 1),
    "now": datetime(2026, 11, 1, 8, tzinfo=UTC),
}


def node_of(yaml: str) -> tuple[Document, Scalar]:
    """The value of the key `k`, read from YAML."""
    document, diagnostics = read_document("x.flow.yaml", f"k: {yaml}\n".encode())
    assert diagnostics == []
    assert document is not None
    assert isinstance(document.root, Mapping)
    node = document.root.get("k")
    assert isinstance(node, Scalar)
    return document, node


def read(yaml: str, *, spoken: bool = True) -> Template:
    template, diagnostics = read_template(*node_of(yaml), spoken=spoken)
    assert diagnostics == []
    assert template is not None
    return template


def problems(yaml: str, *, spoken: bool = True) -> list[Diagnostic]:
    return read_template(*node_of(yaml), spoken=spoken)[1]


SPOKEN = [
    ("Hello {{ customer.name }}, {{n}} new", "Hello Ann, 3 new"),
    ('"{{ customer.name }}"', "Ann"),
    ("Hello   there", "Hello there"),
    (">-\n  Hello\n\n  {{ customer.name }}\n  there", "Hello Ann there"),
    ("|\n  Hello\n  there", "Hello there"),
    ("from {{ spaces }} to", "from a b to"),
    ("it is {{ customer.braces }}", "it is {{ n }}"),
    ("it is {{ '{{ n }}' }}", "it is {{ n }}"),
    ("it costs {{ price }} or {{ whole }}", "it costs 2.5 or 4"),
    ("it is {{ flag }}", "it is yes"),
    ('"{{ members }} members"', "12,345 members"),
    ('"{{ 0 - members }}, {{ members + 0.5 }}"', "-12,345, 12,345.5"),
    ("in {{ 2026 }}, {{ 99999 }}, {{ 1000000 }}", "in 2026, 99,999, 1,000,000"),
    ('"{{ [12345, 1] }}"', "12,345 and 1"),
    ("\"{{ 'no ' ~ members }}\"", "no 12,345"),
    ('"{{ members | digits }}"', "1 2 3 4 5"),
    ('"{{ largest }}"', "9,223,372,036,854,775,807"),
    ('"{{ 0.00001 }}, {{ 10000000000000000000000 }}"', "0.00001, 10000000000000000000000"),
    ("it is 12345", "it is 12345"),
    ('"{{ code }}"', "12345"),
    ("on {{ day }}", "on Sunday, November 22"),
    ("on {{ next_year }}", "on Friday, January 1, 2027"),
    ("on {{ moment }}", "on Sunday, November 22 at 3:05 PM"),
    ("from {{ opens }}", "from 9 AM"),
    ("for {{ names }}", "for Ann, Bo and Cy"),
    ("for {{ customer.born | default('you') }}", "for you"),
    ("for {{ missing.name | default('you') }}", "for you"),
    ("'a ~ b: {{ n ~ day }}'", "a ~ b: 3Sunday, November 22"),
    ("50% off, {{ n }}", "50% off, 3"),
    ('"Press # to end"', "Press # to end"),
    ("42", "42"),
    ("true", "true"),
]


@pytest.mark.parametrize(("yaml", "expected"), SPOKEN)
def test_spoken(yaml: str, expected: str) -> None:
    assert read(yaml).text(NAMES) == expected
    assert read(yaml).evaluate(NAMES) == expected


KEPT: list[tuple[str, Value]] = [
    ('"{{ n }}"', 3),
    ('" {{ n }}"', " 3"),
    ('"{{ customer.born }}"', None),
    ('"{{ missing }}"', None),
    ('"{{ day }}"', date(2026, 11, 22)),
    ('"{{ customer }}"', NAMES["customer"]),
    ('"{{ n + 1 }}"', 4),
    ('"{{ members }}"', 12345),
    ('"no {{ members }}"', "no 12345"),
    ('"{{ [1, 2] }}"', (1, 2)),
    ("42", 42),
    ("1.5", 1.5),
    ("true", True),
    ("a   b", "a   b"),
    ("|\n  a\n  b", "a\nb\n"),
    ("'on {{ day }} at {{ opens }}: {{ flag }}'", "on 2026-11-22 at 09:00:00: true"),
]


@pytest.mark.parametrize(("yaml", "expected"), KEPT)
def test_kept_with_its_type(yaml: str, expected: Value) -> None:
    found = read(yaml, spoken=False).evaluate(NAMES)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("yaml", "spoken", "kind", "message"),
    [
        ("x {{ customer.born }}", True, "missing_value", "customer.born is missing"),
        ('"{{ customer.born }}"', True, "missing_value", "customer.born is missing"),
        ("x {{ customer.born }}", False, "missing_value", "customer.born is missing"),
        ("x {{ nobody.name }}", True, "missing_value", "nobody is missing"),
        ("x {{ customer }}", True, "bad_value", "customer is a row and cannot stand in a text"),
        ("x {{ rows }}", True, "bad_value", "an item of rows is a row and cannot stand in a text"),
        ("x {{ names }}", False, "bad_value", "names is a list and cannot stand in a text"),
        ("x {{ long }}", False, "bad_value", "a text is longer than 10,000 characters"),
    ],
)
def test_unusable(yaml: str, spoken: bool, kind: str, message: str) -> None:
    with pytest.raises(Unusable) as caught:
        read(yaml, spoken=spoken).evaluate(NAMES)
    assert (caught.value.kind, caught.value.message) == (kind, message)


def test_spoken_text_is_cut() -> None:
    assert len(read("a {{ long }} b {{ long }}").text(NAMES)) == MOST_CHARACTERS


def test_a_value_that_is_passed_on_may_be_long() -> None:
    assert read('"{{ long }}"', spoken=False).evaluate(NAMES) == NAMES["long"]


@pytest.mark.parametrize("spoken", [True, False])
def test_a_text_has_a_longest_length(spoken: bool) -> None:
    assert problems("x" * MOST_CHARACTERS, spoken=spoken) == []
    assert [found.code.id for found in problems("x" * (MOST_CHARACTERS + 1), spoken=spoken)] == ["CS306"]


def test_white_space_does_not_count_where_it_is_not_spoken() -> None:
    assert problems('"x' + " " * MOST_CHARACTERS + 'x"') == []


@pytest.mark.parametrize(
    ("yaml", "expected"), [("Hello", "Hello"), ("x {{ 1 + 2 }}", "x 3"), ("x {{ true }}", "x yes")]
)
def test_constant(yaml: str, expected: str) -> None:
    constant = read(yaml).constant
    assert constant is not None
    assert constant.value == expected


def test_what_depends_on_a_name_or_the_day_is_no_constant() -> None:
    assert read("x {{ n }}").constant is None
    assert read("x {{ '2026-11-22' | spoken_date }}").constant is None


PROBLEMS = [
    # yaml, code, line, column, part of message or help
    ("Hello {{ name", "CS301", 1, 10, "never closed"),
    ("Hello {{ name and {{ n }}", "CS301", 1, 10, "never closed"),
    ("Hello name }}", "CS301", 1, 15, "closes nothing"),
    ("Hello {{ }}", "CS301", 1, 10, "there is no expression here"),
    ("Hello {{ customer's }} it's", "CS301", 1, 21, "the quotation mark ' is never closed"),
    ("Hello { name }", "CS301", 1, 10, "{{ name }}"),
    ("Hello { name | upper }", "CS301", 1, 10, "{{ name | upper }}"),
    ("Hello {n + 1}", "CS301", 1, 10, "{{ n + 1 }}"),
    ("Hello {names[0]}", "CS301", 1, 10, "{{ names[0] }}"),
    ("Hello ${name}", "CS301", 1, 10, "{{ name }}"),
    ("Hello {customer.name}", "CS301", 1, 10, "{{ customer.name }}"),
    ("x {% if n %}", "CS302", 1, 6, 'the steps "if"'),
    ("'x {# n #}'", "CS302", 1, 7, "a comment"),
    ("'{{- n }}'", "CS302", 1, 5, '"{{-" cannot be used'),
    ("x {{ n * 2 }}", "CS302", 1, 11, "compute it in the query"),
    ("x {{ none }}", "CS302", 1, 9, "is missing"),
    ("x {{ [[1]] }}", "CS302", 1, 9, "list of lists"),
    ("x {{ n | upperr }}", "CS205", 1, 13, 'did you mean "upper"?'),
    (">-\n  Hello\n  and {{ n\n    * 2 }}", "CS302", 4, 5, "compute"),
    (">- # {{ a }}\n  Hello {{ n }}\n  {{ n * 2 }}", "CS302", 3, 8, "compute"),
    ("|\n  Hello\n\n  {{ n * 2 }}", "CS302", 4, 8, "compute"),
    ("Hello\n  and {{ n * 2 }}", "CS302", 2, 12, "compute"),
    ("'it''s {{ ''x'' * 2 }}'", "CS302", 1, 20, "compute"),
    ('"a \\"b\\" \\u00e9 {{ \\"x\\" * 2 }}"', "CS302", 1, 29, "compute"),
    ('"a \\\n  b {{ n * 2 }}"', "CS302", 2, 10, "compute"),
    ('"é\\n {{ n }} {{\\n n * 2 }}"', "CS302", 1, 24, "compute"),
    ('"\\u007b{ n * 2 }}"', "CS302", 1, 4, "compute"),
]


@pytest.mark.parametrize(("yaml", "code", "line", "column", "words"), PROBLEMS)
def test_problem(yaml: str, code: str, line: int, column: int, words: str) -> None:
    found = problems(yaml)
    assert [(one.code.id, one.span.line, one.span.column) for one in found] == [(code, line, column)]
    assert words in f"{found[0].message}; {found[0].help}"


def test_every_problem_of_a_text_is_reported() -> None:
    found = problems("a {{ n * 2 }} {{ n | uper }} {{ m n }} }}")
    assert [one.code.id for one in sorted(found, key=lambda one: one.span)] == ["CS302", "CS205", "CS301", "CS301"]


def test_single_braces_may_stand_in_what_is_not_spoken() -> None:
    assert read("'{n}'", spoken=False).evaluate(NAMES) == "{n}"


COMMENTED = [
    ("Press # to end", 'write the text in quotes: "Press # to end"'),
    ('Press "5" # to end', "write the text in quotes: 'Press \"5\" # to end'"),
    ('It\'s "5" # to end', 'write the text in quotes: "It\'s \\"5\\" # to end"'),
    ("two\n  lines # here", 'write the text in quotes: "two lines # here"'),
]


@pytest.mark.parametrize(("yaml", "words"), COMMENTED)
def test_a_comment_behind_a_spoken_text(yaml: str, words: str) -> None:
    template, found = read_template(*node_of(yaml), spoken=True)
    assert [one.code.id for one in found] == ["CS110"]
    assert found[0].help.startswith(words)
    assert template is not None


@pytest.mark.parametrize("yaml", ['"Press" # a comment', "'Press' # a comment", ">- # a comment\n  Press"])
def test_a_comment_behind_a_quoted_text_is_fine(yaml: str) -> None:
    assert problems(yaml) == []


def test_a_comment_behind_a_value_is_fine() -> None:
    assert problems("gold # a comment", spoken=False) == []


def test_uses() -> None:
    found = read('"{{ n }} and {{ customer.born | default(price) }}"')
    assert [(use.path, use.span.column, use.needed, use.guarded) for use in found.uses] == [
        (("n",), 8, True, False),
        (("customer", "born"), 20, False, True),
        (("price",), 44, True, False),
    ]
    assert [part.column for part in found.uses[1].parts] == [20, 29]


def test_a_lone_value_may_be_missing_unless_it_is_spoken() -> None:
    assert read('"{{ customer.born }}"').uses[0].needed
    assert not read('"{{ customer.born }}"', spoken=False).uses[0].needed
    assert read('"a {{ customer.born }}"', spoken=False).uses[0].needed


def quoted(text: str) -> tuple[Document, Scalar]:
    """A text that is the whole of a document, as it stands."""
    node = node_of("x")[1]
    return Document("x.flow.yaml", text, node), Scalar(text, node.span, 0, len(text))


@given(st.text(alphabet="{}%#'\"\\ab. |-\n~é"), st.booleans())
def test_reading_never_crashes(text: str, spoken: bool) -> None:
    template, diagnostics = read_template(*quoted(text), spoken=spoken)
    assert (template is None) == bool(diagnostics)


@given(st.text(alphabet="ab \n\té.,!"), st.text())
def test_a_spoken_text_is_on_one_line_and_data_is_never_expanded(text: str, data: str) -> None:
    template, _ = read_template(*quoted(f"{text}{{{{ data }}}}"), spoken=True)
    assert template is not None
    assert template.text({"data": data}) == " ".join((text + data).split())
