"""Moonshine tiny-en on onnxruntime: sound to the probabilities of the next token, for several texts side by side."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from callsheet.adapters.speech.offline.models import MOONSHINE, NeuralModel, find_model
from callsheet.adapters.speech.offline.vocabulary import BEGIN, PhraseVocabulary
from callsheet.adapters.speech.samples import Samples

# What the model hears, in samples a second.
HEARD_RATE = 16000
# The shape of the decoder's memory of one token: layers, heads, numbers of each.
LAYERS, HEADS, HEAD_SIZE = 6, 8, 36
PAST, PRESENT = "past_key_values", "present"

LogProbabilities = NDArray[np.float32]  # of each text and each token that could be its next
Memory = dict[str, NDArray[np.float32]]


class Moonshine:
    """The loaded model. What several callers say is not heard in one batch: the model rounds all numbers in it by the
    largest, and a loud caller would change what a quiet one is understood to say."""

    def __init__(self) -> None:
        self.vocabulary = PhraseVocabulary(find_model(MOONSHINE + "tokenizer.bin").read_bytes())
        self._encoder = NeuralModel(MOONSHINE + "encoder_model.ort")
        self._decoder = NeuralModel(MOONSHINE + "decoder_model_merged.ort")

    def hear(self, samples: Samples) -> NDArray[np.float32]:
        """What is in the sound (at `HEARD_RATE`), to decode texts from."""
        sound = samples[np.newaxis]
        return self._encoder.run({"input_values": sound, "attention_mask": np.ones(sound.shape, np.int64)})[0]

    def decoding(self, heard: NDArray[np.float32]) -> "Decoding":
        """A decoding of what `hear` found, at its beginning."""
        return Decoding(self._decoder, heard)


class Decoding:
    """Texts that grow token by token. It begins with one, empty; `keep` makes others out of those that are there.

    What was heard is taken in with the first token, which costs as much as two others: to begin again costs nothing.
    """

    def __init__(self, decoder: NeuralModel, heard: NDArray[np.float32]) -> None:
        self._decoder = decoder
        self._names = [output.replace(PRESENT, PAST) for output in decoder.outputs[1:]]
        self._heard = heard
        self._memory: Memory = {name: np.zeros((1, HEADS, 0, HEAD_SIZE), np.float32) for name in self._names}
        self._began: tuple[LogProbabilities, Memory] | None = None

    def begin(self) -> LogProbabilities:
        """The first token's probabilities."""
        if self._began is None:
            probabilities = self.grow([BEGIN])
            self._began = probabilities, self._memory
        probabilities, self._memory = self._began
        return probabilities

    def grow(self, tokens: Sequence[int]) -> LogProbabilities:
        """Add one token to each text; what the next of each could be."""
        began = self._began is not None
        heard = np.repeat(self._heard, len(tokens), axis=0)
        logits, *memory = self._decoder.run(
            {
                "input_ids": np.array(tokens, np.int64)[:, np.newaxis],
                "encoder_hidden_states": heard,
                # One for all that was heard: the model takes every 384th mark, and spreads a single one.
                "encoder_attention_mask": np.ones((len(tokens), 1), np.int64),
                "use_cache_branch": np.array([began]),
                **self._memory,
            },
        )
        self._memory = {  # what was heard is remembered once
            name: remembered if not began or ".decoder." in name else self._memory[name]
            for name, remembered in zip(self._names, memory, strict=True)
        }
        last = logits[:, -1]
        highest = last.max(axis=-1, keepdims=True)
        probabilities: LogProbabilities = last - highest - np.log(np.exp(last - highest).sum(axis=-1, keepdims=True))
        return probabilities

    def keep(self, texts: Sequence[int]) -> None:
        """Go on with these texts, by their place among those that are there; one may be kept several times."""
        count = len(next(iter(self._memory.values())))
        if list(texts) != list(range(count)):
            rows = list(texts)
            self._memory = {name: remembered[rows] for name, remembered in self._memory.items()}
