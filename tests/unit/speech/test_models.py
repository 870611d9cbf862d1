"""The files of the models."""

import logging
from pathlib import Path

import pytest

from callsheet.adapters.speech.offline import models
from callsheet.adapters.speech.offline.models import MEASURED, SpeechMissing, find_model


@pytest.mark.parametrize("name", MEASURED)
def test_the_locked_packages_hold_what_was_measured(name: str, caplog: pytest.LogCaptureFixture) -> None:
    assert find_model(name).is_file()
    assert not caplog.records


def test_another_file_is_used_with_a_warning(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    name = next(iter(MEASURED))
    monkeypatch.setitem(models.MEASURED, name, "0" * 64)
    with caplog.at_level(logging.WARNING, "callsheet"):
        assert find_model(name).is_file()
    assert name in caplog.text


def test_a_package_without_its_model_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "voiceless").mkdir()
    (tmp_path / "voiceless" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("voiceless/model.onnx", "not_there/model.onnx"):
        with pytest.raises(SpeechMissing, match=r"pip install 'callsheet\[speech\]'"):
            find_model(name)
