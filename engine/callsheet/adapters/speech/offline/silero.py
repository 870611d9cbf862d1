"""Silero's voice detection at the telephone's own rate, for the frames of many calls at once."""

from collections.abc import Sequence
from heapq import heappushpop

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from callsheet.adapters.speech.offline.models import SILERO, NeuralModel
from callsheet.adapters.speech.samples import Samples
from callsheet.ports.speech import FRAME_BYTES
from callsheet.ports.telephony import RATE, SAMPLE_BYTES

# What the model is given before each frame: the end of the frame before it.
CONTEXT = 32
# Samples of a frame.
FRAME = FRAME_BYTES // SAMPLE_BYTES
# Frames of clear voice (130 ms) that the shortest word has.
CLEAREST = 4
# What it remembers of a call.
MEMORY = (2, 128)


class VoiceMemory(Struct):
    """What the model knows of one call's sound so far."""

    state: NDArray[np.float32] = field(default_factory=lambda: np.zeros(MEMORY, np.float32))
    context: Samples = field(default_factory=lambda: np.zeros(CONTEXT, np.float32))


class Silero:
    """The loaded model."""

    def __init__(self) -> None:
        self._model = NeuralModel(SILERO)

    def voices(self, memories: Sequence[VoiceMemory], frames: Samples) -> list[float]:
        """How likely each frame (a row of `frames`) holds a voice; the memories go on. Calls do not touch each other:
        the result is the same, to the bit, as one by one."""
        contexts = np.stack([memory.context for memory in memories])
        found, states = self._model.run(
            {
                "input": np.concatenate((contexts, frames), axis=1),
                "state": np.stack([memory.state for memory in memories], axis=1),
                "sr": np.array(RATE, np.int64),
            },
        )
        for index, memory in enumerate(memories):
            memory.state = states[:, index].copy()
            memory.context = frames[index, -CONTEXT:].copy()
        return [float(likelihood) for likelihood in found[:, 0]]

    def is_clear(self, sound: Samples, clear: float) -> bool:
        """Whether somebody speaks clearly anywhere in a sound: `clear` is the least mean of `CLEAREST` frames. It is
        listened to until that is known."""
        memory = VoiceMemory()
        likeliest = [0.0] * CLEAREST
        for frame in sound[: len(sound) // FRAME * FRAME].reshape(-1, 1, FRAME):
            heappushpop(likeliest, self.voices([memory], frame)[0])
            if sum(likeliest) >= clear * CLEAREST:
                return True
        return False
