"""Named requests in an editor: offered, explained and found as queries are, in scripts and in test files."""

from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.assist import complete, definition, hover
from callsheet.diagnostics.diagnostic import Span
from tests.assist.marked import MARK

OFFICE = """### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER
# none: 404
GET https://office.example/waiting?queue={{ queue }}

### tell(words)!
# Tells the team.
POST https://office.example/tell
Content-Type: text/plain

{{ words }}
"""
SCRIPT = """callsheet: 1
flow: a
requests: office.http
steps:
  - answer
  - request: waiting_time
    with: {queue: support}
    as: waits
    if_none: [disconnect]
    if_fails: [disconnect]
  - say: "{{ waits.minutes }}"
  - disconnect
"""
TESTS = """flow: a.flow.yaml
given:
  requests:
    waiting_time: {minutes: 12}
tests:
  - name: it is told
    call:
      - ends: completed
    requests_after:
      tell: [{words: hello}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "office.http").write_text(OFFICE)
    (tmp_path / "a.flow.yaml").write_text(SCRIPT)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "offered"),
    [
        ("a.flow.yaml", SCRIPT.replace("request: waiting_time", f"request: {MARK}"), {"waiting_time", "tell"}),
        ("a.flow.yaml", SCRIPT.replace("with: {queue", f"with: {{{MARK}"), {"queue"}),
        ("a.flow.yaml", SCRIPT.replace("waits.minutes", f"waits.{MARK}"), {"minutes"}),
        ("a.flow.yaml", SCRIPT.replace("requests: office.http", f"requests: {MARK}"), {"office.http"}),
        ("a.test.yaml", TESTS.replace("    waiting_time: {", f"    {MARK}: {{"), {"waiting_time", "tell"}),
        ("a.test.yaml", TESTS.replace("{minutes: 12}", f"{{{MARK}}}"), {"minutes"}),
        ("a.test.yaml", TESTS.replace("{words: hello}", f"{{{MARK}}}"), {"words"}),
    ],
)
def test_what_fits_is_offered(folder: Path, name: str, text: str, offered: set[str]) -> None:
    before, _, behind = text.partition(MARK)
    found = complete(before + behind, folder / name, len(before), Disk.around([folder]))
    assert {each.word for each in found} == offered


def test_a_request_is_explained_and_found(folder: Path) -> None:
    offset = SCRIPT.index("waiting_time") + 2
    told = hover(SCRIPT, folder / "a.flow.yaml", offset, Disk.around([folder]))
    assert told is not None
    assert told.note.code == "waiting_time(queue)"
    assert told.note.text == "How long callers wait.\nIt asks another system.\nIt gives a row with minutes."
    target = definition(SCRIPT, folder / "a.flow.yaml", offset, Disk.around([folder]))
    assert target is not None
    assert (target.path, target.span) == (folder / "office.http", Span.at(1, 5, len("waiting_time")))
