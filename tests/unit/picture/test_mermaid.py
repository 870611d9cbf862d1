"""A script as a flow chart: its lines are boxes and what leads from one to another; texts are only texts."""

import re
from pathlib import Path

import pytest

from callsheet.picture.mermaid import mermaid
from tests.unit.picture.seen import script_of, written
from tests.unit.picture.test_svg import HOSTILE, SCRIPTS

TEXT = r'"(?:[\w ,?!\'.…]|[^\x00-\x7f]|#\d+;|<br>)*"'
BOX = rf"step\d+(?:\[{TEXT}\]|\({TEXT}\)|\[\({TEXT}\)\]|\(\[{TEXT}\]\)|{{{{{TEXT}}}}})"
LINE = re.compile(rf"flowchart TD|direction TB|end|subgraph part\d+\[{TEXT}\]|{BOX}|step\d+ -->(?:\|{TEXT}\|)? step\d+")


def chart(steps: str) -> list[str]:
    return mermaid(script_of(f"callsheet: 1\nflow: a\nsteps:\n{steps}")).splitlines()[3:-1]


def test_what_follows_is_led_to_and_ways_by_their_names() -> None:
    question = "  - ask: Well?\n    answers: {agree: [say: Good.], refuse: []}\n    otherwise: [disconnect]\n"
    found = chart(f"  - query: q\n    if_none: [disconnect]\n{question}  - say: Bye.\n")
    assert found == [
        'step1[("query q")]',
        'step2(["disconnect"])',
        'step1 -->|"if none"| step2',
        'step3{{"ask Well?"}}',
        "step1 --> step3",
        'step4("say Good.")',
        'step3 -->|"agree #183; key 1"| step4',
        'step5(["disconnect"])',
        'step3 -->|"otherwise"| step5',
        'step6("say Bye.")',
        "step4 --> step6",
        'step3 -->|"refuse #183; key 2"| step6',
    ]


def test_a_loop_leads_back_to_its_beginning() -> None:
    found = chart("  - for_each: row\n    in: rows\n    do:\n      - say: Hi.\n  - disconnect\n")
    assert [line for line in found if "-->" in line] == ['step1 -->|"do"| step2', "step2 --> step1", "step1 --> step3"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_more_than_a_text(text: str) -> None:
    steps = [
        {"say": text},
        {"switch": text, "cases": {text: [{"note": text}]}},
        {text or "a": 1},
        "1. a list",
        "`**b**`",
    ]
    for line in mermaid(script_of(written({"callsheet": 1, "flow": text, "steps": steps}))).splitlines():
        assert LINE.fullmatch(line), line


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_shipped_scripts(path: Path) -> None:
    for line in mermaid(script_of(path.read_text())).splitlines():
        assert LINE.fullmatch(line), line
