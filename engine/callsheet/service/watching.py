"""Looks for new versions of scripts, about once a second, in a thread of its own: calls do not wait for a disk."""

import threading
from collections.abc import Callable

from callsheet.service.logs import log
from callsheet.service.scripts import Change, Scripts

# Short enough for somebody who tries out a change by telephone, long enough to cost nothing.
LOOK_SECONDS = 1.0
# A look that does not come back (a dead network disk) is left behind at the end.
STOP_SECONDS = 2.0


class Watching:
    """The thread. `tell` is called in it."""

    def __init__(self, scripts: Scripts, tell: Callable[[Change], None]) -> None:
        self._scripts = scripts
        self._tell = tell
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="callsheet scripts", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join(STOP_SECONDS)

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            try:
                self._scripts.look(self._tell)
            except Exception as error:  # noqa: BLE001 - calls go on with the versions there are, and the next look may do
                log("scripts_not_watched", "error", error=type(error).__name__)
