"""The keys, steps and items that may begin at a cursor."""

from collections.abc import Iterator

from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import of_contents
from callsheet.assist import notes
from callsheet.assist.cursor import Cursor
from callsheet.assist.described import Described
from callsheet.assist.records import Completion, CompletionKind, Explanation
from callsheet.assist.snippets import Snippet, snippets_of, snippets_of_verbs
from callsheet.assist.values import values_of
from callsheet.dialects import DIALECT
from callsheet.expressions import Expression
from callsheet.schema.words import typed
from callsheet.script.intents import Intents
from callsheet.source.schemas import text_of
from callsheet.steps import VERBS

_DASH = "- "
# The titles of the schema of test files for these.
_TABLES, _ROW = "tables with their rows", "a row"
_REQUESTS, _FIELDS = (
    ("requests with their answers", "requests with what they were sent with"),
    "fields with their values, or none",
)


def begun(cursor: Cursor) -> Iterator[Completion]:
    """What may begin here: a key of a mapping, or an item of a list, with its dash where it has none yet."""
    here = cursor.here
    if here.is_step or "object" in here.types:
        yield from _keyed(cursor, here, "")
    elif not cursor.spot.in_brackets and not cursor.spot.is_key:
        item = here.below(None)
        if item.is_step or "object" in item.types:
            yield from _keyed(cursor, item, _DASH)
        else:
            yield from values_of(cursor, item, _DASH)


def _keyed(cursor: Cursor, here: Described, dash: str) -> Iterator[Completion]:
    if here.is_step and here.verb in ("", cursor.key):
        yield from _verbs(cursor, here, dash)
        return
    column = cursor.spot.column + len(dash)
    if not cursor.spot.keys:
        for label, description, body in snippets_of(here.schema):
            yield _completion(cursor, label, "key", Snippet.of(body, column), Explanation(text=description), dash)
    title = here.title(cursor.key)
    for key, below in here.keys.items():
        if key not in cursor.others and title in ("", here.title(key)):  # what stands behind the key stays there
            yield _completion(cursor, key, "key", _key(cursor, key, below, column), notes.of_key(key, below), dash)
    for name, kind, note in _names(cursor):
        if name not in cursor.others:
            yield _completion(cursor, name, kind, _key(cursor, name, here.below(name), column), note, dash)


def _verbs(cursor: Cursor, here: Described, dash: str) -> Iterator[Completion]:
    """Each verb that can stand here, with what belongs to it."""
    around = cursor.around
    gone = cursor.spot.path[:1] in (("if_caller_hangs_up",), ("after_call",))
    for label, verb, body in snippets_of_verbs():
        facets = VERBS[verb]
        loopless = (facets.needs_loop and not around.in_loop) or (facets.needs_rows and not around.in_rows)
        unasked = facets.needs_question and not around.in_answer
        if ((loopless or unasked) and not around.anywhere) or (facets.line_before and gone):
            continue
        step = here.with_keys([verb])
        if not cursor.others <= step.keys.keys() or (cursor.key and step.title(verb) != here.title(cursor.key)):
            continue  # what stands there already is not for this one
        whole = not cursor.spot.keys and not cursor.spot.in_brackets
        inner = Snippet.of(body, cursor.spot.column + len(dash)) if whole else Snippet(verb)
        yield _completion(cursor, label, "verb", inner, notes.of_verb(verb, step, body), dash, verb)


def _names(cursor: Cursor) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """The names that a script gives to what may be a key here."""
    known = cursor.known
    match cursor.meaning(as_key=True):
        case "intent":
            yield from _intents(known.script.intents)
        case "parameter":
            statement = cursor.step.step.executes() if cursor.step else None
            named = known.library.named(statement.name.text) if statement else None
            for name in named.parameters if named else ():
                yield name, "parameter", notes.of_statement(known.library, statement.name.text if statement else "")
        case "case":
            for text in cursor.step.step.texts() if cursor.step else ():
                if isinstance(text, Expression):
                    shape = shape_of(text.tree, known.facts)
                    for value in sorted(shape.texts | shape.constants):
                        yield typed(value), "value", Explanation()
        case "":
            yield from _of_file(cursor)


def _of_file(cursor: Cursor) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """The same outside of steps: sections and intents, and the tables and columns of test files."""
    path, known = cursor.spot.path, cursor.known
    if path == ("sections",):
        runs = [section for reached in known.steps if (section := reached.step.runs())]
        for name in dict.fromkeys((*known.script.sections, *(section.text for section in runs))):
            yield name, "section", notes.of_section(name, [each for each in runs if each.text == name])
    elif path in (("intents",), ("defaults", "answers")):
        yield from _intents(known.script.intents)
    elif text_of(cursor.here.schema, "title") == _TABLES:
        for name in known.tables():
            yield name, "value", Explanation(name, "A table of the script's database.")
    elif text_of(cursor.here.schema, "title") in _REQUESTS:
        for name in known.library.requests:
            yield name, "query", notes.of_statement(known.library, name)
    elif text_of(cursor.here.schema, "title") == _FIELDS and (asked := known.library.requests.get(path[-1] or "")):
        for column in asked.columns:
            yield column.name, "column", notes.of_shape(column.name, of_contents(column.contents))
    elif text_of(cursor.here.schema, "title") == _ROW and (sent := known.library.requests.get(path[-2] or "")):
        for name in sent.parameters:
            yield name, "parameter", notes.of_statement(known.library, sent.request.name)
    elif text_of(cursor.here.schema, "title") == _ROW and (table := known.tables().get(path[-2] or "")):
        for name, declared in table.types.items():
            yield name, "column", notes.of_shape(name, of_contents(DIALECT.contents(declared)))


def _intents(intents: Intents) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """The intents of a script, and those that every script has."""
    for name in dict.fromkeys((*intents.declared, *sorted(intents.names()))):
        if intent := intents.intent(name):
            yield name, "intent", notes.of_intent(intent, declared=name in intents.declared)


def _key(cursor: Cursor, key: str, below: Described, column: int) -> Snippet:
    """A key with its colon, and with how its value begins."""
    if cursor.spot.is_key:
        return Snippet(key)
    inner = "\n" + " " * (column + 2)
    match below.types:
        case ["array"] if not cursor.spot.in_brackets:
            return Snippet.begun(f"{key}:{inner}- ")
        case ["object"] if not cursor.spot.in_brackets:
            return Snippet.begun(f"{key}:{inner}")
    return Snippet.begun(f"{key}: ")


def _completion(
    cursor: Cursor, label: str, kind: CompletionKind, written: Snippet, note: Explanation, dash: str, word: str = ""
) -> Completion:
    holes = tuple((start + len(dash), end + len(dash)) for start, end in written.holes)
    return Completion(label, word or label, kind, cursor.spot.start, cursor.spot.end, dash + written.text, holes, note)
