"""How far a `collect` has come: what of it is known, what was said for later questions, what is asked again."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from callsheet.ports.telephony import Utterance

NONE: frozenset[str] = frozenset()
# What comes of a question whose answer is known. No intent of an author has such a name.
KNOWN = "already-known"
# What was said for questions, by the names that keep their answers; None where one is only to be asked again.
SaidFor = Mapping[str, Utterance | None]


class Collected(Struct, frozen=True):
    """The names that are `known` and not asked for, each with the outcome of its question, or `KNOWN` where it was set
    before; those that were `asked` for in it; the words that were `said` for a question at another one, which takes
    them once its turn comes; how often something was changed. `again`: its steps run again for that."""

    known: Mapping[str, str] = {}
    asked: frozenset[str] = NONE
    said: Mapping[str, Utterance] = {}
    changes: int = 0
    again: bool = False

    def answered(self, name: str, outcome: str) -> "Collected":
        """The question for this name was answered."""
        return replace(self.taken(name), known={**self.known, name: outcome}, asked=self.asked | {name})

    def taken_back(self, name: str) -> "Collected":
        """The answer to this question was of no use."""
        return replace(self, known={other: outcome for other, outcome in self.known.items() if other != name})

    def taken(self, name: str) -> "Collected":
        """The question for this name has come to the words that were said for it."""
        return replace(self, said={other: words for other, words in self.said.items() if other != name})

    def noted(self, said: SaidFor) -> "Collected":
        """Some questions will find their answer said."""
        return replace(self, said={**self.said, **{name: words for name, words in said.items() if words}})

    def changed(self, said: SaidFor, used: Mapping[str, frozenset[str]]) -> "Collected":
        """What was answered before is said anew, or to be asked for again; so are those that have `used` it."""
        forgotten = frozenset(said).union(*(used[name] for name in said))
        left = {name: words for name, words in self.said.items() if name not in forgotten}
        more = replace(self, said=left).noted(said)
        known = {name: outcome for name, outcome in self.known.items() if name not in forgotten}
        return replace(more, known=known, changes=self.changes + 1, again=True)


NOTHING_COLLECTED = Collected()
