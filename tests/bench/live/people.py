"""Callers of the shipped script who differ: what each does, and what has to come of it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.telcoflow.plan import Planned

Kind = Literal["talks", "presses", "interrupts by voice", "interrupts by key", "unclear", "hangs up"]
# Of fifty callers, so many; all others talk. There is one of each at least.
SHARES: Mapping[Kind, int] = {
    "presses": 6,
    "interrupts by voice": 4,
    "interrupts by key": 4,
    "unclear": 1,
    "hangs up": 1,
}
MESSAGES = 3  # that each caller has to hear
# Milliseconds that callers think after a prompt, and into a prompt after which they speak or press a key too early: it
# is no answer, because what they are to confirm has not been said then.
THINKS_MS = (300, 3000)
INTERRUPTS_MS = (1000, 2500)
# Silence after which callers take a prompt for over. The first question comes alone; before the later ones something
# else is said, which they must not answer.
OVER_MS, LATER_OVER_MS = 700, 1500
HANGS_UP_MS = 4000  # into the sound after the first answer: in the middle of the second question
# Callers before all others, who hear and say as long sentences as they do and are gone when they come: models take
# memory for their work when they first do it. They hang up, and the others come, so long after the first moment.
WARMING = 4
WARM_GONE_MS, WARM_MS = 15_000, 18_000
# Milliseconds over which the callers spread.
SPREAD_MS = 10_000
CALLED = "+15559999"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True, slots=True)
class Heard:
    """One question, as the journal has it: its outcome, how it was answered, and whether it was interrupted."""

    outcome: str
    by: str = ""
    interrupted: bool = False

    def __str__(self) -> str:
        return f"{self.outcome} by {self.by or 'nobody'}{' who interrupted' if self.interrupted else ''}"


@dataclass(frozen=True, slots=True)
class Person:
    """A caller: what they do, how each of their questions has to come out, and what their rows have to say then."""

    kind: Kind
    planned: Planned
    questions: tuple[Heard, ...]
    statuses: tuple[str, ...]
    ending: str = "completed"
    ended_by: str = "agent"


def message(caller: int, index: int) -> str:
    """What nobody else has to hear: every caller's prompts have to be spoken anew."""
    number = caller * MESSAGES + index
    day = DAYS[number % len(DAYS)]
    if index % 2:
        return f"Your invoice {1000 + number} of {day} is ready."
    return f"Your parcel {1000 + number} will arrive on {day} between nine and eleven."


def people(count: int, seed: int, clips: Mapping[str, Path], spread_ms: int = SPREAD_MS) -> list[Person]:
    """So many callers, the same for the same seed."""
    source = random.Random(seed)  # noqa: S311 - callers, not a secret
    kinds: list[Kind] = [kind for kind, share in SHARES.items() for _ in range(max(1, round(share * count / 50)))]
    kinds = (kinds + ["talks"] * count)[:count]
    source.shuffle(kinds)
    return [
        _person(kind, index, WARM_MS + spread_ms * index // count, source, clips) for index, kind in enumerate(kinds, 1)
    ]


def warming(after: int, clips: Mapping[str, Path]) -> list[Planned]:
    """Callers with the numbers behind those of so many others."""
    words = ("prompt", f"say={clips['weather']}")
    return [
        Planned(number(caller), CALLED, 0, words, hang_up_at_ms=WARM_GONE_MS)
        for caller in range(after + 1, after + WARMING + 1)
    ]


def number(caller: int) -> str:
    """Who calls."""
    return f"+1555{caller:07}"


def _person(kind: Kind, caller: int, at_ms: int, source: random.Random, clips: Mapping[str, Path]) -> Person:
    words: list[str] = []
    questions: list[Heard] = []
    statuses: list[str] = []

    def after_prompt() -> None:
        over_ms = LATER_OVER_MS if questions or kind.startswith("interrupts") else OVER_MS
        words.extend((f"prompt={over_ms}", f"wait={source.randint(*THINKS_MS)}"))

    def answer(by: str) -> None:
        agrees = source.random() < 0.7
        if by == "key":
            words.append("press=1" if agrees else "press=2")
        else:
            words.append(f"say={clips[source.choice(('yes', 'okay')) if agrees else 'no']}")
        questions.append(Heard("agree" if agrees else "refuse", by))
        statuses.append("acknowledged" if agrees else "follow_up")

    if kind == "unclear":
        after_prompt()
        words.append(f"say={clips['weather']}")
        questions.append(Heard("unclear", "utterance"))
    elif kind in ("interrupts by voice", "interrupts by key"):
        early = "press=1" if kind == "interrupts by key" else f"say={clips['okay']}"
        words.extend(("sound", f"wait={source.randint(*INTERRUPTS_MS)}", early))
    while len(statuses) < (1 if kind == "hangs up" else MESSAGES):
        after_prompt()
        answer("key" if kind == "presses" else "utterance")
    planned = Planned(number(caller), CALLED, at_ms, tuple(words))
    if kind != "hangs up":
        return Person(kind, planned, tuple(questions), tuple(statuses))
    planned = Planned(number(caller), CALLED, at_ms, (*words, "sound", f"wait={HANGS_UP_MS}", "hang-up"))
    pending = ("pending",) * (MESSAGES - len(statuses))
    return Person(
        kind, planned, (*questions, Heard("hung_up")), (*statuses, *pending), ending="hung_up", ended_by="caller"
    )
