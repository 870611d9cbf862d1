"""Wrong values: the message and the way out for a text, number or list that cannot stand where it stands."""

import re
from collections.abc import Collection

from callsheet.diagnostics.catalogue import BAD_VALUE, FORBIDDEN_CHARACTER, RESERVED_WORD, WRONG_SHAPE
from callsheet.diagnostics.diagnostic import Code
from callsheet.diagnostics.suggest import ask_between, nearest
from callsheet.diagnostics.visible import quoted
from callsheet.schema.fault import Fault
from callsheet.schema.languages import nearest_language
from callsheet.schema.patterns import matches
from callsheet.schema.step_of import ROW_AND_LIST, after_dash, step_of
from callsheet.schema.vocabulary import as_name, guess, title_of, vocabulary
from callsheet.schema.words import kind, subject, typed
from callsheet.schema.zones import nearest_zone
from callsheet.source.document import Mapping, Node, Scalar, Sequence
from callsheet.source.folders import FILES
from callsheet.source.lookalikes import as_typed, described, odd_one
from callsheet.source.schemas import Schema, text_of, texts_of, within

_LANGUAGE_TAG = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_LENGTH_OF_TIME = re.compile(r"\s*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[a-z]+)\.?", re.IGNORECASE)
# `tries = 1`, `tries: tries + 1` and the like, where names with their values are wanted.
_NAME_AND_VALUE = re.compile(r"(?P<name>[a-z]\w*)(?:[ ]*[:=,][ ]*|[ ]+(?:to[ ]+)?|(?=[-+~|]))(?P<value>\S.*)")
_COMPUTED = re.compile(r"[a-z]\w*[ ]*[-+~|][ ]*\w|[-+~|][ ]*\w")
_UNITS = {
    **dict.fromkeys(["ms", "msec", "millisecond", "milliseconds"], "ms"),
    **dict.fromkeys(["s", "sec", "secs", "second", "seconds"], "s"),
    **dict.fromkeys(["m", "min", "mins", "minute", "minutes"], "m"),
    **dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], "h"),
}
_SECONDS = {"s": 1, "m": 60, "h": 3600}
# What other systems call a kind of value. A yes or a no is none: it is an answer.
KINDS_ELSEWHERE = {
    **dict.fromkeys(["integer", "int", "float", "decimal", "count", "rating", "scale"], "number"),
    **dict.fromkeys(["amount", "price", "currency"], "money"),
    **dict.fromkeys(["phone", "telephone", "telephone_number", "callback", "callback_number"], "phone_number"),
    **dict.fromkeys(["string", "words", "free_text", "reason", "comment", "sentence"], "text"),
    **dict.fromkeys(["day", "weekday"], "date"),
    **dict.fromkeys(["hour", "clock"], "time"),
    **dict.fromkeys(["datetime", "date_time", "moment", "timestamp", "appointment"], "date_and_time"),
    **dict.fromkeys(["pin", "code", "digit"], "digits"),
    **dict.fromkeys(["person", "full_name"], "name"),
    **dict.fromkeys(["mail", "e_mail", "email_address"], "email"),
}
_YES_OR_NO = ("yes_or_no", "yes_no", "boolean", "bool", "confirmation")
# What authors call the value of a verb, where other systems have a group of settings behind it.
_ITS_VALUE = ("text", "name", "value", "prompt", "message", "question", "duration", "section", "condition", "seconds")
# The title of the schema of one, and what people write into it to read it more easily.
NUMBER = "a telephone number"
_SPACING = re.compile(r"[\s().\-/]+")
_SHORTEST_SECONDS = 100  # a bare 500 was meant in milliseconds, a bare 6 in seconds


def wrong_value(fault: Fault, node: Node, source: str, sections: Collection[str] = ()) -> tuple[Code, str, str]:
    """Code, message and help for a node that `fault` refuses.

    `source` is the text of the document, `sections` are the names of the script's sections.
    """
    title = title_of(fault.schema)
    who = subject(fault.path, title)
    languages = isinstance(node, Mapping) and title == "a text" and _by_language(node)
    if languages:
        return RESERVED_WORD, f"{who} in several languages is reserved for a later version", "write one text here"
    if fault.keyword in ("minItems", "minProperties") or (_is_blank(node) and fault.keyword == "pattern"):
        return BAD_VALUE, f"{who} is empty", _help(fault)
    if fault.keyword in ("maxItems", "maxProperties"):
        return BAD_VALUE, f"{who} has more than {fault.schema[fault.keyword]} items", "keep those that matter"
    if fault.keyword == "not" and isinstance(node, Scalar):
        help_ = 'write what the caller shall hear; steps stand under "otherwise:"'
        return BAD_VALUE, f'"{node.value}" is a step, and would be spoken here', help_
    if title == "a name" and isinstance(node, Scalar) and (odd := odd_one(str(node.value))) is not None:
        text = str(node.value)
        message = f"{described(text[odd])} stands in {quoted(text)}, and only looks like what was meant"
        return FORBIDDEN_CHARACTER, message, f"type the name anew: {as_typed(text).strip()}"
    if fault.keyword in ("pattern", "enum") and isinstance(node, Scalar):
        written = kind(node) if isinstance(node.value, bool) else quoted(str(node.value))
        return BAD_VALUE, f"{who} cannot be {written}", _better(fault, str(node.value))
    if not fault.path:
        return WRONG_SHAPE, f"{who} cannot be {kind(node)}", _advice(fault)
    structure = not isinstance(node, Scalar) or not _takes_scalars(fault)
    code = WRONG_SHAPE if structure else BAD_VALUE
    return code, f"{who} must be {title}, and this is {kind(node)}", _way_out(fault, node, source, sections)


def better_name(name: str, schema: Schema) -> str | None:
    """A name or a telephone number as `schema` would allow it; None where that takes more than another spelling."""
    candidate = _SPACING.sub("", name) if title_of(schema) == NUMBER else as_name(name)
    return candidate if matches(text_of(schema, "pattern"), candidate) else None


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
    better, known = None, list[str]()
    if title == "a kind of value" and as_name(text) in _YES_OR_NO:
        return 'write "answers:" instead of "for:", and below it "agree:" and "refuse:", each with its steps'
    if title == "a duration":
        better = _length_of_time(text)
    elif title == "a name" and (named := ROW_AND_LIST.fullmatch(text)) and fault.path[-1] == "for_each":
        return f'write "for_each: {named["row"]}", and below it "in: {named["list"]}"'
    elif title == "a name":
        better = better_name(text.strip("{ }") if fault.path[-1] == "as" else text, fault.schema)
    elif title == "a language":
        better = nearest_language(text)
    elif title == "a time zone":
        better = nearest_zone(text)
    elif wanted := next((each for each in FILES if each in pattern), ""):
        path, _, ending = text.replace("\\", "/").rpartition(".")
        if f".{ending.casefold()}" == wanted:
            better = path + wanted
        elif not path and "/" in ending:
            better = ending + wanted
    elif fault.keyword == "enum":
        known = texts_of(fault.schema, "enum")
        better = KINDS_ELSEWHERE.get(as_name(text)) or nearest(text, known)
    if better is not None and better != text and matches(pattern, better):
        return ask_between(text, better, known)
    return advice


def _length_of_time(text: str) -> str | None:
    """A length of time as the language writes it, out of `5 seconds`, `1h`, `1m 30s` or `5,5s`; or None."""
    parts = list(_LENGTH_OF_TIME.finditer(text.strip().replace(",", ".")))
    if not parts or "".join(part[0] for part in parts) != text.strip().replace(",", "."):
        return None
    units = [_UNITS.get(part["unit"].casefold()) for part in parts]
    if len(parts) == 1 and units[0] in ("ms", "s", "m"):
        return f"{parts[0]['number']}{units[0]}"
    if None in units or "ms" in units:
        return None
    seconds = sum(float(part["number"]) * _SECONDS[unit or ""] for part, unit in zip(parts, units, strict=True))
    return f"{seconds / 60:g}m" if seconds % 60 == 0 else f"{seconds:g}s"


def _way_out(fault: Fault, node: Node, source: str, sections: Collection[str]) -> str:
    """What to write instead of a value of the wrong kind."""
    match node:
        case Scalar(value=str()):
            return _instead_of_text(fault, str(node.value), sections)
        case Scalar():
            return _instead_of_number(fault, node, source)
        case Mapping():
            return _instead_of_group(fault, node)
        case Sequence():
            return _instead_of_list(fault, node)
        case _:
            return _advice(fault)


def _instead_of_text(fault: Fault, text: str, sections: Collection[str]) -> str:
    title = title_of(fault.schema)
    if title == "a list of steps":
        return f'write it below, indented, as a step: "- {step_of(text, sections)}"'
    if title == "a list of texts" and fault.path[-1] in ("phrases", "also"):
        return f"write them in brackets: [{text}]" if "," in text else _advice(fault)
    if title == "a list of texts":
        return f'write it on the next line, indented, behind "- ": - {typed(text.lstrip("-"))}'
    if title == "a turn":
        return _turn_of(text, within(fault.schema, "properties")) or _advice(fault)
    if title == "names with their values" and (pair := _NAME_AND_VALUE.fullmatch(text)):
        value = pair["value"]
        computed = f"{pair['name']} {value}" if value[0] in "+-~|" else value
        value = f'"{{{{ {computed} }}}}"' if _COMPUTED.match(computed) else value
        return f"write {{{pair['name']}: {value}}}"
    if {"integer", "number"} & set(texts_of(fault.schema, "type")):
        digits = re.sub(r"[,_' ]", "", text)
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits):
            return f"write it without quotes: {digits}" if digits == text.strip() else f"write {digits}"
    return _advice(fault)


def _instead_of_number(fault: Fault, node: Scalar, source: str) -> str:
    title, last = title_of(fault.schema), fault.path[-1] if fault.path else ""
    if title == "a duration" and not isinstance(node.value, bool):
        return _with_unit(node)
    if title == "a text" and isinstance(node.value, bool) and isinstance(last, str) and last not in vocabulary().verbs:
        return text_of(fault.schema, "patternErrorMessage") or _advice(fault)  # an option that is to be switched on
    if title != "a duration" and "string" in texts_of(fault.schema, "type"):
        as_typed = source[node.start : node.end]
        if matches(text_of(fault.schema, "pattern"), as_typed):
            return f'put it in quotes: "{as_typed}"'
    return _advice(fault)


def _instead_of_group(fault: Fault, node: Mapping) -> str:
    title = title_of(fault.schema)
    if not node.entries:
        return _advice(fault)
    first = node.entries[0]
    is_verb = first.name in vocabulary().verbs
    last = fault.path[-1] if fault.path else ""
    if isinstance(last, str) and last in vocabulary().verbs and not first.key.quoted:
        options = set(vocabulary().options(last))
        if any(entry.name in options for entry in node) or first.name in _ITS_VALUE:
            what = "text" if title == "a text" else "name" if title == "a name" else "value"
            below = f', and the options below it, in the same column as "{last}"' if options else ""
            return f'write the {what} itself behind "{last}:"{below}'
    if title == "a text" and first.name == "say":
        return 'write the text alone, without "say:"'
    if title == "a text" and is_verb:
        return f'write what the caller shall hear; "{first.name}" is a step, and steps stand under "otherwise:"'
    if title == "a text" and not first.key.quoted:
        return "write one text; if it has a colon in it, put the whole text in quotes"
    if title == "a list of texts" and first.name == "say":
        return 'write "- " and the text, without "say:"'
    if title == "a list of steps" and (verb := after_dash(first.name)):
        return f'a step begins with "-" and a space: write "- {verb}"'
    if title == "a list of steps" and is_verb:
        return f'write "- " before "{first.name}", to begin a list of steps'
    return _advice(fault)


def _instead_of_list(fault: Fault, node: Sequence) -> str:
    types = set(texts_of(fault.schema, "type"))
    if len(node.items) == 1 and types == {"string"}:
        what = "text" if title_of(fault.schema) == "a text" else "value"
        return f"write the {what} without the list: delete the dash or the brackets"
    if types == {"object"} and all(isinstance(item, Mapping) for item in node.items):
        return "write them without the dashes or brackets, each on a line of its own"
    return _advice(fault)


def _turn_of(text: str, turns: Schema) -> str:
    """How the turn is written that an author meant with a bare text; empty where nobody can tell."""
    line = " ".join(text.split())
    alone = guess(line, turns, turns if " " not in line else ())
    if alone is not None:
        return f'write "- {alone}: {"true" if "const" in within(turns, alone) else "…"}"'
    word, _, rest = line.replace(":", " ", 1).partition(" ")
    return f'write "- {word}: {typed(rest)}"' if word in turns and rest.strip() else ""


def _with_unit(node: Scalar) -> str:
    number = node.value
    if isinstance(number, int | float) and number < _SHORTEST_SECONDS:
        return f"write {number}s for seconds, or {number}m for minutes"
    return f"write {number}ms for milliseconds, or {number}s for seconds"
