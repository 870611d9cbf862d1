"""What becomes of a recording, however the call ends and whatever the disk does: its file, its name, the outcome."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.adapters.recordings.typed import TypedFile, TypedRecordings
from callsheet.flow.machine import FlowMachine
from callsheet.journal.writers import Kept
from callsheet.ports.recordings import RecordingFailed, Recordings, SoundFile
from callsheet.ports.records import CallRecord, NoteTaken, RecordingKept, Visit
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.telephony import CallInfo, Silence, Utterance
from callsheet.session.session import Session
from callsheet.session.world import World
from tests.calls.conftest import NOW, Stage, Voice

SCRIPT = """callsheet: 1
flow: voicemail
language: en-US
steps:
  - answer
  - say: This call is recorded.
    interruptible: false
  - record_call: start
    if_fails:
      - note: not recorded
  - record: Please leave a message.
    as: message
    if_none:
      - say: Nothing.
      - disconnect
    if_fails:
      - say: It cannot be kept.
      - disconnect
  - say: Thank you.
  - disconnect
if_caller_hangs_up:
  - if: message
    then:
      - note: "hung up: {{ message.file }}"
after_call:
  - if: message
    then:
      - transcribe: message
        as: words
        if_fails:
          - set: {words: unknown}
      - note: "{{ message.file }}: {{ words }}"
  - if: call.recording
    then:
      - note: "{{ call.recording }}"
"""
SAID = Utterance("This is Ann.")


class Watched(TypedRecordings):
    """Tells which files were kept and which were dropped; `begins` and `ends` may fail or hang."""

    def __init__(
        self, begins: Callable[[int], object] = lambda channels: None, ends: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__()
        self.begins, self.ends = begins, ends
        self.kept: list[str] = []
        self.dropped: list[str] = []

    async def begin(self, call_id: str, visit: int, channels: int) -> SoundFile:
        await met(self.begins(channels))
        file = await super().begin(call_id, visit, channels)
        assert isinstance(file, TypedFile)
        file.keep, file.drop = partial(self._keep, file), partial(self._drop, file)  # type: ignore[method-assign]  # of this one alone
        return file

    async def _keep(self, file: TypedFile, words: str = "") -> None:
        await met(self.ends())
        self.kept.append(file.file)
        await TypedFile.keep(file, words)

    async def _drop(self, file: TypedFile) -> None:
        self.dropped.append(file.file)
        await TypedFile.drop(file)


async def met(trouble: object) -> None:
    if isinstance(trouble, Exception):
        raise trouble
    if isinstance(trouble, float):
        await asyncio.sleep(trouble)


def play(
    stage: Stage,
    recordings: Recordings | None,
    *turns: Utterance | Silence,
    gone_at: str = "",
    hangs_at: str = "",
    meanwhile: Callable[[Session, "asyncio.Future[CallRecord]"], None] = lambda session, doing: None,
    transcriber: TypedRecordings | None = None,
) -> tuple[CallRecord | None, list[Visit]]:
    flow = stage.flow(SCRIPT)
    loop = VirtualLoop()
    clock, kept = VirtualClock(loop, NOW), Kept()

    async def converse() -> CallRecord | None:
        words = transcriber or (recordings if isinstance(recordings, TypedRecordings) else None)
        world = World(NoDatabase(), clock, kept, recordings=recordings, transcriber=words)
        line = Voice(CallInfo("c-1", "inbound", "+15550100", ""), list(turns), gone_at=gone_at, hangs_at=hangs_at)
        session = Session(flow, FlowMachine(flow), line, world)
        doing = asyncio.ensure_future(session.run())
        meanwhile(session, doing)
        await asyncio.wait({doing})
        assert line.ended
        assert line.recorded_by is None, "nothing is given to a recording that has ended"
        return None if doing.cancelled() else doing.result()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        record = runner.run(converse())
    return record, [event for event in kept.events if isinstance(event, Visit)]


def notes(visits: list[Visit]) -> list[str]:
    return [part.text for visit in visits for part in visit.parts if isinstance(part, NoteTaken)]


def outcome(visits: list[Visit]) -> str:
    return next(visit.outcome for visit in visits if visit.verb == "record")


def test_a_message_and_the_call_are_kept(stage: Stage) -> None:
    recordings = Watched()
    record, visits = play(stage, recordings, SAID)
    assert record is not None
    assert record.ending == "completed"
    assert notes(visits) == ["recording-2.wav: This is Ann.", "recording-1.wav"]
    assert (recordings.kept, recordings.dropped) == (["recording-2.wav", "recording-1.wav"], [])
    kept = [part for visit in visits for part in visit.parts if isinstance(part, RecordingKept)]
    assert [(part.file, part.seconds) for part in kept] == [("recording-2.wav", 4.0)]


def test_a_hang_up_while_it_is_recorded_keeps_it(stage: Stage) -> None:
    recordings = Watched()
    record, visits = play(stage, recordings, SAID, gone_at="a recording")
    assert record is not None
    assert (record.ending, outcome(visits)) == ("hung_up", "hung_up")
    assert notes(visits) == ["hung up: recording-2.wav", "recording-2.wav: This is Ann.", "recording-1.wav"]
    assert recordings.dropped == []


@pytest.mark.parametrize(
    ("gone_at", "turns"), [("Please", (SAID,)), ("a recording", (Silence(),))], ids=["prompt", "silence"]
)
def test_a_hang_up_before_a_word_keeps_nothing(
    stage: Stage, gone_at: str, turns: tuple[Utterance | Silence, ...]
) -> None:
    recordings = Watched()
    record, visits = play(stage, recordings, *turns, gone_at=gone_at)
    assert record is not None
    assert record.ending == "hung_up"
    assert notes(visits) == ["recording-1.wav"]
    assert recordings.dropped == ["recording-2.wav"]


def test_silence_keeps_nothing(stage: Stage) -> None:
    recordings = Watched()
    _, visits = play(stage, recordings, Silence())
    assert outcome(visits) == "none"
    assert (recordings.kept, recordings.dropped) == (["recording-1.wav"], ["recording-2.wav"])


@pytest.mark.parametrize("how", ["limit", "shut down", "cancelled"])
def test_whatever_cuts_a_recording_off_it_is_kept(stage: Stage, how: str) -> None:
    def cut_off(session: Session, doing: "asyncio.Future[CallRecord]") -> None:
        cuts: dict[str, Callable[[], object]] = {"shut down": session.shut_down, "cancelled": doing.cancel}
        if how in cuts:
            asyncio.get_running_loop().call_later(30, cuts[how])

    recordings = Watched()
    record, visits = play(stage, recordings, SAID, hangs_at="a recording", meanwhile=cut_off)
    assert outcome(visits) == {"limit": "limit_reached"}.get(how, "shut_down")
    assert recordings.kept == ["recording-2.wav", "recording-1.wav"]
    kept = [part.file for visit in visits for part in visit.parts if isinstance(part, RecordingKept)]
    assert kept == ["recording-2.wav"]
    if how != "cancelled":  # of a call that is cut, nothing is done behind it
        assert notes(visits) == ["recording-2.wav: This is Ann.", "recording-1.wav"]
    assert (record is None) is (how == "cancelled")


@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_that_cannot_be_begun_is_an_outcome(stage: Stage, channels: int) -> None:
    def begins(wanted: int) -> object:
        return RecordingFailed("the disk is full") if wanted == channels else None

    _, visits = play(stage, Watched(begins), SAID)
    by_verb = {visit.verb: visit.outcome for visit in visits}
    assert by_verb["record" if channels == 1 else "record_call"] == "failed"
    assert by_verb["record_call" if channels == 1 else "record"] == "done"


def test_without_a_place_nothing_is_recorded(stage: Stage) -> None:
    record, visits = play(stage, None)
    assert record is not None
    assert record.ending == "completed"
    assert [visit.outcome for visit in visits if visit.verb.startswith("record")] == ["failed", "failed"]
    assert notes(visits) == ["not recorded"]


@pytest.mark.parametrize("gone_at", ["", "a recording"])
def test_what_cannot_be_kept_is_dropped_and_told(stage: Stage, gone_at: str) -> None:
    recordings = Watched(ends=lambda: RecordingFailed("the disk is full"))
    record, visits = play(stage, recordings, SAID, gone_at=gone_at)
    assert outcome(visits) == ("hung_up" if gone_at else "failed")
    assert recordings.dropped == ["recording-2.wav"]
    failed = next(visit for visit in visits if visit.verb == "record")
    assert [part.part for part in failed.parts][-1] == "failed"
    assert notes(visits) == ["recording-1.wav"], "the name is not set"
    assert record is not None
    assert record.ending == ("hung_up" if gone_at else "completed")


def test_somebody_in_a_hurry_waits_for_the_disk(stage: Stage) -> None:
    recordings = Watched(ends=lambda: 1.0)

    def hurry(session: Session, doing: "asyncio.Future[CallRecord]") -> None:
        for seconds in (30, 30.5, 31.2):
            asyncio.get_running_loop().call_later(seconds, doing.cancel)

    record, _ = play(stage, recordings, SAID, hangs_at="a recording", meanwhile=hurry)
    assert record is None
    assert recordings.kept == ["recording-2.wav", "recording-1.wav"]


@pytest.mark.parametrize(
    "trouble", [SpeechFailed("unavailable", "nobody understands it"), RecordingFailed("gone"), 1000.0]
)
def test_what_is_not_put_into_words_keeps_its_name(stage: Stage, trouble: object) -> None:
    class Troubled(TypedRecordings):
        async def words(self, file: str, language: str) -> str:
            await met(trouble)
            return ""

    _, visits = play(stage, Watched(), SAID, transcriber=Troubled())
    transcribed = next(visit for visit in visits if visit.verb == "transcribe")
    assert transcribed.outcome == ("limit_reached" if isinstance(trouble, float) else "failed")
    if not isinstance(trouble, float):
        assert notes(visits)[0] == "recording-2.wav: unknown"
