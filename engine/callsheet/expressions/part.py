"""What a text computes: each `{{ … }}` in it, and the names that this reads."""

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions.facts import Present
from callsheet.expressions.tree import Tree, ValuePath
from callsheet.expressions.values import Evaluate


class NameUse(Struct, frozen=True):
    """A name, or a column of one (`("customer", "name")`), that a script reads.

    `span` is where the whole of it stands, `parts` where each part of the path does. `offset` is where it begins within
    its expression's own text.

    `guarded`: nothing here needs to be there, neither the name nor the column (`| default(…)`, `is none`).
    `needed`: the value itself needs to be there, unless guarded: it is spoken, added, ordered or filtered. Without it
    None may stand at the end of the path (`== "gold"`, `with: {id: "{{ row.id }}"}`), but not on the way.
    `tested`: it stands as a condition, which does not hold where it is missing (`a.b if a else c`).
    `present`: paths that the expression itself has made sure of before it comes here (`a.b if a is not none else c`).
    """

    path: ValuePath
    span: Span
    parts: tuple[Span, ...]
    guarded: bool
    needed: bool
    tested: bool
    present: Present
    offset: int


class Inserted(Struct, frozen=True):
    """A `{{ … }}` inside a text. `nodes` are its tree and all that this is made of, `size` is how many names, values
    and signs that is. `label` is what messages call it, `reads` are the names that its value comes from, `quote` is the
    mark for texts that fits there. `may_be_empty`: its author says so."""

    tree: Tree
    nodes: tuple[Tree, ...]
    size: int
    label: str
    reads: frozenset[str]
    may_be_empty: bool
    uses: tuple[NameUse, ...]
    quote: str
    closure: Evaluate
