"""The files of authors: what the disk gives of them, and texts over it that nobody has saved."""

import os
from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.adapters.files.overlay import Overlay
from callsheet.checks.check import check_file
from callsheet.ports.files import Files, FolderEntry, Missing, Unreadable
from callsheet.source.folders import search
from callsheet.testing.check import check_tests

SCRIPT = "callsheet: 1\nflow: a\ndata: data/a.sql\nsteps:\n  - answer\n  - query: all_people\n  - disconnect\n"
QUERIES = "-- name: all_people()\n-- All.\nSELECT id, name FROM people LIMIT 5;\n"
TABLES = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "a.flow.yaml").write_text(SCRIPT)
    (tmp_path / "data" / "a.sql").write_text(QUERIES)
    (tmp_path / "data" / "schema.sql").write_text(TABLES)
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


def found(path: Path, files: Files) -> list[str]:
    return [f"{item.code.id} {item.message}" for item in check_file(path, path.name, files).diagnostics]


def test_the_disk_gives_what_is_there(folder: Path) -> None:
    disk = Disk.around([folder])
    os.symlink(folder / "data", folder / "elsewhere")
    assert disk.read(folder / "a.flow.yaml", most=9) == b"callsheet"
    assert set(disk.entries(folder)) == {
        FolderEntry("data", is_folder=True),
        FolderEntry("a.flow.yaml", is_folder=False),
        FolderEntry("pyproject.toml", is_folder=False),
    }
    assert (disk.kind(folder), disk.kind(folder / "a.flow.yaml"), disk.kind(folder / "b")) == ("folder", "file", None)
    assert disk.kind(Path("a\0b")) is None
    for path, kind in ((folder / "a.flow.yaml", Unreadable), (folder / "b", Missing), (Path("a\0b"), Unreadable)):
        with pytest.raises(kind):
            list(disk.entries(path))


def test_an_unsaved_text_is_checked_in_place_of_its_file(folder: Path) -> None:
    script, disk = folder / "a.flow.yaml", Disk.around([folder])
    unsaved = Overlay(disk, {script: SCRIPT.replace("all_people", "al_people")})
    assert found(script, disk) == []
    assert found(script, unsaved) == ['CS202 there is no query "al_people" in data/a.sql']


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("data/a.sql", QUERIES.replace("name FROM", "nam FROM"), 'the table "people" has no column "nam"'),
        ("data/schema.sql", TABLES.replace("people", "persons"), 'there is no table "people" in schema.sql'),
        ("data/sample.sql", "INSERT INTO persons VALUES (1, 'Ann');", 'there is no table "persons"'),
    ],
)
def test_unsaved_sql_is_judged(folder: Path, name: str, text: str, message: str) -> None:
    (told,) = found(folder / "a.flow.yaml", Overlay(Disk.around([folder]), {folder / name: text}))
    assert message in told


def test_a_file_may_be_there_before_it_is_saved(folder: Path) -> None:
    new = Overlay(Disk.around([folder]), {folder / "new" / "b.flow.yaml": SCRIPT, folder / "b.test.yaml": TEST})
    assert "there is no file" in found(folder / "new" / "b.flow.yaml", new)[0]
    assert list(new.entries(folder / "new")) == [FolderEntry("b.flow.yaml", is_folder=False)]
    assert new.kind(folder / "b.test.yaml") == "file"
    inside = search(folder, new)
    assert [path.name for path in (*inside.scripts, *inside.tests)] == ["a.flow.yaml", "b.test.yaml"]


TEST = "flow: a.flow.yaml\ntests:\n  - name: it ends\n    call:\n      - ends: completed\n"


def test_the_tests_of_an_unsaved_script_are_checked_with_it(folder: Path) -> None:
    (folder / "a.test.yaml").write_text(TEST)
    unsaved = Overlay(Disk.around([folder]), {folder / "a.flow.yaml": SCRIPT.replace("  - disconnect\n", "")})
    assert check_tests(folder / "a.test.yaml", "a.test.yaml", {}, Disk.around([folder])).diagnostics == ()
    codes = [item.code.id for item in check_tests(folder / "a.test.yaml", "a.test.yaml", {}, unsaved).diagnostics]
    assert codes == ["CS223"]


def test_an_unsaved_text_stands_for_its_file_under_every_name(folder: Path) -> None:
    os.symlink(folder / "a.flow.yaml", folder / "b.flow.yaml")
    unsaved = Overlay(Disk.around([folder]), {folder / "data" / ".." / "b.flow.yaml": "callsheet: 1\n\ud800"})
    assert unsaved.read(folder / "a.flow.yaml", most=12) == b"callsheet: 1"
    assert found(folder / "a.flow.yaml", unsaved) == ["CS002 this is not UTF-8 text"]
