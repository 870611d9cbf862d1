"""`docs/checks.md`: all pages on one, for people who read in a browser."""

from collections.abc import Iterator
from pathlib import Path

from callsheet.diagnostics.codes import CODES
from callsheet.diagnostics.diagnostic import Code
from callsheet.diagnostics.pages.page import Example, Page
from callsheet.diagnostics.pages.read import read_page

DOCUMENT = Path("docs") / "checks.md"

_HEAD = """<!-- Made from engine/callsheet/diagnostics/pages/ by `make schemas`. Change the pages. -->

# What `callsheet check` reports

Every problem has a code that never changes its meaning. `callsheet explain CS201` shows the same as this page, without
a network. Errors have to be mended before a script can be run; warnings can be silenced in the script, with a reason.

| Code | Name | What it means |
|---|---|---|
"""


def written() -> str:
    """The document as it has to be."""
    pages = [(code, page) for code in CODES.values() if (page := read_page(code)) is not None]
    rows = "".join(f"| [{code.id}](#{_anchor(code)}) | {code.name} | {page.summary} |\n" for code, page in pages)
    return _HEAD + rows + "".join("\n" + "\n".join(_page(code, page)) + "\n" for code, page in pages)


def is_fresh(path: Path) -> bool:
    """Whether the document is what the pages give now."""
    return path.is_file() and path.read_text(encoding="utf-8") == written()


def _anchor(code: Code) -> str:
    return f"{code.id} {code.name}".lower().replace(" ", "-")


def _page(code: Code, page: Page) -> Iterator[str]:
    yield f"## {code.id} {code.name}\n"
    yield f"{page.summary} ({code.kind[0].upper()}{code.kind[1:]}.)\n"
    if page.text:
        yield f"{page.text}\n"
    yield "\n\n".join([*_example("Wrong", page.wrong), *_example("Right", page.right)])


def _example(heading: str, example: Example) -> Iterator[str]:
    yield f"**{heading}**" + (f": {example.words}" if example.words else "")
    for file in example.files:
        if len(example.files) > 1 or not file.name.endswith(".flow.yaml"):
            yield f"`{file.name}`:"
        # A language that GitHub colours; a script with `\xff` or `{{` in it is shown as it is.
        yield f"```{file.language}\n{file.text}```"
        if file.note:
            yield file.note
