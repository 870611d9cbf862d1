"""`callsheet draw`: a picture, or what is in the way of one."""

from xml.etree import ElementTree

import pytest

from tests.cli.conftest import NOTIFICATIONS, REPOSITORY, Shell

SHOWN = REPOSITORY / "docs" / "interactive_notifications.svg"


def test_the_picture_that_readme_shows_is_that_of_the_script_now(shell: Shell) -> None:
    done = shell("draw", NOTIFICATIONS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == SHOWN.read_text(encoding="utf-8"), "write it anew: make schemas"
    assert f"({SHOWN.relative_to(REPOSITORY)})" in (REPOSITORY / "README.md").read_text()


def test_a_picture_is_written_to_a_file(shell: Shell) -> None:
    done = shell("draw", NOTIFICATIONS, "--output", "call.svg")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (shell.folder / "call.svg").read_text(encoding="utf-8") == SHOWN.read_text(encoding="utf-8")


def test_what_is_typed_is_drawn(shell: Shell) -> None:
    done = shell("draw", "-", typed=(shell.folder / NOTIFICATIONS).read_text())
    assert (done.returncode, done.stdout, done.stderr) == (0, SHOWN.read_text(encoding="utf-8"), "")
    done = shell("draw", "-", typed="callsheet: 1\n")
    assert done.stderr == "callsheet draw: there are no steps to draw in <stdin>; callsheet check - says why\n"


def test_mermaid_is_drawn_too(shell: Shell) -> None:
    done = shell("draw", NOTIFICATIONS, "--format", "mermaid", "--output", "call.mmd")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (shell.folder / "call.mmd").read_text().startswith("flowchart TD\n")


def test_a_script_with_mistakes_is_drawn_as_far_as_it_can_be_read(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(
        "callsheet: 1\nflow: a\nsteps:\n  - say: Hi <b>you</b>.\n  - nonsense: 1\n"
    )
    done = shell("draw", "a.flow.yaml")
    assert done.returncode == 1
    assert done.stderr == (
        "callsheet draw: a.flow.yaml has mistakes, and is drawn as far as it can be read; callsheet check a.flow.yaml"
        " lists them\n"
    )
    text = "".join(ElementTree.fromstring(done.stdout).itertext())  # noqa: S314 - of our own making
    assert "Hi <b>you</b>." in text
    assert "nonsense: 1" in text


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["no.flow.yaml"], 2, "no.flow.yaml is not there; look at the name and the folder"),
        (["."], 2, ". is a folder, not a file; name a file in it"),
        (
            [NOTIFICATIONS, "--output", NOTIFICATIONS],
            2,
            f"{NOTIFICATIONS} does not end in .svg, and may be something else; write to interactive_notifications.svg",
        ),
        (
            [NOTIFICATIONS, "--format", "mermaid", "--output", "a.svg"],
            2,
            "a.svg does not end in .mmd, and may be something else; write to interactive_notifications.mmd",
        ),
        ([NOTIFICATIONS, "--output", "no/a.svg"], 2, "no/a.svg cannot be written: No such file or directory"),
        (["b.flow.yaml"], 1, "there are no steps to draw in b.flow.yaml; callsheet check b.flow.yaml says why"),
        (["c.flow.yaml"], 1, "there are no steps to draw in c.flow.yaml; callsheet check c.flow.yaml says why"),
    ],
)
def test_what_is_in_the_way_is_told(shell: Shell, arguments: list[str], status: int, message: str) -> None:
    (shell.folder / "b.flow.yaml").write_text("steps: [answer\n")
    (shell.folder / "c.flow.yaml").write_text("numbers: {}\n")
    done = shell("draw", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (status, "", f"callsheet draw: {message}\n")


def test_drawing_asks_neither_for_a_database_nor_for_a_network(shell: Shell) -> None:
    (shell.folder / "data" / "notifications.sql").unlink()
    assert shell("draw", NOTIFICATIONS).returncode == 0
