"""Addresses of mail, names and texts that callers say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation import speakable
from callsheet.expressions.filters.texts import spoken_email
from callsheet.understanding.values import read
from tests.unit.understanding.values.reading import NOW, first, values

EMAILS = {
    "it's ann lee all one word at yahoo dot com": "annlee@yahoo.com",
    "ann lee, all lowercase, at yahoo dot com": None,
    "ann dot lee no spaces at yahoo dot com": "ann.lee@yahoo.com",
    "ann at yahoo dot com all lowercase": "ann@yahoo.com",
    "john dot smith at example dot com": "john.smith@example.com",
    "John Dot Smith At Example Dot Com": "john.smith@example.com",
    "my email is john dot smith at example dot com": "john.smith@example.com",
    "my e-mail address is john dot smith at example dot com": "john.smith@example.com",
    "it's john dot smith at example dot com, please": "john.smith@example.com",
    "john.smith@example.com": "john.smith@example.com",
    "John.Smith@Example.com": "john.smith@example.com",
    "john.smith@example.com.": "john.smith@example.com",
    "john at gmail.com": "john@gmail.com",
    "john smith at gmail dot com": "johnsmith@gmail.com",
    "j o h n at gmail dot com": "john@gmail.com",
    "a n n at gmail dot com": "ann@gmail.com",
    "my email is i a n at gmail dot com": "ian@gmail.com",
    "a@example.com": "a@example.com",
    "no.and.or@example.com": "no.and.or@example.com",
    "J. O. H. N. at gmail dot com": None,
    "j as in john o h n at g mail dot com": "john@gmail.com",
    "john underscore smith at example dot org": "john_smith@example.org",
    "john dash smith at example dot org": "john-smith@example.org",
    "john hyphen smith at example dot org": "john-smith@example.org",
    "john plus test at example dot com": "john+test@example.com",
    "john smith forty two at example dot com": "johnsmith42@example.com",
    "ann dot lee four two at example dot com": "ann.lee42@example.com",
    "ann one nine eight oh at example dot com": "ann1980@example.com",
    "double t at example dot org": "tt@example.org",
    "john at example dot co dot uk": "john@example.co.uk",
    "info at my dash company dot io": "info@my-company.io",
    "mail at my company dot com": "mail@mycompany.com",
    "me at example dot com": "me@example.com",
    "you can reach me at john at example dot com": "john@example.com",
    "john at example dot com, no, jon at example dot com": "jon@example.com",
    "john at example dot com, that's john at example dot com": "john@example.com",
    "O'Neill at example dot com": "oneill@example.com",
    "john at example": None,
    "john dot smith": None,
    "at example dot com": None,
    "john at dot com": None,
    "not john at example dot com": None,
    "john at example dot com or jim at example dot com": None,
    "john at example dot com, jim at example dot com": None,
    "john at example dot com, no": None,
    "I have no email": None,
    "": None,
}
NAMES = {
    "Mary": "Mary",
    "mary": "Mary",
    "Mary O'Neill": "Mary O'Neill",
    "mary o'neill": "Mary O'Neill",
    "my name is Mary O'Neill": "Mary O'Neill",
    "My name is Mary O’Neill.": "Mary O’Neill",
    "my name's Mary": "Mary",
    "the name is Mary": "Mary",
    "name is Mary": "Mary",
    "this is John Smith": "John Smith",
    "it's John": "John",
    "it is John": "John",
    "I'm John": "John",
    "I am John Smith": "John Smith",
    "yes, this is John": "John",
    "hi, this is John": "John",
    "hello this is will": "Will",
    "uh, John": "John",
    "call me Bob": "Bob",
    "John Smith speaking": "John Smith",
    "John Smith, please": "John Smith",
    "John Smith here": "John Smith",
    "under Miller": "Miller",
    "it's under Miller": "Miller",
    "jean-luc picard": "Jean-Luc Picard",
    "MARY SMITH": "Mary Smith",
    "that's McDonald": "McDonald",
    "josé garcía": "José García",
    "zoë": "Zoë",
    "Dr. Lee": "Dr Lee",
    "Mary Ann van der Berg": "Mary Ann Van Der Berg",
    "the name's Bond, James Bond": "James Bond",
    "first name John, last name Smith": "John Smith",
    "first name John last name Smith": "John Smith",
    "Smith, S M I T H": "Smith",
    "Smith, that's S-M-I-T-H": "Smith",
    "J O H N": "John",
    "Jon Smyth, S M Y T H E": "Jon Smythe",
    "John, no, Jon": "Jon",
    "John, sorry, Jon": "Jon",
    "yes": None,
    "no": None,
    "what": None,
    "my name": None,
    "my name is": None,
    "I don't know": None,
    "I want to speak to an operator": None,
    "why do you need my name": None,
    "can you repeat that": None,
    "Mary?": None,
    "agent 47": None,
    "seven 7": None,
    "one two three four five six seven eight": None,
    "uh": None,
    "": None,
    "...": None,
}


@pytest.mark.parametrize(("words", "email"), EMAILS.items())
def test_an_address_of_mail(words: str, email: str | None) -> None:
    assert values("email", words) == ([email] if email else [])


# No words of English, which could be said beside an address.
LOCAL = r"[bcdfgk]{2,5}([._+-][bcdfgk]{2,5}){0,2}[0-9]{0,3}"


@settings(deadline=None)
@given(st.from_regex(rf"{LOCAL}@[bcdfgk]{{3,8}}\.(com|org|co\.uk)", fullmatch=True))
def test_an_address_that_is_spoken_is_read_as_itself(address: str) -> None:
    assert first("email", address) == address
    assert first("email", str(spoken_email(address, (), {}))) == address
    assert first("email", speakable(address, "en-US")) == address


@pytest.mark.parametrize(("words", "name"), NAMES.items())
def test_a_name(words: str, name: str | None) -> None:
    assert values("name", words) == ([name] if name else [])


@pytest.mark.parametrize(
    ("words", "text"),
    [(" I heard a noise. ", "I heard a noise."), ("7", "7"), ("はい", "はい"), ("...", None), ("", None)],
)
def test_a_text_is_what_was_heard(words: str, text: str | None) -> None:
    assert first("text", words) == text


@pytest.mark.parametrize(
    ("kind", "words", "beside"),
    [
        ("date", "no, Friday please", "no,  please"),
        ("date", "the fourth, no, the fifth", ""),
        ("date", "I can't do Thursday, but Friday works", " works"),
        ("date", "not Thursday, Friday", ""),
        ("time", "yes, at nine", "yes, "),
        ("email", "no, it's john at example dot com", "no, it's "),
        ("email", "john at example dot com, no, jon at example dot com", ""),
        ("name", "no, my name is Mary O'Neill", "no, "),
        ("name", "Mary O'Neill speaking", ""),
        ("name", "Mary, no, Marie", ""),
    ],
)
def test_a_value_leaves_what_is_said_beside_it(kind: str, words: str, beside: str) -> None:
    meant = read(kind, words, NOW, "en-US")[0]
    assert words[: meant.start] + words[meant.end :] == beside
