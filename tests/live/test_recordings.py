"""Recordings of calls on the platform's real SDK: what callers said, as the standard library reads it."""

import wave
from array import array
from pathlib import Path

import pytest

from callsheet.flow.model import Flow
from callsheet.ports.records import RecordingKept, Visit
from callsheet.ports.speech import BREATH_MS
from callsheet.ports.telephony import BYTES_A_MS, RATE
from callsheet.turns.recording import TONE_HZ
from tests.checking import check_file
from tests.lines.voices import KEYS, PROMPT_HZ, WORDS, frequency, noise, same, silence, tone, word
from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.live.voices import MS_A_CHARACTER
from tests.telcoflow.caller import Action, Callee, Caller, HangUp, Speak, Wait, WaitForPrompt
from tests.telcoflow.settings import ServerSettings
from tests.telcoflow.sounds import is_loud

PROMPT = "Please speak after the tone."
SCRIPT = f"""callsheet: 1
flow: voicemail
language: en-US
steps:
  - answer
  - record: {PROMPT}
    as: message
    at_most: 20s
    speech_pause: 2s
    timeout: 4s
    if_none:
      - say: Nothing was said.
      - disconnect
    if_fails:
      - say: It is not kept.
      - disconnect
  - say: It is kept.
  - disconnect
after_call:
  - if: message
    then:
      - note: "{{{{ message.file }}}}"
"""
CALL_RECORDED = """callsheet: 1
flow: recorded
language: en-US
steps:
  - answer
  - say: This call is recorded.
    interruptible: false
  - record_call
  - say: Please wait a moment.
    interruptible: false
  - pause: 4s
  - record_call: stop
  - say: Goodbye.
  - disconnect
"""
TALK_RECORDED = """callsheet: 1
flow: recorded
language: en-US
contacts:
  office: callee
steps:
  - connect: office
    if_unanswered: [disconnect]
  - record_call
  - barge: This call is recorded now, as you have both agreed.
  - leave
"""
# What the platform is told before a barge and behind it takes its time.
COMMANDS_MS = 600
# Of the other side, who talks all the time.
CALLEE_HZ = 700.0
# What is said lies within this many milliseconds in its recording: frames, and the way through the platform.
LATE_MS = 120
# A long message: words with pauses, longer than an utterance is.
MESSAGE = b"".join(word("yes", 700) + silence(600) + word("no", 500) + silence(300) for _ in range(3))
# The tone of the recording comes behind the prompt: only then is it of use to speak.
AFTER_TONE = WaitForPrompt(silence_ms=200)


def flow_of(script: str, folder: Path) -> Flow:
    path = folder / "script.flow.yaml"
    path.write_text(script)
    flow = check_file(path, path.name).flow
    assert flow is not None
    return flow


def read(path: Path) -> tuple[int, bytes]:
    """Channels and sound."""
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getsampwidth()) == (RATE, 2)
        return sound.getnchannels(), sound.readframes(sound.getnframes())


def kept(evening: Evening) -> list[RecordingKept]:
    visits = (event for event in evening.journal.events if isinstance(event, Visit))
    return [part for visit in visits for part in visit.parts if isinstance(part, RecordingKept)]


def left(evening: Evening, folder: Path) -> list[bytes]:
    """The sounds that are kept, in the order of the calls; nothing else lies there."""
    files = [part.file for part in kept(evening)]
    assert sorted(files) == sorted(str(path.relative_to(folder)) for path in folder.rglob("*.wav"))
    return [read(folder / file)[1] for file in files]


def record(
    folder: Path, *actions: Action, settings: ServerSettings | None = None, ending: str = "completed"
) -> Evening:
    evening = spend([Caller(actions)], flow=flow_of(SCRIPT, folder), settings=settings, kept_in=folder / "kept")
    judge(evening, endings={ending})
    return evening


@pytest.mark.parametrize("continuous", [True, False], ids=["silence is sent", "silence is not sent"])
def test_a_message_is_kept_as_it_was_said(continuous: bool, tmp_path: Path) -> None:
    settings = ServerSettings(inbound_continuous=continuous)
    evening = record(tmp_path, AFTER_TONE, Wait(500), Speak(MESSAGE), settings=settings)
    (sound,) = left(evening, tmp_path / "kept")
    if continuous:
        assert MESSAGE in sound, "sample for sample"
        began_ms = sound.index(MESSAGE) / BYTES_A_MS
        assert 500 <= began_ms <= 500 + 200 + LATE_MS, "from the end of the tone on, everything"
        lasts_ms = len(sound) / BYTES_A_MS
        assert lasts_ms == pytest.approx(began_ms + len(MESSAGE) / BYTES_A_MS - 300 + 2000, abs=LATE_MS)
    assert kept(evening)[0].seconds == pytest.approx(len(sound) / RATE / 2, abs=0.1)


def test_the_caller_hears_a_tone_behind_the_prompt(tmp_path: Path) -> None:
    evening = record(tmp_path, AFTER_TONE, Speak(word("yes", 1500)))
    heard = evening.guests[0].placed.recording
    first = heard.sounds(pause_ms=300)[0]
    assert first.ms == pytest.approx(len(PROMPT) * MS_A_CHARACTER + 400, abs=60), "in one breath with the prompt"
    assert same(TONE_HZ, PROMPT_HZ)


@pytest.mark.parametrize("said_ms", [1200, 3000, 17_000])
def test_a_hang_up_in_the_midst_ends_a_message_and_keeps_it(said_ms: int, tmp_path: Path) -> None:
    speaking = (AFTER_TONE, Speak(word("yes", said_ms)), HangUp())
    evening = record(tmp_path, *speaking, ending="hung_up")
    (sound,) = left(evening, tmp_path / "kept")
    spoken = word("yes", said_ms)
    assert spoken[: -LATE_MS * BYTES_A_MS] in sound
    notes = [part for event in evening.journal.events if isinstance(event, Visit) for part in event.parts]
    assert any(getattr(part, "text", "") == kept(evening)[0].file for part in notes), "after_call has its name"


@pytest.mark.parametrize(
    "actions",
    [
        (),
        (AFTER_TONE, Speak(noise(500))),
        (AFTER_TONE, Speak(word("yes", 400))),
        (AFTER_TONE, Speak(tone(KEYS["1"], 200))),
    ],
    ids=["silence", "a cough", "a word", "a key"],
)
def test_less_than_a_second_is_nothing(actions: tuple[Action, ...], tmp_path: Path) -> None:
    evening = record(tmp_path, *actions)
    assert left(evening, tmp_path / "kept") == []
    assert [visit.outcome for visit in evening.journal.events if isinstance(visit, Visit)][1] == "none"


def test_a_key_ends_a_message(tmp_path: Path) -> None:
    said = word("yes", 1500)
    evening = record(tmp_path, AFTER_TONE, Speak(said + silence(300) + tone(KEYS["1"], 200)), Wait(10_000))
    (sound,) = left(evening, tmp_path / "kept")
    assert said in sound
    assert len(sound) / BYTES_A_MS < 1500 + 300 + 200 + 400


def test_a_message_ends_with_its_time(tmp_path: Path) -> None:
    evening = record(tmp_path, AFTER_TONE, Speak(word("yes", 60_000)))
    (sound,) = left(evening, tmp_path / "kept")
    assert len(sound) / BYTES_A_MS == pytest.approx(20_000, abs=LATE_MS)


def test_messages_of_many_callers_are_files_of_their_own(tmp_path: Path) -> None:
    lengths = [1500, 1800, 2100, 2400, 2700]
    callers = [Caller((AFTER_TONE, Speak(word("no", ms)))) for ms in lengths]
    evening = spend(callers, flow=flow_of(SCRIPT, tmp_path), kept_in=tmp_path / "kept")
    judge(evening, endings={"completed"})
    sounds = left(evening, tmp_path / "kept")
    assert sorted(_loud_ms(sound) for sound in sounds) == pytest.approx(lengths, abs=40)


def test_a_call_is_kept_in_two_channels(tmp_path: Path) -> None:
    said = word("no", 1000)
    caller = Caller((WaitForPrompt(700), Wait(2000), Speak(said)))
    evening = spend([caller], flow=flow_of(CALL_RECORDED, tmp_path), kept_in=tmp_path / "kept")
    judge(evening, endings={"completed"})
    (part,) = kept(evening)
    channels, both = read(tmp_path / "kept" / part.file)
    assert channels == 2
    samples = array("h", both)
    caller_says, caller_hears = samples[0::2].tobytes(), samples[1::2].tobytes()
    assert same(frequency(caller_says), WORDS["no"])
    assert same(frequency(caller_hears), PROMPT_HZ)
    assert said in caller_says
    assert _loud_ms(caller_hears) == pytest.approx(len("Please wait a moment.") * MS_A_CHARACTER, abs=60)
    prompts = len("Please wait a moment.") * MS_A_CHARACTER / 1000 + BREATH_MS / 1000
    assert len(samples) / 2 / RATE == pytest.approx(4 + prompts, abs=0.15)


def test_what_two_people_say_is_kept_who_were_connected_before_we_answered(tmp_path: Path) -> None:
    caller = Caller(callees=(Callee(1000, background=tone(CALLEE_HZ, 1000)),))
    evening = spend([caller], flow=flow_of(TALK_RECORDED, tmp_path), kept_in=tmp_path / "kept")
    judge(evening, endings={"completed"})
    (path,) = (tmp_path / "kept").rglob("*.wav")
    samples = array("h", read(path)[1])
    said, heard = samples[0::2].tobytes(), samples[1::2].tobytes()
    barge_ms = len("This call is recorded now, as you have both agreed.") * MS_A_CHARACTER
    assert barge_ms <= len(said) / BYTES_A_MS <= barge_ms + COMMANDS_MS
    assert same(frequency(said), CALLEE_HZ)
    assert same(frequency(heard), PROMPT_HZ)


def _loud_ms(sound: bytes) -> float:
    frame = 10 * BYTES_A_MS
    return 10 * sum(is_loud(sound[begin : begin + frame]) for begin in range(0, len(sound), frame))
