"""Written messages: how long they are, and whether there is a number for them."""

from collections.abc import Iterator

from callsheet.analysis.inference import fact_of
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import BAD_VALUE, LONG_MESSAGE, MESSAGE_TO_NOBODY
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.flow.model import Flow
from callsheet.script.contacts import PHONE_NUMBER

# Characters. A text message is sent in pieces of about 160, and each is paid for.
LONGEST = 480


def check_messages(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """Each message once, however often its section is run."""
    for name, before in reached.items():
        step = flow.states[name].step
        message = step.message()
        if message is None:
            continue
        constant = message.text.constant
        if constant is not None and len(str(constant.value)) > LONGEST:
            text = f"this message has {len(str(constant.value)):,} characters, and is sent in more than three pieces"
            yield Diagnostic(LONG_MESSAGE, flow.path, step.span, text, f"write {LONGEST} characters at most")
        written = message.to.constant if message.to else None
        if message.to and written and not PHONE_NUMBER.fullmatch(str(written.value)):
            text = f"a message goes to a telephone number, and {quoted(str(written.value))} is none"
            named = before.kept(str(written.value)) is not None
            help_ = f'write "{{{{ {written.value} }}}}"' if named else 'write it with its country, such as "+15550133"'
            yield Diagnostic(BAD_VALUE, flow.path, message.to.span, text, help_)
        if message.deals_with_failure:
            continue
        help_ = "add if_fails: with what the caller hears then, or [] where nothing is to be said"
        if message.to is None:
            text = "whoever is on the line may have no number that can be seen, and the call fails then"
            yield Diagnostic(MESSAGE_TO_NOBODY, flow.path, step.span, text, help_)
        elif fact_of(message.to, before).null:
            text = "this number may be missing, and the call fails then"
            yield Diagnostic(MESSAGE_TO_NOBODY, flow.path, message.to.span, text, help_)
