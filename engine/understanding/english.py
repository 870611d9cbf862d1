"""How people answer in English, as patterns (see `patterns.py`). `flows.md` shows all of it.

What stands here means the same after every question: what asks, makes conditions or tells something new is left out.
"""

LISTS = {
    "yes": "yes|yeah|yep|yup|yea|yeap|ye|yah|aye|sure|sure thing|for sure|okay|okey dokey|of course|all right"
    "|affirmative"
    "|indeed|absolutely|definitely|certainly|surely|totally|exactly|precisely|positive|by all means|uh huh|mm hmm"
    "|mhm|you bet",
    "no": "no|nope|nah|naw|nay|no way|no thanks|no thank you|negative|negatory|nada|never|not really|not at all"
    "|uh uh|nuh uh"
    "|(hell|heck) (no|nah)|(absolutely|definitely|certainly|of course|probably) not|no (need|good|deal|sir|ma am)",
    # What is talked about
    "that": "that|this|it|everything|they|those|these|(that|this) one|(all|both) [of] (that|this|it|them|these"
    "|those)|that all"
    "|[all] (the|that|this|those|these|my) <matter> [you (have|said|gave|read)]|what you [have] [just] (said|read)"
    "|[all] your (statement|information|info|data|details|recap|summary)|everything you (have|said)",
    "matter": "statement|information|info|data|details|answer|response|recap|summary|choice|option|one|plan|time|day"
    "|date"
    "|address|name|number|appointment|reservation|booking|order",
    "thing": "appointment|appointments|reservation|reservations|booking|room|rooms|table|ticket|tickets|seat|seats|game"
    "|car|bus|train|taxi|cab|location|dentist|doctor|movie|film|song|music|hotel|house|apartment|property|flight"
    "|restaurant|place|vehicle|tour|transfer|payment"
    "|purchase|transaction|visit|meeting|slot|alarm|reminder|event|order|delivery|trip|ride|stay|money|show|rental"
    "|account"
    "|process|procedure|(bus|train|event|flight|movie) (ticket|tickets|rental)|hotel (room|reservation)|property visit",
    "object": "it|that|this|them|these|those|me|us|so|one|some|(that|this) one|one of (them|those)|the same"
    "|anything|[me|us] [that|this|those|these|the|my|an|a|any|some] <thing>",
    # How it is
    "is": "(is|are|was) [actually]|would be|will be|must be|should be|has to be|sounds|sound|seems|seem|looks|look"
    "|feels|appears"
    "|(seems|appears|turns out) to be|is going to be",
    "is not": "(is|are|was|would|will|can|could) not [be]|(does|do) not (sound|look|seem|feel)|is never",
    "very": "very|really|quite|so|pretty|all|just|totally|absolutely|definitely|certainly|surely|exactly|perfectly"
    "|precisely|completely|entirely|indeed|truly|about|[most] definitely|for sure|very much|at all"
    "|100 [percent]",
    "good": "right|correct|true|good|fine|great|perfect|okay|all right|awesome|wonderful|excellent|lovely|nice|cool"
    "|super"
    "|fantastic|amazing|brilliant|delightful|ideal|accurate|confirmed|approved|accepted|acceptable|valid|better|factual"
    "|fair|helpful|in order|terrific|suitable|affirmative|the (case|truth)|[a] [definite] yes|a fact",
    "bad": "wrong|false|incorrect|inaccurate|untrue|invalid|erroneous|fake|mistaken|unacceptable|terrible|a lie"
    "|a mistake|a (no|negative)"
    "|not <good>",
    "for me": "(for|to|with|by|from) (me|us)|on my (end|side)",
    "think": "i (think|believe|know|say|vote|agree|meant|said|am sure|am certain|am saying|am telling you|am afraid"
    "|[can] confirm|want you to know)"
    " [that]|i (would|will|have to|must|got to|would have to|am going to) say [that]",
    # What is done, and when
    "do": "book|reserve|buy|get|rent|make|schedule|play|watch|hear|listen to|visit|transfer|order|confirm|do|have"
    "|try|start"
    "|initiate|share|help me [with]|listen|take|set|set up|set aside|arrange|purchase|add|save|send|keep|use|accept"
    "|pay|create|go with"
    "|(proceed|continue|go ahead|go on|carry on) [with|to]",
    "wish": "i [<very>] (want|need|get|like|wish|should|would|can|will|intend|am (ready|going|interested)) [to]"
    "|i [<very>] (would|do) [<very>] (like|love|want|need|wish) [to]|let us|we (want|need|can|should) [to]|you (can"
    "|may)",
    "when": "now|right now|right away|today|here|there|then|too|at once|before i forget [to]|(on|for) that (day"
    "|date)|at that time",
    "where": "(at|for|of|with|to|from) <object>|to (see|view) (<object>|the *)",
    # What is booked or bought is told apart by its verb: it may be anything of one word.
    "book": "book|reserve|buy|rent|schedule|order|play|watch|visit|purchase|arrange|set up|get|make|set|take|see"
    "|hear|start",
    "soon": "[just] now|[right|just] now|[just|quite] yet|today|tonight|right away|for now|anymore|[for] this time"
    "|[right] at (the|this|the present) [present] (moment|time|minute|second)|right this (minute|second)|this (week"
    "|month|year)",
    "later": "later [on]|another (time|day)|some other (time|day)|a different time|next time|in the future"
    "|at a later (time|date)|in a [little] (bit|while|minute|moment|second)",
    # What is asked for
    "may you": "(can|could|would|will|may|might) you|(can|could|may) i (get|have|ask) you to|(do|would) you mind"
    "|i (want|need|must have|would like|am going to need|am needing|am asking) [for] you [to]",
    "it": "it|that|this|me|(it|that|this) by me|everything|yourself|all [of] that|<last>"
    "|what you [have] [just] (said|asked|told me|mentioned)"
    "|what [it|that] was [said]",
    "last": "[that|the|your|this] [last] (thing|one|part|bit|phrase|question|message|answer|response|statement|sentence"
    "|information) [you [just] (said|asked|told me)]",
    "again": "again|once (again|more)|[just] (one more|another|a second|one last) time|over [again]|louder|slower"
    "|more slowly"
    "|more clearly",
    "person": "[a|an|the|your|some] (operator|agent|representative|receptionist|human [being]|person|advisor|manager"
    "|supervisor|(real|live|actual) (person|human|agent)|somebody|someone)",
    "moment": "[a|one|another] [quick] (moment|second|sec|minute|min)",
    "the": "the|a|an|my|your|some",
}

AGREE = (
    "[<think>] <yes> [(on|to) (that|this) [one]] [as my answer]",
    "[<very>] <good> [<very>] [<for me>] [to (proceed|book|go)]",
    "[<think>] [<that>] [<very>] <is> [<very>] [a|the] [<very>] <good> [<very>] [statement|choice|one|thing|time"
    "|idea] [<for me>]"
    " [then|too|now|as well|to (proceed|book|go)]",
    "[i (think|believe|find)] <that> to be [<very>] <good>",
    "(<that>|you) <is not> [<very>] (wrong|false|incorrect|mistaken) [about (it|that|this)]",
    "<that> (will|would|should) do",
    "[<that>] [will|would|should] (work|works|(suit|suits|fit|fits) [me]) [out] [<very>] [fine|well|great|perfectly]"
    " [<for me>]",
    "[<think>] <that> (is|was) [<very>] (it|how it is|the (plan|deal|idea|one|* i <wanted>)|my [initial] (plan"
    "|request|choice|idea)|what (i <wanted>|we (discussed|agreed|said) [earlier|before]) [now|to do])",
    "<that> makes sense [to me] [as well]|<that> (fits|fit) [in|into] my (schedule|plans) [<very>]",
    "(okay|fine) (by|with) me|i am [<very>] (good|fine|okay|happy) with (that|it|this)",
    "i [can] (agree|confirm|accept|understand|approve) [with|to|of] [that|this|it|what you said]",
    "i (do|am|would|sure do)|i (think|believe) so|i am [<very>] (sure|certain|positive)",
    "<yes> [i think] (i|you|it|that|they|we) [sure|really] (do|does|am|is|are|will|can|would|did|have|was)",
    "[<think>] (the|my) (answer|response) [to that] is [a] [<very>|definite|resounding] (yes|true|affirmative)|(yes"
    "|true) is (the|my) (answer|response)",
    "you [are|have it] [<very>] (right|correct)|you [have] (got|gotten) (it|that|everything) [<very>] [right|correct]",
    "you got it|[you] nailed it",
    "agreed|accept|accepted|understood|got it|gladly|with pleasure|why not|very well|granted|permission granted",
    "(no|not a) (problem|issue|trouble)|no (worries|objection|objections|complaints)|(no|without [a]) doubt"
    "|i do not (mind|disagree|object|see why not)|can not complain",
    "i (have no|do not have (a|any)) (problem|problems|objection|objections) [with (it|that|this)]"
    "|i could not agree more",
    "go [right] ahead|go for it|do (it|so|that)|let us do (it|that|this)|(proceed|continue|confirm) [it|that]"
    "|please do",
    "[<wish>] <book> (it|that|this|them|so|(that|this) one) [for me] [<when>]",
    "i (would|do) [<very>] (like|love|want) (it|that|this|to) [a lot|very much]|i want (it|that|this|to)",
)
LISTS["wanted"] = (
    "(want|wanted|need|needed|said|meant|requested|asked for|(am|was) (looking for|after|thinking|trying to do))"
)
# Behind a yes: the caller asks for it to be done.
AND_DO = (
    "(<wish>|<may you>) [(go ahead|proceed) and] <do> [<object>] [<where>] [<where>] [<when>] [<when>]",
    "[(go ahead|proceed) and] <do> <object> [<where>] [<where>] [<when>] [<when>]",
    "(go ahead|proceed) and <do>|(book|reserve|confirm|proceed|continue|go ahead|go on|carry on|do) [<where>] [<when>]",
    "i am interested in [*] <thing>|<wish> [<object>] [<where>] [<where>] [<when>]",
    "[<wish>|<may you>] <book> [me|us] (a|an|the|this|that|my|some) * [<where>] [<when>]",
    "<when>|(this|that) <thing>|i (can not wait|am [<very>] looking forward [to] [it|that|this] [day])",
)
REFUSE = (
    "[<think>] <no> [<very>]|no <thing>",
    "[<no>] (i am|we are) (good|all set)|<no> (i am|it is|that is|we are) (fine|okay|all right)",
    "<no> (that is|that will be|that would be) (all|it|everything) [i need|i needed|i want] [<soon>]"
    "|<no> that is my answer",
    "<no> nothing|nothing else|i ([will] pass|decline|refuse|disagree|(think|guess) not)|never mind|refuse|decline"
    "|disagree",
    "i (would rather|had better|would prefer) not [to] [<do>] [<object>] [<when>]|(rather|better) not|it seems not",
    "i [<very>] (do|did|will|can|would|could|should) not [<very>|actually] [do (it|that)] [<soon>]",
    "[i] do not (think|believe) (so|it|that)|i do not (agree|accept|approve|confirm) [with|of|to] [that|this|it]",
    "i (do|would) not [<very>] (want|need|wish|like|prefer|plan"
    "|intend) [to] [<do>] [<object>] [<where>] [<soon>|<when>]",
    "i am not [<very>] (interested|ready|looking|going|planning) [in|to] [<do>] [<object>] [<soon>|<when>]",
    "let us not [<do>] [<object>]|do not [<do>] [<object>] [<where>]|not (interested|for me|happening)",
    "[<think>|i do not (think|believe) that] [<that>] [<very>] <is> [<very>] [a|the] [<very>] <bad> [<very>]"
    " [statement|answer|one] [<for me>]|[<very>] <bad> [<very>]|you are [<very>] <bad>",
    "[i (think|believe|find)] <that> to be [<very>] <bad>",
    "i do not (think|believe) [that] <that> <is> [<very>] (<good>|possible|necessary|proper|needed)",
    "[<think>] <that> <is not> [<very>] (<good>|it|possible|needed|necessary|required|proper|(the|a) [right] <matter>)"
    " [<very>]",
    "<that> (does|do|did|will|would|can) not [work|be] [<for me>]|<that> is not what i <wanted>|not (that|this) [one]",
    "[<think>] (the|my) (answer|response) [to that] is [a] [<very>] (no|false|negative)|no is (the|my) (answer"
    "|response)",
    "(it|that|this) (is|would be) [<very>] [a] [hard|definite|firm|big] no [<for me>]",
    "<no> that is my (answer|response)|<think> no to that [question]|i [was|am] (just|only) (looking|asking|checking"
    "|browsing|(getting|wanted|needed) [the] (info|information))",
    # Put off
    "[<yes>] [<wish>] [but] (not <soon>|[maybe|may be|perhaps|possibly|probably|we can do (it|that)] <later>) [<soon>]",
    "[<yes>] [but] [i|it|that] (will|can|could|may) (wait|[be|be done|do it|do that|decide [it|that]] <later>)",
    "[<yes>] [but] (maybe|perhaps) (not|tomorrow)",
    "[<yes>] [but] i (am (busy|driving)|have no time|do not have [the] time) [<soon>]",
    "i [will|need to|have to|want to|would like to] think [about (it|that)|it over]|let me think about (it|that)",
    "(call|try|ask) [me] [back|again] (<later>|tomorrow)",
    "hold (off|on) (on (it|that|this)|for now) [too]",
)
# Behind a no: why.
REASON = (
    "i [still|just|first] (need|want|have|will|would like|am going|should) [to] [still|just|first] (ask|check"
    "|consult|think"
    "|look|talk|wait|decide|see|compare|discuss) [*] [*] [*] [*] [*] [*] [first]",
)
REPEAT = (
    "[<may you>] [just] (repeat|restate|rephrase|reiterate|replay) [over] [<it>] [<again>] [<for me>]",
    "[<may you>] [just] (say|tell me|ask|ask me|read|give me|go over|play|hear|run) [<it>] <again> [<for me>]",
    "[<may you>] tell me what you [just] said|i (want|need|would like) to (hear|know) [<it>] <again>"
    "|<again> [<for me>]",
    "(i need|i want|i would like|(can|could) i have|can|could|may) [to have] [<it>] [be] (repeated"
    "|said again) [<again>] [<for me>]",
    "[i] (did|could|can|do) not [quite|really] (hear|catch|get|understand|follow|make out) [<it>|you|a word] [well"
    "|properly"
    "|clearly]",
    "i missed <it>|what (did you [just] (say|ask|mention|mean) [to me]|was <it> [you [just] said]|was said|is <last>)",
    "what question did you [just] ask [me]|what|huh|say what|sorry what|pardon [me]|i beg your pardon"
    "|come again [with that]",
)
OPERATOR = (
    "<person>|customer (service|support)",
    "[<may you>|i (want|need|would like)|(can|could|may) i|let me] [to] (talk|speak) (to|with) <person>",
    "((get|give) me|i (want|need|would like)|(can|could|may) i (have|get)) <person>",
    "[<may you>] ((connect|transfer) me|put me through) [to <person>]",
)
GOODBYE = (
    "good bye|bye [now|for now]|bye bye|good night|farewell|take care|see you [later|soon]|talk to you (later|soon)",
    "(that is|that will be) (all|everything) [i need|i needed|for now|for today]|hang up|end the call",
    "have a (good|nice|great|lovely) (day|one|evening|night|weekend|afternoon)",
)
# No answer yet
WAIT = (
    "(wait|hold [on]|hang on|hold the line|give me|i need|just) [<moment>]|<moment>|bear with me",
    "let me (see|check|think|look)|(can|could|would) you (wait|hold [on]|hang on) [<moment>]",
)
# Around a phrase they ask for it.
OPENERS = (
    "(can|could|may) i (have|get|(speak|talk) (to|with)|go (to|for)|choose) [<the>]",
    "[(can|could|would|will) you] (give me|get me|take me to|connect me (to|with)|transfer me to"
    "|put me through to) [<the>]",
    "i (want|need|would like|wish|prefer|would prefer) [to] [have|get|(speak|talk) (to|with)|go (to|with)"
    "|choose] [<the>]",
    "i (have|am looking for|will have|will take|will go with|choose|said) [<the>]",
    "[it is|i am calling|i have a question|question] (about|for|regarding|concerning) [<the>]",
    "(it|that) is [<the>]|<the>|go (with|to) [<the>]|let us (do|go with|take) [<the>]",
)
TAILS = ("department|section|team|desk|line|option|one|menu",)
# They say nothing, wherever they stand.
SKIPPED = frozenset(("uh", "though", "um", "er", "erm", "hm", "hmm", "ah", "please", "just", "kindly"))
# What a star never stands for: it would change what is agreed to.
NEVER_ANY = frozenset(
    (
        *("not", "no", "never", "if", "when", "until", "unless", "but", "except", "first", "later", "wrong", "other"),
        *("different", "another", "change", "correction", "question", "complaint", "suggestion", "refund", "discount"),
        *("person", "human", "manager", "supervisor", "representative", "agent", "operator", "callback", "note"),
        *("message", "copy", "look"),
    )
)
