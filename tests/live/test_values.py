"""A whole call in which values are spoken, and understood by the recognition of this machine."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from callsheet.adapters.speech.offline.hibari import HibariVoice
from callsheet.adapters.speech.offline.transcription import Transcription
from callsheet.adapters.speech.samples import from_pcm, to_pcm
from callsheet.ports.records import IntentUnderstood, visits
from callsheet.ports.speech import Recognized, Sound, Speech
from tests.channel.channel import RATE, telephone
from tests.channel.clips import as_spoken, levelled
from tests.checking import check_file
from tests.live.evening import spend
from tests.live.sweeps import THINKING_MS
from tests.live.voices import QuickTones
from tests.telcoflow.caller import Action, Caller, Speak, Wait, WaitForPrompt

SCRIPT = """callsheet: 1
flow: order
timezone: America/New_York
defaults:
  if_silent: [Are you there?]
  if_unclear: [Sorry?]
  otherwise: [disconnect]
steps:
  - answer
  - ask: Do you want a small, a medium or a large one?
    one_of: [small, medium, large]
    as: size
  - ask: What is your customer number?
    for: digits
    length: 7
    as: customer
  - ask: Which day suits you?
    for: date
    as: day
  - note: "{{ size }}, {{ customer }}, {{ day }}"
  - disconnect
"""
# Louder than the noise of the line, and quieter than anybody speaks (full scale is 1.0).
AUDIBLE = 0.03


@dataclass
class OfThisMachine:
    """Implements `Recognition`, in this process: time stands still meanwhile."""

    transcription: Transcription = field(default_factory=Transcription)

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """What the model makes of it."""
        return self.transcription.transcribe(pcm, phrases, words)

    async def close(self) -> None:
        """Nothing to let go of."""


class Loudness:
    """Implements `VoiceActivity` and `Ear`: callers are silent while prompts are spoken, and nothing is an echo."""

    def open(self) -> "Loudness":
        """The same for all."""
        return self

    def passes_over(self, frame: bytes) -> bool:
        """All of it is judged."""
        return False

    async def judge(self, frame: bytes, played: bytes = b"") -> Sound:
        """By how loud it is."""
        return Sound(float(np.abs(from_pcm(frame)).max(initial=0.0) > AUDIBLE))

    async def close(self) -> None:
        """Nothing to let go of."""


def says(voice: HibariVoice, text: str) -> tuple[Action, ...]:
    """Wait until a question was asked, and answer it over a telephone line."""
    spoken = levelled(from_pcm(voice.speak(as_spoken(text), pause_before=False)))
    sound = to_pcm(telephone(np.pad(spoken, (RATE // 10, RATE // 10)), seed=1))
    return (Wait(300), WaitForPrompt(THINKING_MS), Speak(sound))


def test_an_option_digits_and_a_date_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "order.flow.yaml"
    path.write_text(SCRIPT)
    flow = check_file(path, path.name).flow
    assert flow is not None
    voice = HibariVoice("heart")
    answers = ("the large one please", "three two six nine two two eight", "January fourth")
    caller = Caller(tuple(action for answer in answers for action in says(voice, answer)))
    evening = spend([caller], flow=flow, speech=Speech(QuickTones(), OfThisMachine(), Loudness()))
    parts = [part for event in evening.journal.events for visit in visits(event) for part in visit.parts]
    understood = [part for part in parts if isinstance(part, IntentUnderstood)]
    assert [part.value for part in understood] == ["large", "3269228", date(2027, 1, 4)]
