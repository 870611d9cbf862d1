"""The pages as they lie in the package, also in an installed one."""

from functools import cache
from pathlib import Path

from callsheet.diagnostics.diagnostic import Code
from callsheet.diagnostics.pages.page import Page, parse_page

FOLDER = Path(__file__).parent


@cache
def read_page(code: Code) -> Page | None:
    """The page of a code; None where nobody has written it yet, which the tests report."""
    path = FOLDER / f"{code.id}.md"
    return parse_page(path.read_text(encoding="utf-8")) if path.is_file() else None
