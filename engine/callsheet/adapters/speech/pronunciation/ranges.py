"""From one number to another."""

import re

from callsheet.adapters.speech.pronunciation.rules import DASH, NUMBER, Rule, to

# Digits on both sides of a hyphen that are a telephone number (555-0142) or a postcode, and no range.
NUMBERS_OF_THEIR_OWN = frozenset({(3, 4), (5, 4)})


def _range(match: re.Match[str]) -> str:
    """`10-15`, `1,000–2,000`, `2.5-3`, `10%-15%`."""
    first, last = match["first"], match["last"]
    in_digits = first.isdigit() and last.isdigit()
    if in_digits and (len(first), len(last)) in NUMBERS_OF_THEIR_OWN and "–" not in match[0]:
        return match[0]
    if any(number != "0" and number.startswith("0") and not number.startswith("0.") for number in (first, last)):
        return match[0]
    return f"{first}{match['unit']} to "


RANGES = (
    Rule(
        re.compile(
            rf"(?<![\w/.,:–-])(?P<first>{NUMBER}(?:\.[0-9]{{1,3}})?)(?P<unit>[%°]?){DASH}"
            rf"(?=(?P<last>{NUMBER}(?:\.[0-9]{{1,3}})?)(?![A-Z0-9])(?![-–/:.,][A-Z0-9]))"
        ),
        _range,
    ),
    Rule(re.compile(rf"(?P<from>[0-9](?:st|nd|rd|th)){DASH}(?=[0-9]{{1,3}}(?:st|nd|rd|th))"), to),
)
