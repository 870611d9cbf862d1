"""What bounds a call, as its script says or else the language, and what bounds the script itself."""

from msgspec import Struct

# Names, values and signs in all texts and conditions together: a script of 300 lines has some 250.
MOST_COMPUTED = 20_000
# The longest durations: what is longer keeps a line open on which nothing happens any more. A call may last a day.
LONGEST_TIMEOUT, LONGEST_SPEECH_PAUSE, LONGEST_CALL, LONGEST_AFTER_CALL = "10m", "60s", "1440m", "10m"
LONGEST_RECORDING = "10m"


class Limits(Struct, frozen=True):
    """Where a call ends that does not end by itself."""

    call_seconds: float = 600.0
    steps: int = 10_000
    rows: int = 100
    attempts: int = 3
    after_call_seconds: float = 60.0
