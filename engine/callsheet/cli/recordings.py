"""`callsheet recordings`: what was recorded in calls, and the end of it."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.ages import age
from callsheet.cli.complaints import complain

if TYPE_CHECKING:
    from argparse import _SubParsersAction

FOLDER = Path("recordings")


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "recordings",
        help="list recordings, and remove old ones",
        description="List what was recorded in calls: when it ended, how long it is, and its file. With --older-than,"
        " remove those that are older instead. Calls may be served meanwhile.",
    )
    parser.add_argument(
        "--older-than",
        type=age,
        metavar="AGE",
        help="like 30d; m, h, d and w are minutes to weeks: remove what is older",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=FOLDER,
        metavar="FOLDER",
        help=f"where they are kept, as serve --recordings says (default: {FOLDER})",
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """List or remove; 0 where all of it is gone that is to go."""
    from datetime import UTC, datetime

    from callsheet.adapters.recordings.kept import kept_in, remove
    from callsheet.cli.journals import shown_seconds, shown_time
    from callsheet.diagnostics.visible import sentence
    from callsheet.ports.english import counted

    folder: Path = arguments.folder
    shown = sentence(str(folder))
    if not os.path.isdir(folder):
        what = "is no folder" if os.path.exists(folder) else "is not there"
        complain("recordings", f"{shown} {what}; name the folder with --folder")
        return 2
    before = datetime.now(UTC) - arguments.older_than if arguments.older_than is not None else None
    found = stays = 0
    try:
        for recording in kept_in(folder):
            if before is not None and recording.ended >= before:
                continue
            found += 1
            if before is not None:
                try:
                    remove(folder, recording)
                except OSError:
                    stays += 1
                    continue
            print(f"{shown_time(recording.ended)}  {shown_seconds(recording.seconds)}  {recording.file}")
    except OSError:
        complain("recordings", f"{shown} cannot be read: look at its rights")
        return 2
    print(f"{shown}: {counted(found - stays, 'recording')}{'' if before is None else ' removed'}")
    if stays:
        kept = f"{counted(stays, 'recording')} cannot be removed: look at the folder's rights"
        complain("recordings", kept)
    return 1 if stays else 0
