"""The intents of a script: what its author declared, and the built-in ones that were not replaced."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from callsheet.ports.telephony import KeyPress, Utterance
from callsheet.ports.understanding import REPEAT, Intent, Understood
from callsheet.script.words import Word, text_at
from callsheet.source import document as source
from callsheet.source.document import Node, Scalar, Sequence
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.languages import language
from callsheet.understanding.phrases import Matcher

OR = " or "  # stands between intents that have the same steps
ENGLISH = "en-US"


class DeclaredIntent(Struct, frozen=True):
    """An intent as its author wrote it: the places of its name, phrases and key.

    `also` is where it adds phrases to those of a built-in intent, which `intent` has too.
    """

    name: Word
    intent: Intent
    phrases: tuple[Word, ...]
    press: Word | None
    also: Word | None


class Listener(Struct, frozen=True):
    """What one question listens for."""

    intents: tuple[Intent, ...]
    question: Matcher
    phrases: tuple[str, ...]  # all that it hopes to hear

    @classmethod
    def of(cls, intents: tuple[Intent, ...], language: str) -> Self:
        """What a question with these intents listens for."""
        phrases = [phrase for intent in intents for phrase in intent.phrases]
        question = Matcher(intents, language)
        return cls(intents, question, (*phrases, *question.said_keys()))

    def understand(self, heard: Utterance | KeyPress) -> Understood:
        """The intent that was meant by key or phrase, or `unclear`."""
        return self.question.understand(heard)


class Intents(Struct, frozen=True):
    """All intents that a question of this script can name. `complete` is False where some could not be read."""

    declared: Mapping[str, DeclaredIntent]
    language: str
    complete: bool

    def names(self) -> set[str]:
        """Every name that `answers` may use."""
        return {*self.declared, *BUILT_IN}

    def intent(self, name: str) -> Intent | None:
        """The declared intent, or else the built-in one."""
        declared = self.declared.get(name)
        return declared.intent if declared else BUILT_IN.get(name)

    def of_question(self, answers: Iterable[str]) -> tuple[Intent, ...]:
        """The intents that a question names, less the names that nobody knows.

        A built-in intent's key gives way to a key that the script declares: its author never typed it. What several
        intents of one answer (`refuse or goodbye`) have in common is the first one's.
        """
        told = (intent for answer in answers for intent in self._told_apart(answer.split(OR)))
        named = {intent.name: intent for intent in told}.values()
        typed = {name for name, declared in self.declared.items() if declared.press}
        taken = {intent.press for intent in named if intent.name in typed}
        return tuple(
            replace(intent, press="") if intent.name not in typed and intent.press in taken else intent
            for intent in named
        )

    def _told_apart(self, names: list[str]) -> Iterator[Intent]:
        comparable = language(self.language).plain
        phrases: set[tuple[str, ...]] = set()
        keys = {""}
        for intent in filter(None, map(self.intent, names)):
            own = tuple(phrase for phrase in intent.phrases if comparable(phrase) not in phrases)
            yield replace(intent, phrases=own, press="" if intent.press in keys else intent.press)
            phrases.update(map(comparable, own))
            keys.add(intent.press)

    def listener(
        self, answers: Iterable[str], own_keys: frozenset[str] = frozenset(), options: tuple[Intent, ...] = ()
    ) -> Listener:
        """What a question with these answers, and `options` to choose from, listens for. Asking for a repetition is
        always understood, except by the words and keys that the question has given to its own answers. No answer has
        one of its `own_keys`."""
        of_question = self.of_question(answers)
        given_up = (replace(intent, press="") if intent.press in own_keys else intent for intent in of_question)
        named = (*given_up, *options)
        repeat = self.intent(REPEAT)
        if repeat is None or any(intent.name == REPEAT for intent in named):
            return Listener.of(named, self.language)
        comparable = language(self.language).plain
        phrases = {comparable(phrase) for intent in named for phrase in intent.phrases}
        left = tuple(phrase for phrase in repeat.phrases if comparable(phrase) not in phrases)
        press = "" if repeat.press in {intent.press for intent in named} else repeat.press
        intents = (*named, replace(repeat, phrases=left, press=press))
        return Listener.of(intents, self.language)


def read_intents(root: source.Mapping) -> Intents:
    """The intents that a script declares, out of a root of sound shape."""
    node = root.get("intents")
    mapping = node if isinstance(node, source.Mapping) else source.Mapping.empty(root, complete=node is None)
    declared = {entry.name: _declared(entry) for entry in mapping}
    language = root.get("language")
    return Intents(
        declared,
        str(language.value) if isinstance(language, Scalar) else ENGLISH,
        complete=root.complete and mapping.complete,
    )


def _declared(entry: source.Entry) -> DeclaredIntent:
    fields = entry.value if isinstance(entry.value, source.Mapping) else source.Mapping.empty(entry.key)
    also = fields.entry("also")
    said = (*_words(fields.get("phrases")), *_words(fields.get("also")))
    press, means = text_at(fields.get("press")), text_at(fields.get("means"))
    base = BUILT_IN.get(entry.name) if also and not fields.entry("phrases") else None
    base = base or Intent(entry.name, "", ())
    intent = replace(
        base,
        means=means.text if means else base.means,
        phrases=(*base.phrases, *(word.text for word in said)),
        press=press.text if press else base.press,
    )
    adding = Word("also", also.key.span) if also else None
    return DeclaredIntent(Word(entry.name, entry.key.span), intent, said, press, adding)


def _words(node: Node | None) -> tuple[Word, ...]:
    found = [text_at(item) for item in node.items] if isinstance(node, Sequence) else []
    return tuple(word for word in found if word is not None)
