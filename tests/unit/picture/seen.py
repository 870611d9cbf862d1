"""A picture as somebody sees it: boxes, names of ways and lines, where they are on the page."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree

from callsheet.picture.svg import ROOM, picture
from callsheet.schema.shape import check_shape
from callsheet.script.script import Script, read_script
from callsheet.source.reader import read_document
from callsheet.steps import VERBS

SVG = "{http://www.w3.org/2000/svg}"
POINTS = re.compile(r"(-?\d+) (-?\d+)")


def script_of(text: str) -> Script:
    document, _ = read_document("a.flow.yaml", text.encode())
    assert document is not None
    return read_script(check_shape(document)[0], VERBS)[0]


def written(value: object) -> str:
    """A value as YAML that may stand in a file, whatever is in its texts; keys as long as YAML allows."""
    match value:
        case dict():
            return "{" + ", ".join(f"{written(str(key)[:100])}: {written(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case str():
            plain = (character if character.isprintable() and character not in '"\\' else None for character in value)
            return '"' + "".join(each or f"\\U{ord(value[at]):08X}" for at, each in enumerate(plain)) + '"'
    return json.dumps(value)


@dataclass(frozen=True)
class Area:
    """Something with a place on the page: a `box`, a `chip` (the name of a way), or the frame of a `loop`."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    path: str = ""
    line: int = 0
    text: str = ""
    title: str = ""

    def overlaps(self, other: "Area") -> bool:
        beside = self.x + self.width <= other.x or other.x + other.width <= self.x
        return not (beside or self.y + self.height <= other.y or other.y + other.height <= self.y)

    def holds(self, other: "Area") -> bool:
        across = self.x <= other.x and other.x + other.width <= self.x + self.width
        return across and self.y <= other.y and other.y + other.height <= self.y + self.height


@dataclass
class Seen:
    """All of one picture."""

    root: ElementTree.Element
    page: Area
    areas: list[Area] = field(default_factory=list)
    stretches: list[Area] = field(default_factory=list)  # of lines

    @property
    def boxes(self) -> list[Area]:
        return [area for area in self.areas if area.kind == "box"]

    @property
    def chips(self) -> list[Area]:
        return [area for area in self.areas if area.kind == "chip"]

    @property
    def loops(self) -> list[Area]:
        return [area for area in self.areas if area.kind == "loop"]

    def box(self, path: str) -> Area:
        (found,) = [box for box in self.boxes if box.path == path]
        return found

    def is_led_to(self, area: Area) -> bool:
        """Whether a line comes in at the middle of its upper edge."""
        return any(
            (each.x, each.y + each.height) == (area.x + area.width // 2, area.y)
            for each in self.stretches
            if each.height
        )


def seen(text: str, room: int = ROOM) -> Seen:
    return look_at(picture(script_of(text), room=room))


def look_at(svg: str) -> Seen:
    root = ElementTree.fromstring(svg)  # noqa: S314 - of our own making
    found = Seen(root, Area("page", 0, 0, int(root.attrib["width"]), int(root.attrib["height"])))
    for element, x, y in _placed(root, 0, 0):
        kind = element.get("class", "").split(" ")[0]
        if kind in ("box", "chip", "loop") and "width" in element.attrib:
            found.areas.append(_area(element, kind, x, y))
        elif kind in ("line", "back"):
            found.stretches += _stretches(element.attrib["d"], x, y)
    return found


def _placed(element: ElementTree.Element, x: int, y: int) -> Iterator[tuple[ElementTree.Element, int, int]]:
    for inner in element:
        moved = (
            re.fullmatch(r"translate\((-?\d+) (-?\d+)\)", inner.get("transform", ""))
            if inner.tag == SVG + "g"
            else None
        )
        at = (x + int(moved[1]), y + int(moved[2])) if moved else (x, y)
        yield inner, *at
        yield from _placed(inner, *at)


def _area(element: ElementTree.Element, kind: str, x: int, y: int) -> Area:
    return Area(
        kind,
        x,
        y,
        int(element.attrib["width"]),
        int(element.attrib["height"]),
        element.get("data-path", ""),
        int(element.get("data-line", 0)),
        " ".join("".join(text.itertext()) for text in element.iter(SVG + "text")),
        element.findtext(SVG + "title", ""),
    )


def _stretches(path: str, x: int, y: int) -> Iterator[Area]:
    points = [(x + int(across), y + int(down)) for across, down in POINTS.findall(path)]
    for (x0, y0), (x1, y1) in pairwise(points):
        assert x0 == x1 or y0 == y1, path
        yield Area("line", min(x0, x1), min(y0, y1), abs(x0 - x1), abs(y0 - y1))
