"""What tests have come to as people read it: how much of each script, and what is missing, each thing with its line."""

from collections.abc import Iterator, Sequence

from callsheet.diagnostics.visible import sentence, visible
from callsheet.ports.english import counted
from callsheet.testing.coverage import Coverage, Covered

# Missing things of one script that are shown: whoever has more than that tries some first.
MOST_SHOWN = 100


def coverage_report(scripts: Sequence[Coverage]) -> Iterator[str]:
    """The lines, one script after the other; of several, what they come to together."""
    for script in scripts:
        yield f"{visible(script.path)}: {in_words(script.count)}"
        untried = script.untried()
        across = len(str(untried[-1].span.line)) if untried else 0
        for each in untried[:MOST_SHOWN]:
            yield f"  {each.span.line:{across}}  {sentence(f'{each.subject}: {each.what}')}"
        if len(untried) > MOST_SHOWN:
            yield f"  and {len(untried) - MOST_SHOWN:,} more, not shown"
    if len(scripts) > 1:
        yield f"{len(scripts)} scripts: {in_words(total(scripts))}"


def total(scripts: Sequence[Coverage]) -> Covered:
    """The counts of several scripts together."""
    return sum((script.count for script in scripts), Covered())


def in_words(count: Covered) -> str:
    """How much was tried: 31 of 34 steps, 50 of 61 ways: 88 %."""
    ways = f", {count.ways_tried:,} of {counted(count.ways, 'way')}" if count.ways else ""
    return f"{count.steps_tried:,} of {counted(count.steps, 'step')}{ways}: {count.percent} %"
