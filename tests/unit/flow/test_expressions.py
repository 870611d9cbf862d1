"""Bare expressions: what they compute, what is refused and where, what checks learn of the names they read."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.expressions import Expression, Unusable, holds, missing_braces, read_expression, read_template
from callsheet.expressions.braces import MOST_EXPRESSION_CHARACTERS
from callsheet.expressions.tokens import MOST_NESTING
from callsheet.ports.values import Row, Value
from callsheet.source.document import Document, Scalar
from callsheet.source.document import Mapping as Node
from callsheet.source.reader import read_document

NAMES: Mapping[str, Value] = {
    "customer": Row({"name": "Ann", "tier": "gold", "age": 41, "born": None, "items": "a column", "vip": True}),
    "rows": (Row({"id": 1}), Row({"id": 2})),
    "none_found": (),
    "n": 3,
    "price": 2.5,
    "today": date(2026, 11, 22),
    "now": datetime(2026, 11, 22, 10, tzinfo=UTC),
    "opens": time(9, 5),
    "flag": False,
}


def scalar(value: str | int | float | bool) -> tuple[Document, Scalar]:
    """A scalar that is the whole of a document."""
    text = str(value)
    node = Scalar(value, Span.at(1, 1, len(text)), 0, len(text))
    return Document("x.flow.yaml", text, node), node


def read(source: str) -> Expression:
    expression, diagnostics = read_expression(*scalar(source))
    assert diagnostics == []
    assert expression is not None
    return expression


def refusal(source: str) -> Diagnostic:
    expression, diagnostics = read_expression(*scalar(source))
    assert expression is None
    assert len(diagnostics) == 1
    return diagnostics[0]


VALUES: list[tuple[str, Value]] = [
    ("n", 3),
    ("-n", -3),
    ("- 1.5", -1.5),
    ("n + 1 - 0.5", 3.5),
    ("price + price", 5.0),
    ("customer.name", "Ann"),
    ('customer["name"]', "Ann"),
    ("customer.items", "a column"),
    ("rows[1].id", 2),
    ("rows[n - 2].id", 2),
    ("rows[2]", None),
    ("rows[n]", None),
    ("missing", None),
    ("'a' ~ n ~ price", "a32.5"),
    ("today ~ ''", "2026-11-22"),
    ("n == 3", True),
    ("n == 3.0", True),
    ("flag == 0", False),
    ("'3' == n", False),
    ("n != 'x'", True),
    ("missing == none", True),
    ("1 < n <= 3", True),
    ("1 < n < 3", False),
    ("'b' > 'a'", True),
    ("today == now", False),
    ("today == '2026-11-22'", True),
    ("today in ['2026-12-25', '2026-11-22']", True),
    ("today < '2026-12-01'", True),
    ("opens <= '09:05'", True),
    ("now == '2026-11-22T10:00:00Z'", True),
    ("now == '2026-11-22T10:00:00'", False),
    ("customer.tier in ['gold', 'silver']", True),
    ("customer.tier not in ['gold']", False),
    ("'ol' in customer.tier", True),
    ("rows[0] in rows", True),
    ("customer.born is none", True),
    ("customer.born is not none", False),
    ("missing.born is none", True),
    ("n is none if flag else true", True),
    ("not rows", False),
    ("not none_found", True),
    ("flag or rows", True),
    ("missing and missing.name == 'x'", False),
    ("'a' if customer.vip else 'b'", "a"),
    ("'a' if flag else 'b' if none_found else 'c'", "c"),
    ("customer.born | default('x')", "x"),
    ("missing.name | default(n)", 3),
    ("customer.born | spoken_date | default('soon')", "soon"),
    ("(rows | first).id", 1),
    ("[1, -2, 'x', true, none]", (1, -2, "x", True, None)),
    ("((n))", 3),
    ("n\n  + 1", 4),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_value(source: str, expected: Value) -> None:
    found = read(source).evaluate(NAMES)
    assert found == expected
    assert type(found) is type(expected)


UNUSABLE = [
    ("missing.name", "missing_value", "missing is missing"),
    ("missing.name.first", "missing_value", "missing is missing"),
    ("customer.born.year", "missing_value", "customer.born is missing"),
    ("customer.nam", "bad_value", 'customer has no column "nam"'),
    ("customer.__class__", "bad_value", 'customer has no column "__class__"'),
    ("customer.columns", "bad_value", 'customer has no column "columns"'),
    ("customer.name.upper", "bad_value", "customer.name is not a row"),
    ("today.year", "bad_value", "today is not a row"),
    ("rows.id", "bad_value", "rows is a list: name one of its rows first"),
    ("rows[price]", "bad_value", "rows is a list: its items are numbered from 0"),
    ("rows[flag]", "bad_value", "rows is a list: its items are numbered from 0"),
    ("rows[missing]", "missing_value", "the number in [ ] is missing"),
    ("customer[0]", "bad_value", "customer is a row: its columns have names"),
    ("n + customer.born", "missing_value", "customer.born is missing"),
    ("n + flag", "bad_value", "flag is not a number"),
    ("customer.name + 1", "bad_value", "customer.name is not a number"),
    ("-customer.name", "bad_value", "customer.name is not a number"),
    ("n < customer.born", "missing_value", "customer.born is missing"),
    ("n < customer.name", "bad_value", 'n and customer.name cannot be compared with "<"'),
    ("today < now", "bad_value", 'today and now cannot be compared with "<"'),
    ("now < '2026-11-22T10:00:00'", "bad_value", "only one of now and a value has a time zone"),
    ("flag < flag", "bad_value", 'flag and flag cannot be compared with "<"'),
    ("1 in n", "bad_value", "n is neither a list nor a text"),
    ("n in customer.name", "bad_value", "n is not a text"),
    ("1 in missing", "missing_value", "missing is missing"),
    ("customer ~ 'x'", "bad_value", "customer is a row and cannot stand in a text"),
    ("missing ~ 'x'", "missing_value", "missing is missing"),
    ("missing | upper", "missing_value", "missing is missing"),
    ("n | upper", "bad_value", 'the filter "upper" needs a text'),
    ("customer.nam | default('x')", "bad_value", 'customer has no column "nam"'),
]


@pytest.mark.parametrize(("source", "kind", "message"), UNUSABLE)
def test_unusable(source: str, kind: str, message: str) -> None:
    with pytest.raises(Unusable) as caught:
        read(source).evaluate(NAMES)
    assert (caught.value.kind, caught.value.message) == (kind, message)


REFUSED = [
    # source, code, column, a part of message or help
    ("", "CS301", 1, "there is no expression here"),
    ("n +", "CS301", 3, 'ends too early, after "+"'),
    ("n m", "CS301", 3, 'a text stands in quotation marks: "m"'),
    ("n 'm'", "CS301", 3, "cannot be read at"),
    ("(n", "CS301", 1, "never closed"),
    ("n)", "CS301", 2, "closes nothing"),
    ("rows[0)", "CS301", 7, "closes nothing"),
    ("n == 'x", "CS301", 6, "the quotation mark ' is never closed"),
    ("n == “x”", "CS301", 6, "straight quotation marks"),
    ("n ~ 'a' 'b'", "CS301", 9, 'put "~" between them'),
    ("n == 1e3", "CS301", 6, '"1e3" is not a number'),
    ("n == 0x1F", "CS301", 6, '"0x1F" is not a number'),
    ("n == 1_000", "CS301", 6, '"1_000" is not a number'),
    ("n == 01", "CS301", 6, '"01" is not a number'),
    ("n § 2", "CS301", 3, '"§" cannot be read'),
    ("if", "CS301", 1, 'cannot be read at "if"'),
    ("n * 2", "CS302", 3, "compute it in the query"),
    ("n ** 2", "CS302", 3, "compute it in the query"),
    ("n / 2", "CS302", 3, "compute it in the query"),
    ("n // 2", "CS302", 3, "compute it in the query"),
    ("n % 2", "CS302", 3, "compute it in the query"),
    ("n = 2", "CS302", 3, 'write "=="'),
    ("n && m", "CS302", 3, 'write "and"'),
    ("n || m", "CS302", 3, 'write "or"'),
    ("!n", "CS302", 1, 'write "not"'),
    ("n <> 2", "CS302", 3, 'write "!="'),
    ("n ? 1 : 2", "CS302", 3, "a if b else c"),
    ("n == True", "CS302", 6, 'write "true"'),
    ("n AND m", "CS302", 3, 'write "and"'),
    ("customer.get('name')", "CS302", 13, "calls nothing"),
    ("range(3)", "CS302", 6, "calls nothing"),
    ("{'a': 1}", "CS302", 1, "a row comes from a query"),
    ("(1, 2)", "CS302", 2, "square brackets"),
    ("rows[0:1]", "CS302", 7, "cannot be used"),
    ("rows.0", "CS302", 6, "rows[0]"),
    ("rows[-1]", "CS302", 5, "rows | last"),
    ("rows[1.5]", "CS302", 5, "whole number"),
    ("[n]", "CS302", 2, "written out"),
    ("n is defined", "CS302", 3, '"is not none"'),
    ("n is gold", "CS302", 3, 'write "=="'),
    ("'a' if n", "CS302", 1, "a if b else c"),
    ("+n", "CS302", 1, "leave it out"),
    ("n + 'a'", "CS302", 5, '"~"'),
    ("n + true", "CS302", 5, "needs numbers"),
    ("n + m is none", "CS302", 7, "round brackets"),
    ("n ~ true", "CS302", 5, "puts texts together"),
    ("n < none", "CS302", 5, '"is none"'),
    ("n in 3", "CS302", 6, "needs a list"),
    ("n == 'a' or 'b'", "CS302", 13, "a value alone is no condition"),
    ("not 'a'", "CS302", 5, "a value alone is no condition"),
    ("'a' < 1", "CS302", 1, "this can never be computed"),
    ("'a\\n'", "CS302", 3, '"\\" cannot be used'),
    ("n | upperr", "CS205", 5, 'did you mean "upper"?'),
    ("n | map(attribute='x')", "CS302", 18, '"="'),
    ("n | upper(1)", "CS305", 5, "takes nothing in brackets"),
    ("n | money", "CS305", 5, 'money("EUR")'),
    ("n | money('EURO')", "CS305", 5, 'did you mean "EUR"?'),
    ("n | money(1)", "CS305", 5, "it needs the currency"),
    ("n | money(m)", "CS305", 5, "must be written out"),
    ("n | plural('a')", "CS305", 5, "two texts"),
    ("n | plural('a', 2)", "CS305", 5, "two texts"),
    ("n | round('2')", "CS305", 5, "decimal places"),
    ("n | round(11)", "CS305", 5, "decimal places"),
    ("n | default", "CS305", 5, "needs one value"),
    ("n | default(1, 2)", "CS305", 5, "needs one value"),
    ("'x' | round", "CS302", 7, "never be computed"),
    ("{{ n }} == 2", "CS303", 1, "write n == 2"),
    ("n == {{ m }}", "CS303", 6, "write n == m"),
]


@pytest.mark.parametrize(("source", "code", "column", "words"), REFUSED)
def test_refused(source: str, code: str, column: int, words: str) -> None:
    found = refusal(source)
    assert found.code.id == code
    assert (found.span.line, found.span.column) == (1, column)
    assert words in f"{found.message}; {found.help}"
    assert not found.message.endswith(".")
    assert found.message[0] == found.message[0].lower()


def test_an_expression_has_a_longest_length() -> None:
    longest = "n" * MOST_EXPRESSION_CHARACTERS
    assert read(longest).uses[0].path == (longest,)
    assert refusal(longest + "n").code.id == "CS302"


@pytest.mark.parametrize(
    "source",
    [
        "(" * 100_000,
        "(" * 100_000 + "n" + ")" * 100_000,
        "(" * 400 + "n" + ")" * 400,
        "[" * 400 + "]" * 400,
        "-" * 900 + "n",
        "not " * 240 + "n",
        "n" + ".a" * 400,
        "n" + "[0]" * 300,
        "n" + "|upper" * 150,
        "+".join("n" * 400),
        "n if n else " * 80 + "n",
    ],
)
def test_what_is_too_deep_gets_a_message(source: str) -> None:
    assert refusal(source).code.id in {"CS301", "CS302"}


def test_nesting_up_to_the_bound_is_read() -> None:
    assert read("(" * MOST_NESTING + "n" + ")" * MOST_NESTING).evaluate(NAMES) == 3


@pytest.mark.parametrize(("value", "expected"), [(True, True), (False, False), (42, 42), (1.5, 1.5)])
def test_what_is_no_text_is_a_constant(value: float, expected: Value) -> None:
    expression, diagnostics = read_expression(*scalar(value))
    assert diagnostics == []
    assert expression is not None
    assert expression.constant is not None
    assert expression.constant.value is expected or expression.constant.value == expected


def test_constant() -> None:
    found = read("1 + 2").constant
    assert found is not None
    assert found.value == 3
    assert read("n + 2").constant is None
    assert read("'2026-11-22' | spoken_date").constant is None  # depends on the year of the call


HOLDS: list[tuple[Value, bool]] = [
    (True, True),
    (False, False),
    (None, False),
    ((), False),
    ((None,), True),
    (0, True),
    ("", True),
    (Row({}), True),
]


@pytest.mark.parametrize(("value", "expected"), HOLDS)
def test_holds(value: Value, expected: bool) -> None:
    assert holds(value) is expected


USES = [
    # source, and for each use: path, columns, guarded, needed, what the expression has made sure of
    ("customer.name", [(("customer", "name"), (1, 14), "", set())]),
    ("customer.name == 'x'", [(("customer", "name"), (1, 14), "", set())]),
    ("customer.age > 3", [(("customer", "age"), (1, 13), "needed", set())]),
    ("a + b", [(("a",), (1, 2), "needed", set()), (("b",), (5, 6), "needed", set())]),
    ("a.b | default(c)", [(("a", "b"), (1, 4), "guarded", set()), (("c",), (15, 16), "", set())]),
    ("a.b | upper | default('x')", [(("a", "b"), (1, 4), "guarded needed", set())]),
    ("a.b is none", [(("a", "b"), (1, 4), "guarded", set())]),
    ("a in b", [(("a",), (1, 2), "", set()), (("b",), (6, 7), "needed", set())]),
    ("a['b'][0].c", [(("a", "b", 0, "c"), (1, 12), "", set())]),
    ("a[n].c", [(("a",), (1, 2), "needed", set()), (("n",), (3, 4), "needed", set())]),
    ("a is not none and a.b", [(("a",), (1, 2), "guarded", set()), (("a", "b"), (19, 22), "", {("a",)})]),
    ("a is none or a.b", [(("a",), (1, 2), "guarded", set()), (("a", "b"), (14, 17), "", {("a",)})]),
    ("a.b if a else 1", [(("a",), (8, 9), "", set()), (("a", "b"), (1, 4), "", {("a",)})]),
    ("1 if not a else a.b", [(("a",), (10, 11), "", set()), (("a", "b"), (17, 20), "", {("a",)})]),
]


@pytest.mark.parametrize(("source", "expected"), USES)
def test_uses(source: str, expected: list[tuple[object, ...]]) -> None:
    found = []
    for use in read(source).uses:
        words = " ".join(word for word in ("guarded", "needed") if getattr(use, word))
        found.append((use.path, (use.span.column, use.span.end_column), words, set(use.present)))
        assert len(use.parts) == len(use.path)
    assert found == expected


PRESENT = [
    ("a", {("a",)}, set()),
    ("a.b", {("a",), ("a", "b")}, set()),
    ("a is none", set(), {("a",)}),
    ("a is not none", {("a",)}, set()),
    ("not a", set(), {("a",)}),
    ("a == 'x'", {("a",)}, set()),
    ("a != 'x'", set(), {("a",)}),
    ("a == none", set(), {("a",)}),
    ("a != none", {("a",)}, set()),
    ("a in ['x']", {("a",)}, set()),
    ("a in ['x', none]", set(), set()),
    ("a and b", {("a",), ("b",)}, set()),
    ("a or b", set(), set()),
    ("a is none or b is none", set(), {("a",), ("b",)}),
    ("a == b", set(), set()),
]


@pytest.mark.parametrize(("source", "if_true", "if_false"), PRESENT)
def test_what_a_condition_makes_sure_of(source: str, if_true: set[object], if_false: set[object]) -> None:
    expression = read(source)
    assert (set(expression.present_if_true), set(expression.present_if_false)) == (if_true, if_false)


MISSING_BRACES = [
    ("n + 1", True),
    ("n+1", True),
    ("customer.age - 1", True),
    ("customer.name", True),
    ("rows[0].id", True),
    ("n | ordinal", True),
    ("n == 3", True),
    ("n", False),
    ("{{ n + 1 }}", False),
    ("m + 1", False),
    ("n + m", False),
    ("stranger.name", False),
    ("n-customer", False),
    ("today or now", False),
    ("1 + 1", False),
    ("I like n.", False),
    ("a text", False),
    ("n + ", False),
]


@pytest.mark.parametrize(("text", "expected"), MISSING_BRACES)
def test_missing_braces(text: str, expected: bool) -> None:
    found = missing_braces(*scalar(text), NAMES.keys())
    assert (found is not None) is expected
    if found:
        assert found.code.id == "CS304"
        assert found.help == f'write "{{{{ {text} }}}}"'


def test_missing_braces_leaves_numbers_alone() -> None:
    assert missing_braces(*scalar(3), NAMES.keys()) is None


def test_an_expression_on_several_lines_is_placed_on_its_line() -> None:
    document, _ = read_document(
        "x.flow.yaml", b'- if: >-\n    customer.age > 3\n    and n = 2\n- if: "a == \\"x\\" and b * 2"\n'
    )
    assert document is not None
    places: list[tuple[int, int]] = []
    for step in document.root.items:  # type: ignore[union-attr]
        assert isinstance(step, Node)
        node = step.get("if")
        assert isinstance(node, Scalar)
        places.extend((found.span.line, found.span.column) for found in read_expression(document, node)[1])
    assert places == [(3, 11), (4, 25)]


ATOMS = st.sampled_from(
    [
        *(*NAMES, "missing", "customer.name", "customer.born", "customer.x", "rows[0]", "rows[1].id", "rows[n]", "n.a"),
        *("1", "2.5", "999999999999999999999", "'a'", '"2026-11-22"', "true", "none", "[1, 'a']"),
    ]
)
FILTERS = st.sampled_from(
    [
        *("spoken_date", "spoken_time", 'money("EUR")', "digits", "ordinal", "plural('a', 'b')", "spoken_list"),
        *("date", "time", "weekday", "in_days(1)", "in_minutes(-5)", "day_begins", "day_ends"),
        *("numbered", "spoken_email"),
        *("default(n)", "upper", "lower", "length", "round", "round(2)", "first", "last"),
    ]
)
OPERATORS = st.sampled_from(["+", "-", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"])
SOURCES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, OPERATORS, inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(inner, FILTERS).map(lambda parts: f"({parts[0]} | {parts[1]})"),
        inner.map(lambda one: f"(not {one})"),
        inner.map(lambda one: f"(-{one})"),
        inner.map(lambda one: f"({one} is none)"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        st.tuples(inner, inner).map(lambda parts: f"{parts[0]}[{parts[1]}]"),
    ),
    max_leaves=8,
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.datetimes() | st.datetimes(timezones=st.just(UTC)) | st.dates() | st.times(),
    st.sampled_from(["", "Ann", "ß", "+1 415", "2026-11-22", "09:05", "2026-11-22T09:05:00Z", "9" * 30]),
)
ANY_VALUE: st.SearchStrategy[Value] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from(["name", "born", "id", "a"]), inner, max_size=3).map(Row),
    ),
    max_leaves=6,
)
ANY_NAMES = st.dictionaries(st.sampled_from(["customer", "rows", "n", "price", "today", "now"]), ANY_VALUE)


@given(SOURCES, ANY_NAMES, st.booleans())
def test_evaluation_is_total(source: str, names: dict[str, Value], spoken: bool) -> None:
    expression, _ = read_expression(*scalar(source))
    template, _ = read_template(*scalar(f"so {{{{ {source} }}}}"), spoken=spoken)
    for accepted in (expression, template):
        if accepted is not None:
            with suppress(Unusable):  # and nothing else
                accepted.evaluate(names)


@given(st.text())
def test_reading_never_crashes(text: str) -> None:
    expression, diagnostics = read_expression(*scalar(text))
    assert (expression is None) == bool(diagnostics)
    missing_braces(*scalar(text), ["a"])


@given(st.text(alphabet="ab.|()[]{}'\"+-~=<>, \nnotinisfelr01", max_size=40))
def test_reading_never_crashes_on_what_looks_like_an_expression(text: str) -> None:
    expression, diagnostics = read_expression(*scalar(text))
    assert (expression is None) == bool(diagnostics)
