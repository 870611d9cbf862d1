"""The shape of a document, as its schema has it."""

from collections.abc import Callable

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.schema.judge import judge
from callsheet.source.document import Document
from callsheet.source.schemas import Schema, flow_schema


def check_shape(document: Document, schema: Callable[[], Schema] = flow_schema) -> tuple[Document, list[Diagnostic]]:
    """What is wrong with the document's shape, and the document with those mistakes repaired or cut out.

    In the document that comes back, an unknown key is renamed to what it was meant to be or left out, a value of the
    wrong kind is `Broken`, a mapping that lacks something is not `complete`, and a step with two verbs is two steps.
    Where there are too many mistakes, all of it is `Broken`.
    """
    faults = judge(document.root, schema)
    if not faults:
        return document, []
    from callsheet.schema.mistakes import explained  # who checks what is right does not wait for it

    return explained(document, faults, schema)
