"""A call that is spoken in the page while somebody types in another: the sound that arrives has no gaps."""

import wave
from collections.abc import Iterator
from pathlib import Path

from callsheet.ports.telephony import RATE, SAMPLE_BYTES
from tests.bench.live.rows import Row
from tests.bench.studio.browser import browser, waited_for_quiet
from tests.studio.conftest import served

MOST_MS = 60
SENTENCES = 8
SCRIPT = """callsheet: 1
flow: long_prompt
language: en-US
steps:
  - answer
  - say: {text}
  - disconnect
"""
# When sound came, and how much of it, in bytes.
WATCH = """() => {
  window.sound = [];
  const Plain = WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...with_) {
      super(...with_);
      this.addEventListener("message", ({ data }) => {
        if (data instanceof ArrayBuffer) sound.push([performance.now(), data.byteLength]);
      });
    }
  };
}"""


def measure(folder: Path) -> Iterator[Row]:
    """One long prompt, with and without somebody who types."""
    text = " ".join(f"This is sentence number {number}, and it takes a while." for number in range(1, SENTENCES + 1))
    (folder / "long.flow.yaml").write_text(SCRIPT.format(text=text))
    silence = folder / "silence.wav"
    with wave.open(str(silence), "wb") as file:
        file.setparams((1, SAMPLE_BYTES, RATE, 0, "NONE", ""))
        file.writeframes(bytes(RATE * SAMPLE_BYTES))
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with served(folder) as address, browser(*fake, f"--use-file-for-fake-audio-capture={silence}") as chromium:
        context = chromium.new_context()
        page, other = context.new_page(), context.new_page()
        page.add_init_script(f"({WATCH})()")
        for each in (page, other):
            each.goto(address)
            each.locator(".step").first.wait_for()
        other.get_by_role("tab", name="Text").click()
        other.locator(".cm-line", has_text="say:").click()
        for typing in (False, True):
            waited_for_quiet()
            page.evaluate("() => { window.sound.length = 0; }")
            page.get_by_role("button", name="Call, spoken").click()
            page.get_by_text("The call is under way").wait_for(timeout=60_000)
            checks = 0
            while not page.get_by_text("The call has ended").count():
                if typing:
                    other.keyboard.type("x")
                    checks += 1
                other.wait_for_timeout(250)
            gap, seconds = longest_gap(page.evaluate("() => window.sound"))
            while_ = f"while {checks} keys are typed, each of which is checked" if typing else "while nobody types"
            yield Row(f"Spoken call {while_}, longest gap", gap, "ms", f"{seconds:.0f} s of one prompt", most=MOST_MS)
            page.get_by_role("button", name="Close").click()


def longest_gap(sound: list[tuple[float, int]]) -> tuple[float, float]:
    """Milliseconds for which everything that had come was played, and nothing more had come; and seconds in all."""
    played = sound[0][0] if sound else 0.0
    longest = 0.0
    for came, size in sound:
        longest = max(longest, came - played)
        played = max(played, came) + 1000 * size / SAMPLE_BYTES / RATE
    return longest, sum(size for _, size in sound) / SAMPLE_BYTES / RATE
