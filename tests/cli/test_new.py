"""`callsheet new`: what it makes can be used at once, and nothing is lost by it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    folder = tmp_path / "empty"
    folder.mkdir()
    return Shell(folder)


def files(shell: Shell) -> dict[str, str]:
    return {str(path.relative_to(shell.folder)): path.read_text() for path in shell.folder.rglob("*") if path.is_file()}


def test_a_script_from_the_example_is_checked_tested_and_run_at_once(empty: Shell) -> None:
    done = empty("new", "parcels")
    assert (done.returncode, done.stderr) == (0, "")
    made = files(empty)
    assert sorted(made) == [
        "data/parcels/notifications.sql",
        "data/parcels/sample.sql",
        "data/parcels/schema.sql",
        "parcels.flow.yaml",
        "parcels.test.yaml",
    ]
    assert [line.removeprefix("made ") for line in done.stdout.splitlines()[: len(made)]] == [
        "parcels.flow.yaml",
        "parcels.test.yaml",
        *sorted(made)[:1],
        "data/parcels/schema.sql",
        "data/parcels/sample.sql",
    ]
    assert not any("interactive_notifications" in text or "yaml-language-server" in text for text in made.values())
    assert "  callsheet studio .  " in done.stdout
    assert empty("check", "--strict").stdout == "1 script and 1 test file checked: no problems\n"
    assert empty("test").stdout.endswith(" tests: all passed\n")
    run = empty("run", "parcels.flow.yaml", "--rehearse", typed="yes\nno\n")
    assert (run.returncode, run.stderr) == (0, "")
    assert "-- 2 writes" in run.stdout


def test_an_empty_script_says_hello(empty: Shell) -> None:
    assert empty("new", "--empty", "calls/hello").returncode == 0
    assert sorted(files(empty)) == ["calls/hello.flow.yaml", "calls/hello.test.yaml"]
    assert empty("check", "--strict").returncode == 0
    assert empty("test").stdout == "1 test: passed\n"
    assert "call:   Hello" in empty("run", "calls/hello.flow.yaml").stdout


def test_several_scripts_lie_beside_each_other(empty: Shell) -> None:
    for name in ("parcels", "invoices"):
        assert empty("new", name).returncode == 0
    assert empty("check", "--strict").stdout == "2 scripts and 2 test files checked: no problems\n"


def test_the_commands_that_it_tells_work(empty: Shell) -> None:
    told = empty("new", "parcels").stdout.partition("next:\n")[2]
    for line in told.splitlines():
        command = line.strip().partition("  ")[0].split(" ")
        assert command[0] == "callsheet"
        if command[1] == "studio":  # which goes on until somebody ends it
            command.append("--help")
        assert empty(*command[1:], typed="yes\nno\n").returncode == 0


@pytest.mark.parametrize("there", ["parcels.flow.yaml", "parcels.test.yaml", "data/parcels/sample.sql"])
def test_nothing_is_written_over(empty: Shell, there: str) -> None:
    path = empty.folder / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    done = empty("new", "parcels")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"callsheet new: {there} is there already, and nothing was made")
    assert files(empty) == {there: "mine"}


def test_where_a_part_cannot_be_made_nothing_is(empty: Shell) -> None:
    (empty.folder / "data").write_text("no folder")
    done = empty("new", "parcels")
    assert done.returncode == 2
    assert done.stderr.startswith("callsheet new: data")
    assert files(empty) == {"data": "no folder"}


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("My Clinic", "write my_clinic"),
        ("clinic calls", "write clinic_calls"),
        ("Clinic", "write clinic"),
        ("flows/Clinic-2", "write flows/clinic_2"),
        ("2nd", ""),
        ("", ""),
        ("..", ""),
        ("\x1b[2J", ""),
        ("a" * 300, "at most 100"),
    ],
)
def test_a_name_that_cannot_be_one_is_explained(empty: Shell, typed: str, better: str) -> None:
    done = empty("new", typed)
    assert (done.returncode, done.stdout, files(empty)) == (2, "", {})
    assert better in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("typed", ["clinic.flow.yaml", "clinic.yaml", "clinic.flow.yml"])
def test_the_ending_may_be_typed(empty: Shell, typed: str) -> None:
    assert empty("new", "--empty", typed).returncode == 0
    assert "clinic.flow.yaml" in files(empty)
