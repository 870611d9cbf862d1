"""What `check` says where a script does something before, beside or behind a talk: once, and what mends it."""

from pathlib import Path

import pytest

from callsheet.cli import main

SCRIPT = """callsheet: 1
flow: talks
language: en-US
contacts: {office: callee}
values: {who: office}
steps:
  - answer
  - connect: office
    if_unanswered:
      - disconnect
  - note: "They talk, {{ who }}."
  - leave
"""


def said(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> str:
    path = tmp_path / "talks.flow.yaml"
    path.write_text(text)
    main(["check", str(path)])
    return capsys.readouterr().out


def test_the_script_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(tmp_path, SCRIPT, capsys) == "1 script checked: no problems\n"


@pytest.mark.parametrize(
    ("text", "instead", "place", "words"),
    [
        ("      - disconnect\n", "      - note: Nobody.\n", "12:5", "end them with disconnect"),
        (
            "    if_unanswered",
            "    come_back: true\n    if_unanswered",
            "13:5",
            'put "- connect: …" before it, or delete',
        ),
        ("  - note", "  - answer\n  - note", "11:5", 'put it before "connect"'),
        ("  - answer\n", "  - leave\n  - answer\n", "7:5", 'put "- connect: …" before it, or delete it'),
        ("  - leave\n", "  - disconnect\n", "12:5", 'write "- leave"'),
        ("  - leave\n", "  - say: Hello.\n  - leave\n", "12:5", 'write "- leave" before it'),
        ("connect: office", "connect: who", "8:14", 'write "{{ who }}"'),
        ("connect: office", "connect: ofice", "8:14", 'did you mean "office"?'),
        ("  - note", "  - say: They talk.\n  - note", "11:5", 'put it before "connect"'),
        (
            "  - note",
            "  - connect: office\n    if_unanswered: []\n  - note",
            "11:5",
            'put it before "connect"',
        ),
        ("  - leave\n", "  - leave\n  - say: Goodbye.\n", "13:5", "cannot stand behind leave"),
        ("  - leave\n", "", "11:5", 'write "- leave" as the last step'),
        ("connect: office", "connect: office\n    ring: 500ms", "9:11", "25s"),
        ("connect: office", "connect: office\n    ring: 3m", "9:11", "2m at most"),
        ("    if_unanswered:\n      - disconnect\n", "", "8:5", "write if_unanswered: and below it"),
        ("callee", "reception", "4:20", "write callee, a number in quotes"),
        ("connect: office", 'connect: "{{ who }}"', "8:14", 'there is no contact "nobody"'),
    ],
)
def test_a_mistake_is_told_once(
    text: str, instead: str, place: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert text in SCRIPT
    script = SCRIPT.replace("who: office", "who: nobody") if "nobody" in words else SCRIPT
    found = said(tmp_path, script.replace(text, instead, 1), capsys)
    assert f"talks.flow.yaml:{place}: " in found
    assert words in found
    assert found.count("error:") + found.count("warning:") == 1


def test_a_ring_before_the_call_is_answered_that_nobody_answers_is_told_of_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SCRIPT.replace("  - answer\n", "").replace("      - disconnect\n", "      - note: Nobody.\n")
    found = said(tmp_path, text, capsys)
    assert "talks.flow.yaml:11:5: error" in found
    assert "end them with disconnect" in found
    assert found.count("error:") == 1


def test_what_stands_behind_a_leave_that_nobody_can_meet_is_not_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        SCRIPT.replace("    if_unanswered", "    come_back: true\n    if_unanswered")
        + "  - say: Goodbye.\n  - disconnect\n"
    )
    found = said(tmp_path, text, capsys)
    assert "talks.flow.yaml:13:5: error" in found
    assert found.count("error:") == 1


def test_a_section_may_be_called_as_a_verb_also_where_something_in_it_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SCRIPT.replace("      - disconnect\n", "      - run: whisper\n")
    text += "sections:\n  whisper:\n    - say: Goodbye.\n      interruptable: false\n    - disconnect\n"
    found = said(tmp_path, text, capsys)
    assert 'did you mean "interruptible"?' in found
    assert found.count("error:") == 1


def test_what_callers_can_mean_is_known_where_it_names_a_contact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = """callsheet: 1
flow: talks
language: en-US
contacts: {office: callee, billing: "+15550123"}
intents:
  office: {phrases: [the office]}
  billing: {phrases: [a bill]}
  sales: {phrases: [to buy]}
steps:
  - answer
  - ask: Whom do you want, the office, somebody for your bill, or do you want to buy?
    answers:
      office or billing: []
      sales: [disconnect]
    if_silent: []
    if_unclear: []
    otherwise: [disconnect]
  - connect: "{{ reply.intent }}"
    if_unanswered: [disconnect]
  - leave
"""
    assert said(tmp_path, script, capsys) == "1 script checked: no problems\n"
    found = said(tmp_path, script.replace("sales: [disconnect]", "sales: []"), capsys)
    assert 'talks.flow.yaml:18:14: error: there is no contact "sales"' in found
    assert found.count("error:") == 1
