"""The attacks find their way: each is tried once. What they come to depends on moments, and is told by `make soak`."""

import re

import pytest

from tests.soak.__main__ import attacks, main


@pytest.mark.parametrize("name", attacks())
def test_each_attack(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = main([name, "--seed", "1", "--seconds", "0"])
    out = capsys.readouterr().out
    found = re.search(r"\| ([0-9,]+) \| ([0-9,]+) \| ([0-9,]+) \| ([0-9,]+) \|$", out, re.MULTILINE)
    assert found is not None, out
    tried, *wrong = (int(number.replace(",", "")) for number in found.groups())
    assert tried > 0, out
    assert status == int(any(wrong)), out
