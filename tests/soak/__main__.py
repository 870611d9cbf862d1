"""`python -m tests.soak`: every attack in turn, until the time is over; 1 where anything was lost, doubled or wrong."""

import argparse
import importlib
import pkgutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

from tests.bench import table
from tests.soak.counts import Counts

SECONDS = 600
# What else was wrong, of an attack: the first lines tell the kind.
MOST_TOLD = 10


class Attack(Protocol):
    """A module of this package that attacks."""

    ABOUT: str

    def attack(self, seed: int, seconds: float) -> Counts:
        """Try it until the time is over."""
        ...


def attacks(names: Sequence[str] = ()) -> dict[str, Attack]:
    """The attacks of these names; of none, all of them."""
    modules = (each.name for each in pkgutil.iter_modules([str(Path(__file__).parent)]))
    loaded = {name: importlib.import_module(f"tests.soak.{name}") for name in modules if name != "__main__"}
    there = {name: cast(Attack, module) for name, module in loaded.items() if hasattr(module, "attack")}
    return {name: there[name] for name in names or there}


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack; the exit status."""
    known = attacks()
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="What an engine under attack loses.")
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help=f"one of {', '.join(known)} (default: all)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="what is random begins here")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"how long in all (default: {SECONDS})")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    parsed = parser.parse_args(arguments)
    if unknown := [name for name in parsed.attacks if name not in known]:
        parser.error(f"there is no attack {unknown[0]}; there are {', '.join(known)}")
    chosen = attacks(parsed.attacks)
    print(f"seed {parsed.seed}, {parsed.seconds:,.0f} seconds", flush=True)
    came = {name: each.attack(parsed.seed, parsed.seconds / len(chosen)) for name, each in _told(chosen)}
    print("\n".join(_lines(chosen, came)))
    for name, counts in came.items():
        for what in counts.wrong[:MOST_TOLD]:
            print(f"{name}: {what}")
    if parsed.readme:
        table.put_in_readme("soak", [*_lines(chosen, came), "", f"Seed {parsed.seed}; {table.machine()}."])
    return 0 if all(counts.well for counts in came.values()) else 1


def _told(chosen: dict[str, Attack]) -> Iterator[tuple[str, Attack]]:
    for name, each in chosen.items():
        print(f"{name}: {each.ABOUT}", flush=True)
        yield name, each


def _lines(chosen: dict[str, Attack], came: dict[str, Counts]) -> list[str]:
    rows = ["| What is done | Tried | Lost | Doubled | Else wrong |", "|---|---|---|---|---|"]
    for name, counts in came.items():
        numbers = (counts.tried, counts.lost, counts.doubled, len(counts.wrong))
        rows.append(f"| {chosen[name].ABOUT} | " + " | ".join(f"{number:,}" for number in numbers) + " |")
    return rows


if __name__ == "__main__":
    sys.exit(main())
