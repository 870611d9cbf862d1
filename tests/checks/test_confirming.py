"""A confirmation says what callers say yes to."""

from pathlib import Path

import pytest

from tests.checking import check_file

HEAD = """callsheet: 1
flow: test
defaults: {if_silent: [], if_unclear: [], otherwise: [disconnect]}
steps:
  - answer
"""
TAIL = "  - note: '{{ people }} {{ day }}'\n  - disconnect\n"
COLLECT = """  - collect:
      - ask: How many people will come?
        for: number
        as: people
      - ask: Which day?
        for: date
        as: day
      - set: {when: "on {{ day }}", all: "{{ people }} people {{ when }}"}
"""


def told(folder: Path, steps: str) -> list[tuple[int, str]]:
    (folder / "x.flow.yaml").write_text(HEAD + steps + TAIL)
    found = check_file(folder / "x.flow.yaml", "x").diagnostics
    return [(item.span.line, item.message) for item in found if item.code.id == "CS282"]


@pytest.mark.parametrize(
    ("confirm", "unheard"),
    [
        ("{{ people }} on {{ day | weekday }}?", []),
        ("{{ people }} {{ when }}?", []),
        ("{{ all }}. Is that right?", []),
        ("For {{ people }}?", ["day"]),
        ("Shall I book it?", ["people", "day"]),
    ],
)
def test_what_was_collected_is_read_back(tmp_path: Path, confirm: str, unheard: list[str]) -> None:
    found = told(tmp_path, f'{COLLECT}    confirm: "{confirm}"\n')
    assert found == [(14, f'callers say yes here to "{name}", and do not hear it') for name in unheard]


@pytest.mark.parametrize(("more", "lines"), [("", [8]), ("    private: true\n", [])])
def test_so_is_an_answer_unless_nobody_else_is_to_hear_it(tmp_path: Path, more: str, lines: list[int]) -> None:
    asked = "  - ask: How many?\n    for: number\n    confirm: Is that right?\n    as: people\n"
    assert [line for line, _ in told(tmp_path, asked + more)] == lines
