"""How questions are put and what is understood at them, compared, where they stand in both versions."""

from collections.abc import Iterator, Mapping, Sequence

from callsheet.comparing.happenings import written
from callsheet.comparing.matching import Matched
from callsheet.comparing.ways import AskedQuestion
from callsheet.comparing.wording import listed, quoted
from callsheet.expressions import Template
from callsheet.flow.model import Flow, State
from callsheet.script.choices import OptionSlot, RowSlot
from callsheet.script.parts import Question
from callsheet.script.slots import Slot, ValueSlot

# Questions, and phrases, that are named; of more their number is told.
MOST_NAMED = 3
NONE = "nothing"


def questions(old: Flow, new: Flow, asked: Matched) -> Iterator[str]:
    """What is different at each question, in sentences; of several alike in one."""
    before, after = _by_words(old, asked.old), _by_words(new, asked.new)
    said: dict[str, dict[str, None]] = {}
    for words, state in before.items():
        if words in after:
            for sentence in (*_settings(state, old, after[words], new), *_heard(state, after[words])):
                said.setdefault(sentence, {})[words.text] = None
    for sentence, texts in said.items():
        yield f"At {_named([*texts])}, {sentence}"


def _by_words(flow: Flow, asked: Mapping[str, AskedQuestion]) -> dict[AskedQuestion, State]:
    """The first state of each question."""
    found: dict[AskedQuestion, State] = {}
    for name, words in asked.items():
        found.setdefault(words, flow.states[name])
    return found


def _named(texts: Sequence[str]) -> str:
    shown = [quoted(text) for text in texts[:MOST_NAMED]]
    more = len(texts) - len(shown)
    return listed([*shown, *([f"{more} more questions"] if more else [])])


def _settings(old: State, old_flow: Flow, new: State, new_flow: Flow) -> Iterator[str]:
    was, now = dict(_told(old, old_flow)), dict(_told(new, new_flow))
    for what in dict.fromkeys((*was, *now)):
        if was.get(what, NONE) != now.get(what, NONE):
            yield f"{what} is now {now.get(what, NONE)}, and no longer {was.get(what, NONE)}"


def _told(state: State, flow: Flow) -> Iterator[tuple[str, str]]:
    """What an author says of a question, in words."""
    step = state.step
    question = step.asks()
    if question is None:
        return
    settings, sound = question.settings, step.sound()
    yield from _lines("what is said to a caller who stays silent", question.if_silent)
    yield from _lines("what is said to a caller who was not understood", question.if_unclear)
    yield from _lines("what is asked after a no", _others(state, question))
    yield "how often it is listened", f"{step.own_attempts or flow.limits.attempts} times"
    yield "how long a caller may be silent", f"{settings.timeout_seconds:g} seconds"
    yield "the pause that ends an answer", f"{settings.pause_seconds:g} seconds"
    yield "whether it can be interrupted", "true" if settings.interruptible else "false"
    yield "whether the answer is private", "true" if settings.private else "false"
    if sound:
        yield "what is played instead of the voice", sound.text
    if settings.slot:
        yield "what is asked for", _asked_for(settings.slot)
    for word in step.keeps():
        yield "the name that keeps the answer", quoted(word.text)


def _lines(what: str, texts: Sequence[Template]) -> Iterator[tuple[str, str]]:
    if texts:
        yield what, listed([quoted(written(text)) for text in texts], "and then")


def _others(state: State, question: Question) -> list[Template]:
    """Another question that stands beside this one, where this one confirms several answers."""
    together, slot = question.settings.together, question.settings.slot
    if not (together and question.settings.confirms) or slot:
        return []
    known = (question.text, *question.again)
    return [text for text in state.step.texts() if isinstance(text, Template) and text not in known]


def _asked_for(slot: Slot) -> str:
    match slot:
        case ValueSlot(kind=kind, from_=from_, to=to, length=length):
            bounds = [f"{word} {written(text)}" for word, text in (("from", from_), ("to", to)) if text]
            sizes = [f"of {length[0]} to {length[1]} characters"] if length else []
            return " ".join([kind.replace("_", " "), *bounds, *sizes])
        case OptionSlot(options=options):
            return listed([" / ".join(word.text for word in option.words) for option in options], "or")
        case RowSlot(rows=rows, by=by):
            return f"one of {written(rows)} by {by.text}"
    raise AssertionError("nothing else is asked for")


def _heard(old: State, new: State) -> Iterator[str]:
    """The keys and phrases of what can be answered in both."""
    was, now = _listened(old), _listened(new)
    for name in [name for name in was if name in now]:
        (key, phrases), (key_now, phrases_now) = was[name], now[name]
        answer = quoted(name.replace("_", " "))
        if key != key_now:
            yield f"{f'key {key_now}' if key_now else 'no key'} is now {answer}, and no longer {key or 'none'}"
        if more := [phrase for phrase in phrases_now if phrase not in phrases]:
            yield f"{_phrases(more)} {'is' if len(more) == 1 else 'are'} now understood as {answer}"
        if less := [phrase for phrase in phrases if phrase not in phrases_now]:
            yield f"{_phrases(less)} {'is' if len(less) == 1 else 'are'} no longer understood as {answer}"


def _listened(state: State) -> dict[str, tuple[str, tuple[str, ...]]]:
    question = state.step.asks()
    intents = question.settings.listener.intents if question else ()
    return {intent.name: (intent.press, intent.phrases) for intent in intents}


def _phrases(phrases: Sequence[str]) -> str:
    shown = [quoted(phrase) for phrase in phrases[:MOST_NAMED]]
    more = len(phrases) - len(shown)
    return listed([*shown, *([f"{more} more"] if more else [])])
