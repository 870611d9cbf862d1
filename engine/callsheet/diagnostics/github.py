"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions gives the form; what has to be escaped is
what the runner takes back: %, CR and LF everywhere, and also : and , in properties. It looks for relative paths in the
workspace, in whatever folder of it a command was run.
"""

import os
from collections.abc import Iterator

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.findings import Findings, LinesOf
from callsheet.diagnostics.visible import sentence, visible

_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def report(findings: Findings, _: LinesOf) -> Iterator[str]:
    """A command for each problem, then a line for whoever reads the log."""
    workspace = _workspace()
    for diagnostic in findings.diagnostics:
        yield _command(diagnostic, workspace)
    yield findings.summary


def _command(diagnostic: Diagnostic, workspace: str | None) -> str:
    code, span = diagnostic.code, diagnostic.span
    properties = {
        "file": visible(_within(workspace, diagnostic.file)),
        "line": str(span.line),
        "endLine": str(span.end_line),
    }
    if span.line == span.end_line:  # GitHub refuses columns across lines
        properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = f"{code.id} {code.name}"
    order = ("file", "line", "col", "endLine", "endColumn", "title")
    written = ",".join(f"{key}={properties[key].translate(_IN_PROPERTY)}" for key in order if key in properties)
    text = sentence(diagnostic.message)
    if diagnostic.help:
        text += f"\n{sentence(diagnostic.help)}"
    return f"::{code.severity} {written}::{text.translate(_IN_TEXT)}"


def _within(workspace: str | None, file: str) -> str:
    """A file's path from the workspace; as it was given where it does not lie there."""
    folder, name = os.path.split(os.path.abspath(file))
    path = os.path.join(os.path.realpath(folder), name)
    if workspace is None or not path.startswith(os.path.join(workspace, "")) or not os.path.lexists(path):
        return file
    return os.path.relpath(path, workspace)


def _workspace() -> str | None:
    """The folder that GitHub says, else the root of the repository that the command was run in."""
    if given := os.environ.get("GITHUB_WORKSPACE"):
        return os.path.realpath(given)
    folder = os.path.realpath(os.curdir)
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder
