"""The command line itself: help, version, and what it says of what it does not understand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from callsheet import __version__
from callsheet.cli import COMMANDS, main
from tests.cli.conftest import NOTIFICATIONS, Shell


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit status and both outputs of a command in this process."""
    try:
        status = main(arguments)
    except SystemExit as ended:  # argparse ends by itself
        status = int(ended.code or 0)
    out, error = capsys.readouterr()
    return status, out, error


def test_nothing_typed_is_help_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, error = told(capsys)
    assert (status, error) == (2, "")
    assert "callsheet run clinic.flow.yaml --rehearse" in out
    assert all(f"\n    {command}" in out for command in COMMANDS)
    assert told(capsys, "--help") == (0, out, "")


def test_help_is_as_wide_as_the_terminal_is_said_to_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    widths = {}
    for columns in ("60", "120", "0", "wide", "9" * 5000):
        monkeypatch.setenv("COLUMNS", columns)
        widths[columns] = max(map(len, told(capsys, "check", "--help")[1].splitlines()))
    assert widths["60"] <= 58 < widths["120"] <= 118
    assert widths["0"] == widths["wide"] == widths["9" * 5000] <= 78


@pytest.mark.parametrize("typed", ["version", "--version"])
def test_the_version_is_a_command_and_an_option(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert told(capsys, typed) == (0, f"callsheet {__version__}\n", "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chek", "check"),
        ("Check", "check"),
        ("rnu", "run"),
        ("tests", "test"),
        ("shema", "schema"),
        ("vresion", "version"),
    ],
)
def test_a_misspelt_command(capsys: pytest.CaptureFixture[str], typed: str, meant: str) -> None:
    expected = f'callsheet: there is no command "{typed}"; did you mean "{meant}"?\n'
    assert told(capsys, typed, "x.flow.yaml") == (2, "", expected)


def test_a_word_like_no_command_gets_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, error = told(capsys, "zzz\x1b[2J")
    assert all(command in error for command in COMMANDS)
    assert "\x1b" not in error


def test_a_script_in_the_place_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, error = told(capsys, "clinic.flow.yaml")
    assert "callsheet check clinic.flow.yaml" in error
    assert "callsheet run clinic.flow.yaml" in error


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("check --formt json", 'callsheet check: there is no option "--formt"; did you mean "--format"?'),
        ("check --format=xml", 'callsheet check: --format cannot be "xml"; there is: github, json, sarif, text'),
        ("check --format jsno", 'callsheet check: --format cannot be "jsno"; did you mean "json"?'),
        ("check --strict=1", "callsheet check: --strict takes nothing behind it"),
        ("run", "callsheet run: FLOW is missing"),
        ("run a b", 'callsheet run: "b" is one word too many'),
        ("run a --re", 'callsheet run: "--re" may be --rehearse or --recordings or --redact: write it out'),
        ("run a --rehearsal", 'callsheet run: there is no option "--rehearsal"; did you mean "--rehearse"?'),
        ("run a --caller 12", 'callsheet run: --caller: "12" is no telephone number'),
        ("calls --last", "callsheet calls: --last needs something behind it"),
        ("calls --journal a --database b", "callsheet calls: --journal and --database cannot be given together"),
        ("serve a", "callsheet serve: --line and --database are missing"),
        ("completion fish", 'callsheet completion: SHELL cannot be "fish"; there is: bash, zsh'),
    ],
)
def test_what_is_wrong_with_options_is_said_in_our_words(
    capsys: pytest.CaptureFixture[str], typed: str, message: str
) -> None:
    status, out, error = told(capsys, *typed.split(" "))
    assert (status, out) == (2, "")
    assert error.startswith(message)
    assert f"usage: {message.partition(':')[0]} " in error


@pytest.mark.parametrize("typed", [["--strict"], ["--strict", "check"], ["-x"], ["--versoin"]])
def test_an_option_before_all_commands(capsys: pytest.CaptureFixture[str], typed: list[str]) -> None:
    message = f'there is no option "{typed[0]}" before a command (--help, --version); write the command first'
    assert told(capsys, *typed) == (2, "", f"callsheet: {message}\n")


def test_one_command_is_not_kept_waiting_by_what_others_import(shell: Shell) -> None:
    code = (
        "import sys; from callsheet.cli import main; main(['check', sys.argv[1]]);"
        "print([it for it in ('callsheet.service', 'callsheet.testing', 'asyncio', 'openai') if it in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, NOTIFICATIONS],
        capture_output=True,
        text=True,
        cwd=shell.folder,
        env=shell.environment,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == "[]"


# The schema, for editors


def test_the_schema_is_named_with_the_line_for_an_editor(capsys: pytest.CaptureFixture[str]) -> None:
    for option, name in (("", "flow"), ("--test", "test"), ("--numbers", "numbers")):
        status, out, _ = told(capsys, "schema", *option.split())
        path, line = out.splitlines()
        assert (status, Path(path).name, line) == (0, f"{name}.schema.json", f"# yaml-language-server: $schema={path}")
        assert json.loads(Path(path).read_text())["$schema"]


def test_the_schema_is_written_beside_the_scripts(shell: Shell) -> None:
    done = shell("schema", "--write", "schemas/flow.schema.json")
    assert done.stdout == "schemas/flow.schema.json\n# yaml-language-server: $schema=schemas/flow.schema.json\n"
    written = json.loads((shell.folder / "schemas" / "flow.schema.json").read_text())
    assert json.loads(shell("schema", "--write", "-").stdout) == written


@pytest.mark.parametrize("target", [NOTIFICATIONS, "data", "data/schema.sql/x.json", "/proc/x.json"])
def test_the_schema_is_written_over_nothing_else(shell: Shell, target: str) -> None:
    before = (shell.folder / NOTIFICATIONS).read_bytes()
    done = shell("schema", "--write", target)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"callsheet schema: {target} ")
    assert (shell.folder / NOTIFICATIONS).read_bytes() == before


def test_no_name_of_a_file_is_obeyed_by_a_terminal(shell: Shell) -> None:
    """Files, and folders that are not there, have whatever name somebody has given them."""
    nasty = "no\x1b[31mwhere"
    (shell.folder / f"{nasty}.flow.yaml").write_text("callsheet: 1\n")
    call = Path(NOTIFICATIONS).name
    (shell.folder / "a.test.yaml").write_text(f"flow: {call}\ntests: [{{name: none, call: [hears: sorry]}}]\n")
    for arguments in (
        ("run", f"{nasty}.flow.yaml"),
        ("run", call, "--database", f"{nasty}/a.db"),
        ("run", call, "--journal", f"{nasty}/a.jsonl", "--rehearse"),
        ("test", "--lcov", f"{nasty}/a.info"),
        ("test", "--junit", f"{nasty}/a.xml"),
        ("draw", call, "--output", f"{nasty}/a.svg"),
        ("diff", nasty, nasty),
        ("calls", "--journal", nasty),
        ("forget", "--database", nasty, "--older-than", "1d"),
        ("recordings", "--folder", nasty),
        ("studio", nasty),
        ("explain", nasty),
    ):
        done = shell(*arguments)
        assert done.returncode != 0, arguments
        assert "\x1b" not in done.stdout + done.stderr, arguments
        assert "no\\x1b[31mwhere" in done.stderr, arguments
