"""A new version of a script, checked in a process of its own: whatever that takes, no call waits for it, and what takes
too long or too much is ended.

Only what passed is read again by the service, and compiled: what `check` does of a script beside is twice as long, and
without a bound where a file is hostile.
"""

import gc
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callsheet.checks.check import Checked, check_file, compile_file
from callsheet.diagnostics.catalogue import UNREADABLE_FILE
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.service.source_files import Noted

# Of a processor; a script of the largest size takes a few.
MOST_CPU_SECONDS = 15
# Calls go first: on a busy machine this has no processor for long. Meanwhile the old version is served.
MOST_SECONDS = 300.0
MOST_BYTES = 1 << 29  # of memory addressed, libraries included; a check uses a tenth
POLITENESS = 10  # as `nice` has it: a tenth of what calls get where both want all; with less it might never end
TURN_SECONDS = 0.0002


def check_apart(path: Path, shown: str, noted: Noted) -> Checked:
    """What `check_file` finds and notes, without its work in this process. Blocks; the flow is there where nothing is
    wrong."""
    process = subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it could quote the script
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    with process:
        try:
            answer, _ = process.communicate(pickle.dumps((path, shown, noted.files, POLITENESS)), timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            answer = b""
        finally:
            process.kill()
    if process.returncode or not answer:
        message = "this script takes too much time or memory to check, and was given up"
        help_ = 'run "callsheet check" to see what it takes long over, and divide the script or its data'
        return Checked((Diagnostic(UNREADABLE_FILE, shown, FILE_START, message, help_),))
    checked: Checked
    checked, found = pickle.loads(answer)  # noqa: S301 - this program's own words
    noted.digests.update(found)
    if checked.library is None:
        return checked
    with brief_turns():
        return Checked(checked.diagnostics, compile_file(path, shown, noted, checked.library), checked.library)


@contextmanager
def brief_turns() -> Iterator[None]:
    """What this thread computes lets others go first after a fraction of a millisecond: whoever sends a frame waits for
    the interpreter several times."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    gc.disable()  # going through all objects there are is one turn
    try:
        yield
    finally:
        gc.enable()
        sys.setswitchinterval(usual)


def main() -> None:
    """Check the script that standard input names, and answer on standard output: all but the flow, which is code."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    path, shown, files, politeness = pickle.load(sys.stdin.buffer)  # noqa: S301 - this program's own words
    os.nice(politeness)
    noted = Noted(files)
    checked = check_file(path, shown, noted)
    sys.stdout.buffer.write(pickle.dumps((Checked(checked.diagnostics, None, checked.library), noted.digests)))


if __name__ == "__main__":
    main()
