"""The attacks run: each once, which is enough to see that they still find their way."""

import pytest

from tests.soak.__main__ import attacks, main


@pytest.mark.parametrize("name", attacks())
def test_each_attack(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--seed", "1", "--seconds", "0"]) == 0, capsys.readouterr().out
    assert "| Tried | Lost | Doubled |" in capsys.readouterr().out
