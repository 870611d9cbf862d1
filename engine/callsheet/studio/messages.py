"""The messages of a page's socket: `{"id": 7, "do": "check", "with": {…}}`, and `{"id": 7, "answer": …}` for it, or
`{"id": 7, "refused": "why"}`; and what comes without having been asked for, `{"event": "changed", …}`."""

from typing import Any, Literal

import msgspec
from msgspec.json import Decoder, Encoder

from callsheet.ports.exceptions import Told, own_mistake
from callsheet.studio.command import Command
from callsheet.studio.commands import COMMANDS
from callsheet.studio.play import TryCall
from callsheet.studio.project import Declined, Project

_encode = Encoder().encode
UNKNOWN = "the page asks for something that this studio does not know: load the page again"


class PageMessage(msgspec.Struct, frozen=True):
    """A command's word, its fields as they came, and the number that its answer bears."""

    id: int
    do: str
    with_: msgspec.Raw = msgspec.field(name="with", default=msgspec.Raw(b"{}"))


class PageSays(msgspec.Struct, frozen=True):
    """What the telephone in the page tells on its own socket. `other` is what the other side does, as a test says it:
    the page plays them too."""

    played: int = 0
    cleared: bool = False
    key: str = ""
    other: Literal["", "picks_up", "does_not_pick_up", "is_busy", "they_hang_up"] = ""
    hang_up: bool = False


_asked = Decoder(PageMessage)
_said = Decoder(PageSays)
_called = Decoder(TryCall)


def read_asked(message: str) -> PageMessage | None:
    """What a page asks for; None where it is nothing that ours would ask."""
    try:
        return _asked.decode(message)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None


def read_command(asked: PageMessage) -> Command:
    """The command with its fields. Raises `Declined`."""
    kind = COMMANDS.get(asked.do)
    try:
        if kind is not None:
            return msgspec.json.decode(asked.with_, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        pass
    raise Declined(UNKNOWN)


def read_said(message: str) -> PageSays | None:
    """What a telephone tells; None where it is nothing that ours would."""
    try:
        return _said.decode(message)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None


def read_called(message: str | bytes) -> TryCall:
    """What a telephone calls. Raises `Declined`."""
    try:
        return _called.decode(message)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Declined(UNKNOWN) from None


def outcome(command: Command, project: Project) -> bytes:
    """Do a command: what came of it, as JSON."""
    try:
        return _encode({"answer": command.do(project)})
    except Told as told:
        return refusal(told.message)
    except Exception as error:  # noqa: BLE001 - one command that fails through a mistake of ours ends no page
        return refusal(own_mistake(error))


def refusal(why: str) -> bytes:
    """That something is not done, as JSON."""
    return _encode({"refused": why})


def numbered(number: int, answer: bytes) -> str:
    """An answer for the page that asked with this number."""
    return f'{{"id":{number},{answer[1:].decode()}'


def unasked(event: str, **fields: Any) -> str:
    """Something that nobody asked for."""
    return as_message(event=event, **fields)


def as_message(**fields: Any) -> str:
    """A message of any kind."""
    return _encode(fields).decode()
