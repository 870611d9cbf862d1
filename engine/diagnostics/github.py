"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions gives the form; what has to be escaped is
what the runner takes back: %, CR and LF everywhere, and also : and , in properties.
"""

from collections.abc import Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.findings import Findings, LinesOf
from engine.diagnostics.visible import sentence, visible

_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def report(findings: Findings, _: LinesOf) -> Iterator[str]:
    """A command for each problem, then a line for whoever reads the log."""
    for diagnostic in findings.diagnostics:
        yield _command(diagnostic)
    yield findings.summary


def _command(diagnostic: Diagnostic) -> str:
    code, span = diagnostic.code, diagnostic.span
    properties = {"file": visible(diagnostic.file), "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:  # GitHub refuses columns across lines
        properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = f"{code.id} {code.name}"
    order = ("file", "line", "col", "endLine", "endColumn", "title")
    written = ",".join(f"{key}={properties[key].translate(_IN_PROPERTY)}" for key in order if key in properties)
    text = sentence(diagnostic.message)
    if diagnostic.help:
        text += f"\n{sentence(diagnostic.help)}"
    return f"::{code.severity} {written}::{text.translate(_IN_TEXT)}"
