"""What diagnostics offer, written: in rounds, and only where it makes no other mistake."""

from collections.abc import Callable, Iterable

from callsheet.diagnostics.catalogue import (
    BAD_VALUE,
    DUPLICATE_KEY,
    UNKNOWN_KEY,
    UNKNOWN_SECTION,
    YAML_SYNTAX,
)
from callsheet.diagnostics.diagnostic import Code, Diagnostic, Edit, Span
from callsheet.edits.fixing import MOST_ROUNDS, fixed

Check = Callable[[str], Iterable[Diagnostic]]


def problem(text: str, word: str, instead: str, code: Code = UNKNOWN_SECTION) -> Iterable[Diagnostic]:
    """A diagnostic for each time that a word stands in a text of one line."""
    text = text.removeprefix("\ufeff")
    for place in range(len(text)):
        if text.startswith(word, place):
            span = Span.at(1, place + 1, len(word))
            yield Diagnostic(code, "x", span, f'"{word}" is wrong', edit=Edit(span, instead) if instead else None)


def test_all_of_a_text_are_written_at_once() -> None:
    checked = []

    def check(text: str) -> Iterable[Diagnostic]:
        checked.append(text)
        return [*problem(text, "ax", "bbb"), *problem(text, "cx", "")]

    made = fixed("\ufeffax ax cx ax", "x", check)
    assert made.text == "\ufeffbbb bbb cx bbb"
    assert [fix.before for fix in made.done] == ["ax"] * 3
    assert (made.left, checked) == ((), ["\ufeffax ax cx ax", made.text])


def test_what_overlaps_waits_for_the_next_round() -> None:
    made = fixed("abc", "x", lambda text: [*problem(text, "ab", "b"), *problem(text, "bc", "d")])
    assert (made.text, [fix.before for fix in made.done]) == ("d", ["ab", "bc"])


def test_rounds_come_to_an_end() -> None:
    made = fixed("a", "x", lambda text: [*problem(text, "a", "ba")][:1])
    assert made.text.count("b") <= MOST_ROUNDS


def test_an_edit_that_makes_a_mistake_is_left_and_the_others_are_written() -> None:
    def check(text: str) -> Iterable[Diagnostic]:
        yield from problem(text, "ax", "a", UNKNOWN_KEY)
        yield from problem(text, "bx", "b", UNKNOWN_KEY)
        if text.split().count("a") > 1:
            yield from problem(text, "end", "", DUPLICATE_KEY)

    made = fixed("a ax bx end", "x", check)
    assert made.text == "a ax b end"
    assert [fix.before for fix in made.done] == ["bx"]
    ((left, instead),) = [(fix.before, fix.instead) for fix in made.left]
    assert left == "ax"
    assert instead is not None
    assert instead.code is DUPLICATE_KEY


def test_what_only_shows_afterwards_is_no_reason() -> None:
    def check(text: str) -> Iterable[Diagnostic]:
        if "@" in text:
            return problem(text, "@", '"', YAML_SYNTAX)
        return [*problem(text, "bx", "b", UNKNOWN_KEY), *problem(text, "cx", "", UNKNOWN_SECTION)]

    made = fixed("bx @ cx", "x", check)
    assert (made.text, len(made.done), made.left) == ('b " cx', 2, ())


def test_an_error_of_the_same_kind_at_the_same_place_is_another_mistake() -> None:
    made = fixed("ax", "x", lambda text: [*problem(text, "ax", "b", UNKNOWN_KEY), *problem(text, "b", "", BAD_VALUE)])
    assert (made.text, len(made.left)) == ("ax", 1)


def test_a_problem_that_stays_was_not_mended() -> None:
    made = fixed("ax", "x", lambda text: problem(text, "a", "aa"))
    assert (made.text, len(made.left)) == ("ax", 1)


def test_other_files_are_let_alone() -> None:
    made = fixed("ax", "y", lambda text: problem(text, "ax", "b"))
    assert (made.text, made.done, made.left) == ("ax", (), ())
