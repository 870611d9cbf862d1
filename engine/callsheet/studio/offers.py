"""Commands that tell what can be added at a place of a script: steps to a list, keys to what has keys.

All that is offered was tried: put there, and checked. Where `check` refuses the example that the schema brings, names
of this script take the place of those in it; what is refused even then is not offered.
"""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from callsheet.assist import Completion
from callsheet.edits import Edited, NodePath, NotEdited, insert_item, set_key
from callsheet.source.document import Mapping as Keys
from callsheet.source.document import Plain, Sequence, plain
from callsheet.studio.command import FileCommand
from callsheet.studio.grammar import GrammarKind, grammar
from callsheet.studio.project import Project
from callsheet.studio.trial import Put, Trial, read

# Contacts, queries and sections that are offered for one verb: more are typed.
MOST_NAMES = 12
# What an author chooses from, of what a verb can name.
_CHOSEN = ("contact", "query", "section")
# What stands at a place while it is asked what may stand there.
_A_STEP, _A_NAME, _A_VALUE = "answer", "x", 1
# Steps that do not come to what follows, which may need what was asked for.
_ELSEWHERE: list[Plain] = [["ask_again"], ["disconnect"]]
# Names that are tried for the first thing in what has names.
MOST_TRIED = 2


class Offering(FileCommand):
    """What can be done at a place of a script."""

    def do(self, project: Project) -> object:
        trial = Trial(project, self.name, self.text, self.unsaved)
        return {"offers": list(self.offers(trial))}

    @abstractmethod
    def offers(self, trial: Trial) -> Iterator[dict[str, object]]:
        """All that is offered, as the page takes it: of what can be added the `key` or verb, its `value`, and a
        `description`."""


@dataclass(frozen=True, slots=True)
class OfferSteps(Offering):
    """The steps of a verb that can stand in a list, before the one at `index`. Whoever asks for one verb after the
    other can show the first before the last was tried."""

    path: NodePath
    index: int
    verb: str

    def offers(self, trial: Trial) -> Iterator[dict[str, object]]:
        found: list[Plain] = []
        for completion in trial.written_at(_A_STEP, self._place, (), self._put):
            if completion.kind != "verb" or completion.word != self.verb:
                continue
            for value in self._examples(trial, completion):
                fitted = self._fitted(trial, value)
                if fitted is not None and fitted not in found:  # another name may have taken the place of one
                    found.append(fitted)
                    yield {"key": completion.word, "value": fitted, "description": completion.note.text}

    def _fitted(self, trial: Trial, value: Plain) -> Plain | None:
        """An example, or the first form of it that is not refused; another verb is none."""
        fitted = (trial.fitted(form, self._place, self._put) for form in self._forms(value))
        return next((each for each in fitted if each is not None and (isinstance(each, dict) or each == value)), None)

    def _forms(self, value: Plain) -> Iterator[Plain]:
        """An example; the same with one of the options that are true or false; and with what it has to have alone."""
        yield value
        if isinstance(value, dict):
            kind = grammar().verbs[self.verb]
            flags = [key for key, below in (kind.keys or {}).items() if below.what == "flag" and key not in value]
            yield from ({**value, key: True} for key in flags)
            least = {key: below for key, below in value.items() if key in kind.needed or isinstance(below, dict)}
            if least != value:
                yield least

    def _examples(self, trial: Trial, completion: Completion) -> Iterator[Plain]:
        """A verb's example; where it names a query or a section, one with each of them."""
        value, verb = _example_in(completion), completion.word
        if not isinstance(value, dict) or not isinstance(value.get(verb), str):
            yield value
            return
        chosen = [each for each in trial.written_at(value, self._place, (verb,), self._put) if each.kind in _CHOSEN]
        for each in chosen[:MOST_NAMES]:
            yield self._given(trial, {**value, verb: each.word})
        if not chosen:
            yield value

    def _given(self, trial: Trial, value: dict[str, Plain]) -> Plain:
        """The same with the parameters that its query has. What the example gives one stays."""
        for key, below in value.items():
            if isinstance(below, dict):
                probe = self._put({**value, key: {_A_NAME: _A_VALUE}})
                names = [each.word for each in trial.keys_at((*self._place, key), probe, _A_NAME)]
                return {**value, key: {name: below.get(name, _A_VALUE) for name in names}}
        return value

    @property
    def _place(self) -> NodePath:
        return (*self.path, self.index)

    def _put(self, value: Plain) -> Edited | NotEdited:
        return insert_item(self.text, self.path, self.index, value)


@dataclass(frozen=True, slots=True)
class OfferKeys(Offering):
    """What a mapping lacks: options of a step, answers of a question, settings of the script. Of the keys that the
    language has there, this `key` alone: whoever asks for one after the other can show the first before the last was
    tried. Without one, the names that would mean something there."""

    path: NodePath
    key: str = ""

    def offers(self, trial: Trial) -> Iterator[dict[str, object]]:
        document = read(self.text)
        found = document and grammar().at(document.root, self.path)
        if not found:
            return
        kind, node = found
        there = {entry.name for entry in node} if isinstance(node, Keys) else set()
        for key, below in self._keys(trial, kind):
            if key not in there and (value := self._first(trial, key, below)) is not None:
                yield {"key": key, "value": value, "description": below.description}

    def _keys(self, trial: Trial, kind: GrammarKind) -> Iterator[tuple[str, GrammarKind]]:
        if self.key:
            yield from ((key, below) for key, below in (kind.keys or {}).items() if key == self.key)
        elif kind.of is not None and kind.keys is None:
            for each in self._names(trial, self.path, kind.of, partial(self._put, _A_NAME)):
                yield each, kind.of

    def _first(self, trial: Trial, key: str, kind: GrammarKind) -> Plain | None:
        """The first of what may stand behind the key that is not refused."""
        put = partial(self._put, key)
        values = kind.first_values
        if kind.what == "steps":
            values += _ELSEWHERE
        elif kind.what == "names" and kind.of and kind.of.what == "steps":  # the names in an example mean nothing here
            names = list(self._names(trial, (*self.path, key), kind.of, lambda value: put({_A_NAME: value})))
            values = [{name: steps} for steps in ([], *_ELSEWHERE) for name in names[:MOST_TRIED]] or values
        tried = (trial.fitted(value, (*self.path, key), put) for value in values)
        return next((value for value in tried if value is not None), None)

    def _names(self, trial: Trial, path: NodePath, kind: GrammarKind, put: Put) -> Iterator[str]:
        """The names that would mean something in what stands at a path, where something of a kind is put under one."""
        return (each.word for each in trial.keys_at(path, put(kind.first_values[0]), _A_NAME))

    def _put(self, key: str, value: Plain) -> Edited | NotEdited:
        return set_key(self.text, self.path, key, value)


def _example_in(completion: Completion) -> Plain:
    """The step that a verb's completion writes."""
    document = read(completion.note.example)
    match document.root if document else None:
        case Sequence(items=(step,)):
            return plain(step)
    return completion.word
