"""What of a text can be heard at all, whatever voice speaks it, how long, and what of it is only there for the eye."""

import re
import unicodedata

# Speech in a telephone call: some fifteen characters a second.
SECONDS_A_CHARACTER = 0.065

# Signs for the eye: bullets, trade marks, lines, arrows, the blank of braille, and what changes the sign before them.
DECORATION = frozenset("•‣◦▪▫■□●○◆◇·∙™®℠†‡¶¦─━│┃═║░▒▓█←↑↓⇒⇨➔➜➤►▶→¿¡\u20e3\u2800´¨¯¸")
# Letters by their category that nobody sees or hears: fillers of Korean syllables.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
# Categories of what is heard: letters, digits, pictures. A modifier (`Lm`) says nothing without a letter.
HEARD = frozenset({"Lu", "Ll", "Lt", "Lo", "Nd", "Nl", "No", "So"})
# What is left of a page or of a text for another voice: elements of HTML and SSML, comments, entities.
ELEMENTS = (
    *("a", "abbr", "b", "big", "blockquote", "body", "br", "center", "code", "dd", "del", "div", "dl", "dt", "em"),
    *("font", "footer", "h[1-6]", "head", "header", "hr", "html", "i", "img", "ins", "li", "mark", "ol", "p", "pre"),
    *("section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u"),
    *("ul", "audio", "break", "emphasis", "phoneme", "prosody", "s", "say-as", "speak", "voice"),
)
# Patterns, compiled with the first text that has a sign of them: most scripts have none, and start sooner.
MARKUP = rf"</?(?:{'|'.join(ELEMENTS)})(?:\s[^<>]*)?/?>|<!--(?:(?!<!--).)*?-->|<[!?][a-z[][^<>]*>"
# Elements in the midst of words; all others part them.
INLINE = r"</?(?:a|abbr|b|big|code|del|em|font|i|ins|mark|s|small|span|strike|strong|sub|sup|u)\b"
ENTITY = r"&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});"
SPACES = re.compile(" {2,}")


def without_markup(text: str) -> str:
    """The text as a page shows it: without tags, and with the signs that entities stand for."""
    shown = re.sub(MARKUP, _between, text, flags=re.IGNORECASE | re.DOTALL) if "<" in text else text
    shown = re.sub(ENTITY, _unescaped, shown, flags=re.IGNORECASE) if "&" in shown else shown
    return text if shown == text else SPACES.sub(" ", shown).strip(" ")


def audible(text: str) -> bool:
    """Whether anything of it can be heard: more than punctuation, blanks, what nobody sees, and the remains of a page.

    A key of the telephone alone is heard (`*`, `#`).
    """
    if text.isalnum() and text.isascii():
        return True
    text = without_markup(text).strip()
    return text in ("*", "#") or any(map(_heard, text))


def _between(tag: re.Match[str]) -> str:
    """What is left between the words around it."""
    return "" if re.match(INLINE, tag[0], re.IGNORECASE) else " "


def _unescaped(entity: re.Match[str]) -> str:
    from html import unescape  # here, because it brings two thousand names, and few texts have one

    sign = unescape(entity[0])
    return unescape(sign.lower()) if sign == entity[0] else sign


def _heard(sign: str) -> bool:
    return unicodedata.category(sign) in HEARD and sign not in DECORATION and sign not in FILLERS
