"""The browser that measures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.studio.conftest import PROGRAM

# Seconds for what was begun just before to come to rest: the studio's own warming up, a context that was closed.
REST_SECONDS = 1.5


@contextmanager
def browser(*arguments: str) -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox", *arguments])
        yield found
        found.close()


def waited_for_quiet() -> None:
    """Wait until nothing of this is under way any more."""
    time.sleep(REST_SECONDS)
