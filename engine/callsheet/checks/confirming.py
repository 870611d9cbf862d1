"""What callers say yes to: nothing is confirmed that they have not heard."""

from collections.abc import Iterator, Mapping

from callsheet.diagnostics.catalogue import VALUE_NOT_SAID
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.flow.model import Flow
from callsheet.script.step import Step

# Names made of names made of names … that are followed: nobody reads more of them, and the work stays in proportion.
MOST_DEEP = 5


def check_confirming(flow: Flow) -> Iterator[Diagnostic]:
    """Values that a `confirm` does not read back, by themselves or by names that steps set from them."""
    confirming = [(step, question) for step in _steps(flow) if (question := step.asks()) and any(step.confirms())]
    if not confirming:
        return
    made_of = _made_of(flow)
    for step, question in confirming:
        heard = _behind({str(use.path[0]) for use in question.text.uses}, made_of)
        for name in step.confirms():
            if name not in heard and name not in flow.private:
                message = f'callers say yes here to "{name}", and do not hear it'
                help_ = f'say "{{{{ {name} }}}}" in the text behind confirm'
                yield Diagnostic(VALUE_NOT_SAID, flow.path, question.text.span, message, help_)


def _steps(flow: Flow) -> Iterator[Step]:
    return (state.step for state in flow.states.values())


def _made_of(flow: Flow) -> Mapping[str, set[str]]:
    """Of each name that steps set, the names that these read."""
    found: dict[str, set[str]] = {}
    for step in _steps(flow):
        for word in step.keeps():
            found.setdefault(word.text, set()).update(step.reads())
    return found


def _behind(names: set[str], made_of: Mapping[str, set[str]]) -> set[str]:
    """These names, and those that they are made of."""
    found = set(names)
    for _ in range(MOST_DEEP):
        names = set[str]().union(*(made_of.get(name, ()) for name in names)) - found
        found |= names
    return found
