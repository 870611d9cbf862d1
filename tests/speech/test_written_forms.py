"""What people write in texts and rows, and how it is said: each kind with what nearly is of that kind."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation import speakable
from callsheet.ports.currencies import CURRENCIES, Currency

SHORT_NUMBERS = {
    "If it is an emergency, hang up and dial 911.": "If it is an emergency, hang up and dial nine one one.",
    "Call 112 or 999.": "Call one one two or nine nine nine.",
    "Call 911, 112, or 999.": "Call nine one one, one one two, or nine nine nine.",
    "Text 988 for help.": "Text nine eight eight for help.",
    "Please call us at 311.": "Please call us at three one one.",
    "text STOP to 988": "text STOP to nine eight eight",
    "dialing 119 and 120": "dialing one one nine and one two zero",
    "phone 999/112": "phone nine nine nine or one one two",
    "ring 101 or 111": "ring one zero one or one one one",
    "Dial 9-1-1 now.": "Dial nine one one now.",
    "Call: 911": "Call: nine one one",
    "call 1234": "call one two three four",
    "a 911 call": "a nine one one call",
    "911 emergency services": "nine one one emergency services",
    "The 988 Lifeline": "The nine eight eight Lifeline",
    "emergency number is 112": "emergency number is one one two",
    "☎ 911": "telephone nine one one",
    "Dial 100.": "Dial one zero zero.",
    "Dial 0 for the operator.": "Dial zero for the operator.",
    "Call 100 people today.": "Call one hundred people today.",
    "We called 200 customers.": "We called two hundred customers.",
    "We received 911 messages.": "We received nine hundred eleven messages.",
    "call 999 always": "call nine nine nine always",
}
GROUPS = {
    "Dial *67 first, press *1, then 9#.": "Dial star six seven first, press star one, then nine pound.",
    "ending in *4242": "ending in four two four two",
    "4111 1111 1111 1111": "four one one one, one one one one, one one one one, one one one one",
    "4111-1111-1111-1111": "four one one one, one one one one, one one one one, one one one one",
    "3782 822463 10005": "three seven eight two, eight two two four six three, one zero zero zero five",
    "**** **** **** 4242": "ending in four two four two",
    "card ending 4242": "card ending four two four two",
    "x4242": "x four two four two",
    "4242 4242": "four two four two, four two four two",
    "sort code 12-34-56": "sort code one two, three four, five six",
    "sort code 12-10-26": "sort code one two, one zero, two six",
    "12-34-56": "one two, three four, five six",
    "SSN 123-45-6789": "SSN one two three, four five, six seven eight nine",
    "zip 90210-1234": "zip nine zero two one zero, one two three four",
    "account 1234 5678": "account one two three four, five six seven eight",
    "account number 12345678": "account number one two three four, five six seven eight",
    "DE89 3704 0044 0532 0130 00": (
        "D E eight nine, three seven zero four, zero zero four four, zero five three two, zero one three"
        " zero, zero zero"
    ),
    "GB29 NWBK 6016 1331 9268 19": (
        "G B two nine, N W B K, six zero one six, one three three one, nine two six eight, one nine"
    ),
    "code: 12-34": "code: one two, three four",
    "pin 0042": "pin zero zero four two",
    "Flight BA 287": "Flight BA two eight seven",
    "order #1234": "order number one two three four",
    "Order 12,345": "Order one two three four five",
    "ISBN 978-3-16-148410-0": "ISBN nine seven eight, three, one six, one four eight four one zero, zero",
}
PHONES = {
    "415.555.0142": "four one five, five five five, zero one four two",
    "415-555-0142 ext. 12": "four one five, five five five, zero one four two extension twelve",
    "(415) 555-0142 x123": "four one five, five five five, zero one four two extension one two three",
    "ext. 12": "extension twelve",
    "extension 4021": "extension four zero two one",
    "1-800-FLOWERS": "one, eight zero zero, FLOWERS",
    "1-800-GO-FEDEX": "one, eight zero zero, GO FEDEX",
    "0800 1111": "zero eight zero zero, one one one one",
    "01 23 45 67 89": "zero one, two three, four five, six seven, eight nine",
    "01.23.45.67.89": "zero one, two three, four five, six seven, eight nine",
    "+33 1 23 45 67 89": "plus three three, one, two three, four five, six seven, eight nine",
    "+44 20 7946 0958": "plus four four, two zero, seven nine four six, zero nine five eight",
    "(020) 7946 0018": "zero two zero, seven nine four six, zero zero one eight",
    "+1 (415) 555-0142": "plus one, four one five, five five five, zero one four two",
    "1 800 555 0142": "one, eight zero zero, five five five, zero one four two",
    "call 555 0142": "call five five five, zero one four two",
    "tel. 555-0142": "telephone five five five, zero one four two",
}
MONEY = {
    "$ 1 234,50": "one thousand two hundred thirty-four dollars and fifty cents",
    "balance: $-12.50": "balance: minus twelve dollars and fifty cents",
    "$ -5": "minus five dollars",
    "€-5": "minus five euros",
    "£-3.50": "minus three pounds and fifty pence",
    "R$ 10": "ten reais",
    "R$ 1.234,56": "one thousand two hundred thirty-four reais and fifty-six centavos",
    "S$5": "five dollars",
    "HK$5": "five dollars",
    "US$ 1,000.50": "one thousand dollars and fifty cents",
    "CA$ 20": "twenty dollars",
    "MX$5": "five pesos",
    "₹1,50,000": "one lakh fifty thousand rupees",
    "₹1,00,00,000": "one crore rupees",
    "₹2.5 crore": "two point five crore rupees",
    "₹5 lakh": "five lakh rupees",
    "1,50,000 rupees": "one lakh fifty thousand rupees",
    "Rs. 500": "five hundred rupees",
    "Rs.500/-": "five hundred rupees",
    "Rs 1,50,000.50": "one lakh fifty thousand rupees and fifty paise",
    "12,50 €": "twelve euros and fifty cents",
    "12,5 €": "twelve euros and fifty cents",
    "€12,50": "twelve euros and fifty cents",
    "€0,99": "ninety-nine cents",
    "1.234,56 EUR": "one thousand two hundred thirty-four euros and fifty-six cents",
    "1.234 €": "one thousand two hundred thirty-four euros",
    "1.234.567 euro": "one million two hundred thirty-four thousand five hundred sixty-seven euro",
    "EUR 1.000.000,00": "one million euros",
    "1 234,56 €": "one thousand two hundred thirty-four euros and fifty-six cents",
    "1’234.50 CHF": "one thousand two hundred thirty-four francs and fifty centimes",
    "CHF 1'234.50": "one thousand two hundred thirty-four francs and fifty centimes",
    "CHF 12.50": "twelve francs and fifty centimes",
    "USD 5": "five dollars",
    "5 USD": "five dollars",
    "USD $5": "five dollars",
    "$5 USD": "five dollars",
    "5$": "five dollars",
    "$5k": "five thousand dollars",
    "$1.2M": "one point two million dollars",
    "$3bn": "three billion dollars",
    "$5–$10": "five dollars to ten dollars",
    "$5-10 million": "five million dollars to ten million dollars",
    "5-10 €": "five to ten euros",
    "50¢": "fifty cents",
    "1¢": "one cent",
    "50p": "fifty pence",
    "£3.50": "three pounds and fifty pence",
    "£1m": "one million pounds",
    "¥500.50": "five hundred point five zero yen",
    "₩10,000": "ten thousand won",
    "100 kr": "one hundred kronor",
    "50 zł": "fifty zlotys",
    "$.50": "fifty cents",
    "$5/month": "five dollars per month",
    "$12.50/hr": "twelve dollars and fifty cents per hour",
    "12.50 dollars": "twelve dollars and fifty cents",
    "3.50 euros": "three euros and fifty cents",
    "12.5 pounds": "twelve point five pounds",
    "12.50 dinars": "twelve point five zero dinars",
    "$100+": "one hundred dollars plus",
    "pay in €.": "pay in euros.",
    "PLEASE TRY 2 TIMES": "PLEASE TRY two TIMES",
    "$5 to 10 people": "five dollars to ten people",
}
DAYS = {
    "Due: 11/22": "Due: November twenty-second",
    "on 11/22, 2026": "on November twenty-second, twenty twenty-six",
    "2026/11/22": "November twenty-second, twenty twenty-six",
    "on 2/3": "on February third",
    "On 2/3 at 9:00.": "On February third at nine o’clock.",
    "Your appointment on 1/2 at 3pm": "Your appointment on January second at three PM",
    "due by 5/10": "due by May tenth",
    "from 11/22 to 11/29": "from November twenty-second to November twenty-ninth",
    "until 1/5, 2/6 and 3/7": "until January fifth, February sixth and March seventh",
    "between 11/22 and 11/29": "between November twenty-second and November twenty-ninth",
    "11/22-11/29": "November twenty-second to November twenty-ninth",
    "Monday, 11/22 at 9am": "Monday, November twenty-second at nine AM",
    "Wed 11/22": "Wednesday November twenty-second",
    "week of 11/22": "week of November twenty-second",
    "12/25 at noon": "December twenty-fifth at noon",
    "on the 2/3": "on February third",
    "by 13/40": "by thirteen slash forty",
    "on 1/2 of them": "on one half of them",
    "between 1/2 and 3/4": "between one half and three quarters",
    "11/22": "eleven slash twenty-two",
    "Nov 3-5": "November third to fifth",
    "Nov 28 - Dec 2": "November twenty-eighth to December second",
    "3-5 November": "the third to the fifth of November",
    "2026-11-22 - 2026-11-29": (
        "November twenty-second, twenty twenty-six to November twenty-ninth, twenty twenty-six"
    ),
    "2026-11-22T10:00:00-05:00": "November twenty-second, twenty twenty-six at ten o’clock UTC minus five",
    "2026-11-22T15:00:03.5Z": "November twenty-second, twenty twenty-six at three PM and three seconds UTC",
    "the '90s": "the nineties",
    "the 80s": "the eighties",
    "in his 30s": "in his thirties",
}
RANGES = {
    "We are open 9am–5pm, Mon–Sat.": "We are open nine AM to five PM, Monday to Saturday.",
    "Mon., Wed. and Fri": "Monday, Wednesday and Friday",
    "9-5": "nine to five",
    "9-5pm": "nine to five PM",
    "9–11am": "nine to eleven AM",
    "9:00–17:00": "nine o’clock to five PM",
    "9:30am–5:15pm": "nine thirty AM to five fifteen PM",
    "10:30-11:30": "ten thirty to eleven thirty",
    "9 a.m. - noon": "nine AM to noon",
    "noon-1pm": "noon to one PM",
    "10-15 minutes": "ten to fifteen minutes",
    "pages 3-5": "pages three to five",
    "1,000-2,000 members": "one thousand to two thousand members",
    "1.5-2.5 hours": "one point five to two point five hours",
    "10-15%": "ten to fifteen percent",
    "10%-15%": "ten percent to fifteen percent",
    "1st-3rd": "first to third",
    "3:1": "three to one",
    "Mon-Fri": "Monday to Friday",
    "Mon–Fri 9-5": "Monday to Friday nine to five",
    "Monday-Friday": "Monday to Friday",
    "Sat 9am-noon": "Saturday nine AM to noon",
    "Open Mon, Wed and Fri": "Open Monday, Wednesday and Friday",
    "Jan-Mar": "January to March",
    "Sat down": "Sat down",
}
PARTS = {
    "about 2 1/2 hours": "about two and a half hours",
    "2-1/2 hours": "two and a half hours",
    "3 1/4 miles": "three and one quarter miles",
    "3½ hours": "three and a half hours",
    "1½": "one and a half",
    "½": "one half",
    "¾": "three quarters",
    "2/5": "two fifths",
    "7/8": "seven eighths",
    "8/10": "eight out of ten",
    "24/7": "twenty-four seven",
    "50/50": "fifty-fifty",
    "5 of 6": "five of six",
    "10/12": "ten slash twelve",
}
UNITS = {
    "5 m": "five meters",
    "100 m²": "one hundred square meters",
    "20 °C": "twenty degrees Celsius",
    "-5°C": "minus five degrees Celsius",
    "72°F": "seventy-two degrees Fahrenheit",
    "98.6°F": "ninety-eight point six degrees Fahrenheit",
    "5'10\"": "five feet ten inches",
    "2x": "two times",
    "2x4": "two by four",
    "10 x 12 feet": "ten by twelve feet",
    "4×4": "four by four",
    "100km/h": "one hundred kilometers per hour",
    "1 hr": "one hour",
    "30s": "thirty seconds",
    "24h": "twenty-four hours",
    "1.5L": "one point five liters",
    "60 mph": "sixty miles per hour",
    "±5%": "plus or minus five percent",
    "5‰": "five per mille",
    "5G": "five G",
    "0.5%": "zero point five percent",
}
NUMBERS = {
    "12,345 members": "twelve thousand three hundred forty-five members",
    "-12,345": "minus twelve thousand three hundred forty-five",
    "1,50,000 people": "one lakh fifty thousand people",
    "99,99,99,999": "ninety-nine crore ninety-nine lakh ninety-nine thousand nine hundred ninety-nine",
    "1 000 000": "one million",
    "10 000": "ten thousand",
    "1000000": "one million",
    "9,223,372,036,854,775,807": (
        "nine quintillion two hundred twenty-three quadrillion three hundred seventy-two trillion thirty-six"
        " billion eight hundred fifty-four million seven hundred seventy-five thousand eight hundred seven"
    ),
    ".5": "zero point five",
    "-.5": "minus zero point five",
    "~5": "about five",
    "v2.1.0": "version two dot one dot zero",
    "version 3.10": "version three point one zero",
    "192.168.1.1": "one hundred ninety-two dot one hundred sixty-eight dot one dot one",
    "1.5x": "one point five times",
    "5=5": "five equals five",
    "1430 hours": "fourteen thirty hours",
    "24:00": "midnight",
    "3 p.m. EST": "three PM EST",
}
ADDRESSES = {
    "https://example.com/path?x=1&y=2": "example dot com slash path question mark x equals one and y equals two",
    "http://localhost:8080/x": "localhost colon eight zero eight zero slash x",
    "bit.ly/abc": "bit dot ly slash abc",
    "me+you@example.co.uk": "me plus you at example dot co dot uk",
    "12 Oak St. Apt. 4": "twelve Oak Street Apartment four",
    "on Main St.": "on Main Street.",
    "123 Elm Dr., Springfield": "one hundred twenty-three Elm Drive, Springfield",
    "St. James": "St. James",
    "e.g. tomorrow": "for example tomorrow",
    "and/or": "and/or",
}
SHORT_FORMS = {
    "in 2h 30m": "in two hours thirty minutes",
    "1h15": "one hour fifteen minutes",
    "from Mon to Wed": "from Monday to Wednesday",
    "by Fri.": "by Friday.",
    "See you next Thurs. at 9am.": "See you next Thursday at nine AM.",
    "in the Sun": "in the Sun",
    "M-F 8-5": "Monday to Friday eight to five",
    "Weds 9am": "Wednesday nine AM",
    "Q3 2026": "Q three twenty twenty-six",
    "FY2026": "FY twenty twenty-six",
    "spring 2027": "spring twenty twenty-seven",
    "We had 2026 calls.": "We had two thousand twenty-six calls.",
    "exp. 09/27": "exp. September twenty twenty-seven",
    "valid until 01/2030": "valid until January twenty thirty",
    "exp. 19/27": "exp. nineteen slash twenty-seven",
    "6 ft 2 in": "six feet two inches",
    "6' 2\"": "six feet two inches",
    "8.5 x 11 in": "eight point five by eleven inches",
    "3 x 4 m": "three by four meters",
    "3x4": "three by four",
    ".5 mg": "zero point five milligrams",
    "250g": "two hundred fifty grams",
    "5g": "five g",
    "2 tbsp and 1 tsp": "two tablespoons and one teaspoon",
    "BP 120/80": "BP one hundred twenty over eighty",
    "118/76 mmHg": "one hundred eighteen over seventy-six millimeters of mercury",
    "max. 5": "maximum five",
    "min. 3 days": "minimum three days",
    "apt 4": "apartment four",
    "Hwy 66": "Highway sixty-six",
    "5th Ave": "fifth Avenue",
    "PO Box 123": "PO Box one two three",
    "postcode 2000": "postcode two zero zero zero",
    "$250k-$300k": "two hundred fifty thousand dollars to three hundred thousand dollars",
    "$1-2k": "one thousand dollars to two thousand dollars",
    "$0.05/kWh": "five cents per kilowatt hour",
    "1.2M views": "one point two million views",
    "at 3p": "at three p",
    "Call 13 11 14.": "Call one three, one one, one four.",
    "415/555-0132": "four one five, five five five, zero one three two",
    "Visa ...4242": "Visa ending in four two four two",
    "code 904 221": "code nine zero four, two two one",
    "C# and F#": "C sharp and F sharp",
}
MARKUP = {
    "<p>Your order is ready.</p>": "Your order is ready.",
    "one<br>two<br/>three": "one two three",
    "Hello <b>A</b>nn": "Hello Ann",
    'Please <break time="1s"/> wait': "Please wait",
    "<speak>Hello</speak>": "Hello",
    "Ready&nbsp;now, Tom &amp; Ann&#39;s": "Ready now, Tom and Ann's",
    "<!-- note -->Hello": "Hello",
    "Dear <Ann>, a < b": "Dear <Ann>, a < b",
    "AT&T; R&D;": "AT and T; R and D;",
    "Hel\x07lo\x1b": "Hello",
}
KINDS = (SHORT_FORMS, SHORT_NUMBERS, GROUPS, PHONES, MONEY, DAYS, RANGES, PARTS, UNITS, NUMBERS, ADDRESSES)
ALL = {written: spoken for kind in KINDS for written, spoken in kind.items()}


def test_it_is_said_as_people_say_it() -> None:
    assert {written: speakable(written, "en-US") for written in ALL} == ALL
    assert [spoken for spoken in ALL.values() if speakable(spoken, "en-US") != spoken] == []


@pytest.mark.parametrize(("written", "spoken"), MARKUP.items())
def test_what_is_there_for_a_page_is_not_said(written: str, spoken: str) -> None:
    assert speakable(written, "en-US") == spoken


def test_nor_is_it_in_another_language() -> None:
    assert speakable("<p>Ihr Paket, 5&nbsp;kg</p>", "de-DE") == "Ihr Paket, 5\xa0kg"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("on 2/3", "on the second of March"),
        ("Monday, 3/4 at 9am", "Monday, the third of April at nine AM"),
        ("from 11/22 to 22/11", "from the twenty-second of November to the twenty-second of November"),
        ("2 1/2", "two and a half"),
    ],
)
def test_elsewhere_the_day_comes_first(written: str, spoken: str) -> None:
    assert speakable(written, "en-GB") == spoken


@pytest.mark.parametrize(("code", "currency"), CURRENCIES.items())
def test_every_currency_is_known_by_its_letters_and_its_name(code: str, currency: Currency) -> None:
    assert speakable(f"5 {code}", "en-US") == f"five {currency.many}"
    assert speakable(f"1 {code}", "en-US") == f"one {currency.one}"
    assert speakable(f"54321 {currency.many}", "en-US").endswith(f"three hundred twenty-one {currency.many}")


WORDS = st.sampled_from(["please", "your", "parcel", "arrives", "with", "Ann", "yes", "no", "thanks"])
THINGS = st.sampled_from([*ALL, "1/", "$", "-", "5", "12:", "%", "€-", "x", "0", "911", "1,2"])


@given(st.lists(st.tuples(WORDS, THINGS), max_size=8))
def test_no_word_is_lost_and_no_sign_is_left(parts: list[tuple[str, str]]) -> None:
    spoken = speakable(" ".join(f"{word} {thing} {word}" for word, thing in parts), "en-US")
    rest = iter(re.findall("[A-Za-z]+", spoken))
    assert all(any(word == one for one in rest) for pair, _ in parts for word in (pair, pair))
    assert not re.search(r"[0-9$€£¥₹¢%]", spoken)
