"""`callsheet show`: one call as a screenplay."""

import shutil
from pathlib import Path

import pytest

from callsheet.ports.records import Passed, PassedStep, PromptSpoken, SomebodyRung, visits
from tests.cli.conftest import Shell
from tests.cli.journals import A_CALL, DIGEST, at, ended, lost, started, visit, write_journal

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def journal(shell: Shell) -> Path:
    return shell.folder / "callsheet.journal.jsonl"


def shown(shell: Shell, call: str = "c-1") -> list[str]:
    done = shell("show", call)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_who_was_rung_is_told_and_who_heard_what(shell: Shell, journal: Path) -> None:
    call = (
        started(),
        visit("connect", SomebodyRung("billing", ("+15550123",), "unanswered", 20.0), took=20, outcome="unanswered"),
        visit("connect", SomebodyRung("", ("+15550124",), "answered", 3.2), seconds=20, took=3.2),
        visit("whisper", PromptSpoken("A caller.", 900, 900, False, "other"), seconds=24, took=0.9),
        visit("barge", PromptSpoken("Hello both.", 900, 900, False, "both"), seconds=25, took=0.9),
        visit("leave", seconds=26),
        ended(took=26),
    )
    write_journal(journal, *call)
    assert shown(shell)[5:-2] == [
        "00:00.0  --        rings billing at +15550123: unanswered after 20.0 s",
        "00:20.0  --        rings +15550124: answered after 3.2 s",
        "00:24.0  engine    (to the other side) A caller.",
        "00:25.0  engine    (to both) Hello both.",
        "00:26.0  --        leaves the call to the two",
    ]
    assert "a number: answered" in shell("calls").stdout
    write_journal(journal, *call, redact=True)
    assert "00:00.0  --        rings billing: unanswered after 20.0 s" in shown(shell)
    assert "+1555012" not in "".join(shown(shell))


def test_a_call_is_told_as_it_happened(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL)
    assert shown(shell) == [
        "call c-1",
        "clinic: +15550100 calls +15550199",
        "began 2026-11-22 12:00:00",
        "script c0ffee012345",
        "",
        "00:00.2  --        answered",
        "00:00.2  read      person(phone=+15550100, born=nothing, active=true): 1 row",
        "00:00.3  engine    Hello.",
        "00:01.2  engine    Will you come tomorrow at nine? (interrupted: 1.2 of 4.5 s were heard)",
        '00:03.7  caller    "yes, sure" (0.93)',
        "00:03.7            understood as agree, by phrase (1.00)",
        "00:03.8  written   finish(task_id=7): 1 row",
        "00:03.8  written   finish(task_id=7): 1 row, done before and not again",
        "00:03.9  note      comes",
        "00:04.0  --        a pause of 2.0 s",
        "01:00.0  caller    presses #",
        "01:00.0            the model could not be asked: it was late (timeout)",
        "01:01.0  caller    says nothing",
        "01:01.0            understood as silent, by silent (0.00)",
        "01:01.0  failed    say, on line 4: speech: the voice is broken",
        "01:01.5  engine    Good-bye. (cut: 0.3 of 0.8 s were heard)",
        "01:01.8  --        the caller has hung up",
        "",
        "-- ended: failed, after 01:02.3, 12 steps and 1 write",
        "--   speech in say: the voice is broken",
    ]


def test_steps_that_passed_in_silence_are_told_as_if_each_had_an_event_of_its_own(shell: Shell, journal: Path) -> None:
    steps = PassedStep("set name", "set", 4, "done"), PassedStep("if", "if", 5, "shut_down")
    passed = Passed("c-1", at(60), 11, steps)
    begun, ended = A_CALL[:8], A_CALL[-1]
    write_journal(journal, *begun, *visits(passed), ended)
    single = shown(shell)
    journal.unlink()
    write_journal(journal, *begun, passed, ended)
    assert shown(shell) == single
    assert "01:00.0  --        the engine shuts down" in single


def test_a_journal_of_before_digests_is_shown_without_one(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL)
    journal.write_text(journal.read_text().replace(f',"digest":"{DIGEST}"', ""))
    assert shown(shell)[2:4] == ["began 2026-11-22 12:00:00", ""]


def test_what_is_blacked_out_stays_so(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL, redact=True)
    out = "\n".join(shown(shell))
    assert "+1555" not in out
    assert "clinic: [redacted] calls [redacted]" in out
    assert "person(phone=[redacted], born=nothing, active=[redacted]): 1 row" in out
    assert 'caller    "[redacted]" (0.93)' in out


def test_a_call_under_way_is_shown_as_such(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL[:4], started("c-2", caller=""))
    assert shown(shell)[-1] == "-- it has not ended yet; or its engine died, and was not started again"
    assert shown(shell, "last")[1] == "clinic: a withheld number calls +15550199"


@pytest.mark.parametrize("times", [1, 2])  # twice where whoever told it died, too
def test_a_call_whose_engine_died_says_what_it_wrote(shell: Shell, journal: Path, times: int) -> None:
    write_journal(journal, *A_CALL[:4], *[lost()] * times)
    assert shown(shell)[-3:] == [
        "",
        "-- clinic was left open: its engine died, or could not note its end",
        "--   written, perhaps not spoken: finish (1 row)",
    ]


def test_an_id_that_comes_twice_is_shown_as_two_calls(shell: Shell, journal: Path) -> None:
    write_journal(journal, started(), ended(), started(seconds=100))
    lines = shown(shell)
    second = lines.index("call c-1", 1)
    assert lines[second - 1] == ""
    assert lines[second + 2] == "began 2026-11-22 12:01:40"


def test_a_call_that_began_in_an_older_journal_says_so(shell: Shell, journal: Path) -> None:
    write_journal(journal, visit("note", seconds=5), ended())
    assert shown(shell)[0] == "call c-1: its beginning is not in this journal"


def test_a_call_is_found_by_the_beginning_of_its_id(shell: Shell, journal: Path) -> None:
    write_journal(journal, started("call-abc"), started("call-abd", 1), started("call-ab", 2), started("other", 3))
    assert shown(shell, "call-abc")[0] == "call call-abc"
    assert shown(shell, "call-ab")[0] == "call call-ab"
    assert shown(shell, "o")[0] == "call other"
    assert shown(shell, "last")[0] == "call other"
    done = shell("show", "call-")
    assert done.returncode == 2
    assert done.stderr == 'callsheet show: several calls begin with "call-": call-abc, call-abd, call-ab\n'


def test_a_call_that_is_not_there_is_told_with_the_nearest(shell: Shell, journal: Path) -> None:
    write_journal(journal, started("call-17"), started("other", 1))
    done = shell("show", "cal-17")
    assert (done.returncode, done.stdout) == (2, "")
    expected = 'callsheet show: there is no call "cal-17" in callsheet.journal.jsonl; did you mean "call-17"?\n'
    assert done.stderr == expected
    journal.write_text("")
    assert shell("show", "last").stderr == "callsheet show: there is no call in callsheet.journal.jsonl\n"
    assert shell("show", "x").returncode == 2


def test_words_cannot_move_the_cursor(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL)
    journal.write_text(journal.read_text().replace("Hello.", "\\u001b[2J\\nHi\\u202e"))
    out = "\n".join(shown(shell))
    assert "\x1b" not in out
    assert "engine    \\x1b[2J\\nHi\\u202e" in out


# As a test


def as_test(shell: Shell, *more: str) -> tuple[str, str]:
    done = shell("show", "c-1", "--as-test", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def test_a_call_is_printed_as_a_test(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL)
    out, told = as_test(shell)
    assert out.splitlines() == [
        "flow: clinic.flow.yaml",
        "tests:",
        "  - name: call c-1",
        "    given:",
        '      now: "2026-11-22T12:00:00+00:00"',
        '      caller_number: "+15550100"',
        '      callee_number: "+15550199"',
        "    call:",
        "      - hears: Will you come tomorrow at nine?",
        "      - interrupts: yes, sure",
        '      - interrupts: "#"',
        "      - silent: true",
        "      - fails: speech",
        "      - works_again: speech",
        "      - hangs_up: true",
        "      - ends: failed",
    ]
    assert "the rows that its queries found have to be given (person 1)" in told


def test_a_redacted_call_says_what_its_test_lacks(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL, redact=True)
    out, told = as_test(shell)
    assert out.splitlines()[2:7] == [
        "  - name: call c-1",
        '    given: {now: "2026-11-22T12:00:00+00:00"}',
        "    call:",
        '      - says: "[redacted]"',
        "      - understood_as: agree",
    ]
    for what in ("caller_number is redacted", "what the caller heard is redacted"):
        assert f"callsheet show: to be the same call, the test lacks this: {what}\n" in told


def test_a_call_is_put_into_a_test_file_that_passes(shell: Shell, journal: Path) -> None:
    shutil.copytree(FLOWS, shell.folder / "flows")
    script, tests = (f"flows/interactive_notifications.{kind}.yaml" for kind in ("flow", "test"))
    ran = shell("run", script, "--journal", journal.name, "--now", "2026-11-22T10:00:00-05:00", typed="okay\n#2\n")
    assert ran.returncode == 0, ran.stderr
    before = (shell.folder / tests).read_text()
    done = shell("show", "last", "--as-test", "--into", tests)
    assert done.returncode == 0, done.stderr
    assert f"is the last test of {tests} now" in done.stdout
    after = (shell.folder / tests).read_text()
    assert after.startswith(before)
    assert (done.stderr, "tomorrow between nine and eleven" in after) == ("", True)
    assert "43 tests: all passed" in shell("test", tests).stdout


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("nowhere.test.yaml", "is not there"),
        ("list.test.yaml", "the test cannot be written"),
        ("latin.test.yaml", "is not UTF-8"),
    ],
)
def test_what_is_no_test_file_gets_no_test(shell: Shell, journal: Path, file: str, why: str) -> None:
    write_journal(journal, *A_CALL)
    (shell.folder / "list.test.yaml").write_text("- 5\n")
    (shell.folder / "latin.test.yaml").write_bytes(b"flow: caf\xe9.flow.yaml\n")
    done = shell("show", "c-1", "--as-test", "--into", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr


def test_a_call_without_its_beginning_is_no_test(shell: Shell, journal: Path) -> None:
    write_journal(journal, *A_CALL[1:])
    done = shell("show", "c-1", "--as-test")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "callsheet show: the journal has too little of this call for a test: not its beginning, or no turn\n"
    )
