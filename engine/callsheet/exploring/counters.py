"""Names that only grow, and are only compared with constants: beyond the largest of these all their values are one."""

from callsheet.exploring.compared import nodes_in
from callsheet.exploring.relevance import decides_itself
from callsheet.expressions import Expression, Template, tree
from callsheet.flow.model import Flow


def saturated(flow: Flow) -> dict[str, int]:
    """By name, the value from which on nothing depends on it any more."""
    grows: set[str] = set()
    others: set[str] = set()
    largest: dict[str, float] = {}
    for state in flow.states.values():
        step = state.step
        computed = step.computes()
        for word, value in computed:
            if _adds_to(word.text, value):
                grows.add(word.text)
            elif value.constant is None:
                others |= {word.text, *_names(value)}
        if decides_itself(step):
            for text in step.texts():
                others |= _otherwise_used(text, largest)
        elif question := step.asks():
            slot = question.settings.slot
            others |= {name for text in (slot.texts() if slot else ()) for name in _names(text)}
    return {name: int(largest[name]) + 1 for name in grows if name in largest and name not in others}


def _adds_to(name: str, value: Template) -> bool:
    match [part.tree for part in value.computed]:
        case [tree.Sum(sign="+", left=tree.Name(name=left), right=tree.Literal(value=int() as added))]:
            return left == name and added > 0
    return False


def _otherwise_used(text: Template | Expression, largest: dict[str, float]) -> set[str]:
    """The names that a condition compares with anything but one constant; the largest of these is noted."""
    nodes = list(nodes_in((text,)))
    compared: set[tuple[int, int]] = set()
    for node in nodes:
        match node:
            case tree.Compare(first=tree.Name() as name, rest=((_, tree.Literal(value=int() | float() as constant)),)):
                pass
            case tree.Compare(first=tree.Literal(value=int() | float() as constant), rest=((_, tree.Name() as name),)):
                pass
            case _:
                continue
        compared.add(name.at)
        largest[name.name] = max(largest.get(name.name, 0), constant)
    return {node.name for node in nodes if isinstance(node, tree.Name) and node.at not in compared}


def _names(text: Template | Expression) -> set[str]:
    return {node.name for node in nodes_in((text,)) if isinstance(node, tree.Name)}
