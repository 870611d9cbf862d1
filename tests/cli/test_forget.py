"""Forgetting old calls, while others are taken."""

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.cli.conftest import NOTIFICATIONS, REPOSITORY, Shell

OLD = (datetime.now(UTC) - timedelta(days=40)).isoformat(timespec="seconds")
JOURNAL = "callsheet.journal.jsonl"


def ids(path: Path) -> list[str]:
    return [json.loads(line)["call_id"] for line in path.read_text().splitlines()]


def test_old_calls_are_forgotten_and_new_ones_kept(shell: Shell) -> None:
    shell("run", NOTIFICATIONS, "--now", OLD, "--journal", JOURNAL, typed="yes\nno\n")
    shell("run", NOTIFICATIONS, "--journal", JOURNAL, typed="<hangup>\n")
    journal = shell.folder / JOURNAL
    old, new = dict.fromkeys(ids(journal))
    lines = ids(journal).count(old)
    journal.chmod(0o640)
    done = shell("forget", "--older-than", "30d")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (f"callsheet.db: 1 call and 2 writes forgotten\n{JOURNAL}: {lines} lines forgotten\n")
    assert set(ids(journal)) == {new}
    assert stat.S_IMODE(journal.stat().st_mode) == 0o640
    assert shell.rows("SELECT call_id FROM callsheet_calls") == [(new,)]
    assert shell.rows("SELECT count(*) FROM callsheet_writes") == [(0,)]
    assert shell.states()[:2] == ["acknowledged", "follow_up"]  # what was written is the author's
    again = shell("forget", "--older-than", "30d")
    assert again.stdout == f"callsheet.db: 0 calls and 0 writes forgotten\n{JOURNAL}: 0 lines forgotten\n"
    assert [path.name for path in shell.folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--older-than is missing"),
        (("--older-than", "soon"), "soon is no age: write it like 30d"),
        (("--older-than", "999999999w"), "is no age"),
        (("--older-than", "30d", "--database", "no.db"), "no.db is not there; nothing was forgotten"),
        (("--older-than", "30d", "--journal", "no.jsonl"), "no.jsonl is not there; nothing was forgotten"),
        (("--older-than", "30d", "--journal", "data"), "data is no ordinary file; nothing was forgotten"),
        (("--older-than", "30d", "--database", NOTIFICATIONS), "the file is not a database"),
    ],
)
def test_what_cannot_be_forgotten_is_told(shell: Shell, arguments: tuple[str, ...], told: str) -> None:
    (shell.folder / "callsheet.db").touch()
    done = shell("forget", *arguments)
    assert done.returncode in (1, 2)
    assert told.lower() in done.stderr.lower()


WRITING = """
import sys
from pathlib import Path
from tests.service.test_journal_file import Bench
bench = Bench(Path(sys.argv[1]))
for number in range(1000):
    bench.journal.write(bench.event(str(number)))
    if number == 100:
        print("writing", flush=True)
bench.journal.close()
"""


def test_nothing_that_is_written_meanwhile_is_lost(tmp_path: Path) -> None:
    from callsheet.journal.forgetting import forget_lines

    path = tmp_path / JOURNAL
    path.write_text('{"event":"call_ended","call_id":"old","at":"2020-01-01T00:00:00Z"}\nrubbish of then\n')
    command = [sys.executable, "-c", WRITING, str(path)]
    forgotten = rounds = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as writing:
        assert writing.stdout is not None
        assert writing.stdout.readline() == "writing\n"
        while rounds == 0 or (writing.poll() is None and rounds < 50):
            with path.open("a") as file:  # something to forget in each round
                file.write('{"event":"call_ended","call_id":"old","at":"2020-01-01T00:00:00Z"}\n')
            forgotten += forget_lines(path, tmp_path / "new", datetime(2025, 1, 1, tzinfo=UTC))
            rounds += 1
    assert forgotten >= 2
    assert ids(path) == [str(number) for number in range(1000)]
    assert os.listdir(tmp_path) == [JOURNAL]


def test_a_journal_that_grows_faster_than_it_is_copied_is_shortened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is copied as far as it went, then others wait: never for as long as there is somebody who writes."""
    from callsheet.journal import forgetting
    from callsheet.journal.reading import entry_of

    path, turn = tmp_path / "journal.jsonl", forgetting._wait_for_turn
    old = '{"event":"call_ended","call_id":"old","at":"2020-01-01T00:00:00Z"}\n'
    path.write_text(old * 3)
    looked: list[bytes] = []

    def growing(line: bytes) -> object:
        looked.append(line)
        if len(looked) < 100:  # as many lines come as are looked at
            with path.open("a") as file:
                file.write(old)
        return entry_of(line)

    at_turn: list[int] = []

    def taking_turns(journal_path: Path, journal: BinaryIO) -> None:
        at_turn.append(len(looked))
        turn(journal_path, journal)

    monkeypatch.setattr(forgetting, "entry_of", growing)
    monkeypatch.setattr(forgetting, "_wait_for_turn", taking_turns)
    assert forgetting.forget_lines(path, tmp_path / "new", datetime(2025, 1, 1, tzinfo=UTC)) == 6
    assert at_turn == [3]
