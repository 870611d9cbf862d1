"""What frames of many calls hold, judged together: a voice, keys, and our own echo."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence

import numpy as np
from msgspec import Struct, field

from callsheet.adapters.speech.offline.echo import COMPARED, echo
from callsheet.adapters.speech.offline.silero import FRAME, Silero, VoiceMemory
from callsheet.adapters.speech.offline.tones import KeyMemory, tones
from callsheet.adapters.speech.offline.wire import CallFrame
from callsheet.adapters.speech.samples import Samples, from_pcm
from callsheet.ports.speech import Sound

# Frames that are compared with what was played.
COMPARED_FRAMES = -(-COMPARED // FRAME)
# Frames that are remembered of a call, two and a half seconds: those whose echo may be asked for, and before them what
# is compared.
REMEMBERED = 80
SILENCE = np.zeros(FRAME, np.float32)


class CallMemory(Struct):
    """What is remembered of one call's sound."""

    voice: VoiceMemory = field(default_factory=VoiceMemory)
    keys: KeyMemory = field(default_factory=KeyMemory)
    heard: deque[Samples] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def before(self, back: int) -> Samples:
        """What was heard last, up to so many frames ago."""
        frames = list(self.heard)[: len(self.heard) - back][-COMPARED_FRAMES:]
        return np.concatenate((np.zeros(COMPARED, np.float32), *frames))[-COMPARED:]


class OfflineHearing:
    """The judgement, and what it remembers of each call. It loads the model; one thread at a time."""

    def __init__(self) -> None:
        self._silero = Silero()
        self._memories: defaultdict[int, CallMemory] = defaultdict(CallMemory)

    def judge(self, frames: Sequence[CallFrame], over: Sequence[int] = ()) -> list[Sound]:
        """What each frame holds; those of a call one after the other, and those of different calls together. Echoes
        apart. The calls in `over` are forgotten."""
        for call in over:
            self._memories.pop(call, None)
        turns: defaultdict[int, list[int]] = defaultdict(list)
        seen: Counter[int] = Counter()
        for place, frame in enumerate(frames):
            turns[seen[frame.call]].append(place)
            seen[frame.call] += 1
        found: dict[int, Sound] = {}
        for places in turns.values():
            found.update(zip(places, self._judged([frames[place] for place in places]), strict=True))
        return [found[place] for place in range(len(frames))]

    def echoes(self, played: Sequence[tuple[CallFrame, int]]) -> list[float]:
        """How much what was heard of each call, up to so many frames ago, is what was played to it then."""
        return [echo(self._memories[one.call].before(back), from_pcm(one.pcm)) for one, back in played]

    def _judged(self, frames: Sequence[CallFrame]) -> list[Sound]:
        """Of different calls. In a tone of a key there is no voice, and it disturbs none."""
        memories = [self._memories[frame.call] for frame in frames]
        sounds = np.stack([from_pcm(frame.pcm) for frame in frames])
        for memory, frame, sound in zip(memories, frames, sounds, strict=True):
            memory.heard.extend([SILENCE] * min(frame.passed_over, REMEMBERED))
            memory.heard.append(sound)
        keys = tones([memory.keys for memory in memories], sounds)
        untoned = np.where(np.array([[tone.present] for tone in keys]), np.float32(0), sounds)
        voices = self._silero.voices([memory.voice for memory in memories], untoned)
        return [Sound(0.0 if tone.present else voice, tone.pressed) for tone, voice in zip(keys, voices, strict=True)]
