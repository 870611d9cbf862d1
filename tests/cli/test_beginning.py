"""Ended while it begins: the signal comes at an import, and so always at the same moment."""

import signal
import subprocess
import sys
import tomllib

import pytest

from tests.cli.conftest import NOTIFICATIONS, REPOSITORY, Shell

# Both ways to begin: as `python -m` goes, and as a script goes that an installer writes.
SCRIPT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["scripts"]["callsheet"]
BEGINNINGS = {
    "module": 'runpy.run_module("callsheet", run_name="__main__", alter_sys=True)',
    "script": "from {} import {} as main; sys.exit(main())".format(*SCRIPT.split(":")),
}
PROGRAM = """
import os, runpy, sys, weakref

class Ending:
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            send() if place == "code" else send_in_a_callback()
            raise AssertionError("it goes on")

def send(*_):
    os.kill(os.getpid(), number)

def send_in_a_callback():
    gone = Ending()
    told = weakref.ref(gone, send)
    del gone

moment, number, place = sys.argv.pop(1), int(sys.argv.pop(1)), sys.argv.pop(1)
sys.meta_path.insert(0, Ending())
"""
SERVE = ("serve", NOTIFICATIONS, "--line", "telcoflow", "--database", "callsheet.db")
RUN = ("run", NOTIFICATIONS, "--rehearse")
CHECK = ("check", NOTIFICATIONS)


def ended(
    shell: Shell, beginning: str, moment: str, number: signal.Signals, *arguments: str, place: str = "code"
) -> tuple[int, str, str]:
    """What comes of a command that gets a signal when it is about to import a module: in its code, or in a callback,
    where Python drops what is raised."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + BEGINNINGS[beginning], moment, str(int(number)), place, *arguments],
        cwd=shell.folder,
        env=shell.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        # A shell that runs tests in the background hands on an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("moment", ["callsheet.cli", "argparse", "callsheet.source.file_lines"])
@pytest.mark.parametrize("arguments", [SERVE, RUN], ids=["serve", "run"])
def test_asked_to_end_wherever_it_begins_it_ends_well(
    shell: Shell, beginning: str, moment: str, arguments: tuple[str, ...]
) -> None:
    assert ended(shell, beginning, moment, signal.SIGTERM, *arguments) == (0, "", "")


def test_asked_to_end_before_its_call_a_run_ends_well(shell: Shell) -> None:
    assert ended(shell, "module", "callsheet.session.session", signal.SIGTERM, *RUN) == (0, "", "")


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_what_has_work_to_finish_is_not_done_when_it_is_ended(shell: Shell, beginning: str) -> None:
    assert ended(shell, beginning, "callsheet.cli", signal.SIGTERM, *CHECK) == (-signal.SIGTERM, "", "")


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("place", ["code", "callback"])
@pytest.mark.parametrize(
    ("moment", "arguments"),
    [
        ("callsheet.cli", RUN),
        ("callsheet.session.session", RUN),
        ("callsheet.source.file_lines", SERVE),
        ("callsheet.cli.check", CHECK),
    ],
)
def test_interrupted_where_it_begins_it_is_quiet(
    shell: Shell, beginning: str, moment: str, arguments: tuple[str, ...], place: str
) -> None:
    assert ended(shell, beginning, moment, signal.SIGINT, *arguments, place=place) == (130, "", "")
