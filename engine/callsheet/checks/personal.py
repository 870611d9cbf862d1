"""Personal data that is spoken to whoever calls, or whoever has the telephone of the one whom it belongs to.

`personal_data` in the script says whom it may be told: anybody, the known, or the proven.
"""

from collections.abc import Iterator, Mapping

from callsheet.analysis.facts import Facts
from callsheet.analysis.proof import Made, Proof, Proven, proven
from callsheet.checks.comparisons import compared
from callsheet.checks.walk import nodes_of, told_by
from callsheet.checks.ways import FactsAt, states_before
from callsheet.diagnostics.catalogue import TOLD_TO_ANYBODY, TOLD_UNPROVEN
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.expressions import NameUse, tree
from callsheet.expressions.tree import Tree
from callsheet.flow.model import Flow, State
from callsheet.queries.personal import Columns
from callsheet.script.step import Step


def check_personal(flow: Flow, reached: FactsAt, columns: Columns, *, to_proven: bool) -> Iterator[Diagnostic]:
    """Each column once, at its first use. `to_proven`: they may be told only to who has proven who they are."""
    known = proven(made for state in flow.states.values() for made in _made(state.step))
    unproven = _unproven(flow) if to_proven else set[str]()
    found: dict[Span, Diagnostic] = {}
    for name in reached:
        state = flow.states.get(name)
        for text in told_by(state.step) if state else ():
            for use in text.uses:
                proof = known.of([use.path])
                if use.span in found or proof is Proof.SECRET:
                    continue
                out_of = known.rows.get(str(use.path[0]), frozenset())
                rows = [row for row in out_of if _is_personal(use, columns.get(row), proof)]
                if rows and proof is Proof.NOTHING:
                    found[use.span] = _to_anybody(flow.path, use, min(rows))
                elif rows and name in unproven and not _is_found(reached[name], known):
                    found[use.span] = _to_unproven(flow.path, use)
    once = {diagnostic.about: diagnostic for _, diagnostic in sorted(found.items(), reverse=True)}
    yield from once.values()


def _made(step: Step) -> Iterator[Made]:
    """The names that a step keeps, and what it makes them of."""
    kept = tuple(word.text for word in step.keeps())
    statement, question, rows = step.executes(), step.asks(), step.goes_through()
    if kept and statement:
        paths = tuple(use.path for _, value in statement.arguments for use in value.uses)
        yield Made(kept, paths, found=statement.name.text)
    elif kept and question:
        slot = question.settings.slot
        own = Proof.SECRET if slot and slot.is_secret else Proof.NUMBER if slot and slot.is_who else Proof.NOTHING
        yield Made(kept, tuple(use.path for use in slot.among.uses) if slot and slot.among else (), own)
    elif kept and (paths := tuple(use.path for text in step.texts() for use in text.uses)):
        yield Made(kept, paths)  # what an author has written out himself is of nobody
    if rows:
        yield Made((rows.row.text,), tuple(use.path for use in rows.all.uses))
    for name, value in step.gives():
        yield Made((name.text,), tuple(use.path for use in value.uses))


def _is_personal(use: NameUse, columns: Mapping[str, bool] | None, proof: Proof) -> bool:
    part = next((part for part in use.path[1:] if isinstance(part, str)), "")
    always = columns.get(part) if columns else None
    return always is not None and (always or proof is not Proof.NOTHING)


def _unproven(flow: Flow) -> set[str]:
    """The states that a call can come to though nothing that only its caller knows has been compared."""
    secret = {name for state in flow.states.values() for name in _secrets(state.step)}
    return {state.name for state in states_before(flow, lambda state: _compares(state, secret), [flow.start])}


def _secrets(step: Step) -> Iterator[str]:
    question = step.asks()
    if question and question.settings.slot and question.settings.slot.is_secret:
        yield from (word.text for word in step.keeps())


def _compares(state: State, secret: set[str]) -> bool:
    """Whether a step compares what only the caller knows with something that is known. Either way the author has then
    thought of who calls."""
    for left, _, right in compared(nodes_of(state.step)):
        sides = _names(left), _names(right)
        if all(sides) and any(side & secret for side in sides):
            return True
    return False


def _names(node: Tree) -> set[str]:
    return {part.name for part in tree.all_of(node) if isinstance(part, tree.Name)}


def _is_found(facts: Facts, known: Proven) -> bool:
    """Whether a row is certainly there that only who knows a secret can have found."""
    for name in known.rows:
        fact = facts.kept(name) if known.rows[name] and known.by[name] is Proof.SECRET else None
        if fact is None:
            continue
        is_there = facts.is_present((name,)) or not (fact.unset or fact.null)
        if is_there if fact.shape.kind == "row" else facts.is_present((name, 0)):
            return True
    return False


def _to_anybody(path: str, use: NameUse, found_by: str) -> Diagnostic:
    name = tree.written(use.path)
    message = (
        f'"{name}" is personal, and "{found_by}" finds it for whoever calls: nothing of the caller is in its "with"'
    )
    help_ = 'give it "{{ call.person_number }}", or what the caller was asked for'
    return Diagnostic(TOLD_TO_ANYBODY, path, use.span, message, help_, about=name)


def _to_unproven(path: str, use: NameUse) -> Diagnostic:
    name = tree.written(use.path)
    message = f'"{name}" is personal, and on a way to here the caller has not proven who they are'
    help_ = "ask for what only they know, such as a PIN or a date of birth, and give it to the query, or compare it"
    return Diagnostic(TOLD_UNPROVEN, path, use.span, message, help_, about=name)
