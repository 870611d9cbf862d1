"""How well values are understood that callers say, from the sound on the line to the value, by kind of question:

    .venv/bin/python -m tests.channel.values [build/clips]

As in `accuracy.py`. Of each kind it counts answers that were right, those that were unclear and are asked for again,
and those that were understood as something else.
"""

import asyncio
import sys
import time as clock_time
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.speech.offline.activity import OfflineVoiceActivity
from callsheet.adapters.speech.offline.recognition import MoonshineRecognition
from callsheet.interpreter.understanding import ListenedFor
from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import Understood
from callsheet.ports.values import Row, Value
from callsheet.script.wanted import Wanted
from callsheet.steps.ask import Ask
from tests.channel.accuracy import AFTER, BEFORE, LANGUAGE, SNR_DB, Chain, others
from tests.channel.answers import ANSWERS
from tests.channel.channel import RATE, Samples, telephone
from tests.channel.clips import OWN_VOICE, own_clips
from tests.checking import check_file

SCRIPT = Path(__file__).parent / "asking.flow.yaml"
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=ZoneInfo("America/New_York"))
NAMES = {
    "doctors": tuple(
        Row({"id": number, "name": f"Doctor {name}"})
        for number, name in enumerate(("Anderson", "Bennett", "Okafor", "Lindqvist", "Murphy"))
    ),
    "slots": tuple(
        Row({"id": number, "starts": time(*starts)})
        for number, starts in enumerate(((9, 15), (10, 0), (11, 30), (14, 45), (17, 30)))
    ),
}


@dataclass
class Asked:
    """A question, and the answers that callers give to it."""

    kind: str
    wanted: Wanted
    answers: tuple[str, ...]

    def given(self, answer: str) -> Value:
        """What an answer means that is typed."""
        understood = self.wanted.understand(Utterance(answer))
        assert understood.value is not None, f"{self.kind}: {answer!r} is no value"
        return understood.value


@dataclass
class ValueScore:
    """What came of one kind of answers."""

    name: str
    count: int = 0
    right: int = 0
    wrong: int = 0
    milliseconds: list[float] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def line(self) -> str:
        """As a line of the table."""
        count, unclear = self.count, self.count - self.right - self.wrong
        shares = "".join(f" {100 * part / count:6.1f} %" for part in (self.right, unclear, self.wrong))
        return f"{self.name:28} {count:6}{shares} {np.mean(self.milliseconds or [0]):6.0f}"


def questions() -> list[Asked]:
    """The questions of the script."""
    script = check_file(SCRIPT, SCRIPT.name).flow
    assert script is not None
    asks = [state.step for state in script.states.values() if isinstance(state.step, Ask)]
    return [
        Asked(ask.name, ask.question.settings.wanted(NAMES, lambda: NOW, script.language), ANSWERS[ask.name])
        for ask in asks
    ]


async def score(chain: Chain, name: str, asked: Asked, spoken: dict[str, Samples]) -> ValueScore:
    """How often a value is the one that the same words typed would be."""
    found = ValueScore(f"{name}: {asked.kind}")
    for index, answer in enumerate(asked.answers):
        padded = np.pad(spoken[answer], (int(BEFORE * RATE), int(AFTER * RATE)))
        utterances = await chain.utterances(telephone(padded, index, SNR_DB))
        value: Value = None
        heard = Utterance("(nothing)", 0.0)
        for pcm in utterances[:1]:
            begun = clock_time.perf_counter()
            recognized = await chain.recognition.recognize(
                pcm, asked.wanted.listener.phrases, LANGUAGE, asked.wanted.said_with
            )
            found.milliseconds.append((clock_time.perf_counter() - begun) * 1000)
            heard = Utterance(recognized.text, recognized.confidence, recognized.alternatives)
            understood = ListenedFor(asked.wanted).understand(heard, private=True)
            value = understood.value if isinstance(understood, Understood) else None
        found.count += 1
        found.right += value == asked.given(answer)
        found.wrong += value not in (None, asked.given(answer))
        if value != asked.given(answer):
            found.mistakes.append(
                f"{found.name}: {answer!r} -> {heard.text!r} {heard.confidence:.2f}, {value} ({len(utterances)})"
            )
    return found


async def measure(voices: dict[str, dict[str, Samples]], clock: VirtualClock) -> list[ValueScore]:
    """Every kind, by every voice there is."""
    chain = Chain(clock, OfflineVoiceActivity(clock), MoonshineRecognition(clock))
    await chain.activity.load()
    await chain.recognition.load()
    asked = questions()
    answers = dict.fromkeys(answer for each in asked for answer in each.answers)
    voices = {OWN_VOICE: await own_clips(answers, clock), **voices}
    try:
        return [await score(chain, name, each, spoken) for name, spoken in voices.items() for each in asked]
    finally:
        await chain.activity.close()
        await chain.recognition.close()


def main() -> None:
    """Measure, and print the table and every mistake."""
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        scores = runner.run(measure(others(sys.argv[1:]), VirtualClock(loop)))
    print(f"{'':28} {'clips':>6} {'right':>8} {'unclear':>8} {'wrong':>8} {'ms':>6}")
    print(*(each.line() for each in scores), sep="\n")
    print(*(mistake for each in scores for mistake in each.mistakes), sep="\n")


if __name__ == "__main__":
    main()
