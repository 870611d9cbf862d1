"""Work, counted in calls of functions: the same on every machine, which seconds are not."""

import sys
from collections.abc import Callable, Iterator
from types import FrameType

import pytest
import yaml

from callsheet.source import libyaml


def effort(work: Callable[[], object]) -> int:
    """How many functions, Python's own and those of libraries in C, are called by it."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed as YAML from now on, each as often as it is."""
    texts: list[str] = []
    events = libyaml.events

    def counted(text: str) -> Iterator[yaml.Event]:
        texts.append(text)
        return events(text)

    monkeypatch.setattr(libyaml, "events", counted)
    return texts
