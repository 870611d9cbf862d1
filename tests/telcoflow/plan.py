"""Who calls whom, when, and does what there: a list that one program writes and the platform reads."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.telcoflow.caller import Caller
from tests.telcoflow.scenario import NotUnderstood, actions


@dataclass(frozen=True, slots=True)
class Planned:
    """One caller. `at_ms` is counted from the first moment that anybody can call; `actions` are a scenario's words."""

    number: str
    called: str
    at_ms: int = 0
    actions: tuple[str, ...] = ()
    hang_up_at_ms: int | None = None


def write_plan(plan: Sequence[Planned], path: Path) -> None:
    """For `--plan`."""
    path.write_text(json.dumps([asdict(one) for one in plan]) + "\n")


def read_plan(path: Path) -> list[Planned]:
    """In the order of dialling. Raises `NotUnderstood`, and `OSError` for a file that cannot be read."""
    try:
        listed = [Planned(**{**fields, "actions": tuple(fields["actions"])}) for fields in json.loads(path.read_text())]
    except (ValueError, TypeError, KeyError):
        raise NotUnderstood(f"{path.name}: no list of callers") from None
    return sorted(listed, key=lambda one: one.at_ms)


def caller_of(planned: Planned, rate: int) -> Caller:
    """The caller. Raises `NotUnderstood`, and `OSError` for sounds that cannot be read."""
    return Caller(
        actions(planned.actions, rate),
        number=planned.number,
        called=planned.called,
        hang_up_at_ms=planned.hang_up_at_ms,
    )
