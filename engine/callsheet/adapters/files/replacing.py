"""Putting a new text in the place of a file: whole or not at all, whatever happens meanwhile."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from callsheet.adapters.files.reach import Reach
from callsheet.ports.files import Unreadable


def replace_file(path: Path, data: bytes, reach: Reach) -> None:
    """Put `data` in the place of a file, or where none is yet. Links are followed; who may read it stays as it was.

    Raises:
        Unreadable: what it leads to is out of reach.
        OSError: it cannot be written; the file is as it was.
    """
    real = os.path.realpath(path)
    if not reach.holds(real):
        raise Unreadable(f'lies outside: it is "{real}"', "save it in the project")
    descriptor, new = tempfile.mkstemp(dir=os.path.dirname(real), prefix=".callsheet-", suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.chmod(new, _mode(real))
        os.replace(new, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise


def _mode(real: str) -> int:
    """Who may do what with the file, or with a new one."""
    try:
        return stat.S_IMODE(os.stat(real).st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
