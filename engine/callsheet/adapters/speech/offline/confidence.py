"""How sure one can be of a text, made so that 0.5 is where to stop believing it.

Fitted to two neural voices and checked with five others and with noises (`tests/channel/accuracy.py`). The scale is
the surprise: minus the logarithm of the probability that the model gave to the text. Noise turned into words surprises,
and a short word needs less of it to be wrong: "Yeah." is what the model hears in coughs.
"""

from callsheet.adapters.speech.offline.decoding import Decoded

# Below it, an utterance is unclear, whatever its words: whoever uses a recognition's confidence compares with this.
FLOOR = 0.5
# The surprise at which confidence is 0.5, of a whole utterance of so many tokens (its end is one): each allows for
# some, the first ones for less.
EACH_TOKEN = 1.1
FIRST_TOKENS = 0.8
# The most that a token of a listed phrase, and of any other text, allows for.
MOST_LISTED, MOST_FREE = 1.0, 0.6
# From this on for each token, there is no doubt about a text, and no need to look at the sound in another way.
SURE = 0.12
# How much less likely (as a logarithm) a listed phrase may be than the likeliest text, to have been meant.
NEARLY = 4.0
# The same for a text of the words that a value is said with. Of what two neural voices said
# (`tests/channel/values.py`), 14 of 480 answers that hold no value were taken for one at 12, and none at 8, where one
# value in a hundred fewer was understood.
NEARLY_VALUE = 8.0
# The same for a phrase of the question that chooses something, such as a name that the model would write in another
# way: so much for each token, less so much for all, as short ones are far from nothing. These phrases are compared with
# each other only, and none of them was as near to 80 sentences that choose nothing.
NEARLY_CHOSEN_EACH, NEARLY_CHOSEN_LESS = 2.4, 2.6
# Characters a second that a voice makes at least, when it makes more than a short word's worth of sound. A long sound
# with one word in it is something else: a television, another person.
SLOWEST = 2.0
SHORT_SECONDS = 1.5

# How clearly somebody speaks in the clearest part of an utterance. Words have 0.84 or more, at 20 dB above the noise;
# coughs, and tones on a noisy line, that pass for a voice and for a "Yeah." have 0.75 or less.
CLEAR = 0.78


def of_listed(surprise: float, tokens: int) -> float:
    """The confidence in a phrase of the question."""
    return _halved(surprise, min(EACH_TOKEN * tokens - FIRST_TOKENS, MOST_LISTED * tokens))


def of_text(decoded: Decoded) -> float:
    """The confidence in any other text."""
    tokens = len(decoded.sureness)
    return _halved(-decoded.total, min(EACH_TOKEN * tokens - FIRST_TOKENS, MOST_FREE * tokens))


def is_sure(decoded: Decoded) -> bool:
    """Whether nothing else needs to be tried."""
    return -decoded.mean < SURE


def chosen(distance: float, tokens: int) -> bool:
    """Whether a phrase of so many tokens, so much less likely than the likeliest text, may choose something."""
    return distance < NEARLY_CHOSEN_EACH * tokens - NEARLY_CHOSEN_LESS


def too_slow(text: str, spoken_seconds: float) -> bool:
    """Whether there is too much sound for the text."""
    return len(text) < SLOWEST * (spoken_seconds - SHORT_SECONDS)


def _halved(surprise: float, allowed: float) -> float:
    """1.0 without a surprise, half of that at what is allowed, half again at twice as much."""
    return float(2.0 ** -(max(surprise, 0.0) / allowed))
