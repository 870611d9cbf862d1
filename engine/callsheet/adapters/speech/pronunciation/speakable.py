"""A text in words, as a person would read it out."""

import re

from callsheet.adapters.speech.pronunciation.addresses import ADDRESSES
from callsheet.adapters.speech.pronunciation.amounts import AMOUNTS, GROUPINGS, LEFT_OVER, MONEY_RANGES, SCALES, SYMBOLS
from callsheet.adapters.speech.pronunciation.codes import AFTER_WORDS, GROUPS_AFTER_WORDS, REFERENCES
from callsheet.adapters.speech.pronunciation.dates import DECADES, EXPIRY, MONTH_FIRST, YEAR_RANGES, YEARS, date_rules
from callsheet.adapters.speech.pronunciation.fractions import FRACTIONS, MIXED
from callsheet.adapters.speech.pronunciation.numbers import cardinal, decimal, in_groups, one_by_one, ordinal, said
from callsheet.adapters.speech.pronunciation.phones import GROUPED, PHONES
from callsheet.adapters.speech.pronunciation.ranges import RANGES
from callsheet.adapters.speech.pronunciation.rules import BEGINS, ENDS, MINUS, NUMBER, PLACES, Rule, minus
from callsheet.adapters.speech.pronunciation.signs import in_plain_signs
from callsheet.adapters.speech.pronunciation.times import TIMES, ZONES
from callsheet.adapters.speech.pronunciation.units import BEFORE_UNITS, UNITS
from callsheet.adapters.speech.pronunciation.words import WORDS
from callsheet.ports.audible import without_markup
from callsheet.ports.languages import is_english

# Digits without a separator that are a number for some purpose (an order, a postcode) rather than a count.
LEAST_DIGITS = 5
# Unless they are round: so many noughts, behind so many other digits, and not more in all.
ROUND, MOST_BEFORE_ROUND, MOST_ROUND = "000", 3, 12
AFTER_NUMBERS = {"°": "degrees", "²": "squared", "³": "cubed"}
# The key # of a telephone, where people do not call it "pound".
HASH = frozenset({"en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za"})


def speakable(text: str, language: str) -> str:
    """The text with its digits and signs in words, without markup; in languages other than English nothing else is
    changed.

    Never raises. Takes time in proportion to the text, and gives at most a few words for each character.
    """
    text = without_markup(text)
    if not is_english(language):
        return text
    code = language.replace("_", "-").lower()
    text = in_plain_signs(text)
    text = _apply((*ADDRESSES, *WORDS), text)
    if not SIGNS.search(text):
        return text
    for rules in (*BEFORE_DATES, date_rules(code in MONTH_FIRST), *AFTER_DATES):
        text = _apply(rules, text)
    text = POUND.sub("hash" if code in HASH else "pound", text)
    return SPACES.sub(" ", text).strip(" ")


def _apply(rules: tuple[Rule, ...], text: str) -> str:
    for rule in rules:
        text = rule.apply(text)
    return text


def _run(digits: str) -> str:
    """Digits without a separator: a number, or one by one where they are many or begin with zero."""
    is_round = len(digits) <= MOST_ROUND and digits.endswith(ROUND) and len(digits.rstrip("0")) <= MOST_BEFORE_ROUND
    if digits[0] == "0" or (len(digits) >= LEAST_DIGITS and not is_round):
        return in_groups(digits)
    return cardinal(int(digits))


def _number(match: re.Match[str]) -> str:
    whole, places = match["whole"], match["places"]
    return minus(match) + (_run(whole) if not places and "," not in whole else decimal(whole, places or ""))


def _star(match: re.Match[str]) -> str:
    return f"star {one_by_one(match['digits'])}"


def _ratio(match: re.Match[str]) -> str:
    """`3:1`."""
    return f"{said(match['one'])} to {said(match['other'])}"


def _whatever(match: re.Match[str]) -> str:
    """Digits that no rule knew, in the midst of something: apart from the letters around them."""
    text, start, end = match.string, match.start(), match.end()
    spoken = decimal(match["whole"], match["places"]) if match["places"] else _run(match["whole"])
    before = " " if start and text[start - 1].isalnum() else ""
    after = " " if end < len(text) and text[end].isalnum() else ""
    return before + spoken + after


ORDINALS = (
    Rule(
        re.compile(rf"{BEGINS}(?P<digits>{NUMBER})(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)"),
        lambda match: ordinal(int(match["digits"].replace(",", ""))),
    ),
)
# Keys of a telephone beside digits: *67, 9#.
KEYS = (
    Rule(re.compile(r"(?<![\w*])\*(?P<digits>[0-9]{1,6})(?!\w)"), _star),
    Rule(re.compile(r"(?<=[0-9])#(?!\w)"), lambda _: " #"),
)
ABOUT = (Rule(re.compile(rf"(?<!\w)~ ?(?=[{SYMBOLS}]?[0-9])"), lambda _: "about "),)
NUMBERS = (
    Rule(re.compile(rf"{BEGINS}(?P<one>[0-9]{{1,3}}):(?P<other>[0-9])(?![\w:]|[.,][0-9])"), _ratio),
    Rule(
        re.compile(rf"{BEGINS}(?P<whole>[0-9]{{1,3}})\.(?P<places>[0-9]{{1,2}})(?P<scale>[MBK])(?!\w)"),
        lambda match: f"{decimal(match['whole'], match['places'])} {SCALES[match['scale'].lower()]}",
    ),
    Rule(re.compile(r"(?<!\w)[vV](?=[0-9]{1,5}\.[0-9])"), lambda _: "version "),
    Rule(
        re.compile(rf"{BEGINS}[0-9]{{1,5}}(?:\.[0-9]{{1,5}}){{2,5}}{ENDS}"),
        lambda match: " dot ".join(said(part) for part in match[0].split(".")),
    ),
    Rule(
        re.compile(r"(?<![\w.])(?P<minus>[-−])?\.(?P<places>[0-9]{1,10})(?![\w.])"),
        lambda match: f"{minus(match)}{decimal('0', match['places'])}",
    ),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}{ENDS}"), _number),
)
REST = (
    Rule(re.compile(r"(?<=[0-9])/(?=[0-9])"), lambda _: " slash "),
    Rule(re.compile(r"(?P<whole>[0-9]+)(?:\.(?P<places>[0-9]{1,10}))?"), _whatever),
    Rule(re.compile(r"\s?&\s?"), lambda _: " and "),
    Rule(re.compile(r"(?<!\S)@(?!\S)"), lambda _: "at"),
    Rule(re.compile(r"(?<!\S)=(?!\S)"), lambda _: "equals"),
    Rule(re.compile(r"(?<=\w)=(?=\w)"), lambda _: " equals "),
    Rule(re.compile(r"\s?(?P<sign>[°²³])"), lambda match: f" {AFTER_NUMBERS[match['sign']]}"),
    Rule(re.compile(r"(?<=\w)\s?×\s?(?=\w)"), lambda _: " times "),
    Rule(re.compile(r"(?<![^\s])\+\s?(?=\w)"), lambda _: "plus "),
    Rule(re.compile(r"(?<=\w)\+(?=[\s.,;:!?]|$)"), lambda _: " plus"),
    Rule(re.compile(r"(?<!\S)\*(?=[\s.,;:!?]|$)"), lambda _: "star"),
)
# In this order: what is longer, or says more about what it is, comes first.
BEFORE_DATES = (ABOUT, BEFORE_UNITS, EXPIRY, ZONES, GROUPED, KEYS, GROUPS_AFTER_WORDS, GROUPINGS)
AFTER_DATES = (
    *(TIMES, MIXED, YEAR_RANGES, MONEY_RANGES, RANGES, AMOUNTS, DECADES, UNITS, PHONES, AFTER_WORDS, YEARS, ORDINALS),
    *(REFERENCES, FRACTIONS, NUMBERS, REST, LEFT_OVER),
)
# Without any of these a text is as it is said already.
SIGNS = re.compile(r"[0-9#&@=+*%¢°²³×]|[" + SYMBOLS + "]")
POUND = re.compile(r"(?<!\S)#(?=[\s.,;:!?]|$)")
SPACES = re.compile(r" {2,}")
