"""`callsheet replay`: recorded calls, played against another version of their script."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain
from callsheet.cli.journals import NoJournal, opened

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Callable

    from callsheet.replaying.groups import Replays
    from callsheet.replaying.outcome import Replayed
    from callsheet.replaying.recorded import RecordedCall
    from callsheet.replaying.script import NewScript

TEXT, JSON, MARKDOWN = "text", "json", "markdown"
SAME, DIFFERENT, NOT_READ = 0, 1, 2


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "replay",
        help="play recorded calls against a changed script",
        description="Play the calls of journals against a script, without a telephone, a database or anybody else: what"
        " callers said, what was found and what went wrong is as it was. Of each call the first difference is told that"
        " somebody would notice. Exits with 0 where there is none, 1 where there is one, 2 where something cannot be"
        " read.",
    )
    parser.add_argument(
        "journals",
        nargs="+",
        metavar="JOURNAL",
        type=Path,
        help="a journal, such as callsheet.journal.jsonl; several in the order in which they were written",
    )
    parser.add_argument("--flow", required=True, metavar="FLOW", type=Path, help="the script to play them against")
    parser.add_argument(
        "--format",
        choices=(TEXT, JSON, MARKDOWN),
        default=TEXT,
        help="how to report: text for people (the default), json for programs, markdown for pull requests",
    )
    parser.add_argument(
        "--redact", action="store_true", help="leave out of the report what callers said, heard and have"
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Play the calls, and tell what is different."""
    script = _script(arguments.flow)
    if script is None:
        return NOT_READ
    try:
        with ExitStack() as opening:
            files = [opening.enter_context(opened(path))[0] for path in arguments.journals]
            from callsheet.journal.reading import entries
            from callsheet.replaying.recorded import recorded_calls

            calls = recorded_calls(chain.from_iterable(map(entries, files)))
            replays = _replayed(calls, script, arguments.journals)
    except NoJournal as error:
        complain("replay", str(error))
        return NOT_READ
    print(_report(arguments.format)(replays.redacted() if arguments.redact else replays))
    return DIFFERENT if replays.groups else SAME


def _script(path: Path) -> "NewScript | None":
    """The script; None where it has errors, which are told."""
    from callsheet.adapters.files.disk import Disk
    from callsheet.checks.check import check_file
    from callsheet.diagnostics.text import report
    from callsheet.diagnostics.visible import sentence
    from callsheet.replaying.script import NewScript
    from callsheet.source.file_lines import Lines

    disk, shown = Disk.around([path]), sentence(str(path))
    checked = check_file(path, str(path), disk)
    if checked.flow is None or checked.library is None:
        for block in report([each for each in checked.diagnostics if each.code.severity == "error"], Lines(disk)):
            print(block, file=sys.stderr)
        complain("replay", f"{shown} has errors, and nothing is played against it")
        return None
    return NewScript.of(checked.flow, checked.library)


def _replayed(calls: "Iterator[RecordedCall]", script: "NewScript", journals: Sequence[Path]) -> "Replays":
    """What came of the calls of this script. Raises `NoJournal` where there is none."""
    from collections import Counter

    from callsheet.diagnostics.visible import sentence
    from callsheet.replaying.groups import Replays, grouped
    from callsheet.replaying.replay import replay

    flow, others = script.flow, Counter[str]()
    replayed: list[Replayed] = []
    for call in calls:
        if call.flow == flow.name:
            replayed.append(replay(call, script))
        else:
            others[call.flow] += 1
    if not replayed:
        shown = ", ".join(sentence(str(path)) for path in journals)
        named = ", ".join(filter(None, others))
        there = sentence(f"; there are calls of {named}") if named else ""
        raise NoJournal(f'there is no call of "{sentence(flow.name)}" in {shown}{there}')
    groups, unfollowed = grouped(replayed)
    return Replays(flow.name, flow.path, len(replayed), groups, unfollowed, tuple(others.most_common()))


def _report(name: str) -> "Callable[[Replays], str]":
    if name == JSON:
        from callsheet.replaying import as_json

        return as_json.report
    if name == MARKDOWN:
        from callsheet.replaying import markdown

        return markdown.report
    from callsheet.replaying import text

    return text.report
