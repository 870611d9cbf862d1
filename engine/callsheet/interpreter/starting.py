"""What stands under `values`: kept as the call begins, and not known by that to whoever asks for it."""

from callsheet.expressions import Template
from callsheet.flow.model import Flow
from callsheet.interpreter.scope import Scope
from callsheet.ports.values import Value


def keep_values(flow: Flow, names: Scope) -> None:
    """Keep them. Raises `Unusable` as templates do."""
    for name, value in flow.values:
        names.kept[name] = _evaluated(value, names)


def was_set(name: str, flow: Flow, names: Scope) -> bool:
    """Whether something is kept under a name, and something else than what stands there from the start."""
    value, starting = names.get(name), dict(flow.values).get(name)
    return value is not None and (starting is None or _evaluated(starting, names) != value)


def _evaluated(value: Template | tuple[Template, ...], names: Scope) -> Value:
    return value.evaluate(names) if isinstance(value, Template) else tuple(item.evaluate(names) for item in value)
