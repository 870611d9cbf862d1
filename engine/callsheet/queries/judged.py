"""One `.sql` file judged: its queries, and all that is wrong with them."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.catalogue import BROKEN_SQL, QUERY_PARAMETERS
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.data import PreparedQuery, QueryKind
from callsheet.ports.dialect import Column, Dialect, Judge, Verdict
from callsheet.ports.sql import WRITING, SqlText, verb
from callsheet.ports.stored import CONTENTS
from callsheet.ports.text_problem import MOST_PROBLEMS, Source, TextProblem, invisible_in
from callsheet.queries.blocks import Block, cut
from callsheet.queries.comments import SqlComments, read_comments
from callsheet.queries.headers import EXAMPLE, QUERY
from callsheet.queries.loading import load
from callsheet.queries.records import NamedQuery
from callsheet.queries.signatures import unexplained
from callsheet.queries.statement import broken, parameter_problems, wrong_mark

# Of the places that have one mistake: more than these nobody reads.
MOST_LINES_NAMED = 5

# Files whose judgement is kept. `check` of many scripts meets the same few again and again.
_KEPT = 64


class JudgedFile(Struct, frozen=True):
    """The queries of one file in its order. Not `complete`: a query's name could not be made out."""

    queries: tuple[NamedQuery, ...]
    diagnostics: tuple[Diagnostic, ...]
    complete: bool


@lru_cache(maxsize=_KEPT)
def judge_file(file: SqlText, dialect: Dialect, judge: Judge) -> JudgedFile:
    """Keyed by the texts themselves, so that nothing is out of date when a file changes."""
    source = Source(file.shown, file.text)
    if (hidden := invisible_in(file.text, BROKEN_SQL, "in SQL")) is not None:
        return JudgedFile((), (hidden.in_file(source),), complete=False)
    pieces = cut(file.text, dialect)
    problems = list(pieces.problems)
    if not pieces.blocks and not problems:
        problems.append(TextProblem(BROKEN_SQL, 0, 1, "there is no query in this file", f"begin one with {EXAMPLE}"))
    judge.begin()
    queries: list[NamedQuery] = []
    complete = not pieces.problems
    fatal = 0
    for block in pieces.blocks:
        query, found = _judge_block(block, source, dialect, judge)
        problems += found
        fatal += sum(problem.fatal for problem in found)
        if fatal > MOST_PROBLEMS:  # nobody reads more, and each may cost a search
            complete = False
            break
        if query is None:
            complete = False
        else:
            queries.append(query)
    ordered = _together(sorted(problems, key=lambda problem: problem.start), source)
    return JudgedFile(tuple(queries), tuple(problem.in_file(source) for problem in ordered), complete)


def _together(problems: list[TextProblem], source: Source) -> list[TextProblem]:
    """The problems, with a table that several queries miss told once: it is one mistake, perhaps of schema.sql."""
    missing: dict[str, list[TextProblem]] = {}
    for problem in problems:
        if problem.cause == "no_table":
            missing.setdefault(problem.message, []).append(problem)
    told = []
    for problem in problems:
        first, *others = missing.get(problem.message, [problem])
        if first is not problem:
            continue
        if others:
            lines = [str(source.span(each.start, each.length).line) for each in others[:MOST_LINES_NAMED]]
            what = "line" if len(others) == 1 else "lines"
            more = ", …" if len(others) > MOST_LINES_NAMED else ""
            message = f"{problem.message} (it is also named on {what} {', '.join(lines)}{more})"
            problem = replace(problem, message=message)
        told.append(problem)
    return told


def _judge_block(
    block: Block, source: Source, dialect: Dialect, judge: Judge
) -> tuple[NamedQuery | None, list[TextProblem]]:
    """A query and its problems; None where not even its name is known."""
    header, code = block.header, block.code
    comments = read_comments(block)
    unreadable = broken(block, dialect)
    # Behind a statement that cannot be judged a second one is no other mistake: "BEGIN; UPDATE …".
    problems = [*header.problems, *comments.problems, *(block.problems if unreadable is None else ())]
    names = tuple(parameter.name for parameter in header.parameters or ())
    verdict = Verdict(writes=verb(code) in WRITING) if unreadable else judge.judge(code, names)
    if unreadable is None:
        problems += _found(block, comments, verdict)
    elif header.name or code:  # a header without a name has been reported; that nothing follows is no other mistake
        problems.append(unreadable)
    if header.name is None:
        return None, problems
    sound = not any(problem.fatal for problem in problems)
    query = load(header, source.text, block.tokens, code) if sound else None
    if query is None:
        reads: QueryKind = "one" if header.kind == "one" else "many"
        query, sound = PreparedQuery(header.name, "write" if verdict.writes else reads, names, ""), False
    columns = _with_types(verdict.columns, comments.types) if sound and verdict.columns is not None else None
    types = comments.types if columns is None else {column.name: column.type for column in columns if column.type}
    span = source.span(header.name_start, len(header.name))
    named = NamedQuery(
        replace(query, types=types),
        source.shown,
        span,
        comments.doc,
        columns,
        sound,
        verdict.uses,
        verdict.dated,
        verdict.most_rows,
    )
    return named, problems


def _found(block: Block, comments: SqlComments, verdict: Verdict) -> list[TextProblem]:
    """What is wrong with a query whose words could be read."""
    header = block.header
    about_parameters = parameter_problems(block)
    wrong = wrong_mark(header, block.code, writes=verdict.writes)
    found = [verdict.problem, wrong, verdict.clock, *verdict.dates]
    if verdict.clock or (verdict.problem and verdict.problem.cause == "no_parameter"):
        # What stands there was written for the value of a parameter, which is not used for that reason.
        about_parameters = [problem for problem in about_parameters if problem.start >= block.code[0].start]
    if not _same_mistake(verdict, about_parameters):
        found += about_parameters
    if verdict.columns is not None:
        found += comments.without_column(column.name for column in verdict.columns)
    if not comments.doc and header.name:
        found.append(unexplained(QUERY, header.name, header.name_start))
    return [problem for problem in found if problem is not None]


def _with_types(columns: tuple[Column, ...], types: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns with the types that the query's comment declares."""
    return tuple(
        replace(column, type=declared, contents=CONTENTS[declared]) if (declared := types.get(column.name)) else column
        for column in columns
    )


def _same_mistake(verdict: Verdict, about_parameters: list[TextProblem]) -> bool:
    """A parameter without its colon is a column that does not exist, and a parameter that is not used."""
    return (
        verdict.problem is not None
        and verdict.problem.cause == "no_colon"
        and [problem.code for problem in about_parameters] == [QUERY_PARAMETERS]
    )
