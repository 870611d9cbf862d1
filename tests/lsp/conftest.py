"""One server for the tests of a file: it takes a second to begin, and they use files of their own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Editor

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in a project with the shipped script and its data."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(FLOWS, folder / "flows")
    (folder / "pyproject.toml").touch()
    with Editor(folder) as editor:
        yield editor
