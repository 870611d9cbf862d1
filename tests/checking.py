"""Checking one script, as tests do it: with all that lies around it."""

from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.checks import check
from callsheet.checks.check import Checked


def check_file(path: Path, shown: str) -> Checked:
    """What `callsheet check` finds in the script at `path`, which messages call `shown`."""
    return check.check_file(path, shown, Disk.around([path]))
