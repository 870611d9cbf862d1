"""What callers hear twice."""

from callsheet.diagnostics.catalogue import SAME_WORDS
from callsheet.diagnostics.visible import quoted
from callsheet.exploring.findings.calls import WalkedCalls
from callsheet.exploring.findings.finding import Found, WrongCall
from callsheet.expressions import Template
from callsheet.flow.model import Part, State
from callsheet.script.call import Asking
from callsheet.script.parts import Question


def same_words(view: WalkedCalls) -> Found:
    """Questions whose next attempt says what the caller has just heard; and those that ask about each row of a loop in
    the same words."""
    reported: set[object] = set()
    for state in view.steps:
        question = state.step.asks()
        if question is None or not question.again:
            continue  # whether a value was understood is asked again in the same words: there are no others
        for move in view.from_place(state.name):
            if move.outcome not in ("silent", "unclear") or not move.prompts:
                continue
            behind = next((each for each in view.graph.out[move.to] if each.prompts and each.attempts == 1), None)
            said = behind.prompts[0] if behind else ""
            if behind is None or _plain(said) != _plain(move.prompts[-1]) or state.span in reported:
                continue
            reported.add(state.span)
            line = _line(question, view.graph.situations[behind.start].state.asking)
            what = "is silent" if move.outcome == "silent" else "is not understood"
            message = f"a caller who {what} hears the same words again: {quoted(said)}"
            title = f"the caller {what}, and hears the same words again"
            yield WrongCall(SAME_WORDS, line.span, message, "say it in other words", title, view.whole([move, behind]))
        if _of_each_row(view, state):
            message = "each row is asked about in the same words: the caller cannot tell which one is meant"
            yield WrongCall(SAME_WORDS, state.span, message, "say something of the row in the question, or before it")


def _line(question: Question, asking: Asking | None) -> Template:
    """What is spoken at an attempt: a line of a ladder, or the question itself."""
    ladders = {"if_silent": question.if_silent, "if_unclear": question.if_unclear}
    lines = ladders.get(asking.ladder, ()) if asking else ()
    return lines[asking.rung] if asking and asking.rung < len(lines) else question.text


def _of_each_row(view: WalkedCalls, state: State) -> bool:
    """Whether nothing of the row is said in a question that its loop puts, or before it."""
    loops = [each for each in view.steps if each.step.goes_through() and state.name.startswith(f"{each.name}/")]
    if not loops or state.part is not Part.STEPS or state.name not in view.at:
        return False
    loop = max(loops, key=lambda each: len(each.name))
    rows, none = loop.step.goes_through(), f"{loop.name}/if_none/"
    if rows is None or state.name.startswith(none):
        return False
    inside = [each for each in view.steps if each.name.startswith(f"{loop.name}/") and not each.name.startswith(none)]
    spoken = [text for each in inside for text in (each.step.prompt(), *_asked(each.step.asks())) if text]
    return not any(use.path[0] in (rows.row.text, "loop") for text in spoken for use in text.uses)


def _asked(question: Question | None) -> tuple[Template, ...]:
    return (question.text, *question.again) if question else ()


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
