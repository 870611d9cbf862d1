"""`callsheet run`: the call in the terminal, through its streams and its signals."""

import io
import json
import os
import pty
import signal
import sqlite3
import stat
import subprocess
from contextlib import closing

import pytest

from callsheet.journal.reading import entries
from tests.cli.conftest import NOTIFICATIONS, NOW, Shell

CONVERSATION = """-- +15550100 calls interactive_notifications
-- the call is answered
call:   Your parcel will arrive tomorrow between nine and eleven. Can you confirm?
caller: okay, got it
-- understood: agree (phrase)
call:   Got it, that's been confirmed.
call:   Your invoice of November is ready. Can you confirm?
caller: (presses 2)
-- understood: refuse (key)
call:   No problem, someone from our team will follow up.
call:   That's everything. Have a great day!
-- the call is disconnected
-- the call ended: completed
-- 2 writes:
--   acknowledge_notification(notification_id=1, at=2026-11-22T15:00:00Z): 1 row
--   flag_for_followup(notification_id=2): 1 row
-- database: callsheet.db was made from data/schema.sql and data/sample.sql; delete it, and the next call makes it anew
"""


def test_a_conversation_from_standard_input(shell: Shell) -> None:
    done = shell.call(typed="okay, got it\n#2\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, CONVERSATION, "")
    assert shell.rows("SELECT id, status, acknowledged_at FROM notifications") == [
        (1, "acknowledged", "2026-11-22T15:00:00Z"),
        (2, "follow_up", None),
        (3, "pending", None),
    ]


def test_lines_are_taken_only_when_a_question_listens(shell: Shell) -> None:
    """The second line is not lost to the prompts between the questions, and what is left over is left alone."""
    assert shell.call(typed="yes\nyes\nyes\nyes\n").stdout.count("caller: ") == 2


@pytest.mark.parametrize(
    ("typed", "ending", "states"),
    [
        ("", "hung_up", ["pending", "pending", "pending"]),
        ("yes", "hung_up", ["acknowledged", "pending", "pending"]),
        ("yes\n<hangup>\n", "hung_up", ["acknowledged", "pending", "pending"]),
        ("<silence>\n\n", "hung_up", ["follow_up", "pending", "pending"]),
        ("the weather\r\nyes\r\nno\r\n", "completed", ["acknowledged", "follow_up", "pending"]),
    ],
)
def test_silence_hang_ups_and_the_end_of_the_input(shell: Shell, typed: str, ending: str, states: list[str]) -> None:
    done = shell.call(typed=typed)
    assert f"-- the call ended: {ending}" in done.stdout
    assert done.returncode == 0
    assert shell.states() == states


def test_an_unknown_caller_and_one_without_messages(shell: Shell) -> None:
    assert "Sorry, I can't find your number." in shell.call("--caller", "+15559999").stdout
    assert "Sorry, I can't find your number." in shell.call("--caller", "withheld").stdout
    shell.call("--caller", "+15550101", typed="yes\n")
    assert "You have no new messages, Ben Ortiz." in shell.call("--caller", "+15550101").stdout


@pytest.mark.parametrize("number", ["5550100", "+0123", "+1555x", "anna"])
def test_what_is_no_number_is_a_usage_error(shell: Shell, number: str) -> None:
    done = shell.call("--caller", number)
    assert done.returncode == 2
    assert number in done.stderr


def test_what_is_no_time_is_a_usage_error(shell: Shell) -> None:
    assert shell("run", NOTIFICATIONS, "--now", "tomorrow").returncode == 2


def test_a_script_with_errors_is_not_run(shell: Shell) -> None:
    path = shell.folder / NOTIFICATIONS
    path.write_text(path.read_text().replace("- disconnect", "- disconect"))
    done = shell.call()
    assert (done.returncode, done.stdout) == (1, "")
    assert "CS122" in done.stderr
    assert not (shell.folder / "callsheet.db").exists()


def test_a_missing_script_says_so(shell: Shell) -> None:
    done = shell("run", "nowhere.flow.yaml")
    assert done.returncode == 2
    assert "nowhere.flow.yaml" in done.stderr


def test_the_database_is_made_whole_or_not_at_all(shell: Shell) -> None:
    sample = shell.folder / "data" / "sample.sql"
    sample.write_text(sample.read_text() + "\nINSERT INTO nowhere VALUES (1);\n")
    done = shell.call()
    assert done.returncode == 1
    assert "sample.sql:11" in done.stderr
    assert sorted(path.name for path in shell.folder.iterdir()) == ["data", NOTIFICATIONS]


def test_without_sample_rows_the_tables_are_made(shell: Shell) -> None:
    (shell.folder / "data" / "sample.sql").unlink()
    assert "I can't find your number" in shell.call().stdout


def test_without_tables_and_database_the_call_cannot_begin(shell: Shell) -> None:
    (shell.folder / "data" / "schema.sql").unlink()
    done = shell.call()
    assert done.returncode == 2
    assert "schema.sql" in done.stderr


def test_a_rehearsal_leaves_the_database_alone(shell: Shell) -> None:
    assert "acknowledge_notification" in shell.call("--rehearse", typed="yes\nno\n").stdout
    assert not (shell.folder / "callsheet.db").exists()
    shell.call(typed="<hangup>\n")
    assert "acknowledge_notification" in shell.call("--rehearse", typed="yes\nno\n").stdout
    assert shell.states() == ["pending", "pending", "pending"]
    assert shell.rows("SELECT count(*) FROM callsheet_writes") == [(0,)]


def database_line(out: str) -> str:
    (line,) = [line for line in out.splitlines() if line.startswith("-- database: ")]
    return line.removeprefix("-- database: ")


def test_the_database_is_named_and_how_to_make_it_anew(shell: Shell) -> None:
    rehearsal = database_line(shell.call("--rehearse").stdout)
    assert rehearsal == "made from data/schema.sql and data/sample.sql for this rehearsal, and thrown away now"
    assert not (shell.folder / "callsheet.db").exists()
    made = "was made from data/schema.sql and data/sample.sql; delete it, and the next call makes it anew"
    assert database_line(shell.call().stdout) == f"callsheet.db {made}"
    kept = "keeps what was written; delete it, and the next call makes it anew from"
    assert database_line(shell.call().stdout) == f"callsheet.db {kept} data/schema.sql and data/sample.sql"
    (shell.folder / "data" / "sample.sql").unlink()
    assert database_line(shell.call().stdout) == f"callsheet.db {kept} data/schema.sql"
    assert database_line(shell.call("--rehearse").stdout).startswith("a copy of callsheet.db, thrown away now")
    (shell.folder / "data" / "schema.sql").unlink()
    assert database_line(shell.call().stdout) == "callsheet.db keeps what was written"


QUESTIONS = """callsheet: 1
flow: questions
defaults: {if_silent: [], if_unclear: []}
steps:
  - answer
  - ask: The first?
    answers:
      agree: [{note: yes}]
      refuse: [{note: no}]
    otherwise: []
  - ask: The second?
    answers:
      agree: [{note: yes}]
      refuse: [{note: no}]
    otherwise: []
  - disconnect
"""


def answered(shell: Shell, typed: str) -> list[str]:
    """The conversation, and what was understood, without what is told of the call."""
    (shell.folder / "questions.flow.yaml").write_text(QUESTIONS)
    out = shell("run", "questions.flow.yaml", typed=typed).stdout
    assert "database" not in out
    return [line for line in out.splitlines() if line.startswith(("call", "-- understood", "-- nothing"))]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("#1", "agree (key)"),
        ("no thanks", "refuse (phrase)"),
        ("the weather", "unclear"),
        ("#9", "unclear"),
    ],
)
def test_what_was_understood_and_how_is_told(shell: Shell, typed: str, understood: str) -> None:
    told = answered(shell, f"{typed}\nyes\n")
    assert told[2] == f"-- understood: {understood}"


VALUE = """callsheet: 1
flow: value
language: en-US
timezone: UTC
steps:
  - answer
  - ask: Which?
    for: KIND
    as: value
    if_silent: []
    if_unclear: []
    otherwise: [disconnect]
  - say: "{{ value }}."
  - disconnect
"""
TOO_SMALL = 'too small, or too early, for "from"'


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("number\n    from: 3", "two", f": {TOO_SMALL}"),
        ("number\n    to: 10", "#11", ': too large, or too late, for "to"'),
        ('date\n    from: "{{ today }}"', "yesterday", f": {TOO_SMALL}"),
        ("digits\n    length: 4", "one two three", ': shorter or longer than "length" allows'),
        ("number", "not four", ": words beside the value that make it doubtful"),
        ("number", "the weather", ""),
    ],
)
def test_why_a_value_is_unclear_is_told(shell: Shell, kind: str, typed: str, why: str) -> None:
    (shell.folder / "value.flow.yaml").write_text(VALUE.replace("KIND", kind))
    assert f"-- understood: unclear{why}\n" in shell("run", "value.flow.yaml", typed=f"{typed}\n").stdout


def test_why_a_value_is_unclear_is_told_below_a_test_that_fails_and_by_the_journal(shell: Shell) -> None:
    (shell.folder / "value.flow.yaml").write_text(VALUE.replace("KIND", "number\n    from: 3"))
    turns = "[{says: two}, {hears: Two}]"
    (shell.folder / "value.test.yaml").write_text(f"flow: value.flow.yaml\ntests:\n  - name: two\n    call: {turns}\n")
    assert f"     -- not understood: {TOO_SMALL}\n" in shell("test", "value.test.yaml").stdout
    shell("run", "value.flow.yaml", "--journal", "calls.jsonl", typed="two\n")
    call = json.loads((shell.folder / "calls.jsonl").read_text().splitlines()[0])["call_id"]
    assert f"understood as unclear: {TOO_SMALL}\n" in shell("show", call, "--journal", "calls.jsonl").stdout


def test_of_silence_there_is_nothing_to_understand(shell: Shell) -> None:
    assert answered(shell, "\nyes\n")[:3] == ["call:   The first?", "caller: (says nothing)", "call:   The second?"]


def test_two_keys_are_pressed_one_after_the_other(shell: Shell) -> None:
    assert answered(shell, "#12\n") == [
        "call:   The first?",
        "caller: (presses 1)",
        "-- understood: agree (key)",
        "call:   The second?",
        "caller: (presses 2)",
        "-- understood: refuse (key)",
    ]


def test_a_key_that_nothing_takes_is_dropped_and_that_is_told(shell: Shell) -> None:
    script = QUESTIONS.replace("  - disconnect", "  - say: Goodbye.\n    interruptible: false\n  - disconnect")
    (shell.folder / "last.flow.yaml").write_text(script)
    out = shell("run", "last.flow.yaml", typed="#1\n#2*\n").stdout.splitlines()
    at = out.index("call:   Goodbye.")
    assert out[at + 1 : at + 3] == ["caller: (presses *)", "-- nothing here takes this key, and it is dropped"]


def test_a_failure_names_the_line_of_the_script_and_what_to_do(shell: Shell) -> None:
    path = shell.folder / NOTIFICATIONS
    text = path.read_text()
    line = text[: text.index("- query: customer_by_phone")].count("\n") + 1
    shell.call(typed="<hangup>\n")
    with closing(sqlite3.connect(shell.folder / "callsheet.db")) as connection, connection:
        connection.execute("ALTER TABLE customers RENAME TO clients")
        connection.execute("CREATE VIEW customers AS SELECT id, json('{' || name) AS name, phone FROM clients")
    done = shell.call()
    place = f"{NOTIFICATIONS}:{line}: query customer_by_phone"
    assert f'-- {place} failed: The database refused "customer_by_phone": ' in done.stdout
    assert "compare it with schema.sql. (database_refused)\n" in done.stdout
    assert f"-- the call ended: failed\n--   {place}: The database refused" in done.stdout
    assert done.returncode == 1


def test_a_limit_names_the_line_and_what_to_do(shell: Shell) -> None:
    (shell.folder / "long.flow.yaml").write_text(
        "callsheet: 1\nflow: long\nlimits: {steps: 2}\n"
        "steps:\n  - answer\n  - pause: 1s\n  - say: Hi.\n  - disconnect\n"
    )
    told = shell("run", "long.flow.yaml").stdout.splitlines()
    (at,) = [number for number, line in enumerate(told) if "(limit)" in line]
    assert told[at].startswith("-- long.flow.yaml:7: say failed: the call took more than 2 steps")
    assert told[at + 1] == "--   raise the limit under limits:, or ask for less"


def test_standard_input_is_the_caller_and_no_script(shell: Shell) -> None:
    done = shell("run", "-")
    assert done.returncode == 2
    assert "standard input" in done.stderr


def test_the_journal_is_one_event_a_line(shell: Shell) -> None:
    shell.call("--journal", "journal.jsonl", typed="yes\nno\n")
    lines = (shell.folder / "journal.jsonl").read_bytes().splitlines()
    assert all(isinstance(json.loads(line), dict) for line in lines)
    started, *visits, ended = entries(io.BytesIO(b"\n".join(lines)))
    assert [started.event, ended.event, ended.text("ending")] == ["call_started", "call_ended", "completed"]
    assert [(visit.event, visit.number("visit")) for visit in visits] == [
        ("visit", number) for number in range(1, len(visits) + 1)
    ]
    written = [part.text("write") for visit in visits for name, part in visit.parts() if name == "written"]
    assert written == ["acknowledge_notification", "flag_for_followup"]


def test_with_the_journal_on_standard_output_the_conversation_moves_aside(shell: Shell) -> None:
    done = shell.call("--journal", "-", typed="okay, got it\n#2\n")
    assert done.stderr == CONVERSATION
    assert json.loads(done.stdout.splitlines()[-1])["event"] == "call_ended"


def test_redaction_leaves_nothing_of_the_caller_in_the_journal(shell: Shell) -> None:
    done = shell.call("--journal", "-", "--redact", typed="okay, strawberry\nno\n")
    for personal in ("+15550100", "strawberry", "okay", "parcel", "invoice", "2026-11-22T15:00:00Z"):
        assert personal not in done.stdout
    assert '"said":{"text":"[redacted]"' in done.stdout
    assert '"values":{"phone":"[redacted]"}' in done.stdout


def test_a_journal_that_cannot_be_written_says_so(shell: Shell) -> None:
    done = shell.call("--journal", "no/such/folder.jsonl")
    assert done.returncode == 2
    assert "no/such/folder.jsonl" in done.stderr


def test_a_journal_is_for_its_owner_alone(shell: Shell) -> None:
    shell.call("--journal", "journal.jsonl", typed="yes\nno\n")
    assert stat.S_IMODE((shell.folder / "journal.jsonl").stat().st_mode) == 0o600


def test_a_journal_does_not_spoil_another_file(shell: Shell) -> None:
    shell.call(typed="<hangup>\n")
    for name, target in (("soft.jsonl", NOTIFICATIONS), ("soft.db", "callsheet.db")):
        (shell.folder / name).symlink_to(target)
    for name, target in (("hard.jsonl", "data/notifications.sql"), ("hard.db", "callsheet.db")):
        (shell.folder / name).hardlink_to(shell.folder / target)
    (shell.folder / "here").symlink_to(".")
    before = {path: path.read_bytes() for path in shell.folder.rglob("*") if path.is_file()}
    for name, what in (
        ("./data/../callsheet.db-wal", "the database"),
        ("here/callsheet.db-journal", "the database"),
        ("soft.db", "the database"),
        ("hard.db", "the database"),
        ("soft.jsonl", "a script, or belongs to one"),
        ("hard.jsonl", "a script, or belongs to one"),
        ("data/schema.sql", "a script, or belongs to one"),
    ):
        done = shell.call("--journal", name, "--rehearse")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            f"callsheet run: the journal cannot be written to {name}: that is {what}; name a file of its own\n"
        )
    assert {path: path.read_bytes() for path in shell.folder.rglob("*") if path.is_file()} == before


def test_a_journal_that_nobody_reads_any_more_costs_only_the_journal(shell: Shell) -> None:
    command = " ".join(shell.command("run", NOTIFICATIONS, "--journal", "-"))
    done = subprocess.run(
        ["/bin/bash", "-c", f"printf 'yes\nno\n' | {command} | true; exit ${{PIPESTATUS[1]}}"],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "-- the call ended: completed" in done.stderr
    assert "Traceback" not in done.stderr
    assert shell.states()[:2] == ["acknowledged", "follow_up"]


@pytest.mark.parametrize("line", [b"\xff\xfe yes\n", b"yes\x00\x1b[2J\n", b"y" * 1_000_000 + b"\n", "“yes”\n".encode()])
def test_hostile_words_are_words(shell: Shell, line: bytes) -> None:
    done = shell.call(typed=line + b"no\nno\n")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert shell.states()[1] in ("follow_up", "acknowledged")


@pytest.mark.parametrize(
    ("break_it", "kind"),
    [
        (lambda path: path.write_bytes(b"this is no database" * 100), "database_corrupt"),
        (lambda path: (path.unlink(), path.mkdir()), "database_missing"),
    ],
)
def test_a_broken_database_is_a_failed_call_and_not_a_broken_engine(shell: Shell, break_it, kind: str) -> None:  # type: ignore[no-untyped-def]
    shell.call(typed="<hangup>\n")
    for name in ("callsheet.db-wal", "callsheet.db-shm"):
        (shell.folder / name).unlink(missing_ok=True)
    break_it(shell.folder / "callsheet.db")
    done = shell.call("--journal", "-")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["failure_kind"] == kind


@pytest.mark.parametrize("how", [(), ("--rehearse",)])
def test_the_database_of_another_script_is_told_before_the_call(shell: Shell, how: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(shell.folder / "callsheet.db")) as other:
        other.execute("CREATE TABLE appointments (id INTEGER PRIMARY KEY)")
    done = shell.call(*how)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'callsheet.db does not fit the script "interactive_notifications"' in done.stderr
    assert "name another database with --database" in done.stderr


def test_a_locked_database_fails_the_write_and_the_script_goes_on(shell: Shell) -> None:
    path = shell.folder / NOTIFICATIONS
    path.write_text(
        path.read_text().replace(
            'at: "{{ now }}"}', 'at: "{{ now }}"}\n              if_fails: [{say: Not now.}, next_item]'
        )
    )
    shell.call(typed="<hangup>\n")
    with closing(sqlite3.connect(shell.folder / "callsheet.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = shell.call(typed="yes\n<hangup>\n")
        other.execute("ROLLBACK")
    assert "call:   Not now." in done.stdout
    assert "Got it" not in done.stdout
    assert shell.states() == ["pending", "pending", "pending"]


def test_a_reader_who_goes_away_is_a_caller_who_has_gone(shell: Shell) -> None:
    pipe = f"{' '.join(shell.command('run', NOTIFICATIONS))} < /dev/null | head -n 1"
    done = subprocess.run(
        ["/bin/bash", "-c", pipe],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert done.stderr == ""


# Signals, and a terminal


def _read_until(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"{words} was never printed")


def test_sigterm_ends_the_call_and_says_so(shell: Shell) -> None:
    process = shell.start("run", NOTIFICATIONS)
    with process:
        _read_until(process, "Can you confirm?")
        process.send_signal(signal.SIGTERM)
        _read_until(process, "-- the call ended: shut_down")
        assert process.wait(30) == 0


def test_ctrl_c_hangs_up(shell: Shell) -> None:
    process = shell.start("run", NOTIFICATIONS)
    with process:
        _read_until(process, "Can you confirm?")
        process.send_signal(signal.SIGINT)
        _read_until(process, "-- the call ended: hung_up")
        assert process.wait(30) == 0


def test_in_a_terminal_words_are_typed_and_time_is_real(shell: Shell) -> None:
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        shell.command("run", NOTIFICATIONS, "--now", NOW),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=shell.folder,
        env=shell.environment,
        start_new_session=True,
    )
    os.close(terminal)
    screen = b""
    for typed in (b"the weather\n", b"#1\n", b"\n", b"no\n"):
        while not screen.endswith(b"caller: "):
            screen += os.read(main, 4096)
        os.write(main, typed)
        screen += os.read(main, 1)
    try:
        while chunk := os.read(main, 4096):
            screen += chunk
    except OSError:  # the process has closed its terminal
        pass
    os.close(main)
    assert process.wait(30) == 0
    assert "Sorry, please say yes or no, or press 1 or 2." in screen.decode()
    assert "Are you still there?" in screen.decode()
    assert shell.states() == ["acknowledged", "follow_up", "pending"]


def test_a_full_disk_costs_the_journal_and_not_the_call(shell: Shell) -> None:
    done = shell.call("--journal", "/dev/full", typed="yes\nno\n")
    assert done.returncode == 0
    assert "-- the call ended: completed" in done.stdout
    assert done.stderr == "callsheet: the journal cannot be written any more: No space left on device\n"


def test_a_closed_screen_does_not_become_the_journal(shell: Shell) -> None:
    command = " ".join(shell.command("run", NOTIFICATIONS, "--journal", "-"))
    done = subprocess.run(
        ["/bin/bash", "-c", f"echo yes | {command} 2>&-"],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert all(json.loads(line) for line in done.stdout.splitlines())


def test_a_closed_input_is_a_hang_up(shell: Shell) -> None:
    command = " ".join(shell.command("run", NOTIFICATIONS))
    done = subprocess.run(
        ["/bin/bash", "-c", f"{command} <&-"],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "-- the call ended: hung_up" in done.stdout


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_call_never_comes_to_the_end_of_the_calendar(shell: Shell, time: str) -> None:
    assert shell("run", NOTIFICATIONS, "--now", time).returncode == 2


def test_a_rehearsal_neither_ends_nor_tells_lost_calls(shell: Shell) -> None:
    process = shell.start("run", NOTIFICATIONS)
    with process:
        _read_until(process, "Can you confirm?")
        process.kill()
    assert "was left open" not in shell.call("--rehearse").stdout
    assert "was left open" in shell.call().stdout
    assert "was left open" not in shell.call().stdout


def test_what_the_ledger_holds_cannot_move_the_cursor(shell: Shell) -> None:
    process = shell.start("run", NOTIFICATIONS)
    with process:
        _read_until(process, "Can you confirm?")
        process.kill()
    with closing(sqlite3.connect(shell.folder / "callsheet.db")) as connection, connection:
        connection.execute("UPDATE callsheet_calls SET flow = 'a\x1b[2J\n-- the call ended: completed'")
    told = shell.call().stdout.splitlines()[0]
    assert "a\\x1b[2J\\n-- the call ended: completed" in told


def test_redaction_reaches_what_is_stored_beside_a_write(shell: Shell) -> None:
    """It is there while the call may need it: the next process tells what one that was killed has written."""
    process = shell.start("run", NOTIFICATIONS, "--redact", "--journal", os.devnull)
    with process:
        assert process.stdin is not None
        process.stdin.write("yes\n")
        process.stdin.flush()
        _read_until(process, "Got it")
        process.kill()
    (event,) = shell.rows("SELECT event FROM callsheet_writes")[0]
    assert json.loads(str(event))["written"]["values"] == {"notification_id": "[redacted]", "at": "[redacted]"}
    shell.call(typed="yes\n")
    assert shell.rows("SELECT DISTINCT event, digest FROM callsheet_writes") == [("", "")], "they have ended"


def test_a_question_that_cannot_be_heard_whole_is_not_asked(shell: Shell) -> None:
    shell.call(typed="<hangup>\n")
    with closing(sqlite3.connect(shell.folder / "callsheet.db")) as connection, connection:
        connection.execute("UPDATE notifications SET message = ? WHERE id = 1", ("word " * 2500,))
    done = shell.call(typed="yes\n")
    assert done.returncode == 1
    assert shell.states()[0] == "pending"


def test_a_terminal_that_is_closed_ends_the_call(shell: Shell) -> None:
    process = shell.start("run", NOTIFICATIONS)
    with process:
        _read_until(process, "Can you confirm?")
        process.send_signal(signal.SIGHUP)
        _read_until(process, "-- the call ended: shut_down")
        assert process.wait(30) == 0
    assert shell.rows("SELECT ending FROM callsheet_calls") == [("shut_down",)]


def test_an_answer_to_what_somebody_else_has_settled_meanwhile_changes_nothing(shell: Shell) -> None:
    """The shipped script's writes touch only rows that are still pending."""
    process = shell.start("run", NOTIFICATIONS)
    with process:
        _read_until(process, "parcel")
        with closing(sqlite3.connect(shell.folder / "callsheet.db")) as other, other:
            other.execute("UPDATE notifications SET status = 'follow_up' WHERE id = 1")
            other.execute("UPDATE notifications SET status = 'acknowledged' WHERE id = 2")
        out, error = process.communicate("yes\nno\n", timeout=30)
    assert "-- the call ended: completed" in out
    assert ": 0 rows" in out
    assert "1 row" not in out
    assert (process.returncode, error) == (0, "")
    assert shell.states() == ["follow_up", "acknowledged", "pending"]
    assert shell.rows("SELECT name, rows FROM callsheet_writes ORDER BY visit") == [
        ("acknowledge_notification", 0),
        ("flag_for_followup", 0),
    ]
