"""What a service tells whoever operates it: /healthz, /readyz and /metrics."""

import asyncio
import concurrent.futures
from collections.abc import Awaitable, Callable, Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from prometheus_client import CollectorRegistry, make_wsgi_app

from engine.service.logs import log
from engine.service.loopback import LoopbackServer

# Seconds for the engine to say whether it is ready; one that does not answer for so long is not.
READY_SECONDS = 3.0

WhyNot = Callable[[], Awaitable[str]]


class HealthServer:
    """Answers from its start to `close`. Until `ready_by` it is not ready."""

    def __init__(self, port: int, registry: CollectorRegistry) -> None:
        """`port` 0 is any free one. Raises `NotBound`."""
        self._why_not: WhyNot | None = None
        self._starts = "it is starting"
        self._loop = asyncio.get_running_loop()
        self._metrics = make_wsgi_app(registry)
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
        if environ["REQUEST_METHOD"] != "GET":
            return _text(start_response, "405 Method Not Allowed", "only GET is answered")
        match environ["PATH_INFO"]:
            case "/healthz":
                return _text(start_response, "200 OK", "alive")
            case "/readyz":
                why_not = self._ask()
                return _text(start_response, "503 Service Unavailable" if why_not else "200 OK", why_not or "ready")
            case "/metrics":
                page: Iterable[bytes] = self._metrics(environ, start_response)
                return page
        return _text(start_response, "404 Not Found", "there is: /healthz, /readyz, /metrics")

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


def _text(start_response: StartResponse, status: str, text: str) -> Iterable[bytes]:
    content = f"{text}\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(content)))]
    start_response(status, [*headers, ("Cache-Control", "no-store")])
    return [content]
