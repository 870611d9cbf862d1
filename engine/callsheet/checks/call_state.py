"""The call itself: nothing is spoken before `answer` or after `disconnect`, every way ends, every step can run."""

from collections.abc import Container, Iterator

from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import (
    AFTER_DISCONNECT,
    ANSWERED_ALREADY,
    CUT_OFF,
    LINE_NOT_UP,
    NEVER_RUNS,
    NO_DISCONNECT,
    NOBODY_CONNECTED,
    SPEECH_AFTER_HANG_UP,
    WHILE_THEY_TALK,
)
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.flow.model import SILENT, Flow, Part, State
from callsheet.script.script import Script
from callsheet.script.step import Block, Step
from callsheet.script.talks import cuts_off, disturbs, needs_two


def check_call_state(script: Script, flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """Each mistake once, however often its section is run."""
    path = flow.path
    states = sorted((flow.states[name] for name in reached if name in flow.states), key=lambda state: state.span)
    too_early = [
        state.step
        for state in states
        if state.part is Part.STEPS
        and "ringing" in reached[state.name].line
        and _speaks_or_hears(state.step)
        and not needs_two(state.step)
    ]
    if too_early:  # what follows the first has the same cause
        what = _speaks_or_hears(too_early[0])
        message = f'"{what}" needs an answered call, and on a way to this step nobody has answered'
        yield Diagnostic(LINE_NOT_UP, path, too_early[0].span, message, 'put "- answer" before it')
    beside = list(_beside_talks(path, states, reached))
    yield from beside
    for state in states:
        what = _speaks_or_hears(state.step) or (state.step.verb if state.step.line_before else "")
        if state.part in SILENT and what:
            message = f'the caller has gone: "{what}" cannot stand in {state.part.value}'
            help_ = "keep only what needs no line, such as write and note"
            yield Diagnostic(SPEECH_AFTER_HANG_UP, path, state.span, message, help_)
    yield from _answered_already(flow, reached)
    yield from _never_run(script, flow, reached, told={each.span for each in beside})
    ends = [
        after.line
        for state in states
        if state.part is Part.STEPS and state.step.line_after != "down"
        if "completed" in state.next.values()
        for _, after in state.step.ways(_completing(state), reached[state.name])
        if after is not None
    ]
    if ends:
        last = script.steps[-1]
        message = "the call does not end here: not every way through steps ends in disconnect, or leave"
        how = "leave" if all(line == {"bridged"} for line in ends) else "disconnect"
        yield Diagnostic(NO_DISCONNECT, path, last.span, message, f'write "- {how}" as the last step')


def _speaks_or_hears(step: Step) -> str:
    """What of a step needs somebody on the line, as its author wrote it; empty where nothing does."""
    answered = bool(step.line_before) and "ringing" not in step.line_before
    return step.verb if answered else "while_waiting" if step.meanwhile() else ""


def _beside_talks(path: str, states: list[State], reached: FactsAt) -> Iterator[Diagnostic]:
    """The first step that would disturb two people who talk, and the first that needs them where there may be none."""
    disturbing = [
        state.step
        for state in states
        if state.part is Part.STEPS and "bridged" in reached[state.name].line and disturbs(state.step)
    ]
    if disturbing:  # what follows the first has the same cause
        step = disturbing[0]
        message = f'on a way to this "{step.verb}" the caller talks with somebody else, and is not to be disturbed'
        help_ = (
            'put it before "connect" or into its if_unanswered, or write "- leave" before it; while they talk, whisper '
            "speaks to the other side and barge to both"
        )
        yield Diagnostic(WHILE_THEY_TALK, path, step.span, message, help_)
    for state in states:
        if cuts_off(state.step) and state.part is Part.STEPS and "bridged" in reached[state.name].line:
            message = f'on a way to this "{state.step.verb}" the caller talks with somebody else, and is cut off'
            yield Diagnostic(CUT_OFF, path, state.span, message, 'write "- leave", which leaves the call to the two')
    lonely = [
        state
        for state in states
        if state.part not in SILENT and needs_two(state.step) and reached[state.name].line != {"bridged"}
    ]
    if lonely and not (disturbing and disturbing[0].line_after):  # else that one has taken the two apart
        step, met = lonely[0].step, reached[lonely[0].name].line
        message = (
            f'"{step.verb}" needs somebody whom the caller talks with, and on a way to this step nobody is connected'
        )
        help_ = (
            'the steps under "if_unanswered" or "if_fails" of connect go on to it: end them with disconnect'
            if "bridged" in met
            else 'put "- connect: …" before it, or delete it'
        )
        yield Diagnostic(NOBODY_CONNECTED, path, step.span, message, help_)


def _completing(state: State) -> list[str]:
    return [outcome for outcome, destination in state.next.items() if destination == "completed"]


def _answered_already(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """Each step that picks up, and that no way comes to before the call is answered."""
    lines: dict[tuple[Span, str], set[str]] = {}
    for name, facts in reached.items():
        state = flow.states.get(name)
        if state is not None and state.part is Part.STEPS and state.step.line_after == "up":
            lines.setdefault((state.span, state.step.verb), set()).update(facts.line)
    for span, verb in sorted(step for step, line in lines.items() if line == {"up"}):
        message = f'this "{verb}" does nothing: the call is answered already on every way to it'
        yield Diagnostic(ANSWERED_ALREADY, flow.path, span, message, "delete it")


def _never_run(script: Script, flow: Flow, reached: FactsAt, told: Container[Span]) -> Iterator[Diagnostic]:
    """The first step of each list that no way leads to; what stands behind it, or in it, goes without saying, and so
    does what stands behind a step that is `told` of already."""
    live = {flow.states[name].span for name in reached if name in flow.states}
    blocks: list[Block] = [script.steps, *script.handlers]
    sections: set[str] = set()
    defaults: set[int] = set()
    while blocks:
        block = blocks.pop(0)
        for number, step in enumerate(block):
            if step.span in live:
                blocks += step.blocks()
                for default in step.falls_back().values():
                    if id(default) not in defaults:
                        defaults.add(id(default))
                        blocks.append(default)
                if (section := step.runs()) and section.text not in sections:
                    sections.add(section.text)
                    blocks.append(script.sections[section.text])
                continue
            if number and block[number - 1].span not in told:
                yield _never_runs(flow.path, block, number)
            break


def check_behind_disconnect(script: Script) -> Iterator[Diagnostic]:
    """The first step behind a disconnect, of a script whose ways are not known."""
    blocks: list[Block] = [script.steps, *script.sections.values(), *script.handlers, *script.defaults.blocks]
    while blocks:
        block = blocks.pop()
        last = next((number for number, step in enumerate(block, 1) if step.line_after == "down"), len(block))
        if last < len(block):
            yield _never_runs(script.document.path, block, last)
        for step in block[:last]:
            blocks += step.blocks()


def _never_runs(path: str, block: Block, number: int) -> Diagnostic:
    step, before = block[number], block[number - 1]
    if before.line_after == "down" and step.line_before:
        message = f'"{step.verb}" cannot stand behind {before.verb} (line {before.span.line}): the call has ended'
        return Diagnostic(AFTER_DISCONNECT, path, step.span, message, f"move it before {before.verb}, or delete it")
    message = f"this step never runs: the step before it (line {before.span.line}) never goes on to it"
    return Diagnostic(NEVER_RUNS, path, step.span, message, "move it, or delete it")
