"""The intents that every script has without declaring them. Declaring one of the same name replaces it.

The phrases are such as mean the same after every question. Left out on purpose: "what", "sorry", "fine", "right",
"great" (said on the way to another answer), "I don't" ("… know"), "I can't" ("… hear you").
"""

from callsheet.ports.understanding import Intent
from callsheet.understanding import english

AGREE = Intent(
    "agree",
    "The caller says yes, agrees, or confirms.",
    (
        *(
            "yes",
            "yeah",
            "yep",
            "yup",
            "yes please",
            "yes I do",
            "yes I am",
            "yes it is",
            "yes that's right",
            "yes sir",
        ),
        *(
            "yes ma'am",
            "sure",
            "sure thing",
            "of course",
            "okay",
            "ok",
            "okey dokey",
            "alright",
            "all right",
            "correct",
        ),
        *("that's right", "that is right", "that's correct", "that is correct", "you're right", "exactly", "indeed"),
        *("absolutely", "definitely", "certainly", "affirmative", "I agree", "agreed", "I do", "I confirm", "confirm"),
        *("confirmed", "I accept", "accept", "I understand", "understood", "got it", "sounds good", "sounds great"),
        *("that's fine", "that is fine", "it's fine", "that's okay", "that is okay", "that's all right", "that works"),
        *(
            "works for me",
            "fine by me",
            "fine with me",
            "okay with me",
            "go ahead",
            "please do",
            "very well",
            "you bet",
        ),
        *("uh huh", "mm hmm", "mhm", "gladly", "with pleasure", "why not", "no problem", "not a problem"),
        *("no worries", "no doubt", "without a doubt", "I don't mind", "I don't see why not", "can't complain"),
    ),
    press="1",
    frames=english.AGREE,
    beside=english.AND_DO,
)
REFUSE = Intent(
    "refuse",
    "The caller says no, declines, or denies.",
    (
        *("no", "nope", "nah", "no no", "no no no", "no way", "no thanks", "no thank you", "no sir", "no ma'am"),
        *("no I don't", "no I do not", "no I'm not", "no I am not", "no I can't", "no I cannot", "no I won't"),
        *("no I didn't", "no it's not", "no it is not", "no it isn't", "no that's not right", "no that's wrong"),
        *("no that's all", "no that's fine", "no that's okay", "no it's fine", "no it's okay", "no that's all right"),
        *("no not really", "not really", "not now", "not right now", "not today", "not yet", "not at this time"),
        *("no not now", "no not today", "no not yet", "not interested", "I'm not interested", "I am not interested"),
        *("no I'm not interested", "not for me", "never", "I refuse", "refuse", "I decline", "decline", "I disagree"),
        *("disagree", "negative", "I don't think so", "I do not think so", "don't think so", "no I don't think so"),
        *("I don't want to", "I do not want to", "I don't want it", "I don't want that", "no I don't want to"),
        *("I'd rather not", "I would rather not", "rather not", "I'd prefer not to", "certainly not", "absolutely not"),
        *("definitely not", "of course not", "probably not", "I guess not", "better not", "nothing else", "no nothing"),
        *("that's wrong", "that is wrong", "that's not right", "that is not right", "that's not correct"),
        *("that is not correct", "that isn't right", "that isn't correct", "incorrect", "that's incorrect"),
        *("I do not agree", "I don't agree", "I don't accept", "I do not accept", "uh uh", "nuh uh"),
    ),
    press="2",
    frames=english.REFUSE,
    beside=english.REASON,
)
REPEAT = Intent(
    "repeat",
    "The caller did not hear or understand the question and wants it repeated.",
    (
        *("repeat", "repeat that", "please repeat", "could you repeat that", "can you repeat that", "again"),
        *("say that again", "say it again", "say again", "tell me again", "once again", "once more", "one more time"),
        *("come again", "pardon", "pardon me", "I beg your pardon", "what did you say", "what was that", "sorry what"),
        *("what was the question", "I didn't hear", "I didn't hear you", "I didn't hear that", "I did not hear"),
        *("I did not hear you", "I did not hear that", "I couldn't hear you", "I couldn't hear that"),
        *("I can't hear you", "I cannot hear you", "I didn't catch that", "I did not catch that", "didn't catch that"),
        *("I didn't get that", "I did not get that", "I missed that", "I didn't understand", "I did not understand"),
        *("I didn't understand that", "I don't understand", "I do not understand", "didn't understand"),
        *("no I didn't hear you", "no I didn't understand", "no I don't understand", "no repeat that"),
    ),
    press="*",
    frames=english.REPEAT,
)
OPERATOR = Intent(
    "operator",
    "The caller wants to talk to a person.",
    (
        *("operator", "agent", "representative", "receptionist", "human", "human being", "real person", "live person"),
        *("actual person", "real human", "live agent", "customer service", "customer support", "talk to a person"),
        *("speak to a person", "speak with a person", "talk with a person", "talk to a human", "speak to a human"),
        *("speak with a human", "talk to someone", "speak to someone", "speak with someone", "talk to somebody"),
        *("speak to somebody", "speak with somebody", "talk to an agent", "speak to an agent", "talk to a real person"),
        *("speak to a real person", "speak to an operator", "connect me", "transfer me", "put me through"),
        *("no I want to talk to a person", "no I want to speak to someone"),
    ),
    press="0",
    frames=english.OPERATOR,
)
GOODBYE = Intent(
    "goodbye",
    "The caller says goodbye or wants to end the call.",
    (
        *(
            "goodbye",
            "good bye",
            "bye",
            "bye bye",
            "bye now",
            "bye for now",
            "see you",
            "see you later",
            "see you soon",
        ),
        *("talk to you later", "talk to you soon", "hang up", "end the call", "that's all", "that is all"),
        *("that's everything", "that is everything", "that will be all", "that'll be all", "have a good day"),
        *("have a nice day", "have a great day", "have a good one", "good night", "take care", "farewell"),
    ),
    frames=english.GOODBYE,
)

BUILT_IN = {intent.name: intent for intent in (AGREE, REFUSE, REPEAT, OPERATOR, GOODBYE)}
