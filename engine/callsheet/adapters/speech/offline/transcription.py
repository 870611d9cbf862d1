"""An utterance to words: what was said in all likelihood, or the phrase of the question that it nearly was.

The sound is looked at in two ways, because the model, sure as it is, changes its mind with what stands around a word:
cleaned and cut to the spoken part, which understands more; and as it came, which does not hear words in noise.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import exp

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from callsheet.adapters.speech.offline import confidence
from callsheet.adapters.speech.offline.cleaning import cleaned, spoken_part
from callsheet.adapters.speech.offline.decoding import Decoded, likeliest, likely_phrases, likely_texts
from callsheet.adapters.speech.offline.moonshine import HEARD_RATE, Decoding, Moonshine
from callsheet.adapters.speech.offline.phrases import Listed, Node, choices, has_words
from callsheet.adapters.speech.offline.silero import Silero
from callsheet.adapters.speech.offline.word_loop import WordLoop
from callsheet.adapters.speech.resampling import resample
from callsheet.adapters.speech.samples import Samples, from_pcm
from callsheet.ports.speech import Recognized
from callsheet.ports.telephony import RATE

# Of one utterance. The model was made for sounds of up to half a minute; nobody answers a question for longer.
MOST_SAMPLES = 30 * RATE
# Of which a voice is looked for: whoever has not spoken clearly for so long will not.
MOST_LISTENED = 10 * RATE
# Less is no word, and less than the model can take.
FEWEST_SAMPLES = RATE // 10
# Silence after the last word, without which the model waits for more of it.
AFTER = np.zeros(HEARD_RATE // 2, np.float32)
# Tokens a second that anybody says, and some for a short word. Beyond it, the model has lost its way.
TOKENS_A_SECOND, MORE_TOKENS = 6.5, 4
# The loudest tenth of a second of an utterance is louder than this (54 dB below full scale).
QUIETEST = 0.002
# Questions whose phrases are kept ready.
MOST_QUESTIONS = 64
# Texts in which a value may have been said: each is read, and those behind are of no weight.
MOST_ALTERNATIVES = 20
# How much less likely (as a logarithm) a phrase that chooses something may be to be looked for.
FARTHEST_CHOSEN = 16.0

NOTHING = Recognized("", 0.0)


class View(Struct, frozen=True):
    """The sound as it was looked at in one way, and the likeliest text in it."""

    decoding: Decoding
    decoded: Decoded


class Transcription:
    """The loaded model, and the phrases of questions made ready. Its methods may run in several threads at once."""

    def __init__(self) -> None:
        self._model = Moonshine()
        self._voices = Silero()
        self._listed = lru_cache(MOST_QUESTIONS)(self._list)
        self._choices_of = lru_cache(MOST_QUESTIONS)(self._choices)
        self._loop_of = lru_cache(MOST_QUESTIONS)(self._loop)
        self._look(np.zeros(RATE, np.float32), RATE)  # the first utterance takes longer

    def transcribe(self, pcm: bytes, phrases: Sequence[str], words: Sequence[str] = ()) -> Recognized:
        """What was said, with the question's phrases in mind, and the words of which values are said that it asks for;
        empty where nothing was."""
        utterance = from_pcm(pcm)[:MOST_SAMPLES]
        if len(utterance) < FEWEST_SAMPLES or _loudest(utterance) < QUIETEST:
            return NOTHING
        listed = self._listed(tuple(phrases))
        spoken = spoken_part(cleaned(utterance))
        views = [self._look(spoken, len(utterance))]
        found = _believable(self._words(views, utterance, listed), len(spoken) / RATE)
        if not words and found.confidence < confidence.FLOOR:
            return found
        if not self._voices.is_clear(utterance[:MOST_LISTENED], confidence.CLEAR):
            return Recognized(found.text, found.confidence / 2)
        if not words:
            return found
        return replace(found, alternatives=self._alternatives(views, utterance, tuple(phrases), tuple(words)))

    def _words(self, views: list[View], utterance: Samples, listed: Listed) -> Recognized:
        """What was said, if anything was. A second view, which is added, and the phrases are looked at only where there
        is a doubt in the first one."""
        first = views[0].decoded
        if not confidence.is_sure(first):
            views.append(self._look(utterance, len(utterance)))
        elif phrase := listed.phrase(first.tokens):
            return Recognized(phrase, confidence.of_listed(-first.total, len(first.sureness)))
        best = max((view.decoded for view in views), key=lambda decoded: decoded.mean)
        text = Recognized(self._model.vocabulary.text(best.tokens), confidence.of_text(best))
        return self._phrase(views, listed) or text

    def _alternatives(
        self, views: Sequence[View], utterance: Samples, phrases: tuple[str, ...], words: tuple[str, ...]
    ) -> tuple[tuple[str, float], ...]:
        """The texts of these words that are nearly as likely as any text, and the phrases of them that may have been
        meant; none where there is no doubt that one of them was said."""
        loop = self._loop_of(words)
        first = views[0].decoded
        if confidence.is_sure(first) and loop.holds(first.tokens):
            return ()
        if len(views) == 1:
            views = (*views, self._look(utterance, len(utterance)))
        texts = self._nearest(views, self._choices_of(phrases, words).root, FARTHEST_CHOSEN, len(utterance))
        near = {text: each for text, each in texts.items() if confidence.chosen(*each)}
        texts = self._nearest(views, loop.root, confidence.NEARLY_VALUE, len(utterance))
        near |= {text: each for text, each in texts.items() if each[0] < confidence.NEARLY_VALUE}
        likely = {text: exp(-distance) for text, (distance, _) in near.items()}
        ranked = sorted(likely, key=lambda text: -likely[text])[:MOST_ALTERNATIVES]
        whole = sum(likely[text] for text in ranked)
        return tuple((text, likely[text] / whole) for text in ranked)

    def _nearest(
        self, views: Sequence[View], texts: Node, farthest: float, samples: int
    ) -> dict[str, tuple[float, int]]:
        """Of likely texts, how much less likely they are than the likeliest of all in the mean of the views (as a
        logarithm; up to `farthest`), and how many tokens they have."""
        found: list[dict[str, Decoded]] = []
        for view in views:
            least = view.decoded.total - len(views) * farthest
            each = likely_texts(view.decoding, texts, least, _most_tokens(samples))
            found.append({self._model.vocabulary.text(decoded.tokens): decoded for _, decoded in each})
        # One that was not followed to its end in a view is as likely there as the least likely one that was.
        unseen = [
            min((decoded.total for decoded in each.values()), default=view.decoded.total - len(views) * farthest)
            for each, view in zip(found, views, strict=True)
        ]
        free = sum(view.decoded.total for view in views) / len(views)
        nearest = {}
        for text, decoded in {text: decoded for each in found for text, decoded in each.items()}.items():
            totals = [each[text].total if text in each else least for each, least in zip(found, unseen, strict=True)]
            nearest[text] = free - sum(totals) / len(views), len(decoded.sureness)
        return nearest

    def _choices(self, phrases: tuple[str, ...], words: tuple[str, ...]) -> Listed:
        known = frozenset(words)
        return Listed([each for each in phrases if known.issuperset(each.split())], self._model.vocabulary, choices)

    def _loop(self, words: tuple[str, ...]) -> WordLoop:
        return WordLoop(words, self._model.vocabulary)

    def _list(self, phrases: tuple[str, ...]) -> Listed:
        return Listed(phrases, self._model.vocabulary)

    def _look(self, sound: Samples, samples: int) -> View:
        heard = self._model.hear(np.concatenate((resample(sound, HEARD_RATE // RATE, 1), AFTER)))
        decoding = self._model.decoding(heard)
        return View(decoding, likeliest(decoding, _most_tokens(samples)))

    def _phrase(self, views: Sequence[View], listed: Listed) -> Recognized | None:
        """The phrase that is likely in all views, where it is nearly as likely as any text."""
        # In one of the views it may be as much less likely as that allows in their mean.
        leasts = [view.decoded.total - len(views) * confidence.NEARLY for view in views]
        found: list[dict[str, Decoded]] = []
        for view, least in zip(views, leasts, strict=True):
            found.append(likely_phrases(view.decoding, listed.root, least))
            if not found[0]:
                return None
        totals = {
            phrase: float(
                np.mean(
                    [each[phrase].total if phrase in each else least for each, least in zip(found, leasts, strict=True)]
                )
            )
            for phrase in found[0]
        }
        phrase = max(totals, key=lambda phrase: totals[phrase])
        free = float(np.mean([view.decoded.total for view in views]))
        sure = confidence.of_listed(-totals[phrase], len(found[0][phrase].sureness))
        if free - totals[phrase] >= confidence.NEARLY or sure < confidence.FLOOR:
            return None
        return Recognized(phrase, sure)


def _believable(found: Recognized, seconds: float) -> Recognized:
    """What was found, less what no English voice says."""
    if not has_words(found.text) or not found.text.isascii():
        return NOTHING
    if confidence.too_slow(found.text, seconds):
        return Recognized(found.text, found.confidence / 2)
    return found


def _most_tokens(samples: int) -> int:
    """As many as anybody says in so much sound."""
    return int(samples / RATE * TOKENS_A_SECOND) + MORE_TOKENS


def _loudest(utterance: Samples) -> float:
    """The level of the loudest tenth of a second."""
    windows = utterance[: len(utterance) // FEWEST_SAMPLES * FEWEST_SAMPLES].reshape(-1, FEWEST_SAMPLES)
    return float(np.sqrt(np.mean(np.square(windows), axis=1)).max())
