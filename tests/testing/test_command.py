"""`callsheet test` as people and machines use it: what it plays, what it says, with which status it ends."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from callsheet.cli import main
from tests.testing.conftest import HEAD, Bench

REPOSITORY = Path(__file__).parents[2]
PASSES = HEAD + "  - name: later\n    call: [says: later]\n"
FAILS = HEAD + "  - name: later\n    call: [says: later]\n  - name: never\n    call: [hears: never]\n"


def test_the_shipped_scripts_pass_their_tests() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "callsheet", "test", "flows"], capture_output=True, text=True, cwd=REPOSITORY, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(" tests: all passed\n")
    assert done.stderr == ""


def test_check_finds_nothing_in_the_shipped_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", str(REPOSITORY / "flows")]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("script", sorted(REPOSITORY.glob("flows/*.flow.yaml")), ids=lambda path: path.name)
def test_each_shipped_script_has_tests_and_sample_rows_and_is_named_in_the_guide(script: Path) -> None:
    assert script.with_name(script.name.replace(".flow.", ".test.")).is_file()
    [data] = re.findall(r"^data: (\S+)", script.read_text(), re.MULTILINE)
    assert {"schema.sql", "sample.sql"} <= {path.name for path in (script.parent / data).parent.iterdir()}
    assert f"(flows/{script.name})" in (REPOSITORY / "flows.md").read_text()


def test_a_folder_is_searched(bench: Bench) -> None:
    bench.write("tasks.test.yaml", PASSES)
    bench.write("more/other.test.yaml", PASSES.replace("tasks.flow.yaml", "../tasks.flow.yaml"))
    bench.write(".hidden/other.test.yaml", "broken: [")
    assert bench.run().out == "2 tests: all passed\n"
    assert bench.run("more").out == "1 test: passed\n"
    assert bench.run("more", "tasks.test.yaml", ".").out == "2 tests: all passed\n"


COUNT = """callsheet: 1
flow: count
values: {members: 12345}
steps:
  - answer
  - say: We have {{ members }} members, and 1,000 guests.
  - disconnect
"""


@pytest.mark.parametrize(
    ("heard", "status"),
    [("12345 members", 0), ("12,345 MEMBERS, and 1000", 0), ("1,000 guests", 0), ("1234,5 members", 1), ("2,345", 0)],
)
def test_numbers_are_heard_with_commas_between_the_thousands_or_without(bench: Bench, heard: str, status: int) -> None:
    bench.write("count.flow.yaml", COUNT)
    bench.write("count.test.yaml", f'flow: count.flow.yaml\ntests: [{{name: a, call: [hears: "{heard}"]}}]\n')
    assert bench.run("count.test.yaml").status == status


def test_failures_and_errors_beside_tests_that_pass(bench: Bench) -> None:
    bench.write("a.test.yaml", PASSES)
    bench.write("b.test.yaml", FAILS)
    bench.write("c.test.yaml", PASSES.replace("says", "syas"))
    ran = bench.run()
    assert ran.status == 1
    assert "c.test.yaml:9:12: error: a turn has no key" in ran.out
    assert 'b.test.yaml:11:19: error: "never" failed' in ran.out
    assert ran.out.endswith("\n3 tests: 2 passed, 1 failed; 1 file with errors, not played\n")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (".", "there is no *.test.yaml in .; name a test file, or the folder that it is in"),
        ("none.test.yaml", "there is no file or folder none.test.yaml"),
        ("tasks.flow.yaml", "tasks.flow.yaml is no test file: its name does not end in .test.yaml"),
    ],
)
def test_nothing_to_test(path: str, message: str, bench: Bench) -> None:
    ran = bench.run(path)
    assert (ran.status, ran.out, ran.err) == (2, "", f"callsheet test: {message}\n")


def test_a_command_that_is_not_understood(bench: Bench) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.run("--junti", "x")
    assert ended.value.code == 2


def test_a_fault_of_ours(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*arguments: object) -> None:
        raise ZeroDivisionError

    bench.write("tasks.test.yaml", PASSES)
    monkeypatch.delenv("CALLSHEET_TRACEBACK")
    monkeypatch.setattr("callsheet.testing.play.play", fault)
    from callsheet.cli import main

    assert main(["test", "tasks.test.yaml"]) == 3
    assert "a mistake of Callsheet itself (ZeroDivisionError)" in bench.capsys.readouterr().err


def test_junit(bench: Bench) -> None:
    bench.write("b.test.yaml", FAILS)
    bench.write("c.test.yaml", PASSES.replace("says", "syas"))
    ran = bench.run("--junit", "results.xml")
    assert ran.status == 1
    root = ElementTree.parse(bench.folder / "results.xml").getroot()  # noqa: S314 - it is our own
    b, c = root.findall("testsuite")
    assert {key: b.get(key) for key in ("name", "tests", "failures", "errors")} == {
        "name": "b.test.yaml",
        "tests": "2",
        "failures": "1",
        "errors": "0",
    }
    assert [case.get("name") for case in b] == ["later", "never"]
    assert all(float(case.get("time", "")) >= 0 for case in b)
    assert b[0].find("failure") is None
    failure = b[1].find("failure")
    assert failure is not None
    assert failure.get("message") == 'the caller did not hear "never"'
    assert failure.text is not None
    assert "the call so far:" in failure.text
    assert (c.get("tests"), c.get("errors")) == ("1", "1")
    error = c[0].find("error")
    assert error is not None
    assert "did you mean" in str(error.text)


def test_junit_is_well_formed_whatever_the_texts_contain(bench: Bench) -> None:
    name = "<&>\"'" + "\\e \\u0007 \\ufffe ]]> \\U0001F4DE ä"
    text = HEAD + f'  - name: "{name.replace(chr(34), chr(92) + chr(34))}"\n    call: [hears: "</failure>\\u0001"]\n'
    bench.write("tasks.test.yaml", text)
    bench.run("--junit", "results.xml")
    (case,) = ElementTree.parse(bench.folder / "results.xml").getroot().iter("testcase")  # noqa: S314 - it is our own
    assert case.get("name") == "<&>\"'\\x1b \\x07 \\ufffe ]]> \U0001f4de ä"
    failure = case.find("failure")
    assert failure is not None
    assert 'the caller did not hear "</failure>\\x01"' in str(failure.get("message"))


def test_results_that_cannot_be_written(bench: Bench) -> None:
    bench.write("tasks.test.yaml", PASSES)
    ran = bench.run("--junit", "nowhere/results.xml")
    assert ran.status == 2
    assert ran.err == "callsheet test: nowhere/results.xml cannot be written: look at the folder\n"


def test_control_characters_do_not_reach_the_terminal(bench: Bench) -> None:
    ran = bench.call('hears: "\\e[2J"')
    assert ran.status == 1
    assert "\x1b" not in ran.out


def test_nothing_is_left_behind_and_no_database_is_made(bench: Bench) -> None:
    bench.write("tasks.test.yaml", PASSES)
    before = sorted(os.listdir(bench.folder))
    assert bench.run().status == 0
    assert sorted(os.listdir(bench.folder)) == before
