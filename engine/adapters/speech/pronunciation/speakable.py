"""A text in words, as a person would read it out."""

import re

from engine.adapters.speech.pronunciation.amounts import AMOUNTS
from engine.adapters.speech.pronunciation.codes import ADDRESSES, AFTER_WORDS, PHONES, REFERENCES
from engine.adapters.speech.pronunciation.dates import MONTH_FIRST, YEARS, date_rules
from engine.adapters.speech.pronunciation.numbers import cardinal, decimal, in_groups, ordinal, said
from engine.adapters.speech.pronunciation.rules import BEGINS, ENDS, MINUS, NUMBER, Rule, minus
from engine.adapters.speech.pronunciation.signs import in_plain_signs
from engine.adapters.speech.pronunciation.times import TIMES

LANGUAGE = "en"
# Digits without a separator that are a number for some purpose (an order, a postcode) rather than a count.
LEAST_DIGITS = 5
# Unless they are round.
ROUND, MOST_ROUND = "000", 6
FRACTIONS = {
    "1/2": "one half",
    "1/3": "one third",
    "2/3": "two thirds",
    "1/4": "one quarter",
    "3/4": "three quarters",
    "24/7": "twenty-four seven",
}
AFTER_NUMBERS = {"°": "degrees", "²": "squared", "³": "cubed"}
# The key # of a telephone, where people do not call it "pound".
HASH = frozenset({"en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za"})


def speakable(text: str, language: str) -> str:
    """The text with its digits and signs in words; unchanged in languages other than English.

    Never raises. Takes time in proportion to the text, and gives at most a few words for each character.
    """
    code = language.replace("_", "-").lower()
    if code.split("-")[0] != LANGUAGE:
        return text
    text = _apply(ADDRESSES, in_plain_signs(text))
    if not SIGNS.search(text):
        return text
    for rules in (date_rules(code in MONTH_FIRST), *AFTER_DATES):
        text = _apply(rules, text)
    text = POUND.sub("hash" if code in HASH else "pound", text)
    return SPACES.sub(" ", text)


def _apply(rules: tuple[Rule, ...], text: str) -> str:
    for rule in rules:
        text = rule.apply(text)
    return text


def _run(digits: str) -> str:
    """Digits without a separator: a number, or one by one where they are many or begin with zero."""
    is_round = len(digits) <= MOST_ROUND and digits.endswith(ROUND)
    if digits[0] == "0" or (len(digits) >= LEAST_DIGITS and not is_round):
        return in_groups(digits)
    return cardinal(int(digits))


def _number(match: re.Match[str]) -> str:
    whole, places = match["whole"], match["places"]
    return minus(match) + (_run(whole) if not places and "," not in whole else decimal(whole, places or ""))


def _fraction(match: re.Match[str]) -> str:
    return FRACTIONS.get(match[0]) or f"{said(match['of'])} slash {said(match['by'])}"


def _whatever(match: re.Match[str]) -> str:
    """Digits that no rule knew, in the midst of something: apart from the letters around them."""
    text, start, end = match.string, match.start(), match.end()
    before = " " if start and text[start - 1].isalnum() else ""
    after = " " if end < len(text) and text[end].isalnum() else ""
    return before + _run(match[0]) + after


ORDINALS = (
    Rule(
        re.compile(rf"{BEGINS}(?P<digits>{NUMBER})(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)"),
        lambda match: ordinal(int(match["digits"].replace(",", ""))),
    ),
)
NUMBERS = (
    Rule(re.compile(rf"{BEGINS}(?P<of>[0-9]{{1,3}})/(?P<by>[0-9]{{1,3}}){ENDS}"), _fraction),
    Rule(
        re.compile(rf"{BEGINS}(?P<first>[0-9]{{1,3}})\s?[-–]\s?(?P<last>[0-9]{{1,3}}){ENDS}"),
        lambda match: f"{said(match['first'])} to {said(match['last'])}",
    ),
    Rule(
        re.compile(rf"{BEGINS}[0-9]{{1,5}}(?:\.[0-9]{{1,5}}){{2,5}}{ENDS}"),
        lambda match: " dot ".join(said(part) for part in match[0].split(".")),
    ),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER})(?:\.(?P<places>[0-9]{{1,10}}))?{ENDS}"), _number),
)
REST = (
    Rule(re.compile(r"(?<=[0-9])/(?=[0-9])"), lambda _: " slash "),
    Rule(re.compile(r"[0-9]+"), _whatever),
    Rule(re.compile(r"\s?&\s?"), lambda _: " and "),
    Rule(re.compile(r"(?<!\S)@(?!\S)"), lambda _: "at"),
    Rule(re.compile(r"(?<!\S)=(?!\S)"), lambda _: "equals"),
    Rule(re.compile(r"\s?(?P<sign>[°²³])"), lambda match: f" {AFTER_NUMBERS[match['sign']]}"),
    Rule(re.compile(r"(?<=\w)\s?×\s?(?=\w)"), lambda _: " times "),
    Rule(re.compile(r"(?<![^\s])\+\s?(?=\w)"), lambda _: "plus "),
    Rule(re.compile(r"(?<!\S)\*(?=[\s.,;:!?]|$)"), lambda _: "star"),
)
# In this order: what is longer, or says more about what it is, comes first.
AFTER_DATES = (TIMES, AMOUNTS, PHONES, AFTER_WORDS, YEARS, ORDINALS, REFERENCES, NUMBERS, REST)
# Without any of these a text is as it is said already, but for the addresses in it.
SIGNS = re.compile(r"[0-9#&@=+*°²³×]")
POUND = re.compile(r"(?<!\S)#(?=[\s.,;:!?]|$)")
SPACES = re.compile(r" {2,}")
