"""Addresses on the web and of mail, read out sign by sign."""

import re

from callsheet.adapters.speech.pronunciation.numbers import one_by_one
from callsheet.adapters.speech.pronunciation.rules import Rule
from callsheet.ports.english import SIGNS

ENDINGS = "com|org|net|edu|gov|mil|int|info|biz|io|co|ai|app|dev|uk|us|ca|au|nz|ie|eu|de|fr|es|nl|ch|in|jp|tv|ly"
SIGN = re.compile(r"[0-9]+|[^0-9]")


def _address(match: re.Match[str]) -> str:
    """`ann42@example.com`, `www.example.com`."""
    signs = (f" {SIGNS[sign]} " if sign in SIGNS else sign for sign in SIGN.findall(match["address"]))
    return re.sub(" {2,}", " ", "".join(f" {one_by_one(sign)} " if sign.isdigit() else sign for sign in signs)).strip()


ADDRESSES = (
    Rule(
        re.compile(
            r"(?<![\w.%+-])(?:mailto:)?(?P<address>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})(?!\w)"
        ),
        _address,
    ),
    Rule(
        re.compile(
            r"(?<![\w.@/:-])https?://(?P<address>(?:[A-Za-z0-9-]{1,63}\.){0,4}[A-Za-z0-9-]{1,63}(?::[0-9]{1,5})?"
            r"(?:[/?#](?:[\w/?=&#%~.+:-]{0,100}[\w=])?)?)/?"
        ),
        _address,
    ),
    Rule(
        re.compile(
            rf"(?<![\w.@/:-])(?P<address>(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?:{ENDINGS})"
            r"(?:/(?:[\w/?=&#%~.+:-]{0,100}[\w=])?)?)(?![\w@-])/?"
        ),
        _address,
    ),
)
