"""The pytest plugin, in a pytest of its own."""

import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.testing.conftest import HEAD, QUERIES, SCHEMA, SCRIPT

pytest_plugins = ["pytester"]

REPOSITORY = Path(__file__).parents[2]
LATER = "  - name: the caller wants it later\n    call: [says: later]\n"
TESTS = HEAD + LATER + "  - name: never\n    call: [hears: never]\n"


@pytest.fixture
def outer(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with a script. The plugin is named: the installed one is the same, under another name."""
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY / "engine"))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name, text in (("tasks.flow.yaml", SCRIPT), ("data.sql", QUERIES), ("schema.sql", SCHEMA)):
        (pytester.path / name).write_text(text)
    return pytester


def run(outer: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return outer.runpytest_subprocess("-p", "callsheet.testing.plugin", "-W", "error", *arguments)


def test_each_test_is_an_item(outer: pytest.Pytester) -> None:
    (outer.path / "tasks.test.yaml").write_text(TESTS)
    result = run(outer, "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "tasks.test.yaml::the caller wants it later PASSED*",
            "tasks.test.yaml::never FAILED*",
            'tasks.test.yaml:11:19: error: "never" failed: the caller did not hear "never" *',
            "11 |     call: [[]hears: never[]]",
            '   = expected: a prompt with "never" in it',
            "   the call so far:",
            "     call:   Hello Ann.",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "plugin.py" not in result.stdout.str()


def test_tests_are_chosen_as_others_are(outer: pytest.Pytester) -> None:
    (outer.path / "tasks.test.yaml").write_text(TESTS)
    run(outer, "-k", "later").assert_outcomes(passed=1, deselected=1)
    run(outer, "tasks.test.yaml::never").assert_outcomes(failed=1)


def test_a_file_with_errors_is_an_error(outer: pytest.Pytester) -> None:
    (outer.path / "tasks.test.yaml").write_text(TESTS.replace("says", "syas"))
    result = run(outer)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(['tasks.test.yaml:9:12: error: a turn has no key "syas" [[]CS121 unknown-key[]]'])
    assert "Traceback" not in result.stdout.str()


def test_beside_other_tests(outer: pytest.Pytester) -> None:
    (outer.path / "tasks.test.yaml").write_text(TESTS)
    outer.makepyfile("def test_python(): pass")
    run(outer).assert_outcomes(passed=2, failed=1)


def test_without_test_files_the_engine_is_not_imported(outer: pytest.Pytester) -> None:
    outer.makepyfile(
        """
        import sys

        def test_modules():
            ours = {name for name in sys.modules if name.split(".")[0] == "callsheet"}
            assert ours == {"callsheet", "callsheet.testing", "callsheet.testing.plugin"}
            assert not {"yaml", "jinja2", "jsonschema", "transitions", "aiosqlite"} & set(sys.modules)
        """
    )
    run(outer).assert_outcomes(passed=1)


def test_pytest_finds_the_plugin_where_callsheet_is_installed() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    name = project["project"]["entry-points"]["pytest11"]["callsheet"]
    assert callable(import_module(name).pytest_collect_file)
    assert name in sys.modules


def test_only_pytest_imports_pytest() -> None:
    """It is no runtime dependency."""
    for path in (REPOSITORY / "engine").rglob("*.py"):
        assert path.name == "plugin.py" or "import pytest" not in path.read_text(), path
