"""Recordings: files of sound that calls leave behind, as audio that `ports/telephony.py` describes."""

import asyncio
from typing import Protocol

from callsheet.ports.exceptions import ProviderFailed


class RecordingFailed(ProviderFailed):
    """A recording cannot be kept, or is not there; `message` is a sentence for an operator."""

    def __init__(self, message: str) -> None:
        super().__init__("recording", message)


class SoundFile(Protocol):
    """A recording on its way to the disk. `keep` or `drop` ends it; what was kept can still be dropped."""

    @property
    def file(self) -> str:
        """Its path from where recordings lie."""

    @property
    def broken(self) -> "asyncio.Future[None]":
        """Done once no more of it can be kept; to be left alone."""

    def add(self, pcm: bytes) -> None:
        """Sound that comes behind what is there. Returns at once and never raises."""

    async def keep(self, words: str = "") -> None:
        """Write what is left; `words` are what is said in it, where that is known. Raises `RecordingFailed` where the
        disk does not take all of it in time; as far as it goes, it is there all the same."""

    async def drop(self) -> None:
        """Nothing is to be kept of it. Never raises."""


class Recordings(Protocol):
    """Where recordings are kept. Shared by the calls of a process."""

    async def begin(self, call_id: str, visit: int, channels: int) -> SoundFile:
        """A new recording of one step of a call. Raises `RecordingFailed`, also where there is no room for it."""


class Transcriber(Protocol):
    """Puts recordings into words. Shared by the calls of a process."""

    async def words(self, file: str, language: str) -> str:
        """What is said in a recording; empty where there are no words in it. Raises `RecordingFailed` where it is not
        there, `SpeechFailed` where it is not understood."""
