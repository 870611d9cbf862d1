"""Telephone numbers, and other numbers that are written and said in groups of digits: cards, accounts."""

import re

from callsheet.adapters.speech.pronunciation.numbers import as_letters, in_groups, one_by_one
from callsheet.adapters.speech.pronunciation.rules import BEGINS, ENDS, Rule

# Digits that are a telephone number or a code if they stand one by one, and are said in its groups.
LEAST_GROUPED = 6
# Digits of groups that only spaces part, in all: fewer could be numbers in a row.
LEAST_SPACED = 8
VERBS = r"call(?:s|ed|ing)?|dial(?:s|l?ed|l?ing)?|text(?:s|ed|ing)?|(?:tele)?phone(?:s|d)?|phoning|r[iau]ng(?:s|ing)?"
# What may stand between such a verb and the number: "call us at 311", "text HELP to 988".
ASIDE = r"(?:,? [A-Za-z“\"'”’]{1,12}){0,3}? (?:at|on|to)|:| the number| number| to| us| on| at"
SHORT = r"[0-9]{3,4}"
# Behind "call" digits could count something, and then that follows: "call 100 people".
COUNTED = (
    r"(?! (?:people|men|women|children|other|more|different|of)\b"
    r"| (?!always|perhaps|unless|this|yes)[a-z]{2,15}[^su\W]s\b)"
)
FURTHER = rf"(?:(?:,? (?:or|and|then|not) |, |/){SHORT}(?![\w/]|[.,:-][0-9])){{0,8}}"
# Numbers that are known without a verb beside them, where this does not count something.
EMERGENCY = "911|112|999|988|000|119|110|108|111|211|311|411|511|611|711|811"
LINES = r"calls?|callers?|operators?|dispatch(?:er)?s?|emergenc(?:y|ies)|hotline|helpline|lifeline|line|service|number"


def _phone(match: re.Match[str]) -> str:
    """`+1 415 555 0101`: in the groups in which it is written, where it is."""
    groups = re.findall("[0-9]+", match[0])
    plus = "plus " if match[0].startswith("+") else ""
    if len(groups) > 1:
        return plus + _joined(groups)
    return plus + _in_one(groups[0], bool(plus))


def _joined(groups: list[str]) -> str:
    """Groups of one digit (9-1-1) are one by one anyway."""
    return (" " if all(len(group) == 1 for group in groups) else ", ").join(map(one_by_one, groups))


def _in_one(digits: str, international: bool) -> str:
    """Without groups. The country's code of numbers that begin with 1 or 7 has one digit; others are unknown here."""
    if international and digits[0] in "17" and len(digits) > LEAST_GROUPED:
        return f"{one_by_one(digits[0])}, {in_groups(digits[1:])}"
    return in_groups(digits)


def _spaced(match: re.Match[str]) -> str:
    """`plus 1 4 1 5 ...`, `A B 1 2`: what the filter `digits` gives."""
    plus, signs = match["plus"] or "", match["signs"]
    if not any(sign.isdigit() for sign in signs) and not plus:
        return match[0]

    def run(digits: re.Match[str]) -> str:
        together = digits[0].replace(" ", "")
        return _in_one(together, bool(plus)) if len(together) >= LEAST_GROUPED else one_by_one(together)

    return plus + re.sub("[0-9](?: [0-9])*", run, as_letters(signs))


def _groups(match: re.Match[str]) -> str:
    """`4111 1111 1111 1111`, `12-34-56`."""
    groups = re.findall("[0-9]+", match[0])
    if "-" not in match[0] and "." not in match[0] and sum(map(len, groups)) < LEAST_SPACED:
        return match[0]
    return _joined(groups)


def _account(match: re.Match[str]) -> str:
    """`DE89 3704 0044 0532 0130 00`: letters and digits in the groups of an IBAN."""
    groups = (re.findall("[A-Z]|[0-9]+", group) for group in match[0].split(" "))
    return ", ".join(" ".join(sign if sign.isalpha() else one_by_one(sign) for sign in group) for group in groups)


def _short(match: re.Match[str]) -> str:
    """`Call 112 or 999`."""
    return re.sub(SHORT, lambda digits: one_by_one(digits[0]), match[0]).replace("/", " or ")


def _vanity(match: re.Match[str]) -> str:
    """`1-800-FLOWERS`."""
    one = "one, " if match["one"] else ""
    return f"{one}{one_by_one(match['area'])}, {match['word'].replace('-', ' ')}"


def _extension(match: re.Match[str]) -> str:
    digits = match["digits"]
    return f" extension {digits if len(digits) < 3 else one_by_one(digits)}"


GROUPED = (
    Rule(re.compile(r"(?<=in )[*xX•]{1,4}(?=[0-9]{2,6}(?!\w))"), lambda _: ""),
    Rule(re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: [A-Z0-9]{4}){3,7}(?: [A-Z0-9]{1,4})?(?!\w)"), _account),
    # What is hidden of a card: **** 4242.
    Rule(
        re.compile(r"(?<!\w)(?:(?:[*xX•]{2,4}[ -]?){1,4}|(?<=\w )(?:\.{3}|…))(?P<digits>[0-9]{2,6})(?!\w)"),
        lambda match: f"ending in {one_by_one(match['digits'])}",
    ),
    Rule(
        re.compile(r"(?<!\w)(?<![0-9] )(?<![0-9], )(?P<x>[xX])(?P<digits>[0-9]{3,6})(?!\w)"),
        lambda match: f"{match['x']} {one_by_one(match['digits'])}",
    ),
)
PHONES = (
    Rule(re.compile(r"(?<=[0-9])(?:,? ?(?i:ext(?:ension)?)\.? ?|,? ?[xX])(?P<digits>[0-9]{1,6})(?!\w)"), _extension),
    Rule(
        re.compile(
            r"(?<![\w-])(?P<one>1-)?(?P<area>8(?:00|33|44|55|66|77|88)|900)-(?P<word>(?=[A-Z])[A-Z]{2,9}(?:-[A-Z]{2,9})?)(?![\w-])"
        ),
        _vanity,
    ),
    *(
        Rule(re.compile(pattern), _phone)
        for pattern in (
            r"(?<![\w+])\+[0-9](?:[ ().-]{0,2}[0-9]){6,14}(?!\w)",
            r"(?<![\w+])(?<![0-9][.,:-])(?:1[ .-])?"
            rf"(?:\([0-9]{{3}}\) ?|[0-9]{{3}}[ ./-])?[0-9]{{3}}[.-][0-9]{{4}}{ENDS}",
            rf"(?<![\w+])(?:1 )?\([0-9]{{3}}\) ?[0-9]{{3}} [0-9]{{4}}{ENDS}",
            rf"{BEGINS}(?:1 )?[0-9]{{3}} [0-9]{{3}} [0-9]{{4}}{ENDS}",
            rf"(?<![\w+])\(0[0-9]{{1,4}}\) ?[0-9]{{3,8}}(?:[ -][0-9]{{3,4}}){{0,2}}{ENDS}",
            rf"{BEGINS}0[0-9]{{1,4}}(?:[ -][0-9]{{3,4}}){{1,3}}{ENDS}",
            rf"{BEGINS}0[0-9](?:\.[0-9]{{2}}){{4}}{ENDS}",
        )
    ),
    Rule(re.compile(rf"{BEGINS}[0-9]{{2,6}}(?: [0-9]{{2,6}}){{1,7}}{ENDS}"), _groups),
    Rule(re.compile(rf"{BEGINS}(?<!-)[0-9]{{1,6}}(?:-[0-9]{{1,6}}){{2,7}}{ENDS}(?!-\w)"), _groups),
    Rule(re.compile(rf"{BEGINS}[0-9]{{5}}-[0-9]{{4}}{ENDS}"), _groups),
    *(
        Rule(re.compile(rf"(?P<plus>\bplus )?{BEGINS}(?P<signs>{signs}){ENDS}"), _spaced)
        for signs in (r"[A-Z0-9](?: [A-Z0-9]){2,40}", r"[0-9] [0-9]")
    ),
    Rule(
        re.compile(rf"(?P<before>\b(?i:{VERBS})(?:{ASIDE})? )(?P<groups>[0-9]{{2,4}}(?: [0-9]{{2,4}}){{1,4}}){ENDS}"),
        lambda match: match["before"] + _joined(match["groups"].split(" ")),
    ),
    Rule(re.compile(rf"\b(?i:{VERBS})(?:{ASIDE})? {SHORT}(?!\w|[.,:-][0-9]|/(?!{SHORT}\b)){COUNTED}{FURTHER}"), _short),
    Rule(re.compile(rf"{BEGINS}(?:{EMERGENCY})(?=[ -](?i:{LINES})\b)"), _short),
)
