"""How old something may be: `30d`, `12h`."""

import argparse
import re
from datetime import timedelta

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
# A hundred years: a calendar has its ends, and a rubbish age must not come to them.
MOST = timedelta(days=36_500)


def age(text: str) -> timedelta:
    """The age that is written, for `argparse`."""
    found = re.fullmatch("([0-9]{1,9})([mhdw])", text)
    try:
        old = int(found[1]) * UNITS[found[2]] if found else MOST * 2
    except OverflowError:
        old = MOST * 2
    if old > MOST:
        raise argparse.ArgumentTypeError(f"{text} is no age: write it like 30d, with m, h, d or w for minutes to weeks")
    return old
