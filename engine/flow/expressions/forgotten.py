"""Braces that an author forgot: `n + 1` in `set`, where a text was not meant."""

import re
from collections.abc import Collection, Iterator

from engine.diagnostics.catalogue import MISSING_BRACES
from engine.diagnostics.diagnostic import Diagnostic
from engine.flow.expressions import tree
from engine.flow.expressions.paths import read_tree
from engine.flow.expressions.problem import Refused
from engine.source.document import Document, Scalar

# Hyphens inside words belong to texts: "follow-up", also where "follow" and "up" are names.
HYPHEN = re.compile(r"\w-\w")
CLOCK = ("now", "today")
SIGN = re.compile(r"[.\[+~=<>!|-]")


def missing_braces(document: Document, node: Scalar, known_names: Collection[str]) -> Diagnostic | None:
    """The report of a value in `set`, `with` or `values` that reads as an expression on names that are known.

    Words never do ("today or now"), nor does a text with a word in it that is no known name. Only the bare name of the
    clock, without quotes, is never meant as a text.
    """
    text = node.value
    if isinstance(text, str) and not node.quoted and text in CLOCK and text in known_names:
        return _report(document, node, text)
    if not isinstance(text, str) or "{{" in text or "}}" in text or SIGN.search(text) is None:
        return None
    if HYPHEN.search(text) and "." not in text:
        return None
    try:
        found = read_tree(text)
    except Refused:
        return None
    roots = set(names_in(found))
    if isinstance(found, tree.Literal | tree.Name) or not roots or not roots <= set(known_names):
        return None
    return _report(document, node, text.strip())


def _report(document: Document, node: Scalar, text: str) -> Diagnostic:
    message = f'"{text}" is kept as these very letters; it is not computed'
    return Diagnostic(MISSING_BRACES, document.path, node.span, message, f'write "{{{{ {text} }}}}"')


def names_in(node: tree.Tree) -> Iterator[str]:
    """The names that an expression reads."""
    if isinstance(node, tree.Name):
        yield node.name
    for part in tree.parts_of(node):
        yield from names_in(part)
