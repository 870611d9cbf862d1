"""Every step of a script once, with what is certain of the places from which its section is run."""

from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from callsheet.expressions import Template
from callsheet.expressions.tree import Tree
from callsheet.script.script import Script
from callsheet.script.step import Block, Step
from callsheet.script.talks import needs_two


class Around(Struct, frozen=True):
    """What stands around a step wherever it is reached: the row names of loops, whether there is a loop at all, whether
    the innermost one goes through rows, whether it is in the failure handler, or behind the call's end, whether an
    answer to a question leads here.

    `given` are the names that sections around have been given, `lacking` those that only some of the places give from
    which a section here is run, with the line of one that does not. `on_line`: of the step that comes here.

    `anywhere`: nobody runs it from a known place, so that nothing can be told. `from_line`: the line of a step that
    comes here from outside of any loop; 0 where none does; `unasked_line`: of one that no answer leads to."""

    rows: frozenset[str] = frozenset()
    in_loop: bool = False
    in_rows: bool = False
    in_failure: bool = False
    in_after: bool = False
    in_answer: bool = False
    anywhere: bool = False
    from_line: int = 0
    unasked_line: int = 0
    given: frozenset[str] = frozenset()
    lacking: frozenset[tuple[str, int]] = frozenset()
    on_line: int = 0

    def joined(self, other: "Around") -> "Around":
        """What is certain at both of two places; of a place that nobody comes to nothing is wanted."""
        if self.anywhere != other.anywhere:
            return other if self.anywhere else self
        return Around(
            self.rows & other.rows,
            self.in_loop and other.in_loop,
            self.in_rows and other.in_rows,
            self.in_failure and other.in_failure,
            self.in_after and other.in_after,
            self.in_answer and other.in_answer,
            self.anywhere,
            self.from_line or other.from_line,
            self.unasked_line or other.unasked_line,
            self.given & other.given,
            self.lacking | other.lacking | self._lacks(other) | other._lacks(self),
            self.on_line,
        )

    def _lacks(self, other: "Around") -> frozenset[tuple[str, int]]:
        return frozenset((name, self.on_line) for name in other.given - self.given)

    def inside(self, loop: Step) -> "Around":
        """What stands around the steps that a loop here repeats."""
        rows = loop.goes_through()
        names = self.rows | {rows.row.text} if rows else self.rows
        return replace(self, rows=names, in_loop=True, in_rows=rows is not None)


class Reached(Struct, frozen=True):
    """A step and what stands around it."""

    step: Step
    around: Around


def walk(script: Script) -> list[Reached]:
    """All steps, those of sections and the default `otherwise` as well, each once."""
    parts = [script.steps, *script.handlers]
    elsewhere = [*script.defaults.blocks, *script.sections.values()]
    fails, after = script.if_something_fails, script.after_call
    around = {id(part): Around(in_failure=part is fails, in_after=part is after) for part in parts}  # of blocks
    walked: dict[int, list[Reached]] = {}  # what is in a block
    waiting: list[Block] = list(parts)
    while waiting:  # until no place is found any more that makes less certain what is around a block
        part = waiting.pop()
        walked[id(part)] = list(_steps(part, around[id(part)]))
        for reached in walked[id(part)]:
            blocks = _elsewhere(script, reached.step)
            if not blocks:  # as of most steps
                continue
            place, line = reached.around, reached.step.span.line
            given = place.given.union(word.text for word, _ in reached.step.gives())
            answered = {id(block) for block in reached.step.answered()}
            coming = replace(place, given=given, on_line=line, from_line=place.from_line if place.in_loop else line)
            for block in blocks:
                in_answer = id(block) in answered or (place.in_answer and not reached.step.asks())
                here = replace(coming, in_answer=in_answer, unasked_line=place.unasked_line if in_answer else line)
                known = around.get(id(block))
                here = here if known is None else known.joined(here)
                if here != known:
                    around[id(block)] = here
                    waiting.append(block)
    nowhere = Around(anywhere=True)
    return [reached for block in (*parts, *elsewhere) for reached in walked.get(id(block)) or _steps(block, nowhere)]


def nodes_of(step: Step) -> Iterator[Tree]:
    """All that is computed in a step, and all that this is made of."""
    return (node for text in step.texts() for computed in text.computed for node in computed.nodes)


def told_by(step: Step) -> Iterator[Template]:
    """What callers hear of a step: not what is whispered to the other side."""
    if not needs_two(step):
        question = step.asks()
        spoken = (step.prompt(), step.meanwhile(), *(question.again if question else ()))
        yield from (text for text in spoken if text)


def _elsewhere(script: Script, step: Step) -> Collection[Block]:
    """The blocks, written elsewhere, that a step runs here: its section, what it takes from the defaults."""
    section = step.runs()
    return (script.sections.get(section.text, ()),) if section else step.falls_back().values()


def _steps(block: Block, around: Around) -> Iterator[Reached]:
    for step in block:
        yield Reached(step, around)
        repeated, answered = step.repeats(), {id(inner) for inner in step.answered()}
        outside = replace(around, in_answer=around.in_answer and not step.asks())
        for inner in step.blocks():
            if inner is repeated:
                yield from _steps(inner, around.inside(step))
            else:
                yield from _steps(inner, replace(around, in_answer=True) if id(inner) in answered else outside)
