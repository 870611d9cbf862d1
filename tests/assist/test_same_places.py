"""Where a text is whole, its places are those that YAML has: every key and value of many scripts, in many styles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callsheet.assist.spot import spot_at
from callsheet.source.document import Mapping, Node, Scalar, Sequence
from callsheet.source.reader import read_document

ROOT = Path(__file__).parents[2]
STYLES = """
a: [b, {c: d, "e f": [g, h]}, 'i, j']
k:
- l: m
  n:
  - o
  -   p: q
      r: "s: t"
u: >
  v: w
  - x
"y": |-

    z: {
    - [

aa: {bb: [{cc: dd}, ee], ff: {gg: 'it''s', hh: "\\"x\\""},
  ii: jj,
  kk: [ll,
    mm]
  }
nn: oo pp
  qq # rr: ss
tt:
    uu: 'vv
      ww: xx'
    yy: zz
"a:b": c:d
e: http://x.y/z#f
"""
WHOLE = [*sorted((ROOT / "flows").glob("*.yaml")), *sorted((ROOT / "tests" / "checks" / "ok").glob("*.yaml"))]


def scalars(node: Node, path: tuple[str | None, ...] = ()) -> Iterator[tuple[tuple[str | None, ...], Scalar, bool]]:
    """Every key and value with the keys around it, and whether it is a value behind a key."""
    match node:
        case Scalar():
            yield path, node, bool(path) and path[-1] is not None
        case Sequence():
            for item in node.items:
                yield from scalars(item, (*path, None))
        case Mapping():
            for entry in node:
                yield path, entry.key, False
                yield from scalars(entry.value, (*path, entry.name))


@pytest.mark.parametrize(
    "text", [STYLES, *(path.read_text() for path in WHOLE)], ids=["styles", *(p.name for p in WHOLE)]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_every_key_and_value_is_found_where_yaml_has_it(text: str, line_end: str) -> None:
    text = text.replace("\n", line_end)
    document, problems = read_document("a.flow.yaml", text.encode())
    assert document is not None, problems
    found = list(scalars(document.root))
    # Each is looked for from the beginning of its text: of a long one some are, by turns at each of their places.
    short = len(found) < 100
    for number, (path, node, in_value) in enumerate(found if short else found[:: len(found) // 50]):
        places = (node.start, (node.start + node.end) // 2, node.end)
        for offset in set(places) if short else {places[number % len(places)]}:
            spot = spot_at(text, offset)
            assert spot is not None, (path, node)
            item = path[-1:] == (None,)
            assert (spot.path, item or spot.in_value) == (path, item or in_value), node
