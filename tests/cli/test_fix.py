"""`callsheet check --fix`: what help lines offer is written into the files, and nothing else."""

import errno
import json
import os
import stat
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.api.checking import check_text
from callsheet.checks import check as checks
from callsheet.checks.check import Checked
from callsheet.cli import checking, fixing
from callsheet.diagnostics.diagnostic import Diagnostic
from tests.cli.conftest import NOTIFICATIONS, Shell

WRONG = "callsheet: 1\nflow: a\nsteps:\n  - answr  # at once\n  - say: @Ann, hello.\n  - run: latr\n  - disconnect\n"
WRONG += "sections:\n  later:\n    - sya: Hi.\n"
RIGHT = WRONG.replace("answr", "answer").replace("@Ann, hello.", '"@Ann, hello."').replace("latr", "later")
RIGHT = RIGHT.replace("sya", "say")


def test_all_that_is_offered_is_written_told_and_checked_again(shell: Shell) -> None:
    path = shell.folder / "a.flow.yaml"
    path.write_text(WRONG)
    done = shell("check", "--fix", "a.flow.yaml")
    assert path.read_text() == RIGHT
    assert done.stdout == (
        "a.flow.yaml:4: mended: answr became answer [CS122 unknown-verb]\n"
        'a.flow.yaml:5: mended: @Ann, hello. became "@Ann, hello." [CS101 yaml-syntax]\n'
        "a.flow.yaml:6: mended: latr became later [CS201 unknown-section]\n"
        "a.flow.yaml:10: mended: sya became say [CS122 unknown-verb]\n"
        "1 script checked: no problems\n"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert shell("check", "--fix", "a.flow.yaml").stdout == "1 script checked: no problems\n"


def test_what_would_be_another_mistake_is_left_and_told(shell: Shell) -> None:
    path = shell.folder / "a.flow.yaml"
    text = RIGHT.replace("sections:", "sections:\n  latr:\n    - say: x\n").replace(
        "    - say: Hi.", "    - run: latre"
    )
    wrong = text.replace("flow: a", "flow: a\nlanguage: en-US\nlangauge: en-US").replace("run: latre", "run: latr")
    path.write_text(wrong)
    done = shell("check", "--fix", "a.flow.yaml")
    assert path.read_text() == wrong
    assert (
        'a.flow.yaml:4: left as it is: with language instead, "language" stands here for the second time;'
        " the first is on line 3 [CS102 duplicate-key]\n"
    ) in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_bytes_that_were_not_meant_stay(shell: Shell, line_break: str) -> None:
    path = shell.folder / "a.flow.yaml"

    def as_saved(text: str) -> bytes:
        return b"\xef\xbb\xbf" + text.replace("Hi.", "😀 é").replace("\n", line_break).encode().rstrip()

    path.write_bytes(as_saved(WRONG))
    path.chmod(0o640)
    assert shell("check", "--fix").returncode == 0
    assert path.read_bytes() == as_saved(RIGHT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert not [name for name in os.listdir(shell.folder) if name.startswith(".callsheet-")]


def test_links_are_followed_and_stay_links(shell: Shell) -> None:
    (shell.folder / "inner").mkdir()
    real, link = shell.folder / "inner" / "real.flow.yaml", shell.folder / "a.flow.yaml"
    real.write_text(WRONG)
    link.symlink_to(real)
    assert shell("check", "--fix", "a.flow.yaml").returncode == 0
    assert link.is_symlink()
    assert real.read_text() == RIGHT


def test_what_lies_out_of_reach_is_not_touched(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "real.flow.yaml"
    outside.write_text(WRONG)
    (shell.folder / "a.flow.yaml").symlink_to(outside)
    assert shell("check", "--fix").returncode == 1
    assert outside.read_text() == WRONG


def test_a_file_that_cannot_be_written_stays_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes, reach: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    path = tmp_path / "a.flow.yaml"
    path.write_text(WRONG)
    monkeypatch.setattr(fixing, "replace_file", full)
    with pytest.raises(fixing.NotWritten, match="No space left"):
        fixing.fix_file(str(path), Disk.around([path]))


def test_a_file_that_somebody_saves_meanwhile_is_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(text: str, path: Path) -> tuple[Diagnostic, ...]:
        path.write_text("theirs")
        return check_text(text, path)

    path = tmp_path / "a.flow.yaml"
    path.write_text(WRONG)
    monkeypatch.setattr(fixing, "check_text", check)
    with pytest.raises(fixing.NotWritten, match="somebody has changed it meanwhile"):
        fixing.fix_file(str(path), Disk.around([path]))
    assert path.read_text() == "theirs"


def test_test_files_and_what_they_name_are_mended_too(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(WRONG)
    test = shell.folder / "a.test.yaml"
    test.write_text(
        "flow: a.flow.yaml\ntests:\n  - name: one\n    cal:\n      - hears: hello\n      - ends: completed\n"
    )
    done = shell("check", "--fix", "a.test.yaml")
    assert done.returncode == 0, done.stdout
    assert "    call:\n" in test.read_text()
    assert (shell.folder / "a.flow.yaml").read_text() == RIGHT


def test_a_text_on_standard_input_is_printed(shell: Shell) -> None:
    done = shell("check", "--fix", "-", typed=WRONG)
    assert (done.returncode, done.stdout) == (0, RIGHT)
    assert done.stderr.endswith(
        "<stdin>:10: mended: sya became say [CS122 unknown-verb]\n1 script checked: no problems\n"
    )


def test_what_is_no_text_is_printed_as_it_came(shell: Shell) -> None:
    command = shell.command("check", "--fix", "-")
    done = subprocess.run(command, input=b"a: \xff\r\n", capture_output=True, cwd=shell.folder, env=shell.environment)
    assert (done.returncode, done.stdout) == (1, b"a: \xff\r\n")
    assert b"CS002" in done.stderr


def test_a_fault_in_a_mended_text_is_no_text_without_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(content: bytes, *arguments: object) -> Checked:
        if b"answer" in content:
            raise ZeroDivisionError
        return checks.check_text(content, *arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(checking, "scripts", SimpleNamespace(check_text=check))
    with pytest.raises(ZeroDivisionError):
        fixing.fix_input(WRONG.replace("@Ann", "Ann").encode(), Disk.around([tmp_path]))


def test_what_is_too_large_is_printed_whole(shell: Shell) -> None:
    text = "# " + "x" * 3_000_000
    done = shell("check", "--fix", "-", typed=text)
    assert (done.returncode, done.stdout == text) == (1, True)
    assert "CS003" in done.stderr


def test_what_cannot_be_seen_is_named(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(RIGHT.replace("- say", "-\tsay"))
    done = shell("check", "--fix", "a.flow.yaml")
    assert "a.flow.yaml:5: mended: a tab became a space [CS106 tab-indentation]\n" in done.stdout


def test_reports_for_programs_hold_only_what_is_left(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(WRONG.replace("- disconnect\n", "- run: nowhere_at_all\n"))
    done = shell("check", "--fix", "--format", "json", "a.flow.yaml")
    assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == ["CS201"]
    assert done.stderr.count(" mended: ") == 4
    assert done.returncode == 1


def test_without_it_nothing_is_written(shell: Shell) -> None:
    path = shell.folder / "a.flow.yaml"
    path.write_text(WRONG)
    shell("check", "a.flow.yaml")
    assert path.read_text() == WRONG
    before = (shell.folder / NOTIFICATIONS).stat().st_mtime_ns
    shell("check", "--fix", NOTIFICATIONS)
    assert (shell.folder / NOTIFICATIONS).stat().st_mtime_ns == before
