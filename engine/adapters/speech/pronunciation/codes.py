"""What is read out sign by sign: telephone numbers, reference codes, addresses."""

import re

from engine.adapters.speech.pronunciation.numbers import cardinal, in_groups, one_by_one
from engine.adapters.speech.pronunciation.rules import BEGINS, ENDS, Rule

# Letters of a code that are said as a word, at least (ORDER-12, COVID-19); fewer are spelled.
LEAST_WORD = 4
VOWELS = frozenset("AEIOUY")
# Signs of a code so short that its digits are a number: gate B12, seat 12B.
SHORT = 3
# Digits that are a telephone number or a code if they stand one by one, and are said in its groups.
LEAST_GROUPED = 6
# Words before four digits, and before three, that make them a code. ("number 100" is a number.)
BEFORE_FOUR = "number|order|account|reference|card|ticket|case|invoice|booking|confirmation|zip"
BEFORE_THREE = "code|pin|extension|ext|ending in|ending with|flight|room"
BETWEEN = r"(?: number| code)?(?: is|:| #|\.)?\s"
SIGNS = {".": " dot ", "@": " at ", "-": " dash ", "_": " underscore ", "+": " plus ", "/": " slash "}
ENDINGS = "com|org|net|edu|gov|info|io|co|uk|us|ca|au|ie|eu|de"

SIGN = re.compile(r"[0-9]+|[^0-9]")
PART = re.compile(r"[A-Z]+|[0-9]+")


def _phone(match: re.Match[str]) -> str:
    """`+1 415 555 0101`: in the groups in which it is written, where it is."""
    groups = re.findall("[0-9]+", match[0])
    plus = "plus " if match[0].startswith("+") else ""
    if len(groups) > 1:
        return plus + ", ".join(one_by_one(group) for group in groups)
    return plus + _in_one(groups[0], bool(plus))


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

    return plus + re.sub("[0-9](?: [0-9])*", run, _as_letters(signs))


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
    return _as_letters(joint.join(spoken) + " " * goes_on).rstrip()


def _as_letters(spelled: str) -> str:
    """Before another word a single A would be taken for the article; a comma makes it a letter."""
    return re.sub(r"\bA(?= )", "A,", spelled)


def _is_word(letters: str) -> bool:
    return letters.isalpha() and len(letters) >= LEAST_WORD and not VOWELS.isdisjoint(letters)


def _address(match: re.Match[str]) -> str:
    """`ann42@example.com`, `www.example.com`."""
    signs = (SIGNS.get(sign, sign) for sign in SIGN.findall(match["address"]))
    return re.sub(" {2,}", " ", "".join(f" {one_by_one(sign)} " if sign.isdigit() else sign for sign in signs)).strip()


def _after_word(match: re.Match[str]) -> str:
    return match["before"] + one_by_one(match["digits"])


ADDRESSES = (
    Rule(
        re.compile(
            r"(?<![\w.%+-])(?P<address>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})(?!\w)"
        ),
        _address,
    ),
    Rule(
        re.compile(
            rf"(?<![\w.@/:-])(?:https?://)?(?P<address>(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?:{ENDINGS})"
            r"(?:/[A-Za-z0-9_-]{1,40}){0,4})(?![\w@-])/?"
        ),
        _address,
    ),
)
PHONES = tuple(
    Rule(re.compile(pattern), _phone)
    for pattern in (
        r"(?<![\w+])\+[0-9](?:[ ().-]{0,2}[0-9]){6,14}(?!\w)",
        rf"(?<![\w+])(?<![0-9][.,:-])(?:1[ .-])?(?:\([0-9]{{3}}\) ?|[0-9]{{3}}[ .-])?[0-9]{{3}}[.-][0-9]{{4}}{ENDS}",
        rf"{BEGINS}(?:1 )?[0-9]{{3}} [0-9]{{3}} [0-9]{{4}}{ENDS}",
        rf"{BEGINS}0[0-9]{{1,4}}(?:[ -][0-9]{{3,4}}){{1,3}}{ENDS}",
    )
) + tuple(
    Rule(re.compile(rf"(?P<plus>\bplus )?{BEGINS}(?P<signs>{signs}){ENDS}"), _spaced)
    for signs in (r"[A-Z0-9](?: [A-Z0-9]){2,40}", r"[0-9] [0-9]")
)
AFTER_WORDS = (
    Rule(re.compile(r"(?<!\w)(?:No|Nos)\.? ?(?=[0-9])"), lambda _: "number "),
    Rule(re.compile(r"(?<![\w&])# ?(?=[0-9])"), lambda _: "number "),
    Rule(re.compile(rf"(?P<before>\b(?i:{BEFORE_FOUR}){BETWEEN})(?P<digits>[0-9]{{4}}){ENDS}"), _after_word),
    Rule(re.compile(rf"(?P<before>\b(?i:{BEFORE_THREE}){BETWEEN})(?P<digits>[0-9]{{3,4}}){ENDS}"), _after_word),
)
REFERENCES = (Rule(re.compile(r"(?<![\w-])[A-Z0-9]{1,20}(?:-[A-Z0-9]{1,20}){0,6}(?![\w-])"), _code),)
