"""`callsheet check`: files and folders, all problems at once, exit statuses."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import NOTIFICATIONS, Shell


def test_a_right_script_is_silent(shell: Shell) -> None:
    done = shell("check", NOTIFICATIONS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 script checked: no problems\n", "")


def test_a_folder_is_searched_and_all_problems_of_all_files_are_told_at_once(shell: Shell) -> None:
    inner = shell.folder / "more" / "deep"
    inner.mkdir(parents=True)
    (inner / "a.flow.yaml").write_text("callsheet: 1\nflow: a\nsteps:\n  - sya: Hi.\n  - run: nowhere\n")
    (inner / "b.flow.yaml").write_text("callsheet: 1\nflow: b\nsteps: [answer\n")
    (inner / "c.yaml").write_text("not: a script\n")
    (shell.folder / ".hidden").mkdir()
    (shell.folder / ".hidden" / "d.flow.yaml").write_text("nothing")
    done = shell("check")
    heads = [line for line in done.stdout.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]
    assert [head.split(" ")[0] for head in heads] == [
        "more/deep/a.flow.yaml:4:5:",
        "more/deep/a.flow.yaml:5:10:",
        "more/deep/b.flow.yaml:3:8:",
    ]
    assert done.stdout.endswith("3 scripts checked: 3 errors\n")
    assert done.returncode == 1


def test_a_message_is_a_place_a_sentence_the_line_and_a_way_out(shell: Shell) -> None:
    path = shell.folder / NOTIFICATIONS
    path.write_text(path.read_text().replace("- run: follow_up", "- run: folow_up"))
    assert shell("check", NOTIFICATIONS).stdout == (
        """interactive_notifications.flow.yaml:38:20: error: there is no section "folow_up" [CS201 unknown-section]
   |
38 |             - run: folow_up
   |                    ^^^^^^^^
   = help: did you mean "follow_up"?

1 script checked: 1 error
"""
    )


@pytest.mark.parametrize("path", ["nowhere", "nowhere.flow.yaml"])
def test_no_script_found_is_a_usage_error(shell: Shell, path: str) -> None:
    done = shell("check", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert path in done.stderr


def test_a_folder_without_scripts_is_a_usage_error(shell: Shell) -> None:
    done = shell("check", "data")
    assert done.returncode == 2
    assert "*.flow.yaml" in done.stderr


def test_an_unknown_option_is_a_usage_error(shell: Shell) -> None:
    assert shell("check", "--no-such-option").returncode == 2
    assert shell().returncode == 2


def test_warnings_alone_are_clean(shell: Shell) -> None:
    queries = shell.folder / "data" / "notifications.sql"
    queries.write_text(queries.read_text().replace("acknowledged_at = :at", "acknowledged_at = max(:at, 'now')"))
    queries.write_text(queries.read_text().replace("max(:at, 'now')", "datetime('now', :at)"))
    done = shell("check", NOTIFICATIONS)
    assert "warning" in done.stdout
    assert done.returncode == 0


def test_what_is_no_file_is_told_and_not_read(shell: Shell) -> None:
    (shell.folder / "folder.flow.yaml").mkdir()
    (shell.folder / "link.flow.yaml").symlink_to("nowhere")
    os.mkfifo(shell.folder / "pipe.flow.yaml")
    done = shell("check", "link.flow.yaml", "pipe.flow.yaml")
    assert done.returncode == 1
    assert done.stdout.count("CS001") == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "CS109"),
        (b"\xff\xfe\x00", "CS002"),
        (b"steps:\n  - say: caf\xe9\n", "CS002"),
        (b"a: \x00\n", "CS004"),
        (b"x" * (1024 * 1024 + 1), "CS003"),
        (b"[" * 100_000, "CS107"),
        (b"say: " + b"(" * 100_000, "CS121"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "CS103"),
        (b"[a, b]\n", "CS125"),
        (b"hello\n", "CS125"),
    ],
)
def test_hostile_files_get_a_located_message(shell: Shell, content: bytes, code: str) -> None:
    (shell.folder / "x.flow.yaml").write_bytes(content)
    done = shell("check", "x.flow.yaml")
    assert done.returncode == 1
    assert code in done.stdout
    assert re.match(r"x\.flow\.yaml:\d+:\d+: error: ", done.stdout)
    assert len(done.stdout) < 10_000


def test_the_version_is_told() -> None:
    from callsheet import __version__
    from tests.cli.conftest import REPOSITORY

    done = Shell(REPOSITORY)("--version")
    assert (done.returncode, done.stdout) == (0, f"callsheet {__version__}\n")


def test_a_fault_of_ours_in_one_file_hides_nothing_of_the_others(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from callsheet.checks import check
    from callsheet.cli import main
    from callsheet.ports.files import Files

    def failing(path: Path, shown: str, files: Files) -> check.Checked:
        if path.name == "a.flow.yaml":
            raise ZeroDivisionError
        return check_file(path, shown, files)

    check_file = check.check_file
    monkeypatch.setattr(check, "check_file", failing)
    monkeypatch.setenv("CALLSHEET_TRACEBACK", "")
    monkeypatch.chdir(shell.folder)
    Path("a.flow.yaml").write_text("callsheet: 1\n")
    Path("b.flow.yaml").write_text("callsheet: 1\nflow: b\nsteps: [answer, {run: nowhere}, disconnect]\n")
    assert main(["check", "a.flow.yaml", "b.flow.yaml"]) == 3
    told = capsys.readouterr()
    assert "b.flow.yaml:3:23: error" in told.out
    assert "1 script checked: 1 error" in told.out
    assert told.err.startswith("a.flow.yaml: callsheet: a mistake of Callsheet itself (ZeroDivisionError)")


@pytest.mark.parametrize("command", [["check", NOTIFICATIONS], ["version"], ["explain", "CS201"]])
def test_an_output_that_is_closed_is_nobodys_mistake(shell: Shell, command: list[str]) -> None:
    closed = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" "$@" >&-', *shell.command(*command)],
        cwd=shell.folder,
        env=shell.environment,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    assert (closed.returncode, closed.stderr) == (0, b"")
