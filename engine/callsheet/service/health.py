"""What a service tells whoever operates it: /healthz, /readyz and /metrics."""

import asyncio
import concurrent.futures
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from msgspec import Struct
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from callsheet.service.logs import log
from callsheet.service.loopback import ADDRESS, LoopbackServer

# Seconds for the engine to say whether it is ready; one that does not answer for so long is not.
READY_SECONDS = 3.0

# What is answered: HEAD as GET, without the page.
METHODS = ("GET", "HEAD")
# The names by which this machine calls itself.
HERE = (ADDRESS, "localhost")

WhyNot = Callable[[], Awaitable[str]]


class HealthPage(Struct, frozen=True):
    """An answer."""

    status: HTTPStatus
    content: bytes
    content_type: str = "text/plain; charset=utf-8"


class HealthServer:
    """Answers from its start to `close`. Until `ready_by` it is not ready."""

    def __init__(self, port: int, registry: CollectorRegistry) -> None:
        """`port` 0 is any free one. Raises `NotBound`."""
        self._why_not: WhyNot | None = None
        self._starts = "it is starting"
        self._loop = asyncio.get_running_loop()
        self._registry = registry
        self._server = LoopbackServer(port, self._answer)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.port

    def starting(self, how_far: str) -> None:
        """It is starting, and so far."""
        self._starts = f"it is starting: {how_far}"

    def ready_by(self, why_not: WhyNot) -> None:
        """From now on `why_not`, asked in the event loop, says whether it is ready."""
        self._why_not = why_not

    def close(self) -> None:
        """Answer no more."""
        self._server.close()

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        page = self._page(environ["REQUEST_METHOD"], environ.get("HTTP_HOST"), environ["PATH_INFO"])
        headers = [("Content-Type", page.content_type), ("Content-Length", str(len(page.content)))]
        allowed = [("Allow", ", ".join(METHODS))] if page.status is HTTPStatus.METHOD_NOT_ALLOWED else []
        start_response(f"{page.status.value} {page.status.phrase}", [*headers, ("Cache-Control", "no-store"), *allowed])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.content]

    def _page(self, method: str, host: str | None, path: str) -> HealthPage:
        if method not in METHODS:
            return _text(HTTPStatus.METHOD_NOT_ALLOWED, f"only {' and '.join(METHODS)} are answered")
        if host is not None and not _is_here(host):
            return _text(HTTPStatus.MISDIRECTED_REQUEST, f"ask for {ADDRESS} or localhost; nobody else is answered")
        match path:
            case "/healthz":
                return _text(HTTPStatus.OK, "alive")
            case "/readyz":
                why_not = self._ask()
                return _text(HTTPStatus.SERVICE_UNAVAILABLE if why_not else HTTPStatus.OK, why_not or "ready")
            case "/metrics":
                return HealthPage(HTTPStatus.OK, generate_latest(self._registry), CONTENT_TYPE_LATEST)
        return _text(HTTPStatus.NOT_FOUND, "there is: /healthz, /readyz, /metrics")

    def _ask(self) -> str:
        """Why it is not ready; empty where it is."""
        if self._why_not is None:
            return self._starts
        asked: concurrent.futures.Future[str] | None = None
        try:
            asked = asyncio.run_coroutine_threadsafe(_answer_of(self._why_not), self._loop)
            return asked.result(READY_SECONDS)
        except TimeoutError:
            return "the engine does not answer: it has too much to do, or hangs"
        except Exception as error:  # noqa: BLE001 - a probe gets an answer, whatever happens
            log("readiness_failed", "error", error=type(error).__name__)
            return "the engine cannot tell; see its log"
        finally:
            if asked is not None:
                asked.cancel()


async def _answer_of(why_not: WhyNot) -> str:
    return await why_not()


def _text(status: HTTPStatus, text: str) -> HealthPage:
    return HealthPage(status, f"{text}\n".encode())


def _is_here(host: str) -> bool:
    """Whether a request is meant for this machine. A web page may have its own name lead here, and read along."""
    name, colon, port = host.strip().lower().partition(":")
    return name in HERE and (port.isdecimal() or not colon)
