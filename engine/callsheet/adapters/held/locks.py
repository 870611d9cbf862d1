"""Files and folders that a living process holds. The system lets go of them when it dies, whatever has killed it, and
also a process in another container or under another host's name sees that: they only have to share the folder."""

import fcntl
import os

from callsheet.ports.on_disk import is_at, open_to_read

# A file that is new may be taken for somebody's who has died, and be gone before it is held: then another is made.
TRIES = 5


def hold_new(path: str) -> int | None:
    """Make a file and hold it; the descriptor that it is held by, or None where that is not possible."""
    for _ in range(TRIES):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except (OSError, ValueError):
            return None
        if _is_held(path, descriptor):
            return descriptor
    return None


def hold(path: str) -> int | None:
    """Hold what is there, a file or a folder; None where it is not there, or is held."""
    try:
        descriptor = open_to_read(path)
    except (OSError, ValueError):
        return None
    return descriptor if _is_held(path, descriptor) else None


def _is_held(path: str, descriptor: int) -> bool:
    """Whether what was opened is held now, and still is what lies at the path; else it is closed."""
    if _locked(descriptor) and is_at(path, descriptor):
        return True
    os.close(descriptor)
    return False


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
