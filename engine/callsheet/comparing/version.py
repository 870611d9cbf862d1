"""A version of a script, and whether another one is the same but for what nobody notices."""

from msgspec import Struct

from callsheet.flow.model import Flow
from callsheet.queries.records import Library
from callsheet.source.document import Mapping, Node, Scalar, Sequence
from callsheet.source.reader import read_document


class ScriptVersion(Struct, frozen=True):
    """A script as it was, or as it is, without errors."""

    flow: Flow
    library: Library | None


def are_the_same(old: ScriptVersion, new: ScriptVersion) -> bool:
    """Whether they say the same: only comments, and how they are set, are different."""
    (script, *files), (script_now, *files_now) = old.flow.sources, new.flow.sources
    if files != files_now or old.flow.sounds != new.flow.sounds:
        return False
    return script == script_now or _said(script) == _said(script_now)


def _said(script: str) -> object:
    document, _ = read_document("", script.encode(errors="surrogatepass"))
    return _plain(document.root) if document else None


def _plain(node: Node) -> object:
    match node:
        case Scalar(value=value):
            return type(value).__name__, value
        case Mapping():
            return tuple((entry.name, _plain(entry.value)) for entry in node)
        case Sequence(items=items):
            return [_plain(item) for item in items]
    return None
