"""What frames of many calls hold, judged together: a voice, keys, and our own echo."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.adapters.speech.offline.echo import COMPARED, echo
from engine.adapters.speech.offline.silero import Silero, VoiceMemory
from engine.adapters.speech.offline.tones import KeyMemory, tones
from engine.adapters.speech.samples import Samples, from_pcm
from engine.ports.speech import Sound

# How likely a voice has to be before anybody asks whether it is ours: below, it interrupts nothing.
ECHO_MATTERS = 0.3


@dataclass(slots=True)
class CallMemory:
    """What is remembered of one call's sound."""

    voice: VoiceMemory = field(default_factory=VoiceMemory)
    keys: KeyMemory = field(default_factory=KeyMemory)
    heard: Samples = field(default_factory=lambda: np.zeros(COMPARED, np.float32))


@dataclass(frozen=True, slots=True)
class Question:
    """A frame to be judged: whose it is, and what was played to them up to then."""

    memory: CallMemory
    frame: bytes
    played: bytes


class Hearing:
    """The judgement. It loads the model; one thread at a time."""

    def __init__(self) -> None:
        self._silero = Silero()

    def judge(self, questions: Sequence[Question]) -> list[Sound]:
        """What each frame holds, of different calls. In a tone of a key there is no voice, and it disturbs none."""
        memories = [question.memory for question in questions]
        frames = np.stack([from_pcm(question.frame) for question in questions])
        keys = tones([memory.keys for memory in memories], frames)
        untoned = np.where(np.array([[tone.present] for tone in keys]), np.float32(0), frames)
        voices = self._silero.voices([memory.voice for memory in memories], untoned)
        return [
            Sound(0.0 if tone.present else voice, tone.pressed, _echo(question, frame, voice))
            for question, frame, tone, voice in zip(questions, frames, keys, voices, strict=True)
        ]


def _echo(question: Question, frame: Samples, voice: float) -> float:
    memory = question.memory
    memory.heard = np.concatenate((memory.heard[len(frame) :], frame))
    if voice < ECHO_MATTERS or not question.played:
        return 0.0
    return echo(memory.heard, from_pcm(question.played))
