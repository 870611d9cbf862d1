"""Keys that belong together: a number that is typed ends with #, with its last digit, or where no key follows."""

from collections.abc import Awaitable, Callable

from callsheet.ports.telephony import Heard, KeyPress, Keys

END = "#"
# Between two keys. Whoever reads a number off a card looks there and back.
PAUSE_SECONDS = 3.0

NextKey = Callable[[float], Awaitable[KeyPress | None]]


async def gathered(heard: Heard, most: int, next_key: NextKey) -> Heard:
    """What was heard, with the keys that follow it where it is the first digit of at most `most`; `next_key` awaits
    another one for so many seconds."""
    if not most or not isinstance(heard, KeyPress) or not heard.key.isdigit():
        return heard
    keys = heard.key
    while len(keys) < most and (pressed := await next_key(PAUSE_SECONDS)) is not None and pressed.key != END:
        keys += pressed.key
    return Keys(keys)
