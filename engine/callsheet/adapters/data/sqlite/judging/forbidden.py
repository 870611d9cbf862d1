"""What has no place in a query, and what SQL of another database SQLite would take for something else."""

from callsheet.diagnostics.catalogue import SQL_REFUSED
from callsheet.diagnostics.visible import quoted
from callsheet.ports.sql import SqlWords
from callsheet.ports.text_problem import TextProblem

_TRANSACTION = "take it out: every write is a transaction of its own already"
_TABLES = "tables belong in schema.sql"
_REFUSED = {
    **dict.fromkeys(("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"), _TRANSACTION),
    **dict.fromkeys(("CREATE", "DROP", "ALTER"), _TABLES),
    **dict.fromkeys(("PRAGMA", "ATTACH", "DETACH", "ANALYZE", "REINDEX", "VACUUM", "EXPLAIN"), "take it out"),
}


def forbidden(code: SqlWords) -> TextProblem | None:
    """A statement that neither reads rows nor changes any, or that converts a value as PostgreSQL does."""
    first = code[0]
    if first.upper not in _REFUSED:
        return _foreign_cast(code)
    message = f"{quoted(first.text)} has no place in a query, which reads or changes rows"
    return TextProblem(SQL_REFUSED, first.start, len(first.text), message, _REFUSED[first.upper])


def _foreign_cast(code: SqlWords) -> TextProblem | None:
    """The first `::text`, by which PostgreSQL converts a value: to SQLite the type would be a parameter."""
    for before, sign, kind in zip(code, code[1:], code[2:], strict=False):
        if sign.text == ":" and kind.kind == "parameter" and sign.end == kind.start and kind.text[0] == ":":
            written = f":{kind.text}"
            message = f"{quoted(written)} is how PostgreSQL converts a value, and SQLite does not know it"
            value = before.text if before.kind in ("word", "name", "parameter", "text", "number") else "…"
            help_ = f"leave it out, or write CAST({value} AS {kind.text[1:].upper()})"
            return TextProblem(SQL_REFUSED, sign.start, len(written), message, help_)
    return None
