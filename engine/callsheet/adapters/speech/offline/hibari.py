"""The only module that imports `hibari`: sentences to what a telephone carries."""

import numpy as np
from hibari import SAMPLE_RATE, Hibari

from callsheet.adapters.speech.offline.sentences import bounded
from callsheet.adapters.speech.resampling import resample
from callsheet.adapters.speech.samples import Samples, to_pcm
from callsheet.ports.speech import BREATH_MS
from callsheet.ports.telephony import RATE

# The model's speech has about -24 dB of full scale, a telephone's usual is -20; peaks stay below this.
GAIN = 1.6
HIGHEST_PEAK = 0.9
# Every clip begins with 300 ms of silence and ends with 450. Kept is what a soft consonant needs.
KEPT_BEFORE_MS = 10
KEPT_AFTER_MS = 80
# Windows in which sound is looked for, and the part of the loudest window's level from which on it is one (-40 dB).
WINDOW_MS = 10
AUDIBLE = 0.01
# The noise of speech is random; the same text shall sound the same, and so be cached.
SEED = 0

SAMPLES_A_MS = RATE // 1000


class HibariVoice:
    """A loaded voice. Its methods take a while and may run in several threads at once."""

    def __init__(self, name: str) -> None:
        self._model = Hibari(voice=name, threads=1)
        self._model("Ready.")  # the first sentence takes ten times as long

    def sentences(self, text: str) -> list[str]:
        """The text in the pieces to be spoken; of what has neither letter nor digit, the model would make noises."""
        pieces = [piece for sentence in self._model.split_sentences(text) for piece in bounded(sentence)]
        return [piece for piece in pieces if any(map(str.isalnum, piece))]

    def speak(self, sentence: str, *, pause_before: bool) -> bytes:
        """One piece as PCM; empty where there is nothing in it to pronounce."""
        spoken = resample(self._model(sentence, seed=SEED), 1, SAMPLE_RATE // RATE)
        spoken = trimmed(spoken) * GAIN
        if not len(spoken):
            return b""
        spoken *= min(1.0, HIGHEST_PEAK / max(float(np.abs(spoken).max()), HIGHEST_PEAK))
        pause = np.zeros((BREATH_MS - KEPT_BEFORE_MS - KEPT_AFTER_MS) * SAMPLES_A_MS if pause_before else 0, np.float32)
        return to_pcm(np.concatenate((pause, spoken)))


def trimmed(spoken: Samples) -> Samples:
    """Without the silence around it, less what is kept; empty where all of it is silent."""
    window = WINDOW_MS * SAMPLES_A_MS
    whole = spoken[: len(spoken) // window * window].reshape(-1, window)
    levels = np.sqrt(np.mean(np.square(whole), axis=1))
    if not len(levels) or not levels.max() > 0:
        return spoken[:0]
    heard = np.flatnonzero(levels >= levels.max() * AUDIBLE)
    begin = int(heard[0]) * window - KEPT_BEFORE_MS * SAMPLES_A_MS
    end = (int(heard[-1]) + 1) * window + KEPT_AFTER_MS * SAMPLES_A_MS
    return spoken[max(begin, 0) : end]
