"""The step that an author meant with a bare text."""

import re
from collections.abc import Collection

from callsheet.schema.vocabulary import vocabulary
from callsheet.schema.words import typed

# What authors and word processors write for the dash and the space that begin a step.
_DASH = re.compile(r"[-–—−‐•·*]+[ ]*")
_VERB_AND_REST = re.compile(r"(?P<verb>\w+)[ ]*(?P<sign>[:：;=(,–—-]*)[ ]*(?P<rest>.*)")
_IN_QUOTES = re.compile(r"[\"“”'‘’](?P<text>.*)[\"“”'‘’]")
# A section as programmers call one, and a value as they keep one: `tries = 3`, `set tries to 3`.
_CALLED = re.compile(r"(?P<name>[a-z]\w*)\(\)")
_KEPT = re.compile(r"(?:set[ ]+)?(?P<name>[a-z]\w*)[ ]*(?:=|(?<=[ ])to[ ])[ ]*(?P<value>[0-9]+|true|false)")
THEN = " then "  # what other languages have between a condition and its steps
ROW_AND_LIST = re.compile(r"(?P<row>[a-z]\w*) in (?P<list>[a-z][\w.]*)")


def step_of(text: str, sections: Collection[str] = ()) -> str:
    """The step, without its dash, as it can be pasted. The name of one of the script's `sections` runs it."""
    words = vocabulary()
    line = " ".join(text.split())
    line = line[found.end() :] if (found := _DASH.match(line)) else line
    alone = words.guess_alone(line)
    if line in sections:
        return f"run: {line}"
    if alone is not None:
        return alone
    if (called := _CALLED.fullmatch(line)) and called["name"] in sections:
        return f"run: {called['name']}"
    if kept := _KEPT.fullmatch(line):
        return f"set: {{{kept['name']}: {kept['value']}}}"
    found = _VERB_AND_REST.fullmatch(line)
    if found is None or found["verb"] not in words.verbs:
        return f"say: {typed(line)}"
    verb, rest = found["verb"], found["rest"].strip()
    rest = rest.removesuffix(")") if "(" in found["sign"] else rest
    rest = quotes["text"] if (quotes := _IN_QUOTES.fullmatch(rest)) else rest
    if verb in words.only_alone:
        return verb
    return f"{verb}: {typed(rest)}" if rest else f"{verb}: …"


def after_dash(name: str) -> str | None:
    """The verb of `-say` or `– say`; None where no dash stands before a verb."""
    dash = _DASH.match(name)
    verb = name[dash.end() :] if dash else ""
    return verb if verb in vocabulary().verbs else None
