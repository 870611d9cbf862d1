"""The rules of the language in scripts of their own, each with tests that authors can read: `check` finds nothing in
them, and their tests, which pytest collects beside this module, are played."""

from pathlib import Path

import pytest

from callsheet.cli import main

HERE = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(HERE.glob("*.flow.yaml")), ids=lambda path: path.name.partition(".")[0])
def test_check_finds_nothing(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tests = script.with_name(script.name.replace(".flow.", ".test."))
    assert main(["check", "--strict", str(script), str(tests)]) == 0, capsys.readouterr().out
