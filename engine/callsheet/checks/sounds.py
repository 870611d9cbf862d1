"""Sound files that are played instead of the voice: WAV, as a telephone has it, read before the first call."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import BROKEN_SOUND, MISSING_SOUND
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.files import Files, Missing, Unreadable
from callsheet.ports.telephony import RATE, SAMPLE_BYTES
from callsheet.script.words import Word
from callsheet.source.text import MOST_BYTES

# Bytes of all sounds of a script, which every process that takes its calls holds: half an hour of them.
MOST_IN_ALL = 32 << 20
HELP = f"save it as WAV with {RATE:,} Hz, one channel (mono) and 16 bits (PCM)"


def load_sounds(
    steps: Sequence[Reached], folder: Path, shown: str, files: Files
) -> tuple[Mapping[str, bytes], list[Diagnostic]]:
    """The sounds that a script names, by their paths as it writes them, which begin at `folder`; and those that cannot
    be had, each once. `shown` is how messages call the script."""
    sounds: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for word in {word.text: word for each in reversed(steps) if (word := each.step.sound())}.values():
        try:
            samples = _samples(files.read(folder / word.text, most=MOST_BYTES + 1))
        except Missing:
            message, help_ = f'there is no file "{word.text}"', "its path begins at the script's own folder"
            found.append(Diagnostic(MISSING_SOUND, shown, word.span, message, help_))
        except Unreadable as error:
            found.append(Diagnostic(BROKEN_SOUND, shown, word.span, f'"{word.text}" {error.why}', error.help))
        else:
            if isinstance(samples, bytes):
                sounds[word.text] = samples
            else:
                found.append(Diagnostic(BROKEN_SOUND, shown, word.span, f'"{word.text}" {samples}', HELP))
    if sum(map(len, sounds.values())) > MOST_IN_ALL:
        found.append(_too_many(steps, shown))
    return sounds, found


def _too_many(steps: Sequence[Reached], shown: str) -> Diagnostic:
    first: Word = next(word for each in steps if (word := each.step.sound()))
    message = f"the sounds of this script have more than {MOST_IN_ALL >> 20} MiB together"
    return Diagnostic(BROKEN_SOUND, shown, first.span, message, "let the voice speak some of them")


def _samples(content: bytes) -> bytes | str:
    """The sound itself; or why it cannot be played, as the end of a sentence that begins with its name."""
    import wave  # most scripts have no sounds

    if len(content) > MOST_BYTES:
        return f"is longer than {MOST_BYTES // (RATE * SAMPLE_BYTES)} seconds"
    try:
        with wave.Wave_read(io.BytesIO(content)) as sound:
            rate, channels, width = sound.getframerate(), sound.getnchannels(), sound.getsampwidth()
            samples: bytes = sound.readframes(sound.getnframes())
    except (wave.Error, EOFError, ValueError, RuntimeError):
        return "is no WAV file that can be read"
    if (rate, channels, width) != (RATE, 1, SAMPLE_BYTES):
        return f"has {rate:,} Hz, {channels} channel{'s' * (channels != 1)} and {width * 8} bits"
    return samples or "is empty"
