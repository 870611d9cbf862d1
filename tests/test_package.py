"""The package as somebody installs it: the wheel has all it needs, and runs away from the repository."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
SHIPPED = [*REPOSITORY.glob("flows/*.yaml"), *REPOSITORY.glob("flows/data/*/*.*"), *REPOSITORY.glob("flows/data/*.sql")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds. Built without a network, by the tools that the lock file has."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps"]
    subprocess.run(
        [*pip, "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(REPOSITORY)], check=True
    )
    (wheel,) = folder.glob("callsheet-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_has_schemas_scripts_and_types(installed: Path) -> None:
    for name in (
        "callsheet/py.typed",
        "callsheet/schemas/flow.schema.json",
        "callsheet/diagnostics/pages/CS201.md",
        *(f"callsheet/{path.relative_to(REPOSITORY)}" for path in SHIPPED),
        "callsheet/studio/static/index.html",
        "callsheet/studio/static/codemirror.js",
    ):
        assert (installed / name).is_file()
    assert not (installed / "callsheet/studio/web").exists()  # what the page is built from
    assert {path.name for path in installed.iterdir() if path.is_dir()} == {"callsheet", installed_metadata(installed)}


def installed_metadata(installed: Path) -> str:
    return next(path.name for path in installed.iterdir() if path.name.endswith(".dist-info"))


def test_what_is_installed_checks_and_runs(installed: Path, tmp_path: Path) -> None:
    script = installed / "callsheet" / "flows" / "interactive_notifications.flow.yaml"

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            input="yes\nno\n",
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},  # before the repository
            timeout=60,
        )

    assert python("-c", "import callsheet; print(callsheet.__file__)").stdout.startswith(str(installed))
    assert python("-m", "callsheet", "check", str(script)).stdout == "1 script checked: no problems\n"
    done = python("-m", "callsheet", "run", str(script))
    assert done.returncode == 0, done.stderr
    assert "2 writes" in done.stdout


def test_a_program_checks_compiles_calls_and_reads_journals(installed: Path, tmp_path: Path) -> None:
    """What README shows, with what is installed, where nothing else is."""
    (program,) = re.findall(r"^```python\n(.*?)^```", (REPOSITORY / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    (tmp_path / "program.py").write_text(program)
    done = subprocess.run(
        [sys.executable, "-W", "error", "program.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        timeout=60,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    said, ending, *events = done.stdout.splitlines()
    assert (said, ending) == ("Good morning.", "completed")
    assert (events[0], events[-1]) == ("call_started", "call_ended")


def test_what_is_installed_makes_a_script_and_names_the_schema(installed: Path, tmp_path: Path) -> None:
    def callsheet(*arguments: str) -> str:
        command = [sys.executable, "-m", "callsheet", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(installed)}
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    callsheet("new", "parcels")
    assert callsheet("check", "--strict") == "1 script and 1 test file checked: no problems\n"
    for option in ((), ("--test",)):
        schema = Path(callsheet("schema", *option).splitlines()[0])
        assert schema.is_file()
        assert schema.is_relative_to(installed)


def test_every_package_that_is_pinned_is_listed_with_a_licence_that_can_be_shipped() -> None:
    allowed = {
        "MIT",
        "MIT-0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "Apache-2.0",
        "PSF-2.0",
        "MPL-2.0",
        "Zlib",
        "CC0-1.0",
    }
    table = re.findall(
        r"^\| ([a-z0-9-]+) \| ([^|]+) \|", (REPOSITORY / "docs" / "licences.md").read_text(), re.MULTILINE
    )
    for package, licences in table:
        assert set(re.split(r" AND | OR ", licences)) <= allowed, package
    locks = (REPOSITORY / "requirements-serve.lock").read_text() + (REPOSITORY / "requirements.lock").read_text()
    assert {package for package, _ in table} == set(re.findall(r"^([a-z0-9-]+)==", locks, re.MULTILINE))
