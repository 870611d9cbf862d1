"""Queries, writes and requests: they exist, are what the step takes them for, and get the values that they declare."""

from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import (
    GIVES_NOTHING,
    MISSING_PARAMETER,
    NEVER_NONE,
    QUERY_AS_WRITE,
    UNKNOWN_PARAMETER,
    WRITE_AS_QUERY,
)
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.suggest import ask_between, did_you_mean, nearest
from callsheet.queries.records import Library, NamedQuery, NamedRequest
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
        named = library.named(name.text)
        if named is None:
            # Without files every name is unknown, for one reason.
            mistake = name.text if _files(script, statement) else f"{statement.kind.files.key}:"
            if name.text and mistake not in seen and library.complete and script.complete_data:
                seen.add(mistake)
                yield _unknown(script, library, statement)
        elif not named.sound:
            continue  # its own mistake has been reported, in its file
        elif named.verb != statement.verb:
            yield _confused(script, statement, named)
        else:
            yield from _parameters(script, lines, statement, named)
            yield from _of_request(script, step, statement, named)


def _files(script: Script, statement: Statement) -> tuple[Word, ...]:
    return {"data": script.data, "requests": script.requests}[statement.kind.files.key]


def _unknown(script: Script, library: Library, statement: Statement) -> Diagnostic:
    name, files, of = statement.name, _files(script, statement), statement.kind.files
    if not files:
        message = f'this script names no {of.called} with "{name.text}" in it'
        help_ = f"add {of.key}: with the path of a {of.ending} file"
    else:
        message = f'there is no {statement.verb} "{name.text}" in {", ".join(word.text for word in files)}'
        otherwise = f"ask an engineer to add it to the {of.ending} file"
        help_ = did_you_mean(name.text, library.of_verb(statement.verb), otherwise=otherwise)
    return Diagnostic(of.unknown, script.document.path, name.span, message, help_)


def _confused(script: Script, statement: Statement, named: NamedQuery | NamedRequest) -> Diagnostic:
    name, place = statement.name, f"{named.file}:{named.span.line}"
    code, is_ = {
        ("write", "query"): (QUERY_AS_WRITE, "reads and does not write"),
        ("query", "write"): (WRITE_AS_QUERY, "writes and does not read"),
    }.get((statement.verb, named.verb), (statement.kind.files.unknown, f"is a {named.verb}, and no {statement.verb}"))
    help_ = f'write "{named.verb}: {name.text}"'
    return Diagnostic(code, script.document.path, name.span, f'"{name.text}" {is_} ({place})', help_)


def _of_request(
    script: Script, step: Step, statement: Statement, named: NamedQuery | NamedRequest
) -> Iterator[Diagnostic]:
    """A name for the answer of a request that gives nothing; steps for what it never says, that there is nothing."""
    if not isinstance(named, NamedRequest):
        return
    path, place = script.document.path, f"({named.file}:{named.span.line})"
    for word in step.keeps() if not named.request.gives else ():
        message = f'"{named.request.name}" gives nothing that could be kept {place}'
        help_ = 'leave "as" out, or write "# gives: minutes INTEGER" below the header of the request'
        yield Diagnostic(GIVES_NOTHING, path, word.span, message, help_)
    if "if_none" in step.written and not named.request.none:
        message = f'"{named.request.name}" never says that there is nothing {place}'
        help_ = 'leave "if_none" out, or write "# none: 404" below the header of the request'
        yield Diagnostic(NEVER_NONE, path, step.written["if_none"], message, help_)


def _parameters(
    script: Script, lines: list[str], statement: Statement, named: NamedQuery | NamedRequest
) -> Iterator[Diagnostic]:
    path, name = script.document.path, statement.name
    declared = named.parameters
    missing = [parameter for parameter in declared if parameter not in {key.text for key, _ in statement.arguments}]
    unknown = [key for key, _ in statement.arguments if key.text not in declared]
    for key in unknown:
        guess = nearest(key.text, missing) or (missing[0] if len(missing) == 1 else None)
        if key.text in options_of(statement.verb):  # indented too far
            help_ = f'"{key.text}" is an option of "{statement.verb}": indent it as far as "with"'
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
