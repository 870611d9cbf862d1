"""What libyaml says about broken YAML, in the author's words and at the place to mend."""

import re

import yaml

from engine.diagnostics.catalogue import BRACES_IN_EXPRESSION, UNQUOTED_BRACES, YAML_SYNTAX
from engine.diagnostics.diagnostic import Diagnostic, Span
from engine.source.document import LINE_BREAK
from engine.source.slips import ATTRIBUTED, slip

QUOTE_IT = "put the whole text in quotes"
LINE_UP = "let it begin in the same column as the lines it belongs to; indent with two spaces a level"

# libyaml's problem -> (whether it began at the context's mark, message, help)
_PROBLEMS: dict[str, tuple[bool, str, str]] = {
    "could not find expected ':'": (
        True,
        "this line is neither a key with its value nor a list item",
        "write key: value",
    ),
    "block sequence entries are not allowed in this context": (
        False,
        "a list cannot begin here",
        'put each "- " on a line of its own, below the key; a text that begins with "-" has to be quoted',
    ),
    "mapping keys are not allowed in this context": (
        False,
        'a text cannot begin with "?" unless it is quoted',
        QUOTE_IT,
    ),
    "found unexpected end of stream": (True, "this quote is never closed", "close it with the same quote"),
    "found unexpected document indicator": (True, "this quote is never closed", "close it with the same quote"),
    "found unknown escape character": (
        False,
        "in double quotes a backslash has a meaning of its own",
        "use single quotes, or write the backslash twice",
    ),
    "did not find expected comment or line break": (
        False,
        "after | or > the text begins on the next line",
        "put the text on the next line, indented",
    ),
    "did not find expected '-' indicator": (False, "this line does not line up with the list above", LINE_UP),
    "did not find expected ',' or ']'": (True, "this [ is never closed, or a comma is missing", "close it with ]"),
    "did not find expected ',' or '}'": (True, "this { is never closed, or a comma is missing", "close it with }"),
    "did not find expected node content": (
        False,
        "a value is missing here",
        "delete the comma that is too many; a text that begins with , ] or } has to be quoted",
    ),
    "did not find expected alphabetic or numeric character": (
        True,
        "a text cannot begin with this character unless it is quoted",
        QUOTE_IT,
    ),
}
# Steps that need no value.
STAND_ALONE = ("answer", "disconnect", "next_item", "stop_loop")
_EXPRESSION_IN_BRACES = re.compile(r"[ ]*(?:- )?(?P<key>if|in|switch):[ ]+\{\{[ ]*(?P<expression>[^{}]*?)[ ]*\}\}[ ]*$")
_BRACES_BEGIN_VALUE = re.compile(r"(?:^|[:-])[ ]+(\{\{)|^(\{\{)")
_CLOSING_QUOTE_BEFORE = re.compile(r"""["'][ ]*$""")
_BARE_WORD = re.compile(r"[a-z_]+")
_EARLIER_KEY = re.compile(r":(?: |$)")


def explain(path: str, text: str, error: yaml.YAMLError, last_quoted: Span | None) -> Diagnostic:
    """The diagnostic for what libyaml refused. `last_quoted` is where the last text in quotes before it stands."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Diagnostic(YAML_SYNTAX, path, Span.at(1, 1), "this is not YAML", "start from one of the example scripts")
    lines = LINE_BREAK.split(text)
    problem = error.problem or ""
    mark, context = error.problem_mark, error.context_mark or error.problem_mark
    for near in (context.line, mark.line):
        if near < len(lines) and (braces := _BRACES_BEGIN_VALUE.search(lines[near])):
            span = Span.at(near + 1, max(braces.start(1), braces.start(2)) + 1, 2)
            return unquoted_braces(path, span, lines[near])
    if last_quoted and last_quoted.line < last_quoted.end_line == mark.line + 1:
        message = f"this quote is not closed: the next one like it is on line {last_quoted.end_line}"
        span = Span.at(last_quoted.line, last_quoted.column)
        return Diagnostic(YAML_SYNTAX, path, span, message, "close it where the text ends")
    if problem in ATTRIBUTED and (found := slip(lines, mark.line, mark.column)):
        return Diagnostic(YAML_SYNTAX, path, found.span, found.message, found.help)
    at_context, message, help_ = _PROBLEMS.get(problem, (False, "", ""))
    place = context if at_context else mark
    before = lines[mark.line][: mark.column] if mark.line < len(lines) else ""
    if problem == "mapping values are not allowed in this context":
        if _EARLIER_KEY.search(before):
            message, help_ = "a colon and a space begin a value, and this line has two of them", QUOTE_IT
        elif (bare := _line_without_colon(lines, mark.line)) is not None:
            word = lines[bare].strip()
            span = Span.at(bare + 1, lines[bare].index(word) + 1, len(word))
            if word in STAND_ALONE:
                message, help_ = f'"{word}" is a step of its own', f'write "- {word}"'
                return Diagnostic(YAML_SYNTAX, path, span, message, help_)
            return Diagnostic(YAML_SYNTAX, path, span, f'a colon is missing behind "{word}"', f"write {word}:")
        else:
            message, help_ = "this line does not line up with the lines above", LINE_UP
    elif problem == "could not find expected ':'" and _BARE_WORD.fullmatch(word := lines[place.line].strip()):
        message, help_ = f'a colon is missing behind "{word}"', f"write {word}:"
        if word in STAND_ALONE:
            message, help_ = f'"{word}" is a step of its own', f'write "- {word}"'
    elif problem == "found character that cannot start any token":
        character = lines[mark.line][mark.column : mark.column + 1]
        shown = "a tab" if character == "\t" else f'"{character}"'
        message, help_ = f"a text cannot begin with {shown} unless it is quoted", QUOTE_IT
    elif problem.startswith("did not find expected") and not message:
        if before.strip() and _CLOSING_QUOTE_BEFORE.search(before):
            message, help_ = (
                "the text goes on after its closing quote",
                "put the whole text in quotes of the other kind",
            )
        else:
            message, help_ = "this line does not line up with the lines above", LINE_UP
    if not message:
        message, help_ = (
            "YAML cannot be read from here on",
            "look for quotes, brackets and indentation, here and one line up",
        )
    line = min(place.line, len(lines) - 1)
    return Diagnostic(
        YAML_SYNTAX, path, Span.at(line + 1, (place.column if line == place.line else 0) + 1), message, help_
    )


def _line_without_colon(lines: list[str], broken: int) -> int | None:
    """The line above `broken` that was meant as a key: YAML took it, and all up to here, for one long text."""
    found = None
    for number in range(broken - 1, -1, -1):
        content = lines[number].strip()
        if ":" in content:
            break
        if _BARE_WORD.fullmatch(content):
            found = number
    return found


def unquoted_braces(path: str, span: Span, line: str) -> Diagnostic:
    """A text that begins with `{{` and is not quoted: to YAML that is a mapping in a mapping."""
    if found := _EXPRESSION_IN_BRACES.match(line):
        message = f'"{found["key"]}" holds an expression, which stands without braces'
        return Diagnostic(BRACES_IN_EXPRESSION, path, span, message, f"write {found['key']}: {found['expression']}")
    return Diagnostic(UNQUOTED_BRACES, path, span, "a text that begins with {{ has to be quoted", 'write "{{ … }}"')
