"""Numbers with a unit, in percent, and so many times."""

import re

from callsheet.adapters.speech.pronunciation.numbers import cardinal, decimal, so_many
from callsheet.adapters.speech.pronunciation.rules import BEGINS, ENDS, MINUS, NUMBER, PLACES, Rule, minus, one_of

MANY = {
    "km": "kilometers",
    "km/h": "kilometers per hour",
    "kmh": "kilometers per hour",
    "kph": "kilometers per hour",
    "cm": "centimeters",
    "mm": "millimeters",
    "mi": "miles",
    "mph": "miles per hour",
    "ft": "feet",
    "yd": "yards",
    "sq ft": "square feet",
    "sq. ft.": "square feet",
    "km²": "square kilometers",
    "m²": "square meters",
    "m³": "cubic meters",
    "cm³": "cubic centimeters",
    "kg": "kilograms",
    "mg": "milligrams",
    "mcg": "micrograms",
    "L": "liters",
    "ml": "milliliters",
    "mL": "milliliters",
    "lb": "pounds",
    "lbs": "pounds",
    "oz": "ounces",
    "gal": "gallons",
    "hr": "hours",
    "hrs": "hours",
    "min": "minutes",
    "mins": "minutes",
    "sec": "seconds",
    "secs": "seconds",
    "h": "hours",
    "ms": "milliseconds",
    "tsp": "teaspoons",
    "tbsp": "tablespoons",
    "fl oz": "fluid ounces",
    "fl. oz.": "fluid ounces",
    "mmHg": "millimeters of mercury",
    "yr": "years",
    "yrs": "years",
    "wks": "weeks",
    "KB": "kilobytes",
    "kB": "kilobytes",
    "MB": "megabytes",
    "GB": "gigabytes",
    "TB": "terabytes",
    "Mbps": "megabits per second",
    "Gbps": "gigabits per second",
    "kW": "kilowatts",
    "kWh": "kilowatt hours",
    "mAh": "milliamp hours",
    "kcal": "kilocalories",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "dB": "decibels",
    "°": "degrees",
    "°C": "degrees Celsius",
    "°F": "degrees Fahrenheit",
    "° C": "degrees Celsius",
    "° F": "degrees Fahrenheit",
    "%": "percent",
}
# One letter is a unit only behind a space: "5 m", but "5m" is a plan's name, or five millions.
MANY_APART = {"m": "meters", "g": "grams", "l": "liters", "L": "liters", "h": "hours", "W": "watts", "V": "volts"}
ONE = {"feet": "foot"}
UNCHANGED = ("hertz", "percent")
# Behind a slash, what something is counted by: $5/mo, 60 mi/hr.
EACH = {
    **{word: word for word in ("second", "minute", "hour", "day", "night", "week", "month", "quarter", "year")},
    **{word: word for word in ("person", "unit", "item", "call", "user", "page", "litre", "liter", "gallon", "mile")},
    "kWh": "kilowatt hour",
    "GB": "gigabyte",
    "MB": "megabyte",
    "s": "second",
    "min": "minute",
    "hr": "hour",
    "wk": "week",
    "mo": "month",
    "yr": "year",
    "lb": "pound",
    "kg": "kilogram",
    "km": "kilometer",
    "gal": "gallon",
}


def _unit(match: re.Match[str]) -> str:
    """`5 km`, `1 lb`, `20°C`, `-3.5%`."""
    many = (MANY | MANY_APART)[match["unit"]]
    spoken = decimal(match["whole"], match["places"] or "")
    return f"{minus(match)}{spoken} {_one(many) if spoken == 'one' else many}"


def _one(many: str) -> str:
    words = many.split(" ")
    at = next((at for at, word in enumerate(words) if word in ("per", "Celsius", "Fahrenheit")), len(words)) - 1
    if words[at] not in UNCHANGED:
        words[at] = ONE.get(words[at]) or words[at].removesuffix("s")
    return " ".join(words)


def _times(match: re.Match[str]) -> str:
    """`2x`."""
    spoken = decimal(match["whole"], match["places"] or "")
    return f"{spoken} time{'' if spoken == 'one' else 's'}"


def _height(match: re.Match[str]) -> str:
    """`5'10"`."""
    feet, inches = int(match["feet"]), int(match["inches"])
    return f"{cardinal(feet)} {'foot' if feet == 1 else 'feet'} {cardinal(inches)} inch{'' if inches == 1 else 'es'}"


def _hours(match: re.Match[str]) -> str:
    """`2h 30m`, `1h15`."""
    hours, minutes = int(match["hours"]), int(match["minutes"])
    return f"{so_many(hours, 'hour')} {so_many(minutes, 'minute')}"


# Before anything is taken for a number: a point without a nought, and what parts the sides of something.
BEFORE_UNITS = (
    Rule(re.compile(rf"(?<![\w.])\.(?=[0-9]{{1,10}}\s?(?:{one_of(MANY)}){ENDS})"), lambda _: "0."),
    Rule(re.compile(r"(?<=[0-9]) x (?=[0-9])|(?<=[0-9]\.[0-9])[x×](?=[0-9])"), lambda _: " by "),
    Rule(
        re.compile(
            r"(?P<high>(?<![\w/])[0-9]{2,3})/(?=[0-9]{2,3}\s?mmHg\b)"
            r"|(?<=\bBP )(?P<also>[0-9]{2,3})/(?=[0-9]{2,3}(?![\w/]))"
            r"|(?<=blood pressure )(?P<third>[0-9]{2,3})/(?=[0-9]{2,3}(?![\w/]))"
        ),
        lambda match: f"{match[0][:-1]} over ",
    ),
)
UNITS = (
    Rule(re.compile(rf"{BEGINS}(?P<feet>[1-9])['′] ?(?P<inches>[0-9]|1[01])[\"″]"), _height),
    Rule(re.compile(rf"{BEGINS}(?P<feet>[1-9]) ?ft\.? (?P<inches>[0-9]|1[01]) ?in\b"), _height),
    Rule(re.compile(r"(?<=by )(?P<side>[0-9]{1,3}) ?in\b"), lambda match: f"{match['side']} inches"),
    Rule(re.compile(rf"{BEGINS}(?P<hours>[0-9]{{1,3}})h ?(?P<minutes>[0-5]?[0-9])(?: ?m(?:in)?)?{ENDS}"), _hours),
    Rule(re.compile(rf"{BEGINS}(?P<whole>[0-9]{{2,4}})(?P<places>)(?P<minus>)(?P<unit>g){ENDS}"), _unit),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}\s?(?P<unit>{one_of(MANY)}){ENDS}"), _unit),
    Rule(re.compile(rf"{MINUS}{BEGINS}(?P<whole>{NUMBER}){PLACES}\s(?P<unit>{one_of(MANY_APART)}){ENDS}"), _unit),
    Rule(
        re.compile(rf"{BEGINS}(?P<one>[0-9]{{1,4}})[x×](?P<other>[0-9]{{1,4}}){ENDS}"),
        lambda match: f"{cardinal(int(match['one']))} by {cardinal(int(match['other']))}",
    ),
    Rule(re.compile(rf"{BEGINS}(?P<whole>[0-9]{{1,3}}){PLACES}[x×](?!\w)"), _times),
    Rule(
        re.compile(rf"{BEGINS}(?P<seconds>[0-9]{{2,3}})s(?!\w)"),
        lambda match: f"{cardinal(int(match['seconds']))} seconds",
    ),
    Rule(re.compile(rf"(?<=\w) ?/ ?(?P<each>{one_of(EACH)})\b(?!/)"), lambda match: f" per {EACH[match['each']]}"),
)
