"""What frames of many calls hold, judged together: a voice, keys, and our own echo."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.adapters.speech.offline.echo import COMPARED, echo
from engine.adapters.speech.offline.silero import Silero, VoiceMemory
from engine.adapters.speech.offline.tones import KeyMemory, tones
from engine.adapters.speech.offline.wire import CallFrame
from engine.adapters.speech.samples import Samples, from_pcm
from engine.ports.speech import Sound


@dataclass(slots=True)
class CallMemory:
    """What is remembered of one call's sound."""

    voice: VoiceMemory = field(default_factory=VoiceMemory)
    keys: KeyMemory = field(default_factory=KeyMemory)
    heard: Samples = field(default_factory=lambda: np.zeros(COMPARED, np.float32))


class Hearing:
    """The judgement, and what it remembers of each call. It loads the model; one thread at a time."""

    def __init__(self) -> None:
        self._silero = Silero()
        self._memories: defaultdict[int, CallMemory] = defaultdict(CallMemory)

    def judge(self, frames: Sequence[CallFrame], over: Sequence[int] = ()) -> list[Sound]:
        """What each frame holds, of different calls; echoes apart. The calls in `over` are forgotten. In a tone of a
        key there is no voice, and it disturbs none."""
        for call in over:
            self._memories.pop(call, None)
        if not frames:
            return []
        memories = [self._memories[frame.call] for frame in frames]
        sounds = np.stack([from_pcm(frame.pcm) for frame in frames])
        for memory, sound in zip(memories, sounds, strict=True):
            memory.heard = np.concatenate((memory.heard[len(sound) :], sound))
        keys = tones([memory.keys for memory in memories], sounds)
        untoned = np.where(np.array([[tone.present] for tone in keys]), np.float32(0), sounds)
        voices = self._silero.voices([memory.voice for memory in memories], untoned)
        return [Sound(0.0 if tone.present else voice, tone.pressed) for tone, voice in zip(keys, voices, strict=True)]

    def echoes(self, played: Sequence[CallFrame]) -> list[float]:
        """How much what was heard last of each call is what was played to it."""
        return [echo(self._memories[one.call].heard, from_pcm(one.pcm)) for one in played]
