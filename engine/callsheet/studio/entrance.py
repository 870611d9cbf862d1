"""Who may come in: whoever has the token of the address that was printed, on this machine, and no page but ours.

A browser sends what it likes to 127.0.0.1 for every page that is open in it, also for one whose name its own server
points here. So a request has to name this address (`Host`), bring the token or the cookie that it was exchanged for,
and, for the socket, come from our own page (`Origin`). Only GET is read at all, and the socket alone changes anything.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from callsheet.studio.assets import Asset

ADDRESS = "127.0.0.1"
TOKEN_BYTES = 24
NONCE_BYTES = 12
PAGE = "/index.html"
# What the page's own text has where the number of an answer belongs, by which its styles are known.
NONCE_PLACE = b"NONCE"
EVERY_ANSWER = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HeaderValues = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer to a request."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Entrance:
    """What is answered at a port, and to whom. `sockets` are the paths of sockets, which only our page may open."""

    port: int
    token: str
    assets: Mapping[str, Asset]
    sockets: frozenset[str]

    @property
    def address(self) -> str:
        """What to open: it lets in whoever has it."""
        return f"http://{ADDRESS}:{self.port}/?token={self.token}"

    def answer(self, method: str, target: str, headers: HeaderValues) -> HttpAnswer | None:
        """The answer to a request of `target`; None where a socket is asked for, and may be opened.

        `headers` are by lower-case name, each with all its values.
        """
        if method != "GET":
            return _text(HTTPStatus.METHOD_NOT_ALLOWED, "Here is a page to look at; nothing is sent to it.")
        host = _only(headers, "host")
        if host not in self._hosts:
            return _text(HTTPStatus.MISDIRECTED_REQUEST, f"The studio is at {ADDRESS}:{self.port}, and nowhere else.")
        try:
            url = urlsplit(target)
            token = parse_qs(url.query).get("token", [""])[0]
        except ValueError:
            return _text(HTTPStatus.BAD_REQUEST, "This address cannot be read.")
        entering = _same(token, self.token)
        if not entering and not _same(_cookies(headers).get(self._cookie, ""), self.token):
            what = "Open the address that callsheet studio printed when it began: it has a key in it."
            return _text(HTTPStatus.FORBIDDEN, what)
        if url.path in self.sockets:
            if _only(headers, "origin") != f"http://{host}":
                return _text(HTTPStatus.FORBIDDEN, "Only the studio's own page opens this.")
            return None
        asset = self.assets.get(PAGE if url.path == "/" else url.path)
        if asset is None:
            return _text(HTTPStatus.NOT_FOUND, "There is nothing here.")
        if asset is not self.assets[PAGE]:
            return HttpAnswer(HTTPStatus.OK, {"Content-Type": asset.content_type}, asset.content)
        return self._page(asset, host, entering=entering)

    def _page(self, asset: Asset, host: str, *, entering: bool) -> HttpAnswer:
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        policy = (
            "default-src 'none'; script-src 'self'; worker-src 'self'; img-src 'self' data:; font-src 'self';"
            f" style-src 'self' 'nonce-{nonce}'; connect-src 'self' ws://{host};"
            " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        headers = {"Content-Type": asset.content_type, "Content-Security-Policy": policy}
        if entering:
            # With the page itself and not before a redirect, which a browser that comes from elsewhere would follow
            # without the cookie.
            headers["Set-Cookie"] = f"{self._cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        return HttpAnswer(HTTPStatus.OK, headers, asset.content.replace(NONCE_PLACE, nonce.encode()))

    @property
    def _hosts(self) -> frozenset[str]:
        return frozenset({f"{ADDRESS}:{self.port}", f"localhost:{self.port}"})

    @property
    def _cookie(self) -> str:
        """Browsers send the cookies of one port to all others, too: each studio has its own."""
        return f"callsheet-{self.port}"


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _only(headers: HeaderValues, name: str) -> str:
    """The one value of a header; nothing where it came twice."""
    values = headers.get(name, ())
    return values[0] if len(values) == 1 else ""


def _cookies(headers: HeaderValues) -> dict[str, str]:
    pairs = (pair.strip().partition("=") for value in headers.get("cookie", ()) for pair in value.split(";"))
    return {name: value for name, _, value in pairs}


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), right.encode())


def _text(status: HTTPStatus, sentence: str) -> HttpAnswer:
    return HttpAnswer(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{sentence}\n".encode())
