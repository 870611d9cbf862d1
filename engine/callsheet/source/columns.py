"""Lines that begin in a wrong column: which one it is, and where it should begin."""

import re
from collections.abc import Iterator
from itertools import takewhile

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.nearby import DASH
from callsheet.source.schemas import argument_of, needed_behind, options_of, texts_of, verbs
from callsheet.source.slip import Slip
from callsheet.source.written_lines import KEY, KEY_ALONE, beside_its_owner, indent_of, upwards

_KEY_WITH_VALUE = re.compile(r"[ ]*(?P<dash>- )?(?P<key>\w+):[ ]+(?P<value>[^ #].*)")
_WORD_ALONE = re.compile(r"[ ]*- (?P<word>\w+)[ ]*(?:#.*)?$")
_NOT_IN_LINE = "this line does not line up with the lines above"
_ABOVE_OTHERS = "this line does not line up with the lines below it"
_TWO_SPACES = "indent with two spaces a level"


def out_of_line(lines: list[str], broken: int) -> Slip:
    """What is wrong where YAML breaks at the beginning of the line `broken`, counted from 0."""
    column = indent_of(lines[broken])
    above = upwards(lines, broken)
    dash = DASH.match(lines[broken]) is not None
    here = Span.at(broken + 1, column + 1)
    if dash and (found := _list_behind_value(lines, above, broken)):
        return found
    if not dash and (found := _key_behind_value(lines, above, broken)):
        return found
    if not dash and (found := _option_of_word(lines, above, broken)):
        return found
    if not dash and (found := _wrong_first_child(lines, above, broken)):
        return found
    if not dash and (step := _step_in_column(lines, above, column)):
        help_ = f"let it begin in column {column + 3}, like what stands behind the dash on line {step + 1}"
        return Slip(here, _NOT_IN_LINE, help_)
    columns = list(_open_columns(lines, above, lists=dash))
    near, number = min(columns, key=lambda each: (abs(each[0] - column), -each[1]), default=(column, broken))
    if near % 2 and abs(near - column) == 1:  # the odd one is that line, and this is the first right one
        span = Span.at(number + 1, near + 1)
        return Slip(span, _ABOVE_OTHERS, f"let it begin in column {column + 1}, like line {broken + 1}; {_TWO_SPACES}")
    if abs(near - column) == 1 or dash:
        return Slip(here, _NOT_IN_LINE, f"let it begin in column {near + 1}, like line {number + 1}; {_TWO_SPACES}")
    return Slip(here, _NOT_IN_LINE, f"let it begin in the same column as the lines it belongs to; {_TWO_SPACES}")


def _open_columns(lines: list[str], above: list[int], *, lists: bool) -> Iterator[tuple[int, int]]:
    """The columns where an item of a list (`lists`), or a key, may begin below these lines, each with its line."""
    shallowest = None
    for number in above:
        column = indent_of(lines[number])
        if shallowest is not None and column >= shallowest:
            continue
        shallowest = column
        dash = DASH.match(lines[number]) is not None
        if dash or not lists:
            yield (column + 2 if dash and not lists else column), number


def _step_in_column(lines: list[str], above: list[int], column: int) -> int | None:
    """The line of the step whose dash stands in the column where an option of it begins."""
    before = next((number for number in above if indent_of(lines[number]) <= column), None)
    if before is None or indent_of(lines[before]) != column or not DASH.match(lines[before]):
        return None
    return before


def _list_behind_value(lines: list[str], above: list[int], broken: int) -> Slip | None:
    """A list below a key that has a value on its line already: YAML breaks there, or at the list's second item."""
    column = indent_of(lines[broken])
    items = list(takewhile(lambda number: indent_of(lines[number]) == column and DASH.match(lines[number]), above))
    first = items[-1] if items else broken
    owner = next((number for number in above if number < first), None)
    key = _KEY_WITH_VALUE.match(lines[owner]) if owner is not None else None
    if owner is None or key is None or column < indent_of(lines[owner]):
        return None
    here = Span.at(first + 1, column + 1)
    name, dash = key["key"], key["dash"]
    if between := needed_behind(name):
        return Slip(here, f'"{between}:" is missing above this', _write_between(between, name))
    message = f'a list cannot begin here: "{name}" above it has a value already'
    if dash:
        return Slip(
            here, _NOT_IN_LINE, f"let it begin in column {key.start('dash') + 1}, like line {owner + 1}; {_TWO_SPACES}"
        )
    if indent_of(lines[owner]) in (0, column) and name != "steps":
        return Slip(here, message, 'write the key that the list belongs to above it, such as "steps:"')
    return Slip(
        here, message, f'write what stands behind "{name}:" on the next line, as an item of the list, or delete it'
    )


def _key_behind_value(lines: list[str], above: list[int], broken: int) -> Slip | None:
    """A key that stands deeper than the one above it, which has its value on its line."""
    found, owner = KEY.match(lines[broken]), above[0] if above else None
    key = _KEY_WITH_VALUE.match(lines[owner]) if owner is not None else None
    if owner is None or key is None or found is None or found.start("key") <= key.start("key"):
        return None
    here = Span.at(broken + 1, found.start("key") + 1, len(found["key"]))
    between = needed_behind(key["key"])
    if between is None or any(needed_behind(verb) and found["key"] in options_of(verb) for verb in verbs()):
        help_ = f'let it begin in column {key.start("key") + 1}, like "{key["key"]}" on line {owner + 1}; {_TWO_SPACES}'
        return Slip(here, _NOT_IN_LINE, help_)
    dash = f', and "- {found["key"]}" below that' if found["key"] in verbs() else ""
    return Slip(here, f'"{between}:" is missing above this', _write_between(between, key["key"]) + dash)


def _option_of_word(lines: list[str], above: list[int], broken: int) -> Slip | None:
    """A key below a verb that stands alone, behind which there is nothing that it could stand beside."""
    found, word = KEY.match(lines[broken]), _WORD_ALONE.match(lines[above[0]]) if above else None
    if found is None or word is None or word["word"] not in verbs() or found.start("key") < word.start("word"):
        return None
    key, verb = found["key"], word["word"]
    argument = argument_of(verb)
    if key in verbs():
        help_ = f'write "- {key}:", in the same column as "- {verb}"'
    elif argument:
        help_ = f'write a colon above and what belongs to it: "- {verb}: {next(iter(texts_of(argument, "enum")), "…")}"'
    else:
        help_ = f"delete it: {verb} has no options"
    message = f'"{key}" cannot stand below "- {verb}" alone'
    return Slip(Span.at(broken + 1, found.start("key") + 1, len(key)), message, help_)


def _write_between(between: str, name: str) -> str:
    return f'write "{between}:" above it, in the same column as "{name}"'


def _wrong_first_child(lines: list[str], above: list[int], broken: int) -> Slip | None:
    """A key that stands where a child of the line above belongs, below one that does not."""
    column = indent_of(lines[broken])
    parent = next((number for number in above if indent_of(lines[number]) < column), None)
    if parent is None or not (key := KEY_ALONE.match(lines[parent])):
        return None
    before = next((number for number in above if number < parent), None)
    if (
        before is not None
        and indent_of(lines[before]) == indent_of(lines[parent])
        and (owner := KEY_ALONE.match(lines[before]))
    ):
        return beside_its_owner(parent, key, owner)
    first = min(number for number in above if number > parent) if above[0] != parent else None
    if first is None or key.start("key") + 2 != column:
        return None
    span = Span.at(first + 1, indent_of(lines[first]) + 1)
    if (item := KEY_ALONE.match(lines[first])) and DASH.match(lines[first]) and item["key"] not in verbs():
        return Slip(span, "this line begins with a dash, and the lines below it do not", "delete the dash")
    if indent_of(lines[first]) != column:
        return Slip(span, _ABOVE_OTHERS, f"let it begin in column {column + 1}, like line {broken + 1}; {_TWO_SPACES}")
    return None
