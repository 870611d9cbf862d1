"""Reference codes, read out sign by sign."""

import re

from callsheet.adapters.speech.pronunciation.numbers import as_letters, cardinal, in_groups, one_by_one
from callsheet.adapters.speech.pronunciation.rules import ENDS, Rule

# Letters of a code that are said as a word, at least (ORDER-12, COVID-19); fewer are spelled.
LEAST_WORD = 4
VOWELS = frozenset("AEIOUY")
# Signs of a code so short that its digits are a number: gate B12, seat 12B.
SHORT = 3
# Words before four digits, and before three, that make them a code. ("number 100" is a number.)
BEFORE_FOUR = (
    "number|order|account|reference|card|ticket|case|invoice|booking|confirmation|zip|policy|claim"
    r"|post ?code|p\.?o\.? box"
)
BEFORE_THREE = (
    r"code|pin|passcode|extension|ext|p\.?o\.? box|(?:ending|ends)(?: in| with)?|last (?:three|four)(?: digits)?"
    "|flight(?: [A-Z]{2})?|room|(?:emergency|routing) number|emergency|emergencies|hotline|helpline|lifeline"
)
# Words before digits in groups, of which the hyphens are no range, and the spaces part nothing.
BEFORE_GROUPS = f"{BEFORE_FOUR}|{BEFORE_THREE}|iban|serial"
BETWEEN = r"(?: number| no\.?| code| id)?(?: is| are|:| #|\.)?\s"
PART = re.compile(r"[A-Z]+|[0-9]+")


def _code(match: re.Match[str]) -> str:
    """`AB-1234`, `XK42`, `12B`."""
    code = match[0]
    parts = PART.findall(code)
    if all(part.isalpha() for part in parts) or all(part.isdigit() for part in parts):
        return code
    short = len(code) <= SHORT
    spoken = []
    for at, part in enumerate(parts):
        few = part[0] != "0" and len(part) < SHORT
        if part.isalpha():
            spoken.append(part if _is_word(part) else " ".join(part))
        elif few and (short or (at and _is_word(parts[at - 1]))):
            spoken.append(cardinal(int(part)))
        else:
            spoken.append(in_groups(part))
    joint = " " if short or _is_word(parts[0]) else ", "
    goes_on = match.string[match.end() : match.end() + 1] == " "
    return as_letters(joint.join(spoken) + " " * goes_on).rstrip()


def _is_word(letters: str) -> bool:
    return letters.isalpha() and len(letters) >= LEAST_WORD and not VOWELS.isdisjoint(letters)


def _after_word(match: re.Match[str]) -> str:
    return match["before"] + one_by_one(match["digits"].replace(",", ""))


def _groups(match: re.Match[str]) -> str:
    return match["before"] + ", ".join(map(one_by_one, re.findall("[0-9]+", match["digits"])))


def _after(words: str, digits: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<before>\b(?i:{words}){BETWEEN})(?P<digits>{digits}){ENDS}")


GROUPS_AFTER_WORDS = (
    Rule(_after(BEFORE_GROUPS, r"(?![0-9]{4}-[0-9]{2}-[0-9]{2})[0-9]{2,8}(?:-[0-9]{2,8}){1,5}"), _groups),
    Rule(_after("card|account|sort|iban|code|pin|passcode|otp", r"[0-9]{2,8}(?: [0-9]{2,8}){1,5}"), _groups),
)
AFTER_WORDS = (
    Rule(re.compile(r"(?<!\w)(?:No|Nos|Nr)\.? ?(?=[0-9])"), lambda _: "number "),
    Rule(re.compile(r"(?<![\w&])# ?(?=[A-Z]{0,4}[0-9])"), lambda _: "number "),
    Rule(_after(BEFORE_FOUR, "[0-9]{4}|[0-9]{1,3}(?:,[0-9]{3}){1,5}"), _after_word),
    Rule(_after(BEFORE_THREE, "[0-9]{3,4}"), _after_word),
)
REFERENCES = (
    Rule(re.compile(r"(?<![\w-])(?<![0-9]\.)[A-Z0-9]{1,20}(?:-[A-Z0-9]{1,20}){0,6}(?![\w-]|\.[0-9])"), _code),
)
