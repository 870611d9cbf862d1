"""Parameters as others write them: `{{ phone }}` as scripts do, `%(phone)s` as programs do, `:phone` in quotes."""

import re
from collections.abc import Collection

from callsheet.diagnostics.catalogue import QUERY_PARAMETERS
from callsheet.diagnostics.visible import quoted
from callsheet.ports.sql import SqlToken, SqlWords
from callsheet.ports.text_problem import TextProblem

_BRACED = r"\$?\{\{?\s*(?P<braced>\w+)\s*\}?\}|%\((?P<percent>\w+)\)s"
_IN_TEXT = re.compile(rf":(?P<colon>[a-z]\w*)|{_BRACED}")
# Tokens of the longest of them: "$", "{", "{", name, "}", "}".
_MOST_TOKENS = 6


def foreign_parameter(code: SqlWords, declared: Collection[str]) -> TextProblem | None:
    """The first parameter that is written as SQL does not write it, or that stands in quotes."""
    used = {token.text[1:] for token in code if token.kind == "parameter"}
    for index, token in enumerate(code):
        if token.kind in ("text", "name"):
            found = _IN_TEXT.search(token.text)
            name = next((part for part in found.groups() if part), "") if found else ""
            if name in declared and name not in used:
                return _in_quotes(token, name, whole=found is not None and found[0] == token.text[1:-1].strip())
        elif token.text in ("{", "%", "$"):
            here = code[index : index + _MOST_TOKENS]
            found = re.match(_BRACED, "".join(each.text for each in here))
            if found:
                name = found["braced"] or found["percent"]
                last = next(each for each in reversed(here) if each.end - token.start <= _length(here, found[0]))
                message = f"{quoted(found[0])} is not how SQL writes a parameter"
                return TextProblem(QUERY_PARAMETERS, token.start, last.end - token.start, message, f'write ":{name}"')
    return None


def _length(tokens: SqlWords, written: str) -> int:
    """How far the tokens that make up `written` reach in the file, with the spaces between them."""
    joined = ""
    for token in tokens:
        joined += token.text
        if len(joined) >= len(written):
            return token.end - tokens[0].start
    return len(written)


def _in_quotes(token: SqlToken, name: str, *, whole: bool) -> TextProblem:
    message = f"in quotes this is a text, and not the parameter {quoted(name)}"
    help_ = f"take the quotes away: :{name}" if whole else f"put texts together with ||, as in '%' || :{name} || '%'"
    return TextProblem(QUERY_PARAMETERS, token.start, len(token.text), message, help_)
