"""The built-in intents: generous, and never taken for each other."""

from collections.abc import Iterable

import pytest

from callsheet.ports.telephony import KeyPress, Utterance
from callsheet.ports.understanding import Understood
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.phrases import conflicts
from callsheet.understanding.words import words
from tests.unit.understanding.asked import understand

ALL = tuple(BUILT_IN.values())


def heard_as(said: Iterable[str]) -> dict[str, str]:
    """The intent that each of these is understood as."""
    return {words: understand(Utterance(words), ALL).intent for words in said}


def test_a_phrase_alone_is_its_own_intent() -> None:
    for intent in ALL:
        for said in (intent.phrases, [phrase.upper() + "!" for phrase in intent.phrases]):
            assert heard_as(said) == dict.fromkeys(said, intent.name)


def test_nothing_belongs_to_two() -> None:
    assert conflicts(ALL) == []


def test_no_phrase_is_written_twice() -> None:
    for intent in ALL:
        said = [words(phrase) for phrase in intent.phrases]
        assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("key", "name"), [("1", "agree"), ("2", "refuse"), ("*", "repeat"), ("0", "operator"), ("9", "unclear")]
)
def test_keys(key: str, name: str) -> None:
    assert understand(KeyPress(key), ALL).intent == name


SAID = {
    "yes, of course": "agree",
    "yeah sure that's fine": "agree",
    "no problem": "agree",
    "no, I'm fine": "refuse",
    "no, that's fine": "refuse",
    "no thank you": "refuse",
    "no no no no": "refuse",
    "my phone is dying, could you say that again?": "repeat",
    "the line is busy": "unclear",
    "sorry, could you repeat that please": "repeat",
    "I don't understand": "repeat",
    "can I please speak to a human": "operator",
    "okay": "agree",
    "thank you, goodbye": "goodbye",
    "not sure": "unclear",
    "I don't know": "unclear",
    "that isn't right": "refuse",
    "that doesn't work for me": "refuse",
    "I can't confirm": "unclear",
    "yes and no": "unclear",
    "not an operator": "unclear",
    "what time is it": "unclear",
}


def test_what_people_say() -> None:
    assert heard_as(SAID) == SAID


ANSWERS = {
    # agreeing, in other words
    "That would be great, thank you!": "agree",
    "I think that's right": "agree",
    "yes, please go ahead and book it": "agree",
    "the answer is yes": "agree",
    "sure, you can schedule the appointment": "agree",
    "everything you said is correct": "agree",
    "it isn't wrong": "agree",
    "yes, could you book a table for me?": "agree",  # asks for what was offered
    "it sure is": "agree",
    "that's exactly what I wanted": "agree",
    "that sounds like a plan": "agree",
    "please reserve that table": "agree",
    "let's go with that": "agree",
    "I'll take it": "agree",
    "feel free to book it": "agree",
    "I would like to make a reservation": "unclear",  # perhaps it was offered, perhaps they want something else
    "I have no objections": "agree",
    "you got everything right": "agree",
    "I will be there": "agree",
    "roger that": "agree",
    "acknowledged": "agree",
    "hell yes": "agree",
    "yes, I like it": "agree",
    "I guess that works": "agree",
    "you have that right": "agree",
    "I would be happy to": "agree",
    "that would help": "agree",
    "okay, let me rent it": "agree",
    "yes, exactly what I need": "agree",
    "everything good": "agree",
    "yes, speaking": "agree",
    "yes to all of that": "agree",
    "I want that one": "agree",
    "I would have to agree with that": "agree",
    "I know it to be true": "agree",
    "we agree completely": "agree",
    "I'd like those": "agree",
    "that seems like a good choice": "agree",
    "everything is as I wanted": "agree",
    "you have all the details right": "agree",
    "the time and date are correct": "agree",
    "could you please book it for me?": "agree",
    "please book me a table": "unclear",
    "set it up": "agree",
    "I would like to go ahead with it": "agree",
    "we're all good to go": "agree",
    "that's me": "agree",
    "sure, thanks for asking": "agree",
    # refusing
    "no, I won't be home": "refuse",
    "no, it's not correct": "refuse",  # nothing is torn from its "not"
    "no, too expensive": "refuse",
    "no, I already have one": "refuse",
    "no, I have another appointment": "refuse",
    "no, I'm at work": "refuse",
    "no, don't bother": "refuse",
    "don't want it": "refuse",
    "you don't have to": "refuse",
    "that's not going to work for me": "refuse",
    "I'm not available then": "refuse",
    "I have everything I need": "refuse",
    "I'll have to pass": "refuse",
    "I haven't decided yet": "refuse",
    "you have the wrong number": "refuse",
    "that's not mine": "refuse",
    "I don't think I need it": "refuse",
    "I won't be booking now": "refuse",
    "not exactly": "refuse",
    "I'll let you know later": "refuse",
    "no, wrong date": "refuse",
    "no, I don't want to proceed": "refuse",  # nor from its "to"
    "no, but thank you": "refuse",
    "unfortunately not": "refuse",
    "I completely disagree": "refuse",
    "no, you can't": "refuse",
    "negative on that": "refuse",
    "I'd rather do it tomorrow": "refuse",
    "no, we're done": "refuse",
    "let me sleep on it": "refuse",
    "no, I made a mistake": "refuse",
    "no, it doesn't fit": "refuse",
    "I can't make it": "refuse",
    "I cannot confirm that": "refuse",
    "I don't need anything else": "refuse",
    "no thanks, I'm all set": "refuse",
    "that's okay, I'm good": "refuse",
    "I changed my mind": "refuse",
    "none of those": "refuse",
    "something is wrong": "refuse",
    "that's not true, it's false": "refuse",
    "I don't think that will work": "refuse",
    "thanks, but no thanks": "refuse",
    "let's wait": "refuse",
    "I'd rather wait": "refuse",
    "please don't book it": "refuse",
    "I'm afraid that's not quite right": "refuse",
    "I would say the statement is false": "refuse",
    "no, I don't want to book it": "refuse",
    "I don't think that is correct": "refuse",
    "not yet, I need to ask my wife first": "refuse",
    # put off: a refusal, also behind a yes
    "maybe another time": "refuse",
    "yes, but not now": "refuse",
    "later": "refuse",
    "I don't have time right now": "refuse",
    "another time please": "refuse",
    "not right now, but thank you": "refuse",
    "let me think it over first": "refuse",
    # hearing it again
    "would you mind repeating that": "repeat",
    "read that back to me": "repeat",
    "may I hear it once more": "repeat",
    "I missed the last part": "repeat",
    "you're breaking up": "repeat",
    "what were you saying": "repeat",
    "speak up a little": "repeat",
    "you'll have to repeat that": "repeat",
    "that was too fast": "repeat",
    "start over from the top": "repeat",
    "sorry, bad connection, say again": "repeat",
    "I don't know what you are asking": "repeat",
    # slips
    "yess": "agree",
    "thast corect": "agree",
    "it soundds rigth": "agree",
    "affirmitive": "agree",
    "nooo": "refuse",
    # what only sounds like an answer
    "yeah right": "unclear",
    "don't hang up": "unclear",
    "don't cancel it": "unclear",
    "no, I don't know": "unclear",
    "no, I want three": "unclear",
    "no, I need to change it": "unclear",
    "no, I have a question": "unclear",
    "isn't it": "unclear",
    "thank you so very much": "unclear",
    "no, I don't mind": "unclear",
    "I like it": "unclear",
    "this one": "unclear",
    "I want to buy a phone": "unclear",
    "I need to thank you": "unclear",
    "tomorrow": "unclear",
    "not certain": "unclear",
    "that's debatable": "unclear",
    "I want that one in blue": "unclear",
    "book me a flight": "unclear",
    "can you book a different table": "unclear",
    "can you confirm it": "unclear",
    "I don't think I know": "unclear",
    "I need to ask my wife first": "unclear",
    "I'd like to make a call": "unclear",
    "could someone call me back": "unclear",
    "yes, set a timer": "unclear",
    "yes, make that three": "unclear",
    "yes, can you get me the name": "unclear",
    "I want to cancel": "unclear",
    "cancel it": "unclear",
    # questions
    "okay, who is this?": "unclear",
    "okay who is this": "unclear",
    "yes?": "unclear",
    "do I have to confirm": "unclear",
    "can I confirm later": "unclear",
    "yes, can you": "unclear",
    "why not?": "agree",
    "could you repeat that?": "repeat",
    # conditions and contradictions
    "yes if it is on Tuesday": "unclear",
    "yes, but": "unclear",
    "yes, except the second one": "unclear",
    "okay, until Monday": "unclear",
    "you got it wrong": "unclear",
    "no, that's right": "unclear",
    "actually yes": "unclear",
    # something more
    "yes, I want to change it": "unclear",
    "yes, I have to go": "unclear",
    "yes, and what's the address?": "unclear",
    "yes, book a different room": "unclear",
    "yes, I want to cancel": "unclear",
    "yes, book another one": "unclear",
    "yes, get the manager": "unclear",
    "yes one": "unclear",
    "yes, hello": "unclear",
    "nice try": "unclear",
    "correct my address please": "unclear",
    # a yes or no gives way
    "no, repeat that": "repeat",
    "yes, operator please": "operator",
    "okay, goodbye": "goodbye",
    "no thanks, bye": "goodbye",
    "see you later": "goodbye",
    "wait, what?": "repeat",
    # nothing said
    "thank you": "unclear",
    "well, you know": "unclear",
}


def test_an_answer_is_understood_as_a_whole() -> None:
    assert heard_as(ANSWERS) == ANSWERS


@pytest.mark.parametrize(
    "heard", ["wait", "one moment, please", "hold on a second", "okay, just a minute", "let me see"]
)
def test_who_asks_for_a_moment_has_not_answered(heard: str) -> None:
    assert understand(Utterance(heard), ALL) == Understood("unclear", "wait", 0.0)


def test_taking_leave_agrees_to_nothing() -> None:
    question = (BUILT_IN["agree"], BUILT_IN["refuse"])
    assert understand(Utterance("okay, bye"), question).intent == "unclear"
    assert understand(Utterance("no thanks, bye"), question).intent == "refuse"
