"""A database and recordings that fail, or take their time, where a test says so."""

from collections.abc import Awaitable, Callable, Mapping

from callsheet.adapters.recordings.typed import TypedRecordings
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database, DataFailed, PreparedQuery, WriteUnit, Written
from callsheet.ports.recordings import RecordingFailed, SoundFile
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.tasks import done
from callsheet.ports.values import Cell, Row
from callsheet.testing.cases import RECORDING, TRANSCRIBE
from callsheet.testing.progress import Progress

# Longer than a caller is kept waiting in silence, and shorter than a database may take.
SLOW_SECONDS = 4.0


class FailingDatabase:
    """Implements `Database` by another one, except for the queries and writes that the test lets fail.

    A write that is `unchanged` finds no row, as where somebody else was faster; one that is `unknown` was done, and
    nobody is told. What is `slow` takes SLOW_SECONDS.
    """

    def __init__(self, database: Database, progress: Progress, clock: Clock) -> None:
        self._database = database
        self._progress = progress
        self._clock = clock
        self.open_sending = database.open_sending
        self.close_sending = database.close_sending
        self.open_call = database.open_call
        self.close_call = database.close_call
        self.take_lost_calls = database.take_lost_calls
        self.close = database.close

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The rows, unless the test lets this query fail."""
        if self._progress.holds("slow", query.name):
            await self._clock.sleep(SLOW_SECONDS)
        self._may_fail(query)
        return await self._database.read(query, values, most_rows=most_rows)

    def write(self, unit: WriteUnit) -> Awaitable[Written]:
        """The write, unless the test lets it fail: then it certainly did not happen."""
        return self._write_late(unit) if self._progress.holds("slow", unit.query.name) else self._write(unit)

    async def _write_late(self, unit: WriteUnit) -> Written:
        await self._clock.sleep(SLOW_SECONDS)
        return await self._write(unit)

    def _write(self, unit: WriteUnit) -> Awaitable[Written]:
        self._may_fail(unit.query)
        if self._progress.holds("unknown", unit.query.name):
            return self._write_unknown(unit)
        return done(Written(0)) if self._progress.holds("unchanged", unit.query.name) else self._database.write(unit)

    async def _write_unknown(self, unit: WriteUnit) -> Written:
        await self._database.write(unit)
        raise DataFailed("unknown_outcome", f'The test lets nobody know whether "{unit.query.name}" was done.')

    def _may_fail(self, query: PreparedQuery) -> None:
        if self._progress.holds("fails", query.name):
            raise DataFailed("database_slow", f'The test lets "{query.name}" fail.')


class FailingRecordings(TypedRecordings):
    """Recordings and their words, unless the test lets them fail: that of a call at once, that of a message once it was
    said, as where the disk is full by then."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    async def begin(self, call_id: str, visit: int, channels: int) -> SoundFile:
        """A new recording."""
        if channels > 1:
            self._may_fail()
        file = await super().begin(call_id, visit, channels)
        return FailingFile(file, self._may_fail)

    def _may_fail(self) -> None:
        if self._progress.holds("fails", RECORDING):
            raise RecordingFailed("The test lets the recording fail.")

    async def words(self, file: str, language: str) -> str:
        """What was said in a recording."""
        if self._progress.holds("fails", TRANSCRIBE):
            raise SpeechFailed("unavailable", "The test lets transcribing fail.")
        return await super().words(file, language)


class FailingFile:
    """Implements `SoundFile` by another one; `may_fail` raises where it is not to be kept."""

    def __init__(self, inner: SoundFile, may_fail: Callable[[], None]) -> None:
        self._keep = inner.keep
        self._may_fail = may_fail
        self.file, self.broken, self.add, self.drop = inner.file, inner.broken, inner.add, inner.drop

    async def keep(self, words: str = "") -> None:
        """Keep it, unless the test lets that fail."""
        self._may_fail()
        await self._keep(words)
