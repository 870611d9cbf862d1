"""Wrong steps: no verb, two verbs, a verb of a later version, an option that the verb does not have, or lacks."""

from collections.abc import Collection, Iterator

from engine.diagnostics.catalogue import RESERVED_WORD, TWO_VERBS, UNKNOWN_KEY, UNKNOWN_VERB, WRONG_SHAPE
from engine.schema.judge import Path
from engine.schema.keys import lacking
from engine.schema.load import text_of, texts_of, within
from engine.schema.repair import Finding, Mistake, broken, incomplete, rekeyed, reworded, split, standing_alone
from engine.schema.values import ROW_AND_LIST, step_of
from engine.schema.vocabulary import also_called, as_name, guess, vocabulary
from engine.schema.words import kind, quoted
from engine.source.document import Broken, Entry, Mapping, Node, Scalar, Sequence


def wrong_step(path: Path, node: Node) -> Iterator[Finding]:
    """What is wrong with a step that the schema refuses."""
    match node:
        case Mapping():
            yield from _wrong_mapping(path, node)
        case Scalar(value=str()):
            yield _wrong_word(path, node)
        case _:
            advice = "write a verb, a colon and what belongs to it, such as - say: Hello."
            if isinstance(node, Sequence):
                advice = 'one "- " begins a step: delete the second, or the brackets'
            yield Finding(path, broken, (Mistake(WRONG_SHAPE, node.span, f"a step cannot be {kind(node)}", advice),))


def _wrong_mapping(path: Path, node: Mapping) -> Iterator[Finding]:
    words = vocabulary()
    reserved = next((entry for entry in node if entry.name in words.reserved), None)
    verbs = [entry for entry in node if entry.name in words.verbs]
    verbs = [entry for entry in verbs if not _meant_as_option(entry, verbs, node)]
    if reserved is not None:
        message = f"{quoted(reserved.name)} is reserved for a later version"
        mistake = Mistake(RESERVED_WORD, reserved.key.span, message, "leave it out")
        yield Finding(path, rekeyed({reserved.name: None}) if verbs else broken, (mistake,))
    elif not verbs:
        yield _no_verb(path, node)
    elif len(verbs) > 1:
        yield _two_verbs(path, node, verbs[0], verbs[1])
    elif verbs[0].name in words.only_alone:
        yield _value_behind(path, verbs[0])
    else:
        yield from _wrong_options(path, node, verbs[0])


def _meant_as_option(entry: Entry, verbs: list[Entry], node: Mapping) -> bool:
    """`answer` with a value beside `ask` was meant to be `answers`: a verb that stands alone takes no value."""
    words = vocabulary()
    if entry.name not in words.only_alone or not isinstance(entry.value, Mapping | Sequence):
        return False
    taken = [each.name for each in node]
    return any(_guess_option(entry.name, other.name, taken) for other in verbs if other is not entry)


def _guess_option(word: str, verb: str, taken: Collection[str]) -> str | None:
    """The option of `verb` that `word` was meant to be, if its place is free."""
    words = vocabulary()
    free = {key: within(words.keys(verb), key) for key in words.options(verb) if key not in taken}
    if words.owners(word):  # spelt right, for another verb: only what is known to be mixed up
        return also_called(word, free)
    return guess(word, free, free)


def _no_verb(path: Path, node: Mapping) -> Finding:
    words = vocabulary()
    if not node.complete:
        return Finding(path, broken)
    if not node.entries:
        mistake = Mistake(WRONG_SHAPE, node.span, "this step is empty", "write a verb, or delete it")
        return Finding(path, broken, (mistake,))
    for entry in node:
        meant = words.guess_verb(entry.name) if not words.owners(entry.name) else None
        if meant is not None:
            mistake = Mistake(UNKNOWN_VERB, entry.key.span, _no_such(entry), f'did you mean "{meant}"?')
            return Finding(path, rekeyed({entry.name: meant}), (mistake,))
    first = node.entries[0]
    if owners := words.owners(first.name):
        message = f"a step cannot begin with {quoted(first.name)}: it is an option of {_either(owners)}"
        help_ = 'write it below its verb, in the same column, without "- "'
        return Finding(path, broken, (Mistake(UNKNOWN_VERB, first.key.span, message, help_),))
    if " " in first.name:  # a sentence with a colon in it
        help_ = 'to speak it, put it in quotes behind "say:"'
        return Finding(path, broken, (Mistake(UNKNOWN_VERB, first.key.span, _no_such(first), help_),))
    help_ = f"a step begins with one of: {', '.join(words.verbs)}"
    return Finding(path, broken, (Mistake(UNKNOWN_VERB, first.key.span, _no_such(first), help_),))


def _no_such(entry: Entry) -> str:
    return f"there is no verb {quoted(entry.name)}"


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _two_verbs(path: Path, node: Mapping, first: Entry, second: Entry) -> Finding:
    """The author most likely forgot a dash: go on as if it stood there, and let each verb have its options."""
    words = vocabulary()
    place = [entry.name for entry in node].index(second.name)
    ours: list[str] = []
    theirs: list[str] = []
    for index, entry in enumerate(node):
        belongs = [verb.name for verb in (first, second) if entry.name in words.options(verb.name)]
        before = index < place if len(belongs) != 1 else belongs == [first.name]
        (ours if before and entry is not second else theirs).append(entry.name)
    message = f'this step has two verbs, "{first.name}" and "{second.name}"'
    help_ = f'write "- " before "{second.name}", to begin another step'
    if first.name == "if":
        help_ = f'write "then:" above "{second.name}", and the step below it, indented, behind "- "'
    elif second.name == "if":
        help_ = 'write "if" first, then "then:", and this step below it, indented, behind "- "'
    return Finding(path, split(ours, theirs), (Mistake(TWO_VERBS, second.key.span, message, help_),))


def _value_behind(path: Path, verb: Entry) -> Finding:
    repair = standing_alone(verb.name)
    if isinstance(verb.value, Broken):  # its missing value is reported already, and it needs none
        return Finding(path, repair)
    advice = text_of(vocabulary().verbs[verb.name], "errorMessage")
    return Finding(path, repair, (Mistake(WRONG_SHAPE, verb.value.span, f'"{verb.name}" stands alone', advice),))


def _wrong_options(path: Path, node: Mapping, verb: Entry) -> Iterator[Finding]:
    words = vocabulary()
    fragment = words.verbs[verb.name]
    changes: dict[str, str | None] = {}
    mistakes: list[Mistake] = []
    taken = {entry.name for entry in node}
    for entry in node:
        if entry.name in words.keys(verb.name):
            continue
        code, message = UNKNOWN_KEY, f'"{verb.name}" has no option {quoted(entry.name)}'
        meant = None
        if entry.name in texts_of(fragment, "reserved"):
            code, message = RESERVED_WORD, f'"{entry.name}" beside "{verb.name}" is reserved for a later version'
            help_ = "leave it out: the section sees every name that is known here"
        elif (meant := _guess_option(entry.name, verb.name, taken)) is not None:
            help_ = f'did you mean "{meant}"?'
            taken.add(meant)
        else:
            help_ = _about_option(entry.name, verb.name)
        changes[entry.name] = meant
        if not isinstance(verb.value, Broken):  # what belongs to the verb stands beside it, as has been reported
            mistakes.append(Mistake(code, entry.key.span, message, help_))
    if changes:
        yield Finding(path, rekeyed(changes), tuple(mistakes))
    elif names_two(verb):
        yield Finding(path, incomplete)  # its value is reported, and says the list as well
    elif node.complete:
        required = texts_of(within(fragment, "then"), "required")
        yield from lacking(path, node, fragment, required, (verb.key.span, f'"{verb.name}"'))


def names_two(verb: Entry) -> bool:
    """Whether a row's name is followed by its list: `for_each: book in books`."""
    return isinstance(verb.value, Scalar) and ROW_AND_LIST.fullmatch(str(verb.value.value)) is not None


def _about_option(option: str, verb: str) -> str:
    words = vocabulary()
    if owners := words.owners(option):
        return f'"{option}" is an option of {_either(owners)}'
    options = words.options(verb)
    if (meant := words.guess_verb(option)) is not None and meant != verb:
        return f'to begin another step, write "- {meant}:"' if meant not in words.only_alone else f'write "- {meant}"'
    return f"its options are: {', '.join(options)}" if options else f'"{verb}" has no options'


def _wrong_word(path: Path, node: Scalar) -> Finding:
    words = vocabulary()
    text = str(node.value)
    if as_name(text) in words.reserved:
        message = f"{quoted(text)} is reserved for a later version"
        return Finding(path, broken, (Mistake(RESERVED_WORD, node.span, message, "leave it out"),))
    alone = words.guess_alone(text)
    if alone is not None:
        mistake = Mistake(UNKNOWN_VERB, node.span, f"there is no verb {quoted(text)}", f'did you mean "{alone}"?')
        return Finding(path, reworded(alone), (mistake,))
    if text in words.verbs:
        help_ = f'write a colon and what belongs to it, as in "- {step_of(text)}"'
        return Finding(path, broken, (Mistake(WRONG_SHAPE, node.span, f'"{text}" cannot stand alone', help_),))
    meant = step_of(text)
    verb = meant.partition(":")[0]
    message = f"{quoted(text)} is not a step"
    help_ = f'write "- {meant}"' if text.startswith(verb) else f'did you mean "- {meant}"?'
    return Finding(path, broken, (Mistake(WRONG_SHAPE, node.span, message, help_),))
