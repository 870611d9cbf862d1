"""Answers that hold at every question, and answers of several intents."""

from pathlib import Path

import pytest

from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: anytime
intents:
  pay: {phrases: [pay, bill], press: "1"}
  buy: {phrases: [buy], press: "0"}
  leave: {phrases: [leave]}
defaults:
  answers:
    operator:
      - disconnect
  if_silent: []
  if_unclear: []
  otherwise: []
steps:
  - answer
  - ask: What is it?
    answers:
      pay or leave: []
      buy: []
  - disconnect
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),  # the key 0 of operator, which is built in, gives way
        ("phrases: [leave]", 'phrases: [leave, pay], press: "1"', []),  # pay and leave are one answer
        ("phrases: [buy]", "phrases: [buy, pay]", [(5, "CS212", '"pay" means both')]),
        ("    operator:", "    leave:", []),
        ("    operator:", "    oprator:", [(9, "CS204", 'no intent "oprator"')]),
        ("      buy: []", "      pay: []", [(19, "CS266", "on line 18")]),
        ("pay or leave", "leave or leave", [(18, "CS266", "on line 18")]),
        ("pay or leave", "pay or levae", [(18, "CS204", 'no intent "levae"')]),
        ("pay or leave", "pay and leave", [(18, "CS128", "something else than")]),
        ("      - disconnect\n  if", "      - ask_them\n  if", [(10, "CS122", "no verb")]),
        ("      - disconnect\n  if", "      - run: help\n  if", [(10, "CS201", 'no section "help"')]),
        ("      - disconnect\n  if", "      - disconnect\n      - note: x\n  if", [(11, "CS222", "never runs")]),
        ("operator:\n      - disconnect", "pay:\n      - disconnect\n    buy: []", []),
    ],
)
def test_answers_that_share(tmp_path: Path, old: str, new: str, expected: list[tuple[int, str, str]]) -> None:
    (tmp_path / "anytime.flow.yaml").write_text(SCRIPT.replace(old, new, 1))
    found = check_file(tmp_path / "anytime.flow.yaml", "anytime.flow.yaml").diagnostics
    assert [(item.span.line, item.code.id) for item in found] == [(line, code) for line, code, _ in expected]
    for item, (_, _, words) in zip(found, expected, strict=True):
        assert words in item.message


def test_a_phrase_of_the_defaults_may_be_no_other_answers(tmp_path: Path) -> None:
    script = SCRIPT.replace("    operator:", "    talk:").replace(
        "  leave:", "  talk: {phrases: [buy, talk]}\n  leave:"
    )
    (tmp_path / "anytime.flow.yaml").write_text(script)
    (item,) = check_file(tmp_path / "anytime.flow.yaml", "anytime.flow.yaml").diagnostics
    assert (item.span.line, item.code.id) == (6, "CS212")


@pytest.mark.parametrize(
    ("default", "taken"),
    [
        ("  answers:\n    operator:\n      - run: call_back\n  otherwise: []\n", 'takes "operator" from the defaults'),
        ("  otherwise:\n    - run: call_back\n", 'takes "otherwise" from the defaults'),
    ],
)
def test_what_a_question_takes_from_the_defaults_may_not_lead_back_to_it(
    tmp_path: Path, default: str, taken: str
) -> None:
    """That a default leads there is seen at its run, and mended at the question."""
    script = f"""callsheet: 1
flow: anytime
language: en-US
steps:
  - answer
  - run: call_back
  - disconnect
sections:
  call_back:
    - ask: Which number?
      for: phone_number
      as: phone
    - note: "{{{{ phone }}}}"
defaults:
  if_silent: []
  if_unclear: []
{default}"""
    (tmp_path / "anytime.flow.yaml").write_text(script)
    (item,) = check_file(tmp_path / "anytime.flow.yaml", "anytime.flow.yaml").diagnostics
    assert item.code.id == "CS211"
    assert f"the ask on line 10 {taken}" in item.help
