"""Which files `callsheet check` takes: scripts, test files, standard input, and none of other programs."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from callsheet.cli import main
from tests.cli.conftest import NOTIFICATIONS, REPOSITORY, Shell
from tests.effort import parsed

SOUND = "callsheet: 1\nflow: a\nsteps: [answer, disconnect]\n"
BROKEN = "callsheet: 1\nflow: a\nsteps:\n  - answer\n  - run: nowhere\n  - disconnect\n"
TESTS = f"""flow: {NOTIFICATIONS}
given:
  tables:
    customers: [{{id: 1, name: Ann, phone: "+15550100"}}]
tests:
  - name: no messages
    call:
      - hears: no new messages
"""
NUMBERS = """numbers: {"+15550199": ../elsewhere/a.flow.yaml}\n"""
# Files of other programs whose names end in .test.yaml too.
FOREIGN = (
    "suite: deployment\ntemplates: [deployment.yaml]\ntests:\n  - it: works\n    asserts: []\n",
    "name: login\ntestcases:\n  - name: first\n    steps: [{type: http}]\n",
    "flow: checkout\nbrowser: firefox\n",
    "- hosts: all\n  tasks: []\n",
    "a: [\n",
    "",
)


def heads(out: str) -> list[str]:
    """The place and the code of each problem."""
    return [f"{place} {code}" for place, code in re.findall(r"^(\S+:\d+:\d+): .*\[(CS\d+) ", out, re.MULTILINE)]


def test_test_files_are_checked_beside_scripts_and_by_name(shell: Shell) -> None:
    (shell.folder / "a.test.yaml").write_text(TESTS.replace("hears:", "haers:"))
    (shell.folder / "b.test.yaml").write_text(TESTS.replace("customers:", "costumers:"))
    done = shell("check")
    assert heads(done.stdout) == ["a.test.yaml:8:9 CS121", "b.test.yaml:4:5 CS603"]
    assert done.stdout.endswith("1 script and 2 test files checked: 2 errors\n")
    assert done.returncode == 1
    alone = shell("check", "b.test.yaml")
    assert heads(alone.stdout) == ["b.test.yaml:4:5 CS603"]
    assert alone.stdout.endswith("1 test file checked: 1 error\n")


def test_a_sound_test_file_is_counted_in_every_format(shell: Shell) -> None:
    (shell.folder / "a.test.yaml").write_text(TESTS)
    assert shell("check").stdout == "1 script and 1 test file checked: no problems\n"
    told = json.loads(shell("check", "--format", "json").stdout)
    assert (told["scripts"], told["tests"], told["problems"]) == (1, 1, [])


def test_the_mistakes_of_a_script_are_told_once_however_many_files_name_it(shell: Shell) -> None:
    path = shell.folder / NOTIFICATIONS
    path.write_text(path.read_text().replace("- run: follow_up", "- run: folow_up", 1))
    inner = shell.folder / "tests"
    inner.mkdir()
    for name in ("a.test.yaml", "b.test.yaml"):
        (inner / name).write_text(TESTS.replace("flow: ", "flow: ../"))
    told = shell("check")
    assert [head.split(":")[0] for head in heads(told.stdout)] == [NOTIFICATIONS]
    # Where only a test file is named, its script has to be sound all the same.
    assert [head.split(" ")[1] for head in heads(shell("check", "tests").stdout)] == ["CS201"]


@pytest.mark.parametrize("text", FOREIGN)
def test_test_files_of_other_programs_are_let_alone(shell: Shell, text: str) -> None:
    (shell.folder / "other.test.yaml").write_text(text)
    (shell.folder / "other.test.yml").write_text(text)
    (shell.folder / "values.yaml").write_text(text)
    done = shell("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 script checked: no problems\n", "")
    assert "there is no *.test.yaml" in shell("test").stderr


def test_a_test_file_of_another_program_is_let_alone_where_a_hook_names_it(shell: Shell) -> None:
    (shell.folder / "other.test.yaml").write_text(FOREIGN[0])
    done = shell("check", NOTIFICATIONS, "other.test.yaml")
    assert (done.returncode, done.stdout) == (0, "1 script checked: no problems\n")
    assert "other.test.yaml" in done.stderr
    (shell.folder / "mine.test.yaml").write_text("")
    assert "CS109" in shell("check", "mine.test.yaml").stdout


def test_numbers_files_are_checked_beside_scripts_with_the_scripts_that_they_name(shell: Shell) -> None:
    (shell.folder / "elsewhere").mkdir()
    (shell.folder / "elsewhere" / "a.flow.yaml").write_text(BROKEN)
    (shell.folder / "here").mkdir()
    (shell.folder / "here" / "clinic.numbers.yaml").write_text(NUMBERS)
    done = shell("check", "here")
    assert heads(done.stdout) == ["here/../elsewhere/a.flow.yaml:5:10 CS201"]
    assert done.stdout.endswith("1 script and 1 numbers file checked: 1 error\n")
    told = json.loads(shell("check", "--format", "json").stdout)
    assert (told["scripts"], told["numbers"], len(told["problems"])) == (2, 1, 1)
    (shell.folder / "here" / "clinic.numbers.yaml").write_text(NUMBERS.replace("numbers:", "nubmers:"))
    assert heads(shell("check", "here").stdout) == ["here/clinic.numbers.yaml:1:1 CS121"]


@pytest.mark.parametrize("text", ["one: 1\n", "numbers: [1]\n", "a: x.flow.yaml\n", ""])
def test_numbers_of_other_programs_are_let_alone(shell: Shell, text: str) -> None:
    (shell.folder / ("other.yaml" if text else "other.numbers.yaml")).write_text(text)
    assert shell("check").stdout == "1 script checked: no problems\n"


@pytest.mark.parametrize(
    "text",
    [
        TESTS.replace("flow:", "flw:"),
        TESTS.replace("tests:", "test:"),
        TESTS.replace("tests:", "tests"),
        TESTS.partition("tests:")[0],
        "\ufeff" + TESTS.replace("tests:", "test:"),
    ],
)
def test_a_test_file_with_a_slip_is_still_a_test_file(shell: Shell, text: str) -> None:
    (shell.folder / "a.test.yaml").write_text(text)
    done = shell("check")
    assert done.returncode == 1
    assert {head.split(":")[0] for head in heads(done.stdout)} == {"a.test.yaml"}


@pytest.mark.parametrize(
    ("name", "right", "text"),
    [
        ("clinic.flow.yml", "clinic.flow.yaml", BROKEN),
        ("clinic.yaml", "clinic.flow.yaml", BROKEN),
        ("clinic.yml", "clinic.flow.yaml", BROKEN),
        ("Clinic.Flow.YAML", "Clinic.flow.yaml", BROKEN),
        ("clinic.flow.yml", "clinic.flow.yaml", BROKEN.replace("callsheet: 1\n", "")),
        ("clinic.test.yml", "clinic.test.yaml", TESTS.replace("hears:", "haers:")),
        ("clinic.yaml", "clinic.test.yaml", TESTS.replace("hears:", "haers:")),
        ("clinic.yaml", "clinic.numbers.yaml", NUMBERS),
        (
            "clinic.numbers.yml",
            "clinic.numbers.yaml",
            f'otherwise: {NOTIFICATIONS}\nnubmers: {{"+15550199": {NOTIFICATIONS}}}\n',
        ),
    ],
)
def test_what_has_another_ending_is_noticed_and_checked(shell: Shell, name: str, right: str, text: str) -> None:
    (shell.folder / name).write_text(text)
    for done in (shell("check"), shell("check", name)):
        assert f'rename it to "{right}"' in done.stdout
        assert f"{name}:1:1 CS005" in heads(done.stdout)
        assert len(heads(done.stdout)) == 2
        assert done.returncode == 1


def test_a_link_that_leads_nowhere_is_told_of_and_the_other_tests_are_played(shell: Shell) -> None:
    (shell.folder / "a.test.yaml").write_text(TESTS)
    (shell.folder / "b.test.yaml").symlink_to("gone.test.yaml")
    for done in (shell("test", "a.test.yaml", "b.test.yaml"), shell("test")):
        assert done.returncode == 1
        assert "b.test.yaml:1:1: error: this is not there" in done.stdout
        assert "1 test: passed" in done.stdout, done.stdout


def test_a_test_file_with_another_ending_is_not_played_and_that_is_told(shell: Shell) -> None:
    (shell.folder / "a.test.yml").write_text(TESTS)
    done = shell("test")
    message = 'callsheet test: a.test.yml is not played; rename it to "a.test.yaml"\n'
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    (shell.folder / "b.test.yaml").write_text(TESTS)
    done = shell("test")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 test: passed\n", message)
    done = shell("run", "b.test.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "callsheet test b.test.yaml" in done.stderr


def test_another_ending_is_a_warning_that_can_be_meant_so(shell: Shell) -> None:
    path = shell.folder / "clinic.yaml"
    path.write_text(SOUND)
    assert shell("check").returncode == 0
    assert shell("check", "--strict").returncode == 1
    path.write_text(SOUND.replace("callsheet: 1\n", "callsheet: 1 # callsheet: allow CS005 because others read it\n"))
    assert shell("check", "--strict").returncode == 0


def test_folders_of_packages_and_programs_are_passed_over_unless_they_are_named(shell: Shell) -> None:
    for name in ("venv", ".venv", "node_modules", "build", "dist", ".git", "__pycache__", "more/build", "ours"):
        (shell.folder / name).mkdir(parents=True)
        (shell.folder / name / "x.flow.yaml").write_text(BROKEN)
        (shell.folder / name / "x.test.yaml").write_text("flow: x.flow.yaml\n")
    (shell.folder / "ours" / "pyvenv.cfg").touch()  # an environment of Python's, whatever it is called
    assert shell("check").stdout == "1 script checked: no problems\n"
    assert heads(shell("check", "build").stdout)[0] == "build/x.flow.yaml:5:10 CS201"


def test_links_in_a_circle_come_to_an_end(shell: Shell) -> None:
    (shell.folder / "again").symlink_to(".")
    (shell.folder / "x.flow.yaml").symlink_to("x.flow.yaml")
    done = shell("check")
    assert heads(done.stdout) == ["x.flow.yaml:1:1 CS001"]


def test_a_folder_that_nobody_can_look_into_is_told(shell: Shell) -> None:
    """Deeper than a path can say; a folder without rights is no obstacle to the user that tests may run as."""
    home = os.open(".", os.O_RDONLY)
    try:
        os.chdir(shell.folder)
        for _ in range(30):
            os.mkdir("x" * 200)
            os.chdir("x" * 200)
    finally:
        os.fchdir(home)
        os.close(home)
    done = shell("check")
    assert "error: this folder cannot be read" in done.stdout
    assert done.stdout.endswith("1 script checked: 1 error\n")
    assert done.returncode == 1


def test_a_whole_disk_is_not_searched(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(shell.folder)
    monkeypatch.setattr("callsheet.source.folders.MOST_ENTRIES", 3)
    for command in ("check", "test"):
        assert main([command]) == 2
        assert "files and folders in ." in capsys.readouterr().err


def test_standard_input_is_a_script(shell: Shell) -> None:
    done = shell("check", "-", typed=BROKEN)
    assert heads(done.stdout) == ["<stdin>:5:10 CS201"]
    assert "5 |   - run: nowhere" in done.stdout
    assert done.returncode == 1
    assert shell("check", "-", typed=(shell.folder / NOTIFICATIONS).read_bytes()).stdout == (
        "1 script checked: no problems\n"
    )


def test_standard_input_is_a_test_file_where_it_says_so(shell: Shell) -> None:
    assert shell("check", "-", typed=TESTS).stdout == "1 test file checked: no problems\n"
    assert heads(shell("check", "-", typed=TESTS.replace("hears:", "haers:")).stdout) == ["<stdin>:8:9 CS121"]


def test_standard_input_is_a_numbers_file_where_it_says_so(shell: Shell) -> None:
    typed = f"otherwise: {NOTIFICATIONS}\n"
    assert shell("check", "-", typed=typed).stdout == "1 script and 1 numbers file checked: no problems\n"
    assert heads(shell("check", "-", typed=typed + "numbers: 1\n").stdout) == ["<stdin>:2:10 CS125"]


@pytest.mark.parametrize(("typed", "code"), [(b"", "CS109"), (b"\xff\xfe", "CS002"), (b"x" * 2_000_000, "CS003")])
def test_hostile_standard_input(shell: Shell, typed: bytes, code: str) -> None:
    assert [head.split(" ")[1] for head in heads(shell("check", "-", typed=typed).stdout)] == [code]


def test_standard_input_in_every_format(shell: Shell) -> None:
    assert "::error file=<stdin>,line=5" in shell("check", "-", "--format", "github", typed=BROKEN).stdout
    (problem,) = json.loads(shell("check", "-", "--format", "json", typed=BROKEN).stdout)["problems"]
    assert problem["file"] == "<stdin>"


def test_a_sql_file_stands_for_the_scripts_that_use_its_folder(shell: Shell) -> None:
    (shell.folder / "other.flow.yaml").write_text(SOUND)
    (shell.folder / "migrations").mkdir()
    (shell.folder / "migrations" / "001.sql").write_text("CREATE TABLE t (x);\n")
    assert shell("check", "data/schema.sql").stdout == "1 script checked: no problems\n"
    schema = shell.folder / "data" / "schema.sql"
    schema.write_text(schema.read_text().replace("status", "state"))
    assert shell("check", "data/schema.sql").returncode == 1
    assert shell("check", "migrations/001.sql").stdout == "0 scripts checked: no problems\n"


def test_the_file_may_lie_beside_the_folder_of_the_scripts(shell: Shell) -> None:
    here = Shell(shell.folder / "scripts", shell.warm)
    here.folder.mkdir()
    script = (shell.folder / NOTIFICATIONS).read_text().replace("data/", "../data/")
    (here.folder / NOTIFICATIONS).write_text(script)
    assert here("check", "../data/schema.sql").stdout == "1 script checked: no problems\n"


def test_scripts_without_end_are_looked_through_for_sql_files(shell: Shell) -> None:
    """What is quadratic would take longer than a test may."""
    for number in range(20):
        (shell.folder / f"x{number}.flow.yaml").write_text("a" * 65_000)
    assert shell("check", "data/schema.sql").stdout == "1 script checked: no problems\n"


@pytest.mark.parametrize("how", ["workspace", "repository"])
def test_github_gets_paths_from_the_root_of_the_repository(shell: Shell, tmp_path: Path, how: str) -> None:
    inner = tmp_path / "calls" / "de"
    inner.mkdir(parents=True)
    (inner / "x.flow.yaml").write_text(BROKEN)
    if how == "repository":
        (tmp_path / ".git").mkdir()
    root = {"GITHUB_WORKSPACE": str(tmp_path) if how == "workspace" else ""}

    def places(folder: Path, *paths: str) -> list[str]:
        command = [*shell.command("check", "--format", "github"), *paths]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env={**shell.environment, **root})
        return re.findall(r"^::error file=([^,]+),", done.stdout, re.MULTILINE)

    assert places(inner) == ["calls/de/x.flow.yaml"]
    assert places(inner, "x.flow.yaml", str(inner / "x.flow.yaml")) == ["calls/de/x.flow.yaml"] * 2
    assert places(tmp_path, "calls") == ["calls/de/x.flow.yaml"]
    (tmp_path.parent / f"{tmp_path.name}.flow.yaml").write_text(BROKEN)  # lies outside, and begins alike
    assert places(tmp_path, f"../{tmp_path.name}.flow.yaml") == [f"../{tmp_path.name}.flow.yaml"]


def test_the_hook_starts_for_every_file_of_a_script() -> None:
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    for name in ("flows/x.flow.yaml", "flows/x.test.yaml", "x.flow.yml", "x.test.yml", "flows/data/queries.sql"):
        assert re.search(hook["files"], name), name
    assert not re.search(hook["files"], "flows/x.yaml")


def test_check_parses_every_file_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    (shell.folder / "a.test.yaml").write_text(TESTS)
    (shell.folder / "b.test.yaml").write_text(TESTS)
    (shell.folder / "clinic.numbers.yaml").write_text(f"otherwise: {NOTIFICATIONS}\n")
    (shell.folder / "c.flow.yaml").write_text(SOUND + "# callsheet: allow CS230 because it is a trial\n")
    texts = parsed(monkeypatch)
    monkeypatch.chdir(shell.folder)
    assert main(["check"]) == 0
    assert sorted(texts) == sorted(path.read_text() for path in shell.folder.rglob("*.yaml"))
