"""What the environment may say about speech."""

import importlib.util

import pytest

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.remote.settings import DEFAULT_ADDRESS, Access, WrongSetting
from callsheet.adapters.speech.settings import (
    SpeechNotInstalled,
    SpeechSettings,
    from_environment,
    speech_from_environment,
)

KEY = {"OPENAI_API_KEY": "sk-1"}
VOICE = {"CALLSHEET_VOICE_MODEL": "voice-1", "CALLSHEET_VOICE": "marin"}
WORDS = {"CALLSHEET_RECOGNITION_MODEL": "words-1"}
ACCESS = Access("sk-1", DEFAULT_ADDRESS)


@pytest.mark.parametrize(
    "environment",
    [{}, KEY, VOICE | WORDS, KEY | {"CALLSHEET_VOICE": "marin"}, KEY | {"CALLSHEET_VOICE_MODEL": " "}],
    ids=str,
)
def test_no_service(environment: dict[str, str]) -> None:
    assert from_environment(environment) is None


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        (KEY | VOICE, SpeechSettings(ACCESS, "voice-1", "marin")),
        (KEY | WORDS, SpeechSettings(ACCESS, "", "", "words-1")),
        (KEY | VOICE | WORDS, SpeechSettings(ACCESS, "voice-1", "marin", "words-1")),
    ],
)
def test_a_service(environment: dict[str, str], settings: SpeechSettings) -> None:
    assert from_environment(environment) == settings
    assert "sk-1" not in repr(settings)


@pytest.mark.parametrize(
    ("environment", "setting"),
    [
        (KEY | {"CALLSHEET_VOICE_MODEL": "voice-1"}, "CALLSHEET_VOICE"),
        (KEY | VOICE | {"CALLSHEET_VOICE": "ma\x00rin"}, "CALLSHEET_VOICE"),
        (KEY | {"CALLSHEET_RECOGNITION_MODEL": "wo\nrds"}, "CALLSHEET_RECOGNITION_MODEL"),
        (VOICE | {"OPENAI_API_KEY": "sk 1"}, "OPENAI_API_KEY"),
        (KEY | WORDS | {"OPENAI_BASE_URL": "nonsense"}, "OPENAI_BASE_URL"),
    ],
)
def test_a_setting_that_is_none(environment: dict[str, str], setting: str) -> None:
    with pytest.raises(WrongSetting, match=setting) as caught:
        from_environment(environment)
    assert not any(value in caught.value.message for value in environment.values())


def test_speech_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SpeechNotInstalled) as caught:
        speech_from_environment({}, SystemClock())
    assert caught.value.message == "callsheet serve needs speech: pip install 'callsheet[speech]'"
