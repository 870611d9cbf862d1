"""The step that an author meant with a bare text."""

import re
from collections.abc import Collection

from engine.schema.vocabulary import vocabulary
from engine.schema.words import typed

# What authors and word processors write for the dash and the space that begin a step.
_DASH = re.compile(r"[-–—−‐•·*]+[ ]*")
_VERB_AND_REST = re.compile(r"(?P<verb>\w+)[ ]*(?P<sign>[:：;=(,–—-]*)[ ]*(?P<rest>.*)")
_IN_QUOTES = re.compile(r"[\"“”'‘’](?P<text>.*)[\"“”'‘’]")
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
