"""What a test file says of other systems: each mistake is told once, where it is, in words that help."""

from pathlib import Path

import pytest

from callsheet.cli import main

SCRIPT = """callsheet: 1
flow: waiting
requests: office.http
steps:
  - answer
  - request: waiting_time
    as: queue
  - request: tell
    with: {minutes: "{{ queue.minutes }}"}
  - disconnect
"""
REQUESTS = """### waiting_time()
# How long callers wait.
# gives: minutes INTEGER
GET {{ $QUEUE_URL }}/waiting

### tell(minutes)!
# Tells the team.
POST {{ $TEAM_URL }}
Content-Type: application/json

{"minutes": {{ minutes }}}
"""
TESTS = """flow: waiting.flow.yaml
tests:
  - name: it waits
    given: {requests: {waiting_time: {minutes: 12}}}
    call:
      - ends: completed
    requests_after: {tell: [{minutes: 12}]}
"""


def played(tmp_path: Path, tests: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit status of `test`, and the first line that it prints, with what stands below its place."""
    (tmp_path / "waiting.flow.yaml").write_text(SCRIPT)
    (tmp_path / "office.http").write_text(REQUESTS)
    (tmp_path / "waiting.test.yaml").write_text(tests)
    status = main(["test", str(tmp_path / "waiting.test.yaml")])
    return status, capsys.readouterr().out


def test_what_is_sent_is_what_was_to_be_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path, TESTS, capsys) == (0, "1 test: passed\n")


@pytest.mark.parametrize(
    ("text", "instead", "words"),
    [
        ("{minutes: 12}}}", "{minutes: forty}}}", '"minutes" is declared INTEGER, and "forty" is none'),
        ("{minutes: 12}}}", "40}}", "must be fields with their values, or none, and this is the number 40"),
        ("{minutes: 12}}}", "none}}", '"waiting_time" never says that there is nothing'),
        ("{minutes: 12}}}", "{minute: 12}}}", 'did you mean "minutes"?'),
        ("[{minutes: 12}]", "[{minutes: 13}]", "the call did not send tell with minutes 13 ["),
        ("[{minutes: 12}]", "[{minutes: 12}, {minutes: 12}]", "did not send tell with minutes 12 a second time ["),
        ("[{minutes: 12}]", "[]", "the call sent tell once, and the test says never"),
    ],
)
def test_a_mistake_is_told_once(
    text: str, instead: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text in TESTS
    status, said = played(tmp_path, TESTS.replace(text, instead), capsys)
    assert status == 1
    assert words in said
    assert said.count("error:") == 1
