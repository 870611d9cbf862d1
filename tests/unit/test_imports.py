"""What is imported late: libraries that take longer to import than most commands take."""

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PROGRAM = """
import sys
from callsheet.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*sorted(sys.modules))
"""
CHECK = ["check", "flows/interactive_notifications.flow.yaml"]
TEST = ["test", "flows/interactive_notifications.test.yaml"]
RUN = ["run", "flows/interactive_notifications.flow.yaml", "--rehearse"]


def modules(arguments: list[str]) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
        input="",
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--version"], CHECK, RUN, ["explain", "CS201"], TEST])
def test_openai_is_imported_only_where_a_model_is_asked(arguments: list[str]) -> None:
    assert not modules(arguments) & {"openai", "httpx", "pydantic"}


def test_the_version_needs_nothing() -> None:
    assert not modules(["--version"]) & {
        "yaml",
        "jsonschema",
        "jinja2",
        "aiosqlite",
        "transitions",
        "asyncio",
        "logging",
        "msgspec",
    }


def test_a_script_without_mistakes_needs_no_list_of_them_and_names_need_no_parser() -> None:
    explain = {"callsheet.schema.mistakes", "callsheet.source.mending", "callsheet.source.syntax", "difflib"}
    others = {
        "jsonschema",
        "jinja2",
        "transitions",
        "asyncio",
        "aiosqlite",
        "dataclasses",
        "inspect",
        "typing_extensions",
    }
    assert not modules(CHECK) & (explain | others)


LEAN = """
import re
from callsheet.cli.lean import import_libraries
import_libraries()
import_libraries()
import msgspec, typing_extensions, yaml
assert type(re.compile("a")) is re.Pattern
print(yaml.safe_load("{day: 2026-11-29, yes: 0x10, half: 0.5, text: no matter}"))
"""


def test_libraries_that_check_imports_without_what_it_does_not_need_do_all_that_they_do() -> None:
    done = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'day': datetime.date(2026, 11, 29), True: 16, 'half': 0.5, 'text': 'no matter'}"


def test_a_script_without_queries_needs_no_database(tmp_path: Path) -> None:
    script = tmp_path / "a.flow.yaml"
    script.write_text("callsheet: 1\nflow: a\nsteps:\n  - answer\n  - say: Hello.\n  - disconnect\n")
    assert "sqlite3" in modules(CHECK)
    assert "sqlite3" not in modules(["check", str(script)])


VALUES = """
import sys
from datetime import datetime
from callsheet.understanding.values import kinds_in, prepare, read
prepare("en-US")
before = set(sys.modules)
for kind in kinds_in("en-US"):
    for words in ("tomorrow at half past seven", "two one two, five five five, oh one four two", "ann at a dot com"):
        read(kind, words, datetime(2026, 11, 25, 10), "en-US")
print(*sorted(set(sys.modules) - before))
"""


def test_what_reads_values_is_loaded_before_the_first_call() -> None:
    done = subprocess.run([sys.executable, "-c", VALUES], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


PHRASES = """
from callsheet.ports.telephony import Utterance
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.phrases import Matcher, prepare
from tests.effort import effort
prepare("en-US")
question = Matcher(tuple(BUILT_IN.values()))
print(effort(lambda: question.understand(Utterance("what is the weather like"))))
"""


def test_the_first_answer_that_is_no_phrase_is_looked_at_as_quickly_as_the_next() -> None:
    done = subprocess.run([sys.executable, "-c", PHRASES], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20_000  # and ten times as much where the patterns of the language are not ready
