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
# Milliseconds that callers think after a prompt, and into a prompt after which they interrupt it.
THINKS_MS = (300, 3000)
INTERRUPTS_MS = (1000, 2500)
HANGS_UP_MS = 4000  # into the sound after the first answer: in the middle of the second question
# Milliseconds over which the first callers spread, and how much earlier the last call begins than the first can end.
SPREAD_MS = 10_000
CALLED = "+15559999"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True, slots=True)
class Heard:
    """One question, as the journal has it: its outcome, how it was answered, and whether it was interrupted."""

    outcome: str
    by: str = ""
    interrupted: bool = False


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


def people(count: int, seed: int, clips: Mapping[str, Path]) -> list[Person]:
    """So many callers, the same for the same seed."""
    source = random.Random(seed)  # noqa: S311 - callers, not a secret
    kinds: list[Kind] = [kind for kind, share in SHARES.items() for _ in range(max(1, round(share * count / 50)))]
    kinds = (kinds + ["talks"] * count)[:count]
    source.shuffle(kinds)
    return [_person(kind, index, SPREAD_MS * index // count, source, clips) for index, kind in enumerate(kinds, 1)]


def number(caller: int) -> str:
    """Who calls."""
    return f"+1555{caller:07}"


def _person(kind: Kind, caller: int, at_ms: int, source: random.Random, clips: Mapping[str, Path]) -> Person:
    words: list[str] = []
    questions: list[Heard] = []
    statuses: list[str] = []

    def after_prompt() -> None:
        words.extend(("prompt", f"wait={source.randint(*THINKS_MS)}"))

    def answer(by: str, interrupted: bool = False) -> None:
        agrees = interrupted or source.random() < 0.7
        if by == "key":
            words.append("press=1" if agrees else "press=2")
        else:
            words.append(f"say={clips[('okay' if interrupted else source.choice(('yes', 'okay'))) if agrees else 'no']}")
        questions.append(Heard("confirm" if agrees else "decline", by, interrupted))
        statuses.append("acknowledged" if agrees else "follow_up")

    if kind == "unclear":
        after_prompt()
        words.append(f"say={clips['weather']}")
        questions.append(Heard("unclear", "utterance"))
    elif kind in ("interrupts by voice", "interrupts by key"):
        words.extend(("sound", f"wait={source.randint(*INTERRUPTS_MS)}"))
        answer("key" if kind == "interrupts by key" else "utterance", interrupted=True)
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
