"""Loads a script's `.sql` files: every query judged, every problem of every file reported."""

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from callsheet.diagnostics.catalogue import BROKEN_SCHEMA, BROKEN_SQL, DUPLICATE_QUERY, MISSING_SQL
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.ports.dialect import Dialect, Judge
from callsheet.ports.files import Files
from callsheet.ports.sql import SAMPLE, SCHEMA, SqlText
from callsheet.ports.text_problem import MOST_PROBLEMS
from callsheet.queries.files import Unread, read_sql
from callsheet.queries.judged import judge_file
from callsheet.queries.named import MOST_FILES, each_once, not_had
from callsheet.queries.records import DataFile, Library, NamedQuery

# Schemas whose judgement is kept. `check` of many scripts meets the same few again and again.
_KEPT = 64


def load_library(named: Sequence[DataFile], files: Files, dialect: Dialect) -> tuple[Library, list[Diagnostic]]:
    """All queries of the `named` files, and all that is wrong with them, in the order of the files and their lines."""
    if not named:
        return Library({}), []
    once, found = each_once(named, "queries")
    texts: list[SqlText] = []
    for file in once:
        text = _read_data_file(file, files)
        if isinstance(text, Diagnostic):
            found.append(text)
        else:
            texts.append(text)
    schemas, samples, all_known = _beside(once, files, found)
    complete = len(texts) == len(once) and len(named) <= MOST_FILES
    queries: dict[str, NamedQuery] = {}
    with closing(dialect.judge(schemas, known=all_known)) as judge:
        of_schemas = _judged_schemas(judge)
        found += _few(list(of_schemas))
        if all_known and not any(one.code is BROKEN_SCHEMA for one in of_schemas):
            found += _few(list(_judged_samples(dialect, schemas, samples)))
        for text in texts:
            judged = judge_file(text, dialect, judge)
            repeated = list(_keep(judged.queries, queries))
            complete = complete and judged.complete and not repeated  # one of two was to have another name
            found += _few(sorted((*judged.diagnostics, *repeated), key=lambda one: one.span))
    return Library(queries, complete, schemas, samples, tuple(texts)), found


def _read_data_file(file: DataFile, files: Files) -> SqlText | Diagnostic:
    shown = quoted(file.shown)
    if file.path.name in (SCHEMA, SAMPLE):
        holds = "tables" if file.path.name == SCHEMA else "rows"
        message = f"{shown} holds {holds}, not queries"
        help_ = "name the file with the queries; this one is found beside it"
        return Diagnostic(MISSING_SQL, file.script, file.span, message, help_)
    text = read_sql(file.path, file.shown, files)
    return text if isinstance(text, SqlText) else not_had(file, "queries", text, files)


def _beside(
    named: Iterable[DataFile], files: Files, found: list[Diagnostic]
) -> tuple[tuple[SqlText, ...], tuple[SqlText, ...], bool]:
    """The schemas and samples beside the files, each folder's once, and whether every folder has a schema."""
    schemas: list[SqlText] = []
    samples: list[SqlText] = []
    folders: dict[Path, DataFile] = {}
    for file in named:
        folders.setdefault(file.path.parent, file)
    all_known = bool(folders)
    for folder, file in folders.items():
        for name, texts in ((SCHEMA, schemas), (SAMPLE, samples)):
            shown = os.path.join(os.path.dirname(file.shown), name)
            text = read_sql(folder / name, shown, files)
            if isinstance(text, SqlText):
                texts.append(text)
                continue
            all_known = all_known and name != SCHEMA
            if text is not None and not _told(text, found):
                code = BROKEN_SCHEMA if name == SCHEMA else MISSING_SQL
                found.append(Diagnostic(code, shown, text.span, f"the file {quoted(shown)} {text.why}", text.help))
    return tuple(schemas), tuple(samples), all_known


def _told(unread: Unread, found: Iterable[Diagnostic]) -> bool:
    """Whether the file that it stands beside could not be read at all, for the same reason: both lie outside."""
    return unread.span == FILE_START and any(each.code is MISSING_SQL and each.help == unread.help for each in found)


def _keep(new: Iterable[NamedQuery], queries: dict[str, NamedQuery]) -> Iterable[Diagnostic]:
    """Add queries to those there are; the first of a name wins, the others are reported."""
    for one in new:
        first = queries.setdefault(one.query.name, one)
        if first is not one:
            place = f"{first.file}, line {first.span.line}"
            message = f"there is a query {quoted(one.query.name)} already: {place}"
            yield Diagnostic(DUPLICATE_QUERY, one.file, one.span, message, "give one of the two another name")


def _few(found: list[Diagnostic]) -> list[Diagnostic]:
    """The first problems of a file, and that there are more."""
    if len(found) <= MOST_PROBLEMS:
        return found
    next_one = found[MOST_PROBLEMS]
    message = "there are more problems from here on, which are not listed"
    more = Diagnostic(BROKEN_SQL, next_one.file, next_one.span, message, "correct the first ones and check again")
    return [*found[:MOST_PROBLEMS], more]


@lru_cache(maxsize=_KEPT)
def _judged_samples(
    dialect: Dialect, schemas: tuple[SqlText, ...], samples: tuple[SqlText, ...]
) -> tuple[Diagnostic, ...]:
    return dialect.judge_samples(schemas, samples)


@lru_cache(maxsize=_KEPT)
def _judged_schemas(judge: Judge) -> tuple[Diagnostic, ...]:
    return judge.diagnostics
