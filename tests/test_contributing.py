"""The verb that CONTRIBUTING adds, added to a copy of the engine as it says: that is all it takes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from callsheet.steps import VERBS

ROOT = Path(__file__).parents[1]
FILE = re.compile(r"^```\w+ (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
VERB = "count"
# What is so of every verb, whichever it is.
OF_EVERY_VERB = ("tests/unit/test_schemas.py", "tests/test_architecture.py::test_a_name_stands_for_one_thing")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engine with the verb in it, its schema assembled; the example's script and test lie in its root."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "engine", root / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schemas", root / "schemas")
    for found in FILE.finditer((ROOT / "CONTRIBUTING.md").read_text()):
        assert not (root / found["path"]).exists(), f"{found['path']} is there: take another verb for the example"
        (root / found["path"]).write_text(found["text"])
    verbs = root / "engine" / "callsheet" / "steps" / "__init__.py"
    before, _, after = verbs.read_text().partition("from callsheet.steps.disconnect import Disconnect\n")
    line = "from callsheet.steps.count import Count\nfrom callsheet.steps.disconnect import Disconnect\n"
    verbs.write_text(before + line + after.replace("        Disconnect,\n", "        Disconnect,\n        Count,\n"))
    assert run(root, "-m", "callsheet.schema.assemble").returncode == 0
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root / "engine")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment, stdin=subprocess.DEVNULL)


def test_the_example_is_no_verb_of_the_language() -> None:
    assert VERB not in VERBS


def test_a_script_with_the_verb_is_checked_and_its_test_passes(copy: Path) -> None:
    checked = run(copy, "-m", "callsheet", "check", "--strict", "tries.flow.yaml", "tries.test.yaml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tested = run(copy, "-m", "callsheet", "test", "tries.test.yaml")
    assert tested.returncode == 0, tested.stdout + tested.stderr


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("  - cuont: tries\n", 'did you mean "count"?'),  # the schema knows it
        ("  - increment: tries\n", '"count"'),
        ("  -count: tries\n", 'write "- count"'),  # so does who explains broken files
        ("  - count: today\n", "cannot be set"),  # what it keeps is known
        ('  - count: tries\n  - if: tries == "three"\n    then: [disconnect]\n', "never"),  # and of which kind it is
    ],
)
def test_what_is_wrong_with_a_step_of_it_is_told(copy: Path, typed: str, told: str) -> None:
    script = (copy / "tries.flow.yaml").read_text().replace("  - count: tries\n", typed, 1)
    (copy / "wrong.flow.yaml").write_text(script)
    checked = run(copy, "-m", "callsheet", "check", "wrong.flow.yaml")
    assert told in checked.stdout + checked.stderr, checked.stdout + checked.stderr


def test_it_is_drawn(copy: Path) -> None:
    drawn = run(copy, "-m", "callsheet", "draw", "tries.flow.yaml")
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout.count('data-verb="count"') == 2
    assert "Adds one to a number" in drawn.stdout


def test_it_passes_what_every_verb_has_to(copy: Path) -> None:
    for name in (test.partition("::")[0] for test in OF_EVERY_VERB):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    passed = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *OF_EVERY_VERB)
    assert passed.returncode == 0, passed.stdout + passed.stderr
