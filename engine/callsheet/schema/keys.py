"""Wrong keys outside steps: unknown, missing, or not a name."""

from collections.abc import Callable, Collection, Iterator

from callsheet.diagnostics.catalogue import BAD_NUMBER, BAD_VALUE, MISSING_KEY, RESERVED_WORD, TWO_TURNS, UNKNOWN_KEY
from callsheet.diagnostics.diagnostic import FILE_START, Span
from callsheet.diagnostics.suggest import ask_between, ask_for, did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.schema.fault import Fault
from callsheet.schema.repair import BadShape, Finding, incomplete, rekeyed, split
from callsheet.schema.values import NUMBER, better_name
from callsheet.schema.vocabulary import guess, later, misspelt, title_of, vocabulary
from callsheet.schema.words import NOT_YET, subject
from callsheet.source.document import Broken, Entry, Mapping, NodePath
from callsheet.source.schemas import Schema, text_of, texts_of, within

# Says where a key stands that the language has, but not at this path; or nothing.
Belongs = Callable[[NodePath, str], str]

_CHECK_SPELLING = "leave it out, or check its spelling"


def unknown_keys(path: NodePath, schema: Schema, node: Mapping, belongs: Belongs) -> Iterator[Finding]:
    """The keys of a closed group (the script itself, an intent, the limits …) that nobody knows."""
    known = within(schema, "properties")
    free = {key: within(known, key) for key in known if node.entry(key) is None}
    changes: dict[str, str | None] = {}
    mistakes: list[BadShape] = []
    settles: list[NodePath] = []
    for above, entry in zip((None, *node), node, strict=False):
        if entry.name in known:
            continue
        advice = later(entry.name, within(schema, "reserved"))
        elsewhere = belongs(path, entry.name)
        # What stands elsewhere is no misspelling.
        meant = None if advice else guess(entry.name, free, () if elsewhere else free)
        changes[entry.name] = meant
        code, message = UNKNOWN_KEY, f"{title_of(schema)} has no key {quoted(entry.name)}"
        if advice is not None:
            code, message, help_ = RESERVED_WORD, f"{quoted(entry.name)} {NOT_YET}", advice
        elif meant is not None:
            help_ = ask_between(entry.name, meant, free)
            del free[meant]
            if not misspelt(entry.name, meant):
                settles.append((*path, meant))
                help_ = f'write "- {meant}:"' if above is None and path and isinstance(path[-1], int) else help_
        elif title_of(schema) == "a condition with its steps" and (way := _way(entry, node)):
            help_ = way
        elif title_of(schema) == "an intent" and isinstance(entry.value, Mapping | Broken):
            yield Finding(path[:-1], incomplete)  # it is one more of them
            help_ = f'if it is an intent of its own, let it begin in the same column as "{path[-1]}"'
        else:
            help_ = elsewhere or did_you_mean(entry.name, known, otherwise=_CHECK_SPELLING)
        # That it has no value has been reported, or that the key above it has none, which it belongs to.
        if not isinstance(entry.value, Broken) and not (
            above is not None and isinstance(above.value, Broken) and meant is None
        ):
            mistakes.append(BadShape(code, entry.key.span, message, help_))
    yield Finding(path, rekeyed(changes), tuple(mistakes), tuple(settles))


def _way(entry: Entry, node: Mapping) -> str:
    """What to write in a way of a `branch` where its steps stand without `then`, or its condition without `if`."""
    if node.entry("then") is None and entry.name in vocabulary().verbs:
        return f'write "then:" above "{entry.name}", and the step below it, indented, behind "- "'
    if node.entry("if") is None and " " in entry.name:
        return f'write "- if: {entry.name}", and its steps below it, under "then:"'
    return ""


def two_turns(path: NodePath, node: Mapping) -> Finding:
    """The author forgot a dash between two turns of a test: go on as if it stood there."""
    first, second, *_ = node.entries
    message = f'this is more than one turn: "{first.name}" and "{second.name}"'
    help_ = f'write "- " before "{second.name}", to begin another turn'
    rest = [entry.name for entry in node.entries[1:]]
    return Finding(path, split([first.name], rest), (BadShape(TWO_TURNS, second.key.span, message, help_),))


def missing_keys(fault: Fault, node: Mapping, owner: Entry | None) -> Iterator[Finding]:
    """The keys that a group outside steps lacks. `owner` is the key that the group stands behind, if any."""
    title = title_of(fault.schema)
    who = subject(fault.path, title) if owner else title
    first = node.entries[0].key.span if node.entries else node.span
    here = owner.key.span if owner else first if fault.path or node.entries else FILE_START
    for key in texts_of(fault.schema, "required"):
        yield from lacking(fault.path, node, fault.schema, [key], (here, who))


def lacking(
    path: NodePath, node: Mapping, schema: Schema, required: list[str], who: tuple[Span, str]
) -> Iterator[Finding]:
    """The `required` keys that the node lacks. `who` is the place to report, and what stands there."""
    here, what = who
    missing = [key for key in required if node.entry(key) is None]
    if not missing:
        return
    described = [within(schema, "properties", key) for key in missing]
    # A group that needs one of several keys has no properties of its own: its title names them.
    lacks = " and ".join(f'"{key}"' for key in missing) if all(described) else title_of(schema)
    advice = "; ".join(text_of(each, "errorMessage") for each in described) if all(described) else ""
    mistake = BadShape(MISSING_KEY, here, f"{what} needs {lacks}", advice or text_of(schema, "errorMessage"))
    yield Finding(path, incomplete, (mistake,))


def not_names(
    path: NodePath, schema: Schema, node: Mapping, wrong: Collection[str | None], belongs: Belongs
) -> Finding:
    """Keys that are names or telephone numbers of the author's, with characters that these do not have."""
    taken = {entry.name for entry in node}
    changes: dict[str, str | None] = {}
    mistakes: list[BadShape] = []
    for entry in node:
        if entry.name not in wrong:
            continue
        better = better_name(entry.name, schema)
        changes[entry.name] = None if better in taken else better
        taken |= {better} if better else set()
        otherwise = belongs(path, entry.name) or text_of(schema, "patternErrorMessage")
        help_ = ask_for(better) if better else otherwise
        code = BAD_NUMBER if title_of(schema) == NUMBER else BAD_VALUE
        mistakes.append(BadShape(code, entry.key.span, f"{quoted(entry.name)} cannot be {title_of(schema)}", help_))
    return Finding(path, rekeyed(changes), tuple(mistakes))
