"""The end of this process in time, whatever still runs in it: a thread, a closed network, a library that waits."""

import os
import threading
import time

from callsheet.service.logs import log

# Seconds that the log has for its last line.
LAST_LINE_SECONDS = 0.1
# Seconds that everything else has less: a machine that is busy comes late.
MARGIN_SECONDS = 0.3


def leave_within(seconds: float, status: int) -> None:
    """End with this exit status at the latest so much later. What is in databases stays as after a kill: whole."""

    def leave() -> None:
        log("ended_by_force", "warning")
        time.sleep(LAST_LINE_SECONDS)
        os._exit(status)

    timer = threading.Timer(max(0.0, seconds - MARGIN_SECONDS), leave)
    timer.name, timer.daemon = "callsheet leaving", True
    timer.start()
