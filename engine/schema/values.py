"""Wrong values: the message and the way out for a text, number or list that cannot stand where it stands."""

import re

from engine.diagnostics.catalogue import BAD_VALUE, RESERVED_WORD, WRONG_SHAPE
from engine.diagnostics.diagnostic import Code
from engine.diagnostics.suggest import nearest
from engine.schema.judge import Fault
from engine.schema.load import Schema, text_of, texts_of, within
from engine.schema.patterns import matches
from engine.schema.vocabulary import as_name, guess, title_of, vocabulary
from engine.schema.words import kind, quoted, subject
from engine.schema.zones import nearest_zone
from engine.source.document import Mapping, Node, Scalar, Sequence

_LANGUAGE_TAG = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_LENGTH_OF_TIME = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[a-z]+)\.?", re.IGNORECASE)
ROW_AND_LIST = re.compile(r"(?P<row>[a-z]\w*) in (?P<list>[a-z][\w.]*)")
_COLON = re.compile(r"[:：;=]")
# What authors and word processors write for the dash and the space that begin a step.
_DASH = re.compile(r"[-–—−‐•·*][ ]*")
_UNITS = {
    **dict.fromkeys(["ms", "msec", "millisecond", "milliseconds"], "ms"),
    **dict.fromkeys(["s", "sec", "secs", "second", "seconds"], "s"),
    **dict.fromkeys(["m", "min", "mins", "minute", "minutes"], "m"),
}
_SHORTEST_SECONDS = 100  # a bare 500 was meant in milliseconds, a bare 6 in seconds


def wrong_value(fault: Fault, node: Node, source: str) -> tuple[Code, str, str]:
    """Code, message and help for a node that `fault` refuses. `source` is the text of the document."""
    title = title_of(fault.schema)
    who = subject(fault.path, title)
    languages = isinstance(node, Mapping) and title == "a text" and _by_language(node)
    if languages:
        return RESERVED_WORD, f"{who} in several languages is reserved for a later version", "write one text here"
    if fault.keyword in ("minItems", "minProperties") or (_is_blank(node) and fault.keyword == "pattern"):
        return BAD_VALUE, f"{who} is empty", _help(fault)
    if fault.keyword in ("pattern", "enum") and isinstance(node, Scalar):
        return BAD_VALUE, f"{who} cannot be {quoted(str(node.value))}", _better(fault, str(node.value))
    if not fault.path:
        return WRONG_SHAPE, f"{who} cannot be {kind(node)}", _advice(fault)
    structure = not isinstance(node, Scalar) or not _takes_scalars(fault)
    code = WRONG_SHAPE if structure else BAD_VALUE
    return code, f"{who} must be {title}, and this is {kind(node)}", _way_out(fault, node, source)


def better_name(name: str, pattern: str) -> str | None:
    """`name` as the pattern would allow it, or None where that takes more than another spelling."""
    candidate = as_name(name)
    return candidate if matches(pattern, candidate) else None


def _takes_scalars(fault: Fault) -> bool:
    return fault.keyword != "type" or not set(texts_of(fault.schema, "type")) <= {"array", "object"}


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, str) and not node.value.strip()


def _by_language(node: Mapping) -> bool:
    return bool(node.entries) and all(_LANGUAGE_TAG.fullmatch(entry.name) for entry in node)


def _help(fault: Fault) -> str:
    return text_of(fault.schema, "patternErrorMessage") if fault.keyword == "pattern" else _advice(fault)


def _advice(fault: Fault) -> str:
    # A group's errorMessage would also replace what editors say of its unknown keys: its advice is for us alone.
    return text_of(fault.schema, "errorMessage") or text_of(fault.schema, "advice") or f"write {title_of(fault.schema)}"


def _better(fault: Fault, text: str) -> str:
    """The same in the right spelling, else what the schema advises."""
    advice = _help(fault)
    title = title_of(fault.schema)
    pattern = text_of(fault.schema, "pattern")
    better = None
    if title == "a duration" and (length := _LENGTH_OF_TIME.fullmatch(text.strip())):
        unit = _UNITS.get(length["unit"].casefold())
        better = f"{length['number']}{unit}" if unit else None
    elif title == "a name" and (named := ROW_AND_LIST.fullmatch(text)) and fault.path[-1] == "for_each":
        return f'write "for_each: {named["row"]}", and below it "in: {named["list"]}"'
    elif title == "a name":
        better = better_name(text, pattern)
    elif title == "a language":
        first, _, second = text.strip().replace("_", "-").partition("-")
        better = first.lower() + (f"-{second.upper()}" if second else "")
    elif title == "a time zone":
        better = nearest_zone(text)
    elif ".sql" in pattern:
        path, _, ending = text.replace("\\", "/").rpartition(".")
        if ending.casefold() == "sql":
            better = f"{path}.sql"
        elif not path and "/" in ending:
            better = f"{ending}.sql"
    elif fault.keyword == "enum":
        better = nearest(text, texts_of(fault.schema, "enum"))
    if better is not None and better != text and matches(pattern, better):
        return f'did you mean "{better}"?'
    return advice


def _way_out(fault: Fault, node: Node, source: str) -> str:
    """What to write instead of a value of the wrong kind."""
    types = texts_of(fault.schema, "type")
    title = title_of(fault.schema)
    match node:
        case Scalar(value=str()) if title == "a list of steps":
            return f'write it below, indented, as a step: "- {step_of(str(node.value))}"'
        case Scalar(value=str()) if title in ("a list of texts", "a list of conditions with their steps"):
            return _advice(fault)
        case Scalar(value=str()) if {"integer", "number"} & set(types) and _reads_as_number(str(node.value)):
            return f"write it without quotes: {node.value}"
        case Scalar(value=str()) if title == "a turn":
            return _turn_of(str(node.value), within(fault.schema, "properties")) or _advice(fault)
        case Scalar(value=bool()) if title == "a duration":
            return _advice(fault)
        case Scalar(value=int() | float()) if title == "a duration":
            return _with_unit(node)
        case Scalar(value=bool() | int() | float()) if "string" in types:
            typed = source[node.start : node.end]
            fits = matches(text_of(fault.schema, "pattern"), typed)
            return f'put it in quotes: "{typed}"' if fits else _advice(fault)
        case Mapping() if title == "a text" and [entry.name for entry in node] == ["say"]:
            return 'write the text alone, without "say:"'
        case Mapping() if title == "a text" and node.entries and not node.entries[0].key.quoted:
            return "write one text; if it has a colon in it, put the whole text in quotes"
        case Mapping() if title == "a list of steps" and node.entries and (verb := _after_dash(node.entries[0].name)):
            return f'a step begins with "-" and a space: write "- {verb}"'
        case Mapping() if title == "a list of steps" and node.entries and node.entries[0].name in vocabulary().verbs:
            return f'write "- " before "{node.entries[0].name}", to begin a list of steps'
        case Sequence() if title == "a text" and len(node.items) == 1:
            return "write the text without the list: delete the dash or the brackets"
        case _:
            return _advice(fault)


def step_of(text: str) -> str:
    """The step that an author meant with a bare text."""
    words = vocabulary()
    line = " ".join(text.split())
    line = line[found.end() :] if (found := _DASH.match(line)) else line
    alone = words.guess_alone(line)
    if alone is not None:
        return alone
    verb, _, rest = _COLON.sub(" ", line, count=1).partition(" ")
    rest = rest.strip()
    if verb in words.only_alone:
        return verb
    if verb in words.verbs:
        return f"{verb}: {_shortened(rest)}" if rest else f"{verb}: …"
    return f"say: {_shortened(line)}"


def _after_dash(name: str) -> str | None:
    """The verb of `-say` or `– say`; None where no dash stands before a verb."""
    dash = _DASH.match(name)
    verb = name[dash.end() :] if dash else ""
    return verb if verb in vocabulary().verbs else None


def _turn_of(text: str, turns: Schema) -> str:
    """How the turn is written that an author meant with a bare text; empty where nobody can tell."""
    line = " ".join(text.split())
    alone = guess(line, turns, turns if " " not in line else ())
    if alone is not None:
        return f'write "- {alone}: {"true" if "const" in within(turns, alone) else "…"}"'
    word, _, rest = line.replace(":", " ", 1).partition(" ")
    return f'write "- {word}: {_shortened(rest.strip())}"' if word in turns and rest.strip() else ""


def _shortened(text: str) -> str:
    return quoted(text)[1:-1]


def _with_unit(node: Scalar) -> str:
    number = node.value
    if isinstance(number, int | float) and number < _SHORTEST_SECONDS:
        return f"write {number}s for seconds, or {number}m for minutes"
    return f"write {number}ms for milliseconds, or {number}s for seconds"


def _reads_as_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]+(\.[0-9]+)?", text.strip()) is not None
