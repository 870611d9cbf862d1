"""Loads a script's `.sql` files: every query judged, every problem of every file reported."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from engine.diagnostics.catalogue import (
    BROKEN_SCHEMA,
    BROKEN_SQL,
    DUPLICATE_QUERY,
    MISSING_SQL,
    QUERY_PARAMETERS,
    UNEXPLAINED_QUERY,
)
from engine.diagnostics.diagnostic import Diagnostic
from engine.ports.data import Query
from engine.queries.blocks import Block, cut
from engine.queries.comments import read_comments
from engine.queries.files import INVISIBLE, Source, Unread, quoted, read_sql
from engine.queries.headers import EXAMPLE
from engine.queries.judge import Judge, Verdict, with_types
from engine.queries.loading import Unloaded, load
from engine.queries.records import Column, DataFile, Library, NamedQuery, SqlText
from engine.queries.reports import Problem
from engine.queries.statement import WRITING, broken, clock_problem, parameter_problems, verb, wrong_mark

__all__ = ["Column", "DataFile", "Library", "NamedQuery", "SqlText", "load_library"]

SCHEMA, SAMPLE = "schema.sql", "sample.sql"

# Files whose judgement is kept. `check` of many scripts meets the same few again and again.
_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Judged:
    """The queries of one file in its order. Not `complete`: a query's name could not be made out."""

    queries: tuple[NamedQuery, ...]
    diagnostics: tuple[Diagnostic, ...]
    complete: bool


def load_library(files: Sequence[DataFile]) -> tuple[Library, list[Diagnostic]]:
    """All named queries of `files`, and all that is wrong with them, in the order of the files and their lines."""
    found: list[Diagnostic] = []
    texts: list[SqlText] = []
    by_path: dict[Path, DataFile] = {}
    for file in files:
        by_path.setdefault(file.path, file)
    for file in by_path.values():
        text = _read_data_file(file)
        if isinstance(text, Diagnostic):
            found.append(text)
        else:
            texts.append(text)
    schemas, samples, all_known = _beside(by_path.values(), found)
    broken_schema = _judged_schemas(schemas)
    found += broken_schema
    complete = len(texts) == len(by_path)
    queries: dict[str, NamedQuery] = {}
    for text in texts:
        judged = _judged_file(text, schemas, all_known and not broken_schema)
        complete = complete and judged.complete
        repeated = list(_keep(judged.queries, queries))
        found += sorted((*judged.diagnostics, *repeated), key=lambda one: one.span)
    return Library(queries, complete, schemas, samples), found


def _read_data_file(file: DataFile) -> SqlText | Diagnostic:
    shown = quoted(file.shown)
    if file.path.name in (SCHEMA, SAMPLE):
        holds = "tables" if file.path.name == SCHEMA else "rows"
        message = f"{shown} holds {holds}, not queries"
        help_ = "name the file with the queries; this one is found beside it"
        return Diagnostic(MISSING_SQL, file.script, file.span, message, help_)
    text = read_sql(file.path, file.shown)
    if text is None:
        help_ = "the path begins at the folder of this script"
        return Diagnostic(MISSING_SQL, file.script, file.span, f"there is no file {shown}", help_)
    if isinstance(text, Unread):
        return Diagnostic(MISSING_SQL, file.script, file.span, f"the file {shown} {text.why}")
    return text


def _beside(
    files: Iterable[DataFile], found: list[Diagnostic]
) -> tuple[tuple[SqlText, ...], tuple[SqlText, ...], bool]:
    """The schemas and samples beside the files, each folder's once, and whether every folder has a schema."""
    schemas: list[SqlText] = []
    samples: list[SqlText] = []
    folders: dict[Path, DataFile] = {}
    for file in files:
        folders.setdefault(file.path.parent, file)
    all_known = bool(folders)
    for folder, file in folders.items():
        for name, texts in ((SCHEMA, schemas), (SAMPLE, samples)):
            shown = os.path.join(os.path.dirname(file.shown), name)
            text = read_sql(folder / name, shown)
            if isinstance(text, SqlText):
                texts.append(text)
                continue
            all_known = all_known and name != SCHEMA
            if text is not None:
                code = BROKEN_SCHEMA if name == SCHEMA else MISSING_SQL
                found.append(Diagnostic(code, shown, text.span, f"the file {quoted(shown)} {text.why}"))
    return tuple(schemas), tuple(samples), all_known


def _keep(new: Iterable[NamedQuery], queries: dict[str, NamedQuery]) -> Iterable[Diagnostic]:
    """Add queries to those there are; the first of a name wins, the others are reported."""
    for one in new:
        first = queries.setdefault(one.query.name, one)
        if first is not one:
            place = f"{first.file}, line {first.span.line}"
            message = f"there is a query {quoted(one.query.name)} already: {place}"
            yield Diagnostic(DUPLICATE_QUERY, one.file, one.span, message, "give one of the two another name")


@lru_cache(maxsize=_KEPT)
def _judged_schemas(schemas: tuple[SqlText, ...]) -> tuple[Diagnostic, ...]:
    judge = Judge(schemas, known=True)
    judge.close()
    return judge.diagnostics


@lru_cache(maxsize=_KEPT)
def _judged_file(file: SqlText, schemas: tuple[SqlText, ...], known: bool) -> _Judged:
    """Keyed by the text itself, so that nothing is out of date when a file changes."""
    source = Source(file.shown, file.text)
    hidden = INVISIBLE.search(file.text)
    if hidden is not None:
        message = f"an invisible character (U+{ord(hidden[0]):04X}) does not belong in SQL"
        problem = Problem(BROKEN_SQL, hidden.start(), 1, message, "delete it, and type the line anew")
        return _Judged((), (problem.in_file(source),), complete=False)
    pieces = cut(file.text)
    problems = list(pieces.problems)
    if not pieces.blocks and not problems:
        problems.append(Problem(BROKEN_SQL, 0, 1, "there is no query in this file", f"begin one with {EXAMPLE}"))
    judge = Judge(schemas, known=known)
    queries: list[NamedQuery] = []
    complete = not pieces.problems
    for block in pieces.blocks:
        query, found = _judged_block(block, source, judge)
        problems += found
        if query is None:
            complete = False
        else:
            queries.append(query)
    judge.close()
    ordered = sorted(problems, key=lambda problem: problem.start)
    return _Judged(tuple(queries), tuple(problem.in_file(source) for problem in ordered), complete)


def _judged_block(block: Block, source: Source, judge: Judge) -> tuple[NamedQuery | None, list[Problem]]:
    """A query and its problems; None where not even its name is known."""
    header, code = block.header, block.code
    problems = list(header.problems)
    shown = quoted(header.name or "here")
    comments = read_comments(block)
    problems += (*comments.problems, *block.problems)
    verdict = Verdict()
    unreadable = broken(block, shown)
    if unreadable is not None:
        problems.append(unreadable)
    else:
        declared = tuple(parameter.name for parameter in header.parameters or ())
        verdict = judge.judge(code, declared)
        about_parameters = parameter_problems(block)
        writes = verdict.writes if verdict.writes is not None else verb(code) in WRITING
        found = (verdict.problem, wrong_mark(header, code, writes=writes), clock_problem(code))
        problems += about_parameters if not _same_mistake(verdict, about_parameters) else []
        problems += [problem for problem in found if problem is not None]
        if verdict.columns is not None:
            problems += comments.without_column(column.name for column in verdict.columns)
        if not comments.doc and header.name:
            message = f"no comment says what {shown} is for"
            help_ = "write it below the header, behind --"
            problems.append(Problem(UNEXPLAINED_QUERY, header.name_start, len(header.name), message, help_))
    if header.name is None:
        return None, problems
    sound = not any(problem.fatal for problem in problems)
    query = load(header, source.text, block.tokens, code) if sound else Unloaded()
    if isinstance(query, Unloaded):
        if sound:
            message = f"aiosql, which loads the queries, does not understand {shown}"
            problems.append(Problem(BROKEN_SQL, header.name_start, len(header.name), message, "write it simpler"))
        names = tuple(parameter.name for parameter in header.parameters or ())
        query, sound = Query(header.name, header.kind or "many", names, ""), False
    columns = with_types(verdict.columns, comments.types) if sound and verdict.columns is not None else None
    types = comments.types if columns is None else {column.name: column.type for column in columns if column.type}
    span = source.span(header.name_start, len(header.name))
    return NamedQuery(replace(query, types=types), source.shown, span, comments.doc, columns, sound), problems


def _same_mistake(verdict: Verdict, about_parameters: list[Problem]) -> bool:
    """A parameter without its colon is a column that does not exist, and a parameter that is not used."""
    return (
        verdict.problem is not None
        and "but a parameter" in verdict.problem.message
        and [problem.code for problem in about_parameters] == [QUERY_PARAMETERS]
    )
