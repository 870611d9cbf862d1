"""What is told of a word, in the engine's own words: the schema's descriptions, the comments of queries, shapes."""

from collections.abc import Sequence

from callsheet.analysis.shapes import WORDS, Shape
from callsheet.assist.described import Described
from callsheet.assist.known import KeptName
from callsheet.assist.records import Explanation
from callsheet.assist.snippets import Snippet
from callsheet.expressions.filters import DEFAULT, FILTERS
from callsheet.ports.understanding import Intent
from callsheet.queries.headers import MARKS
from callsheet.queries.records import Library, NamedQuery, NamedRequest
from callsheet.schema.words import either, typed
from callsheet.script.words import Word
from callsheet.source.schemas import Json, text_of

# Phrases of an intent that are told: the built-in ones have a hundred.
MOST_PHRASES = 8


def of_key(name: str, described: Described) -> Explanation:
    """A key, with an example of its value."""
    examples = described.schema.get("examples")
    example = f"{name}: {_value(examples[0])}" if isinstance(examples, list) and examples else ""
    return Explanation(text=text_of(described.schema, "description"), example=example)


def of_verb(verb: str, described: Described, body: Json) -> Explanation:
    """A verb, with what is written at once for it."""
    return Explanation(verb, text_of(described.schema, "description"), Snippet.of([body], 0).text)


def of_statement(library: Library, name: str) -> Explanation:
    """A query or a request: its header, what it is for, and what it gives."""
    match library.named(name):
        case NamedQuery() as query:
            return _of_query(query)
        case NamedRequest() as request:
            return _of_request(request)
    return Explanation()


def _of_request(named: NamedRequest) -> Explanation:
    request = named.request
    code = f"{request.name}({', '.join(request.parameters)}){'!' if request.changes else ''}"
    does = "It changes something in another system." if request.changes else "It asks another system."
    gives = f"It gives a row with {', '.join(request.gives)}." if request.gives else ""
    return Explanation(code, _sentences(named.doc, does, gives))


def _of_query(named: NamedQuery) -> Explanation:
    query = named.query
    mark = next((mark for mark, kind in MARKS.items() if kind == query.kind), "")
    code = f"{query.name}({', '.join(query.parameters)}){mark}"
    if query.kind == "write":
        gives = "It changes rows; what is kept is how many."
    else:
        what = "one row" if query.kind == "one" else "a list of rows"
        columns = f" with {', '.join(column.name for column in named.columns)}" if named.columns else ""
        gives = f"It finds {what}{columns}."
    return Explanation(code, _sentences(named.doc, gives))


def of_intent(intent: Intent, *, declared: bool) -> Explanation:
    """An intent: what it means, what callers say for it, its key."""
    said = [f"“{phrase}”" for phrase in intent.phrases[:MOST_PHRASES]]
    more = ", …" if len(intent.phrases) > MOST_PHRASES else ""
    phrases = f"Callers say {', '.join(said)}{more}." if said else ""
    press = f"Its key is {intent.press}." if intent.press else ""
    built_in = "" if declared else "Every script has it."
    return Explanation(intent.name, _sentences(intent.means, phrases, press, built_in))


def of_section(name: str, runs: Sequence[Word]) -> Explanation:
    """A section: from where it is run."""
    lines = list(dict.fromkeys(str(each.span.line) for each in runs))
    where = f"on line {lines[0]}" if len(lines) == 1 else f"on the lines {', '.join(lines)}"
    return Explanation(name, f"A section. It is run {where}." if lines else "A section. Nothing runs it.")


def of_kept(kept: KeptName) -> Explanation:
    """A name: what it is, and where it is kept."""
    line = kept.name.span.line
    where = (
        f"the row of the {kept.verb}"
        if kept.is_row
        else f"given by {kept.verb}"
        if kept.is_given
        else f"kept by the {kept.verb}"
        if kept.verb
        else "one of values"
    )
    return of_shape(kept.name.text, kept.shape, f"It is {where} on line {line}.")


def of_shape(code: str, shape: Shape, more: str = "") -> Explanation:
    """A value: what it is, as far as that is known."""
    return Explanation(code, _sentences(_told(shape), more))


def of_filter(name: str) -> Explanation:
    """A filter: an example, and what it takes."""
    if name == DEFAULT:
        return Explanation(name, "Stands for what is missing.", 'customer.name | default("there")')
    takes = either(sorted(WORDS[kind] for kind in FILTERS[name].takes))
    return Explanation(name, f"It takes {takes}.", FILTERS[name].example)


def _told(shape: Shape) -> str:
    """What a value is, in a sentence."""
    if texts := shape.texts:
        return f"It is one of {', '.join(sorted(texts))}."
    if shape.kind == "unknown":
        return ""
    if shape.kind == "list" and shape.item is not None and shape.item.columns:
        return f"It is a list of rows with {', '.join(shape.item.columns)}."
    columns = f" with {', '.join(shape.columns)}" if shape.columns else ""
    return f"It is {WORDS[shape.kind]}{columns}."


def _value(example: Json) -> str:
    return typed(example) if isinstance(example, str) else str(example).lower()


def _sentences(*sentences: str) -> str:
    return "\n".join(sentence for sentence in sentences if sentence)
