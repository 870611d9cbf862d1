"""`python -m tests.elsewhere.gaps`: how long a request keeps an event loop from everything else, above all from frames.

It is the time of a processor between two turns of the loop that is measured, which other programs on the machine do not
change: the worst one of many requests, each over a new connection with a handshake, and of answers that are hostile.
"""

import asyncio
import gc
import ssl
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.http.client import HttpClient
from callsheet.adapters.http.settings import HttpSettings
from tests.elsewhere.conftest import NEVER_OPENS, reading, sent
from tests.soak.sendings import running

REQUESTS, AT_ONCE = 200, 10
HOSTILE = ("crumbs", "patience", "big", "headers", "drip")
TURN_SECONDS = 0.001


@asynccontextmanager
async def gaps() -> AsyncIterator[list[float]]:
    """The seconds of a processor that each turn of the loop takes meanwhile."""
    found: list[float] = []

    async def look() -> None:
        before = time.thread_time()
        while True:
            await asyncio.sleep(TURN_SECONDS)
            now = time.thread_time()
            found.append(now - before)
            before = now

    gc.collect()
    gc.freeze()  # as the service does: else what the tests have loaded is looked through meanwhile
    looking = asyncio.ensure_future(look())
    try:
        yield found
    finally:
        looking.cancel()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """How a server shows who it is, and who believes it."""
    made, key = folder / "one.pem", folder / "one.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-out", str(made), "-keyout", str(key)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shows.load_cert_chain(made, key)
    return shows, ssl.create_default_context(cafile=str(made))


async def encrypted(port: int, trusted: ssl.SSLContext) -> None:
    """Many requests, one after the other and some at once."""
    client = HttpClient(HttpSettings({"URL": f"https://localhost:{port}"}, local=True), SystemClock(), trusted=trusted)
    await client.prepare()
    for number in (1, AT_ONCE):
        async with gaps() as found:
            for _ in range(REQUESTS // number):
                await asyncio.gather(*(sent(client, reading("last")) for _ in range(number)))
        print(f"{number} at once, each with a handshake: {max(found) * 1000:.1f} ms at worst")
    await client.close()


async def hostile(port: int) -> None:
    """Answers that nobody should send."""
    settings = HttpSettings({"URL": f"http://127.0.0.1:{port}"}, local=True)
    client = HttpClient(settings, SystemClock(), breaker=NEVER_OPENS)
    await client.prepare()
    for path in HOSTILE:
        async with gaps() as found:
            came = await sent(client, reading(path, "# timeout: 2s\n"))
        print(f"{path}: {came}, {max(found) * 1000:.1f} ms at worst")
    await client.close()


def main() -> None:
    """Measure both."""
    with tempfile.TemporaryDirectory() as folder:
        shows, trusted = certificate(Path(folder))
        with running(shows) as system:
            asyncio.run(encrypted(system.port, trusted))
    with running() as system:
        asyncio.run(hostile(system.port))


if __name__ == "__main__":
    main()
