"""Callers whose calls are swept through, and how finely. Make the steps smaller to look closer; it takes longer."""

from collections.abc import Sequence

from tests.lines.voices import KEYS, tone, word
from tests.telcoflow.caller import Action, Caller, Speak, Wait, WaitForPrompt

# Milliseconds between two moments: of the shipped script's main path, and of everything else. A frame is 20 ms long,
# and these are no multiples of it: moments fall into its beginning, its midst and its end.
STEP_MS = 245
COARSE_MS = 825
# Somebody who was asked begins to speak after so much silence: more than the breath between two prompts.
THINKING_MS = 450
WORD_MS = 250


def says(text: str) -> tuple[Action, ...]:
    """Wait until a question was asked, and answer it. Only what follows the beginning of a prompt counts."""
    return (Wait(300), WaitForPrompt(THINKING_MS), Speak(word(text, WORD_MS)))


def presses(key: str) -> tuple[Action, ...]:
    """The same with a key."""
    return (Wait(300), WaitForPrompt(THINKING_MS), Speak(tone(KEYS[key], 100)))


# One notification is confirmed, the other is refused: 6.6 s with the shipped script.
MAIN_PATH = (*says("yes"), *says("no"))
MAIN_PATH_MS = 6700
# A caller whose call takes its usual course, beside those that do not.
WITNESS = Caller(MAIN_PATH)


def moments(ends_ms: int, step_ms: int, begins_ms: int = 0) -> range:
    """From a moment to another."""
    return range(begins_ms, ends_ms, step_ms)


def hanging_up(at: Sequence[int], actions: tuple[Action, ...] = MAIN_PATH) -> list[Caller]:
    """Callers who hang up, each at one of these moments, and one who does not."""
    return [*(Caller(actions, hang_up_at_ms=ms) for ms in at), Caller(actions)]
