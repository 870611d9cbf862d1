"""What the platform says over the control connection about calls, read from frames that may hold anything."""

import hashlib
from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct

# Characters of an id that stands in records: the platform's own are far shorter.
ID_LENGTH = 200
# Of the digest that stands for an id that cannot stand anywhere.
DIGEST_LENGTH = 32
TEXT_ACTIVITY = "NEW_INCOMING_MESSAGE"


class Announced(Struct, frozen=True):
    """Somebody calls, and any agent may claim the session; None where nobody can, because its id is none. One that is
    `resumed` was claimed before, by an agent that is gone."""

    session_id: str | None
    resumed: bool = False


class CallIn(Struct, frozen=True):
    """The call of a claimed session. What is `wrong` names fields; the others can be relied on, those are empty."""

    session_id: str
    call_id: str  # fit for records
    caller: str
    callee: str
    url: str  # where its voice is; empty where that cannot be known
    token: str
    wrong: tuple[str, ...] = ()


class SessionClosed(Struct, frozen=True):
    """A session is over."""

    session_id: str
    reason: str


Frame = Mapping[str, object]
Word = Announced | CallIn | SessionClosed


def read(frame: Frame) -> Word | None:
    """What a frame says of calls; None where it speaks of something else."""
    match frame.get("type"):
        case "session.notify":
            return _announced(frame)
        case "call.in":
            return _call_in(frame)
        case "session.closed":
            return SessionClosed(_text(frame, "sessionId"), _text(frame, "reason"))
    return None


def known_id(text: str) -> str:
    """An id as it can stand in records, logs and databases: itself, or what stands for one that is too long or holds
    what cannot be seen."""
    if 0 < len(text) <= ID_LENGTH and text.isprintable():
        return text
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LENGTH]


def _announced(frame: Frame) -> Announced | None:
    if frame.get("channel") != "TELCO" or frame.get("activity") == TEXT_ACTIVITY:
        return None
    session_id = _text(frame, "sessionId")
    return Announced(session_id if 0 < len(session_id) <= ID_LENGTH else None, frame.get("activity") == "RESUME")


def _call_in(frame: Frame) -> CallIn:
    fields = {name: _text(frame, name) for name in ("sessionId", "callId", "from", "to", "url", "token")}
    wrong = [name for name in fields if not isinstance(frame.get(name, ""), str)]
    wrong += [name for name in ("sessionId", "callId") if not fields[name] and name not in wrong]
    if not _is_voice(fields["url"]):
        fields["url"] = ""
        wrong = [*dict.fromkeys([*wrong, "url"])]
    return CallIn(
        fields["sessionId"],
        known_id(fields["callId"] or fields["sessionId"]),
        fields["from"],
        fields["to"],
        fields["url"],
        fields["token"],
        tuple(wrong),
    )


def _text(frame: Frame, name: str) -> str:
    value = frame.get(name)
    return value if isinstance(value, str) else ""


def _is_voice(url: str) -> bool:
    if not (url.isascii() and url.isprintable()):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("ws", "wss") and bool(parts.hostname)
