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

# Letters of a word that the voice reads; the rest of a longer one it would leave out.
LONGEST_WORD = 24
TOO_LONG = re.compile(rf"[^\W\d_]{{{LONGEST_WORD}}}(?=[^\W\d_])")
# What it takes for an instruction, a text with its sounds or an address behind it: it would say one of the two.
LINK = re.compile(r"\](?=\()")
# Signs that it stumbles over where no space follows: it would leave out the words around them.
JOINED = re.compile(r"(?<=\w)[^\w\s.'’-]+(?=\w)|(?<=[^\W\d_])['’](?=[^\W\d_]['’])")
# Words before a full stop that it takes for abbreviations: it would say "yes or number", and "in the Sunday".
WORDS_AT_END = re.compile(r"\bno(?=\.)|(?<=the )Sun(?=\.)")


def spelled(text: str) -> str:
    """The text as the voice reads all of it: in letters that it knows (`Nguyễn` as `Nguyen`), with a space where it
    would take something for what it is not. What it cannot speak is left as it is."""
    if not text.isascii():
        text = "".join(map(_letter, unicodedata.normalize("NFC", text)))
    for needs_space in (LINK, JOINED, TOO_LONG, WORDS_AT_END):
        text = needs_space.sub(lambda found: f"{found[0]} ", text)
    return text


def unspoken(text: str) -> str:
    """What of a text the voice has no sound for, as `Arabic letters`; empty where it can speak all of it.

    Punctuation and what cannot be seen have no sound in any voice.
    """
    for sign in "" if text.isascii() else map(_letter, unicodedata.normalize("NFC", text)):
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
    if sign.isascii() or sign in KNOWN:
        return sign
    category = unicodedata.category(sign)
    if category[0] not in "LMN":
        return "" if category == "Cf" else sign
    if sign in OTHERS:
        return OTHERS[sign]
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    if plain.isascii():
        return plain
    named = NAMED.fullmatch(unicodedata.name(sign, ""))
    if not named:
        return sign
    return named["letters"] if named["size"] == "CAPITAL" else named["letters"].lower()
