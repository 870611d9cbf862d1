"""Help for whoever types a script, for every editor alike: what may be written at a place, what a word there is, where
it is defined, what mends a problem, and the parts of a text.

All of it is read off the engine: the schema, the verbs, the queries and what is certain of names. It works on texts
that are broken where somebody types.
"""

from callsheet.assist.completion import complete
from callsheet.assist.defining import definition
from callsheet.assist.fixes import quick_fixes
from callsheet.assist.hovering import hover
from callsheet.assist.outline import symbols
from callsheet.assist.records import Completion, Explanation, Hover, QuickFix, Symbol, Target

__all__ = [
    "Completion",
    "Explanation",
    "Hover",
    "QuickFix",
    "Symbol",
    "Target",
    "complete",
    "definition",
    "hover",
    "quick_fixes",
    "symbols",
]
