"""Edits at random: whatever an edit gives away says what was meant, and has touched nothing else.

What is meant is computed here anew, so that a mistake of `callsheet.edits.data` shows as well.
"""

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from typing import Any

from callsheet import edits
from callsheet.edits import Edited, NodePath, NotEdited, applied
from callsheet.source.comments import read_comments
from callsheet.source.document import Document, Plain, plain
from callsheet.source.lines import LineStarts
from callsheet.source.reader import read_document

REPOSITORY = Path(__file__).parents[2]
FENCED = re.compile(r"^```yaml[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

# What authors do to files, as far as the shipped ones do not do it.
ODD = """\
# Written by hand,
# in another style.
callsheet:   1
flow: odd

description: >-
    A long text that somebody folded
    by hand — 😀 twice 𝄞.   # and no comment
values:
    office: 'Hill Clinic'      # as on the sign
    open_days: [ Monday, Tuesday,   # and more
                 # not Wednesday
                 Thursday ]
    "yes": {
      a: 1, # of a
      b: "two",
    }

steps:
- answer
# --- greeting ---
- say: Hello, this is {{ office }}.
       We are calling because of your visit.

- ask:    "Will you\tcome,
      or not?"  \x20
  answers:
      agree:
      - say: |  # as it stands
          Good.

           See you then.
      - # nothing but a dash
        disconnect
      # before no:
      "no":   [{say: Thank you for telling us.}, {note: "refused"}]
      # nobody says this
      operator: []
         # nor this

  if_silent: [Are you still there?]
  otherwise:
  -   if: a == "b"
      then:
      -   say: 'It''s late.'
      -   stop_loop
- ? say
  : Goodbye.
- disconnect
# the end
"""
WORDS = (
    *("Yes.", "a: b", "{{ x }} hello", "it's", "# no", 'say "x"', "- dash", "1415", "true", "café 😀", "a, b", "[x]"),
    *("end #1", "*", "line with   spaces", "null", "back\\slash", "@at", "%", "tab\there", "two\nlines", "ends\n", ""),
    *("  lead", "yes", "12:30", "“quoted”", "many words that go on and on, " * 5 + "to the end", 3, 2.5, True, False),
)


def texts() -> Iterator[str]:
    """Whatever is written in YAML here, in files and in documents."""
    yield ODD
    for folder in ("flows", "tests"):
        for path in sorted((REPOSITORY / folder).rglob("*.yaml")):
            yield path.read_text()
    pages = sorted((REPOSITORY / "engine" / "callsheet" / "diagnostics" / "pages").glob("*.md"))
    for path in (REPOSITORY / "flows.md", REPOSITORY / "README.md", *pages):
        yield from (found[1] for found in FENCED.finditer(path.read_text()))


def is_sound(text: str) -> bool:
    """Whether nothing is wrong with a text as YAML."""
    document, faults = read_document("x", text.encode())
    return document is not None and not faults


def disguised(text: str, random: Random) -> str:
    """The text as other editors save it."""
    if random.random() < 0.2:
        text = text.replace("\n", "\r\n")
    if random.random() < 0.2:
        text = text.rstrip("\r\n")
    return "\ufeff" + text if random.random() < 0.1 else text


def edit_at_random(text: str, random: Random) -> Edited | NotEdited | None:
    """One edit of a sound text, looked at from all sides; None where there is nothing in it to edit so."""
    before = read(text)
    data = plain(before.root)
    edit = random.choice(EDITS)(data, random)
    if edit is None:
        return None
    outcome = edit.do(text)
    if isinstance(outcome, Edited):
        after = read(outcome.text)
        assert json.dumps(plain(after.root)) == json.dumps(edit.meant), edit
        assert applied(text, outcome.edits) == outcome.text, edit
        look_at_lines(text, outcome)
        if not edit.removes:
            assert not comments(before) - comments(after), edit
        assert ("\r\n" in text) == ("\r\n" in outcome.text) or "\n" not in outcome.text, edit
    else:
        assert outcome.why.strip(), edit
    return outcome


@dataclass(frozen=True)
class AnEdit:
    """An edit, and the data that is meant; whether it takes something away, and its comments with it."""

    do: Callable[[str], Edited | NotEdited]
    meant: Plain
    removes: bool = False


def set_value(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, [path for path, _ in paths_of(data) if path])
    if path is None:
        return None
    value, meant = any_value(random), copy.deepcopy(data)
    whole = isinstance(get(data, path), list | dict)
    get(meant, path[:-1])[path[-1]] = value
    return AnEdit(lambda text: edits.set_value(text, path, value), meant, whole)


def insert_item(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, [path for path, value in paths_of(data) if isinstance(value, list)])
    if path is None:
        return None
    value, meant = any_value(random), copy.deepcopy(data)
    index = random.randint(0, len(get(data, path)))
    get(meant, path).insert(index, value)
    return AnEdit(lambda text: edits.insert_item(text, path, index, value), meant)


def delete_item(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, items_of(data))
    if path is None:
        return None
    meant = copy.deepcopy(data)
    del get(meant, path[:-1])[path[-1]]
    return AnEdit(lambda text: edits.delete_item(text, path), meant, removes=True)


def move_item(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, items_of(data))
    if path is None:
        return None
    lists = [to for to, value in paths_of(data) if isinstance(value, list) and to[: len(path)] != path]
    to = one_of(random, lists)
    if to is None:
        return None
    meant, hole = copy.deepcopy(data), {"a hole": "in the list"}
    index = random.randint(0, len(get(data, to)))
    source, target = get(meant, path[:-1]), get(meant, to)
    item, source[path[-1]] = source[path[-1]], hole
    target.insert(index, item)
    source[:] = [each for each in source if each is not hole]
    return AnEdit(lambda text: edits.move_item(text, path, to, index), meant)


def wrap_item(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, items_of(data))
    if path is None:
        return None
    meant = copy.deepcopy(data)
    get(meant, path[:-1])[path[-1]] = {"if": 'x > 1 or y == "z"', "then": [get(data, path)]}
    return AnEdit(lambda text: edits.wrap_item(text, path, 'x > 1 or y == "z"'), meant)


def set_key(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, [path for path, value in paths_of(data) if isinstance(value, dict)])
    if path is None:
        return None
    mapping, value, meant = get(data, path), any_value(random), copy.deepcopy(data)
    key, after = random.choice(["timeout", "a: b", *mapping]), random.choice([None, *mapping])
    pairs = list(mapping.items())
    if key in mapping:
        pairs = [(name, value if name == key else old) for name, old in pairs]
    else:
        pairs.insert([name for name, _ in pairs].index(after) + 1 if after is not None else len(pairs), (key, value))
    meant = put(meant, path, dict(pairs))
    whole = isinstance(mapping.get(key), list | dict)
    return AnEdit(lambda text: edits.set_key(text, path, key, value, after), meant, whole)


def delete_key(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, [path for path, _ in paths_of(data) if path and isinstance(path[-1], str)])
    if path is None:
        return None
    meant = copy.deepcopy(data)
    del get(meant, path[:-1])[path[-1]]
    return AnEdit(lambda text: edits.delete_key(text, path), meant, removes=True)


def rename_key(data: Plain, random: Random) -> AnEdit | None:
    path = one_of(random, [path for path, _ in paths_of(data) if path and isinstance(path[-1], str)])
    if path is None:
        return None
    key, mapping = random.choice(["timeout", "a: b", "on Sunday"]), get(data, path[:-1])
    if key in mapping:
        return None
    renamed = {key if name == path[-1] else name: value for name, value in mapping.items()}
    meant = put(copy.deepcopy(data), path[:-1], renamed)
    return AnEdit(lambda text: edits.rename_key(text, path, key), meant)


EDITS = (set_value, insert_item, delete_item, move_item, wrap_item, set_key, delete_key, rename_key)


def paths_of(data: Plain, path: NodePath = ()) -> Iterator[tuple[NodePath, Plain]]:
    yield path, data
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, value in inner:
        yield from paths_of(value, (*path, part))


def items_of(data: Plain) -> list[NodePath]:
    return [path for path, _ in paths_of(data) if path and isinstance(path[-1], int)]


def one_of(random: Random, paths: list[NodePath]) -> NodePath | None:
    return random.choice(paths) if paths else None


def get(data: Any, path: NodePath) -> Any:
    for part in path:
        data = data[part]
    return data


def put(data: Any, path: NodePath, value: Plain) -> Any:
    if not path:
        return value
    get(data, path[:-1])[path[-1]] = value
    return data


def any_value(random: Random) -> Plain:
    word: Plain = random.choice(WORDS)
    step: Plain = {"ask": word, "answers": {"agree": [{"say": word}], "refuse": []}, "with": {"a": word}}
    return random.choice((word, word, [], {}, {"say": word}, [word, "z"], step))


def look_at_lines(text: str, outcome: Edited) -> None:
    """The edits are in order and apart, and what stands on lines before, between and after them stands there still."""
    text = text.removeprefix("\ufeff")
    lines = LineStarts(text)
    places = [lines.offsets(edit.span) for edit in outcome.edits]
    assert all(end <= start for (_, end), (start, _) in pairwise(places)), places
    untouched = [text[end:start] for end, start in pairwise([0, *chain(*places), len(text)])][::2]
    position = 0
    for piece in untouched:
        position = outcome.text.index(piece, position) + len(piece)


def comments(document: Document) -> Counter[str]:
    return Counter(comment.text for comment in read_comments(document).found)


def read(text: str) -> Document:
    """A text that nothing is wrong with."""
    document, faults = read_document("x", text.encode())
    assert document is not None
    assert not faults, faults
    return document
