"""What makes hundreds of evenings quick."""

import ssl
from functools import lru_cache

import pytest

READ = ssl.create_default_context


@pytest.fixture(autouse=True)
def certificates_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK reads the machine's certificates for each connection, which takes longer than a call; none is used."""
    monkeypatch.setattr(ssl, "create_default_context", one_context)


@lru_cache(maxsize=1)
def one_context(*_: object, **__: object) -> ssl.SSLContext:
    """The first one, for everybody."""
    return READ()
