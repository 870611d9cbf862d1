"""The table of what is understood tells the truth about its file."""

from pathlib import Path

import pytest

from tests.bench.understanding import main


def test_each_wording_counts_once_for_its_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "replies.tsv"
    file.write_text("agree\tyes\nagree\tyes\nagree\tno\nnone\tthe weather\n", encoding="utf-8")
    assert main([str(file)]) == 0
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == str(file)
    assert rows[2] == "agree 2 50.00 % 50.00 % 50.00 % 0.00 % 0.00 %"
    assert rows[3] == "none 1 0.00 % 0.00 % 0.00 % 100.00 %"


@pytest.mark.parametrize("text", ["agree yes\n", "\tyes\n"])
def test_a_line_that_is_no_reply_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    file = tmp_path / "replies.tsv"
    file.write_text("agree\tyes\n" + text, encoding="utf-8")
    assert main([str(file)]) == 2
    assert capsys.readouterr().err == f"{file}: line 2 is not a label, a tab and words\n"


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.tsv")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none.tsv'}: No such file or directory\n"
    assert main([]) == 2
