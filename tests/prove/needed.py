"""What becomes of calls that `check` refuses: `python -m tests.prove.needed`.

The wrong example of each code of an error is compiled all the same, where that can be done, and all its calls are
walked. What comes of that is why there is the check.
"""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from callsheet.adapters.files.disk import Disk
from callsheet.checks.files import library_of
from callsheet.checks.sounds import load_sounds
from callsheet.checks.walk import walk
from callsheet.diagnostics.codes import CODES
from callsheet.diagnostics.diagnostic import Code
from callsheet.diagnostics.pages import read_page
from callsheet.exploring.choices import Replied
from callsheet.exploring.findings.found import findings
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.walk import Walk
from callsheet.flow.compile import compile_flow
from callsheet.ports.requests import NotDone
from callsheet.schema.shape import check_shape
from callsheet.script.script import read_script
from callsheet.source.reader import read_document
from callsheet.steps import VERBS
from tests.diagnostics.test_pages import laid_out

# What nobody can follow in a call.
OWN_FAULTS = frozenset({"missing_value", "bad_value", "line", "engine_fault"})
# Examples are small; one that is not shows its mistake soon.
BUDGET = 2_000


class Became(Struct, frozen=True):
    """What became of the calls of a wrong example: they `fail`, or `end badly` as `explore` tells and does not tell of
    the right one; the script `cannot be compiled`; or it `goes on`, and does something else than its author meant."""

    code: Code
    what: str
    detail: str


def became(code: Code, folder: Path) -> Became | None:
    """Of the example of a code; None where that is no script."""
    page = read_page(code)
    if page is None or not page.wrong.files[0].name.endswith(".flow.yaml"):
        return None
    right = findings(_walked(laid_out(page.right, folder / "right")))
    try:
        graph = _walked(laid_out(page.wrong, folder / "wrong"))
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody can take a call with it
        return Became(code, "cannot be compiled", type(error).__name__)
    failed = next((move for move in graph.moves if _fails(move)), None)
    if failed is not None and failed.failure is not None:
        return Became(code, "fail", f"{graph.place(failed.start)}: {failed.failure.message}")
    if graph.unsaid:
        return Became(code, "end badly", f"nobody can say {graph.unsaid[0][1]}")
    told = {each.code for each in right}
    wrong = [each for each in findings(graph) if each.code not in told]
    return Became(code, "end badly", wrong[0].message) if wrong else Became(code, "goes on", "")


def _walked(path: Path) -> Graph:
    files = Disk.around([path])
    document, _ = read_document(path.name, files.read(path, most=1_000_000))
    if document is None:
        raise ValueError("it is no YAML of ours")
    document, _ = check_shape(document)
    script, _ = read_script(document, VERBS)
    library, _ = library_of(script, path.parent, path.name, files)
    sounds, _ = load_sounds(walk(script), path.parent, path.name, files)
    return Walk(compile_flow(script, library, sounds), library, rows=2, budget=BUDGET).walk()


def _fails(move: WalkedMove) -> bool:
    """Whether a step fails, and the world has done nothing for that."""
    chosen = [each.reply for each in move.choices if isinstance(each, Replied)]
    return (
        move.failure is not None
        and move.failure.kind in OWN_FAULTS
        and not any(isinstance(reply, NotDone) for reply in chosen)
    )


def all_became() -> Iterator[Became]:
    """Of each error's example."""
    for code in CODES.values():
        if code.severity == "error":
            with tempfile.TemporaryDirectory(prefix="callsheet-needed-") as folder:
                if (found := became(code, Path(folder))) is not None:
                    yield found


if __name__ == "__main__":
    logging.getLogger("callsheet").setLevel(logging.CRITICAL)  # engine faults are what is looked for
    for each in all_became():
        print(f"{each.code.id} {each.code.name}: {each.what} {each.detail}"[:160], flush=True)
