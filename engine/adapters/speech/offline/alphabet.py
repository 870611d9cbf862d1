"""What the offline voice can read out: Latin letters. Of others it would make no sound, or a wrong one."""

import re
import unicodedata

# Accented letters that the voice knows (those of hibari-tts 0.2.1); of all others it would say nothing.
KNOWN = frozenset(
    "ÀÁÂÃÄÅÆÇÉÊÌÍÎÏÑÒÓÔÕÖØÚÜÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿĀāĂăąĆćČčĎďĐđĒēĕĖėęěĝĞğġģīĭİıķļĽľŁłńņňŋŌōŏőŒœŘřŚśŞşŠš"
    "ţťūŭŮůŰųŵźŻżŽžƒơưǎǐǒǔǚșțʻ"
)
# A letter with something added to it is said as the letter; these have no letter in their names.
NAMED = re.compile(r"LATIN (?P<size>SMALL|CAPITAL) LETTER (?P<letters>[A-Z]{1,2})(?: WITH .*)?")
OTHERS = {"Ð": "D", "Ŋ": "Ng", "ẞ": "SS", "ſ": "s", "ĸ": "k", "Ə": "A", "ə": "a", "Ʒ": "Zh", "ʒ": "zh", "ʼ": "'"}
# What people call the writing of the commonest letters, by how the names of these begin.
WRITINGS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


def spelled(text: str) -> str:
    """The text in letters that the voice knows: `Nguyễn` as `Nguyen`. What it cannot speak is left as it is."""
    if text.isascii():
        return text
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def unspoken(text: str) -> str:
    """What of a text the voice has no sound for, as `Arabic letters`; empty where it can speak all of it.

    Punctuation and what cannot be seen have no sound in any voice.
    """
    for sign in "" if text.isascii() else spelled(text):
        if not sign.isascii() and sign not in KNOWN:
            match unicodedata.category(sign)[0]:
                case "L" | "M" | "N":
                    begins = re.split("[ -]", unicodedata.name(sign, "UNKNOWN"))[0]
                    return f"{WRITINGS.get(begins, begins.capitalize())} letters"
                case "S":
                    return "signs that are no letters"
            if unicodedata.category(sign) in ("Co", "Cn", "Cs"):
                return "signs that nobody knows"
    return ""


def _letter(sign: str) -> str:
    if sign.isascii() or sign in KNOWN or unicodedata.category(sign)[0] not in "LMN":
        return sign
    if sign in OTHERS:
        return OTHERS[sign]
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    if plain.isascii():
        return plain
    named = NAMED.fullmatch(unicodedata.name(sign, ""))
    if not named:
        return sign
    return named["letters"] if named["size"] == "CAPITAL" else named["letters"].lower()
