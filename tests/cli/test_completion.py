"""What a shell offers while somebody types, asked of the shells that are here."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from callsheet.cli import COMMANDS
from tests.cli.conftest import NOTIFICATIONS, Shell

# What bash does when somebody presses Tab behind these words.
PRESS_TAB = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_callsheet
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def offered(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    (shell.folder / "x.test.yaml").touch()
    (shell.folder / "my calls").mkdir()
    (shell.folder / "my calls" / "a b.flow.yaml").touch()
    script = tmp_path_factory.mktemp("completion") / "callsheet.bash"
    script.write_text(shell("completion", "bash").stdout)

    def press_tab(*typed: str) -> list[str]:
        command = ["bash", "-c", PRESS_TAB, "bash", str(script), "callsheet", *typed]
        done = subprocess.run(command, capture_output=True, text=True, cwd=shell.folder, timeout=60)
        assert done.stderr == ""
        return sorted(line for line in done.stdout.splitlines() if line)

    return press_tab


def test_bash_is_offered_what_fits(offered: Callable[..., list[str]]) -> None:
    assert offered("") == sorted([*COMMANDS, "--help", "--version"])
    assert offered("che") == ["check"]
    assert offered("check", "") == ["data", NOTIFICATIONS, "my calls", "x.test.yaml"]
    assert offered("run", "") == ["data", NOTIFICATIONS, "my calls"]
    assert offered("run", "my calls/") == ["my calls/a b.flow.yaml"]
    assert offered("test", "") == ["data", "my calls", "x.test.yaml"]
    assert offered("check", "--f") == ["--fix", "--format"]
    assert offered("check", "--format", "") == ["github", "json", "sarif", "text"]
    assert offered("run", NOTIFICATIONS, "--re") == ["--recordings", "--redact", "--rehearse"]
    assert offered("run", NOTIFICATIONS, "--caller", "") == []
    assert "x.test.yaml" in offered("run", NOTIFICATIONS, "--journal", "")
    assert offered("explain", "CS20")[0] == "CS201"
    assert offered("completion", "z") == ["zsh"]
    assert offered("nothing", "") == []


@pytest.mark.parametrize("name", [name for name in ("bash", "zsh") if shutil.which(name)])
def test_shells_read_what_is_made_for_them(shell: Shell, name: str, tmp_path: Path) -> None:
    path = tmp_path / "completion"
    path.write_text(shell("completion", name).stdout)
    done = subprocess.run([name, "-n", str(path)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
