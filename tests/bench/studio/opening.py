"""From the page's address to a screenplay that can be used."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.live.rows import Row
from tests.bench.studio.browser import browser, waited_for_quiet
from tests.studio.conftest import served
from tests.studio.studios import SHIPPED, copy_shipped

OPENINGS = 7
MOST_MS = 1500
# Milliseconds since the address was entered: when the socket was there, and when a step's button had been painted.
WATCH = """() => {
  window.reached = {};
  const reach = (what) => { reached[what] ??= performance.now(); };
  const Plain = WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...with_) { super(...with_); this.addEventListener("open", () => reach("socket")); }
  };
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".step button.verb")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => reach("usable")));
  }).observe(document, { subtree: true, childList: true });
}"""


def measure(folder: Path) -> Iterator[Row]:
    """Open the shipped script a few times, each as if for the first time."""
    project = folder / "project"
    copy_shipped(project)
    found = []
    with served(project) as address, browser() as chromium:
        for _ in range(OPENINGS):
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.add_init_script(f"({WATCH})()")
            waited_for_quiet()
            page.goto(f"{address}#{SHIPPED}")
            page.wait_for_function("() => window.reached.usable")
            found.append(page.evaluate("() => window.reached"))
            context.close()
    usable = [each["usable"] for each in found]
    sockets = median(each["socket"] for each in found)
    on = f"the shipped script, {OPENINGS} times; median {median(usable):.0f} ms, of which {sockets:.0f} to the socket"
    yield Row("Page opened to a screenplay that can be used, longest", max(usable), "ms", on, most=MOST_MS)
