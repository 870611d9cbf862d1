"""`callsheet serve`: what it wants before it takes a call, and how it says so."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import NOTIFICATIONS, Shell

BASE = ("--line", "telcoflow", "--database", "calls.db")
GREETING = "callsheet: 1\nflow: greeting\nsteps:\n  - answer\n  - say: Hello.\n  - disconnect\n"


@pytest.fixture(autouse=True)
def _no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("TELCOFLOW_", "OPENAI_", "CALLSHEET_")):
            monkeypatch.delenv(name)


@pytest.fixture
def place(shell: Shell) -> Shell:
    """A folder with a database and scripts."""
    with closing(sqlite3.connect(shell.folder / "calls.db")) as connection:
        connection.executescript((shell.folder / "data" / "schema.sql").read_text())
    for name in ("a", "b"):
        (shell.folder / f"{name}.flow.yaml").write_text(GREETING)
    return shell


def refused(shell: Shell, *arguments: str) -> str:
    done = shell("serve", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("callsheet serve: ")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr.removeprefix("callsheet serve: ").strip()


def test_a_database_is_never_made(shell: Shell) -> None:
    assert refused(shell, NOTIFICATIONS, *BASE) == (
        "there is no database calls.db, and real calls are not answered from sample data;"
        ' make it from your schema, as in: sqlite3 calls.db ".read schema.sql"'
    )
    assert not (shell.folder / "calls.db").exists()
    assert refused(shell, NOTIFICATIONS, "--line", "telcoflow", "--database", "data").startswith("data is a folder")


def test_a_database_has_to_be_a_file_that_can_be_written(place: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    base = ("a.flow.yaml", "--line", "telcoflow", "--database")
    assert refused(place, *base, "/dev/null") == "/dev/null is no ordinary file; name the SQLite file"
    (place.folder / "kept").mkdir()
    shutil.copy(place.folder / "calls.db", place.folder / "kept" / "calls.db")
    (place.folder / "kept").chmod(0o555)
    bounded = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()
    if bounded and not shutil.which(bounded[0]):
        pytest.skip("the superuser may write everything")
    done = subprocess.run(
        [*bounded, *place.command("serve", *base, "kept/calls.db")],
        cwd=place.folder,
        env=place.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "callsheet serve: kept/calls.db cannot be written; every call is noted there, so let this user read and write"
        " the file and its folder\n"
    )


def test_the_journal_is_a_file_of_its_own(place: Shell) -> None:
    before = (place.folder / "calls.db").read_bytes()
    (place.folder / "link.db").symlink_to("calls.db")
    for name, what in (
        ("calls.db", "the database"),
        ("link.db", "the database"),
        ("calls.db-wal", "the database"),
        ("a.flow.yaml", "a script, or belongs to one"),
    ):
        message = refused(place, "a.flow.yaml", *BASE, "--journal", name)
        assert message == f"the journal cannot be written to {name}: that is {what}; name a file of its own"
    assert (place.folder / "calls.db").read_bytes() == before
    (place.folder / "callsheet.numbers.yaml").write_text("otherwise: a.flow.yaml\n")
    assert "that is a script, or belongs to one" in refused(place, *BASE, "--journal", "callsheet.numbers.yaml")


def test_a_script_that_records_needs_a_place_for_it(place: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELCOFLOW_API_KEY", "TELCOFLOW_CONNECTOR_UUID"):
        monkeypatch.setenv(name, "k")
    steps = "  - answer\n  - record: Speak.\n    as: said\n    if_none: []\n  - disconnect\n"
    (place.folder / "records.flow.yaml").write_text(f"callsheet: 1\nflow: records\nsteps:\n{steps}")
    done = place("serve", "records.flow.yaml", *BASE)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        'callsheet serve: records.flow.yaml:5: "record" needs a place for recordings: name a folder with --recordings'
    )
    done = place("serve", "records.flow.yaml", *BASE, "--recordings", "calls.db")
    assert done.stderr.splitlines()[-1] == "callsheet serve: calls.db is no folder; name one for recordings"


def test_some_script_has_to_answer(place: Shell) -> None:
    assert "no script is named, and there is no callsheet.numbers.yaml here" in refused(place, *BASE)
    assert "which of them answers which number" in refused(place, "a.flow.yaml", "b.flow.yaml", *BASE)
    assert refused(place, "c.flow.yaml", *BASE) == "c.flow.yaml is not there, or is no file"
    assert refused(place, "data", *BASE) == "data is a folder; name a script in it"
    assert "there is no file other.numbers.yaml" in refused(place, "--config", "other.numbers.yaml", *BASE)


def test_a_script_that_is_named_has_to_be_among_those_of_the_file(place: Shell) -> None:
    (place.folder / "callsheet.numbers.yaml").write_text("otherwise: a.flow.yaml\n")
    message = refused(place, "b.flow.yaml", *BASE)
    assert message == "b.flow.yaml is not among the scripts that callsheet.numbers.yaml names: a.flow.yaml"
    (place.folder / "callsheet.numbers.yaml").rename(place.folder / "other.numbers.yaml")
    message = refused(place, "b.flow.yaml", "--config", "other.numbers.yaml", *BASE)
    assert message == "b.flow.yaml is not among the scripts that other.numbers.yaml names: a.flow.yaml"
    (place.folder / "other.numbers.yaml").rename(place.folder / "callsheet.numbers.yaml")
    # The one that is, is served as far as the account: it is missing.
    assert "TELCOFLOW_API_KEY is not set" in refused(place, "./a.flow.yaml", *BASE)


def test_all_mistakes_of_all_files_are_told_before_anything_begins(place: Shell) -> None:
    (place.folder / "a.flow.yaml").write_text(GREETING.replace("say", "sya"))
    (place.folder / "my.numbers.yaml").write_text('numbers:\n  "+15550199": a.flow.yaml\n  "+1 5550198": c.flow.yaml\n')
    done = place("serve", "--config", "my.numbers.yaml", *BASE)
    assert (done.returncode, done.stdout) == (1, "")
    heads = [
        line.partition(" ")[0] for line in done.stderr.splitlines() if line.startswith(("my.numbers.yaml", "a.flow"))
    ]
    assert heads == ["my.numbers.yaml:3:3:", "my.numbers.yaml:3:17:"]
    assert done.stderr.endswith("callsheet serve: nothing is served before this is mended\n")
    (place.folder / "my.numbers.yaml").write_text('numbers:\n  "+15550199": a.flow.yaml\notherwise: b.flow.yaml\n')
    (place.folder / "b.flow.yaml").write_text(GREETING.replace("Hello.", ""))
    done = place("serve", "--config", "my.numbers.yaml", *BASE)
    heads = [line.partition(" ")[0] for line in done.stderr.splitlines() if "error:" in line]
    assert heads == ["a.flow.yaml:5:5:", "b.flow.yaml:5:5:"]


def test_check_looks_at_the_file_and_its_scripts(place: Shell) -> None:
    (place.folder / "flows").mkdir()
    shutil.copy(place.folder / "a.flow.yaml", place.folder / "flows" / "later.flow.yaml")
    config = place.folder / "callsheet.numbers.yaml"
    config.write_text('numbers:\n  "+15550199": flows/later.flow.yaml\notherwise: a.flow.yaml\n')
    assert place("check", "callsheet.numbers.yaml").stdout == "2 scripts and 1 numbers file checked: no problems\n"
    (place.folder / "flows" / "later.flow.yaml").write_text(GREETING.replace("say", "sya"))
    done = place("check", "callsheet.numbers.yaml", "flows")
    assert done.returncode == 1
    assert done.stdout.count("flows/later.flow.yaml:5:5: error:") == 1
    config.write_text('numbers:\n  "+1 555 0199": flows/latr.flow.yaml\n')
    assert place("check", "callsheet.numbers.yaml").stdout == (
        """callsheet.numbers.yaml:2:3: error: "+1 555 0199" cannot be a telephone number [CS702 bad-number]
  |
2 |   "+1 555 0199": flows/latr.flow.yaml
  |   ^^^^^^^^^^^^^
   = help: did you mean "+15550199"?

callsheet.numbers.yaml:2:18: error: "flows/latr.flow.yaml" is not there [CS703 missing-script]
  |
2 |   "+1 555 0199": flows/latr.flow.yaml
  |                  ^^^^^^^^^^^^^^^^^^^^
   = help: did you mean "flows/later.flow.yaml"?

1 numbers file checked: 2 errors
"""
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "TELCOFLOW_API_KEY is not set"),
        ({"TELCOFLOW_API_KEY": "k"}, "TELCOFLOW_CONNECTOR_UUID is not set"),
        ({"TELCOFLOW_BASE_URL": "here"}, "TELCOFLOW_BASE_URL is no address"),
        ({"OPENAI_API_KEY": "a b", "CALLSHEET_MODEL": "m"}, "OPENAI_API_KEY is no key"),
        ({"OPENAI_API_KEY": "k", "CALLSHEET_VOICE_MODEL": "m"}, "CALLSHEET_VOICE_MODEL needs CALLSHEET_VOICE"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    place: Shell, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], words: str
) -> None:
    if set(settings) != {"TELCOFLOW_API_KEY"} and settings:
        settings = {"TELCOFLOW_API_KEY": "k", "TELCOFLOW_CONNECTOR_UUID": "c", **settings}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert words in refused(place, "a.flow.yaml", *BASE)
    assert not (place.folder / "calls.journal.jsonl").exists()


@pytest.mark.parametrize(
    "missing", ["prometheus_client", "telcoflow", "abxbus", "onnxruntime", "hibari", "moonshine_voice", "numpy"]
)
def test_what_has_to_be_installed_is_told(place: Shell, missing: str) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None; from callsheet.cli import main as m; sys.exit(m(sys.argv[1:]))"
    )
    account = {"TELCOFLOW_API_KEY": "k", "TELCOFLOW_CONNECTOR_UUID": "c", "TELCOFLOW_BASE_URL": "ws://127.0.0.1:9"}
    done = subprocess.run(
        [sys.executable, "-c", program, "serve", "a.flow.yaml", *BASE, "--port", "0"],
        cwd=place.folder,
        env={**place.environment, **account},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'callsheet[serve,speech,telcoflow]'" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--max-calls", "0"),
        ("--max-calls", "-1"),
        ("--max-calls", "100000"),
        ("--drain", "soon"),
        ("--drain", "nan"),
        ("--drain", "-1"),
        ("--port", "65536"),
        ("--port", "x"),
        ("--line", "pigeon"),
    ],
)
def test_options_are_bounded(place: Shell, options: tuple[str, str]) -> None:
    done = place("serve", "a.flow.yaml", *BASE, *options)
    assert done.returncode == 2
    assert options[0] in done.stderr


def test_a_log_that_is_rotated_while_it_starts_does_not_end_it(shell: Shell) -> None:
    program = """
import os, signal, sys
from callsheet.cli import main, serve
looks = serve._needs_database
serve._needs_database = lambda path: (os.kill(os.getpid(), signal.SIGHUP), looks(path))
sys.exit(main(sys.argv[1:]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "serve", NOTIFICATIONS, *BASE],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("callsheet serve: there is no database")


def test_line_and_database_have_to_be_said(place: Shell) -> None:
    assert "--database" in place("serve", "a.flow.yaml", "--line", "telcoflow").stderr
    assert "--line" in place("serve", "a.flow.yaml", "--database", "calls.db").stderr


def test_the_help_tells_what_signals_do(shell: Shell) -> None:
    done = shell("serve", "--help")
    assert done.returncode == 0
    assert "SIGTERM" in done.stdout
    assert str(Path("callsheet.numbers.yaml")) in done.stdout


def test_a_script_that_wants_more_of_its_line_is_not_served(place: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELCOFLOW_API_KEY", "TELCOFLOW_CONNECTOR_UUID"):
        monkeypatch.setenv(name, "k")
    (place.folder / "a.flow.yaml").write_text(
        'callsheet: 1\nflow: reception\ncontacts: {office: "+15550123"}\nsteps:\n  - connect: office\n'
        "    if_unanswered: [answer, disconnect]\n  - leave\n"
    )
    done = place("serve", "a.flow.yaml", *BASE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        'a.flow.yaml:5:5: error: the line that carries the calls cannot ring "office": it rings only callee'
    )
    assert "CS704" in done.stderr
    assert done.stderr.endswith("callsheet serve: nothing is served before this is mended\n")
