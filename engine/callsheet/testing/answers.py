"""Requests that a test file names: they exist, and what is given fits what they give."""

from collections.abc import Iterator, Mapping

from callsheet.diagnostics.catalogue import BAD_VALUE, UNKNOWN_FIELD, UNKNOWN_PARAMETER, UNKNOWN_REQUEST
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.ports.answers import Misfit, row_of
from callsheet.ports.http import PreparedRequest
from callsheet.ports.stored import FORMS
from callsheet.script.words import Word
from callsheet.testing.cases import Given, GivenAnswer, GivenRow, Tables
from callsheet.testing.elsewhere import fields_of
from callsheet.testing.rows import shown as as_text

Requests = Mapping[str, PreparedRequest]


def wrong_answers(shown: str, given: Given, requests: Requests) -> Iterator[Diagnostic]:
    """What a test gives as answers that no request has."""
    for answer in given.requests.values():
        request = requests.get(answer.name.text)
        if request is None:
            yield _unknown(shown, answer.name, requests)
        elif answer.row is not None:
            yield from _wrong_fields(shown, request, answer.row)
        elif not request.none:
            yield _never_nothing(shown, answer)


def _never_nothing(shown: str, answer: GivenAnswer) -> Diagnostic:
    message = f"{quoted(answer.name.text)} never says that there is nothing"
    help_ = 'give it fields, or write "# none: 404" below the header of the request'
    return Diagnostic(BAD_VALUE, shown, answer.name.span, message, help_)


def _wrong_fields(shown: str, request: PreparedRequest, row: GivenRow) -> Iterator[Diagnostic]:
    for cell in row.cells:
        name = cell.column.text
        if name not in request.gives:
            message = f"{quoted(request.name)} gives no {quoted(name)}"
            help_ = did_you_mean(name, request.gives, otherwise='what it gives stands behind "# gives:"')
            yield Diagnostic(UNKNOWN_FIELD, shown, cell.column.span, message, help_)
    try:
        row_of(request.gives, fields_of(row))
    except Misfit as misfit:
        declared = request.gives[misfit.field]
        cell = next(cell for cell in row.cells if cell.column.text == misfit.field)
        written = FORMS[declared].written if declared in FORMS and declared != "BOOLEAN" else "as one"
        message = f"{quoted(misfit.field)} is declared {declared}, and {as_text(cell.value)} is none"
        yield Diagnostic(BAD_VALUE, shown, cell.span, message, f"write it {written}")


def wrong_sendings(shown: str, expected: Tables, requests: Requests) -> Iterator[Diagnostic]:
    """Requests and parameters that a test looks for and that nobody sends."""
    for sent in expected.values():
        request = requests.get(sent.name.text)
        if request is None:
            yield _unknown(shown, sent.name, requests)
            continue
        for cell in (cell for row in sent.rows for cell in row.cells):
            name = cell.column.text
            if name not in request.parameters:
                message = f"{quoted(request.name)} takes no {quoted(name)}"
                help_ = did_you_mean(name, request.parameters, otherwise="it is sent with nothing")
                yield Diagnostic(UNKNOWN_PARAMETER, shown, cell.column.span, message, help_)


def _unknown(shown: str, name: Word, requests: Requests) -> Diagnostic:
    message = f"there is no request {quoted(name.text)}"
    help_ = did_you_mean(name.text, requests, otherwise="name a request of the script")
    return Diagnostic(UNKNOWN_REQUEST, shown, name.span, message, help_)
