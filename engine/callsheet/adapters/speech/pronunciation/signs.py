"""Characters that are neither plain letters nor plain digits: pictures, marks, digits and letters in other forms.

What has a meaning is said by its name, as screen readers do: a message that is nothing but a thumb is a message.
"""

import re
import unicodedata

from callsheet.ports.audible import DECORATION

ARROW = re.compile(r"(?<=\w) ?[→⇒⇨➔➜] ?(?=\w)")
NAMES = {
    "©": "copyright",
    "§": "section",
    "±": "plus or minus",
    "÷": "divided by",
    "≈": "about",
    "≠": "is not equal to",
    "≤": "at most",
    "≥": "at least",
    "∞": "infinity",
    "√": "the square root of",
    "µ": "micro",
    "‰": "per mille",
    "✓": "check mark",
    "✔": "check mark",
    "✗": "cross mark",
    "✘": "cross mark",
    "✖": "cross mark",
    "❤": "heart",
    "Ω": "ohms",
}
# Words of Unicode's names that tell how a sign is drawn, or that it is one.
DRAWN = re.compile(r"\b(?:heavy|black|white|sign|symbol|emoji|squared|circled|negative)\b ?")
FLAG = re.compile("(?P<first>[\U0001f1e6-\U0001f1ff])(?P<second>[\U0001f1e6-\U0001f1ff])")
FLAG_LETTERS = 0x1F1E6 - ord("A")
# Categories of what is said by a name; of what cannot be seen, or changes the sign before it.
NAMED, UNSEEN = frozenset({"So", "Sm", "Sk", "No"}), frozenset({"Cc", "Cf"})
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
FULL_WIDTH = range(0xFF01, 0xFF5F)
SELECTORS = range(0xFE00, 0xFE10)
SKIN = range(0x1F3FB, 0x1F400)
# Said by other rules, which know what is beside them; a sign that nobody knows is left to the voice, which refuses it.
LEFT = frozenset("°²³×−\ufffd")
IN_PLAIN = {"℃": "°C", "℉": "°F", "№": "No. "}
NEEDLESS = re.compile(r" +(?=[.,;:!?)]|$)| (?= )")


def in_plain_signs(text: str) -> str:
    """The text with letters and digits in their plain form, and other signs by their names or, where they say nothing,
    left out. Letters of other writings, and what nobody knows, are left as they are."""
    if text.isascii():
        return CONTROLS.sub("", text)
    text = FLAG.sub(_flag, unicodedata.normalize("NFC", text))
    text = ARROW.sub(" to ", text)
    return NEEDLESS.sub("", "".join(map(_plain, text))).lstrip(" ")


def _flag(match: re.Match[str]) -> str:
    letters = "".join(chr(ord(sign) - FLAG_LETTERS) for sign in match.groups())
    return f" flag {' '.join(letters)} "


def _plain(sign: str) -> str:
    if sign in LEFT or (sign.isascii() and not CONTROLS.match(sign)):
        return sign
    if sign in IN_PLAIN:
        return IN_PLAIN[sign]
    if sign in DECORATION:
        return " "
    if sign in NAMES:
        return f" {NAMES[sign]} "
    category = unicodedata.category(sign)
    if category in UNSEEN or ord(sign) in SELECTORS or ord(sign) in SKIN:
        return " " if sign.isspace() else ""
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category[0] == "Z":
        return " "
    plain = unicodedata.normalize("NFKC", sign)
    if category == "No" and "⁄" in plain:
        return f" {plain.replace('⁄', '/')}"
    if plain != sign and plain.isascii() and (category[0] in "LN" or ord(sign) in FULL_WIDTH):
        return plain
    if category in NAMED:
        return f" {DRAWN.sub('', unicodedata.name(sign, sign).lower().replace('-', ' '))} "
    return sign
