"""A small web server for programs on this machine, in threads of its own.

Everything is bounded: a request's size, its time, and how many there are at once.
"""

import errno
import io
import socket
import socketserver
import threading
import time
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import WSGIApplication

from callsheet.ports.exceptions import Told

ADDRESS = "127.0.0.1"
# Requests at once: a probe or two and a scraper, with room for those that hang. Whoever has not asked for anything yet
# makes room for the next one.
MOST_REQUESTS = 8
# Seconds that the next one waits for that.
ROOM_SECONDS = 0.5
# Bytes of a request, its headers included.
MOST_BYTES = 16 * 1024
# Seconds for a whole request.
REQUEST_SECONDS = 10.0
# How often the server looks whether it is to end.
STOP_SECONDS = 0.05
# Connections that wait for a thread to take them.
BACKLOG = 16
# Seconds from one connection to the next: a flood of them must not take the processor from calls.
PAUSE_SECONDS = 0.01

WHY_NOT = {
    errno.EADDRINUSE: "another program uses it",
    errno.EACCES: "this user may not use it (those below 1024 are the superuser's)",
}


class NotBound(Told):
    """The port cannot be had; the message says why."""


class LoopbackServer:
    """Answers requests by a WSGI application, until `close`."""

    def __init__(self, port: int, answer: WSGIApplication) -> None:
        """`port` 0 is any free one. Raises `NotBound`."""
        try:
            self._server = _Server((ADDRESS, port), _Handler)
        except (OSError, OverflowError) as error:
            number = error.errno if isinstance(error, OSError) else None
            raise NotBound(WHY_NOT.get(number or 0, "this machine does not give it")) from None
        self._server.set_app(answer)
        threading.Thread(
            target=self._server.serve_forever, args=(STOP_SECONDS,), name="callsheet health", daemon=True
        ).start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = BACKLOG

    def __init__(self, *arguments: Any) -> None:
        self._room = threading.BoundedSemaphore(MOST_REQUESTS)
        # Connections on which nothing was asked yet, the oldest first; by then they are taken out.
        self._silent: dict[socket.socket, None] = {}
        self._lock = threading.Lock()
        super().__init__(*arguments)

    def server_bind(self) -> None:
        """Bind without asking for the machine's name, which may take a while and is not wanted."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for each request, as long as there are few."""
        if self._has_room():
            with self._lock:
                self._silent[request] = None
            try:
                super().process_request(request, client_address)
            except RuntimeError:  # no thread to be had
                self._over(request)
                self.shutdown_request(request)
        else:
            self.shutdown_request(request)
        time.sleep(PAUSE_SECONDS)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer; what takes too long is cut."""
        cut = threading.Timer(REQUEST_SECONDS, _cut, [request])
        cut.daemon = True
        cut.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            cut.cancel()
            self._over(request)

    def was_asked(self, request: socket.socket) -> None:
        """A whole request has come: it is going to be answered, whoever comes meanwhile."""
        with self._lock:
            self._silent.pop(request, None)

    def _has_room(self) -> bool:
        """Whether one more can be answered; whoever has been silent for the longest time makes room."""
        if self._room.acquire(blocking=False):
            return True
        with self._lock:
            oldest = next(iter(self._silent), None)
            if oldest is not None:
                del self._silent[oldest]
        if oldest is not None:
            _cut(oldest)
        return self._room.acquire(timeout=ROOM_SECONDS)

    def _over(self, request: socket.socket) -> None:
        self.was_asked(request)
        self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone, or was cut: nothing to tell."""


class _Handler(WSGIRequestHandler):
    timeout = REQUEST_SECONDS

    def setup(self) -> None:
        """Read no more than a request of sensible size has."""
        super().setup()
        self.rfile = _Bounded(self.rfile)

    def parse_request(self) -> bool:
        """Read the request; from then on it is not cut for the sake of others."""
        understood = super().parse_request()
        if understood and isinstance(self.server, _Server):
            self.server.was_asked(self.connection)
        return understood

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Probes come every few seconds: nobody reads that they came."""

    def get_stderr(self) -> Any:
        """Where wsgiref would print a traceback."""
        return io.StringIO()


class _Bounded(io.BufferedIOBase):
    """The beginning of a stream; behind that it is at its end."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = MOST_BYTES

    def readline(self, size: int | None = -1, /) -> bytes:
        """A line, or what there is of it."""
        most = self._left if size is None or size < 0 else min(size, self._left)
        line: bytes = self._stream.readline(most) if most else b""
        self._left -= len(line)
        return line

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()
        super().close()


def _cut(request: socket.socket) -> None:
    try:
        request.shutdown(socket.SHUT_RDWR)
    except OSError:  # it has been closed meanwhile
        return
