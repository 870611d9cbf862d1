"""Whom a script rings: contacts that it has, whatever name they come under."""

from collections.abc import Container, Iterator, Sequence

from callsheet.analysis.inference import fact_of
from callsheet.checks.walk import Reached
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import UNKNOWN_CONTACT, UNUSED_NAME
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.flow.model import Flow
from callsheet.script.contacts import PHONE_NUMBER, Contacts
from callsheet.script.script import Script


def check_contacts(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Contacts that are named as they are written."""
    names = {word.text for each in steps for word in each.step.keeps()} | {word.text for word, _ in script.values}
    for rung in (rung for each in steps if (rung := each.step.rings())):
        name = rung.constant.value if rung.constant else None
        if isinstance(name, str) and name not in script.contacts and script.complete_contacts:
            yield _unknown(script.document.path, rung.span, name, script.contacts, names)


def check_contacts_in_calls(script: Script, flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """Contacts whose names come from elsewhere in the script: a value of `with`, an intent."""
    for name, facts in reached.items():
        rung = flow.states[name].step.rings() if name in flow.states else None
        if rung is None or rung.constant is not None:
            continue
        for text in sorted(fact_of(rung, facts).shape.constants - script.contacts.keys()):
            yield _unknown(flow.path, rung.span, text, script.contacts)


def check_unused_contacts(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Contacts that nobody rings, where all rings are known by name."""
    rung = [rung.constant for each in steps if (rung := each.step.rings())]
    if None in rung:
        return
    names = {constant.value for constant in rung if constant}
    for name, contact in script.contacts.items():
        if name not in names:
            message = f"nobody rings {quoted(name)}"
            help_ = f'write "- connect: {name}" where it is wanted, or delete it'
            yield Diagnostic(UNUSED_NAME, script.document.path, contact.name.span, message, help_)


def _unknown(path: str, span: Span, name: str, contacts: Contacts, names: Container[str] = ()) -> Diagnostic:
    if PHONE_NUMBER.fullmatch(name):
        help_ = f'give it a name under contacts:, such as office: "{name}"'
    elif name in names:
        help_ = f'for the contact that {name} holds, write "{{{{ {name} }}}}"'
    else:
        help_ = did_you_mean(name, contacts, otherwise="write it under contacts:")
    return Diagnostic(UNKNOWN_CONTACT, path, span, f"there is no contact {quoted(name)}", help_)
