"""The headers of queries, also those that look like a comment: a misspelt header must not lose a query."""

import re

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_SQL, QUERY_MARK, QUERY_PARAMETERS, UNEXPLAINED_QUERY
from callsheet.diagnostics.suggest import nearest
from callsheet.diagnostics.visible import quoted
from callsheet.ports.data import QueryKind
from callsheet.ports.text_problem import TextProblem
from callsheet.queries.signatures import NAME, Headed, Parameter, better_name, read_parameters, wrong_signature

MARKS: dict[str, QueryKind] = {"": "many", "^": "one", "!": "write"}
EXAMPLE = "-- name: customer_by_phone(phone)^"

# Characters. How far a header without "name:" looks back for the end of the query before it.
LOOK_BACK = 500

# Marks that other programs for such files have (aiosql) and the language has not, and what to write instead.
_OTHER_MARKS = {
    "$": 'write "^" and read the value by its column',
    "<!": 'write "!": a write gives the number of rows it changed',
    "*!": 'write "!": a write is done once, with one set of values',
    "#": 'write "!" and one statement; tables belong in schema.sql',
}

# Any line that might be meant as a header; `_meant_as_header` decides. Dashes other than `-` come from word processors.
_LINE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<dashes>--|[—–#-]|//)(?P<gap>[ \t]*)"
    r"(?P<word>[A-Za-z]+)(?P<colon>[ \t]*:)?(?P<body>[^\n]*)$",
    re.MULTILINE,
)
# The same without "name:", where a query may begin.
_NAMELESS = re.compile(
    r"(?P<indent>[ \t]*)(?P<dashes>--)(?P<gap>[ \t]*)(?P<word>)(?P<colon>:)?"
    r"(?P<body>[a-z][a-z0-9_]*[ \t]*\([a-z0-9_, \t]*\)[ \t]*[\^!]?[ \t]*)"
)
_SPACED_NAME = re.compile(r"[ \t=;.]*(?P<name>[\w-]+(?:[ \t]+[\w-]+)+)(?=[ \t]*\()")
_CALL = re.compile(r"[ \t=;.]*[\w-]+[ \t]*\([^()]*\)[ \t]*[\^!?$#<*]*[ \t]*;?[ \t]*")
_MARKED = r"[ \t]+[\w-]+[ \t]*[\^!]"
_BODY = re.compile(
    r"[ \t=;.]*(?P<name>[^\s()^!?$#<*;,]*)[ \t]*(?P<early>[\^!?$#<*]*)[ \t]*"
    r"(?P<list>\([^()]*\)?)?[ \t]*(?P<mark>[\^!?$#<*]*)[ \t]*(?P<rest>.*)"
)


class Header(Struct, frozen=True):
    """A header line. What could not be made out is None, and `problems` says why."""

    start: int
    end: int
    name: str | None
    name_start: int
    parameters: tuple[Parameter, ...] | None
    kind: QueryKind | None
    problems: tuple[TextProblem, ...]

    def written(self, parameters: tuple[str, ...]) -> str:
        """The header as it should be written."""
        mark = next((mark for mark, kind in MARKS.items() if kind == self.kind), "")
        return f"-- name: {self.name}({', '.join(parameters)}){mark}"


def header_lines(text: str) -> list[re.Match[str]]:
    """The lines that are meant as headers."""
    found: list[re.Match[str]] = []
    for line in _LINE.finditer(text):
        if _meant_as_header(line):
            found.append(line)
        elif (nameless := _NAMELESS.fullmatch(text, line.start(), line.end())) and _begins_here(text, line.start()):
            found.append(nameless)
    return found


def _begins_here(text: str, place: int) -> bool:
    """Whether a statement has ended before this place: elsewhere such a line is a comment on what a query computes."""
    before = text[max(0, place - LOOK_BACK) : place].rstrip()
    return before.endswith(";") or (not before and place <= LOOK_BACK)


def _meant_as_header(line: re.Match[str]) -> bool:
    word, colon, body = line["word"], line["colon"], line["body"]
    if line["dashes"] == "--" and word.lower() == "name" and colon:
        return True
    if not _CALL.fullmatch(body):
        return line["dashes"] == "--" and word == "name" and re.fullmatch(_MARKED, body.rstrip()) is not None
    if word.lower() == "name":
        return line["dashes"] == "--" or colon is not None
    # Six letters hold "name" with two slips; longer words are other words.
    return line["dashes"] == "--" and colon is not None and len(word) <= 6 and nearest(word, ["name"]) is not None


def read_header(line: re.Match[str], used: tuple[str, ...]) -> Header:
    """Judge a header line. `used` are the parameters of the SQL below it, for the advice on a header without a list."""
    spaced = _SPACED_NAME.match(line["body"])
    body = _BODY.fullmatch(_joined(line["body"], spaced))
    if body is None:
        raise AssertionError("every line has a body")
    offset = line.start("body")
    start = line.start("dashes")
    name = body["name"] or None
    name_start = offset + body.start("name") if name else start
    parameters, problems = read_parameters(body["list"], offset + body.start("list"), QUERY)
    mark = body["mark"] or body["early"]
    header = Header(start, line.end(), name, name_start, parameters, MARKS.get(mark), ())
    found = _form(line, body, header, used)
    if found is None and spaced:
        help_ = f"write: {header.written(tuple(parameter.name for parameter in parameters or ()) or used)}"
        message = f"{quoted(spaced['name'])} cannot name a query"
        found = TextProblem(BROKEN_SQL, name_start, len(spaced["name"]), message, help_)
    found = found or _mark(mark, offset + body.start("mark" if body["mark"] else "early"))
    all_problems = (*([found] if found else []), *problems)
    sound_name = name if name and NAME.fullmatch(name) else None
    return Header(start, line.end(), sound_name, name_start, parameters, header.kind, all_problems)


def _joined(body: str, spaced: re.Match[str] | None) -> str:
    """The body with a name of several words made one word."""
    if spaced is None:
        return body
    name = re.sub(r"[ \t]", "_", spaced["name"])
    return body[: spaced.start("name")] + name + body[spaced.end("name") :]


def _form(line: re.Match[str], body: re.Match[str], header: Header, used: tuple[str, ...]) -> TextProblem | None:
    """The first thing that is wrong with the form of a header; one slip is one message."""
    name = header.name
    declared = tuple(parameter.name for parameter in header.parameters or ()) or used
    right = header.written(declared) if name else EXAMPLE
    write = f"write: {right}"
    if not line["colon"] and line["word"] == "name" and line["dashes"] == "--":
        return TextProblem(BROKEN_SQL, line.start("word"), 4, 'a ":" is missing behind "name"', write)
    if line["dashes"] != "--" or not line["gap"] or line["word"] != "name" or not line["colon"]:
        length = line.end("colon" if line["colon"] else "word") - header.start
        typed = quoted(line.string[header.start : header.start + length])
        return TextProblem(
            BROKEN_SQL, header.start, length, f'a query begins with "-- name: ", not with {typed}', write
        )
    if name is None:
        return TextProblem(BROKEN_SQL, header.start, len(line[0].strip()), "this query has no name", write)
    return wrong_signature(body, line.start("body"), QUERY, right)


def _mark(mark: str, start: int) -> TextProblem | None:
    if mark in MARKS:
        return None
    help_ = _OTHER_MARKS.get(mark, 'write "^" for one row, nothing for many rows, "!" for a write')
    return TextProblem(QUERY_MARK, start, len(mark), f"there is no mark {quoted(mark)} for a query", help_)


def _better_parameter(name: str) -> str:
    if name[0] in ":@$" and NAME.fullmatch(name[1:]):
        return f'write "{name[1:]}" here; only in the SQL it is written ":{name[1:]}"'
    return better_name(name)


QUERY = Headed("query", "--", BROKEN_SQL, QUERY_PARAMETERS, UNEXPLAINED_QUERY, _better_parameter)
