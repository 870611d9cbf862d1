"""The chapters of `flows.md` that build one script, step by step: what its reader has in each step is checked, and the
commands print what is shown.

A block behind `<!-- file: NAME -->` is a file; of the script it is what changes: keys and sections, each in place of
the one of the same name.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.exploring.explored import explore
from callsheet.schema.reference import GUIDE
from tests.checking import check_file

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = "booking.flow.yaml"
CHAPTERS = (ROOT / GUIDE).read_text(encoding="utf-8").partition("\n## The whole\n")[0]
BLOCK = re.compile(
    r"<!-- file: (?P<file>[\w./]+) -->\n```\w+\n(?P<text>.*?)```|```text\n(?P<shown>\$ .*?)```", re.DOTALL
)
COMMAND = re.compile(r"^\$ callsheet (?P<arguments>.*)\n(?P<printed>(?:(?!\$ ).*\n)*)", re.MULTILINE)
TYPED = re.compile(r"^caller: (.*\n)", re.MULTILINE)


def under(text: str, indent: str = "") -> dict[str, str]:
    """What stands under each key of this indentation, with the key."""
    blocks = re.findall(rf"^{indent}\w.*\n(?:{indent} .*\n)*", text, re.MULTILINE)
    return {block.strip().partition(":")[0]: block for block in blocks}


def grown(before: str, change: str) -> str:
    old, new = under(before), under(change)
    if "sections" in old and "sections" in new:
        sections = under(old["sections"], "  ") | under(new["sections"], "  ")
        new["sections"] = "sections:\n" + "".join(sections.values())
    return "".join((old | new).values())


def callsheet(arguments: str, typed: str, folder: Path) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "callsheet", *arguments.split()]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    return subprocess.run(command, input=typed, capture_output=True, text=True, cwd=folder, env=env).stdout


def steps(folder: Path) -> Iterator[tuple[str, str]]:
    """What the guide shows behind each command, and what the command prints; each state of the script is checked."""
    (folder / "data").mkdir()
    script = ""
    for found in BLOCK.finditer(CHAPTERS):
        if found["shown"]:
            for command in COMMAND.finditer(found["shown"]):
                typed = "".join(TYPED.findall(command["printed"]))
                yield command["printed"], callsheet(command["arguments"], typed, folder)
        elif found["file"] != SCRIPT:
            (folder / found["file"]).write_text(found["text"], encoding="utf-8")
        else:
            script = grown(script, found["text"])
            (folder / SCRIPT).write_text(script, encoding="utf-8")
            checked = check_file(folder / SCRIPT, SCRIPT)
            assert checked.flow is not None
            assert checked.diagnostics == (), script


def test_every_step_of_the_guide_is_checked_and_no_call_of_the_last_goes_wrong(tmp_path: Path) -> None:
    shown = list(steps(tmp_path))
    assert len(shown) > 5
    for there, printed in shown:
        assert there == printed
    path = tmp_path / SCRIPT
    explored = explore(path, SCRIPT, Disk.around([path]), rows=3)
    assert (explored.diagnostics, explored.perhaps) == ((), ())
