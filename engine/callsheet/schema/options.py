"""Wrong options: unknown ones, those of later versions, and those that a verb lacks."""

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from callsheet.diagnostics.catalogue import RESERVED_WORD, UNKNOWN_KEY
from callsheet.diagnostics.suggest import ask_between
from callsheet.diagnostics.visible import quoted
from callsheet.schema.belongs import belongs_in_script
from callsheet.schema.keys import lacking
from callsheet.schema.repair import BadShape, Finding, incomplete, rekeyed
from callsheet.schema.step_of import ROW_AND_LIST, THEN
from callsheet.schema.vocabulary import also_called, as_name, guess, later, misspelt, vocabulary
from callsheet.schema.words import NOT_YET
from callsheet.source.document import Broken, Entry, Mapping, NodePath, Scalar, Sequence
from callsheet.source.schemas import Schema, texts_of, within


def guess_option(word: str, verb: str, taken: Collection[str]) -> str | None:
    """The option of `verb` that `word` was meant to be, if its place is free."""
    words = vocabulary()
    free = {key: within(words.keys(verb), key) for key in words.options(verb) if key not in taken}
    if words.owners(word):  # spelt right, for another verb: only what is known to be mixed up
        return also_called(word, free)
    return guess(word, free, free)


def wrong_options(path: NodePath, node: Mapping, verb: Entry) -> Iterator[Finding]:
    """The options of a step that its verb does not have, or needs."""
    words = vocabulary()
    fragment = words.verbs[verb.name]
    changes: dict[str, str | None] = {}
    mistakes: list[BadShape] = []
    settles: list[NodePath] = []
    taken = {entry.name for entry in node}
    for entry in node:
        if entry.name in words.keys(verb.name):
            continue
        meant, mistake = _wrong_option(entry, verb.name, fragment, taken)
        if meant is not None:
            taken.add(meant)
            if not misspelt(entry.name, meant):
                settles.append((*path, meant))
        changes[entry.name] = meant
        # What belongs to the verb may stand beside it, and what has no value too, as has been reported.
        if not isinstance(verb.value, Broken) and not isinstance(entry.value, Broken):
            mistakes.append(mistake)
    if help_ := _missing_line(node, verb.name, [name for name, meant in changes.items() if meant is None]):
        mistakes = [replace(mistake, help=help_) for mistake in mistakes[:1]]
    if changes:
        yield Finding(path, rekeyed(changes), tuple(mistakes), tuple(settles))
    elif names_two(verb) or holds_options(verb) or (verb.name == "if" and THEN in _text(verb)):
        yield Finding(path, incomplete)  # its value is reported, and says what else is needed
    elif node.complete:
        required = texts_of(within(fragment, "then"), "required")
        yield from lacking(path, node, fragment, required, (verb.key.span, f'"{verb.name}"'))


def _wrong_option(entry: Entry, verb: str, fragment: Schema, taken: Collection[str]) -> tuple[str | None, BadShape]:
    """What the option was meant to be, if that can be told, and what its author is told."""
    advice = later(entry.name, within(fragment, "reserved"))
    if advice is not None:
        message = f'"{entry.name}" beside "{verb}" {NOT_YET}'
        return None, BadShape(RESERVED_WORD, entry.key.span, message, advice)
    meant = guess_option(entry.name, verb, taken)
    message = f'"{verb}" has no option {quoted(entry.name)}'
    if as_name(entry.name) in texts_of(vocabulary().verbs["branch"], "alsoCalled"):
        help_ = 'several conditions stand below "- branch:", each behind "- if:" and with its own "then:"'
        return None, BadShape(UNKNOWN_KEY, entry.key.span, message, help_)
    options = vocabulary().options(verb)
    help_ = ask_between(entry.name, meant, options) if meant is not None else _about_option(entry.name, verb)
    return meant, BadShape(UNKNOWN_KEY, entry.key.span, message, help_)


def _missing_line(node: Mapping, verb: str, unknown: Collection[str]) -> str | None:
    """What to write where the line above several options was lost: `answers:`, or another verb whose options they
    are."""
    words = vocabulary()
    if words.options(verb).count("answers") and node.entry("answers") is None and unknown:
        steps = [entry.value for entry in node if entry.name in unknown]
        if all(isinstance(value, Sequence) for value in steps):
            return 'write "answers:" above it, and begin each answer two spaces further right'
    others = [entry.name for entry in node if entry.name not in words.keys(verb)]
    if len(others) < 2:
        return None
    missing = next((each for each in words.verbs if all(name in words.options(each) for name in others)), None)
    return f'before it a step is missing that begins with "- {missing}: …"' if missing else None


def names_two(verb: Entry) -> bool:
    """Whether a row's name is followed by its list: `for_each: book in books`."""
    return isinstance(verb.value, Scalar) and ROW_AND_LIST.fullmatch(str(verb.value.value)) is not None


def holds_options(verb: Entry) -> bool:
    """Whether the options stand in a group behind the verb, which takes a single value: `ask: {answers: …}`."""
    return isinstance(verb.value, Mapping) and any(
        entry.name in vocabulary().options(verb.name) for entry in verb.value
    )


def _text(verb: Entry) -> str:
    return str(verb.value.value) if isinstance(verb.value, Scalar) else ""


def _about_option(option: str, verb: str) -> str:
    words = vocabulary()
    if place := belongs_in_script(("steps",), option):
        return place
    options = words.options(verb)
    meant = words.guess_verb(option) if as_name(option) in words.verbs else also_called(option, words.verbs)
    if meant is not None and meant != verb:
        return f'to begin another step, write "- {meant}:"' if meant not in words.only_alone else f'write "- {meant}"'
    return f"its options are: {', '.join(options)}" if options else f'"{verb}" has no options'
