"""Every code has a page, and the pages tell the truth: a wrong example gives its code and nothing else, a right one
nothing."""

from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.diagnostics.codes import CODES, NAMES, find_code
from callsheet.diagnostics.diagnostic import Code, Diagnostic
from callsheet.diagnostics.pages import FOLDER, Example, MalformedPage, parse_page, read_page
from callsheet.diagnostics.pages.document import DOCUMENT, is_fresh
from callsheet.exploring.explored import explore
from callsheet.ports.telephony import Caps
from callsheet.service.numbers import read_numbers
from callsheet.service.scripts import Scripts
from tests.checking import check_file

ROOT = Path(__file__).parents[2]
WIDEST = 120
PAGES = {code: page for code in CODES.values() if (page := read_page(code)) is not None}


def laid_out(example: Example, folder: Path) -> Path:
    """The example's files in a folder; the one that is checked."""
    for file in example.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.link:
            path.symlink_to(file.text.strip())
        else:
            path.write_bytes(file.content)
    return folder / example.files[0].name


def checked(example: Example, folder: Path, code: Code) -> tuple[Diagnostic, ...]:
    """What the command says of an example that finds this code."""
    path = laid_out(example, folder)
    if path.name.endswith(".test.yaml"):
        return played(path)
    if path.name.endswith(".numbers.yaml"):
        found = read_numbers(path, path.name, Disk.around([path]))[1]
        return found or served(path)
    found = check_file(path, path.name).diagnostics
    return (*found, *explore(path, path.name, Disk.around([path]), rows=3).diagnostics) if code.walked else found


def served(path: Path) -> tuple[Diagnostic, ...]:
    """What is found in the scripts of a numbers file where they are served on a line that rings only `callee`."""
    scripts = Scripts(path, path.name)
    return scripts.load() or scripts.carried(Caps(media="audio", connect="fixed"))


def played(path: Path) -> tuple[Diagnostic, ...]:
    """What `callsheet test` says of an example: what is wrong with the file, else what its tests found."""
    from callsheet.testing.check import check_tests
    from callsheet.testing.play import play

    found = check_tests(path, path.name, {}, Disk.around([path]))
    if found.suite is None:
        return found.diagnostics
    problems = [problem for test in found.suite.tests for problem in play(found.suite, test).problems]
    failures = (Diagnostic(item.code, path.name, item.span, item.message, item.help) for item in problems)
    return (*found.diagnostics, *failures)


def told(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{item.code.id} {item.file}:{item.span.line}: {item.message}" for item in found]


def test_every_code_has_a_page() -> None:
    assert [code.id for code in CODES.values() if code not in PAGES] == []


def test_every_page_has_a_code() -> None:
    assert [path.stem for path in sorted(FOLDER.glob("*.md")) if path.stem not in CODES] == []


def test_codes_and_names_are_each_given_once() -> None:
    assert len(NAMES) == len(CODES)


def test_a_page_is_about_its_code_and_can_be_read() -> None:
    for code, page in PAGES.items():
        assert (page.id, page.name) == (code.id, code.name)
        assert page.summary.endswith("."), code.id
        assert page.text, code.id
        assert [line for line in page.source.splitlines() if len(line) > WIDEST] == [], code.id


def test_a_wrong_example_gives_its_code_once_and_nothing_else(tmp_path: Path) -> None:
    for code, page in PAGES.items():
        found = checked(page.wrong, tmp_path / code.id, code)
        assert [item.code.id for item in found] == [code.id], told(found)


def test_a_right_example_gives_nothing(tmp_path: Path) -> None:
    for code, page in PAGES.items():
        assert told(checked(page.right, tmp_path / code.id, code)) == [], code.id


def test_the_document_is_what_the_pages_give() -> None:
    assert is_fresh(ROOT / DOCUMENT), "run make schemas"


@pytest.mark.parametrize("typed", ["CS201", "cs201", "unknown-section", "Unknown-Section", "unknown_section"])
def test_a_code_is_found_however_it_is_written(typed: str) -> None:
    assert find_code(typed) is CODES["CS201"]


RIGHT = """# CS201 unknown-section

It is.

Why.

## Wrong

```yaml
a: 1
```

## Right

```yaml
a: 2
```
"""


def test_what_cannot_be_typed_has_a_notation() -> None:
    block = "```yaml x.flow.yaml escaped repeat=3\n\\xff\\u00e9\\t\\\\ é\n```"
    (file,) = parse_page(RIGHT.replace("```yaml\na: 1\n```", block)).wrong.files
    assert file.content == b"\xff\xc3\xa9\t\\ \xc3\xa9\n" * 3
    assert file.name == "x.flow.yaml"


@pytest.mark.parametrize(
    "broken",
    [
        "",
        RIGHT.replace("# CS201 unknown-section", "# unknown-section"),
        RIGHT.replace("## Wrong", "## Bad"),
        RIGHT.replace("## Right", "## Good"),
        RIGHT.replace("```yaml\na: 1\n```", "a: 1"),
        RIGHT.replace("```yaml\na: 1", "```text\na: 1"),
        RIGHT.replace("```yaml\na: 1", "```yaml a b\na: 1"),
    ],
)
def test_a_page_of_another_form_is_refused(broken: str) -> None:
    assert parse_page(RIGHT).wrong.files[0].text == "a: 1\n"
    with pytest.raises(MalformedPage):
        parse_page(broken)
