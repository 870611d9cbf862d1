"""Texts as people say them: numbers, dates, times, amounts, codes, and what the filters of the language give."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation import sentences, speakable
from callsheet.adapters.speech.pronunciation.sentences import MOST_CHARACTERS

# Most characters for each that was there: a digit becomes a word.
MOST_GROWTH = 16
# And for a sign that is said by its name.
MOST_OF_A_NAME = 100

SPOKEN = {
    # Telephone numbers
    "+1 415 555 0101": "plus one, four one five, five five five, zero one zero one",
    "+14155550101": "plus one, four one five, five five five, zero one zero one",
    "Call 555-0142.": "Call five five five, zero one four two.",
    "(415) 555-0101": "four one five, five five five, zero one zero one",
    "1-800-555-0142": "one, eight zero zero, five five five, zero one four two",
    "020 7946 0018": "zero two zero, seven nine four six, zero zero one eight",
    "+44 20 7946 0018": "plus four four, two zero, seven nine four six, zero zero one eight",
    # Amounts
    "$1,245.50": "one thousand two hundred forty-five dollars and fifty cents",
    "It is $5.": "It is five dollars.",
    "$1": "one dollar",
    "$0.01": "one cent",
    "$0": "zero dollars",
    "$5.5": "five dollars and fifty cents",
    "-$5": "minus five dollars",
    "$2.5 million": "two point five million dollars",
    "$1.5k": "one point five thousand dollars",
    "$5-10": "five dollars to ten dollars",
    "€12": "twelve euros",
    "12 €": "twelve euros",
    "£3.07": "three pounds and seven pence",
    "EUR 12.50": "twelve euros and fifty cents",
    "12 USD": "twelve dollars",
    "¥500": "five hundred yen",
    "20%": "twenty percent",
    "-3.5 %": "minus three point five percent",
    "5 km and 1 lb": "five kilometers and one pound",
    "20°C": "twenty degrees Celsius",
    # Dates
    "2026-11-22": "November twenty-second, twenty twenty-six",
    "2026-11-22T14:30": "November twenty-second, twenty twenty-six at two thirty PM",
    "10/12/2026": "October twelfth, twenty twenty-six",
    "25/12/26": "December twenty-fifth, twenty twenty-six",
    "22.11.2026": "November twenty-second, twenty twenty-six",
    "11/31/2026": "eleven slash thirty-one slash two thousand twenty-six",
    "Dec. 3": "December third",
    "the 21st of March": "the twenty-first of March",
    "3 May 2026": "the third of May, twenty twenty-six",
    "May 2026": "May twenty twenty-six",
    "in 2026": "in twenty twenty-six",
    "since 1905": "since nineteen oh five",
    "from 2000": "from two thousand",
    "in 1900": "in nineteen hundred",
    "2020-2026": "twenty twenty to twenty twenty-six",
    "the 1990s": "the nineteen nineties",
    # Times
    "14:30": "two thirty PM",
    "2:30 PM": "two thirty PM",
    "9:05 am": "nine oh five AM",
    "09:05": "nine oh five AM",
    "9 a.m. tomorrow": "nine AM tomorrow",
    "At 5:45 p.m. We close.": "At five forty-five PM. We close.",
    "12:00": "noon",
    "00:00": "midnight",
    "10:00": "ten o’clock",
    "10:00:07": "ten o’clock and seven seconds",
    "9:00-17:00": "nine o’clock to five PM",
    "9 AM - 5 PM": "nine AM to five PM",
    "25:99": "twenty-five:ninety-nine",
    "24/7": "twenty-four seven",
    # Numbers
    "42": "forty-two",
    "0": "zero",
    "-5 degrees": "minus five degrees",
    "3rd, 21st, 112th": "third, twenty-first, one hundred twelfth",
    "the 20th": "the twentieth",
    "3.5": "three point five",
    "1,000,000": "one million",
    "1234": "one thousand two hundred thirty-four",
    "10000": "ten thousand",
    "12345": "one two three four five",
    "0142": "zero one four two",
    "4111111111111111": "four one one one, one one one one, one one one one, one one one one",
    "9-17": "nine to seventeen",
    "1/2": "one half",
    "1.2.3": "one dot two dot three",
    "2 + 2 = 4": "two plus two equals four",
    "999999999999999": "nine nine nine nine, nine nine nine nine, nine nine nine nine, nine nine nine",
    "999,999,999,999,999": "nine hundred ninety-nine trillion nine hundred ninety-nine billion"
    " nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine",
    "v2 and abc12def": "v two and abc twelve def",
    # Codes
    "AB-1234": "A, B, one two three four",
    "Ref. AB-1234 is": "Ref. A, B, one two three four is",
    "XK42": "X K, four two",
    "INV-2026-001": "I N V, two zero two six, zero zero one",
    "Gate B12, seat 12A.": "Gate B twelve, seat twelve A.",
    "COVID-19": "COVID nineteen",
    "code 1234": "code one two three four",
    "Your code is 123": "Your code is one two three",
    "order number 1234": "order number one two three four",
    "ending in 2026": "ending in two zero two six",
    "No. 5": "number five",
    "#5": "number five",
    "No. 0142": "number zero one four two",
    # Signs and addresses
    "Press # or *.": "Press pound or star.",
    "AT&T": "AT and T",
    "ann.lee42@example.com": "ann dot lee four two at example dot com",
    "Visit www.example.com/help.": "Visit www dot example dot com slash help.",
    "HELLO THERE": "HELLO THERE",
    "No. That is all.": "No. That is all.",
    "٣ and １２": "three and twelve",
    # Pictures and other forms
    "👍": "thumbs up",
    "Great 🎉!": "Great party popper!",
    "✅ done, ❌ not": "check mark done, cross mark not",
    "⚠️ Stop": "warning Stop",
    "From the 🇺🇸.": "From the flag U S.",
    "1️⃣ Yes": "one Yes",
    "• One™ and Two®": "One and Two",
    "don’t — “really”…": "don’t — “really”…",
    "𝐇𝐞𝐥𝐥𝐨 ﬁne": "Hello fine",
    "a\u200bb\u00adc": "abc",
    "№ 5 is 3 × 2": "number five is three times two",
    "Room A → Room B": "Room A to Room B",
    "您的 \ue000 \ufffd": "您的 \ue000 \ufffd",
}

FILTERS = {
    "Sunday, November 22": "Sunday, November twenty-second",
    "Sunday, November 22 at 10 AM": "Sunday, November twenty-second at ten AM",
    "Monday, January 4, 2027": "Monday, January fourth, twenty twenty-seven",
    "9:05 AM": "nine oh five AM",
    "noon": "noon",
    "12 euros and 50 cents": "twelve euros and fifty cents",
    "minus 99 cents": "minus ninety-nine cents",
    "1250000 dollars": "one million two hundred fifty thousand dollars",
    "plus 1 4 1 5 5 5 5 0 1 0 1": "plus one, four one five, five five five, zero one zero one",
    "5 5 5 0 1 4 2": "five five five, zero one four two",
    "minus 5": "minus five",
    "A B 1 2": "A, B one two",
    "A B C": "A B C",
    "third": "third",
    "21st": "twenty-first",
    "2.35": "two point three five",
}


@pytest.mark.parametrize(("text", "spoken"), (SPOKEN | FILTERS).items())
def test_it_is_said_as_people_say_it(text: str, spoken: str) -> None:
    assert speakable(text, "en-US") == spoken
    assert speakable(spoken, "en-US") == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("10/12/2026", "the tenth of December, twenty twenty-six"),
        ("on the 10/12/2026", "on the tenth of December, twenty twenty-six"),
        ("2026-11-22", "the twenty-second of November, twenty twenty-six"),
        ("Press #.", "Press hash."),
    ],
)
def test_elsewhere_the_day_comes_first(text: str, spoken: str) -> None:
    assert speakable(text, "en-GB") == spoken


@pytest.mark.parametrize("language", ["de-DE", "fr", "", "x", "e"])
def test_other_languages_are_left_as_they_are(language: str) -> None:
    assert speakable("Am 22.11.2026 um 14:30 #5 & $5", language) == "Am 22.11.2026 um 14:30 #5 & $5"


@given(st.text(max_size=200) | st.text("0123456789 .,:/-–+$€%#@&AaPpMmBt\n", max_size=200))
@example("0" * 5000)
@example("9" * 5000)
@example("$" + "9" * 300)
def test_it_is_total(text: str) -> None:
    for language in ("en-US", "en-GB"):
        spoken = speakable(text, language)
        named = sum(not sign.isalnum() and not sign.isascii() for sign in text)
        assert len(spoken) <= MOST_GROWTH * (len(text) + 2) + MOST_OF_A_NAME * named
        assert not any(digit in spoken for digit in "0123456789")
    for part in sentences(text):
        assert part == part.strip()
        assert 0 < len(part) <= MOST_CHARACTERS


HOSTILE = (
    *("1", "a", "1 ", "A ", "a.", "a@", "$", "1,111", "+1 ", "1-", "the ", "January ", "A-", "1:", "1/", "(", "#1"),
    *(
        "call 911, ",
        "on 1/2, ",
        "€1.234",
        "1,23,",
        "½",
        "Mon, ",
        "AB12 ABCD ",
        "call a b c ",
        "card 12 12 ",
        "😀",
        "1'",
    ),
    *("$1-", "Nov 3-", "5 Oak A ", "http://a/", "**** ", "~", "1 000 ", "2026-11-22T", "1st-", "9AM-", "12-", "R$"),
    *("x. ", "\n", "\n ", "e.g. ", "www.", "Z9-", "0 000 ", ". ", "9 AM - ", "20%", "in ", "number ", '"', "!", "…"),
)


@pytest.mark.parametrize("part", HOSTILE)
def test_it_takes_time_in_proportion(part: str) -> None:
    """Counted in the processor's time. What is quadratic takes sixteen times as long for four times as much."""

    def seconds(length: int) -> float:
        text = (part * length)[:length]
        before = time.process_time()
        sentences(speakable(text, "en-US"))
        return time.process_time() - before

    # Something else may have held up the longer one: in three times it has not, once.
    assert any(seconds(8_000) < 10 * seconds(2_000) + 0.05 for _ in range(3))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Hello Mr. Smith. You live in St. James. Really?!",
            ["Hello Mr. Smith.", "You live in St. James.", "Really?!"],
        ),
        ("J. K. Rowling. Am I. Yes.", ["J. K. Rowling.", "Am I.", "Yes."]),
        ("It is 3.5 p.m. now. E.g. this, etc. Then", ["It is 3.5 p.m. now.", "E.g. this, etc.", "Then"]),
        ('He said "Stop." Then (so it is.) More', ['He said "Stop."', "Then (so it is.)", "More"]),
        ("Well... yes. No. 5 is it.", ["Well... yes.", "No. 5 is it."]),
        ("One\ntwo.\n\nThree", ["One two.", "Three"]),
        ("你好。再见！", ["你好。", "再见！"]),
        ("... ?! -", []),
        ("Yes. \ue000! \U0001f389", ["Yes.", "\ue000!", "\U0001f389"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_sentences_that_are_too_long_are_cut() -> None:
    assert [len(part) for part in sentences("x" * 700)] == [300, 300, 100]
    assert all(part.endswith(",") for part in sentences("so it goes on, " * 50)[:-1])
    assert " ".join(sentences("word " * 200)) == " ".join(["word"] * 200)
