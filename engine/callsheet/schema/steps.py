"""Wrong steps: no verb, two verbs, a verb of a later version, a verb that does not stand alone, or does."""

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from callsheet.diagnostics.catalogue import RESERVED_WORD, TWO_VERBS, UNKNOWN_VERB, WRONG_SHAPE
from callsheet.diagnostics.suggest import ask_between
from callsheet.diagnostics.visible import quoted
from callsheet.schema.options import guess_option, wrong_options
from callsheet.schema.repair import (
    BadShape,
    Finding,
    broken,
    guessed,
    incomplete,
    rekeyed,
    reworded,
    split,
    standing_alone,
)
from callsheet.schema.step_of import THEN, step_of
from callsheet.schema.vocabulary import also_called, later, misspelt, title_of, vocabulary
from callsheet.schema.words import NOT_YET, either, kind
from callsheet.source.document import Broken, Entry, Mapping, Node, NodePath, Scalar, Sequence
from callsheet.source.schemas import needed_behind, text_of, within

_ONE_WORD = re.compile(r"[a-z][a-z0-9_]*")


class NearbySteps(Struct, frozen=True):
    """What stands around a step: the step before it in its list, and the names of the script's sections."""

    before: Node | None = None
    sections: Collection[str] = ()


def wrong_step(path: NodePath, node: Node, around: NearbySteps) -> Iterator[Finding]:
    """What is wrong with a step that the schema refuses."""
    match node:
        case Mapping():
            yield from _wrong_mapping(path, node, around)
        case Scalar(value=str()):
            yield _wrong_word(path, node, around)
        case _:
            advice = "write a verb, a colon and what belongs to it, such as - say: Hello."
            if isinstance(node, Sequence):
                advice = 'one "- " begins a step: delete the second, or the brackets'
            yield Finding(path, broken, (BadShape(WRONG_SHAPE, node.span, f"a step cannot be {kind(node)}", advice),))


def _wrong_mapping(path: NodePath, node: Mapping, around: NearbySteps) -> Iterator[Finding]:
    words = vocabulary()
    verbs = [entry for entry in node if entry.name in words.verbs]
    verbs = [entry for entry in verbs if not _meant_as_option(entry, verbs, node)]
    reserved = next((entry for entry in node if entry.name in words.reserved), None)
    if reserved is not None:
        finding = _not_yet(path, reserved)
        yield Finding(path, rekeyed({reserved.name: None}), finding.mistakes) if verbs else finding
    elif not verbs:
        finding = _no_verb(path, node, around)
        yield finding
        yield from (Finding(before, incomplete) for before in finding.settles if before[: len(path)] != path)
    elif len(verbs) > 1:
        yield _two_verbs(path, node, verbs[0], verbs[1])
    elif verbs[0].name in words.only_alone:
        yield _value_behind(path, verbs[0])
    elif verbs[0].name == "branch" and isinstance(verbs[0].value, Scalar) and node.entry("then") is not None:
        yield _one_way(path, verbs[0], verbs[0].value)
    else:
        yield from wrong_options(path, node, verbs[0])


def _one_way(path: NodePath, verb: Entry, condition: Scalar) -> Finding:
    """`branch: tries > 1` with its `then` below: an `if`."""
    message = (
        f'{title_of(within(vocabulary().keys("branch"), "branch"))} stands below "branch", and this is one condition'
    )
    help_ = f'write "if: {condition.value}"'
    return Finding(path, broken, (BadShape(WRONG_SHAPE, verb.value.span, message, help_),), ((*path, verb.name),))


def _not_yet(path: NodePath, entry: Entry) -> Finding:
    """A verb of a later version, or what other systems call it."""
    advice = later(entry.name, vocabulary().reserved) or ""
    return Finding(path, broken, (BadShape(RESERVED_WORD, entry.key.span, f"{quoted(entry.name)} {NOT_YET}", advice),))


def _meant_as_option(entry: Entry, verbs: list[Entry], node: Mapping) -> bool:
    """`answer` with a value beside `ask` was meant to be `answers`: a verb that stands alone takes no value."""
    words = vocabulary()
    if entry.name not in words.only_alone or not isinstance(entry.value, Mapping | Sequence):
        return False
    taken = [each.name for each in node]
    return any(guess_option(entry.name, other.name, taken) for other in verbs if other is not entry)


def _no_verb(path: NodePath, node: Mapping, around: NearbySteps) -> Finding:
    words = vocabulary()
    if not node.complete:
        return Finding(path, broken)
    if not node.entries:
        mistake = BadShape(WRONG_SHAPE, node.span, "this step is empty", "write a verb, or delete it")
        return Finding(path, broken, (mistake,))
    first = node.entries[0]
    if (help_ := _verb_and_more(first)) is not None:
        return Finding(path, broken, (BadShape(UNKNOWN_VERB, first.key.span, _no_such(first.name), help_),))
    for entry in node:
        if words.owners(entry.name):
            continue
        if later(entry.name, words.reserved) is not None:
            return _not_yet(path, entry)
        if (meant := words.guess_verb(entry.name)) is not None and not _keeps_number(entry, meant):
            return _meant(path, entry, meant)
    if owners := words.owners(first.name):
        return _option_alone(path, first, owners, around)
    help_ = f"a step begins with one of: {', '.join(words.verbs)}"
    if first.name in around.sections:
        help_ = f'write "- run: {first.name}"'
    elif isinstance(first.value, Scalar) and _keeps_number(first, ""):
        kept = step_of(f"{first.name} = {str(first.value.value).lower()}")
        help_ = f'to keep a value under a name, write "- {kept}"'
    elif " " in first.name:  # a sentence with a colon in it
        help_ = 'to speak it, put it in quotes behind "say:"'
    return Finding(path, broken, (BadShape(UNKNOWN_VERB, first.key.span, _no_such(first.name), help_),))


def _keeps_number(entry: Entry, meant: str) -> bool:
    """Whether a name and a number stand there: `tries: 3`, and no verb that is only written in another way."""
    if not isinstance(entry.value, Scalar) or not isinstance(entry.value.value, int):
        return False
    name = _ONE_WORD.fullmatch(entry.name) is not None
    return name and also_called(entry.name, vocabulary().verbs) is None and not misspelt(entry.name, meant)


def _meant(path: NodePath, entry: Entry, meant: str) -> Finding:
    """A verb that had to be guessed. Where it is only misspelt it is certain; else what follows from it is not told."""
    help_ = ask_between(entry.name, meant, vocabulary().verbs)
    mistakes = (BadShape(UNKNOWN_VERB, entry.key.span, _no_such(entry.name), help_),)
    if misspelt(entry.name, meant):
        return Finding(path, rekeyed({entry.name: meant}), mistakes)
    if meant in vocabulary().only_alone:
        return Finding(path, broken, mistakes)
    value = within(vocabulary().keys(meant), meant)
    names_something = title_of(value) == "a name"
    repair = guessed(entry.name, meant) if names_something else rekeyed({entry.name: meant})
    return Finding(path, repair, mistakes, settles=(path, (*path, meant)))


def _option_alone(path: NodePath, first: Entry, owners: list[str], around: NearbySteps) -> Finding:
    """An option behind a dash: it belongs to the step before, which may lack it for that reason."""
    message = f"a step cannot begin with {quoted(first.name)}: it is an option of {either(owners)}"
    help_ = 'write it below its verb, in the same column, without "- "'
    last = path[-1] if path else None
    before = around.before
    settles: tuple[NodePath, ...] = ()
    if isinstance(before, Mapping) and isinstance(last, int):
        verb = next((entry.name for entry in before if entry.name in owners), None)
        if verb is not None and before.entry(first.name) is None:
            help_ = f'write it below "{verb}", in the same column, without "- "'
            settles = ((*path[:-1], last - 1),)
    return Finding(path, broken, (BadShape(UNKNOWN_VERB, first.key.span, message, help_),), settles)


def _verb_and_more(first: Entry) -> str | None:
    """What to write where a verb and its value stand before the colon, as in `if tries > 1:`; None where it is none."""
    words = vocabulary()
    verb, _, rest = first.name.replace("(", " ", 1).partition(" ")
    if verb not in words.verbs or not rest or verb in words.alone:
        return None
    if isinstance(first.value, Scalar):
        value = str(first.value.value)
        meant = f"set: {{{rest}: {value}}}" if verb == "set" else step_of(f"{verb} {rest}: {value}")
        return f'write "- {meant}"'
    meant = step_of(f"{verb} {rest.rstrip(' )')}")
    below = next((key for key in words.options(verb) if key in ("then", "cases", "in", "answers")), None)
    return f'write "- {meant}"' + (f', and below it "{below}:"' if below else "")


def _no_such(word: str) -> str:
    return f"there is no verb {quoted(word)}"


def _two_verbs(path: NodePath, node: Mapping, first: Entry, second: Entry) -> Finding:
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
    if (needed := needed_behind(first.name)) in ("then", "do"):
        help_ = f'write "{needed}:" above "{second.name}", and the step below it, indented, behind "- "'
    elif second.name == "if":
        help_ = 'write "if" first, then "then:", and this step below it, indented, behind "- "'
    return Finding(path, split(ours, theirs), (BadShape(TWO_VERBS, second.key.span, message, help_),))


def _value_behind(path: NodePath, verb: Entry) -> Finding:
    repair = standing_alone(verb.name)
    if isinstance(verb.value, Broken):  # its missing value is reported already, and it needs none
        return Finding(path, repair)
    advice = text_of(vocabulary().verbs[verb.name], "errorMessage")
    return Finding(path, repair, (BadShape(WRONG_SHAPE, verb.value.span, f'"{verb.name}" stands alone', advice),))


def _wrong_word(path: NodePath, node: Scalar, around: NearbySteps) -> Finding:
    words = vocabulary()
    text = str(node.value)
    advice = later(text, words.reserved)
    if advice is not None:
        return Finding(path, broken, (BadShape(RESERVED_WORD, node.span, f"{quoted(text)} {NOT_YET}", advice),))
    alone = words.guess_alone(text, in_loop="do" in path)
    if alone is not None:
        mistake = BadShape(UNKNOWN_VERB, node.span, _no_such(text), ask_between(text, alone, words.verbs))
        return Finding(path, reworded(alone) if misspelt(text, alone) else broken, (mistake,))
    if text in words.verbs:
        help_ = f'write a colon and what belongs to it, as in "- {step_of(text)}"'
        return Finding(path, broken, (BadShape(WRONG_SHAPE, node.span, f'"{text}" cannot stand alone', help_),))
    meant = step_of(text, around.sections)
    verb = meant.partition(":")[0]
    if _ONE_WORD.fullmatch(text) and verb == "say":  # rather a verb of another system than something to speak
        help_ = f'a step begins with one of: {", ".join(words.verbs)}; to speak it, write "- {meant}"'
        return Finding(path, broken, (BadShape(UNKNOWN_VERB, node.span, _no_such(text), help_),))
    message = f"{quoted(text)} is not a step"
    help_ = f'write "- {meant}"' if text.startswith(verb) else f'did you mean "- {meant}"?'
    condition, then, step = meant.partition(THEN)
    if verb == "if" and then:
        help_ = (
            f'write "- {condition}", below it "then:", and below that, indented, "- {step_of(step, around.sections)}"'
        )
    return Finding(path, broken, (BadShape(WRONG_SHAPE, node.span, message, help_),))
