"""Steps that no call comes to, ways that none takes, and values that fit none of the ways."""

from callsheet.diagnostics.catalogue import FITS_NO_CASE, NEVER_REACHED
from callsheet.diagnostics.visible import quoted
from callsheet.exploring.choices import Decided
from callsheet.exploring.findings.calls import WalkedCalls
from callsheet.exploring.findings.finding import Found, WrongCall
from callsheet.exploring.graph import WalkedMove
from callsheet.script.parts import CASE


def never_reached(view: WalkedCalls) -> Found:
    """The first step of each list of steps that no call comes to; cases that none takes."""
    if not view.graph.complete:
        return
    reached = {state.span for number in range(len(view.graph.situations)) if (state := view.state(number))}
    taken: dict[object, set[str]] = {}
    for move in view.graph.moves:
        if state := view.state(move.start):
            taken.setdefault(state.span, set()).add(move.outcome)
    # What stands behind a section that is run there, too, though others run it.
    behind = {to for state in view.steps if state.name not in view.at for to in state.next.values()}
    for state in view.steps:
        compared = state.step.compares()
        for case in compared.texts if compared else ():
            outcome = f"{CASE}{case.text}"
            if state.span in reached and outcome not in taken.get(state.span, ()):
                behind.add(state.next[outcome])
                message = f"no call takes this way: {quoted(case.text)} never comes"
                yield WrongCall(NEVER_REACHED, case.span, message, "look at the values that can come, or delete it")
    for state in view.steps:
        if state.span not in reached and state.name not in behind and not state.step.advances_loop:
            message = f'no call comes to this step ("{state.step.label}"): what stands before it never leads here'
            yield WrongCall(NEVER_REACHED, state.span, message, "look at the conditions before it, or delete it")


def fits_nothing(view: WalkedCalls) -> Found:
    """Cases without `else` beside which some calls go by."""
    for state in view.steps:
        if not state.step.may_fit_nothing:
            continue
        move = next((move for move in view.from_place(state.name) if move.outcome == "else"), None)
        if move is not None:
            message = f"some calls fit none of these cases{_where(move)}, and nothing is done for them"
            help_ = "write else: with what is to be done then, or else: [] where that is nothing"
            yield WrongCall(FITS_NO_CASE, state.span, message, help_, "none of the cases fits", view.whole([move]))


def _where(move: WalkedMove) -> str:
    decided = [choice for choice in move.choices if isinstance(choice, Decided)]
    values = (f"{each.column} is {'missing' if each.value is None else quoted(str(each.value))}" for each in decided)
    found = ", ".join(values)
    return f", where {found}" if found else ""
