"""The whole shipped script, place by place and key by key: nothing fails, and nothing takes long. Work is counted in
calls of functions."""

from collections.abc import Iterator
from functools import partial

import pytest

from callsheet.assist import complete, definition, hover, symbols
from tests.assist.marked import FILES, SCRIPT
from tests.effort import effort

TEXT = SCRIPT.read_text(encoding="utf-8")
# Calls of functions for one question: a check of the same script takes 60,000.
MOST_CALLS = 40_000


def test_every_place_of_the_script_is_answered() -> None:
    """What is told of a word is looked for among all that is offered there, so that this is tried too."""
    told = [offset for offset in range(len(TEXT) + 1) if hover(TEXT, SCRIPT, offset, FILES)]
    assert len(told) > 800
    assert sum(bool(definition(TEXT, SCRIPT, offset, FILES)) for offset in told[::10]) > 20


def test_every_key_that_is_typed_is_answered() -> None:
    """The script as it grows under somebody's hands, who closes no bracket and no quotation mark before its time."""
    typed = [*range(TEXT.index("intents:"), TEXT.index("  - for_each")), *range(0, len(TEXT), 7)]
    offered = sum(bool(complete(TEXT[:offset], SCRIPT, offset, FILES)) for offset in typed)
    assert offered > len(typed) // 4
    assert all(symbols(TEXT[:offset], SCRIPT) for offset in typed[:600:20])


def worst() -> Iterator[str]:
    yield TEXT
    yield TEXT.replace("\n", "\n\n")
    yield "steps:\n" + "  - say: {{ a\n" * 300
    yield "[" * 20_000
    yield "a: " * 10_000
    yield "{{ " + "a" * 20_000
    yield "{{ " + "a.²" * 5_000
    yield '"' * 10_000


@pytest.mark.parametrize("place", [0, 0.5, 1])
@pytest.mark.parametrize("text", list(worst()), ids=range(8))
def test_an_answer_takes_no_more_than_its_share(text: str, place: float) -> None:
    offset = int(len(text) * place)
    complete(text, SCRIPT, offset, FILES)  # what is read once for the whole process
    for ask, new in ((complete, text + " "), (hover, text + "  ")):
        assert effort(partial(ask, new, SCRIPT, offset, FILES)) < MOST_CALLS + 20 * len(text)
