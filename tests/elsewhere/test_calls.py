"""Requests and messages in calls in the terminal, on a system of our own; and kills at each of its moments."""

from collections.abc import Iterator

import pytest

from tests.soak.counts import Counts
from tests.soak.sendings import KillingSystem, Telling, called, folder, running

RUN = ("run", "telling.flow.yaml", "--local-requests")
MESSAGES = """### message(to, text)!
# Sends a text message.
POST {{ $URL }}/ok
Content-Type: application/json

{"number": 0, "to": "{{ to }}", "text": "{{ text }}"}
"""
WRITING = """callsheet: 1
flow: writing
language: en-US
data: data/people.sql
steps:
  - answer
  - query: people
    as: people
  - message: You are {{ people | length }}.
    if_fails:
      - say: It was not sent.
  - say: You have a message.
  - disconnect
"""
# Seconds after which nobody kills.
NEVER = 60.0


@pytest.fixture
def system() -> Iterator[KillingSystem]:
    with running() as there:
        yield there


@pytest.fixture
def shell(system: KillingSystem) -> Iterator[Telling]:
    with folder(system.address) as there:
        yield there


@pytest.mark.parametrize("answers", [["kill"], ["ok", "kill_behind"], ["cut"], ["429"]], ids=lambda each: each[-1])
def test_whatever_happens_nothing_is_doubled_and_nothing_untrue_is_said(answers: list[str]) -> None:
    assert called(answers, NEVER) == Counts(1, 0, 0)


def test_a_request_is_told_in_the_journal_and_nothing_secret_is(shell: Telling, system: KillingSystem) -> None:
    done = shell(*RUN, "--journal", "calls.jsonl")
    assert done.returncode == 0
    assert "-- tell was answered, with status 200" in done.stdout
    assert "call:   Done 3." in done.stdout
    assert len(set(system.keys)) == len(system.lines) == 3, "each visit has a key of its own"
    shown = shell("show", "last", "--journal", "calls.jsonl").stdout
    assert "sent      tell(number=1): status 200" in shown
    journal = (shell.folder / "calls.jsonl").read_text()
    assert '"sent":{"request":"tell","values":{"number":1},"status":200,"repeated":false,' in journal
    assert system.address not in journal + done.stdout + done.stderr
    redacted = shell(*RUN, "--redact", "--journal", "redacted.jsonl")
    assert redacted.returncode == 0
    assert '"values":{"number":"[redacted]"}' in (shell.folder / "redacted.jsonl").read_text()


def test_a_rehearsal_changes_nothing_elsewhere(shell: Telling, system: KillingSystem) -> None:
    done = shell(*RUN, "--rehearse")
    assert "call:   Not done 1." in done.stdout
    assert "a rehearsal changes nothing" in done.stdout
    assert system.lines == []


def test_this_machine_is_asked_only_by_who_says_so(shell: Telling, system: KillingSystem) -> None:
    done = shell(*RUN[:2])
    assert "call:   Not done 1." in done.stdout
    assert system.lines == []
    assert system.address not in done.stdout + done.stderr


def test_a_variable_that_is_missing_is_told_before_the_call(shell: Telling) -> None:
    shell.address = ""
    done = shell(*RUN)
    assert done.stderr == (
        'callsheet run: the request "tell" of telling.flow.yaml needs the variable URL, which is not set;'
        " requests without it will fail\n"
    )
    assert "call:   Not done 1." in done.stdout


def test_a_message_is_sent_by_the_request_that_is_named_or_shown(shell: Telling, system: KillingSystem) -> None:
    (shell.folder / "writing.flow.yaml").write_text(WRITING)
    (shell.folder / "messages.http").write_text(MESSAGES)
    shown = shell("run", "writing.flow.yaml", "--local-requests")
    assert "-- not sent, only shown: sms to +15550100: You are 0." in shown.stdout
    assert system.lines == []
    sent = shell("run", "writing.flow.yaml", "--local-requests", "--messages", "messages.http", "--journal", "m.jsonl")
    assert "call:   You have a message." in sent.stdout
    assert system.body == {"number": 0, "to": "+15550100", "text": "You are 0."}
    assert shell.rows("SELECT name, outcome FROM callsheet_sendings") == [("message", "done")] * 2
    assert '"messaged":{"to":"+15550100","by":"sms","text":"You are 0."}' in (shell.folder / "m.jsonl").read_text()
    system.answers = ["429"]
    refused = shell("run", "writing.flow.yaml", "--local-requests", "--messages", "messages.http")
    assert "call:   It was not sent." in refused.stdout


def test_what_sends_messages_has_to_be_a_request_for_it(shell: Telling) -> None:
    (shell.folder / "writing.flow.yaml").write_text(WRITING)
    for text, words in (
        (MESSAGES.replace("!", ""), "CS"),
        (MESSAGES.replace("message(to, text)", "message(to, words)"), "to, text"),
        (MESSAGES.replace("### message", "### send"), "message(to, text)!"),
    ):
        (shell.folder / "messages.http").write_text(
            text.replace("{{ text }}", "{{ words }}") if "words" in text else text
        )
        done = shell("run", "writing.flow.yaml", "--messages", "messages.http")
        assert done.returncode == 2
        assert words.replace("CS", '"!"') in done.stderr
    missing = shell("run", "writing.flow.yaml", "--messages", "none.http")
    assert (missing.returncode, "there is no file none.http" in missing.stderr) == (2, True)


SERVE = ("serve", "--line", "telcoflow", "--database", "callsheet.db")


def test_serve_does_not_begin_without_what_its_scripts_need(shell: Telling) -> None:
    (shell.folder / "writing.flow.yaml").write_text(WRITING)
    assert shell(*RUN).returncode == 0  # which makes the database
    shell.address = ""
    shell.more = {"TELCOFLOW_API_KEY": "key", "TELCOFLOW_CONNECTOR_UUID": "connector"}
    done = shell(*SERVE, "telling.flow.yaml")
    assert done.returncode == 2
    assert 'the request "tell" of telling.flow.yaml needs the variable URL' in done.stderr
    done = shell(*SERVE, "writing.flow.yaml")
    assert done.returncode == 2
    assert "writing.flow.yaml:9 sends a message, and nothing says how" in done.stderr
    done = shell(*SERVE, "telling.flow.yaml", "--allow-network", "10.0.0.0/99")
    assert done.returncode == 2
    assert "--allow-network takes a network such as 10.1.0.0/16" in done.stderr
