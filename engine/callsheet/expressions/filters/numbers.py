"""Filters of numbers: `money`, `digits`, `ordinal`, `plural`, `round`."""

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext

from callsheet.diagnostics.suggest import nearest
from callsheet.expressions.filters.filter import Arguments, Filter, no_arguments
from callsheet.expressions.values import Names, Unusable, is_number, number_text
from callsheet.ports.currencies import CURRENCIES, SIGNS
from callsheet.ports.english import FIRST_TWENTY
from callsheet.ports.values import Value

MOST_PLACES = 10
SPOKEN_SIGNS = {"+": "plus", "*": "star", "#": "pound"}


def whole(value: Value, expected: str) -> int:
    """The value as a whole number; 3.0 is one, 2.5 and true are none."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unusable("bad_value", f"needs {expected}")
    return value


def written(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # thousands of digits
        raise Unusable("bad_value", "needs a smaller number") from None


# A longer word is a name, and not one of the three letters of a code with one too many.
MOST_OF_A_CODE = 4


def money(value: Value, arguments: Arguments, _: Names) -> Value:
    """1250 -> `12 euros and 50 cents`. The number counts cents (whole units where a currency has none)."""
    amount = whole(value, "a whole number of cents")
    currency = CURRENCIES[str(arguments[0])]
    units, parts = divmod(abs(amount), currency.parts)
    spoken = []
    if units or not parts:
        spoken.append(f"{written(units)} {currency.one if units == 1 else currency.many}")
    if parts:
        spoken.append(f"{parts} {currency.one_part if parts == 1 else currency.many_parts}")
    return ("minus " if amount < 0 else "") + " and ".join(spoken)


def refuse_money(arguments: Arguments) -> str:
    if len(arguments) != 1 or not isinstance(arguments[0], str):
        return "it needs the currency"
    code = arguments[0]
    if code in CURRENCIES:
        return ""
    *others, last = [f'"{meant}"' for meant in _meant(code)] or [""]
    guess = f"{', '.join(others)} or {last}" if others else last
    return f'"{code}" is no currency that it knows' + (f", did you mean {guess}?" if guess else "")


def _meant(word: str) -> list[str]:
    """The codes of the currencies that somebody calls so: by a sign, a name such as `dollars`, or a code misspelt."""
    name = word.casefold().split()[-1:]
    if word in SIGNS:
        return [SIGNS[word]]
    named = [code for code, currency in CURRENCIES.items() if name and name[0] in (currency.one, currency.many)]
    near = nearest(word, CURRENCIES) if len(word) <= MOST_OF_A_CODE else None
    return named or ([near] if near else [])


def digits(value: Value, _: Arguments, __: Names) -> Value:
    """+1415 -> `plus 1 4 1 5`: letters and digits one by one; spaces, hyphens and brackets are left out."""
    prefix = ""
    if not isinstance(value, str):
        amount = whole(value, "a text or a whole number")
        prefix, value = ("minus " if amount < 0 else ""), written(abs(amount))
    spoken = [SPOKEN_SIGNS.get(character, character.upper()) for character in value]
    return prefix + " ".join(one for one in spoken if one.isalnum())


def ordinal(value: Value, _: Arguments, __: Names) -> Value:
    """3 -> `third`, 21 -> `21st`."""
    place = whole(value, "a whole number")
    if place < 0:
        raise Unusable("bad_value", "needs a number that is not negative")
    if 1 <= place <= len(FIRST_TWENTY):
        return FIRST_TWENTY[place - 1]
    ending = "th" if 11 <= place % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return written(place) + ending


def plural(value: Value, arguments: Arguments, _: Names) -> Value:
    """The noun for that many: the first for 1 (and for minus 1), else the second."""
    if not is_number(value):
        raise Unusable("bad_value", "needs a number")
    return arguments[0] if value in (1, -1) else arguments[1]


def refuse_plural(arguments: Arguments) -> str:
    right = len(arguments) == 2 and all(isinstance(argument, str) and argument for argument in arguments)
    return "" if right else "it needs two texts, for one and for many"


def round_number(value: Value, arguments: Arguments, _: Names) -> Value:
    """2.5 -> 3, as people round; with places, 2.345 -> 2.35."""
    if not is_number(value):
        raise Unusable("bad_value", "needs a number")
    places = arguments[0] if arguments else 0
    if isinstance(value, int):
        return value
    if not isinstance(places, int) or not math.isfinite(value):
        raise Unusable("bad_value", "needs a number")
    with localcontext() as context:
        context.prec = 400  # more than the largest decimal number has
        rounded = Decimal(number_text(value, "")).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return float(rounded) if places else int(rounded)


def refuse_round(arguments: Arguments) -> str:
    if not arguments:
        return ""
    places = arguments[0]
    right = len(arguments) == 1 and isinstance(places, int) and not isinstance(places, bool)
    if right and isinstance(places, int) and 0 <= places <= MOST_PLACES:
        return ""
    return f"it needs the number of decimal places, 0 to {MOST_PLACES}, or nothing"


MONEY = Filter(money, refuse_money, 'bill.cents | money("EUR")', frozenset({"number"}), "speech")
DIGITS = Filter(digits, no_arguments, "call.caller_number | digits", frozenset({"text", "number"}), "speech")
ORDINAL = Filter(ordinal, no_arguments, "loop.number | ordinal", frozenset({"number"}), "speech")
PLURAL = Filter(plural, refuse_plural, 'loop.total | plural("message", "messages")', frozenset({"number"}), "speech")
ROUND = Filter(round_number, refuse_round, "reading.degrees | round(1)", frozenset({"number"}), "number")
