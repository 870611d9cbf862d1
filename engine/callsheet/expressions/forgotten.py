"""Braces that an author forgot, or wrote as other programs want them: `n + 1` in `set`, `$name` and `%name%`."""

import re
from collections.abc import Collection, Iterator

from msgspec.structs import replace

from callsheet.diagnostics.catalogue import MISSING_BRACES
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.expressions import tree
from callsheet.expressions.filters import FILTERS
from callsheet.expressions.paths import read_tree
from callsheet.expressions.places import Places
from callsheet.expressions.problem import Unparsed
from callsheet.source.document import Document, Scalar

# Hyphens inside words belong to texts: "follow-up", also where "follow" and "up" are names.
HYPHEN = r"\w-\w"
NOTHING = "none"
# A sum of which the braces hold only the parts: "{{ tries }} + 1". With a minus it may be a range, or a date.
SUM_BEHIND = (
    r"\{\{\s*(?P<name>[\w.]+)\s*\}\}\s*(?P<sign>\+|(?<=\s)-(?=\s))\s*"
    r"(?:(?P<number>[0-9]+)|\{\{\s*(?P<other>[\w.]+)\s*\}\})"
)
SIGN = r"[.\[+~=<>!|-]"

_PATH = r"[^\W\d]\w*(?:\.\w+|\[[0-9]{1,6}\])*"
# How names stand in texts elsewhere, with one of these marks. What the braces of the language hold is passed over.
MARKS = frozenset("{$%<[")
ELSEWHERE = (
    r"(?s)\{\{.*?(?:\}\}|\Z)"
    r"|[#$]?\{\s*(?P<braces>PATH(?:\s*\|[^{}|]{1,80}){0,5})\s*\}(?!\})"
    r"|(?<![\w$])\$(?P<dollar>PATH)|%(?P<percent>PATH)%|%\((?P<python>PATH)\)s?"
    r"|<(?P<angle>PATH)>|\[\[?\s*(?P<square>PATH)\s*\]\]?".replace("PATH", _PATH)
)


def missing_braces(document: Document, node: Scalar, known_names: Collection[str]) -> Diagnostic | None:
    """The report of a value in `set`, `with` or `values` that reads as an expression on names that are known.

    Words never do ("today or now"), nor does a text with a word in it that is no known name. Only the bare name of the
    clock, without quotes, is never meant as a text.
    """
    text = node.value
    names_no_text = text == NOTHING or (text in tree.MOMENTS and text in known_names)
    if names_no_text and isinstance(text, str) and not node.quoted:
        report = _report(document, node, text)
        return replace(report, help=f'{report.help}, or "{text}" in quotes where the word is meant')
    if isinstance(text, str) and ("+" in text or "-" in text) and (sum_ := re.fullmatch(SUM_BEHIND, text)):
        return _report(document, node, f"{sum_['name']} {sum_['sign']} {sum_['other'] or sum_['number']}")
    if not isinstance(text, str) or "{{" in text or "}}" in text or re.search(SIGN, text) is None:
        return None
    if re.search(HYPHEN, text) and "." not in text:
        return None
    try:
        found = read_tree(text)
    except Unparsed:
        return None
    roots = set(names_in(found))
    if isinstance(found, tree.Literal | tree.Name) or not roots or not roots <= set(known_names):
        return None
    return _report(document, node, text.strip())


def marked_elsewise(
    document: Document, node: Scalar, known_names: Collection[str], *, spoken: bool
) -> Iterator[Diagnostic]:
    """The reports of names that are known and stand in a text as other programs mark them. Single braces in a spoken
    text are reported wherever they are read."""
    if not isinstance(node.value, str) or MARKS.isdisjoint(node.value.replace("{{", "")):
        return
    places: Places | None = None
    for found in re.finditer(ELSEWHERE, node.value):
        marks = found.lastgroup
        if marks is None or (marks == "braces" and spoken):
            continue
        text = found[marks].strip()
        root, filters = re.split(r"\W", text, maxsplit=1)[0], [part.strip() for part in text.split("|")[1:]]
        if root in known_names or any(re.split(r"\W", name)[0] in FILTERS for name in filters):
            places = places or Places(document, node)
            span = places.span((found.start(), found.end() - found.start()))
            message = f"{found[0]} is not computed: what is computed stands in double braces"
            yield Diagnostic(MISSING_BRACES, document.path, span, message, f"write {{{{ {text} }}}}")


def _report(document: Document, node: Scalar, text: str) -> Diagnostic:
    shown = " ".join(str(node.value).split())
    message = f'"{shown}" is kept as these very letters; it is not computed'
    return Diagnostic(MISSING_BRACES, document.path, node.span, message, f'write "{{{{ {text} }}}}"')


def names_in(node: tree.Tree) -> Iterator[str]:
    """The names that an expression reads."""
    if isinstance(node, tree.Name):
        yield node.name
    for part in tree.parts_of(node):
        yield from names_in(part)
