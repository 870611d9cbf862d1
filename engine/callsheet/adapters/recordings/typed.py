"""Recordings of lines of text: what was said in them is known, and they have a file only where somebody keeps one."""

import asyncio
from collections.abc import Callable
from itertools import count

from callsheet.ports.recordings import RecordingFailed, Recordings, SoundFile


class TypedRecordings:
    """Implements `Recordings`, and `Transcriber` by the words. They are kept in others, where there are any; else
    their names are `recording-1.wav` and so on, the first that is free, and nothing is kept."""

    def __init__(self, kept_in: Recordings | None = None) -> None:
        self._kept_in = kept_in
        self._words: dict[str, str] = {}

    async def begin(self, call_id: str, visit: int, channels: int) -> SoundFile:
        """A new recording."""
        if self._kept_in is not None:
            return TypedFile(await self._kept_in.begin(call_id, visit, channels), self._words)
        name = next(name for number in count(1) if (name := f"recording-{number}.wav") not in self._words)
        return TypedFile(NoFile(name), self._words)

    async def words(self, file: str, language: str) -> str:
        """What was said in a recording."""
        if file not in self._words:
            raise RecordingFailed("there is no such recording of this call")
        return self._words[file]


class TypedFile:
    """Implements `SoundFile` by another one, and keeps its words by its name."""

    def __init__(self, inner: SoundFile, words: dict[str, str]) -> None:
        self._inner = inner
        self._words = words
        self.file, self.broken, self.add = inner.file, inner.broken, inner.add
        words[self.file] = ""

    async def keep(self, words: str = "") -> None:
        """Also the words."""
        self._words[self.file] = words
        await self._inner.keep()

    async def drop(self) -> None:
        """Also the words."""
        del self._words[self.file]
        await self._inner.drop()


class NoFile:
    """Implements `SoundFile` without a disk."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.add: Callable[[bytes], None] = lambda pcm: None

    async def keep(self, words: str = "") -> None:
        """There is nothing to write."""

    async def drop(self) -> None:
        """There is nothing to remove."""
