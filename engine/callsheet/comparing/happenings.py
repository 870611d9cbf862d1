"""What callers notice of a step: what is said, written, sent, rung and recorded, in the words of the script."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from callsheet.exploring.choices import Replied
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.relevance import Live
from callsheet.expressions import Constant, Expression, Template
from callsheet.flow.model import Flow, State
from callsheet.ports.requests import (
    AskModel,
    AwaitReturn,
    GiveWay,
    KeepSilent,
    LeaveThem,
    LetGo,
    NotDone,
    OfRecordings,
    PickUp,
    PutIntoWords,
    PutQuestion,
    ReadRows,
    RecordLine,
    RecordSpeech,
    Request,
    Ring,
    SendMessage,
    SendRequest,
    Speak,
    SpeakBeside,
    WriteRows,
)
from callsheet.script.step import Step
from callsheet.script.words import Word


class HappeningKind(StrEnum):
    """The kinds of what happens, each as it is told of a caller."""

    ANSWERED = "is answered"
    HEARS = "hears {}"
    BOTH_HEAR = "hears, with the other side, {}"
    OTHER_HEARS = "has the other side hear {}"
    WAITS = "waits for {}"
    ROUNDS = "begins a loop of at most {} rounds"
    RINGS = "has {} rung"
    COMES_BACK = "comes back once the other side has hung up"
    LEFT = "is left with the other side"
    WRITES = "sets off the write {}"
    REQUESTS = "sets off the request {}"
    MESSAGES = "sets off the message {}"
    LEAVES_RECORDING = "leaves a recording after {}"
    RECORDED = "is recorded from here on"
    NOT_RECORDED = "is recorded up to here only"
    IN_WORDS = "has the recording {} put into words"
    SETS = "has {} set"


Details = tuple[tuple[str, str], ...]


class Happening(Struct, frozen=True):
    """Something that happens to a caller: its words are a text, or a name; `details` are what else an author says of
    it, by the keys of the script."""

    kind: HappeningKind
    words: str = ""
    details: Details = ()


def written(text: Template | Expression) -> str:
    """A text as its author wrote it, on one line."""
    match text.constant:
        case Constant(value=bool(value)):
            return _flag(value)
    return " ".join(text.source.split())


def happenings(move: WalkedMove, state: State, graph: Graph, later: Live) -> Iterator[Happening]:
    """What happens in a move from a state. A name that is set does where something that comes `later` has a use for
    it."""
    step, flow = state.step, graph.flow
    for choice in move.choices:
        if isinstance(choice, Replied) and not isinstance(choice.reply, NotDone):
            yield from _asked(choice.request, step, flow)
    prompt = step.prompt()
    if prompt and step.goes_back_to() and step.asks() is None and move.outcome != "given_up":
        yield Happening(HappeningKind.HEARS, written(prompt))  # it stands in the place of the question that follows
    loops = graph.situations[move.to].state.loops
    if step.repeats() and not step.goes_through() and loops:
        yield Happening(HappeningKind.ROUNDS, str(len(loops[-1].rows)))
    if move.outcome == "done":
        for word, value in (*step.computes(), *(() if step.computes() == step.gives() else step.gives())):
            if word.text in later.decide | later.spoken:
                yield Happening(HappeningKind.SETS, word.text, (("to", written(value)),))


def _asked(request: Request, step: Step, flow: Flow) -> Iterator[Happening]:
    match request:
        case PickUp():
            yield Happening(HappeningKind.ANSWERED)
        case Speak(sound=sound):
            yield Happening(HappeningKind.HEARS, _prompt(step), (*_sound(sound, flow), *_heard_whole(step)))
        case SpeakBeside(to=to):
            yield Happening(HappeningKind.BOTH_HEAR if to == "both" else HappeningKind.OTHER_HEARS, _prompt(step))
        case KeepSilent(seconds=seconds):
            yield Happening(HappeningKind.WAITS, f"{seconds:g}s")
        case Ring(contact=contact, targets=targets, seconds=seconds):
            rings = step.rings()
            name = contact or (written(rings) if rings else "")
            yield Happening(HappeningKind.RINGS, name, (("ring", f"{seconds:g}s"), *_numbers(contact, targets)))
        case AwaitReturn():
            yield Happening(HappeningKind.COMES_BACK)
        case LeaveThem():
            yield Happening(HappeningKind.LEFT)
        case WriteRows(query=name):
            yield Happening(HappeningKind.WRITES, name, _arguments(step))
        case SendRequest(request=name) if flow.requests[name].changes:
            yield Happening(HappeningKind.REQUESTS, name, _arguments(step))
        case PutQuestion() | AskModel() | ReadRows() | SendRequest() | LetGo() | GiveWay():
            pass  # questions and endings are told elsewhere, and of the rest callers notice nothing
        case _:
            yield from _kept(request, step)


def _kept(request: SendMessage | OfRecordings, step: Step) -> Iterator[Happening]:
    """What is sent to a telephone, or kept as a sound."""
    match request:
        case SendMessage(by=by):
            message = step.message()
            if message:
                to = written(message.to) if message.to else "whoever is on the line"
                yield Happening(HappeningKind.MESSAGES, written(message.text), (("to", to), ("by", by)))
        case RecordSpeech(listening=listening, beep=beep):
            details = (
                ("at_most", f"{listening.longest_seconds:g}s"),
                ("speech_pause", f"{listening.pause_seconds:g}s"),
                ("timeout", f"{listening.timeout_seconds:g}s"),
                ("beep", _flag(beep)),
            )
            yield Happening(HappeningKind.LEAVES_RECORDING, _prompt(step), details)
        case RecordLine(stops=stops):
            yield Happening(HappeningKind.NOT_RECORDED if stops else HappeningKind.RECORDED)
        case PutIntoWords():
            recording = step.transcribes()
            yield Happening(HappeningKind.IN_WORDS, written(recording) if recording else "")


def _prompt(step: Step) -> str:
    prompt = step.prompt()
    return written(prompt) if prompt else ""


def _sound(sound: str | None, flow: Flow) -> Iterator[tuple[str, str]]:
    if sound is not None:
        yield "audio", sound


def _heard_whole(step: Step) -> Iterator[tuple[str, str]]:
    yield "interruptible", _flag(not step.is_heard_whole)


def _numbers(contact: str, targets: Iterable[str]) -> Iterator[tuple[str, str]]:
    if contact:
        yield "contacts", " and ".join(targets)


def _arguments(step: Step) -> Details:
    statement = step.executes()
    return tuple(sorted(with_values(statement.arguments))) if statement else ()


def with_values(arguments: Iterable[tuple[Word, Template]]) -> Iterator[tuple[str, str]]:
    """Names with their values, as written."""
    return ((name.text, written(value)) for name, value in arguments)


def _flag(value: bool) -> str:
    return str(value).lower()
