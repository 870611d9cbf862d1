"""Comparisons and sums as people and other languages write them, and what to write instead."""

from collections.abc import Sequence

from callsheet.diagnostics.catalogue import BROKEN_EXPRESSION
from callsheet.expressions.problem import Flaw
from callsheet.expressions.tokens import Token

# Comparisons as people say them; the longer ones first.
SIGNS = {
    ("is", "not", "equal", "to"): "!=",
    ("is", "greater", "than"): ">",
    ("is", "more", "than"): ">",
    ("is", "less", "than"): "<",
    ("is", "equal", "to"): "==",
    ("is", "not"): "!=",
    ("is", "at", "least"): ">=",
    ("is", "at", "most"): "<=",
    ("greater", "than"): ">",
    ("more", "than"): ">",
    ("bigger", "than"): ">",
    ("larger", "than"): ">",
    ("less", "than"): "<",
    ("fewer", "than"): "<",
    ("smaller", "than"): "<",
    ("at", "least"): ">=",
    ("at", "most"): "<=",
    ("not", "equal", "to"): "!=",
    ("equal", "to"): "==",
    ("is",): "==",
    ("equals",): "==",
    ("exceeds",): ">",
}
# Other words and signs that people write between two values, and what to write instead of them.
WITHOUT_SIGN = {
    ("between",): "write two comparisons: {before} >= … and {before} <= …",
    ("contains",): "write what is looked for first: … in {before}",
    ("includes",): "write what is looked for first: … in {before}",
    (
        "then",
    ): 'write the condition alone, and on the next line, in the same column as "if", "then:" and its steps below it',
    ("+", "+"): "write {before} + 1",
    ("-", "-"): "write {before} - 1",
    ("-", ">"): "for a column, write a dot: {before}.…",
}


def instead_of_words(tokens: list[Token], place: int) -> Flaw | None:
    """What to say where an expression cannot be read at the token `place`, because words stand there for a sign."""
    for words, sign in SIGNS.items():
        if touched(tokens, words, place) is not None:
            at = tokens[min(place, len(tokens) - 1)].at
            message = f'"{" ".join(words)}" cannot be read in an expression'
            return Flaw(BROKEN_EXPRESSION, at, message, f'to compare, write "{sign}"')
    for words, help_line in WITHOUT_SIGN.items():
        if begin := touched(tokens, words, place):
            message = f'"{"".join(words)}" cannot be read in an expression'
            help_line = help_line.format(before=tokens[begin - 1].text)
            return Flaw(BROKEN_EXPRESSION, tokens[begin].at, message, help_line)
    return None


def touched(tokens: list[Token], words: Sequence[str], place: int) -> int | None:
    """Where `words` begin, if they hold the token at `place`, or end right before it."""
    texts = [token.text for token in tokens[: place + len(words)]]
    begins = range(max(0, place - len(words)), place + 1)
    return next((begin for begin in begins if texts[begin : begin + len(words)] == list(words)), None)
