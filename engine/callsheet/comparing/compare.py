"""Two versions of a script, compared: what callers notice of the difference."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from callsheet.comparing.changes import EndedOtherwise, Scene, SceneChange, changes
from callsheet.comparing.facts import facts
from callsheet.comparing.matching import Matched, matched
from callsheet.comparing.questions import questions
from callsheet.comparing.scenes import Scenes, scenes
from callsheet.comparing.turns import answers, spoken_answers, subjects
from callsheet.comparing.unwalked import differences, unwalked
from callsheet.comparing.version import ScriptVersion
from callsheet.comparing.ways import NOTHING, ScenePlace, SceneStart
from callsheet.comparing.wording import quoted, sentences
from callsheet.exploring.walk import Walk

HANDLERS = (ScenePlace.FAILURE, ScenePlace.HANG_UP, ScenePlace.AFTER)


class Notice(Struct, frozen=True):
    """Sentences of the same callers: `who` begins each of them; empty where they stand for themselves."""

    who: str
    sentences: tuple[str, ...]


class ScriptDifference(Struct, frozen=True):
    """What callers notice. Not `complete`: there are more calls than were looked at. With `forgotten` names some of
    what is told cannot happen."""

    told: tuple[Notice, ...]
    complete: bool = True
    forgotten: tuple[str, ...] = ()


def compare(old: ScriptVersion, new: ScriptVersion) -> ScriptDifference:
    """What is different for callers."""
    graphs = [Walk(version.flow, version.library).walk() for version in (old, new)]
    questions_of = matched(old.flow, new.flow)
    given = list(zip(graphs, (questions_of.old, questions_of.new), strict=True))
    before, after = (scenes(graph, asked, closely=False) for graph, asked in given)
    if not (before.complete and after.complete):
        before, after = (scenes(graph, asked, closely=True) for graph, asked in given)
    spoken = spoken_answers((old.flow, new.flow))
    comparison = _Comparison(before, after, questions_of, spoken)
    left = [unwalked(graph) for graph in graphs]
    alone = (*questions(old.flow, new.flow, questions_of), *facts(old.flow, new.flow), *differences(*left))
    told = [each for each in (*comparison.told(), Notice("", alone)) if each.sentences]
    return ScriptDifference(
        _grouped(told),
        complete=all(graph.complete for graph in graphs) and before.complete and after.complete,
        forgotten=tuple(dict.fromkeys(name for graph in graphs for name in graph.forgotten)),
    )


def _grouped(told: Iterable[Notice]) -> tuple[Notice, ...]:
    """What is said of the same callers, together."""
    found: dict[str, dict[str, None]] = {}
    for each in told:
        found.setdefault(each.who, {}).update(dict.fromkeys(each.sentences))
    return tuple(Notice(who, tuple(said)) for who, said in found.items())


class _Comparison:
    """The scenes of two versions."""

    def __init__(self, old: Scenes, new: Scenes, asked: Matched, spoken: Mapping[str, str]) -> None:
        self._old, self._new = old.ways, new.ways
        self._about, self._about_now = old.about, new.about
        self._asked = asked
        self._spoken = spoken
        self._before, self._after = ({one.text for one in each.values()} for each in (asked.old, asked.new))

    def told(self) -> Iterator[Notice]:
        """What is different in them."""
        yield Notice("", tuple(self._questions()))
        said: dict[str, dict[SceneStart, None]] = {}
        for turn in dict.fromkeys((*self._old, *self._new)):
            for change in self._changes(turn):
                for sentence in sentences(change):
                    said.setdefault(sentence, {})[turn] = None
        together: dict[tuple[SceneStart, ...], list[str]] = {}
        for sentence, turns in said.items():
            together.setdefault(tuple(turns), []).append(sentence)
        for who_notice, each in together.items():
            yield from (Notice(who, tuple(each)) for who in subjects(who_notice, self._spoken))

    def _questions(self) -> Iterator[str]:
        """Questions that are worded anew, that are no longer asked, and what can be answered no more."""
        for text, before in self._asked.reworded.items():
            yield f"The question {quoted(before)} is now {quoted(text)}"
        for turn in dict.fromkeys((*self._old, *self._new)):
            if turn.asked is None:
                continue
            text, answer = turn.asked.text, answers(turn.outcome, self._spoken)
            if text not in self._after:
                yield f"The question {quoted(text)} is no longer asked"
            elif text not in self._before:
                yield f"The question {quoted(text)} is new"
            elif turn not in self._new:
                yield f"At {quoted(text)}, the script no longer knows a caller who {answer}"

    def _changes(self, turn: SceneStart) -> list[SceneChange]:
        old, new = self._old.get(turn, ()), self._new.get(turn, ())
        if turn.at in HANDLERS:
            old, new = old or NOTHING, new or NOTHING
        if not old and turn.at in (ScenePlace.ANSWER, ScenePlace.NEXT):
            return [SceneChange(EndedOtherwise(None, way), (way.where,)) for way in new]
        return changes(Scene(old, self._about), Scene(new, self._about_now)) if old and new else []
