"""Findings as JSON, for programs. The shape is stable: keys are added, and never change their meaning or go.

    {
      "version": 1,                    of this shape
      "scripts": 2,                    how many were checked
      "tests": 1,                      how many test files, where there were any
      "numbers": 1,                    how many numbers files, where there were any
      "errors": 1, "warnings": 0,
      "problems": [
        {
          "file": "flows/clinic.flow.yaml",
          "line": 17, "column": 20,    from 1; columns count characters (code points)
          "end_line": 17, "end_column": 28,   the first place behind it
          "severity": "error",         or "warning"
          "code": "CS201",
          "name": "unknown-section",
          "message": "there is no section \"folow_up\"",
          "help": "did you mean \"follow_up\"?",  empty where there is none
          "edit": {                    what the help says, as a replacement; only where that can be done without asking
            "line": 17, "column": 20, "end_line": 17, "end_column": 28,
            "text": "follow_up"
          },
          "test": "flow: …"            a test file with the test that shows it; only where there is one
        }
      ],
      "calls": [{"file": …}]           what `explore` tells of the calls of each script (exploring/telling.py)
    }

Everything beyond ASCII is escaped. What cannot be seen (control characters, bytes that are no text) stands in messages
as its number, as in every other format.
"""

import json
from collections.abc import Iterator

from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.findings import Findings, LinesOf
from callsheet.diagnostics.visible import sentence

VERSION = 1


def report(findings: Findings, _: LinesOf) -> Iterator[str]:
    """One JSON object."""
    yield json.dumps(
        {
            "version": VERSION,
            "scripts": findings.scripts,
            **({"tests": findings.tests} if findings.tests else {}),
            **({"numbers": findings.numbers} if findings.numbers else {}),
            "errors": findings.errors,
            "warnings": findings.warnings,
            "problems": [_problem(diagnostic) for diagnostic in findings.diagnostics],
            **({"calls": findings.calls} if findings.calls else {}),
        },
        indent=1,
    )


def _problem(diagnostic: Diagnostic) -> dict[str, object]:
    code, edit = diagnostic.code, diagnostic.edit
    return {
        # A name of bytes that are no text has halves of characters in it, which strict readers of JSON refuse.
        "file": diagnostic.file.encode("utf-8", "backslashreplace").decode(),
        **_place(diagnostic.span),
        "severity": code.severity,
        "code": code.id,
        "name": code.name,
        "message": sentence(diagnostic.message),
        "help": sentence(diagnostic.help),
        **({"edit": {**_place(edit.span), "text": edit.text}} if edit else {}),
        **({"test": diagnostic.test} if diagnostic.test else {}),
    }


def _place(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}
