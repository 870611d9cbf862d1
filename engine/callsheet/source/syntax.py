"""What libyaml says about broken YAML, in the author's words and at the place to mend."""

import re

import yaml
from msgspec.structs import replace

from callsheet.diagnostics.catalogue import BRACES_IN_EXPRESSION, TAB_INDENTATION, UNQUOTED_BRACES, YAML_SYNTAX
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.source.columns import out_of_line
from callsheet.source.document import LINE_BREAK
from callsheet.source.quotes import EXPRESSION, PUT_IN_QUOTES, in_quotes, quote_it, requoted, without_stray
from callsheet.source.schemas import is_text, needed_behind, stand_alone, verbs
from callsheet.source.slip import Slip
from callsheet.source.slips import NEITHER_KEY_NOR_ITEM, loose, of_page, slip
from callsheet.source.written_lines import NAME_AND_COLON

# What libyaml says.
NO_COLON = "could not find expected ':'"
NO_VALUE_HERE = "mapping values are not allowed in this context"
LIST_NOT_CLOSED = "did not find expected ',' or ']'"
GROUP_NOT_CLOSED = "did not find expected ',' or '}'"
NO_NAME = "did not find expected alphabetic or numeric character"
# What it says of the line below a slip, or of the slip itself.
ATTRIBUTED = frozenset(
    {
        *(NO_VALUE_HERE, NO_COLON, LIST_NOT_CLOSED, GROUP_NOT_CLOSED, NO_NAME),
        *("did not find expected key", "did not find expected '-' indicator"),
    }
)
# libyaml's problem -> (whether it began at the context's mark, message, help)
_PROBLEMS: dict[str, tuple[bool, str, str]] = {
    NO_COLON: (
        True,
        NEITHER_KEY_NOR_ITEM,
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
        PUT_IN_QUOTES,
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
    LIST_NOT_CLOSED: (True, "this [ is never closed, or a comma is missing", "close it with ]"),
    GROUP_NOT_CLOSED: (True, "this { is never closed, or a comma is missing", "close it with }"),
    "did not find expected node content": (
        False,
        "a value is missing here",
        "delete the comma that is too many; a text that begins with , ] or } has to be quoted",
    ),
}
_TWO_COLONS = "a colon and a space begin a value, and this line has two of them"
_TEXT_GOES_ON = "the text goes on after its closing quote"
_EXPRESSION_ALONE = re.compile(r"\{\{[^{}\"]*\}\}")
_EXPRESSION_IN_BRACES = re.compile(rf"{EXPRESSION}\{{\{{[ ]*(?P<expression>[^{{}}]*?)[ ]*\}}\}}[ ]*$")
_BRACES_BEGIN_VALUE = re.compile(r"(?:^|[:-])[ ]+(\{\{)|^(\{\{)")
_CLOSING_QUOTE_BEFORE = re.compile(r"""["'][ ]*$""")
_BARE_WORD = re.compile(r"[a-z_]+")
_EARLIER_KEY = re.compile(r":(?: |$)")
_KEY_AND_VALUE = re.compile(r"[ ]*(?:- )?(?P<key>\w+):[ ]+(?P<value>.*)")
_FIRST_WORD = re.compile(r"(?P<word>\w+):(?: |$)")
_EXPRESSION_AND_OPTION = re.compile(r".*?[ ,;]+(?P<option>then|do|else|cases|in):.*")
# Keys, beside verbs, that hold texts: a colon in them belongs to the text.
_TEXTS = ("description", "means")


def explain(path: str, text: str, error: yaml.YAMLError, last_quoted: Span | None) -> Diagnostic:
    """The diagnostic for what libyaml refused. `last_quoted` is where the last text in quotes before it stands."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Diagnostic(YAML_SYNTAX, path, Span.at(1, 1), "this is not YAML", "start from one of the examples")
    lines = LINE_BREAK.split(text)
    problem = error.problem or ""
    mark, context = error.problem_mark, error.context_mark or error.problem_mark
    for near in (context.line, mark.line):
        if near < len(lines) and (column := _braces_that_begin(lines[near])) is not None:
            return unquoted_braces(path, Span.at(near + 1, column + 1, 2), lines[near])
    if last_quoted and last_quoted.line < last_quoted.end_line == mark.line + 1:
        message = f"this quote is not closed: the next one like it is on line {last_quoted.end_line}"
        span = Span.at(last_quoted.line, last_quoted.column)
        return Diagnostic(YAML_SYNTAX, path, span, message, "close it where the text ends")
    found = (
        _goes_on_behind_quote(lines, mark.line, mark.column, last_quoted)
        or _ended(lines, mark.line)
        or (slip(lines, mark.line, mark.column) if problem in ATTRIBUTED else None)
        or _of_problem(lines, problem, (mark.line, mark.column), (context.line, context.column))
    )
    return Diagnostic(found.code, path, found.span, found.message, found.help)


def _braces_that_begin(line: str) -> int | None:
    """The column (from 0) of braces that begin a value; those within a text, quoted or not, begin none."""
    braces, text = _BRACES_BEGIN_VALUE.search(line), _KEY_AND_VALUE.match(line)
    if braces is None:
        return None
    column = max(braces.start(1), braces.start(2))
    return None if text and text.start("value") < column and text["value"][0] not in "[{" else column


def _goes_on_behind_quote(lines: list[str], line: int, column: int, last_quoted: Span | None) -> Slip | None:
    """Quotes inside quotes: to YAML the text is over at the second one."""
    if last_quoted is None or last_quoted.line != last_quoted.end_line or last_quoted.line != line + 1:
        return None
    behind = lines[line][last_quoted.end_column - 1 : column]
    if behind.strip() or lines[line][column : column + 1] in (",", "]", "}", ":", ""):
        return None
    if behind and lines[line][column] in "\"'":  # a list, rather, without its comma
        return None
    if behind and NAME_AND_COLON.match(lines[line], column):
        return None
    span = Span.at(line + 1, column + 1)
    return Slip(span, _TEXT_GOES_ON, requoted(lines[line], last_quoted.column - 1))


def _ended(lines: list[str], broken: int) -> Slip | None:
    """`...` on a line of its own: to YAML the script is over there."""
    number = next((number for number in range(min(broken, len(lines))) if lines[number].rstrip() == "..."), None)
    if number is None:
        return None
    return Slip(Span.at(number + 1, 1, 3), '"..." ends the script here', "delete this line")


def _of_problem(lines: list[str], problem: str, mark: tuple[int, int], context: tuple[int, int]) -> Slip:
    """What to say of libyaml's problem itself, where no slip of an author explains it."""
    at_context, message, help_ = _PROBLEMS.get(problem, (False, "", ""))
    line, column = context if at_context else mark
    here = min(line, len(lines) - 1)
    span = Span.at(here + 1, (column if here == line else 0) + 1)
    before = lines[mark[0]][: mark[1]] if mark[0] < len(lines) else ""
    if problem == NO_VALUE_HERE:
        if _EARLIER_KEY.search(before):
            return _two_colons(lines[line], span)
        bare = _line_without_colon(lines, line)
        return out_of_line(lines, line) if bare is None else _no_colon(lines, bare)
    if problem == NO_COLON and _BARE_WORD.fullmatch(lines[here].strip()):
        return _no_colon(lines, here)
    if problem == NO_COLON and (found := loose(lines, here)):
        return found
    if problem == NO_NAME:
        span = Span.at(context[0] + 1, context[1] + 1)
        return _cannot_begin(lines[context[0]], span)
    if problem == "found character that cannot start any token":
        return _cannot_begin(lines[here], span)
    if message:
        if help_ == PUT_IN_QUOTES:
            help_ = quote_it(lines[here], span.column - 1)
        return Slip(span, message, help_)
    if problem.startswith("did not find expected"):
        if before.strip() and _CLOSING_QUOTE_BEFORE.search(before):
            return Slip(span, _TEXT_GOES_ON, "put the whole text in quotes of the other kind")
        return out_of_line(lines, here)
    return Slip(
        span, "YAML cannot be read from here on", "look for quotes, brackets and indentation, here and one line up"
    )


def _cannot_begin(line: str, span: Span) -> Slip:
    """A character that no text begins with, unless it is quoted."""
    character = line[span.column - 1 : span.column]
    if fence := of_page([line], 0):
        return replace(fence, span=Span.at(span.line, fence.span.column, 3))
    if character == "\t":
        return Slip(span, "a tab stands here, where a space belongs", "type a space instead", TAB_INDENTATION)
    message = f'a text cannot begin with "{character}" unless it is quoted'
    return Slip(span, message, quote_it(line, span.column - 1))


def _two_colons(line: str, span: Span) -> Slip:
    """A colon and a space inside a value: a text that lacks its quotes, or what belongs on a line of its own."""
    found = _KEY_AND_VALUE.match(line)
    if found is None:
        return Slip(span, _TWO_COLONS, PUT_IN_QUOTES)
    key, value = found["key"], found["value"].rstrip()
    first = _FIRST_WORD.match(value)
    if first is not None and first["word"] in verbs() and key not in _TEXTS and not is_text(key):
        message = f'"{first["word"]}" begins a step, which stands on a line of its own'
        return Slip(span, message, f'write it below "{key}:", indented: "- {value}"')
    if needed_behind(key) and not is_text(key):
        if option := _EXPRESSION_AND_OPTION.fullmatch(value):
            help_ = f'write it on the next line, in the same column as "{key}": {option["option"]}:'
            return Slip(span, f'"{option["option"]}" stands on a line of its own', help_)
        if value.endswith(":"):
            return Slip(span, "a condition has no colon at its end", f"write {key}: {value[:-1]}")
    return Slip(span, _TWO_COLONS, f"put the whole text in quotes: {key}: {in_quotes(without_stray(value))}")


def _no_colon(lines: list[str], number: int) -> Slip:
    """A word alone on its line, that was meant as a key or as a step."""
    word = lines[number].strip()
    span = Span.at(number + 1, lines[number].index(word) + 1, len(word))
    if word in stand_alone():
        return Slip(span, f'"{word}" is a step of its own', f'write "- {word}"')
    return Slip(span, f'a colon is missing behind "{word}"', f"write {word}:")


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
    help_ = quote_it(line, span.column - 1)
    if help_ == PUT_IN_QUOTES:
        found = _EXPRESSION_ALONE.match(line, span.column - 1)
        help_ = f'write "{found[0] if found else "{{ … }}"}"'
    return Diagnostic(UNQUOTED_BRACES, path, span, "a text that begins with {{ has to be quoted", help_)
