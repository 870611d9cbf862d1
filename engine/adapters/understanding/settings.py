"""What the environment says about the model: nothing else configures it, so no key can get into a script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

KEY, ADDRESS, NAME = "OPENAI_API_KEY", "OPENAI_BASE_URL", "CALLSHEET_MODEL"
# Where the key belongs if no address is given. Said here because the SDK takes an empty OPENAI_BASE_URL for an address.
DEFAULT_ADDRESS = "https://api.openai.com/v1"


class WrongSetting(Exception):
    """A setting cannot be used. `message` says which and how to write it, and never what it holds now."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A model that can be asked. Key and address stay out of `repr`: the one is secret, the other may be internal."""

    name: str
    key: str = field(repr=False)
    address: str = field(repr=False, default=DEFAULT_ADDRESS)


def from_environment(environment: Mapping[str, str]) -> ModelSettings | None:
    """The model that is configured; None without a key or without a model's name.

    Raises:
        WrongSetting: a setting that is needed cannot be what it should be.
    """
    name, key = (environment.get(setting, "").strip() for setting in (NAME, KEY))
    if not name or not key:
        return None
    if not name.isprintable():
        raise WrongSetting(f"{NAME} is no name of a model: it holds characters that cannot be seen")
    if not _visible(key):
        raise WrongSetting(f"{KEY} is no key: it holds spaces or characters that no key has")
    address = environment.get(ADDRESS, "").strip() or DEFAULT_ADDRESS
    if not _is_address(address):
        raise WrongSetting(
            f"{ADDRESS} is no address of a service: write it like https://models.example.com/v1,"
            " without a user, a password, ? or #"
        )
    return ModelSettings(name, key, address)


def _visible(text: str) -> bool:
    """Fit for a header: ASCII, and no spaces or control characters."""
    return text.isascii() and text.isprintable() and " " not in text


def _is_address(text: str) -> bool:
    """A user or a password would be shown wherever addresses are; `?` and `#` would end up in the midst of a path."""
    if not _visible(text) or "?" in text or "#" in text:
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and port != 0
