"""What the environment says about Telcoflow: nothing else configures it, so no key can get into a script."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from callsheet.adapters.remote.settings import WrongSetting, is_address, visible

KEY, CONNECTOR = "TELCOFLOW_API_KEY", "TELCOFLOW_CONNECTOR_UUID"
CERTIFICATE, CERTIFICATE_KEY = "TELCOFLOW_CERT", "TELCOFLOW_KEY"
ADDRESS = "TELCOFLOW_BASE_URL"
# Where calls come from if no address is given. Said here so that an empty setting means the same as none.
DEFAULT_ADDRESS = "wss://wss-prod.agentao.com"


@dataclass(frozen=True, slots=True)
class TelcoflowSettings:
    """An account of the platform: a key with the connector's id, or the files of a certificate and its key.

    Everything stays out of `repr`: some of it is secret, and the rest tells who somebody's customers are.
    """

    key: str = field(repr=False, default="")
    connector: str = field(repr=False, default="")
    certificate: str = field(repr=False, default="")
    certificate_key: str = field(repr=False, default="")
    address: str = field(repr=False, default=DEFAULT_ADDRESS)


def from_environment(environment: Mapping[str, str]) -> TelcoflowSettings:
    """The account that is configured.

    Raises:
        WrongSetting: a setting is missing, or cannot be what it should be.
    """
    key, connector, certificate, certificate_key, address = (
        environment.get(setting, "").strip() for setting in (KEY, CONNECTOR, CERTIFICATE, CERTIFICATE_KEY, ADDRESS)
    )
    if not key and not certificate:
        raise WrongSetting(
            f"{KEY} is not set: set it and {CONNECTOR} to the key and the connector's id that Telcoflow shows in its"
            f" console, or {CERTIFICATE} and {CERTIFICATE_KEY} to the files of a certificate and its key"
        )
    if key and certificate:
        raise WrongSetting(f"{KEY} and {CERTIFICATE} are both set: keep the one that Telcoflow should know you by")
    address = address or DEFAULT_ADDRESS
    if not is_address(address, ("ws", "wss")):
        raise WrongSetting(
            f"{ADDRESS} is no address of a platform: write it like {DEFAULT_ADDRESS},"
            " without a user, a password, ? or #"
        )
    if key:
        _check_key(key, connector)
        return TelcoflowSettings(key=key, connector=connector, address=address)
    if urlsplit(address).scheme != "wss":
        raise WrongSetting(f"{ADDRESS} cannot be used with a certificate: write an address that begins with wss://")
    _check_certificate(certificate, certificate_key)
    return TelcoflowSettings(certificate=certificate, certificate_key=certificate_key, address=address)


def _check_key(key: str, connector: str) -> None:
    if not connector:
        raise WrongSetting(f"{CONNECTOR} is not set: {KEY} needs the id of the connector that it belongs to")
    for setting, value in ((KEY, key), (CONNECTOR, connector)):
        if not visible(value):
            raise WrongSetting(f"{setting} cannot be right: it holds spaces or characters that no key and no id has")


def _check_certificate(certificate: str, certificate_key: str) -> None:
    """That the two can be read and belong together shows now, not when the first call should come."""
    if not certificate_key:
        raise WrongSetting(f"{CERTIFICATE_KEY} is not set: {CERTIFICATE} needs the file of the key that it belongs to")
    for setting, path in ((CERTIFICATE, certificate), (CERTIFICATE_KEY, certificate_key)):
        try:
            with open(path, "rb"):
                pass
        except (OSError, ValueError):
            raise WrongSetting(f"{setting} names no file that can be read: write the path of a PEM file") from None
    try:
        # An empty password, so that a key with one fails here instead of asking for it on the terminal.
        ssl.create_default_context().load_cert_chain(certificate, certificate_key, password="")
    except (ssl.SSLError, OSError, ValueError):
        raise WrongSetting(
            f"{CERTIFICATE} and {CERTIFICATE_KEY} do not fit: name the PEM files of one certificate and of its own key,"
            " which has no password"
        ) from None
