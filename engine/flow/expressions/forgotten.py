"""Braces that an author forgot: `n + 1` in `set`, where a text was not meant."""

import re
from collections.abc import Collection, Iterator

from engine.diagnostics.catalogue import MISSING_BRACES
from engine.diagnostics.diagnostic import Diagnostic
from engine.flow.expressions import tree
from engine.flow.expressions.parse import parse
from engine.flow.expressions.problem import Refused
from engine.source.document import Document, Scalar

# Hyphens inside words belong to texts: "follow-up", also where "follow" and "up" are names.
HYPHEN = re.compile(r"\w-\w")
SIGN = re.compile(r"[.\[+~=<>!|-]")


def missing_braces(document: Document, node: Scalar, known_names: Collection[str]) -> Diagnostic | None:
    """The report of a value in `set`, `with` or `values` that reads as an expression on names that are known.

    Words alone never do ("today or now"), nor does a text with a word in it that is no known name.
    """
    text = node.value
    if not isinstance(text, str) or "{{" in text or "}}" in text or SIGN.search(text) is None:
        return None
    if HYPHEN.search(text) and "." not in text:
        return None
    try:
        found = parse(text)
    except Refused:
        return None
    roots = set(names_in(found))
    if isinstance(found, tree.Literal | tree.Name) or not roots or not roots <= set(known_names):
        return None
    message = f'"{text.strip()}" is kept as these very letters; it is not computed'
    return Diagnostic(MISSING_BRACES, document.path, node.span, message, f'write "{{{{ {text.strip()} }}}}"')


def names_in(node: tree.Tree) -> Iterator[str]:
    """The names that an expression reads."""
    match node:
        case tree.Literal():
            return
        case tree.Name():
            yield node.name
        case tree.Field():
            yield from names_in(node.owner)
        case tree.Item():
            yield from names_in(node.owner)
            yield from names_in(node.index)
        case tree.Minus() | tree.Not() | tree.IsNone():
            yield from names_in(node.operand)
        case tree.Sum() | tree.Both():
            yield from names_in(node.left)
            yield from names_in(node.right)
        case tree.Join():
            for part in node.parts:
                yield from names_in(part)
        case tree.Compare():
            yield from names_in(node.first)
            for _, operand in node.rest:
                yield from names_in(operand)
        case tree.Choice():
            for part in (node.test, node.then, node.otherwise):
                yield from names_in(part)
        case tree.Filtered():
            for part in (node.operand, *node.arguments):
                yield from names_in(part)
