"""Sections: each `run` names one, none reaches itself; what belongs into a loop or behind an answer stands there."""

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import OUTSIDE_ANSWER, OUTSIDE_LOOP, SECTION_REACHES_ITSELF, UNKNOWN_SECTION
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.script.script import Script
from callsheet.script.step import Block, Step
from callsheet.script.words import Word

MOST_SHOWN = 12  # sections of a circle in a message

TO_RETURN = (
    "to go back to a question, as to a menu, put it into the do of a loop, take this run out, and write stop_loop where"
    " the caller has finished"
)


def check_sections(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Unknown sections (each name once) and steps outside their loop, or behind no answer."""
    path = script.document.path
    unknown: set[str] = set()
    for reached in steps:
        step, around, section = reached.step, reached.around, reached.step.runs()
        if section and section.text and script.complete_sections and section.text not in {*script.sections, *unknown}:
            unknown.add(section.text)
            message = f'there is no section "{section.text}"'
            help_ = did_you_mean(section.text, script.sections, otherwise="write it under sections:")
            yield Diagnostic(UNKNOWN_SECTION, path, section.span, message, help_)
        if not script.complete_names or around.anywhere:
            continue
        if step.needs_question and not around.in_answer:
            here = f"where line {around.unasked_line} comes here" if around.unasked_line else "here"
            message = f'"{step.verb}" asks the question again whose answer leads to it, and no answer leads {here}'
            help_ = "move it into the answers or the if_given of an ask, or delete it"
            yield Diagnostic(OUTSIDE_ANSWER, path, step.span, message, help_)
        if not step.needs_loop:
            continue
        if not around.in_loop:
            where = f"none runs where line {around.from_line} comes here" if around.from_line else "none runs here"
            loop = "a for_each" if step.needs_rows else "a loop or a for_each"
            message = f'"{step.verb}" belongs into the "do" of {loop}, and {where}'
            yield Diagnostic(OUTSIDE_LOOP, path, step.span, message, "move it into the loop, or delete it")
        elif step.needs_rows and not around.in_rows:
            message = f'"{step.verb}" goes on with the next row of a for_each, and a loop has rounds, and no rows'
            help_ = "leave it out: behind the last step of its do, the loop goes on with the next round by itself"
            yield Diagnostic(OUTSIDE_LOOP, path, step.span, message, help_)


def check_cycles(script: Script) -> Iterator[Diagnostic]:
    """Sections that reach themselves: each circle once, where it first closes."""
    settled: set[str] = set()
    told: set[tuple[str, ...]] = set()
    for first in script.sections:
        if first in settled:
            continue
        trail = {first: 0}  # the sections that are open, outermost first, with their places
        came_by: list[_Run] = []  # how the call came to each of these but the first
        waiting = [_runs(script.sections[first])]
        while trail:
            run = next(waiting[-1], None)
            if run is None:
                waiting.pop()
                settled.add(trail.popitem()[0])
                del came_by[-1:]
                continue
            section, name = run.section, run.section.text
            if name in trail:
                circle = (*islice(trail, trail[name], None), name)
                if circle in told:  # a menu to which several answers return is one mistake
                    continue
                told.add(circle)
                message = (
                    f'"{name}" runs itself' if len(circle) == 2 else f"a section may not run itself: {_way(circle)}"
                )
                helps = (each.to_mend for each in (*came_by[trail[name] :], run) if each.to_mend)
                help_ = next(helps, TO_RETURN)
                yield Diagnostic(SECTION_REACHES_ITSELF, script.document.path, section.span, message, help_)
            elif name in script.sections and name not in settled:
                trail[name] = len(trail)
                came_by.append(run)
                waiting.append(_runs(script.sections[name]))


def _way(circle: tuple[str, ...]) -> str:
    """The sections of a circle, as far as anybody reads on."""
    shown = circle if len(circle) <= MOST_SHOWN else (*circle[: MOST_SHOWN - 1], "…", circle[-1])
    return " runs ".join(f'"{section}"' for section in shown)


class _Run(Struct, frozen=True):
    """A section that is run; where a question takes that from the defaults, what to do about it there."""

    section: Word
    to_mend: str = ""


def _runs(block: Block) -> Iterator[_Run]:
    """The sections that a list of steps runs, also through what its questions take from the defaults."""
    looked: set[int] = set()  # at defaults, which are the same ones for many questions
    for step in _nested(block):
        if section := step.runs():
            yield _Run(section)
        for option, default in step.falls_back().items():
            if id(default) not in looked:
                looked.add(id(default))
                to_mend = (
                    f'the {step.verb} on line {step.span.line} takes "{option[-1]}" from the defaults, which comes back'
                    " to it: give it one of its own, or take the question out of what the default runs"
                )
                yield from (_Run(section, to_mend) for inner in _nested(default) if (section := inner.runs()))


def _nested(block: Block) -> Iterator[Step]:
    for step in block:
        yield step
        for inner in step.blocks():
            yield from _nested(inner)
