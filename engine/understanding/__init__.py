"""What a caller means, without a model: keys of the telephone, then phrases.

`Question` is built once from a question's intents and understands any number of answers; `understand` does both.
"""

from engine.understanding.built_in import BUILT_IN
from engine.understanding.phrases import Conflict, Question, conflicts, understand
from engine.understanding.words import words

__all__ = ["BUILT_IN", "Conflict", "Question", "conflicts", "understand", "words"]
