"""Whole messages on a stream of bytes, each behind its length."""

import struct
from typing import BinaryIO

LENGTH = struct.Struct(">I")


def framed(message: bytes) -> bytes:
    """A message behind its length."""
    return LENGTH.pack(len(message)) + message


def next_message(coming: BinaryIO) -> bytes | None:
    """The next message; None at the end, also where that is in the midst of one."""
    head = coming.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = coming.read(length)
    return message if len(message) == length else None
