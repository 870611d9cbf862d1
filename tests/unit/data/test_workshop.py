"""What killed processes leave behind goes with the next one; what others have there stays."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from callsheet.adapters.held.workshop import HALF_MADE, REHEARSAL, sweep, workshop

DYING = """
import os, signal, sys
from pathlib import Path
from callsheet.adapters.held.workshop import HALF_MADE, REHEARSAL, workshop
with workshop(Path(sys.argv[1]), sys.argv[2]) as folder:
    (folder / "rehearsal.db").touch()
    (folder / "rehearsal.db-wal").touch()
    with workshop(folder, HALF_MADE) as inner:
        (inner / "new.db").touch()
        print(folder.name, flush=True)
        if sys.argv[3] == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        sys.stdin.readline()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("prefix", [HALF_MADE, REHEARSAL])
def test_what_a_killed_process_left_behind_is_removed(tmp_path: Path, prefix: str) -> None:
    command = [sys.executable, "-c", DYING, str(tmp_path), prefix, "dies"]
    assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == -signal.SIGKILL
    assert len(names(tmp_path)) == 1
    with workshop(tmp_path, prefix) as folder:
        assert names(tmp_path) == [folder.name]
    assert names(tmp_path) == []


def test_what_a_living_process_works_in_is_left_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", DYING, str(tmp_path), HALF_MADE, "lives"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        sweep(tmp_path, HALF_MADE)
        assert names(tmp_path) == [name]
        assert "rehearsal.db" in names(tmp_path / name)
        other.communicate("end\n")
    assert names(tmp_path) == []


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "new.db").touch()
    (tmp_path / ".callsheet-notes").mkdir()  # another name
    for name, file in ((".callsheet-abcdefgh", "mine.txt"), (".callsheet-backup00", "calls.db")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).touch()
    (tmp_path / ".callsheet-link0000").symlink_to("kept")
    (tmp_path / ".callsheet-file0000").touch()
    before = sorted(tmp_path.rglob("*"))
    sweep(tmp_path, HALF_MADE)
    sweep(tmp_path / "nowhere", HALF_MADE)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
def test_what_is_another_user_s_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / ".callsheet-abcdefgh"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    sweep(tmp_path, HALF_MADE)
    assert theirs.exists()
