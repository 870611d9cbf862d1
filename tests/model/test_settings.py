"""What the environment may say."""

import pytest

from callsheet.adapters.remote.settings import DEFAULT_ADDRESS, Access, WrongSetting
from callsheet.adapters.understanding.settings import ModelSettings, from_environment

BOTH = {"OPENAI_API_KEY": "sk-1", "CALLSHEET_MODEL": "small-1"}


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OPENAI_API_KEY": "sk-1"},
        {"CALLSHEET_MODEL": "small-1"},
        BOTH | {"OPENAI_API_KEY": " "},
        BOTH | {"CALLSHEET_MODEL": ""},
        {"OPENAI_BASE_URL": "nonsense"},
    ],
    ids=str,
)
def test_no_model(environment: dict[str, str]) -> None:
    assert from_environment(environment) is None


def test_a_model() -> None:
    assert from_environment(BOTH) == ModelSettings("small-1", Access("sk-1", DEFAULT_ADDRESS))
    assert from_environment(BOTH | {"OPENAI_BASE_URL": ""}) == ModelSettings("small-1", Access("sk-1", DEFAULT_ADDRESS))
    own = BOTH | {"OPENAI_API_KEY": "sk-1\n", "OPENAI_BASE_URL": "http://[::1]:8080/v1/"}
    assert from_environment(own) == ModelSettings("small-1", Access("sk-1", "http://[::1]:8080/v1/"))


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "example.com/v1",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://",
        "https:///v1",
        "https://example.com:99999",
        "https://example.com:0",
        "https://example.com:x",
        "https://[::1",
        "https://user:hunter2@example.com/v1",
        "https://example.com/v1?key=hunter2",
        "https://example.com/#",
        "https://exam ple.com",
        "https://exämple.com",
        "https://example.com/\nx",
    ],
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(WrongSetting, match="OPENAI_BASE_URL is no address") as caught:
        from_environment(BOTH | {"OPENAI_BASE_URL": address})
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("key", ["sk 1", "sk-\n1", "sk-ä", "sk-\x00"])
def test_a_key_that_is_none(key: str) -> None:
    with pytest.raises(WrongSetting, match="OPENAI_API_KEY") as caught:
        from_environment(BOTH | {"OPENAI_API_KEY": key})
    assert key not in caught.value.message


def test_secrets_are_not_shown() -> None:
    shown = repr(ModelSettings("small-1", Access("sk-1", "https://internal.example.com")))
    assert shown == "ModelSettings(name='small-1', access=Access())"
