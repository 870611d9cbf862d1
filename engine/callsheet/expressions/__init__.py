"""Texts and expressions of a script: read, checked by form, compiled once, evaluated in every call.

`read_template` and `read_expression` turn scalars of a document into `Template` and `Expression`; `missing_braces`
finds texts that were meant to be expressions. Evaluation is total: a value, or `Unusable`.
"""

from callsheet.expressions.forgotten import marked_elsewise, missing_braces
from callsheet.expressions.part import NameUse
from callsheet.expressions.read import read_expression, read_template
from callsheet.expressions.template import Constant, Expression, Template, Words
from callsheet.expressions.values import MOST_CHARACTERS, Names, Unusable, holds

__all__ = [
    "MOST_CHARACTERS",
    "Constant",
    "Expression",
    "NameUse",
    "Names",
    "Template",
    "Unusable",
    "Words",
    "holds",
    "marked_elsewise",
    "missing_braces",
    "read_expression",
    "read_template",
]
