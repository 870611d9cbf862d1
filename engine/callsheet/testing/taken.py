"""Calls that were taken, out of journals: what those of one version of a script have come to."""

from collections.abc import Iterable, Iterator

from callsheet.flow.model import Flow
from callsheet.journal.reading import JournalEntry
from callsheet.testing.coverage import Passage


class TakenCalls:
    """Counts, while they are read, the calls of a script: those of this version, and those of others."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.counted = 0
        self.of_others = 0

    def read(self, events: Iterable[JournalEntry]) -> Iterator[set[Passage]]:
        """What happened in each call of this version; a call that has not ended comes last."""
        under_way: dict[str, set[Passage]] = {}
        for event in events:
            call_id = event.text("call_id")
            match event.event:
                case "call_started" if event.text("flow") == self._flow.name:
                    before = under_way.pop(call_id, None)  # an id that was used before: both are calls
                    if before is not None:
                        yield before
                    if event.text("digest") == self._flow.digest:
                        self.counted += 1
                        under_way[call_id] = set()
                    else:
                        self.of_others += 1
                case "visit" if call_id in under_way and event.text("state") in self._flow.states:
                    under_way[call_id].add(_passage(event))
                case "call_ended" if call_id in under_way:
                    yield under_way.pop(call_id)
        yield from under_way.values()


def _passage(visit: JournalEntry) -> Passage:
    meant = (part.text("intent") for name, part in visit.parts() if name == "understood")
    return Passage(visit.text("state"), visit.text("outcome"), frozenset(meant))
