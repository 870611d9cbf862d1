"""Advice on scripts without mistakes: what works in every call, and serves callers badly."""

from collections.abc import Iterator, Sequence

from callsheet.checks.also import check_also
from callsheet.checks.prompts import check_prompts
from callsheet.checks.two_questions import check_two_questions
from callsheet.checks.unasked import check_unasked
from callsheet.checks.walk import Reached
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.few import few
from callsheet.flow.model import Flow
from callsheet.queries.personal import personal_in
from callsheet.queries.records import Library
from callsheet.script.script import Script


def check_advice(
    script: Script, steps: Sequence[Reached], flow: Flow, reached: FactsAt, library: Library
) -> Iterator[Diagnostic]:
    """What is asked too late, too long, two at once, or told to the wrong one; phrases that add nothing."""
    yield from few(check_unasked(flow, reached, library))
    yield from few(check_prompts(script, steps))
    yield from few(check_two_questions(flow))
    told = script.personal_data.text if script.personal_data else "known"
    if told != "anybody" and (columns := personal_in(library, (*flow.queries, *flow.requests))):
        from callsheet.checks.personal import check_personal  # most scripts ask for nothing personal

        yield from few(check_personal(flow, reached, columns, to_proven=told == "proven"))
    yield from few(check_also(script, steps))
