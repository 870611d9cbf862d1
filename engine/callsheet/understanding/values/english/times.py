"""Times of day in English: "half past seven", "seven thirty in the evening", "7:30 pm", "oh two oh four", "noon"."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from callsheet.understanding.values.english import dates
from callsheet.understanding.values.english.agreeing import CORRECTED, meant
from callsheet.understanding.values.english.ahead import AHEAD, moments_ahead
from callsheet.understanding.values.english.figures import figures_of
from callsheet.understanding.values.english.forms import NO_NUMBER, Occasion, Parts, SpokenForm, beside
from callsheet.understanding.values.meant import Meant

NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
# Hours that people mean first: seven is in the morning, six in the afternoon.
USUAL = range(7, 19)
# Minutes that need not be called so before an hour: "three to five" is no time.
TO_THE_HOUR = (5, 10, 20, 25)

HALF = r"(?:,? ?(?P<half>[ap])\.? ?m\b)"
PART = r"(?:,? (?:in the|this|tomorrow) (?:morning|afternoon|evening)|,? at night|,? tonight)"
CLOCK = r"(?:,? o ?clock)"
TELLING = rf"(?:(?={CLOCK}|,? ?[ap]\.? ?m\b|{PART}){CLOCK}?{HALF}?{PART}?)"
HOUR = r"(?P<hour>[01]?\d|2[0-4])(?!\d|th|st|nd|rd)"
MINUTE = (
    r"(?:(?::|\.|h)(?P<minute>[0-5]\d)(?!\d)| (?P<minute_said>[0-5]\d)(?!\d|:)| (?:oh?|0) (?P<minute_low>[1-9])(?!\d))"
)
ZERO = r"(?P<zero>(?:oh?|0) )?"
AT = r"(?<=\bat )"
# What may stand behind an hour that is no more than a number: "seven would be fine", but not "seven people".
ALONE = (
    r"(?= ?(?:$|[,.;!?\u2026-])| (?:please|thanks|thank|works?|would|will|is|sounds|suits|on|in|then|if|maybe|ish"
    r"|should|could|can|does|i|we|it|this|tomorrow|today|tonight|next|or|to|and|the|until|till|through|no|sorry|wait"
    r"|sharp|exactly|\w+day)\b)"
)


def both(hour: int, minute: int) -> list[time]:
    """A time of the clock's face, in both halves of the day."""
    return usual_first(time(hour % 12 + half, minute) for half in (0, 12))


def usual_first(times: Iterable[time]) -> list[time]:
    """The times, those first that people mean first."""
    return sorted(times, key=lambda each: each.hour not in USUAL)


def by_the_clock(said: Parts, _: Occasion) -> Sequence[time]:
    """`7:30 pm`, `7 30`, `oh 2 oh 4`, `1900 hours`."""
    hour, minute = int(said["hour"]), int(said["minute"] or said["minute_said"] or said["minute_low"] or 0)
    if said["half"]:
        return [time(hour % 12 + 12 * (said["half"] == "p"), minute)] if 0 < hour <= 12 else ()
    if 0 < hour <= 12 and not said["zero"] and not said["hours"] and said["hour"][0] != "0":
        return both(hour, minute)
    return [time(hour % 24, minute)]


def by_fraction(said: Parts, occasion: Occasion) -> Sequence[time]:
    """`half past 7`, `10 to 8`, `quarter of 5`."""
    minutes = {"half": 30, "quarter": 15}.get(said["fraction"]) or int(said["count"])
    after = said["side"] in ("past", "after")
    if said["count"] and not after and not said["called"] and minutes not in TO_THE_HOUR:
        return ()
    if not 0 < minutes <= 30 or (minutes == 30 and not after):
        return ()
    hours = [NAMED[said["named"]]] if said["named"] else by_the_clock(said, occasion)
    return usual_first(_shifted(hour, minutes if after else -minutes) for hour in hours)


def _shifted(hour: time, minutes: int) -> time:
    return (datetime.combine(datetime.min.replace(day=2), hour) + timedelta(minutes=minutes)).time()


def half_hour(said: Parts, occasion: Occasion) -> Sequence[time]:
    """`half 7`, as half past."""
    return usual_first(_shifted(hour, 30) for hour in by_the_clock(said, occasion))


def named(said: Parts, _: Occasion) -> Sequence[time]:
    return [NAMED[said["named"]]]


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?: sharp| exactly| on the dot| 1(?= ?(?:$|[,.;!?]| please)))?")


def ahead(said: Parts, occasion: Occasion) -> Sequence[time]:
    return [moment.time() for moment in moments_ahead(said, occasion)]


FORMS = (
    NO_NUMBER,
    *beside(form for form in dates.FORMS if form.reads is not dates.ahead),
    *(SpokenForm(pattern, ahead) for pattern in AHEAD),
    SpokenForm(_form(r"(?:12 )?(?P<named>noon|midday|midnight)\b"), named),
    SpokenForm(
        _form(
            r"(?:a )?(?:(?P<fraction>half|quarter)|(?P<count>\d\d?)(?P<called> minutes?)?)"
            rf" (?P<side>past|after|to|till?|before|of) (?:(?P<named>noon|midday|midnight)\b|{HOUR}(?!:\d){TELLING}?)"
        ),
        by_fraction,
    ),
    SpokenForm(_form(rf"half {HOUR}(?!:\d){TELLING}?"), half_hour),
    SpokenForm(_form(rf"{ZERO}{HOUR}{MINUTE}?{TELLING}"), by_the_clock),
    SpokenForm(_form(rf"{ZERO}{HOUR}(?::|h)(?P<minute>[0-5]\d)(?!\d)(?::[0-5]\d)?"), by_the_clock),
    SpokenForm(_form(rf"{AT}{ZERO}{HOUR}{MINUTE}?{ALONE}"), by_the_clock),
    SpokenForm(_form(rf"{ZERO}{HOUR}{MINUTE}{ALONE}"), by_the_clock, sure=False),
    SpokenForm(_form(rf"{ZERO}{HOUR}{ALONE}"), by_the_clock, sure=False),
    SpokenForm(
        _form(rf"{ZERO}(?P<hour>[01]?\d|2[0-3])(?P<minute>[0-5]\d)(?: ?(?P<hours>hours)\b|{TELLING}|{ALONE})"),
        by_the_clock,
        sure=False,
    ),
    SpokenForm(re.compile(r"\b\d+(?:[:.,]\d+)*(?:th|st|nd|rd)?"), sure=False),
)


# Parts of the day with their hours, as people speak of them: two at night is past midnight.
PARTS: dict[str, frozenset[int]] = {
    "morning": frozenset(range(12)),
    "afternoon": frozenset(range(12, 19)),
    "evening": frozenset(range(16, 24)),
    "tonight": frozenset((*range(16, 24), *range(4))),
    "night": frozenset((*range(17, 24), *range(6))),
}
PART_SAID = re.compile(rf"(?<!good )\b(?:{'|'.join(PARTS)})\b")


def parts_of(words: str) -> list[str]:
    """The parts of the day that are named, last of all."""
    text = words.lower()
    corrected = max((match.end() for match in CORRECTED.finditer(text)), default=0)
    return PART_SAID.findall(text, corrected) or PART_SAID.findall(text)


def read(words: str, occasion: Occasion) -> tuple[Meant, ...]:
    """The times, in the part of the day that is named: "tomorrow morning at nine"."""
    hours = set(range(24)).intersection(*(PARTS[part] for part in parts_of(words)))
    found = meant(figures_of(words), FORMS, occasion)
    return tuple(each for each in found if isinstance(each.value, time) and each.value.hour in hours)
