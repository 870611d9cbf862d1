"""Texts with a mark where the cursor is, in a folder with the data of the shipped script."""

from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.assist import Completion, Hover, Target, complete, definition, hover

FLOWS = Path(__file__).parents[2] / "flows"
SCRIPT = FLOWS / "interactive_notifications.flow.yaml"
FILES = Disk.around([SCRIPT])
MARK = "¦"


def marked(text: str) -> tuple[str, int]:
    """The text without its mark, and where that was."""
    before, mark, behind = text.partition(MARK)
    assert mark, "there is no mark"
    return before + behind, len(before)


def shipped(before: str, after: str) -> str:
    """The shipped script with the first `before` replaced."""
    text = SCRIPT.read_text(encoding="utf-8")
    assert before in text
    return text.replace(before, after, 1)


def completed(text: str, path: Path = SCRIPT) -> dict[str, Completion]:
    """What is offered at the mark, by what the author types for it."""
    written, offset = marked(text)
    return {each.word: each for each in complete(written, path, offset, FILES)}


def told(text: str, path: Path = SCRIPT) -> Hover | None:
    """What is told of the word at the mark."""
    written, offset = marked(text)
    return hover(written, path, offset, FILES)


def defined(text: str, path: Path = SCRIPT) -> Target | None:
    """Where the word at the mark is defined."""
    written, offset = marked(text)
    return definition(written, path, offset, FILES)


def applied(text: str, completion: Completion) -> str:
    """The text with a completion taken."""
    written, _ = marked(text)
    return written[: completion.start] + completion.insert + written[completion.end :]
