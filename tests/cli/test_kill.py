"""`kill -9` at any output: what was spoken as done is done, nothing is done twice, the next call tells the rest."""

import pytest

from tests.cli.conftest import NOTIFICATIONS, NOW, Shell

# The conversation with two answers, line by line; the call is killed after each of them.
LINES = [
    "calls interactive_notifications",
    "is answered",
    "parcel",
    "caller: yes",
    "understood: agree",
    "Got it",
    "invoice",
    "caller: no",
    "understood: refuse",
    "No problem",
    "That's everything",
    "is disconnected",
    "ended: completed",
]
CONFIRMED, FLAGGED = LINES.index("Got it"), LINES.index("No problem")


@pytest.mark.parametrize("last", range(len(LINES)), ids=LINES)
def test_killed_after_any_line(shell: Shell, last: int) -> None:
    process = shell.start("run", NOTIFICATIONS, "--now", NOW)
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("yes\nno\n")
        process.stdin.flush()
        for words in LINES[: last + 1]:
            assert words in process.stdout.readline()
        process.kill()
    first, second, _ = shell.states()
    if last >= CONFIRMED:
        assert first == "acknowledged"
    if last >= FLAGGED:
        assert second == "follow_up"
    writes = shell.rows("SELECT name FROM callsheet_writes ORDER BY visit") if _has_ledger(shell) else []
    assert [name for (name,) in writes] == [
        name
        for name, state in (("acknowledge_notification", first), ("flag_for_followup", second))
        if state != "pending"
    ]

    following = shell.call(typed="yes\nyes\nyes\n")
    assert following.returncode == 0
    after = shell.states()
    assert "pending" not in after[:2]
    assert [state for state in (first, second) if state != "pending"] == [
        now for now, before in zip(after, (first, second), strict=False) if before != "pending"
    ]
    open_calls = shell.rows("SELECT count(*) FROM callsheet_calls WHERE ended_at IS NULL")
    assert open_calls == [(0,)]
    died = shell.rows("SELECT ending FROM callsheet_calls WHERE failure_kind = 'engine_died'")
    assert died in ([], [("failed",)])
    if died:
        assert "was left open" in following.stdout
        assert following.stdout.count("written, perhaps not spoken") == len(writes)


def _has_ledger(shell: Shell) -> bool:
    return bool(shell.rows("SELECT 1 FROM sqlite_master WHERE name = 'callsheet_writes'"))
