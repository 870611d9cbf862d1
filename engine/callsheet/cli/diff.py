"""`callsheet diff`: what callers notice of the difference between two versions of a script."""

import argparse
import sys
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain
from callsheet.cli.lean import import_libraries

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from callsheet.cli.versions import Side, Versions
    from callsheet.comparing.report import ComparedScript, Report
    from callsheet.comparing.version import ScriptVersion

TEXT, JSON, MARKDOWN = "text", "json", "markdown"
# Errors of a version that are shown: whoever has more than that mends some first.
MOST_SHOWN = 20
SAME, DIFFERENT, NOT_COMPARED = 0, 1, 2


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    import_libraries()
    parser = commands.add_parser(
        "diff",
        help="tell what callers notice of a change to a script",
        description="Tell what callers notice of the difference between two versions of call scripts: what is said,"
        " asked, written, sent, rung and recorded, in all calls that the scripts can have. Two files or folders are"
        " compared with each other; behind one or two revisions of git (REV, REV REV or REV..REV), files and folders"
        " are compared as they stand there, with one also as they are now. REV:FILE is a file of a revision. Without"
        " any of these, HEAD is compared with what is here now.",
        epilog="exit status: 0 no caller notices a difference, 1 there are differences, 2 something could not be"
        " compared: it cannot be read, has errors, or has too many calls",
    )
    parser.add_argument(
        "versions",
        nargs="*",
        metavar="OLD NEW | REV -- PATH",
        help="two files or folders, or revisions and then files or folders",
    )
    parser.add_argument(
        "--format",
        choices=(TEXT, JSON, MARKDOWN),
        default=TEXT,
        help="how to report: text for people (the default), json for programs, markdown for a comment on a pull"
        " request",
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Compare; 0 where no caller notices a difference."""
    from callsheet.cli.named import NothingNamed
    from callsheet.cli.versions import versions

    try:
        found = versions(arguments.versions)
    except NothingNamed as error:
        complain("diff", str(error))
        return NOT_COMPARED
    scripts = [_compared(each) for each in found]
    for block in _report(arguments.format)(scripts):
        print(block)
    if any(script.state == "wrong" for script in scripts):
        return NOT_COMPARED
    if any(script.state != "same" for script in scripts):
        return DIFFERENT
    return SAME if all(script.difference.complete for script in scripts) else NOT_COMPARED


def _report(name: str) -> "Report":
    from callsheet.comparing import report

    return {TEXT: report.text, JSON: report.as_json, MARKDOWN: report.markdown}[name]


def _compared(versions: "Versions") -> "ComparedScript":
    """One script in both versions."""
    from callsheet.comparing.report import ComparedScript
    from callsheet.comparing.version import are_the_same

    before, after = versions.old, versions.new
    old, new = (side.shown if side else "" for side in (before, after))
    if before is None or after is None:
        return ComparedScript(versions.name, old, new, "new" if after else "gone")
    was, now = _checked(before), _checked(after)
    if was is None or now is None:
        return ComparedScript(versions.name, old, new, "wrong")
    if are_the_same(was, now):
        return ComparedScript(versions.name, old, new, "same")
    from callsheet.comparing.compare import compare  # who has changed nothing does not wait for it

    difference = compare(was, now)
    return ComparedScript(versions.name, old, new, "different" if difference.told else "same", difference)


def _checked(side: "Side") -> "ScriptVersion | None":
    """A version without errors; what they are is told."""
    from callsheet.checks.check import check_file
    from callsheet.comparing.version import ScriptVersion
    from callsheet.diagnostics.text import report
    from callsheet.source.file_lines import Lines

    checked = check_file(side.path, side.shown, side.source.files)
    if checked.flow is not None:
        return ScriptVersion(checked.flow, checked.library)
    lines = Lines(side.source.files)
    errors = [each for each in checked.diagnostics if each.code.severity == "error"]
    for block in report(errors[:MOST_SHOWN], lambda file: lines(str(side.source.path(file)))):
        print(block, file=sys.stderr)
    if len(errors) > MOST_SHOWN:
        complain("diff", f"{len(errors) - MOST_SHOWN} more errors; callsheet check tells them")
    return None
