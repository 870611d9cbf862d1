"""Where things are in a picture: nothing covers anything, whatever stands in whatever."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.picture.seen import Area, Seen, seen, written

REPOSITORY = Path(__file__).parents[3]
SCRIPTS = [*sorted(REPOSITORY.glob("flows/*.flow.yaml")), *sorted(REPOSITORY.glob("tests/checks/ok/*.flow.yaml"))]
HEAD = "callsheet: 1\nflow: a\nsteps:\n"

TEXTS = st.sampled_from(["", "Hello.", "A longer text, which needs several lines of any box that there is. " * 3])
LEAF = st.one_of(
    TEXTS.map(lambda text: {"say": text}),
    st.sampled_from(["answer", "disconnect", "next_item", "stop_loop", "nonsense"]),
    st.just({"run": "part"}),
)
NAMES = st.sampled_from(["agree", "refuse", "operator", "something_with_a_long_name_that_nobody_reads_to_its_end"])
Step = str | dict[str, object]


def _within(steps: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    block = st.lists(steps, max_size=3)
    ways = st.dictionaries(NAMES, block, min_size=1, max_size=4)
    return st.one_of(
        st.builds(lambda answers: {"ask": "Well?", "answers": answers}, ways),
        st.builds(lambda answers, other: {"ask": "Well?", "answers": answers, "otherwise": other}, ways, block),
        st.builds(lambda none: {"query": "customer_by_phone", "if_none": none}, block),
        st.builds(lambda none, fails: {"query": "x", "as": "y", "if_none": none, "if_fails": fails}, block, block),
        st.builds(lambda do: {"for_each": "row", "in": "rows", "do": do}, block),
        st.builds(lambda do, none: {"for_each": "row", "in": "rows", "do": do, "if_none": none}, block, block),
        st.builds(lambda then: {"if": "a > 1", "then": then}, block),
        st.builds(lambda then, other: {"if": "a > 1", "then": then, "else": other}, block, block),
        st.builds(lambda cases: {"switch": "a", "cases": cases}, ways),
        st.builds(lambda then: {"branch": [{"if": "a > 1", "then": then}, {"if": "b", "then": []}]}, block),
    )


SCRIPT = st.fixed_dictionaries(
    {
        "steps": st.lists(st.recursive(LEAF, _within, max_leaves=16), max_size=5),
        "sections": st.dictionaries(st.sampled_from(["part", "other_part"]), st.lists(LEAF, max_size=3)),
        "defaults": st.fixed_dictionaries({"otherwise": st.lists(LEAF, max_size=2)}),
    }
)


def nothing_covers_anything(picture: Seen) -> None:
    solid = [*picture.boxes, *picture.chips]
    for one, other in combinations(solid, 2):
        assert not one.overlaps(other), (one, other)
    for loop in picture.loops:
        for area in (*solid, *picture.loops):
            assert loop is area or loop.holds(area) or area.holds(loop) or not loop.overlaps(area), (loop, area)
    for area in (*picture.areas, *picture.stretches):
        assert picture.page.holds(area), area
    for stretch in picture.stretches:
        for area in solid:
            inside = Area("", area.x + 1, area.y + 1, area.width - 2, area.height - 2)
            drawn = Area("", stretch.x, stretch.y, max(stretch.width, 1), max(stretch.height, 1))
            assert not inside.overlaps(drawn), (stretch, area)
            along = stretch.width and stretch.y in (area.y, area.y + area.height)
            assert not along or stretch.x >= area.x + area.width or stretch.x + stretch.width <= area.x, (stretch, area)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
@pytest.mark.parametrize("room", [300, 760, 2000])
def test_shipped_scripts(path: Path, room: int) -> None:
    nothing_covers_anything(seen(path.read_text(), room=room))


@given(script=SCRIPT, room=st.sampled_from([300, 760, 1500]))
def test_any_script(script: dict[str, object], room: int) -> None:
    nothing_covers_anything(seen(written({"callsheet": 1, "flow": "a", **script}), room=room))


def ways(count: int) -> str:
    answers = "".join(f"      answer_{number}:\n        - say: Number {number}.\n" for number in range(count))
    return f"{HEAD}  - ask: Which?\n    answers:\n{answers}    otherwise: []\n  - say: On.\n"


def test_ways_stand_beside_each_other_where_there_is_room_else_below_each_other() -> None:
    few, many = seen(ways(2), room=760), seen(ways(6), room=760)
    assert len({chip.y for chip in few.chips}) == 1
    assert few.page.width <= 760
    assert len({chip.y for chip in many.chips}) == 7
    assert many.page.width <= 760
    assert [chip.text for chip in many.chips] == [*(f"answer_{number}" for number in range(6)), "otherwise"]
    assert sorted(many.chips, key=lambda chip: chip.y) == many.chips


def test_what_follows_stands_below_and_is_led_to() -> None:
    picture = seen(ways(2))
    first, last = picture.box("/steps/0"), picture.box("/steps/1")
    assert first.x == last.x
    assert last.y > max(box.y + box.height for box in picture.boxes if box is not last)
    assert picture.is_led_to(last)


def test_nothing_leads_to_what_no_call_comes_to() -> None:
    picture = seen(f"{HEAD}  - disconnect\n  - say: Nobody hears it.\n")
    assert not picture.is_led_to(picture.box("/steps/1"))


def test_what_may_happen_instead_stands_to_the_right() -> None:
    picture = seen(f"{HEAD}  - query: q\n    if_none:\n      - say: Nothing.\n  - say: Something.\n")
    query, nothing, something = (picture.box(path) for path in ("/steps/0", "/steps/0/if_none/0", "/steps/1"))
    assert nothing.x >= query.x + query.width
    assert something.x == query.x
    assert picture.is_led_to(something)


def test_a_loop_is_a_frame_around_its_steps_alone() -> None:
    picture = seen(
        f"{HEAD}  - for_each: row\n    in: rows\n    do:\n      - say: Inside.\n    if_none:\n      - say: None.\n"
        "  - say: Outside.\n"
    )
    (loop,) = picture.loops
    assert [box.path for box in picture.boxes if loop.holds(box)] == ["/steps/0/do/0"]


def test_sections_stand_beside_the_steps() -> None:
    picture = seen(f"{HEAD}  - say: Hi.\nsections:\n  one:\n    - say: One.\n  two:\n    - say: Two.\n")
    step, one, two = (picture.box(path) for path in ("/steps/0", "/sections/one/0", "/sections/two/0"))
    assert one.x == two.x > step.x + step.width
    assert one.y == step.y < two.y
