"""Every step of a script, with the loops around it, sections wherever they are run."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.flow.builder import DEEPEST_SECTIONS
from engine.flow.script import Script
from engine.steps.for_each import ForEach
from engine.steps.run import Run
from engine.steps.step import Block, Step


@dataclass(frozen=True, slots=True)
class Reached:
    """A step and how it is reached: the row names of the loops around it, outermost first; whether in the failure
    handler. `anywhere`: nobody runs it from a known place, so that nothing is known about what is around it."""

    step: Step
    rows: tuple[str, ...] = ()
    in_failure: bool = False
    anywhere: bool = False


def walk(script: Script) -> Iterator[Reached]:
    """All steps. One in a section comes once for each way in which loops stand around it."""
    walker = _Walker(script)
    yield from walker.block(script.steps, (), in_failure=False, anywhere=False)
    yield from walker.block(script.if_caller_hangs_up or (), (), in_failure=False, anywhere=False)
    yield from walker.block(script.if_something_fails or (), (), in_failure=True, anywhere=False)
    yield from walker.block(script.defaults.otherwise or (), (), in_failure=False, anywhere=True)
    for name, block in script.sections.items():
        if name not in walker.run:
            yield from walker.block(block, (), in_failure=False, anywhere=True)


class _Walker:
    def __init__(self, script: Script) -> None:
        self.script = script
        self.run: set[str] = set()
        self.done: set[tuple[str, tuple[str, ...], bool, bool]] = set()
        self.depth = 0

    def block(self, block: Block, rows: tuple[str, ...], *, in_failure: bool, anywhere: bool) -> Iterator[Reached]:
        for step in block:
            yield Reached(step, rows, in_failure, anywhere)
            if isinstance(step, ForEach):
                yield from self.block(step.if_none or (), rows, in_failure=in_failure, anywhere=anywhere)
                yield from self.block(step.do, (*rows, step.row.text), in_failure=in_failure, anywhere=anywhere)
                continue
            for inner in step.blocks():
                yield from self.block(inner, rows, in_failure=in_failure, anywhere=anywhere)
            if isinstance(step, Run):
                yield from self.section(step.section.text, rows, in_failure=in_failure, anywhere=anywhere)

    def section(self, name: str, rows: tuple[str, ...], *, in_failure: bool, anywhere: bool) -> Iterator[Reached]:
        key = (name, rows, in_failure, anywhere)
        if name not in self.script.sections or key in self.done or self.depth >= DEEPEST_SECTIONS:
            return
        self.done.add(key)
        self.run.add(name)
        self.depth += 1
        yield from self.block(self.script.sections[name], rows, in_failure=in_failure, anywhere=anywhere)
        self.depth -= 1
