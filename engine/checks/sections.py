"""Sections: each `run` names one, none reaches itself, `next_item` and `stop_loop` have a loop."""

from collections.abc import Iterator, Sequence

from engine.checks.walk import Reached
from engine.diagnostics.catalogue import OUTSIDE_LOOP, SECTION_REACHES_ITSELF, UNKNOWN_SECTION
from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.suggest import did_you_mean
from engine.flow.script import Script
from engine.steps.ask import Ask
from engine.steps.next_item import NextItem
from engine.steps.run import Run
from engine.steps.step import Block, Step
from engine.steps.stop_loop import StopLoop

TO_RETURN = (
    "to go back to a question, as to a menu, put it into the do of a for_each over a list, such as"
    " values: {rounds: [1, 2, 3]}, take this run out, and write stop_loop where the caller has finished"
)


def check_sections(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Unknown sections (each name once) and steps outside their loop."""
    path = script.document.path
    unknown: set[str] = set()
    for reached in steps:
        match reached.step:
            case Run(section=section):
                if section.text and script.complete_sections and section.text not in {*script.sections, *unknown}:
                    unknown.add(section.text)
                    yield Diagnostic(
                        UNKNOWN_SECTION,
                        path,
                        section.span,
                        f'there is no section "{section.text}"',
                        did_you_mean(section.text, script.sections, otherwise="write it under sections:"),
                    )
            case NextItem() | StopLoop() as step if (
                script.complete_names and not reached.in_loop and not reached.anywhere
            ):
                where = (
                    f"none runs where line {reached.from_line} comes here" if reached.from_line else "none runs here"
                )
                message = f'"{step.verb}" belongs into the "do" of a for_each, and {where}'
                yield Diagnostic(OUTSIDE_LOOP, path, step.span, message, "move it into the loop, or delete it")


def check_cycles(script: Script) -> Iterator[Diagnostic]:
    """Sections that reach themselves: each circle once, where it first closes."""
    settled: set[str] = set()
    told: set[tuple[str, ...]] = set()
    for first in script.sections:
        if first in settled:
            continue
        trail = [first]  # the sections that are open, outermost first
        waiting = [list(_runs(script, script.sections[first]))]
        while trail:
            if not waiting[-1]:
                waiting.pop()
                settled.add(trail.pop())
                continue
            run = waiting[-1].pop(0)
            name = run.section.text
            if name in trail:
                circle = (*trail[trail.index(name) :], name)
                if circle in told:  # a menu to which several answers return is one mistake
                    continue
                told.add(circle)
                way = " runs ".join(f'"{section}"' for section in circle)
                message = f"a section may not run itself: {way}" if name != trail[-1] else f'"{name}" runs itself'
                yield Diagnostic(SECTION_REACHES_ITSELF, script.document.path, run.section.span, message, TO_RETURN)
            elif name in script.sections and name not in settled:
                trail.append(name)
                waiting.append(list(_runs(script, script.sections[name])))


def _runs(script: Script, block: Block) -> Iterator[Run]:
    """The sections that a list of steps runs, also through the default `otherwise` of its questions."""
    for step in _nested(block):
        if isinstance(step, Run):
            yield step
        elif isinstance(step, Ask) and step.own_otherwise is None:
            yield from (inner for inner in _nested(step.default_otherwise or ()) if isinstance(inner, Run))


def _nested(block: Block) -> Iterator[Step]:
    for step in block:
        yield step
        for inner in step.blocks():
            yield from _nested(inner)
