"""`callsheet calls`: the calls in a journal, whatever has become of the journal."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from callsheet.journal.reading import LONGEST_LINE
from tests.cli.conftest import NOTIFICATIONS, Shell
from tests.cli.journals import A_CALL, ended, lost, started, visit, write_journal


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def journal(shell: Shell) -> Path:
    return shell.folder / "callsheet.journal.jsonl"


def table(shell: Shell, *options: str) -> list[list[str]]:
    done = shell("calls", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split() for line in done.stdout.splitlines()]


def test_each_call_is_a_line_newest_last(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL, started("c-2", 100), ended("c-2", began=100, took=9), started("c-3", 90))
    done = shell("calls")
    lines = done.stdout.splitlines()
    assert [" ".join(line.split()) for line in lines[:2]] == [
        "when call flow lasted ending why",
        "2026-11-22 12:00:00 c-1 clinic 01:02.3 failed speech: the voice is broken (say)",
    ]
    assert lines[2].startswith("2026-11-22 12:01:30  c-3   clinic  ")  # it has lasted until now
    assert lines[2].endswith("  running")
    assert [" ".join(line.split()) for line in lines[3:]] == ["2026-11-22 12:01:40 c-2 clinic 00:09.0 completed"]


def test_only_the_last_ones_are_listed(shell: Shell, journal: Path) -> None:
    write_journal(journal, *(event for n in range(30) for event in (started(f"c-{n}", n), ended(f"c-{n}", began=n))))
    assert [row[2] for row in table(shell, "--last", "3")[1:]] == ["c-27", "c-28", "c-29"]
    assert len(table(shell)) == 21
    assert shell("calls", "--last", "0").returncode == 2


def test_a_call_whose_engine_died_says_so(shell: Shell, journal: Path) -> None:
    write_journal(journal, started(), lost())
    assert table(shell)[1][2:] == ["c-1", "clinic", "?", "failed", "engine_died"]


def test_a_call_that_ended_stays_so_where_its_end_was_not_noted_in_the_database(shell: Shell, journal: Path) -> None:
    write_journal(journal, started(), ended(), lost())
    assert table(shell)[1][4:] == ["01:02.3", "completed"]


def test_an_id_of_a_lost_call_that_comes_again_is_another_call(shell: Shell, journal: Path) -> None:
    write_journal(journal, started(), lost(), started(seconds=700))
    assert [row[5] for row in table(shell)[1:]] == ["failed", "running"]


def test_a_call_of_which_only_the_middle_is_there_is_listed(shell: Shell, journal: Path) -> None:
    write_journal(journal, visit("note", seconds=5), started("c-2", 300))
    assert " ".join(table(shell)[1]) == "? c-1 ? running"
    write_journal(journal, visit("note", seconds=5), ended())
    assert table(shell)[1][2:] == ["c-1", "clinic", "01:02.3", "completed"]


def test_a_call_that_began_in_an_older_journal_is_listed(shell: Shell, journal: Path) -> None:
    write_journal(journal, ended("c-old", took=600), started("c-2", 300))
    assert [row[2] for row in table(shell)[1:]] == ["c-old", "c-2"]


def test_an_id_that_comes_twice_is_two_calls(shell: Shell, journal: Path) -> None:
    write_journal(journal, started(), ended(), started(seconds=100), ended(began=100, ending="hung_up"))
    assert [row[5] for row in table(shell)[1:]] == ["completed", "hung_up"]


RUBBISH = [
    b"",
    b"\n\n",
    b"not json\n",
    b"\xff\xfe\x00\n",
    b"[1, 2]\n",
    b'{"a": 1}\n',
    b'{"event": 3, "call_id": "c-9"}\n',
    b'{"event": "call_started", "call_id": ["c-9"]}\n',
    b'{"event": "visit", "call_id": "c-1", "at": 5, "took_ms": "x", "said": [], "heard": {"text": 3}}\n',
    b'{"event": "passed", "call_id": "c-1", "at": "2026-11-22T12:00:00Z", "visit": 1, "steps": [["a", 2], 3, {}]}\n',
    b'{"event": "passed", "call_id": "c-1", "at": 5, "visit": "x"}\n',
    b'{"event": "passed", "call_id": "c-1", "at": "0001-01-01T00:00:00+14:00", "visit": 1e400, "steps": []}\n',
    b'{"event": "passed", "call_id": "c-9\\ud800", "at": "2026-11-22T12:00:00Z", "visit": 1, "x": '
    + b"[" * 900
    + b"]" * 900
    + b', "steps": [["\\ud800", "set", 1, "done"]]}\n',
    b'{"event": "something_new", "call_id": "c-1", "at": "2026-11-22T12:00:00Z"}\n',
    b'{"event": "call_ended", "call_id": "c-1", "took_ms": 1e400, "visits": 1' + b"0" * 400 + b"}\n",
    b"[" * 100_000 + b"\n",
    b'{"event": "call_started", "x": ' + b"[" * 100_000 + b"\n",
    b'{"event": "call_started", "call_id": "c-8", "pad": "' + b"x" * 3 * LONGEST_LINE + b'"}\n',
    b'{"event": "call_started", "call_id": "c-7", "at": "0001-01-01T00:00:00+14:00", "flow": null}\n',
]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_between_events_is_passed_over(shell: Shell, journal: Path, rubbish: bytes) -> None:
    good = write_journal(journal, started("c-0"), ended("c-0")).read_bytes()
    later = write_journal(journal, started("c-5", 5), ended("c-5", began=5)).read_bytes()
    journal.write_bytes(good + rubbish + later + b'{"event":"call_started","call_id":"c-cut","at":"2026-1')
    ids = [line.split()[2] for line in shell("calls").stdout.splitlines()[1:]]
    assert [call for call in ids if call in ("c-0", "c-5", "c-cut", "c-8", "c-9")] == ["c-0", "c-5"]
    shown = shell("show", "c-5")
    assert shown.returncode == 0


def test_nothing_in_a_journal_moves_the_cursor(shell: Shell, journal: Path) -> None:
    nasty = "\x1b[2J\u202e\ud800\nx"
    event = {"event": "call_started", "call_id": nasty, "at": "2026-11-22T12:00:00Z", "flow": nasty * 50}
    journal.write_text(json.dumps(event) + "\n")
    out = shell("calls").stdout
    assert len(out.splitlines()) == 2
    assert "\x1b" not in out
    assert "\\x1b[2J\\u202e\\ud800\\nx" in out


def test_which_journal_is_said_by_its_name_or_its_database(shell: Shell) -> None:
    write_journal(shell.folder / "a.jsonl", started("c-a"), ended("c-a"))
    write_journal(shell.folder / "b.journal.jsonl", started("c-b"), ended("c-b"))
    assert table(shell, "--journal", "a.jsonl")[1][2] == "c-a"
    assert table(shell, "--database", "b.db")[1][2] == "c-b"
    assert shell("calls", "--journal", "a.jsonl", "--database", "b.db").returncode == 2


def test_a_journal_that_is_not_there_is_told_with_a_way_out(shell: Shell) -> None:
    done = shell("calls")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "callsheet calls: callsheet.journal.jsonl is not there;"
        " name the journal with --journal, or the database with --database\n"
    )
    assert "is a folder, not a journal" in shell("show", "last", "--journal", "data").stderr
    assert "/dev/zero is no ordinary file" in shell("calls", "--journal", "/dev/zero").stderr
    assert shell("calls", "--journal", "\x1b[2J").stderr.startswith("callsheet calls: \\x1b[2J is not there; name")


def test_a_journal_without_calls_says_so(shell: Shell, journal: Path) -> None:
    journal.touch()
    assert shell("calls").stdout == "there is no call in callsheet.journal.jsonl\n"


def test_what_run_writes_is_read_back(shell: Shell) -> None:
    shell.call("--journal", "callsheet.journal.jsonl", "--rehearse", typed="yes\nno\n")
    ((_, _, _, flow, _, ending),) = table(shell)[1:]
    assert (flow, ending) == ("interactive_notifications", "completed")
    assert "understood as agree" in shell("show", "last").stdout


def test_a_call_tells_which_version_of_its_script_and_queries_took_it(shell: Shell, journal: Path) -> None:
    script, queries = (shell.folder / name for name in (NOTIFICATIONS, "data/notifications.sql"))
    versions = []
    for file, change in ((script, b""), (script, b"# Changed.\n"), (queries, b"-- Changed.\n")):
        file.write_bytes(file.read_bytes() + change)
        versions.append(sha256(script.read_bytes() + queries.read_bytes()).hexdigest())
        shell.call("--journal", journal.name, "--rehearse")
    events = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [event["digest"] for event in events if event["event"] == "call_started"] == versions
    assert f"\nscript {versions[-1][:12]}\n" in shell("show", "last").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_place_without_room_for_the_output_is_told(shell: Shell, journal: Path) -> None:
    write_journal(journal, started(), visit("answer"))
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "callsheet", "calls", "--journal", str(journal)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "no room left where it goes" in done.stderr
