"""Which files the studio shows, and how it saves them."""

import os
import stat
from pathlib import Path

import pytest

from callsheet.studio.project import Declined, Project, SaveConflict, SavedText
from tests.studio.studios import SCRIPT


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project"
    (folder / "data").mkdir(parents=True)
    (folder / "hello.flow.yaml").write_text(SCRIPT)
    (folder / "hello.test.yaml").write_text("flow: hello.flow.yaml\ntests: []\n")
    (folder / "data" / "q.sql").write_text("-- name: one^\nSELECT 1;\n")
    (folder / "secret.txt").write_text("secret")
    (tmp_path / "outside.flow.yaml").write_text(SCRIPT)
    return Project.at(folder)


def test_scripts_tests_and_sql_are_shown_and_nothing_else(project: Project) -> None:
    assert project.names() == ("hello.flow.yaml", "hello.test.yaml", "data/q.sql")


@pytest.mark.parametrize(
    "name",
    ["secret.txt", "../outside.flow.yaml", "/etc/passwd", "", ".", "data", "./hello.flow.yaml", "nobody.flow.yaml"],
)
def test_what_is_not_shown_is_neither_read_nor_written(project: Project, name: str) -> None:
    with pytest.raises(Declined, match="none that the studio edits"):
        project.saved(name)
    with pytest.raises(Declined):
        project.save(name, "x", "")
    assert (project.folder / "secret.txt").read_text() == "secret"


def test_a_link_that_leads_out_is_no_file_of_the_project(project: Project, tmp_path: Path) -> None:
    (project.folder / "link.flow.yaml").symlink_to(tmp_path / "outside.flow.yaml")
    assert "link.flow.yaml" not in project.names()
    with pytest.raises(Declined):
        project.save("link.flow.yaml", "x", "")
    assert (tmp_path / "outside.flow.yaml").read_text() == SCRIPT


def test_what_a_link_in_the_project_leads_to_is_saved_and_the_link_stays(project: Project) -> None:
    (project.folder / "link.flow.yaml").symlink_to("hello.flow.yaml")
    saved = project.saved("link.flow.yaml")
    project.save("link.flow.yaml", saved.text + "# more\n", saved.digest)
    assert (project.folder / "link.flow.yaml").is_symlink()
    assert (project.folder / "hello.flow.yaml").read_text() == SCRIPT + "# more\n"


def test_saving_keeps_mark_breaks_and_rights(project: Project) -> None:
    path = project.folder / "hello.flow.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    saved = project.saved("hello.flow.yaml")
    assert "\r" not in saved.text
    again = project.save("hello.flow.yaml", saved.text.replace("Hello.", "Good morning."), saved.digest)
    assert isinstance(again, SavedText)
    assert (
        path.read_bytes() == b"\xef\xbb\xbf" + SCRIPT.replace("Hello.", "Good morning.").replace("\n", "\r\n").encode()
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert again == project.saved("hello.flow.yaml")
    assert sorted(os.listdir(project.folder)) == ["data", "hello.flow.yaml", "hello.test.yaml", "secret.txt"]


def test_what_somebody_else_has_saved_is_not_overwritten(project: Project) -> None:
    opened = project.saved("hello.flow.yaml")
    path = project.folder / "hello.flow.yaml"
    path.write_text(SCRIPT.replace("Hello.", "Theirs."))
    conflict = project.save("hello.flow.yaml", SCRIPT.replace("Hello.", "Mine."), opened.digest)
    assert isinstance(conflict, SaveConflict)
    assert "Theirs." in conflict.theirs.text
    assert "-  - say: Theirs." in conflict.difference
    assert "+  - say: Mine." in conflict.difference
    assert "Theirs." in path.read_text()
    mine = project.save("hello.flow.yaml", SCRIPT.replace("Hello.", "Mine."), conflict.theirs.digest)
    assert isinstance(mine, SavedText)
    assert "Mine." in path.read_text()


@pytest.mark.parametrize(
    ("text", "why"), [("\ud800", "half a character"), ("x" * (1 << 20) + "x", "larger than 1 MiB")]
)
def test_what_could_not_be_read_again_is_not_saved(project: Project, text: str, why: str) -> None:
    opened = project.saved("hello.flow.yaml")
    with pytest.raises(Declined, match=why):
        project.save("hello.flow.yaml", text, opened.digest)
    assert project.saved("hello.flow.yaml") == opened


def test_a_file_that_is_no_text(project: Project) -> None:
    (project.folder / "hello.flow.yaml").write_bytes(b"callsheet: 1 \xff")
    with pytest.raises(Declined, match="not UTF-8"):
        project.saved("hello.flow.yaml")


def test_a_disk_that_does_not_take_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = project.saved("hello.flow.yaml")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Declined, match="no room left"):
        project.save("hello.flow.yaml", "x", opened.digest)
    assert project.saved("hello.flow.yaml") == opened
    assert not list(project.folder.glob(".callsheet-*"))


def test_what_is_not_saved_yet_stands_over_the_disk(project: Project) -> None:
    files = project.files({"data/q.sql": "unsaved"})
    assert files.read(project.folder / "data" / "q.sql", most=100) == b"unsaved"
