"""Findings as SARIF 2.1.0, which code scanning services and editors read.

Messages are plain text: they hold no links, and have no arguments, so that braces in them are braces. Columns are
counted as most readers count them, whatever `columnKind` says: in UTF-16 code units.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from urllib.parse import quote

from callsheet import __version__
from callsheet.diagnostics.diagnostic import Code, Diagnostic, Span
from callsheet.diagnostics.findings import Findings, LinesOf
from callsheet.diagnostics.pages import read_page
from callsheet.diagnostics.utf16 import Utf16
from callsheet.diagnostics.visible import sentence

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# What relative addresses begin at: the folder that the command was run in. Where it lies is nobody's business.
ROOT = "%SRCROOT%"


def report(findings: Findings, lines_of: LinesOf) -> Iterator[str]:
    """One log with one run. Of the rules it lists those that were broken."""
    codes = sorted({diagnostic.code for diagnostic in findings.diagnostics}, key=lambda code: code.id)
    numbers = {code: number for number, code in enumerate(codes)}
    columns = _Columns(lines_of)
    driver: Json = {"name": "callsheet", "semanticVersion": __version__, "rules": [_rule(code) for code in codes]}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {ROOT: {"description": {"text": "the folder in which callsheet check was run"}}},
        "results": [_result(diagnostic, numbers, columns) for diagnostic in findings.diagnostics],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _rule(code: Code) -> Json:
    page = read_page(code)
    summary = page.summary if page else code.name.replace("-", " ")
    rule: dict[str, Json] = {
        "id": code.id,
        "name": code.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": f"{summary}\n\n{page.text}" if page and page.text else summary},
        "defaultConfiguration": {"level": code.severity},
    }
    if page:
        rule["help"] = {"text": page.source, "markdown": page.source}
    return rule


def _result(diagnostic: Diagnostic, numbers: dict[Code, int], columns: "_Columns") -> Json:
    text = sentence(diagnostic.message)
    if diagnostic.help:
        text += f"\n{sentence(diagnostic.help)}"
    place: Json = {
        "artifactLocation": _address(diagnostic.file),
        "region": columns.region(diagnostic.file, diagnostic.span),
    }
    result: dict[str, Json] = {
        "ruleId": diagnostic.code.id,
        "ruleIndex": numbers[diagnostic.code],
        "level": diagnostic.code.severity,
        "message": {"text": _without_links(text)},
        "locations": [{"physicalLocation": place}],
    }
    if edit := diagnostic.edit:
        region = columns.region(diagnostic.file, edit.span)
        change: Json = {
            "artifactLocation": _address(diagnostic.file),
            "replacements": [{"deletedRegion": region, "insertedContent": {"text": edit.text}}],
        }
        result["fixes"] = [
            {"description": {"text": _without_links(sentence(diagnostic.help))}, "artifactChanges": [change]}
        ]
    return result


def _without_links(text: str) -> str:
    """`[x](y)`, as an author may have typed it, would be a link."""
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text


@cache
def _address(file: str) -> dict[str, str]:
    """Relative to where the command was run; whole for what lies outside of it."""
    path = os.path.relpath(file)
    outside = path == os.pardir or path.startswith(os.pardir + os.sep)
    if outside:
        return {"uri": "file://" + quote(os.fsencode(os.path.abspath(file)))}
    # A colon in the first part of a relative address would be a scheme: `quote` escapes it.
    return {"uri": quote(os.fsencode(path)), "uriBaseId": ROOT}


class _Columns:
    """Columns in UTF-16. Each line is looked at once, however many problems it has."""

    def __init__(self, lines_of: LinesOf) -> None:
        self._lines_of = lines_of
        self._counted: dict[tuple[str, int], Utf16] = {}

    def region(self, file: str, span: Span) -> Json:
        return {
            "startLine": span.line,
            "startColumn": self._column(file, span.line, span.column),
            "endLine": span.end_line,
            "endColumn": self._column(file, span.end_line, span.end_column),
        }

    def _column(self, file: str, line: int, column: int) -> int:
        key = (file, line)
        if key not in self._counted:
            lines = self._lines_of(file)
            self._counted[key] = Utf16(lines[line - 1] if line <= len(lines) else "")
        return self._counted[key].units(column - 1) + 1
