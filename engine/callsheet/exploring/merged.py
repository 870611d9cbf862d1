"""One walk: from each situation each step is run again and again, until every reply to every request of it was given.

Questions are walked in full once a place. Wherever else the call comes to them, with other knowledge, what counts is
how they are answered, and that they are given up.
"""

from collections import deque
from collections.abc import Hashable
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from callsheet.exploring.answers import MUMBLED
from callsheet.exploring.choices import Began, Choice, EachInTurn, Options, Replied
from callsheet.exploring.forgetting import LeftOpen, Memories
from callsheet.exploring.graph import Graph, Situation, WalkedMove
from callsheet.exploring.relevance import NONE, Names
from callsheet.exploring.running import Ran, Runner
from callsheet.exploring.setting import Setting
from callsheet.exploring.situations import Situations
from callsheet.interpreter.state import CallData
from callsheet.ports.endings import ENDINGS
from callsheet.ports.requests import PutQuestion, QuestionHeard
from callsheet.ports.telephony import Silence
from callsheet.script.step import Step

# The most attempts that a question can have.
MOST_ATTEMPTS = 100
C = TypeVar("C", bound=Choice)


class Merged:
    """Walks the calls in a setting, those in the same situation as one, but for what is forgotten of them."""

    def __init__(self, setting: Setting, runner: Runner, forgotten: LeftOpen, memories: Memories, budget: int) -> None:
        self._now = setting.now
        self._flow = setting.flow
        self._budget = budget
        self._runner = runner
        runner.begin_walk(forgotten)
        self._situations = Situations(setting, forgotten, memories)
        self._graph = Graph(setting.flow, forgotten=forgotten.told())
        self._numbers: dict[Hashable, int] = {}
        self._work: deque[int] = deque()
        self._looked_at: set[str] = set()  # places where what happens rarely was offered
        self._in_full: set[str] = set()  # places of questions that were walked in full

    def walk(self) -> Graph:
        """All calls; not `complete` where there are more situations than the budget has."""
        graph = self._graph
        usual, now = self._runner.usual, self._now
        graph.situations.append(Situation(0, "", usual, now))
        graph.out.append([])
        graph.first.append(None)
        self._reach(usual, now, NONE, WalkedMove(0, 0, "begins", (Began(usual.info, now),), (), 0.0))
        while self._work and len(graph.situations) <= self._budget:
            self._from(graph.situations[self._work.popleft()])
        graph.complete = not self._work
        graph.unsaid = tuple(self._runner.unsaid)
        return graph

    def _from(self, situation: Situation) -> None:
        """Every move from a situation."""
        place, step = situation.place, self._flow.states[situation.place].step
        runner = self._runner
        runner.begin_situation()
        runner.rare = place not in self._looked_at
        runner.again = situation.state.asking is not None or place not in self._in_full
        first = situation.state.asking is None
        chooser = EachInTurn()
        while True:
            ran = runner.run(situation.state, situation.now, situation.settled, chooser)
            asked = {type(choice.request) for choice in chooser.made if isinstance(choice, Replied)}
            if asked:  # a step can be over before it asks for anything
                self._looked_at.add(place)
            if first and PutQuestion in asked:
                self._in_full.add(place)
            self._reach(ran.state, ran.now, ran.settled, _moved(situation.number, ran, chooser.made))
            if not chooser.next_run():
                break
        if not runner.again:
            for silent in (True, False):
                self._give_up(situation, step, silent=silent)

    def _give_up(self, situation: Situation, step: Step, *, silent: bool) -> None:
        """The move of a caller who says nothing that is understood until the question is given up."""
        state, now, settled, moves = situation.state, situation.now, situation.settled, []
        chooser = _Nothing(silent=silent)
        self._runner.again = True
        for _ in range(MOST_ATTEMPTS):
            ran = self._runner.run(state, now, settled, chooser)
            moves.append(ran)
            if not step.is_asked_again(ran.outcome):
                break
            state, now, settled = ran.state, ran.now, ran.settled
        last, prompts = moves[-1], tuple(prompt for ran in moves for prompt in ran.prompts)
        move = replace(_moved(situation.number, last, chooser.made), prompts=prompts, attempts=len(moves))
        self._reach(last.state, last.now, last.settled, replace(move, seconds=sum(ran.seconds for ran in moves)))

    def _reach(self, state: CallData, now: datetime, settled: Names, move: WalkedMove) -> None:
        """Note a move, and the situation that it leads to, if that is new."""
        graph, ended = self._graph, state.place in ENDINGS
        if not ended and state.visits:
            self._situations.cut(state)
        key: Hashable = state.place if ended else self._situations.key(state, now, settled)
        number = self._numbers.get(key)
        move = replace(move, to=len(graph.situations) if number is None else number)
        if number is None:
            self._numbers[key] = move.to
            graph.situations.append(Situation(move.to, state.place, state, now, settled))
            graph.out.append([])
            graph.first.append(move)
            if not ended:
                self._work.append(move.to)
        graph.out[move.start].append(move)


class _Nothing:
    """A caller who is silent, or whom nobody understands."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._made: list[Choice] = []

    @property
    def made(self) -> tuple[Choice, ...]:
        """The choices so far."""
        return tuple(self._made)

    def choose(self, options: Options[C]) -> C:
        """The silence, or the words that are none; what else is to be chosen, as usual."""
        known = options()
        chosen = next((option for option in known if self._wanted(option)), known[0])
        self._made.append(chosen)
        return chosen

    def _wanted(self, option: Choice) -> bool:
        if not isinstance(option, Replied) or not isinstance(option.reply, QuestionHeard):
            return False
        heard = option.reply.heard
        return isinstance(heard, Silence) if self._silent else heard in MUMBLED


def _moved(start: int, ran: Ran, made: tuple[Choice, ...]) -> WalkedMove:
    return WalkedMove(start, start, ran.outcome, made, ran.prompts, ran.seconds, ran.failure)
