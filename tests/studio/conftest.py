"""A browser for the tests that are marked `browser`, and a studio that it can open."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.studio.studios import SCRIPT, SHIPPED, copy_shipped

# Set by the machine: how long a page may take is no matter of these tests, but a page that hangs fails them.
MOST_MS = 30_000
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which continuous integration installs. As long as it is there, its thread has an event loop
    that runs: tests that run one themselves are in other modules."""
    if PROGRAM is None:
        pytest.skip("no Chromium is installed here (apt-get install chromium)")
    expect.set_options(timeout=MOST_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each test of a module has its project."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture
def project(folder: Path) -> Path:
    """A project with the shipped script and a small one, and nothing that another test has left."""
    for there in folder.iterdir():
        if there.is_dir():
            shutil.rmtree(there)
        else:
            there.unlink()
    copy_shipped(folder)
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


@pytest.fixture(scope="module")
def studio(folder: Path) -> Iterator[str]:
    """The address of one studio for all tests of a module: it begins two processes, which takes longer than a test."""
    with served(folder) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, studio: str, project: Path) -> Iterator[Page]:
    """The page of the shipped script."""
    with opened(chromium, studio) as page:
        yield page


@contextmanager
def opened(chromium: Browser, studio: str) -> Iterator[Page]:
    """The page at a studio's address, in a browser that knows nothing. What goes wrong in it fails the test."""
    wrong: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 1600})
    context.set_default_timeout(MOST_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{studio}#{SHIPPED}")
    page.locator(".step").first.wait_for()
    yield page
    context.close()
    assert wrong == []
