"""Amounts: of money, in percent, with a unit."""

import re
from dataclasses import dataclass

from engine.adapters.speech.pronunciation.numbers import cardinal, decimal, said
from engine.adapters.speech.pronunciation.rules import BEGINS, ENDS, MINUS, NUMBER, Rule, minus


@dataclass(frozen=True, slots=True)
class Currency:
    """One and many units, one and many hundredths; without these, where nobody uses any."""

    one: str
    many: str
    part: str = ""
    parts: str = ""


DOLLAR = Currency("dollar", "dollars", "cent", "cents")
EURO = Currency("euro", "euros", "cent", "cents")
POUND = Currency("pound", "pounds", "penny", "pence")
YEN = Currency("yen", "yen")
RUPEE = Currency("rupee", "rupees", "paisa", "paise")
CURRENCIES = {
    "$": DOLLAR,
    "€": EURO,
    "£": POUND,
    "¥": YEN,
    "₹": RUPEE,
    "USD": DOLLAR,
    "CAD": DOLLAR,
    "AUD": DOLLAR,
    "NZD": DOLLAR,
    "SGD": DOLLAR,
    "HKD": DOLLAR,
    "EUR": EURO,
    "GBP": POUND,
    "JPY": YEN,
    "INR": RUPEE,
    "CHF": Currency("franc", "francs", "centime", "centimes"),
    "MXN": Currency("peso", "pesos", "centavo", "centavos"),
}
# Behind a number they make it an amount, however many digits it has without a comma (as the filter `money` gives it).
UNITS_OF_MONEY = (
    "baht|dinars|dirhams|dollars|dong|euros|forints|francs|hryvnias|korunas|kroner|kronor|krónur|lei|leva"
    "|lira|naira|pesos|pounds|rand|reais|ringgit|riyals|rubles|rupees|rupiah|shekels|shillings|soles|won|yen|yuan|zlotys"
)
SCALES = {"k": "thousand", "m": "million", "b": "billion"}
UNITS = {
    "km": ("kilometer", "kilometers"),
    "km/h": ("kilometer per hour", "kilometers per hour"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "mi": ("mile", "miles"),
    "mph": ("mile per hour", "miles per hour"),
    "ft": ("foot", "feet"),
    "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"),
    "ml": ("milliliter", "milliliters"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "sec": ("second", "seconds"),
    "GB": ("gigabyte", "gigabytes"),
    "MB": ("megabyte", "megabytes"),
    "°": ("degree", "degrees"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
}

CODES = "|".join(re.escape(code) for code in CURRENCIES if code.isalpha())
SYMBOLS = "".join(code for code in CURRENCIES if not code.isalpha())
NAMES = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
PLACES = r"(?:\.(?P<places>[0-9]{1,10}))?"
SCALE = r"(?:\s(?P<scale>hundred|thousand|million|billion|trillion)|(?P<letter>[KkMmBb]))?"
AMOUNT = rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}"
STOPS = r"(?!\w)(?![.,][0-9])"


def _money(match: re.Match[str]) -> str:
    """`$1,245.50`, `EUR 12`, `£3.07`, `$2.5 million`."""
    currency = CURRENCIES[match["currency"]]
    whole, places = (match["whole"] or "0").replace(",", ""), match["places"] or ""
    if not match["whole"] and not places:
        return match[0]
    scale = match["scale"] or SCALES.get((match["letter"] or "").lower(), "")
    if scale or len(places) > 2 or (places and not currency.part):
        return f"{minus(match)}{decimal(whole, places)} {scale} {currency.many}".replace("  ", " ")
    units, parts = int(whole), int(places.ljust(2, "0") or 0)
    spoken = []
    if units or not parts:
        spoken.append(f"{cardinal(units)} {currency.one if units == 1 else currency.many}")
    if parts:
        spoken.append(f"{cardinal(parts)} {currency.part if parts == 1 else currency.parts}")
    return minus(match) + " and ".join(spoken)


def _percent(match: re.Match[str]) -> str:
    return f"{minus(match)}{decimal(match['whole'], match['places'] or '')} percent"


def _unit(match: re.Match[str]) -> str:
    """`5 km`, `1 lb`, `20°C`."""
    one, many = UNITS[match["unit"]]
    spoken = decimal(match["whole"], match["places"] or "")
    return f"{minus(match)}{spoken} {one if spoken == 'one' else many}"


AMOUNTS = (
    Rule(
        re.compile(rf"(?P<from>[{SYMBOLS}][0-9][0-9.,]{{0,15}})\s?[-–]\s?(?P<until>[{SYMBOLS}])?(?=[0-9])"),
        lambda match: f"{match['from']} to {match['from'][0]}",
    ),
    Rule(
        re.compile(
            rf"{MINUS}(?:(?<!\w)(?:US|C|A|NZ))?(?P<currency>[{SYMBOLS}]|(?<!\w)(?:{CODES}))\s?"
            rf"(?P<whole>{NUMBER})?{PLACES}{SCALE}{STOPS}"
        ),
        _money,
    ),
    Rule(
        re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}{SCALE}\s?(?P<currency>[{SYMBOLS}]|{CODES})(?!\w)"),
        _money,
    ),
    Rule(
        re.compile(rf"{BEGINS}(?P<whole>[0-9]{{5,15}})(?= (?:{UNITS_OF_MONEY})(?!\w))"),
        lambda match: said(match["whole"]),
    ),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}\s?%"), _percent),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}\s?(?P<unit>{NAMES}){ENDS}"), _unit),
)
