"""Syntax errors, in our words. SQLite tells the word where it gave up; the mistake often stands before it."""

import re

from callsheet.adapters.data.sqlite.judging.suspect import Suspect
from callsheet.adapters.data.sqlite.judging.tokens import pieces, spelling
from callsheet.diagnostics.suggest import ask_for
from callsheet.diagnostics.visible import quoted
from callsheet.ports.sql import SqlToken
from callsheet.ports.text_problem import Cause, TextProblem

# The words that a slip of the fingers most often spoils.
_KEYWORD_LIST = (
    "SELECT DISTINCT FROM WHERE GROUP ORDER HAVING LIMIT OFFSET JOIN INNER OUTER INSERT INTO VALUES UPDATE "
    "DELETE BETWEEN EXISTS COALESCE CREATE TABLE INDEX UNIQUE PRIMARY REFERENCES DEFAULT CHECK TRIGGER VIEW AND NOT "
    "NULL DESC LIKE"
)
_KEYWORDS = _KEYWORD_LIST.split()
_LIKE_KEYWORD = 0.75  # difflib's ratio: FORM is FROM, name is not VALUES
# Signs of a parameter in other libraries, and its colon alone.
_SIGNS = frozenset("%:&^~#")
_VERBS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "CREATE", "ALTER", "DROP"})


def syntax(found: re.Match[str], statement: Suspect) -> TextProblem:
    """The word at which SQLite's grammar ended."""
    word, code = found["word"], statement.code
    places = [index for index, token in enumerate(code) if word in (token.text, spelling(token))]
    if not places:  # such as "#x", which is no word of ours
        places = [index for index, token in enumerate(code) if token.kind == "symbol" and word.startswith(token.text)]
    # The first of those places whose beginning alone SQLite already refuses at this word.
    words = list(pieces(code))
    low, high = 0, len(places) - 1
    while low < high:
        middle = (low + high) // 2
        if statement.refusal("".join(words[: places[middle] + 1])) == found[0]:
            high = middle
        else:
            low = middle + 1
    if not places:
        return statement.problem(code[0], f"SQLite does not understand this statement at {quoted(word)}")
    index = places[low]
    token, before = code[index], code[index - 1] if index else None
    message = f"SQLite does not understand {quoted(token.text)} here"
    cause: Cause | None = "no_parameter" if token.text in _SIGNS else None
    return statement.problem(token, message, _syntax_help(token, before), cause)


def _syntax_help(token: SqlToken, before: SqlToken | None) -> str:
    from difflib import get_close_matches  # who checks what is right does not wait for it

    for word in (token, before):
        guess = get_close_matches(word.upper, _KEYWORDS, n=1, cutoff=_LIKE_KEYWORD) if word and word.upper else []
        if word and guess and guess[0] != word.upper:
            return ask_for(guess[0]) if word is token else f'did you mean "{guess[0]}" by {quoted(word.text)}?'
    if before and before.text == "," and (token.upper in _KEYWORDS or token.text == ")"):
        return f"take out the comma before {quoted(token.text)}"
    if before and token.upper in _VERBS and before.text != "(":
        return f'is a ";" missing before {quoted(token.text)}?'
    if token.upper in _KEYWORDS:
        return (
            f"something is missing or misspelt before {quoted(token.text)}; a column of that name needs double quotes"
        )
    return f"look at what stands before {quoted(token.text)}: a comma, a word or a parenthesis may be missing"


def unrecognized(found: re.Match[str], statement: Suspect) -> TextProblem:
    """Characters that are no word of SQL."""
    word = found["word"]
    token = next((token for token in statement.code if word.startswith(token.text)), statement.code[0])
    message = f"{quoted(word)} means nothing in SQL"
    help_ = 'a parameter is written ":" and its name, such as :phone' if word[:1] in ":@$#?" else ""
    return TextProblem(statement.report, token.start, len(word), message, help_, "no_parameter")


def incomplete(_found: re.Match[str], statement: Suspect) -> TextProblem:
    """A statement that could go on, and must."""
    opened = [token for token in statement.code if token.text in ("(", ")")]
    missing = sum(1 if token.text == "(" else -1 for token in opened)
    help_ = 'a ")" is missing' if missing > 0 else f"write what belongs behind {quoted(statement.code[-1].text)}"
    return statement.problem(statement.code[-1], "the statement ends too early", help_)
