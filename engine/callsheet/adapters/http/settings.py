"""What requests need from outside: the variables that their files name, and where they may go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from callsheet.adapters.http.reach import LOOPBACK, Network, NetworkReach
from callsheet.adapters.remote.settings import is_address, visible

LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """Variables of the environment, which are secret, and networks that are allowed; `local` allows this machine, also
    without encryption, to whoever tries a script."""

    variables: Mapping[str, str] = field(repr=False)
    allowed: tuple[Network, ...] = ()
    local: bool = False

    @property
    def reach(self) -> NetworkReach:
        """Where requests may go."""
        return NetworkReach(self.allowed + (LOOPBACK if self.local else ()))

    def takes(self, address: str) -> bool:
        """Whether a request may be sent to an address, as far as its text tells."""
        if not visible(address):
            return False
        bare = address.partition("?")[0]
        if is_address(bare, ("https",)):
            return True
        return self.local and is_address(bare, ("http",)) and urlsplit(bare).hostname in LOCAL


def missing(names: Iterable[str], variables: Mapping[str, str]) -> list[str]:
    """The variables that the environment does not hold."""
    return sorted(name for name in names if not variables.get(name))
