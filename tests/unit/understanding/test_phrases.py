"""Understanding by key and phrase: longest first, one intent, no negation outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.ports.telephony import KeyPress, Utterance
from callsheet.ports.understanding import Intent, Understood
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.phrases import MOST_REMEMBERED, Conflict, Matcher, conflicts
from callsheet.understanding.ready import MOST_WORDS
from callsheet.understanding.words import words
from tests.unit.understanding.asked import understand

CONFIRM = Intent("confirm", "", ("yes", "yeah", "okay", "got it", "I confirm", "that's fine"), "1")
DECLINE = Intent("decline", "", ("no", "nope", "not really", "call me", "I have a question"), "2")
LATER = Intent("later", "", ("call me later", "not now", "later", "?!", ""))
INTENTS = (CONFIRM, DECLINE, LATER)


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("yes", "confirm"),
        ("Yes!", "confirm"),
        ("okay, got it", "confirm"),
        ("well yes I do", "confirm"),
        ("thats fine", "confirm"),
        ("That’s fine.", "confirm"),
        ("no", "decline"),
        ("not really", "decline"),
        ("no, not really", "decline"),
        ("please call me", "decline"),
        ("please call me later", "later"),  # the longest hides what lies inside it
        ("not now", "later"),
        ("not now, later", "later"),
        # of two intents
        ("yes, no", "unclear"),
        ("no, later", "later"),  # a leading no gives way to another answer
        ("call me or call me later", "unclear"),
        # a negation outside of all phrases
        ("that's not fine", "unclear"),
        ("not okay", "unclear"),
        ("I don't think that's fine", "unclear"),
        ("I never got it", "unclear"),
        ("nobody said yes", "unclear"),
        ("yes, but I can't", "unclear"),
        ("not later", "unclear"),
        # nothing that was asked for
        ("", "unclear"),
        ("?!", "unclear"),
        ("the weather", "unclear"),
        ("yesterday", "unclear"),
        ("know", "unclear"),
        ("got what it takes", "unclear"),  # words of a phrase stand in a row
        ("fine, that's", "unclear"),
    ],
)
def test_phrase(heard: str, expected: str) -> None:
    found = understand(Utterance(heard, 0.75), INTENTS)
    if expected == "unclear":
        assert found == Understood("unclear", "unclear", 0.0)
    else:
        assert found == Understood(expected, "phrase", 0.75)


@pytest.mark.parametrize(("key", "expected"), [("1", "confirm"), ("2", "decline")])
def test_key(key: str, expected: str) -> None:
    assert understand(KeyPress(key), INTENTS) == Understood(expected, "key", 1.0)


def test_a_key_of_no_intent_or_of_two_is_unclear() -> None:
    assert understand(KeyPress("3"), INTENTS).intent == "unclear"
    assert understand(KeyPress("1"), [CONFIRM, Intent("other", "", (), "1")]).intent == "unclear"


def test_equally_long_phrases_that_overlap_all_count() -> None:
    intents = [Intent("a", "", ("red blue",)), Intent("b", "", ("blue green",)), Intent("c", "", ("green",))]
    assert understand(Utterance("red blue green"), intents).intent == "unclear"
    assert understand(Utterance("red blue"), intents).intent == "a"
    same = [Intent("a", "", ("red blue", "blue green"))]
    assert understand(Utterance("red blue green"), same).intent == "unclear"  # no phrase is "green"


def test_what_a_longest_phrase_hides_does_not_count() -> None:
    intents = [Intent("a", "", ("one two three",)), Intent("b", "", ("three four", "four")), Intent("c", "", ("two",))]
    assert understand(Utterance("one two three"), intents).intent == "a"
    assert understand(Utterance("one two three four"), intents).intent == "unclear"  # "four" stands outside


def test_a_phrase_of_two_intents_is_unclear() -> None:
    assert understand(Utterance("yes"), [CONFIRM, Intent("other", "", ("YES",))]).intent == "unclear"


def test_without_intents_everything_is_unclear() -> None:
    assert understand(Utterance("yes"), []).intent == "unclear"


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("en-US", "that isn't okay"),
        ("en-GB", "that isn’t okay"),
        ("en-US", "neither is okay"),
        ("en-US", "hardly okay"),
        ("de-DE", "das ist nicht okay"),
        ("de", "nö, okay"),
        ("es-MX", "jamás okay"),
        ("fr-FR", "ce n'est okay"),
        ("fr_CA", "pas okay"),
        ("it-IT", "non okay"),  # a language that is not known: the negations of all
    ],
)
def test_negations(language: str, heard: str) -> None:
    assert understand(Utterance(heard), [CONFIRM], language).intent == "unclear"


@pytest.mark.parametrize(("language", "heard"), [("de-DE", "ach ja, okay, danke"), ("es", "okay, muchas gracias")])
def test_fillers_are_those_of_the_language(language: str, heard: str) -> None:
    assert understand(Utterance(heard), [CONFIRM], language).intent == "confirm"


def test_conflicts() -> None:
    first = Intent("first", "", ("That's it", "okay", "okay!", "?"), "1")
    second = Intent("second", "", ("okay", "thats  it", "!"), "1")
    third = Intent("third", "", ("okay then",), "")
    assert conflicts([first, second, third]) == [
        Conflict("first", "second", "key", "1", "1"),
        Conflict("first", "second", "phrase", "That's it", "thats  it"),
        Conflict("first", "second", "phrase", "okay", "okay"),
    ]
    assert conflicts([first, third, Intent("fourth", "", ())]) == []


PHRASE = st.lists(st.sampled_from("a b c no not".split()), max_size=4).map(" ".join)  # noqa: SIM905  # shorter to read
ANY_INTENTS = st.lists(st.lists(PHRASE, max_size=4), max_size=4).map(
    lambda many: [Intent(f"i{index}", "", tuple(phrases)) for index, phrases in enumerate(many)]
)


@given(ANY_INTENTS)
def test_a_phrase_alone_is_understood_as_its_own_intent(intents: list[Intent]) -> None:
    question = Matcher(intents)
    shared = {words(conflict.first_text) for conflict in conflicts(intents)}
    for intent in intents:
        for phrase in intent.phrases:
            said = words(phrase)
            if said and said not in shared:
                assert question.understand(Utterance(phrase)).intent == intent.name


@given(ANY_INTENTS, PHRASE)
def test_case_accents_and_punctuation_do_not_matter(intents: list[Intent], said: str) -> None:
    plain = understand(Utterance(said), intents)
    strange = "¡" + said.upper().replace("A", "Á").replace("C", "ç").replace(" ", " \u2060 ") + "!"
    assert understand(Utterance(strange), intents) == plain


@given(st.text(), ANY_INTENTS)
def test_understanding_never_crashes(heard: str, intents: list[Intent]) -> None:
    found = understand(Utterance(heard, 0.5), intents)
    assert found.intent == "unclear" or found.intent in {intent.name for intent in intents}


def test_a_phrase_that_nobody_could_say_is_never_understood() -> None:
    """To look for it would take the product of its length and the answer's: minutes, for one of a megabyte."""
    question = Matcher([Intent("long", "", ("word " * MOST_WORDS,)), Intent("longer", "", ("term " * 170_000,))])
    assert question.understand(Utterance("word " * MOST_WORDS)).intent == "long"
    assert question.understand(Utterance("term " * 170_000)).intent == "unclear"


def test_long_utterances_and_many_phrases() -> None:
    many = [Intent(f"i{one}", "", tuple(f"word{one} word{two} yes" for two in range(20))) for one in range(50)]
    question = Matcher(many)
    assert question.understand(Utterance("well, word7 word3 yes")).intent == "i7"
    assert question.understand(Utterance("well " * 100_000 + "word7 word3 yes")).intent == "unclear"


BILLING = Intent("billing", "", ("billing", "option one"), "1")
SUPPORT = Intent("support", "", ("support", "option two"), "2")
CANCEL = Intent("cancel", "", ("cancel my order",), "")
MENU = (BILLING, SUPPORT, CANCEL)


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("billing please", "billing"),
        ("I'd like the billing department", "billing"),
        ("uh, can I have billing?", "billing"),
        ("could you put me through to support please", "support"),
        ("I want to cancel my order", "cancel"),
        ("it's about billing", "billing"),
        ("I have a question about billing", "billing"),
        ("billing, billing", "billing"),
        ("no, billing please", "billing"),
        ("yes billing", "billing"),
        ("no, I want billing", "billing"),
        ("no billing", "unclear"),  # which may be what is not wanted
        ("billing?", "unclear"),
        ("billing or support", "unclear"),
        ("billing, no", "unclear"),
        ("why is billing closed", "unclear"),
        ("do I need support", "unclear"),
        ("I don't want to cancel my order", "unclear"),
        ("not billing", "unclear"),
        ("billing was wrong", "unclear"),
        # keys that are said
        ("one", "billing"),
        ("2", "support"),
        ("Option 2.", "support"),
        ("press one", "billing"),
        ("I pressed two", "support"),
        ("I'll take number one", "billing"),
        ("the number 2 key, please", "support"),
        ("one, one", "billing"),
        ("three", "unclear"),
        ("one or two", "unclear"),
        ("just one", "unclear"),
        ("yes, one", "unclear"),
        ("one two", "unclear"),
    ],
)
def test_menus(heard: str, expected: str) -> None:
    assert understand(Utterance(heard), MENU).intent == expected


@pytest.mark.parametrize(
    "heard", ["no, I need to ask about billing", "no, I have to see billing", "yes, book a support"]
)
def test_what_may_be_asked_for_is_no_reason_and_no_wish(heard: str) -> None:
    question = (BUILT_IN["agree"], BUILT_IN["refuse"], BILLING, SUPPORT)
    assert understand(Utterance(heard), question).intent not in ("agree", "refuse")


def test_a_phrase_that_its_author_wrote_as_a_question_may_be_asked() -> None:
    intents = [Intent("who", "", ("who is this?",)), Intent("yes", "", ("okay",))]
    assert understand(Utterance("Who is this?"), intents).intent == "who"
    assert understand(Utterance("Okay?"), intents).intent == "unclear"


def test_a_phrase_goes_before_a_key_that_is_said() -> None:
    first = Intent("first", "", ("two",), "1")
    second = Intent("second", "", ("other",), "2")
    assert understand(Utterance("two"), [first, second]).intent == "first"
    assert understand(Utterance("star"), [Intent("again", "", (), "*")]).intent == "again"


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("yes, that's correct", "confirm"),  # what agrees in other words may stand beside a yes of the author's
        ("okay, please go ahead", "confirm"),
        ("that's correct", "unclear"),  # but alone it is not what the author listed
        ("no, I don't want to", "decline"),
        ("yes, but not now", "unclear"),
        ("yes, I have a question", "unclear"),
        ("no problem", "unclear"),
        ("no one", "unclear"),
        ("can I have a yes", "unclear"),
    ],
)
def test_yes_and_no_of_the_authors_own(heard: str, expected: str) -> None:
    assert understand(Utterance(heard), [CONFIRM, DECLINE]).intent == expected


def of(language: str, yes: str, no: str) -> Matcher:
    return Matcher([Intent("agreed", "", tuple(yes.split("|"))), Intent("denied", "", tuple(no.split("|")))], language)


@pytest.mark.parametrize(
    ("language", "yes", "no", "heard", "expected"),
    [
        # vowel signs and tones are letters
        ("hi-IN", "हाँ", "नहीं", "हाँ जी, धन्यवाद", "agreed"),
        ("hi-IN", "हाँ", "नहीं", "यह गलत है", "unclear"),
        ("hi-IN", "हाँ", "नहीं", "मेरे पास समय नहीं है", "denied"),
        ("hi-IN", "हाँ", "नहीं", "मुझे नहीं पता", "unclear"),  # I do not know
        ("hi-IN", "हाँ", "नहीं", "हाँ लेकिन बाद में", "unclear"),
        ("bn-BD", "হ্যাঁ", "না", "হ্যাঁ", "agreed"),
        ("bn-BD", "হ্যাঁ", "না", "এটা ভুল", "unclear"),
        ("ta-IN", "ஆம்", "இல்லை", "ஆமா", "unclear"),
        ("vi-VN", "có", "không", "có", "agreed"),
        ("vi-VN", "có", "không", "cô", "unclear"),
        ("vi-VN", "có", "không", "co", "agreed"),
        ("ja-JP", "かぎ", "いいえ", "かき", "unclear"),
        ("ja-JP", "はい", "いいえ", "はい、お願いします。", "agreed"),
        ("ja-JP", "はい", "いいえ", "はいではない", "unclear"),
        ("th-TH", "ใช่", "ไม่ใช่", "ไม่ใช่", "denied"),
        # accents that tell words apart
        ("es-ES", "sí|vale", "no", "Sí, por favor.", "agreed"),
        ("es-ES", "sí|vale", "no", "si", "agreed"),
        ("es-ES", "sí|vale", "no", "si vale", "unclear"),
        ("es-ES", "sí|vale", "no", "si puedo", "unclear"),
        ("es-ES", "sí|vale", "no", "sí, pero no ahora", "unclear"),
        ("es-ES", "sí|vale", "no", "¿quién es?", "unclear"),
        ("es-ES", "sí|vale", "no", "¿sí?", "unclear"),
        ("es-ES", "¿cuánto cuesta?", "no", "¿Cuánto cuesta?", "agreed"),  # what the author wrote as a question
        ("es-ES", "cuánto cuesta", "no", "¿Cuánto cuesta?", "agreed"),
        ("es-ES", "sí|vale", "no", "no tengo tiempo", "denied"),
        ("es-ES", "sí|vale", "no", "no hay problema", "unclear"),
        ("es-ES", "sí|vale", "no", "no sé", "unclear"),
        ("es-ES", "si|vale", "no", "sí, claro", "agreed"),  # an author who writes no accents
        ("de-DE", "ja", "nein", "ja bitte", "agreed"),
        ("de-DE", "ja", "nein", "ja, aber nicht heute", "unclear"),
        ("de-DE", "ja", "nein", "ja, wer ist da", "unclear"),
        ("fr-FR", "oui", "non", "oui, merci beaucoup", "agreed"),
        ("fr-FR", "oui", "non", "pourquoi oui", "unclear"),
        # what agrees in other words beside a yes of the author's
        ("de-DE", "ja", "nein", "ja, stimmt", "agreed"),
        ("es-ES", "sí", "no", "sí, está bien", "agreed"),
        ("fr-FR", "oui", "non", "oui, c'est ça", "agreed"),
        ("it-IT", "sì", "no", "sì, esatto", "agreed"),
        ("nl-NL", "ja", "nee", "ja, dat klopt", "agreed"),
        ("ru-RU", "да", "нет", "да, верно", "agreed"),
        ("hi-IN", "हाँ", "नहीं", "हाँ, बिल्कुल", "agreed"),
        ("de-DE", "ja", "nein", "stimmt", "unclear"),
        # a second negation behind a plain no
        ("de-DE", "ja", "nein", "nein, leider nicht", "denied"),
        ("de-DE", "ja", "nein", "nein, ich weiß nicht", "unclear"),
        ("fr-FR", "oui", "non", "non, je ne peux pas", "denied"),
        ("it-IT", "sì", "no", "no, non posso", "denied"),
        ("it-IT", "sì", "no", "no, non c'è problema", "unclear"),
        ("sv-SE", "ja", "nej", "nej, inte än", "denied"),
        ("tr-TR", "evet", "hayır", "hayır, istemiyorum", "denied"),
        ("es-ES", "sí", "no", "nunca digo que no", "unclear"),
        # letters that Unicode does not take apart
        ("tr-TR", "evet", "hayır", "HAYIR", "denied"),
        ("tr-TR", "evet", "hayır", "EVET LÜTFEN", "agreed"),
        ("tr-TR", "evet", "hayır", "evet diyemem", "unclear"),
        ("pl-PL", "tak|złoty", "nie", "zloty", "agreed"),
        ("da-DK", "ja|grøn", "nej", "gron", "agreed"),
        # keys
        ("es-MX", "sí", "no", "uno", "unclear"),
        # a language that is not known: nothing but the phrase
        ("sw-KE", "ndiyo", "hapana", "ndiyo", "agreed"),
        ("sw-KE", "ndiyo", "hapana", "siwezi kusema ndiyo", "unclear"),
    ],
)
def test_other_languages(language: str, yes: str, no: str, heard: str, expected: str) -> None:
    assert of(language, yes, no).understand(Utterance(heard)).intent == expected


@pytest.mark.parametrize(
    ("language", "heard"),
    [("es-ES", "opción dos"), ("de-DE", "Taste zwei"), ("hi-IN", "दो"), ("hi-IN", "२"), ("ar", "٢")],
)
def test_keys_are_said_in_other_languages(language: str, heard: str) -> None:
    assert understand(Utterance(heard), [Intent("second", "", (), "2")], language).intent == "second"


ANY_WORDS = st.lists(
    st.sampled_from("yes no please i do not want to book it that is right the a one but now ? , can you".split()),  # noqa: SIM905  # shorter to read
    max_size=300,
).map(" ".join)


@given(ANY_WORDS)
def test_whoever_says_but_has_not_agreed(said: str) -> None:
    found = understand(Utterance(said), tuple(BUILT_IN.values())).intent
    assert found != "agree" or "but" not in said.split()


@pytest.mark.parametrize("word", ["yes ", "no ", "i do not ", "that is ", "please ", "can you ", "the ", "one "])
def test_an_answer_without_an_end_is_unclear_at_once(word: str) -> None:
    assert understand(Utterance(word * 20_000 + "but"), tuple(BUILT_IN.values())).intent == "unclear"


def test_an_answer_that_is_given_again_means_the_same_as_surely_as_it_was_heard() -> None:
    question = Matcher(INTENTS)
    answers = ("okay, got it", "no, not really", "okay", "the weather", "one moment", "yes, no", "not now?")
    before = [Matcher(INTENTS).understand(Utterance(answer, 0.9)) for answer in answers]
    for confidence in (0.9, 0.7):
        for answer, first in zip(answers, before, strict=True):
            again = question.understand(Utterance(answer, confidence))
            assert (again.intent, again.how) == (first.intent, first.how)
            assert again.confidence == (confidence if first.how == "phrase" else 0.0)


def test_however_many_answers_a_question_gets_it_understands_them() -> None:
    question = Matcher(INTENTS)
    for number in range(2 * MOST_REMEMBERED):
        spaces = " " * (number % MOST_REMEMBERED)
        assert question.understand(Utterance(f"okay,{spaces}got it")).intent == "confirm"
        assert question.understand(Utterance(f"not{spaces} now")).intent == "later"
