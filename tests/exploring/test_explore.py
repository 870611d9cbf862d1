"""`callsheet explore`: what it prints, and when it fails."""

import json
from pathlib import Path

import pytest

from callsheet.cli import main
from callsheet.exploring import walk

SCRIPT = """\
callsheet: 1
flow: example
language: en-US
steps:
  - answer
  - ask: Shall we call you back?
    answers:
      agree:
        - say: We will. Goodbye.
      refuse: []
    if_silent: ["Are you there? Shall we call you back?"]
    if_unclear: ["Please say yes or no. Shall we call you back?"]
    otherwise:
      - say: We did not understand you. Goodbye.
  - disconnect
if_something_fails:
  - say: Sorry, we have a technical problem. Goodbye.
  - disconnect
"""


def written(folder: Path, text: str = SCRIPT) -> str:
    path = folder / "example.flow.yaml"
    path.write_text(text)
    return str(path)


def test_what_is_wrong_is_told_on_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path)
    assert main(["explore", path]) == 0
    out = capsys.readouterr().out
    assert f"{path}:15:5: warning: the call ends here" in out
    assert "1 script checked: 1 warning" in out
    assert "every call was walked" in out
    assert main(["explore", path, "--strict"]) == 1


def test_a_comment_with_a_reason_silences_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    allowed = "  # callsheet: allow CS518 because they have said no themselves\n  - disconnect\nif_something"
    path = written(tmp_path, SCRIPT.replace("  - disconnect\nif_something", allowed))
    assert main(["explore", path, "--strict"]) == 0
    assert main(["check", path, "--strict"]) == 0  # what explore finds is none of its business
    capsys.readouterr()
    right = allowed.replace("CS518", "CS519")
    assert main(["explore", written(tmp_path, SCRIPT.replace("  - disconnect\nif_something", right))]) == 0
    assert "there is no CS519 here to be silenced" in capsys.readouterr().out


def test_a_script_with_errors_is_not_walked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, SCRIPT.replace("We will. Goodbye.", '"{{ nobody }}"'))
    assert main(["explore", path]) == 1
    out = capsys.readouterr().out
    assert "CS206" in out
    assert "walked" not in out


def test_programs_get_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", written(tmp_path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(each["line"], each["code"]) for each in found["problems"]] == [(15, "CS518")]
    assert found["problems"][0]["test"].startswith("flow: example.flow.yaml")
    (calls,) = found["calls"]
    assert (calls["walked"], calls["whole"], calls["forgotten"], calls["perhaps"]) == (True, True, [], [])
    assert calls["endings"].keys() == {"completed", "hung_up", "failed", "limit_reached", "shut_down"}


def test_a_walk_that_is_not_whole_is_told_and_fails_where_it_is_strict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "BUDGET", 5)
    monkeypatch.setattr(walk, "BUDGET_A_STATE", 0)
    path = written(tmp_path, SCRIPT.replace("refuse: []", "refuse: [{say: All right. Goodbye.}]"))
    assert main(["explore", path]) == 0
    assert "not every call was walked" in capsys.readouterr().out
    assert main(["explore", path, "--strict"]) == 1


def test_a_folder_without_scripts_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", str(tmp_path)]) == 2
    assert "callsheet explore: there is no" in capsys.readouterr().err


def test_a_finding_is_shown_by_a_test_that_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path)
    assert main(["explore", path]) == 0
    out = capsys.readouterr().out
    shown = out[out.index("flow: example.flow.yaml") : out.index("1 script checked")]
    assert "says: no\n" in shown.replace('"', "")
    (tmp_path / "example.test.yaml").write_text(shown)
    assert main(["test", str(tmp_path / "example.test.yaml")]) == 0
