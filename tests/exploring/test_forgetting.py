"""Where calls are in too many situations, something of them is forgotten, and nothing that can happen is lost by it."""

from pathlib import Path

from callsheet.exploring.graph import Graph
from callsheet.exploring.walk import Walk
from tests.checking import check_file
from tests.prove.generated import written

SEEDS = (1, 4, 10, 66)
LARGE = 100
BUDGETS = (0.5, 0.7)


def taken(graph: Graph) -> set[tuple[str, str]]:
    return {(graph.place(move.start), move.outcome) for move in graph.moves}


def test_what_is_forgotten_is_told_and_every_way_is_taken_all_the_same(tmp_path: Path) -> None:
    forgotten: set[str] = set()
    for seed in SEEDS:
        found = check_file(written(tmp_path, seed), "by_chance.flow.yaml")
        assert found.flow is not None
        full = Walk(found.flow, found.library, rows=2).walk()
        assert full.complete
        assert not full.forgotten
        for share in BUDGETS:
            some = Walk(found.flow, found.library, rows=2, budget=int(len(full.situations) * share)).walk()
            if some.complete:
                assert len(some.situations) < len(full.situations) > LARGE
                assert some.forgotten
                assert taken(full) <= taken(some), seed
                forgotten.update(some.forgotten)
    assert {"what tasks holds", "what day holds"} <= forgotten
