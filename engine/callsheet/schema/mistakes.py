"""Mistakes of shape: each once, in the author's words, and a document that later checks can go on with."""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.few import MOST_MISTAKES, few
from callsheet.schema.belongs import belongs_in_numbers, belongs_in_script, belongs_in_tests
from callsheet.schema.fault import Fault
from callsheet.schema.judge import judge
from callsheet.schema.keys import Belongs, missing_keys, not_names, two_turns, unknown_keys
from callsheet.schema.repair import BadShape, Finding, broken, incomplete, repaired
from callsheet.schema.steps import NearbySteps, wrong_step
from callsheet.schema.strays import strays
from callsheet.schema.values import wrong_value
from callsheet.schema.vocabulary import title_of, vocabulary
from callsheet.source.document import Broken, Document, Entry, Mapping, Node, NodePath, Scalar, Sequence
from callsheet.source.schemas import RESERVED, Schema, flow_schema, schema_of_numbers, schema_of_tests, text_of

# A repair can lay bare what the schema could not judge before, one level of nesting deeper each time; the reader allows
# 64 levels. It also ends a repair that does not help, if there ever is one.
MOST_ROUNDS = 100

_STEP_TITLES = ("a step", "a step that stands alone", RESERVED)


# Who knows where the keys of a document stand.
BELONGS: dict[Callable[[], Schema], Belongs] = {
    flow_schema: belongs_in_script,
    schema_of_tests: belongs_in_tests,
    schema_of_numbers: belongs_in_numbers,
}


def explained(
    document: Document, faults: list[Fault], schema: Callable[[], Schema]
) -> tuple[Document, list[Diagnostic]]:
    """The document without its `faults`, and what its author is told of them. See `check_shape`."""
    root, belongs = document.root, BELONGS[schema]
    mistakes: list[BadShape] = []
    settled: set[NodePath] = set()
    for _ in range(MOST_ROUNDS):
        findings = list(_findings(root, faults, document.text, belongs))
        if not findings:
            break
        here = settled | {path for finding in findings for path in finding.settles if path != finding.path}
        mistakes += [mistake for finding in findings if finding.path not in here for mistake in finding.mistakes]
        settled = here | {path for finding in findings for path in finding.settles}
        if len(mistakes) > MOST_MISTAKES:  # what is left of them would be taken for sound
            root = Broken.at(root)
            break
        root = repaired(root, findings)
        faults = judge(root, schema)
    mistakes.sort(key=lambda mistake: mistake.span)
    found = [Diagnostic(each.code, document.path, each.span, each.message, each.help) for each in mistakes]
    return replace(document, root=root), list(few(found))


def _findings(root: Node, faults: Iterable[Fault], source: str, belongs: Belongs) -> Iterator[Finding]:
    """One finding for each mistake that shows in this round."""
    by_path: dict[NodePath, list[Fault]] = {}
    for fault in faults:
        # A verb of a later version is refused at its value, which no value fits; it is the step that is wrong.
        path = fault.path[:-1] if text_of(fault.schema, "title") == RESERVED else fault.path
        by_path.setdefault(path, []).append(replace(fault, path=path))
    astray = dict(strays(root, by_path))
    yield from astray.values()
    sections = _sections(root)
    for path, here in by_path.items():
        if any(path[: len(stray)] == stray for stray in astray):
            continue
        node, owner = _find(root, path)
        if not isinstance(node, Broken):
            yield from _at(here, node, owner, source, belongs, NearbySteps(_before(root, path), sections))


def _before(root: Node, path: NodePath) -> Node | None:
    """What stands before an item of a list."""
    match path:
        case (*above, int(number)) if number:
            return _find(root, (*above, number - 1))[0]
    return None


def _sections(root: Node) -> tuple[str, ...]:
    """The names of the script's sections."""
    sections = root.get("sections") if isinstance(root, Mapping) else None
    return tuple(entry.name for entry in sections) if isinstance(sections, Mapping) else ()


def _judges_step(fault: Fault) -> bool:
    """Whether the schema judged a step as a whole."""
    title = text_of(fault.schema, "title")
    return title in _STEP_TITLES or title in vocabulary().verbs


def _at(
    faults: list[Fault], node: Node, owner: Entry | None, source: str, belongs: Belongs, around: NearbySteps
) -> Iterator[Finding]:
    """The findings at one node. Of a group with an unknown key nobody can say what it lacks."""
    path = faults[0].path
    if any(_judges_step(fault) for fault in faults):
        yield from wrong_step(path, node, around)
        return
    named = [fault for fault in faults if fault.key is not None]
    whole = {fault.keyword: fault for fault in faults if fault.key is None}
    if isinstance(node, Mapping):
        if named:
            yield not_names(path, named[0].schema, node, {fault.key for fault in named}, belongs)
            if path == ("intents",):  # questions name them, as they are written here
                yield Finding(path, incomplete)
        if "additionalProperties" in whole:
            yield from unknown_keys(path, whole["additionalProperties"].schema, node, belongs)
            return
        if "required" in whole:
            if node.complete:
                yield from missing_keys(whole["required"], node, owner)
            return
        if "maxProperties" in whole:
            yield two_turns(path, node)
            return
        if "minProperties" in whole and not node.complete:  # what stood here was nobody's, and is reported
            yield Finding(path, broken)
            return
    if not whole:
        return
    fault = next(iter(whole.values()))
    if isinstance(node, Mapping) and title_of(fault.schema) == "a text" and len(path) > 2:
        yield Finding(path[:-2], incomplete)  # a step among texts: the key that it belongs to may be missing
    code, message, help_ = wrong_value(fault, node, source, around.sections)
    yield Finding(path, broken, (BadShape(code, node.span, message, help_),))


def _find(root: Node, path: NodePath) -> tuple[Node, Entry | None]:
    """The node that a path of the schema leads to, and the key that it stands behind."""
    node, owner = root, None
    for key in path:
        if isinstance(node, Mapping) and isinstance(key, str):
            owner = node.entry(key)
            node = owner.value if owner else Broken.at(node)
        elif isinstance(node, Sequence) and isinstance(key, int):
            node, owner = node.items[key], None
        elif isinstance(node, Scalar | Broken):
            break
    return node, owner
