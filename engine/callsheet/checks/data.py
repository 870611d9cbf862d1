"""Queries and writes: they exist, are what the step takes them for, and get the values that they declare."""

from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import (
    MISSING_PARAMETER,
    QUERY_AS_WRITE,
    UNKNOWN_PARAMETER,
    UNKNOWN_QUERY,
    WRITE_AS_QUERY,
)
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.suggest import ask_between, did_you_mean, nearest
from callsheet.queries.records import Library, NamedQuery
from callsheet.script.parts import Statement
from callsheet.script.script import Script
from callsheet.script.step import Step
from callsheet.script.words import Word
from callsheet.source.schemas import options_of


def check_data(script: Script, steps: Sequence[Reached], library: Library) -> Iterator[Diagnostic]:
    """Each unknown name once, at its first use; each step once, however often its section is run."""
    seen: set[object] = set()
    lines = script.document.lines()
    for reached in steps:
        step, statement = reached.step, reached.step.executes()
        if statement is None or step.span in seen:
            continue
        seen.add(step.span)
        name = statement.name
        query = library.queries.get(name.text)
        if query is None:
            # Without data: every query is unknown, for one reason.
            mistake = name.text if script.data else "data:"
            if name.text and mistake not in seen and library.complete and script.complete_data:
                seen.add(mistake)
                yield _unknown(script, library, step, name)
        elif not query.sound:
            continue  # its own mistake has been reported, in the .sql file
        elif (query.query.kind == "write") != statement.writes:
            yield _confused(script, statement, query)
        else:
            yield from _parameters(script, lines, step.verb, statement, query)


def _unknown(script: Script, library: Library, step: Step, name: Word) -> Diagnostic:
    fitting = [query for query, named in library.queries.items() if (named.query.kind == "write") == step.writes]
    if not script.data:
        message, help_ = (
            f'this script names no SQL file with "{name.text}" in it',
            "add data: with the path of a .sql file",
        )
    else:
        message = f'there is no {step.verb} "{name.text}" in {", ".join(word.text for word in script.data)}'
        help_ = did_you_mean(name.text, fitting, otherwise="ask an engineer to add it to the .sql file")
    return Diagnostic(UNKNOWN_QUERY, script.document.path, name.span, message, help_)


def _confused(script: Script, statement: Statement, query: NamedQuery) -> Diagnostic:
    name, place = statement.name, f"{query.file}:{query.span.line}"
    if statement.writes:
        message = f'"{name.text}" reads and does not write ({place})'
        return Diagnostic(QUERY_AS_WRITE, script.document.path, name.span, message, f'write "query: {name.text}"')
    message = f'"{name.text}" writes and does not read ({place})'
    return Diagnostic(WRITE_AS_QUERY, script.document.path, name.span, message, f'write "write: {name.text}"')


def _parameters(
    script: Script, lines: list[str], verb: str, statement: Statement, query: NamedQuery
) -> Iterator[Diagnostic]:
    path, name = script.document.path, statement.name
    declared = query.query.parameters
    missing = [parameter for parameter in declared if parameter not in {key.text for key, _ in statement.arguments}]
    unknown = [key for key, _ in statement.arguments if key.text not in declared]
    for key in unknown:
        guess = nearest(key.text, missing) or (missing[0] if len(missing) == 1 else None)
        if key.text in options_of(verb):  # indented too far
            help_ = f'"{key.text}" is an option of "{verb}": indent it as far as "with"'
        elif guess:
            help_ = ask_between(key.text, guess, missing)
            missing.remove(guess)
        else:
            help_ = did_you_mean(key.text, declared, otherwise="delete it: there is nothing to pass")
        yield Diagnostic(UNKNOWN_PARAMETER, path, key.span, f'"{name.text}" takes no "{key.text}"', help_)
    if missing and statement.all_arguments:
        listed = " and ".join(f'"{parameter}"' for parameter in missing)
        example = ", ".join(f'{parameter}: "{{{{ … }}}}"' for parameter in missing)
        span, help_ = name.span, f"add with: {{{example}}}"
        if statement.arguments:
            span, help_ = _with(lines, statement.arguments[0][0]), f'add to "with": {example}'
        yield Diagnostic(MISSING_PARAMETER, path, span, f'"{name.text}" needs {listed}', help_)


def _with(lines: list[str], first: Word) -> Span:
    """Where the `with` stands whose first key this is: on its line, or above."""
    for number in range(first.span.line, 0, -1):
        before = lines[number - 1][: first.span.column - 1] if number == first.span.line else lines[number - 1]
        place = before.rfind("with")
        if place >= 0:
            return Span.at(number, place + 1, len("with"))
    return first.span
