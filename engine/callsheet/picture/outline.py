"""A script to what a picture shows of it. Verbs are drawn by what their schemas say of their keys, and by their facets:
nobody here knows which verbs there are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from callsheet.diagnostics.diagnostic import Span
from callsheet.picture.drawn import DrawnBlock, DrawnKind, DrawnStep, Marking, Marks
from callsheet.picture.onward import Onward
from callsheet.picture.written import StepList, in_few_words, in_full, in_words, step_lists
from callsheet.script.intents import OR
from callsheet.script.script import Script
from callsheet.script.step import Block, Step
from callsheet.source.document import Entry, Mapping, Node, NodePath
from callsheet.source.document import Sequence as Items
from callsheet.source.schemas import flow_schema, text_of, texts_of, verbs, within

STEPS, SECTIONS, DEFAULTS = "steps", "sections", "defaults"
BY_DEFAULT = "(default)"
# What could not be read shows a question mark.
QUESTION_MARK = "M5 6a3 3 0 1 1 4.5 2.6C8.3 9.2 8 9.7 8 10.5M8 13v.1"
UNREAD = "This step could not be read: callsheet check says why."


def drawn(script: Script, known: Marks | None = None) -> tuple[DrawnBlock, ...]:
    """The parts of a script: its steps, then the others in the order of its text; with what else is known of them."""
    outline = _Outline(script, known or Marks())
    paths = sorted(outline.parts, key=lambda path: path != (STEPS,))
    return tuple(outline.part(path) for path in paths)


@dataclass(slots=True)
class _Outline:
    """One script on its way: its steps by the places of their verbs, its parts by their paths."""

    script: Script
    known: Marks
    steps: dict[Span, Step] = field(init=False)
    parts: dict[NodePath, StepList] = field(init=False)
    begun: set[NodePath] = field(default_factory=set)
    done: dict[NodePath, DrawnBlock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        script = self.script
        blocks = (script.steps, *script.sections.values(), *script.defaults.blocks, *script.handlers)
        self.steps = {step.span: step for block in blocks for step in _steps_of(block)}
        self.parts = {each.path: each for each in step_lists(script.document.root, flow_schema())}

    def part(self, path: NodePath) -> DrawnBlock:
        """The part of the script that stands at a path."""
        if path not in self.done:
            self.begun.add(path)
            self.done[path] = self._block(self.parts[path])
        return self.done[path]

    def _comes_back(self, *path: str) -> bool:
        """Whether a call comes back from a part; taken to be so of one that runs itself, or is not there."""
        on_its_way = path in self.begun and path not in self.done
        return on_its_way or path not in self.parts or self.part(path).leads_on

    def _section_comes_back(self, name: str) -> bool:
        return self._comes_back(SECTIONS, name)

    def _block(self, here: StepList, repeated: Block = ()) -> DrawnBlock:
        items = here.node.items if isinstance(here.node, Items) else ()
        looped = bool(repeated) and any(self._read(item) is repeated[0] for item in items)
        steps = tuple(self._step(item, (*here.path, place)) for place, item in enumerate(items))
        label = " · ".join(filter(None, (self.script.name, self.known.words))) if here.path == (STEPS,) else here.label
        label += f" {BY_DEFAULT}" if here.path[0] == DEFAULTS else ""
        return DrawnBlock(here.path, here.span.line, label, steps, looped)

    def _read(self, node: Node) -> Step | None:
        """The step that was read of a node."""
        places = [node.span, *(entry.key.span for entry in _entries(node))]
        return next((self.steps[place] for place in places if place in self.steps), None)

    def _step(self, node: Node, path: NodePath) -> DrawnStep:
        step = self._read(node)
        if step is None:
            return self._unread(node, path)
        fragment, place = verbs()[step.verb], Onward(comes_back=self._section_comes_back, defaults=step.falls_back())
        step.compile(place)
        below = list(step_lists(node, fragment, path))
        inside = {each.path[len(path)] for each in below}
        values = {each.name: each.value for each in _entries(node) if each.name not in inside}
        text, options, whole = _words(step, values)
        ways, marks = self._marked(step, below)
        return DrawnStep(
            path=path,
            line=step.span.line,
            kind=_kind(step),
            verb=step.verb,
            icon=text_of(fragment, "icon"),
            text=text,
            options=options,
            whole=whole,
            ways=(*ways, *self._borrowed(step, path, sorted(place.borrowed))),
            straight=bool(place.straight),
            marks=marks,
        )

    def _unread(self, node: Node, path: NodePath) -> DrawnStep:
        line, text = node.span.line, " ".join(self.script.document.text[node.start : node.end].split())
        return DrawnStep(path, line, "unread", "", QUESTION_MARK, text, "", f"line {line}: {UNREAD}", (), straight=True)

    def _marked(self, step: Step, below: Sequence[StepList]) -> tuple[list[DrawnBlock], tuple[Marking, ...]]:
        """The ways that stand in a step, and the marks of it that are none of theirs."""
        left = tuple(self.known.at.get(step.span, ()))
        ways = []
        for each, way in zip(below, self._ways(step, below), strict=True):
            here = tuple(mark for mark in left if mark.place != step.span and _is_within(mark.place, each.span))
            ways.append(replace(way, marks=here))
            left = tuple(mark for mark in left if mark not in here)
        return ways, left

    def _ways(self, step: Step, below: Iterable[StepList]) -> Iterator[DrawnBlock]:
        """The ways that stand in a step; answers with the keys that can be pressed for them."""
        question, repeated = step.asks(), step.repeats()
        keys = {intent.name: intent.press for intent in question.settings.listener.intents} if question else {}
        for each in below:
            way = self._block(each, repeated or ())
            key = " or ".join(filter(None, (keys.get(name) for name in str(each.path[-1]).split(OR))))
            yield replace(way, label=f"{way.label} · key {key}") if key else way

    def _borrowed(self, step: Step, path: NodePath, places: Iterable[tuple[str, ...]]) -> Iterator[DrawnBlock]:
        """The ways that a step takes from the script's defaults."""
        for place in places:
            shown, returns = f"{in_words(place[-1])} {BY_DEFAULT}", self._comes_back(DEFAULTS, *place)
            yield DrawnBlock(path, step.span.line, shown, (), borrowed=True, returns=returns)


def _is_within(place: Span, key: Span) -> bool:
    return place.line == key.line and key.column <= place.column and place.end_column <= key.end_column


def _entries(node: Node) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _steps_of(block: Block) -> Iterator[Step]:
    for step in block:
        yield step
        for inner in step.blocks():
            yield from _steps_of(inner)


def _kind(step: Step) -> DrawnKind:
    if step.asks():
        return "asks"
    if step.prompt():
        return "speaks"
    if step.rings():
        return "connects"
    if step.executes():
        return "writes" if step.writes else "reads"
    return "ends" if step.line_after == "down" else "other"


def _words(step: Step, values: dict[str, Node]) -> tuple[str, str, str]:
    """What stands behind a verb, with what it needs beside it; its options in a few words; all of it."""
    fragment = verbs()[step.verb]
    needed = [key for key in texts_of(within(fragment, "then"), "required") if key in values]
    behind = [in_full(value) for key, value in values.items() if key == step.verb]
    text = " ".join([*behind, *(f"{in_words(key)} {in_full(values[key])}" for key in needed)])
    options = {key: in_few_words(value) for key, value in values.items() if key not in (step.verb, *needed)}
    beside = " · ".join(f"{in_words(key)} {value}" for key, value in options.items() if value)
    lines = [f"{key}: {in_full(value)}" for key, value in values.items()]
    return text, beside, "\n".join([f"line {step.span.line}: {text_of(fragment, 'description')}", *lines])
