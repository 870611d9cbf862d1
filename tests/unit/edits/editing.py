"""What tests of edits do with an edit: look at the whole text after it."""

from callsheet.edits import Edited, NotEdited, applied


def after(text: str, outcome: Edited | NotEdited) -> str:
    """The text after an edit, which its edits make of the text before."""
    assert isinstance(outcome, Edited), outcome
    assert applied(text, outcome.edits) == outcome.text
    return outcome.text


def refusal(outcome: Edited | NotEdited) -> str:
    """Why there was no edit."""
    assert isinstance(outcome, NotEdited), outcome
    return outcome.why
