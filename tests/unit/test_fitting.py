"""The quick verdict is that of `jsonschema`, whatever stands in a document."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.schema.faults import faults
from callsheet.schema.fitting import fitting
from callsheet.schema.judge import _instance
from callsheet.source.reader import read_document
from callsheet.source.schemas import Json, flow_schema, schema_of_numbers, schema_of_tests
from callsheet.steps import VERBS

REPOSITORY = Path(__file__).parents[2]
SCHEMAS = {"flow": flow_schema, "tests": schema_of_tests, "numbers": schema_of_numbers}
FITS = {name: fitting(schema()) for name, schema in SCHEMAS.items()}
SHIPPED = [*REPOSITORY.glob("flows/*.yaml"), *REPOSITORY.glob("tests/checks/ok/*.flow.yaml")]

# Keys of the language, so that what is generated comes near to what fits.
KEYS = sorted(
    {*VERBS, "connect", "callsheet", "flow", "steps", "answers", "do", "then", "else", "cases", "with", "as", "in"}
    | {"numbers", "+15550199"}
    | {"if_none", "otherwise", "intents", "phrases", "press", "means", "sections", "values", "defaults", "limits"}
    | {"tests", "given", "turns", "expect", "name", "say", "hears", "data", "timezone", "if_silent", "timeout", "x y"}
)
SCALARS: st.SearchStrategy[Json] = st.one_of(
    st.booleans(),
    st.integers(-2, 3),
    st.sampled_from([1.0, 0.5, float("inf"), "", "a", "confirm", "answer", "disconnect", "6s", "1", "x.sql", "A b"]),
)
DOCUMENTS: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
    max_leaves=12,
)


def same(name: str, document: Json) -> None:
    assert FITS[name](document) == (not faults(document, SCHEMAS[name])), document


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_files(path: Path) -> None:
    document, _ = read_document(path.name, path.read_bytes())
    assert document is not None
    name = "tests" if path.name.endswith(".test.yaml") else "flow"
    assert FITS[name](_instance(document.root))
    same(name, _instance(document.root))  # type: ignore[arg-type]  # nothing in it is broken


@given(document=DOCUMENTS)
def test_any_document(document: Json) -> None:
    for name in SCHEMAS:
        same(name, document)


@given(steps=st.lists(st.dictionaries(st.sampled_from(KEYS), DOCUMENTS, max_size=4), max_size=3))
def test_any_steps(steps: list[Json]) -> None:
    same("flow", {"callsheet": 1, "flow": "a", "steps": steps})


@given(place=st.integers(0, 200), value=DOCUMENTS)
def test_one_other_value_in_a_script_that_fits(place: int, value: Json) -> None:
    document, _ = read_document("a", (REPOSITORY / "flows" / "interactive_notifications.flow.yaml").read_bytes())
    assert document is not None
    root = _instance(document.root)
    same("flow", _replaced(root, [place], value))  # type: ignore[arg-type]  # nothing in it is broken


def _replaced(node: Json, left: list[int], value: Json) -> Json:
    """The document with its `left[0]`th value, counted from the root, replaced."""
    left[0] -= 1
    if left[0] < 0:
        left[0] = 10_000
        return value
    if isinstance(node, dict):
        return {key: _replaced(inner, left, value) for key, inner in node.items()}
    return [_replaced(inner, left, value) for inner in node] if isinstance(node, list) else node


def test_a_keyword_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        fitting({"type": "object", "uniqueItems": True})
