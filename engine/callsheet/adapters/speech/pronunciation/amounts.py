"""Amounts of money, with the sign or the letters of a currency before or behind them."""

import re

from callsheet.adapters.speech.pronunciation.numbers import cardinal, decimal, said
from callsheet.adapters.speech.pronunciation.rules import BEGINS, DASH, ENDS, MINUS, NUMBER, PLACES, Rule, minus, one_of
from callsheet.ports.currencies import ABBREVIATIONS, CURRENCIES, NAMED, SIGNS, Currency

SYMBOLS = "".join(SIGNS)
DOLLARS = "|".join(code for code, currency in CURRENCIES.items() if currency.many == "dollars")
# A word in capitals before a number is more often the word.
WORDS = frozenset({"TRY", "COP", "PEN"})
BEFORE = rf"(?:[A-Z]{{0,3}}\$|[{SYMBOLS}]|(?<!\w)(?:Rs\.?|RM|Fr\.|kr|{'|'.join(sorted(CURRENCIES.keys() - WORDS))}))"
BEHIND = rf"(?:[A-Z]{{0,3}}\$|[{SYMBOLS}]|(?:Rs|kr|zł|Kč|Ft|{'|'.join(CURRENCIES)})(?!\w))"
# Behind a number they make it an amount, however many digits it has without a comma (as the filter `money` gives it).
UNITS_OF_MONEY = "|".join(sorted(NAMED, key=len, reverse=True))
# Those whose hundredths have the same name everywhere. Pounds can be a weight.
OF_UNITS = {
    name: currency for name, currency in NAMED.items() if currency.parts == 100 and name not in ("pound", "pounds")
}
SCALES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "b": "billion",
    "bn": "billion",
    "tn": "trillion",
    **{word: word for word in ("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore")},
    "lakhs": "lakh",
    "crores": "crore",
}
LETTERS = "[KkMmBb][nN]?|tn"
SCALE = rf"(?:\s(?P<scale>hundred|thousand|million|billion|trillion|lakhs?|crores?|mn|bn)(?!\w)|(?P<letter>{LETTERS}))?"
STOPS = r"(?!\w)(?![.,][0-9])"
# How numbers are grouped elsewhere, beside money or a unit: 1.234,56 and 12,5.
BESIDE = rf"(?=\s?(?:{BEHIND}|(?:{UNITS_OF_MONEY}|km|kg|cm|mm)(?!\w)|[%°]))"


def _money(match: re.Match[str]) -> str:
    """`$1,245.50`, `EUR 12`, `£3.07`, `$-5`, `$2.5 million`."""
    whole, places = match["whole"] or "0", match["places"] or ""
    if not match["whole"] and not places:
        return match[0]
    groups = match.groupdict()
    sign = minus(match) or ("minus " if groups.get("inner") else "")
    scale = match["scale"] or (match["letter"] or "").lower()
    return sign + _amount(_currency(match["currency"]), whole, places, SCALES.get(scale, ""))


def _currency(sign: str) -> Currency:
    return CURRENCIES.get(sign) or CURRENCIES[SIGNS.get(sign) or ABBREVIATIONS.get(sign) or "USD"]


def _amount(currency: Currency, whole: str, places: str, scale: str) -> str:
    most = len(str(currency.parts)) - 1  # digits of its parts: none where nobody uses any
    if scale or len(places) > most:
        return f"{decimal(whole, places)} {scale} {currency.many}".replace("  ", " ")
    parts = int(places.ljust(most, "0") or 0)
    spoken = []
    if int(whole.replace(",", "")) or not parts:
        units = said(whole) if "," in whole else cardinal(int(whole))
        spoken.append(f"{units} {currency.one if units == 'one' else currency.many}")
    if parts:
        spoken.append(f"{cardinal(parts)} {currency.one_part if parts == 1 else currency.many_parts}")
    return " and ".join(spoken)


def _words(match: re.Match[str]) -> str:
    """`12.50 dollars`."""
    return minus(match) + _amount(OF_UNITS[match["unit"]], match["whole"], match["places"], "")


def _cents(match: re.Match[str]) -> str:
    """`50¢`."""
    cents = said(match["whole"])
    return f"{minus(match)}{cents} cent{'' if cents == 'one' else 's'}"


def _sign(match: re.Match[str]) -> str:
    """One that stands beside no number."""
    return f" {_currency(match['sign']).many}{' ' if match['joined'] else ''}"


def _range(match: re.Match[str]) -> str:
    """`$5-10`, `$1-$2 million`: the sign and the scale belong to both."""
    scale = "" if match["from"][-1].isalpha() else match["scale"] or ""
    return f"{match['from']}{scale if scale.strip() in SCALES else ''} to {match['sign']}"


def _in_english(match: re.Match[str]) -> str:
    """`1.234,56`, `1 234,56`, `1’234.50` -> `1,234.56`; `12,5` -> `12.5`."""
    whole = re.sub(r"[^0-9]", ",", match["whole"])
    return f"{whole}.{match['places']}" if match["places"] else whole


GROUPINGS = (
    Rule(re.compile(rf"{BEGINS}[1-9][0-9]{{0,2}}(?: 000){{1,5}}{ENDS}"), lambda match: match[0].replace(" ", ",")),
    # Dots between the thousands and a comma behind them are nothing else; dots alone could be an address.
    Rule(
        re.compile(r"(?<![\w/.,])(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){1,5}),(?P<places>[0-9]{1,2})(?![\w,.]?[0-9])"),
        _in_english,
    ),
    Rule(re.compile(rf"(?<![\w/.,])(?P<whole>[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,5}})(?P<places>){BESIDE}"), _in_english),
    Rule(
        re.compile(
            rf"(?<![\w/.,])(?P<whole>[0-9]{{1,3}}(?:[ ’'][0-9]{{3}}){{1,5}})(?:[.,](?P<places>[0-9]{{1,2}}))?{BESIDE}"
        ),
        _in_english,
    ),
    Rule(
        re.compile(
            r"(?<![\w/.,])(?P<whole>[0-9]{1,3}(?:[’'][0-9]{3}){1,5})(?:\.(?P<places>[0-9]{1,2}))?(?![\w,.]?[0-9])"
        ),
        _in_english,
    ),
    Rule(re.compile(rf"(?<![\w/.,])(?P<whole>[0-9]{{1,15}}),(?P<places>[0-9]{{1,2}}){BESIDE}"), _in_english),
    Rule(
        re.compile(
            rf"(?P<before>{BEFORE}\s?)"
            r"(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){2,5}|[0-9]{1,3}(?: [0-9]{3}){1,5})"
            r",(?P<places>[0-9]{2})(?![\w,.]?[0-9])"
        ),
        lambda match: match["before"] + _in_english(match),
    ),
)
MONEY_RANGES = (
    Rule(
        re.compile(
            rf"(?P<from>(?P<sign>[A-Z]{{0,3}}[{SYMBOLS}])[0-9][0-9.,]{{0,15}}[kKmMbB]?){DASH}(?:[A-Z]{{0,3}}[{SYMBOLS}])?"
            rf"(?=[0-9][0-9.,]{{0,15}}(?P<scale>\s?[a-z]{{5,8}}|[kKmMbB])?)"
        ),
        _range,
    ),
)
AMOUNTS = (
    Rule(
        re.compile(
            rf"{MINUS}(?<!\w)(?:(?:{DOLLARS})\s?(?=\$))?(?P<currency>{BEFORE})\s?(?P<inner>[-−])?"
            rf"(?P<whole>{NUMBER})?{PLACES}{SCALE}{STOPS}(?:/-|\s(?:{DOLLARS}|EUR|GBP)(?!\w))?"
        ),
        _money,
    ),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}{SCALE}\s?(?P<currency>{BEHIND})(?!\w)"), _money),
    Rule(
        re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER})\.(?P<places>[0-9]{{2}})\s(?P<unit>{one_of(OF_UNITS)})(?!\w)"),
        _words,
    ),
    Rule(
        re.compile(rf"{BEGINS}(?P<whole>[0-9]{{5,15}})(?= (?:{UNITS_OF_MONEY})(?!\w))"),
        lambda match: said(match["whole"]),
    ),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER})\s?¢"), _cents),
    Rule(
        re.compile(rf"(?<!at ){BEGINS}(?P<whole>[0-9]{{1,2}})p(?!\w)"),
        lambda match: _amount(CURRENCIES["GBP"], "0", match["whole"].zfill(2), ""),
    ),
)
LEFT_OVER = (
    Rule(re.compile(rf"\s?(?P<sign>[{SYMBOLS}])(?=(?P<joined>\w)?)"), _sign),
    Rule(re.compile(r"\s?¢"), lambda _: " cents "),
    Rule(re.compile(r"\s?%"), lambda _: " percent"),
)
