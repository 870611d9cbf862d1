"""Nothing is read, and so nothing is shown, of files that lie outside of what was named or of its project."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import NOTIFICATIONS, Shell

SECRET = "token-4711"  # noqa: S105 - nobody's
SCRIPT = f"""callsheet: 1
flow: tasks
data: data/tasks.sql
steps:
  - say: Hello.
{SECRET}: 1
"""
QUERY = f"-- name: tasks\nSELECT {SECRET} FROM nothing;\n"


@pytest.fixture
def project(shell: Shell, tmp_path: Path) -> Path:
    """A project with a script, below the folder of the test; beside it lies what is nobody's business."""
    folder = tmp_path / "project"
    (folder / "flows" / "data").mkdir(parents=True)
    (folder / "flows" / "a.flow.yaml").write_text("callsheet: 1\nflow: a\nsteps:\n  - say: Hello.\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.flow.yaml").write_text(SCRIPT)
    for name in ("secret.sql", "schema.sql", "sample.sql"):
        (outside / name).write_text(QUERY)
    (outside / "secret.numbers.yaml").write_text(f"numbers: {SECRET}\n")
    (outside / "secret.test.yaml").write_text(f"flow: a.flow.yaml\ntests:\n  - {SECRET}\n")
    shell.folder = folder
    return folder


def shown(shell: Shell, named: str, form: str = "text") -> None:
    """It is told that a file lies outside, and nothing of what is in it."""
    done = shell("check", named, "--format", form)
    assert SECRET not in done.stdout + done.stderr
    assert done.returncode == 1
    assert "outside" in done.stdout


@pytest.mark.parametrize(
    ("named", "form", "marked"),
    [
        (".", "text", True),
        ("flows", "sarif", True),
        ("flows/b.flow.yaml", "text", True),
        (".", "json", False),
        ("flows", "text", False),
        ("flows/b.flow.yaml", "github", False),
    ],
)
def test_a_script_that_is_a_link(shell: Shell, project: Path, named: str, form: str, marked: bool) -> None:
    if marked:
        (project / ".git").mkdir()
    (project / "flows" / "b.flow.yaml").symlink_to("../../outside/secret.flow.yaml")
    shown(shell, named, form)


@pytest.mark.parametrize("link", ["b.test.yaml", "b.numbers.yaml"])
def test_tests_and_numbers_that_are_links(shell: Shell, project: Path, link: str) -> None:
    (project / "flows" / link).symlink_to(f"../../outside/secret{link.removeprefix('b')}")
    shown(shell, f"flows/{link}")


def test_numbers_that_name_a_script_outside(shell: Shell, project: Path, tmp_path: Path) -> None:
    for there in ("../outside/secret.flow.yaml", str(tmp_path / "outside" / "secret.flow.yaml")):
        (project / "callsheet.numbers.yaml").write_text(f'numbers: {{"+15550100": "{there}"}}\n')
        shown(shell, "callsheet.numbers.yaml")


def test_tests_of_a_script_outside(shell: Shell, project: Path) -> None:
    test = "flow: ../../outside/secret.flow.yaml\ntests:\n  - name: a\n    call: []\n"
    (project / "flows" / "b.test.yaml").write_text(test)
    shown(shell, "flows")
    assert SECRET not in shell("test", "flows").stdout


@pytest.mark.parametrize("data", ["../../outside/secret.sql", "data/link.sql", "linked/secret.sql"])
def test_queries_and_what_lies_beside_them(shell: Shell, project: Path, data: str) -> None:
    (project / "flows" / "data" / "link.sql").symlink_to("../../../outside/secret.sql")
    (project / "flows" / "linked").symlink_to("../../outside")
    (project / "flows" / "b.flow.yaml").write_text(SCRIPT.replace("data/tasks.sql", data).replace(SECRET, "x"))
    shown(shell, "flows")


@pytest.mark.parametrize("name", ["schema.sql", "sample.sql"])
def test_tables_and_rows_that_are_links(shell: Shell, project: Path, name: str) -> None:
    (project / "flows" / "data" / "tasks.sql").write_text("-- name: tasks\nSELECT 1;\n")
    (project / "flows" / "data" / name).symlink_to(f"../../../outside/{name}")
    (project / "flows" / "b.flow.yaml").write_text(SCRIPT.replace(f"{SECRET}: 1\n", ""))
    shown(shell, "flows")


def test_a_folder_that_is_a_link(shell: Shell, project: Path) -> None:
    """Whoever may change a project could let any name in it lead anywhere."""
    (project / ".git").mkdir()
    (project / "more").symlink_to("../outside")
    shown(shell, "more")
    shown(shell, "more/secret.flow.yaml")


@pytest.mark.parametrize("path", ["/proc/self/environ", "/proc/self/root/etc/passwd", "/dev/null"])
def test_what_is_the_machines_own(shell: Shell, project: Path, path: str) -> None:
    """Also where somebody names it."""
    (project / "flows" / "b.flow.yaml").symlink_to(path)
    done = shell("check", path, "flows")
    assert done.returncode == 1
    assert "callsheet check -" in done.stdout
    assert "flows/b.flow.yaml:1:1: error: this" in done.stdout
    assert "PYTHONPATH" not in done.stdout
    assert "root:" not in done.stdout


def test_a_pipe_is_not_waited_for(shell: Shell, project: Path) -> None:
    os.mkfifo(project / "flows" / "b.flow.yaml")
    assert "not an ordinary file" in shell("check", "flows").stdout


def test_other_commands_show_nothing_either(shell: Shell, project: Path) -> None:
    (project / "flows" / "b.flow.yaml").symlink_to("../../outside/secret.flow.yaml")
    for command in ("run", "serve"):
        done = shell(command, "flows/b.flow.yaml")
        assert SECRET not in done.stdout + done.stderr
        assert done.returncode != 0


def test_links_in_a_project_are_files_like_others(shell: Shell, project: Path) -> None:
    """Within a project, or with both folders named, everything may lie where it likes."""
    (project / "shared").mkdir()
    (project / "shared" / "tasks.sql").write_text("-- name: tasks\nSELECT 1 AS one;\n")
    script = "callsheet: 1\nflow: b\ndata: ../shared/tasks.sql\nsteps:\n  - query: tasks\n    as: tasks\n"
    (project / "flows" / "b.flow.yaml").write_text(script)
    assert "outside" not in shell("check", "flows").stdout  # named from the folder of both
    assert "outside" in shell("check", str(project / "flows")).stdout
    assert "outside" not in shell("check", str(project / "flows"), "shared").stdout
    (project / "pyproject.toml").touch()
    assert "outside" not in shell("check", str(project / "flows")).stdout


def test_a_release_that_a_link_leads_to(shell: Shell, tmp_path: Path) -> None:
    """As many programs that deploy do it: everything in it is where it belongs."""
    (tmp_path / "releases").mkdir()
    (tmp_path / "data").rename(tmp_path / "releases" / "data")
    (tmp_path / NOTIFICATIONS).rename(tmp_path / "releases" / NOTIFICATIONS)
    (tmp_path / "current").symlink_to("releases")
    assert shell("check", "current").stdout == "1 script checked: no problems\n"
