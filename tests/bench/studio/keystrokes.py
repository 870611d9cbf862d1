"""From a key to what it paints, in a script of 292 lines."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.bench.live.rows import Row
from tests.bench.scripts import write_scripts
from tests.bench.studio.browser import browser, waited_for_quiet
from tests.studio.conftest import served

LINES = 285  # of which pieces make 292
MOST_MS = 50
WORDS = "and so we will call you again on another day, "
# Between two keys of somebody who types fast, and between two words: each of these pauses has a check in it.
KEY_MS, PAUSE_MS = 60, 400
# What holds the page up, and how long each key took until it was painted.
WATCH = """() => {
  window.held = [];
  window.painted = [];
  const observe = (type, keep) =>
    new PerformanceObserver((list) => list.getEntries().forEach(keep)).observe({ type, durationThreshold: 16 });
  observe("longtask", ({ duration }) => held.push(duration));
  observe("event", ({ name, duration }) => {
    if (name === "keydown") painted.push(duration);
  });
}"""


def measure(folder: Path) -> Iterator[Row]:
    """Type into the text, then into a field of the screenplay."""
    (path,) = write_scripts(folder, 1, lines=LINES)
    lines = len(path.read_text().splitlines())
    with served(folder) as address, browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.locator(".step").first.wait_for()
        for where, begin in (("the text", _in_text), ("a field", _in_field)):
            begin(page)
            longest, painted, keys = _typed(page)
            on = f"{lines} lines, {keys} keys; painted within {painted:.0f} ms"
            yield Row(f"Key in {where}, longest task of the page", longest, "ms", on, most=MOST_MS)


def _in_text(page: Page) -> None:
    page.get_by_role("tab", name="Text").click()
    page.locator(".cm-line", has_text="say:").last.click()
    page.keyboard.press("End")


def _in_field(page: Page) -> None:
    page.get_by_role("tab", name="Script").click()
    page.locator(".step[data-verb=say] .value.spoken").first.click()
    page.keyboard.press("End")


def _typed(page: Page) -> tuple[float, float, int]:
    """Milliseconds of the longest task and of the slowest key, and how many keys there were."""
    waited_for_quiet()
    page.evaluate(WATCH)
    keys = 0
    for word in (WORDS * 3).split(" "):
        page.keyboard.type(f"{word} ", delay=KEY_MS)
        page.wait_for_timeout(PAUSE_MS)
        keys += len(word) + 1
    waited_for_quiet()
    held, painted = page.evaluate("() => [window.held, window.painted]")
    return max(held, default=0.0), max(painted, default=0.0), keys
