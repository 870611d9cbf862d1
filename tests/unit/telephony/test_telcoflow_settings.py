"""Telcoflow's settings: what is configured, and what is said of what cannot be right."""

import subprocess
from pathlib import Path

import pytest

from callsheet.adapters.remote.settings import WrongSetting
from callsheet.adapters.telephony.telcoflow.settings import DEFAULT_ADDRESS, from_environment

KEY = {"TELCOFLOW_API_KEY": "s3cret", "TELCOFLOW_CONNECTOR_UUID": "c0nnector"}


def refused(**environment: str) -> str:
    with pytest.raises(WrongSetting) as caught:
        from_environment(environment)
    message = caught.value.message
    for setting, value in environment.items():
        assert len(value) < 4 or value not in message.replace(setting, "").replace(DEFAULT_ADDRESS, "")
    assert not message.endswith(".")
    assert "TELCOFLOW_" in message
    return message


def test_a_key_with_its_connector() -> None:
    settings = from_environment({**KEY, "TELCOFLOW_BASE_URL": "  "})
    assert (settings.key, settings.connector, settings.address) == ("s3cret", "c0nnector", DEFAULT_ADDRESS)
    assert repr(settings) == "TelcoflowSettings()"
    assert from_environment({**KEY, "TELCOFLOW_BASE_URL": "ws://localhost:80/x"}).address == "ws://localhost:80/x"


def test_what_is_missing_is_said() -> None:
    assert "TELCOFLOW_CERT" in refused()
    assert "TELCOFLOW_CONNECTOR_UUID is not set" in refused(TELCOFLOW_API_KEY="s3cret")
    assert "TELCOFLOW_KEY is not set" in refused(TELCOFLOW_CERT="file.pem")
    assert "both set" in refused(**KEY, TELCOFLOW_CERT="file.pem")


@pytest.mark.parametrize("setting", list(KEY))
@pytest.mark.parametrize("value", ["two words", "kéy-of-mine", "line\nbreak"])
def test_a_key_that_fits_into_no_header(setting: str, value: str) -> None:
    assert setting in refused(**{**KEY, setting: value})


@pytest.mark.parametrize(
    "address",
    [
        "https://platform.example",
        "platform.example",
        "wss://",
        "wss://user:pass@platform.example",
        "wss://platform.example?key=1",
        "wss://platform.example#here",
        "wss://platform.example:0",
        "wss://platform.example:99999",
        "wss://[platform",
        "wss://platform .example",
    ],
)
def test_an_address_that_is_none(address: str) -> None:
    assert "TELCOFLOW_BASE_URL" in refused(**KEY, TELCOFLOW_BASE_URL=address)


def test_a_certificate(tmp_path: Path) -> None:
    for name in ("one", "other"):
        files = ["-keyout", str(tmp_path / f"{name}.key"), "-out", str(tmp_path / f"{name}.pem")]
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-days", "1", *files]
        subprocess.run(make, check=True, capture_output=True)
    certificate, key = str(tmp_path / "one.pem"), str(tmp_path / "one.key")
    settings = from_environment({"TELCOFLOW_CERT": certificate, "TELCOFLOW_KEY": key})
    assert (settings.certificate, settings.certificate_key, settings.key) == (certificate, key, "")
    insecure = refused(TELCOFLOW_CERT=certificate, TELCOFLOW_KEY=key, TELCOFLOW_BASE_URL="ws://localhost")
    assert "wss://" in insecure
    other = str(tmp_path / "other.key")
    assert "do not fit" in refused(TELCOFLOW_CERT=certificate, TELCOFLOW_KEY=other)
    assert "TELCOFLOW_KEY names no file" in refused(TELCOFLOW_CERT=certificate, TELCOFLOW_KEY=str(tmp_path / "none"))
    assert "TELCOFLOW_CERT names no file" in refused(TELCOFLOW_CERT=str(tmp_path), TELCOFLOW_KEY=key)
