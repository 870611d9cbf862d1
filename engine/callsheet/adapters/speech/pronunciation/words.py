"""What is written short and said in full, where no digit tells so: days, months, streets."""

import re

from callsheet.adapters.speech.pronunciation.dates import WRITTEN
from callsheet.adapters.speech.pronunciation.rules import Rule, one_of
from callsheet.ports.english import DAYS, MONTHS

# As they are written short.
SHORT_DAYS = {day[:3]: day for day in DAYS} | {
    "Tues": "Tuesday",
    "Weds": "Wednesday",
    "Thur": "Thursday",
    "Thurs": "Thursday",
}
MONTHS_IN_FULL = {name: MONTHS[number - 1] for name, number in WRITTEN.items()}
CALENDAR = SHORT_DAYS | {day: day for day in DAYS} | MONTHS_IN_FULL
STREETS = {
    "St": "Street",
    "Ave": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "Dr": "Drive",
    "Ln": "Lane",
    "Ct": "Court",
    "Pl": "Place",
    "Sq": "Square",
    "Hwy": "Highway",
    "Pkwy": "Parkway",
    "Ter": "Terrace",
}
# Inside a house, or on a road, before its number or letter.
INSIDE = {
    "Apt": "Apartment",
    "apt": "apartment",
    "Ste": "Suite",
    "Bldg": "Building",
    "bldg": "building",
    "Fl": "Floor",
    "Rm": "Room",
    "Ext": "Extension",
    "Hwy": "Highway",
}
SHORT = {
    "e.g.": "for example",
    "i.e.": "that is",
    "approx.": "approximately",
    "vs.": "versus",
    "appt.": "appointment",
    "w/o": "without",
    "w/": "with",
    "Dept.": "Department",
    "dept.": "department",
    "Tel.": "Telephone",
    "tel.": "telephone",
    "ext.": "extension",
    "a.k.a.": "also known as",
    "max.": "maximum",
    "C#": "C sharp",
    "F#": "F sharp",
}
PLACE = r"[A-Z][\w'’-]{0,30}"
HOUSE = rf"[0-9]{{1,6}}[A-Z]?(?: [NSEW]{{1,2}}\.?)?(?: (?:{PLACE}|[0-9]{{1,3}}(?:st|nd|rd|th))){{1,3}} "


def _street(match: re.Match[str]) -> str:
    """`12 Oak St.`: the full stop is that of the sentence as well, where the text ends."""
    stop = "." if match["stop"] and match.end() == len(match.string) else ""
    return f"{match['before']}{STREETS[match['street']]}{stop}"


LIST = re.compile(
    rf"(?<!\w)(?:{one_of(SHORT_DAYS)})\b\.?(?:(?:,? (?:and|or|&) |, ?|/)(?:{one_of(SHORT_DAYS)})\b\.?){{1,7}}"
)
# Before a day alone: elsewhere "Sun" and "Sat" are words, and "Mon" a name.
BEFORE_DAYS = "on|by|from|to|until|till|through|this|next|last|every|each"
IN_LIST = re.compile(rf"\b(?P<day>{one_of(SHORT_DAYS)})\b(?:\.(?=,|/| [a-z&]))?")
WORDS = (
    Rule(LIST, lambda match: IN_LIST.sub(lambda day: SHORT_DAYS[day["day"]], match[0])),
    Rule(
        re.compile(rf"(?<!\w)(?P<from>{one_of(CALENDAR)})\.?\s?[-–—]\s?(?P<last>{one_of(CALENDAR)})(?!\w)"),
        lambda match: f"{CALENDAR[match['from']]} to {CALENDAR[match['last']]}",
    ),
    Rule(
        re.compile(rf"(?<!\w)(?P<day>{one_of(SHORT_DAYS)})\.?(?=,? (?:[0-9]|{one_of(MONTHS_IN_FULL)}))"),
        lambda match: SHORT_DAYS[match["day"]],
    ),
    Rule(
        re.compile(rf"(?P<before>\b(?i:{BEFORE_DAYS})\s)(?P<day>{one_of(SHORT_DAYS)})\b(?:\.(?! ?[A-Z]|$))?"),
        lambda match: match["before"] + SHORT_DAYS[match["day"]],
    ),
    Rule(re.compile(r"(?<![\w-])M\s?[-–]\s?F\b(?=,? [0-9])"), lambda _: "Monday to Friday"),
    Rule(re.compile(rf"(?P<before>(?<!\w){HOUSE})(?P<street>{one_of(STREETS)})\b(?P<stop>\.)?"), _street),
    Rule(
        re.compile(rf"(?P<before>(?<!\w)[0-9]{{1,3}}(?:st|nd|rd|th) )(?P<street>{one_of(STREETS)})\b(?P<stop>\.)?"),
        _street,
    ),
    Rule(
        re.compile(rf"(?P<before>(?<!\w){PLACE} )(?P<street>St|Ave|Blvd|Rd|Ln|Dr|Hwy|Pkwy)(?P<stop>\.)(?! [A-Z])"),
        _street,
    ),
    Rule(
        re.compile(rf"(?<!\w)(?P<part>{one_of(INSIDE)})\.? (?=[0-9A-Z]{{1,5}}\b)"),
        lambda match: f"{INSIDE[match['part']]} ",
    ),
    Rule(re.compile(rf"(?<![\w.])(?P<short>{one_of(SHORT)})(?!\w*@)"), lambda match: SHORT[match["short"]]),
    Rule(re.compile(r"(?<![\w.])(?<![0-9] )min\.(?= [0-9])"), lambda _: "minimum"),
)
