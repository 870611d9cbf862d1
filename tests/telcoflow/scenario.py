"""What callers do, as words on a command line: `prompt say=yes.wav prompt press=12 hang-up`."""

import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.telcoflow.caller import (
    Action,
    CutControl,
    CutVoice,
    HangUp,
    Noise,
    Press,
    SendError,
    Speak,
    Wait,
    WaitForPrompt,
    WaitForSound,
)
from tests.telcoflow.sounds import SAMPLE_BYTES

HELP = """\
what each caller does after the answer, one after the other:
  prompt[=MS]   wait for a sound, then for MS (700) of silence
  sound         wait for a sound
  say=FILE      a .wav file (16 bits, mono), or any other with raw PCM
  press=KEYS    keys, as in press=12#
  wait=MS       do nothing
  noise=MS      white noise
  hang-up       end the call; without it, the agent has to
  cut-voice     the voice socket is torn down
  cut-control   the control socket is torn down
  error[=CODE]  the platform sends call.error
"""


class NotUnderstood(Exception):
    """A word of a scenario that means nothing; says which."""


def actions(words: Sequence[str], rate: int) -> tuple[Action, ...]:
    """The caller's actions. Raises `NotUnderstood`, and `OSError` for files that cannot be read."""
    return tuple(action for word in words for action in read(word, rate))


def read(word: str, rate: int) -> Iterator[Action]:
    """One word; a word of many keys is many actions."""
    name, _, value = word.partition("=")
    if name in ("wait", "noise") or (name == "prompt" and value):
        try:
            ms = int(value)
        except ValueError:
            raise NotUnderstood(f"{word}: expected milliseconds") from None
        yield Wait(ms) if name == "wait" else Noise(ms) if name == "noise" else WaitForPrompt(ms)
    elif name == "say" and value:
        yield Speak(pcm_of(Path(value), rate))
    elif name == "press" and value:
        yield from (Press(key) for key in value)
    elif name == "error" and value:
        yield SendError(value)
    elif word in PLAIN:
        yield PLAIN[word]
    else:
        raise NotUnderstood(f"{word}: no action of a caller")


PLAIN: dict[str, Action] = {
    "prompt": WaitForPrompt(),
    "sound": WaitForSound(),
    "hang-up": HangUp(),
    "cut-voice": CutVoice(),
    "cut-control": CutControl(),
    "error": SendError(),
}


def pcm_of(path: Path, rate: int) -> bytes:
    """What is in a file, at the rate of the calls."""
    if path.suffix != ".wav":
        return path.read_bytes()
    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, SAMPLE_BYTES, rate):
            raise NotUnderstood(f"{path.name}: expected mono, 16 bits, {rate} Hz")
        return file.readframes(file.getnframes())
