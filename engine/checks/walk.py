"""Every step of a script once, with what is certain of the places from which its section is run."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.flow.script import Script
from engine.steps.for_each import ForEach
from engine.steps.run import Run
from engine.steps.step import Block, Step


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a step wherever it is reached: the row names of loops, whether there is a loop at all, whether
    it is in the failure handler. `anywhere`: nobody runs it from a known place, so that nothing can be told."""

    rows: frozenset[str] = frozenset()
    in_loop: bool = False
    in_failure: bool = False
    anywhere: bool = False

    def joined(self, other: "Around") -> "Around":
        """What is certain at both of two places."""
        if self.anywhere or other.anywhere:
            return other if self.anywhere else self
        return Around(self.rows & other.rows, self.in_loop and other.in_loop, self.in_failure and other.in_failure)


@dataclass(frozen=True, slots=True)
class Reached:
    """A step and what stands around it."""

    step: Step
    around: Around

    @property
    def rows(self) -> frozenset[str]:
        return self.around.rows

    @property
    def in_loop(self) -> bool:
        return self.around.in_loop

    @property
    def in_failure(self) -> bool:
        return self.around.in_failure

    @property
    def anywhere(self) -> bool:
        return self.around.anywhere


def walk(script: Script) -> list[Reached]:
    """All steps, those of sections as well, each once."""
    parts = [
        (script.steps, Around()),
        (script.if_caller_hangs_up or (), Around()),
        (script.if_something_fails or (), Around(in_failure=True)),
        (script.defaults.otherwise or (), Around(anywhere=True)),
    ]
    sections: dict[str, Around] = {}
    waiting = list(parts)
    while waiting:  # until no place is found any more that makes less certain what is around a section
        for reached in _steps(*waiting.pop()):
            if isinstance(reached.step, Run) and (name := reached.step.section.text) in script.sections:
                known = sections.get(name)
                around = reached.around if known is None else known.joined(reached.around)
                if around != known:
                    sections[name] = around
                    waiting.append((script.sections[name], around))
    for name, block in script.sections.items():
        parts.append((block, sections.get(name, Around(anywhere=True))))
    return [reached for part in parts for reached in _steps(*part)]


def _steps(block: Block, around: Around) -> Iterator[Reached]:
    for step in block:
        yield Reached(step, around)
        if isinstance(step, ForEach):
            yield from _steps(step.if_none or (), around)
            yield from _steps(step.do, replace(around, rows=around.rows | {step.row.text}, in_loop=True))
        else:
            for inner in step.blocks():
                yield from _steps(inner, around)
