"""How well callers are understood, from the sound on the line to the intent, measured with synthetic voices:

    .venv/bin/python -m tests.channel.accuracy [build/clips]

The folder holds clips of other voices than the product's own, written by `voices.py`; without it only that one speaks.
Each clip goes through a telephone's channel, the voice detection, the recognition and the phrases of a question.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.speech.offline.activity import OfflineVoiceActivity
from callsheet.adapters.speech.offline.confidence import FLOOR
from callsheet.adapters.speech.offline.recognition import MoonshineRecognition
from callsheet.adapters.speech.samples import to_pcm
from callsheet.ports.speech import FRAME_BYTES
from callsheet.ports.telephony import Call, Frame, Utterance
from callsheet.script.intents import Listener
from callsheet.steps.ask import Ask
from callsheet.turns.hearing import Hearing
from callsheet.turns.signs import SpeechEnded
from callsheet.understanding.built_in import BUILT_IN
from tests.channel.channel import RATE, Samples, telephone
from tests.channel.clips import OWN_VOICE, SAID, own_clips, read_clips
from tests.channel.noises import noises
from tests.channel.texts import LISTED, LISTED_BUILT_IN, SENTENCES, UNRELATED
from tests.checking import check_file

SCRIPT = Path(__file__).parents[2] / "flows" / "interactive_notifications.flow.yaml"
LANGUAGE = "en-US"
# Seconds of the line's noise before and after each clip, as between a prompt and an answer.
BEFORE, AFTER = 0.6, 1.0
# The noise of the line: this much below a voice; and below other sounds, which are louder than a line's own.
SNR_DB, NOISE_SNR_DB = 20.0, 30.0
# Intents that a mistake must not lead to: the caller would have agreed to something.
AGREEING = ("confirm", "agree")


@dataclass
class Clips:
    """A kind of clips: their sounds by what is said in them (nothing, in noises), and the question they answer."""

    name: str
    listener: Listener
    sounds: dict[str, Samples]
    words: bool = True


@dataclass
class Score:
    """What came of one kind of clips."""

    name: str
    count: int = 0
    right: int = 0
    heard: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def agreed(self) -> int:
        """How often the caller was taken to agree, wrongly."""
        return sum(self.wrong[intent] for intent in AGREEING)


class Playing:
    """As much of a call as is needed to hear it: its sound, as fast as it is read."""

    def __init__(self, sound: Samples) -> None:
        self._pcm = to_pcm(sound)

    async def audio_in(self) -> AsyncIterator[Frame]:
        """The whole sound."""
        for start in range(0, len(self._pcm), FRAME_BYTES):
            yield Frame(self._pcm[start : start + FRAME_BYTES], 0.0)

    def played(self, ms: int) -> bytes:
        """Nothing is played meanwhile."""
        return bytes(0 * ms)


@dataclass
class Chain:
    """What stands between the line and the intent."""

    clock: VirtualClock
    activity: OfflineVoiceActivity
    recognition: MoonshineRecognition

    async def utterances(self, sound: Samples) -> list[bytes]:
        """What the voice detection takes for speech, as it is recognised: from the pause on that turned out its end."""
        paused: dict[tuple[float, int], bytes] = {}

        def note(utterance: SpeechEnded) -> None:
            paused[utterance.at, utterance.voiced] = utterance.pcm

        hearing = Hearing(cast(Call, Playing(sound)), self.activity.open(), self.clock, note)
        found = []
        try:
            while True:
                async with asyncio.timeout((BEFORE + AFTER) * 2):
                    sign = await hearing.sign()
                if isinstance(sign, SpeechEnded):
                    found.append(paused.get((sign.at, sign.voiced), sign.pcm))
        except TimeoutError:
            return found
        finally:
            await hearing.close()

    async def score(self, clips: Clips) -> Score:
        """How often the intent is the one that the same words typed would have."""
        score = Score(clips.name)
        for index, (text, clean) in enumerate(clips.sounds.items()):
            expected = clips.listener.understand(Utterance(text)).intent if clips.words else "unclear"
            padded = np.pad(clean, (int(BEFORE * RATE), int(AFTER * RATE)))
            sound = telephone(padded, index, SNR_DB if clips.words else NOISE_SNR_DB)
            utterances = await self.utterances(sound)
            understood, heard = "unclear", "(nothing)"
            for pcm in utterances[:1]:
                begun = time.perf_counter()
                recognized = await self.recognition.recognize(pcm, clips.listener.phrases, LANGUAGE)
                score.milliseconds.append((time.perf_counter() - begun) * 1000)
                heard = f"{recognized.text!r} {recognized.confidence:.2f}"
                if recognized.confidence >= FLOOR:
                    understood = clips.listener.understand(Utterance(recognized.text)).intent
            score.count += 1
            score.heard += bool(utterances)
            score.right += understood == expected
            if understood != expected:
                score.wrong[understood] += 1
                score.mistakes.append(f"{clips.name}: {text!r} -> {heard}, {understood} instead of {expected}")
        return score


def shipped_listener() -> Listener:
    """What the shipped script's question listens for."""
    script = check_file(SCRIPT, SCRIPT.name).flow
    assert script is not None
    asks = [state.step for state in script.states.values() if isinstance(state.step, Ask)]
    return asks[0].question.settings.listener


def questions(name: str, spoken: dict[str, Samples]) -> list[Clips]:
    """The kinds of clips of one voice."""
    shipped, built_in = shipped_listener(), Listener.of(tuple(BUILT_IN.values()), LANGUAGE)
    kinds = (
        ("listed", shipped, LISTED),
        ("listed, built-in", built_in, LISTED_BUILT_IN),
        ("sentences", shipped, SENTENCES),
        ("unrelated", shipped, UNRELATED),
    )
    return [
        Clips(f"{name}: {kind}", listener, {text: spoken[text] for text in texts}) for kind, listener, texts in kinds
    ]


async def measure(voices: dict[str, dict[str, Samples]], clock: VirtualClock) -> list[Score]:
    """Every kind of clips, by every voice there is."""
    chain = Chain(clock, OfflineVoiceActivity(clock), MoonshineRecognition(clock))
    await chain.activity.load()
    await chain.recognition.load()
    voices = {OWN_VOICE: await own_clips(SAID, clock), **voices}
    kinds = [clips for name, spoken in voices.items() for clips in questions(name, spoken)]
    kinds.append(Clips("noises", shipped_listener(), noises(), words=False))
    try:
        return [await chain.score(clips) for clips in kinds]
    finally:
        await chain.activity.close()
        await chain.recognition.close()


def table(scores: list[Score]) -> str:
    """The scores, one a line."""
    lines = [f"{'':28} {'clips':>6} {'heard':>6} {'right':>6} {'':>7} {'agreed':>7} {'ms':>5}"]
    for score in scores:
        share = f"{100 * score.right / score.count:.1f} %"
        mean = f"{np.mean(score.milliseconds):.0f}" if score.milliseconds else ""
        counts = f"{score.count:6} {score.heard:6} {score.right:6} {share:>7} {score.agreed:7} {mean:>5}"
        lines.append(f"{score.name:28} {counts}")
    return "\n".join(lines)


def others(folders: Sequence[str]) -> dict[str, dict[str, Samples]]:
    """The clips of other voices, each in a folder of its own within one of these."""
    voices = sorted(path for folder in folders for path in Path(folder).iterdir() if path.is_dir())
    return {voice.name: read_clips(voice.parent, voice.name) for voice in voices}


def main() -> None:
    """Measure, and print the table and every mistake."""
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        scores = runner.run(measure(others(sys.argv[1:]), VirtualClock(loop)))
    print(table(scores))
    print(*(mistake for score in scores for mistake in score.mistakes), sep="\n")


if __name__ == "__main__":
    main()
