"""How well callers are understood: the measurement of `tests/channel/accuracy.py`, as rows."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from tests.bench.live.rows import Row
from tests.bench.measure import REPOSITORY
from tests.channel import accuracy
from tests.channel.clips import read_clips

CLIPS = REPOSITORY / "build" / "clips"


def measure(clips: Path = CLIPS) -> Iterator[Row]:
    """Every kind of clips, by the product's own voice and by others where somebody has made theirs."""
    folders = sorted(path for path in clips.iterdir() if path.is_dir()) if clips.is_dir() else []
    others = {folder.name: read_clips(folder.parent, folder.name) for folder in folders}
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        scores = runner.run(accuracy.measure(others, VirtualClock(loop)))
    for score in scores:
        took = f", {sum(score.milliseconds) / len(score.milliseconds):.0f} ms each" if score.milliseconds else ""
        on = f"{score.count} clips, {score.heard} taken for speech, {score.agreed} wrongly for agreement{took}"
        yield Row(f"understood as meant: {score.name}", round(100 * score.right / score.count, 1), "%", on)
