"""A browser for the tests that are marked `browser`, and a studio that it can open."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.studio.studios import SCRIPT

SHIPPED = "interactive_notifications.flow.yaml"
FLOWS = Path(__file__).parents[2] / "flows"
# Set by the machine: how long a page may take is no matter of these tests, but a page that hangs fails them.
MOST_MS = 30_000
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which continuous integration installs. As long as it is there, its thread has an event loop
    that runs: tests that run one themselves are in other modules."""
    if PROGRAM is None:
        pytest.skip("no Chromium is installed here (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the shipped script and a small one."""
    folder = tmp_path / "project"
    shutil.copytree(FLOWS, folder)
    (folder / "hello.flow.yaml").write_text(SCRIPT)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a studio, as the command prints it."""
    journal = ["--journal", str(folder / "callsheet.journal.jsonl")]
    command = [sys.executable, "-m", "callsheet", "studio", str(folder), *journal]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.kill()


@pytest.fixture
def page(chromium: Browser, project: Path) -> Iterator[Page]:
    """The page of the shipped script, opened. What goes wrong in it fails the test."""
    wrong: list[str] = []
    with served(project) as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 1600})
        context.set_default_timeout(MOST_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{address}#{SHIPPED}")
        page.locator(".step").first.wait_for()
        yield page
        context.close()
    assert wrong == []
