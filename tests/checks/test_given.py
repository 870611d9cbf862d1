"""What `run` gives to a section: it is known there, and nowhere else."""

from pathlib import Path

import pytest

from tests.checking import check_file

HEAD = """callsheet: 1
flow: given
values: {office: Hill Clinic}
steps:
  - answer
  - run: tell
    with: {what: "{{ office }} is open"}
"""
TELL = """sections:
  tell:
    - say: "{{ what }}"
"""
AGAIN = "    - run: again\n      with: {what: x}\n  again: [{say: '{{ what }}'}]\n"
END = "  - disconnect\n"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (HEAD + END + TELL, []),
        (HEAD + END + TELL + "    - run: again\n  again:\n    - say: 'Again, {{ what }}.'\n", []),
        (HEAD + "  - say: '{{ what }}'\n" + END + TELL, [(8, "CS206", "exists only in the sections")]),
        (HEAD + "  - run: tell\n    with: {waht: x}\n" + END + TELL, [(9, "CS206", 'the section asks for "what"')]),
        (HEAD + "  - run: tell\n" + END + TELL, [(12, "CS206", "not given where line 8 comes here")]),
        (HEAD + END + TELL + "    - set: {what: x}\n", [(7, "CS261", "set on line 12")]),
        (HEAD + END + TELL + AGAIN, [(13, "CS261", "given already")]),
        (HEAD.replace("what:", "office:") + END + TELL.replace("what", "office"), [(7, "CS261", "set on line 3")]),
        (HEAD.replace("what:", "call:") + END + "sections:\n  tell: [{note: x}]\n", [(7, "CS214", "cannot be set")]),
        (HEAD + END + "sections:\n  tell: [{note: x}]\n", [(7, "CS230", "never used")]),
        (HEAD.replace("office }}", "offce }}") + END + TELL, [(7, "CS206", 'nothing is called "offce"')]),
        (HEAD + END + TELL + "if_something_fails:\n  - say: '{{ what }}'\n", [(13, "CS206", "only in the sections")]),
    ],
)  # fmt: skip
def test_a_given_name_is_known_in_its_section_alone(
    tmp_path: Path, script: str, expected: list[tuple[int, str, str]]
) -> None:
    (tmp_path / "given.flow.yaml").write_text(script)
    found = check_file(tmp_path / "given.flow.yaml", "given.flow.yaml").diagnostics
    assert [(item.span.line, item.code.id) for item in found] == [(line, code) for line, code, _ in expected]
    for item, (_, _, words) in zip(found, expected, strict=True):
        assert words in item.message


def test_what_a_section_is_given_is_followed_into_it(tmp_path: Path) -> None:
    script = HEAD + END + TELL + "    - if: what > 3\n      then: [{note: x}]\n"
    (tmp_path / "given.flow.yaml").write_text(script)
    (item,) = check_file(tmp_path / "given.flow.yaml", "given.flow.yaml").diagnostics
    assert (item.span.line, item.code.id) == (12, "CS227")
