"""How messages name what an author wrote."""

import re

from callsheet.diagnostics.visible import quoted
from callsheet.source.document import Broken, Mapping, Node, NodePath, Scalar, Sequence
from callsheet.source.quotes import in_quotes
from callsheet.source.scalars import read_plain

# Characters of a name in a list: its beginning is enough to find it.
LONGEST_LISTED = 40
# Characters of what can be pasted: a line and a half of a terminal.
LONGEST_PASTED = 120
NOT_YET = "is not part of the language yet"  # behind the name of what a later version will have
# What YAML reads in another way where a text begins, stands or ends with it.
_NEEDS_QUOTES = re.compile(r"""[\[\]{}>|*&!%@#?,'"`-]|.*(?:: | #|:$)""")


def typed(text: str) -> str:
    """The text as it can be pasted behind a key: with the quotes that fit, where it needs any."""
    line = " ".join(text.split())
    line = line if len(line) <= LONGEST_PASTED else f"{line[: LONGEST_PASTED - 1].rstrip()}…"
    if line and not _NEEDS_QUOTES.match(line) and isinstance(read_plain(line), str):
        return line
    return in_quotes(line)


def kind(node: Node) -> str:
    """What stands there, as an author would call it."""
    match node:
        case Scalar(value=bool()):
            return "true" if node.value else "false"
        case Scalar(value=str()):
            return f"the text {quoted(str(node.value))}" if str(node.value).strip() else "an empty text"
        case Scalar():
            return f"the number {node.value}"
        case Sequence():
            return "a list" if node.items else "an empty list"
        case Mapping():
            names = listed([entry.name for entry in node])
            return f"a group of keys ({names})" if names else "an empty group {}"
        case Broken():
            return "something unreadable"


def either(names: list[str]) -> str:
    """Names with "or" before the last."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def listed(names: list[str]) -> str:
    """Names with commas; of a long list the first ones."""
    shown = ", ".join(" ".join(name.split())[:LONGEST_LISTED] for name in names[:3])
    return shown if len(names) <= 3 else f"{shown}, …"


def subject(path: NodePath, whole: str) -> str:
    """What a path leads to: the key, an item of the list under it, or the `whole` document."""
    if not path:
        return whole
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    above = next((key for key in reversed(path) if isinstance(key, str)), None)
    return f"an item of {quoted(above)}" if above is not None else "an item of this list"
