"""Whether the line that carries the calls can do what a script wants of it: known before the first call."""

from collections.abc import Iterator, Mapping

from callsheet.diagnostics.catalogue import BEYOND_THE_LINE
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.flow.model import Flow
from callsheet.ports.telephony import CALLEE, Ability, Caps
from callsheet.script.step import Step

LACKING: Mapping[Ability, tuple[str, str]] = {
    "connect": ("the line that carries the calls can ring nobody else", "serve the script on another line"),
    "unbridge": (
        "on the line that carries the calls nobody comes back: a call ends where the other side hangs up",
        'leave come_back out, and write "- leave" behind it; or serve the script on another line',
    ),
    "whisper": ("the line that carries the calls cannot whisper", "serve the script on another line"),
    "barge": ("the line that carries the calls cannot speak into a talk", "serve the script on another line"),
}


def beyond(flow: Flow, caps: Caps) -> tuple[Diagnostic, ...]:
    """What this line cannot do of a script, by its lines."""
    steps = {state.span: state.step for state in flow.states.values()}
    return tuple(
        Diagnostic(BEYOND_THE_LINE, flow.path, span, message, help_)
        for span, step in sorted(steps.items())
        for message, help_ in _lacking(step, flow, caps)
    )


def _lacking(step: Step, flow: Flow, caps: Caps) -> Iterator[tuple[str, str]]:
    missing = [LACKING[ability] for ability in step.wants() if not _can(caps, ability)]
    yield from missing
    rung = step.rings()
    if rung is None or missing:
        return
    names = [str(rung.constant.value)] if rung.constant else list(flow.contacts)
    if name := next((name for name in names if not _rings(caps, flow.contacts[name])), ""):
        only = "only callee, the number that was called" if caps.connect == "fixed" else "one at a time"
        message = f"the line that carries the calls cannot ring {quoted(name)}: it rings {only}"
        yield message, f"let {name} be another contact, here or under contacts: in the numbers file"


def _can(caps: Caps, ability: Ability) -> bool:
    match ability:
        case "connect":
            return caps.connect is not None
        case "unbridge":
            return caps.unbridge
    return ability in caps.modes


def _rings(caps: Caps, targets: tuple[str, ...]) -> bool:
    """Whether these can be rung at once."""
    one = len(targets) == 1 or caps.parallel
    return one and (caps.connect == "any" or (caps.connect == "fixed" and set(targets) == {CALLEE}))
