"""An expression's words and signs, each with its place: Jinja's tree knows lines and no columns."""

import re
from typing import Literal

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_EXPRESSION, FORBIDDEN_CHARACTER, NOT_ALLOWED
from callsheet.expressions.braces import MOST_EXPRESSION_CHARACTERS
from callsheet.expressions.problem import Flaw, Unparsed
from callsheet.expressions.reckoning import refuse_unquoted
from callsheet.expressions.tree import At
from callsheet.source.lookalikes import as_typed, described, odd_one

# Jinja's parser recurses: the bound keeps it from overflowing.
MOST_NESTING = 50

Kind = Literal["name", "number", "text", "sign"]

TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<number>[0-9]\w*(?:\.[0-9]\w*)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<sign>\*\*|//|==|!=|<>|<=|>=|=>|=<|&&|\|\||\{\{|\}\}|[-+*/%~<>=.,:|()\[\]{}!&?;])
    """,
    re.VERBOSE,
)
NUMBER = r"(0|[1-9][0-9]*)(\.[0-9]+)?"
POSSESSIVE = re.compile(r"(?P<owner>[^\W\d]\w*)(?P<of>'s?)\s+(?P<part>[^\W\d]\w*)")
CHOICE = r"\s*(?P<condition>[^?:]+?)\s*\?\s*(?P<one>[^?:]+?)\s*:\s*(?P<other>[^?:]+?)\s*"
IF_MISSING = r"\s*(?P<value>[^?:]+?)\s*\?[?:]\s*(?P<other>[^?:]+?)\s*"
OPENING = {"(": ")", "[": "]"}

INSTEAD = {
    "*": "compute it in the query",
    "**": "compute it in the query",
    "/": "compute it in the query",
    "//": "compute it in the query",
    "%": "compute it in the query",
    "{": "leave it out; a row comes from a query",
    "}": "leave it out; a row comes from a query",
    "{{": 'write "{{" and "}}" once around the whole expression',
    "}}": 'write "{{" and "}}" once around the whole expression',
    "=": 'to compare, write "=="; to keep a value, use the step "set"',
    "<>": 'write "!="',
    "=>": 'write ">="',
    "=<": 'write "<="',
    "&&": 'write "and"',
    "&": 'write "and", or "~" to put texts together',
    "||": 'write "or"',
    "!": 'write "not"',
    ":": "leave it out",
    ";": "leave it out",
}
WORDS_INSTEAD = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    "None": "none",
    "NONE": "none",
    "null": "none",
    "Null": "none",
    "NULL": "none",
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "IN": "in",
    "IS": "is",
    "IF": "if",
    "ELSE": "else",
}
SIGNS_INSTEAD = {"≥": ">=", "≤": "<=", "≠": "!=", "–": "-", "—": "-", "−": "-", "＝": "==", "×": "", "÷": ""}
TYPOGRAPHIC = "“”„‟«»‘’‚‛`´"


class Token(Struct, frozen=True):
    """A word, number, text (with its quotes) or sign."""

    kind: Kind
    text: str
    offset: int

    @property
    def at(self) -> At:
        return self.offset, len(self.text)


def tokens_of(source: str) -> list[Token]:
    """The tokens of an expression, every one of which may stand in a script.

    Raises:
        Unparsed: something cannot stand in a script, or the expression is too long or nests too deep.
    """
    if len(source.strip()) > MOST_EXPRESSION_CHARACTERS:
        raise Unparsed(
            Flaw(
                NOT_ALLOWED,
                (0, 1),
                f"an expression has at most {MOST_EXPRESSION_CHARACTERS:,} characters",
                "compute it in the query, or in several steps",
            )
        )
    refuse_unquoted(source)
    tokens: list[Token] = []
    offset = 0
    while offset < len(source):
        found = TOKEN.match(source, offset)
        if found is None:
            raise Unparsed(_possessive(source, tokens) or unreadable(source, offset))
        kind = found.lastgroup
        if kind in ("name", "number", "text", "sign"):
            token = Token(kind, found.group(), offset)  # type: ignore[arg-type]  # the four kinds, just compared
            if token.text == "?":
                raise Unparsed(_question(source, token))
            refuse_token(token, tokens[-1] if tokens else None)
            tokens.append(token)
        offset = found.end()
    check_brackets(tokens)
    return tokens


def _possessive(source: str, tokens: list[Token]) -> Flaw | None:
    """`patient's name`, behind the `tokens` that were read: its quotation mark opens no text."""
    found = POSSESSIVE.match(source, tokens[-1].offset) if tokens else None
    if found is None:
        return None
    message = f'"{found["owner"]}{found["of"]}" cannot be read in an expression'
    help_line = f"for a column, write a dot: {found['owner']}.{found['part']}"
    return Flaw(BROKEN_EXPRESSION, (found.start(), len(found[0])), message, help_line)


def _question(source: str, token: Token) -> Flaw:
    """A question mark, as other languages choose between two values or look for one that may be missing."""
    help_line = "write: a if b else c"
    if chosen := re.fullmatch(CHOICE, source):
        help_line += f", which is here: {chosen['one']} if {chosen['condition']} else {chosen['other']}"
    elif missing := re.fullmatch(IF_MISSING, source):
        help_line = f"write: {missing['value']} | default({missing['other']})"
    elif source[token.offset + 1 : token.offset + 2] == ".":
        help_line = "leave it out; what may be missing is written with default(…)"
    return Flaw(NOT_ALLOWED, token.at, '"?" cannot be used in a script', help_line)


def unreadable(source: str, offset: int) -> Flaw:
    """Why the character at `offset` begins nothing that an expression knows."""
    character = source[offset]
    if character in "\"'":
        return Flaw(BROKEN_EXPRESSION, (offset, 1), f"the quotation mark {character} is never closed", "close the text")
    if character in TYPOGRAPHIC:
        return Flaw(
            BROKEN_EXPRESSION,
            (offset, 1),
            f"{character} is not a quotation mark that scripts know",
            "write straight quotation marks around a text: 'gold'",
        )
    if character == "\\":
        help_line = "leave it out"
    elif character in SIGNS_INSTEAD:
        right = SIGNS_INSTEAD[character]
        help_line = f'write "{right}"' if right else "compute it in the query"
    elif not character.isascii() and (meant := as_typed(character)).isascii():
        help_line = f'type "{meant}"' if meant.strip() else "delete it"
        message = f"{described(character)} cannot be read in an expression"
        return Flaw(BROKEN_EXPRESSION, (offset, 1), message, help_line)
    else:
        help_line = "put texts in quotation marks; a name has only letters, digits and _"
    return Flaw(BROKEN_EXPRESSION, (offset, 1), f'"{character}" cannot be read in an expression', help_line)


def refuse_token(token: Token, before: Token | None) -> None:
    """Raise `Unparsed` for a token that no expression may hold."""
    if token.kind == "sign" and token.text in INSTEAD:
        raise Unparsed(Flaw(NOT_ALLOWED, token.at, f'"{token.text}" cannot be used in a script', INSTEAD[token.text]))
    if token.kind == "name" and (odd := odd_one(token.text)) is not None:
        message = f"{described(token.text[odd])} stands here, and only looks like what was meant"
        help_line = f"type the name anew: {as_typed(token.text)}"
        raise Unparsed(Flaw(FORBIDDEN_CHARACTER, (token.offset + odd, 1), message, help_line))
    after_dot = before is not None and before.text == "."
    if token.kind == "name" and token.text in WORDS_INSTEAD and not after_dot:
        right = WORDS_INSTEAD[token.text]
        how = "in small letters" if right == token.text.lower() else f'"{right}"'
        raise Unparsed(Flaw(NOT_ALLOWED, token.at, f'"{token.text}" is written {how} in a script', f'write "{right}"'))
    if token.kind == "number":
        if after_dot:
            message = f'".{token.text}" cannot be read'
            raise Unparsed(Flaw(NOT_ALLOWED, token.at, message, f"an item of a list is written rows[{token.text}]"))
        if re.fullmatch(NUMBER, token.text) is None:
            help_line = 'write digits only, such as 42 or 1.5; a text stands in quotation marks, such as "01234"'
            raise Unparsed(Flaw(BROKEN_EXPRESSION, token.at, f'"{token.text}" is not a number', help_line))
    if token.kind == "text":
        if "\\" in token.text:
            place = token.offset + token.text.index("\\"), 1
            raise Unparsed(Flaw(NOT_ALLOWED, place, '"\\" cannot be used in an expression', "leave it out"))
        if before is not None and before.kind == "text":
            raise Unparsed(Flaw(BROKEN_EXPRESSION, token.at, "two texts in a row", 'put "~" between them'))


def check_brackets(tokens: list[Token]) -> None:
    """Raise `Unparsed` for a bracket without its partner, and for an expression that nests too deep."""
    open_brackets: list[Token] = []
    prefixes = 0  # in a row; each is one call more inside Jinja's parser
    for token in tokens:
        prefixes = prefixes + 1 if token.text in ("-", "+", "not") and token.kind != "text" else 0
        if token.kind == "sign" and token.text in OPENING:
            open_brackets.append(token)
        elif token.kind == "sign" and token.text in OPENING.values():
            if not open_brackets or OPENING[open_brackets[-1].text] != token.text:
                message = f'this "{token.text}" closes nothing'
                raise Unparsed(Flaw(BROKEN_EXPRESSION, token.at, message, "leave it out, or open it before"))
            open_brackets.pop()
        if len(open_brackets) + prefixes > MOST_NESTING:
            raise Unparsed(too_deep(token.at))
    if open_brackets:
        token = open_brackets[-1]
        message = f'this "{token.text}" is never closed'
        raise Unparsed(Flaw(BROKEN_EXPRESSION, token.at, message, f'write "{OPENING[token.text]}" where it ends'))


def too_deep(at: At) -> Flaw:
    """The problem of an expression that nests deeper than anybody can read."""
    message = f"an expression nests at most {MOST_NESTING} deep"
    return Flaw(NOT_ALLOWED, at, message, "compute it in the query, or in several steps")
