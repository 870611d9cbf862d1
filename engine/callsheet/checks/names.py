"""Names of values: each one used is set somewhere, none of the built-in ones is set, fields and columns exist."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from callsheet.analysis.facts import BUILT_IN as SHAPES
from callsheet.analysis.facts import ENDED, OPENING, REPLY
from callsheet.checks.mixed import names_compared
from callsheet.checks.walk import Reached, nodes_of
from callsheet.diagnostics.catalogue import BUILT_IN_NAME, UNKNOWN_FIELD, UNKNOWN_NAME
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.suggest import ask_for, did_you_mean, near
from callsheet.expressions import NameUse, marked_elsewise, missing_braces
from callsheet.expressions.filters import FILTERS
from callsheet.expressions.part import Inserted
from callsheet.expressions.tree import MOMENTS, Name, Tree
from callsheet.ports.values import items_of
from callsheet.queries.records import Library, NamedQuery
from callsheet.script.script import Script
from callsheet.script.step import Step
from callsheet.script.words import Word

_HYPHENS = re.compile(r"[^\W\d]\w*(?:-[^\W\d]\w*)*")
BUILT_IN = {name: tuple(shape.columns) for name, shape in {**SHAPES, "reply": REPLY}.items()}
# What authors call something that has another name here, where they have set no name like it.
ELSEWHERE = {
    "tomorrow": "write today | in_days(1)",
    "yesterday": "write today | in_days(-1)",
    "time": "write now | time",
    "date": "write today",
    "weekday": "write today | weekday",
    "intent": "write reply.intent",
    "answer": "write reply.intent",
    "index": "write loop.number",
    "hours": 'write the opening hours at the top, under "hours:"',
    "error": "write failure.kind",
    "values": 'leave "values." out: its names stand alone',
    **{field: f"write call.{field}" for field in BUILT_IN["call"] if "_" in field},
}


class _Known(Struct):
    """What a name can hold: the fields of a row, the fields of the rows of a list; None where nobody can tell."""

    fields: set[str] | None = set()
    row_fields: set[str] | None = set()
    is_list: bool = False
    is_row: bool = False
    many: NamedQuery | None = None  # a query that finds its rows


def check_names(script: Script, steps: Sequence[Reached], library: Library) -> Iterator[Diagnostic]:
    """Built-in names that are set; names (each once, at its first use) and fields that do not exist."""
    taken = list(_built_in(script, steps))
    if taken:  # what was to be kept under the other name is not known, and the built-in one is not what it was
        yield from taken
        return
    known = _known(script, library, steps)
    rows = {rows.row.text for each in steps if (rows := each.step.goes_through())}
    given = _given(steps, known)
    yield from _unknown(script, steps, known, rows, given)
    everything = {*known, *rows, *given, *BUILT_IN}
    for node, spoken in script.texts:
        forgotten = None if spoken else missing_braces(script.document, node, everything)
        yield from [forgotten] if forgotten else marked_elsewise(script.document, node, everything, spoken=spoken)


def _built_in(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    words: list[Word] = [name for name, _ in script.values]
    for each in steps:
        words += each.step.sets()
    for word in dict.fromkeys(words):
        if word.text in (*BUILT_IN, "hours"):
            message = f'"{word.text}" is a name of the language and cannot be set'
            yield Diagnostic(BUILT_IN_NAME, script.document.path, word.span, message, "choose another name")


def _known(script: Script, library: Library, steps: Sequence[Reached]) -> dict[str, _Known]:
    """Every name that is set anywhere, with all that it can hold."""
    known: dict[str, _Known] = {name.text: _Known(fields=None, row_fields=None) for name, _ in script.values}
    if script.hours:
        known["hours"] = _Known(fields=set(script.hours), is_row=True)
    rows_of: list[tuple[str, Tree]] = []  # names of rows, each with the list that they come from
    for each in steps:
        step, statement, loop = each.step, each.step.executes(), each.step.goes_through()
        rows_of += [(_row_key(loop.row.text), loop.all.tree)] if loop else []
        if statement:  # "as" within "with", which is reported: the name was to be kept
            meant = [text.constant for key, text in statement.arguments if key.text == "as"]
            known |= {str(one.value): _Known(fields=None, row_fields=None) for one in meant if one}
        question = step.asks()
        chosen = question.settings.slot.among if question and question.settings.slot else None
        rows_of += [(word.text, chosen.tree) for word in step.keeps()] if chosen else []
        kept = step.kept_shape(library)
        for word in step.keeps() if chosen is None else ():
            holds = known.setdefault(word.text, _Known())
            row = kept.item or kept
            if row.kind == "row":
                _add(holds, set(row.columns), is_list=row is kept.item)
                holds.many = holds.many or (library.queries[statement.name.text] if statement and kept.item else None)
            else:
                holds.fields = holds.row_fields = None
    for name, tree in rows_of:  # a row has the columns of the list that it comes from
        holds = known.setdefault(name, _Known())
        rows = known.get(tree.name) if isinstance(tree, Name) else None
        if rows is None or rows.row_fields is None or not rows.is_list:
            holds.fields = None
        else:
            _add(holds, rows.row_fields, is_list=False)
    return known


def _given(steps: Sequence[Reached], known: dict[str, _Known]) -> dict[str, _Known]:
    """Every name that a section is given, with all that it can hold: a row, or anything."""
    found: dict[str, _Known] = {}
    for each in steps:
        for word, text in each.step.gives():
            part = text.parts[0] if len(text.parts) == 1 else None
            name = part.tree.name if isinstance(part, Inserted) and isinstance(part.tree, Name) else ""
            holds = known.get(_row_key(name) if name in each.around.rows else name)
            given = found.setdefault(word.text, _Known())
            if holds is None or holds.fields is None or not holds.is_row or holds.is_list:
                given.fields = given.row_fields = None
            else:
                _add(given, holds.fields, is_list=False)
    return found


def _row_key(name: str) -> str:
    return f"for_each {name}"


def _add(holds: _Known, fields: set[str], *, is_list: bool) -> None:
    if is_list:
        holds.is_list = True
        if holds.row_fields is not None:
            holds.row_fields |= fields
    else:
        holds.is_row = True
        if holds.fields is not None:
            holds.fields |= fields


def _unknown(
    script: Script, steps: Sequence[Reached], known: dict[str, _Known], rows: set[str], given: dict[str, _Known]
) -> Iterator[Diagnostic]:
    path = script.document.path
    found: list[tuple[Span, Reached | None, NameUse]] = [
        (use.span, each, use) for each in steps for text in each.step.texts() for use in text.uses
    ]
    for _, value in script.values:
        for text in items_of(value):
            found += [(use.span, None, use) for use in text.uses]
    reported: set[object] = set()
    lists: set[str] = set()
    compared: set[str] | None = None
    lines = script.document.lines()
    unkept = any(_keeps_nothing(each.step) for each in steps)  # which is told; what it was to be called, nobody knows
    for span, each, use in sorted(found, key=lambda item: item[0]):
        name = str(use.path[0])
        in_loop = each is not None and (each.around.anywhere or name in each.around.rows)
        if name in rows and in_loop:
            holds = known[_row_key(name)]
        elif name in known:
            holds = known[name]
        elif name in given and each is not None and (each.around.anywhere or name in each.around.given):
            holds = given[name]
        elif name in given and not in_loop:
            if name not in reported:
                reported.add(name)
                yield _not_given(path, span, name, each, steps)
            continue
        elif name in BUILT_IN and _out_of_place(name, each) is None:
            ended = name == "call" and each is not None and (each.around.in_after or each.around.anywhere)
            fields = ENDED.columns if ended else BUILT_IN[name]
            holds = _Known(fields=set(fields), is_row=bool(fields))
        else:
            if name not in reported and script.complete_names and not unkept:
                whole = _with_hyphens(lines, span, name)
                reported |= {name, *whole.split("-")}
                compared = _compared(reached.step for reached in steps) if compared is None else compared
                yield _unknown_name(path, span, whole, each, known, rows, compared=name in compared)
            continue
        if name == "hours" and use.path[1:2] and use.path[1] in script.hours and use.path[2:3]:
            wanted, opening = str(use.path[2]), _Known(fields=set(OPENING.columns), is_row=True)
            diagnostic = _unknown_field(path, use.parts[2], f"hours.{use.path[1]}", wanted, opening, scalar=False)
            yield from [diagnostic] if diagnostic else []
        if len(use.path) > 1 and isinstance(use.path[1], str) and use.path[:2] not in reported:
            diagnostic = _unknown_field(path, use.parts[1], name, use.path[1], holds, scalar=name in MOMENTS)
            if diagnostic:
                reported.add(use.path[:2])
                if not holds.is_list:
                    yield diagnostic
                elif name not in lists:  # whatever is asked of it, it is one mistake
                    lists.add(name)
                    yield diagnostic


def _not_given(path: str, span: Span, name: str, each: Reached | None, steps: Sequence[Reached]) -> Diagnostic:
    lines = sorted(line for lacking, line in each.around.lacking if lacking == name) if each else []
    given = (word for other in steps if other.step.span.line in lines for word, _ in other.step.gives())
    if slip := next((word for word in given if near(word.text, {name})), None):
        message = f'"{slip.text}" is given, and the section asks for "{name}"'
        return Diagnostic(UNKNOWN_NAME, path, slip.span, message, f'did you mean "{name}"?')
    if lines:
        message = f'"{name}" is not given where line {lines[0]} comes here'
        return Diagnostic(UNKNOWN_NAME, path, span, message, f"add to that step: with: {{{name}: …}}")
    message = f'"{name}" exists only in the sections that are run with it'
    return Diagnostic(UNKNOWN_NAME, path, span, message, "keep the value with set:, or move the step there")


def _out_of_place(name: str, each: Reached | None) -> str | None:
    """Why a built-in name cannot be used here; None where it can."""
    if name == "loop" and not (each and (each.around.in_loop or each.around.anywhere)):
        return '"loop" exists only inside a loop or a for_each'
    if name == "failure" and not (each and (each.around.in_failure or each.around.anywhere)):
        return '"failure" exists only in if_something_fails'
    if name == "choices" and not (each and _has_choices(each.step)):
        return '"choices" exists only in the texts of a question that has rows to choose from'
    if name == "reply" and each is None:
        return '"reply" exists only after a question'
    return None


def _has_choices(step: Step) -> bool:
    question = step.asks()
    if question is None:
        return False
    # Whatever else is wrong with it, there were to be rows.
    slot, written = question.settings.slot, step.written
    return "by" in written or ("one_of" in written if slot is None else slot.among is not None)


def _keeps_nothing(step: Step) -> bool:
    """Whether a question asks for a value, and no `as` keeps it."""
    written = step.written
    return step.asks() is not None and bool(written.keys() & {"for", "one_of"}) and "as" not in written


def _with_hyphens(lines: list[str], span: Span, name: str) -> str:
    """The whole of a name that its author wrote with hyphens, which the language takes for minus."""
    found = _HYPHENS.match(lines[span.line - 1], span.column - 1)
    return found[0] if found and found[0].startswith(name) else name


def _compared(steps: Iterable[Step]) -> set[str]:
    """The names that stand alone on a side of a comparison: perhaps they were to be texts."""
    return set(names_compared(node for step in steps for node in nodes_of(step)))


def _unknown_name(
    path: str,
    span: Span,
    name: str,
    each: Reached | None,
    known: dict[str, _Known],
    rows: set[str],
    *,
    compared: bool,
) -> Diagnostic:
    if name in BUILT_IN:
        return Diagnostic(UNKNOWN_NAME, path, span, _out_of_place(name, each) or "", "use it there, or take it out")
    here = set(each.around.rows) if each and not each.around.anywhere else rows
    built_in = {other for other in BUILT_IN if not _out_of_place(other, each)}
    names = {other for other in known if not other.startswith("for_each ")} | here | built_in
    if name in rows:
        message = f'"{name}" exists only inside its for_each'
        help_ = ask_for(*near(name, names - {name})) or "move the step into the loop, or keep the value with set:"
        return Diagnostic(UNKNOWN_NAME, path, span, message, help_)
    if name in ELSEWHERE and not near(name, names - set(BUILT_IN)):
        return Diagnostic(UNKNOWN_NAME, path, span, f'nothing is called "{name}"', ELSEWHERE[name])
    help_ = did_you_mean(name, names, otherwise="set it before: with as:, set: or values:")
    if compared and (name[0].isupper() or not near(name, names)):  # no name has a capital
        help_ = f'if it is a text, write it in quotation marks: "{name}"'
    return Diagnostic(UNKNOWN_NAME, path, span, f'nothing is called "{name}"', help_)


def _unknown_field(path: str, span: Span, name: str, wanted: str, holds: _Known, *, scalar: bool) -> Diagnostic | None:
    if scalar:
        help_ = f"write {name} | time, {name} | date or {name} | weekday" if name == "now" else "use it as it is"
        message = f'"{name}" has no parts: there is no "{name}.{wanted}"'
        return Diagnostic(UNKNOWN_FIELD, path, span, message, help_, about=name)
    if holds.is_list and not holds.is_row:
        if holds.row_fields is None:
            return None
        message = f'"{name}" is a list of rows and has no "{wanted}" of its own'
        help_ = f"go through its rows with for_each: … in: {name}"
        if wanted in FILTERS and "list" in FILTERS[wanted].takes:
            help_ = f"write {name} | {wanted}"
        elif holds.many is not None:
            query = holds.many.query
            header = f"-- name: {query.name}({', '.join(query.parameters)})^"
            message += f" (a query of one row has ^ at the end of its header, in {holds.many.file}: {header})"
        return Diagnostic(UNKNOWN_FIELD, path, span, message, help_, about=name)
    if holds.fields is None or not holds.is_row or holds.is_list or wanted in holds.fields:
        return None
    message = f'"{name}" has no "{wanted}"'
    return Diagnostic(UNKNOWN_FIELD, path, span, message, did_you_mean(wanted, holds.fields))
