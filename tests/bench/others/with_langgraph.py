"""LangGraph: a compiled graph of plain functions on a state of one value, without a checkpointer, its limit of steps
raised. Called with `invoke`, which costs no more than `ainvoke`."""

from collections.abc import Callable
from importlib.metadata import version
from typing import TypedDict

from langgraph.graph import END, START, StateGraph

from tests.bench.measure import cpu
from tests.bench.others.contestant import Contestant


class Numbered(TypedDict):
    number: int


def contestant(steps: int) -> Contestant:
    """A graph of so many nodes in a row."""
    names = [f"step_{number}" for number in range(steps)]
    graph = StateGraph(Numbered)
    for number, name in enumerate(names):
        graph.add_node(name, _node(number))
    for one, following in zip([START, *names], [*names, END], strict=True):
        graph.add_edge(one, following)
    compiled = graph.compile()

    def take() -> None:
        found = compiled.invoke({"number": -1}, {"recursion_limit": steps + 1})
        assert found["number"] == steps - 1

    how = "a compiled graph, `invoke`"
    return Contestant(f"langgraph {version('langgraph')}", how, "nothing", lambda: cpu(take, steps))


def _node(number: int) -> Callable[[Numbered], Numbered]:
    def keep(state: Numbered) -> Numbered:
        return {"number": number}

    return keep
