"""A statement that SQLite has refused, and the ways to find the word concerned."""

from collections.abc import Callable

from msgspec import Struct

from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.diagnostics.catalogue import SQL_REFUSED
from callsheet.diagnostics.diagnostic import Code
from callsheet.ports.sql import SqlToken, SqlWords
from callsheet.ports.text_problem import Cause, TextProblem


class Suspect(Struct, frozen=True):
    """A statement that SQLite refused, with what is needed to say why.

    `refusal` judges the first words of it alone, as they are spelt, so that the place of a syntax error can be found:
    SQLite only tells the word, which may stand in the statement several times.
    """

    code: SqlWords
    tables: Tables
    refusal: Callable[[str], str]
    parameters: tuple[str, ...] = ()
    report: Code = SQL_REFUSED

    def problem(self, token: SqlToken, message: str, help_: str = "", cause: Cause | None = None) -> TextProblem:
        return TextProblem(self.report, token.start, len(token.text), message, help_, cause)

    def find(self, name: str, *, after: frozenset[str] = frozenset()) -> int | None:
        """Where `name` (`a` or `a.b`) stands; behind one of the words `after` before all other places."""
        parts = [part.casefold() for part in name.split(".")]
        named = [token.named.casefold() for token in self.code]
        places = [
            index
            for index in range(len(named))
            if named[index : index + 2 * len(parts) - 1 : 2] == parts
            and all(self.code[index + 2 * dot - 1].text == "." for dot in range(1, len(parts)))
            and (index == 0 or self.code[index - 1].text != "." or bool(after))
        ]
        best = [index for index in places if index and self.code[index - 1].upper in after]
        return next(iter(best or places), None)
