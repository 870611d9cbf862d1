"""Where requests may go: what everybody can reach, and networks that whoever runs the engine allows."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from msgspec import Struct

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IPv4 as networks without it see it (RFC 6052).
TRANSLATED = IPv6Network("64:ff9b::/96")
LOOPBACK: tuple[Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1"))


class NetworkReach(Struct, frozen=True):
    """Where requests may go beside the addresses that everybody can reach: these networks."""

    allowed: tuple[Network, ...] = ()

    def has(self, address: str) -> bool:
        """Whether an address may be connected to."""
        found = _behind(ip_address(address.partition("%")[0]))
        return (found.is_global and not found.is_multicast) or any(
            found in network for network in self.allowed if network.version == found.version
        )


def _behind(address: Address) -> Address:
    """The IPv4 address that one of IPv6 stands for, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks such as 10.0.0.0/8, and single addresses. Raises ValueError."""
    return tuple(ip_network(text.strip()) for text in texts)
