"""The words of the language, as the schema knows them: verbs, their options, and what else authors call them."""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from callsheet.diagnostics.suggest import likeness, nearest
from callsheet.source.schemas import Schema, flow_schema, options_of, stand_alone, text_of, texts_of, verbs, within

# The likeness of two words of which one is surely the other misspelt.
SURE = 0.8


class Vocabulary(Struct, frozen=True):
    """Every verb with its fragment, the verbs that stand alone, and those that later versions will have."""

    verbs: dict[str, Schema]
    alone: tuple[str, ...]
    only_alone: tuple[str, ...]
    reserved: Schema

    def keys(self, verb: str) -> Schema:
        """What may stand in a step of this verb: the verb itself and its options."""
        return within(self.verbs[verb], "properties")

    def options(self, verb: str) -> list[str]:
        """The names of a verb's options."""
        return options_of(verb)

    def owners(self, option: str) -> list[str]:
        """The verbs that have this option."""
        return [verb for verb in self.verbs if option in self.options(verb)]

    def guess_verb(self, word: str) -> str | None:
        """The verb that `word` was meant to be."""
        return guess(word, self.verbs, self.verbs)

    def guess_alone(self, word: str, *, in_loop: bool = False) -> str | None:
        """The verb that stands alone and that `word` was meant to be. A sentence is not a misspelt verb.

        Some words end a loop where there is one, and the call elsewhere.
        """
        known = self.verbs if " " not in word else {}
        order = reversed(self.alone) if in_loop else self.alone
        found = guess(word, {verb: self.verbs[verb] for verb in order}, known)
        return found if found in self.alone else None


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the assembled schema."""
    alone = stand_alone()
    only_alone = tuple(verb for verb in alone if "object" not in texts_of(verbs()[verb], "type"))
    return Vocabulary(verbs(), alone, only_alone, within(flow_schema(), "definitions", "step", "reserved"))


def as_name(word: str) -> str:
    """The word as a name of the language would be written: `Follow-Up` becomes `follow_up`."""
    return word.strip().casefold().replace("-", "_").replace(" ", "_")


def guess(word: str, described: Schema | dict[str, Schema], known: Iterable[str]) -> str | None:
    """What `word` was meant to be: the same in another spelling, another name for it, or the nearest of `known`.

    `described` maps names to schemas, whose `alsoCalled` holds the names that authors bring from elsewhere.
    """
    name = as_name(word)
    if name in described:
        return name
    return also_called(word, described) or nearest(word, known)


def misspelt(word: str, meant: str) -> bool:
    """Whether `word` is surely `meant`, in another spelling or with a slip: what stands behind it is meant for that."""
    name = as_name(word)
    # Letters that have changed places weigh too much in a short word: "syas".
    return sorted(name) == sorted(meant) or likeness(name, meant) >= SURE


def later(word: str, reserved: Schema) -> str | None:
    """What to do without the word of a later version that `word` is, or another name for it; None for other words."""
    name = as_name(word)
    key = name if name in reserved else also_called(word, reserved)
    return text_of(within(reserved, key), "advice") if key else None


def also_called(word: str, described: Schema | dict[str, Schema]) -> str | None:
    """The one of `described` for which `word` is another name."""
    name = as_name(word)
    for key, schema in described.items():
        if isinstance(schema, dict) and name in texts_of(schema, "alsoCalled"):
            return key
    return None


def title_of(schema: Schema) -> str:
    """What a value of this schema is called, with its article."""
    return text_of(schema, "title") or "something else"
