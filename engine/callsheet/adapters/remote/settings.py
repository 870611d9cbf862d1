"""Where a service is and with what key: the environment says so and nothing else, so no key can get into a script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from callsheet.ports.exceptions import Told

KEY, ADDRESS = "OPENAI_API_KEY", "OPENAI_BASE_URL"
# Where the key belongs if no address is given. Said here because the SDK takes an empty OPENAI_BASE_URL for an address.
DEFAULT_ADDRESS = "https://api.openai.com/v1"


class WrongSetting(Told):
    """A setting cannot be used. `message` says which and how to write it, and never what it holds now."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a service is reached. Key and address stay out of `repr`: the one is secret, the other may be internal."""

    key: str = field(repr=False)
    address: str = field(repr=False, default=DEFAULT_ADDRESS)


def access_from(environment: Mapping[str, str]) -> Access | None:
    """The service that is configured; None without a key.

    Raises:
        WrongSetting: the key or the address cannot be what it should be.
    """
    key = environment.get(KEY, "").strip()
    if not key:
        return None
    if not visible(key):
        raise WrongSetting(f"{KEY} is no key: it holds spaces or characters that no key has")
    address = environment.get(ADDRESS, "").strip() or DEFAULT_ADDRESS
    if not is_address(address, ("http", "https")):
        raise WrongSetting(
            f"{ADDRESS} is no address of a service: write it like https://models.example.com/v1,"
            " without a user, a password, ? or #"
        )
    return Access(key, address)


def name_from(environment: Mapping[str, str], setting: str, what: str) -> str:
    """The name that a setting holds, or empty text. `what` says of what: "a model".

    Raises:
        WrongSetting: it is no name.
    """
    name = environment.get(setting, "").strip()
    if not name.isprintable():
        raise WrongSetting(f"{setting} is no name of {what}: it holds characters that cannot be seen")
    return name


def visible(text: str) -> bool:
    """Fit for a header: ASCII, and no spaces or control characters."""
    return text.isascii() and text.isprintable() and " " not in text


def is_address(text: str, schemes: tuple[str, ...]) -> bool:
    """Fit to be connected to. A user or a password would be shown wherever addresses are; `?` and `#` would end up in
    the midst of a path."""
    if not visible(text) or "?" in text or "#" in text:
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc and port != 0
