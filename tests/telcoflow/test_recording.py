"""What is measured of a call, and the platform as a program of its own."""

import cmath
import math
import wave
from pathlib import Path

import pytest

from tests.telcoflow.__main__ import arguments, calls, settings
from tests.telcoflow.caller import HangUp, Press, Speak, Wait, WaitForPrompt
from tests.telcoflow.listener import WORDS, Listener
from tests.telcoflow.recording import Recording
from tests.telcoflow.report import CallReport, summary
from tests.telcoflow.scenario import NotUnderstood, actions
from tests.telcoflow.sdk import RATE, agent, in_virtual_time
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import ServerSettings
from tests.telcoflow.sounds import as_samples, key_tone, silence, tone


def recorded(*ticks: bytes) -> Recording:
    recording = Recording(RATE, began_ms=100)
    for tick in ticks:
        recording.add(tick)
    return recording


LOUD = tone(20, RATE)
QUIET = silence(20, RATE)


def test_sounds_are_found_to_the_millisecond() -> None:
    late = silence(7, RATE) + tone(13, RATE)
    recording = recorded(QUIET, late, LOUD, *[QUIET] * 12, LOUD, QUIET)
    edges = [edge for span in recording.sounds() for edge in (span.begin_ms, span.end_ms)]
    assert edges == pytest.approx([127, 160, 400, 420], abs=0.5)
    assert len(recording.sounds(pause_ms=300)) == 1
    assert recording.heard_ms() == pytest.approx(53, abs=1)
    assert recording.heard_ms_after(150) == pytest.approx(30, abs=1)
    assert recording.between(400, 420) == LOUD


def test_what_was_missing_is_told_apart() -> None:
    recording = recorded(b"", LOUD, b"", LOUD[:160], LOUD, QUIET, b"", b"", QUIET, LOUD, b"")
    assert [(starved.begin_ms, starved.ms, starved.in_sound) for starved in recording.starved] == [
        (140, 20, True),
        (170, 10, True),
        (220, 40, False),
    ]
    assert recording.late_frames == 4
    assert [gap.ms for gap in recording.gaps] == [20, 10]


def test_what_was_cut_off_was_not_heard() -> None:
    recording = recorded(LOUD, LOUD)
    recording.stop(125)
    assert recording.now_ms == 125
    assert recording.heard_ms() == pytest.approx(25, abs=0.5)


def test_a_recording_is_for_ears(tmp_path: Path) -> None:
    recorded(LOUD, QUIET).write_wav(tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getframerate(), file.readframes(1000)) == (RATE, LOUD + QUIET)


@pytest.mark.parametrize(("key", "row", "column"), [("1", 697, 1209), ("#", 941, 1477), ("5", 770, 1336)])
def test_keys_are_two_tones(key: str, row: int, column: int) -> None:
    samples = as_samples(key_tone(key, 100, RATE))

    def strength(hertz: float) -> float:
        return abs(sum(value * cmath.exp(-2j * math.pi * hertz * at / RATE) for at, value in enumerate(samples)))

    heard = sorted((697, 770, 852, 941, 1209, 1336, 1477, 1633), key=strength)[-2:]
    assert sorted(heard) == [row, column]


def test_a_scenario_is_read(tmp_path: Path) -> None:
    (tmp_path / "yes.pcm").write_bytes(WORDS)
    recorded(LOUD).write_wav(tmp_path / "no.wav")
    words = [
        "prompt",
        "prompt=900",
        f"say={tmp_path}/yes.pcm",
        f"say={tmp_path}/no.wav",
        "press=1#",
        "wait=5",
        "hang-up",
    ]
    assert actions(words, RATE) == (
        WaitForPrompt(),
        WaitForPrompt(900),
        Speak(WORDS),
        Speak(LOUD),
        Press("1"),
        Press("#"),
        Wait(5),
        HangUp(),
    )
    for wrong in ("sing", "wait=long", "say", "press=", "hang-up=1"):
        with pytest.raises(NotUnderstood):
            actions([wrong], RATE)
    with pytest.raises(NotUnderstood, match="expected mono"):
        actions([f"say={tmp_path}/no.wav"], 16000)


def test_settings_are_read() -> None:
    assert settings(["pull_mode=blind", "pull_ms=40", "inbound_odd=true"]) == ServerSettings(
        pull_mode="blind", pull_ms=40, inbound_odd=True
    )
    for wrong in ("pull_ms=often", "inbound_odd=1", "replies={}", "no_such=1"):
        with pytest.raises(NotUnderstood):
            settings([wrong])


def test_many_calls_are_placed_and_reported() -> None:
    options = arguments(["--calls", "12", "--at-once", "5", "--spacing-ms", "10", "prompt", "press=1", "wait=300"])

    async def played() -> list[CallReport]:
        reports: list[CallReport] = []
        async with TelcoflowServer() as server, agent(server, Listener(3).take):
            await server.agent()
            await calls(server, options, reports)
            assert server.calls == {}
            assert server.faults == []
        return reports

    reports = in_virtual_time(played())
    assert sorted(one.number for one in reports) == [f"+1555{number:07}" for number in range(1, 13)]
    found = summary(reports)
    assert (found["answered"], found["ended_by"], found["late_frames"]) == (12, {"agent": 12}, 0)
    assert {round(one.heard_ms) for one in reports} == {1000}
    assert max(one.answered_ms or 0 for one in reports) < 100
