"""How people answer in English, as patterns (see `patterns.py`). `flows.md` shows all of it.

What stands here means the same after every question: what asks, makes conditions or tells something new is left out.
"""

AGREE = (
    "[<think>] [<very>] <yes> [(on|to|for) (<that>|both|all)] [as my answer]",
    "[<very>] <good> [<very>] [<for me>] [to (proceed|book|go)]|exactly (that|this|so)|fair enough|cool beans|(it|that"
    "|this|everything|those|they) [<very>] <good> [<for me>]|(good|great|excellent|perfect) (choice|idea|plan)",
    "[<think>] [<that>] [<very>] <is> [<very>] [a|the] [<very>] <good> [<very>] [<matter>|statement|choice|one|thing"
    "|time|idea] [<for me>] [then|too|now|as well|enough|as is|to (proceed|book|go|me)]",
    "[i (think|believe|find|know)] <that> to be [<very>] <good>|(all|it is all) good",
    "(<that>|you) <is not> [<very>] (wrong|false|incorrect|mistaken) [about (it|that|this)]",
    "[that] (it|they) [<very>|sure] (is|are|was|were|does|do|did) [<very>]|(that|this) <very> (is|does)|(that|this) "
    "is so",
    "[<think>] <that> (will|would|should) [<very>] do [<very>|nicely] [<for me>]|(that|this) does it [<for me>]",
    "[<think>] [<that>] [will|would|should|does] [<very>] (work|works|(suit|suits|fit|fits) [me]) [out] [<very>] [fine"
    "|well|great|perfectly|nicely|best|good] [<for me>]",
    "[<think>] <that> (is|was|sounds like|looks like) [<very>] (it|how it is|the (plan|deal|idea|one|* i <wanted>)|my "
    "[initial] (plan|request|choice|idea)|what (i|we) <wanted>|what we (discussed|agreed|said) [earlier|before]) [now"
    "|to do]",
    "<that> makes sense [to me] [as well]|<that> (fits|fit) [in|into] my (schedule|plans) [<very>]",
    "(okay|fine) (by|with) me|(i am|we are|were) [<very>] (good|fine|okay|happy|all right|comfortable|satisfied"
    "|content) with <that>",
    "(i|we) [hereby|do|can|will|fully|gladly|must|[would] have to|would|<very>] (agree|confirm|accept|understand"
    "|approve|consent|authorize) [<very>] [with|to|of] [<that>|you|what you said|the offer|the terms] [<very>]|i am "
    "on board [with <which>]|[done] deal|consider it done|righto|true that|(consider it|that is) confirmed",
    "(i|we) [<very>|sure] (do|am|are|would|will|can|have|did) [<very>]|i (think|believe) so|[i] (guess|suppose) so|i "
    "am [<very>] (sure|certain|positive|interested [in <offer>])",
    "(i|we) [<very>] (will|can|shall) [<very>] (come|attend|be (there|here|home)|make it|do (it|that|so))",
    "<yes> [i think] (i|you|it|that|this|they|we|he|she|there) [sure|really|<very>] (do|does|am|is|are|will|can|would"
    "|did|have|has|was)",
    "[<think>] (the|my) (answer|response|reply|vote) [to that] is [a] [<very>|definite|resounding] (yes|true"
    "|affirmative)|(yes|true) is (the|my) (answer|response)",
    "you [are] [<very>] (right|correct) [(about|on) <that>]|you (have|got|have got) (<that>|it all) [<very>] (right"
    "|correct|correctly)|you have [all] the right <matter>|[<very>] what (i|we) <wanted>|right you are|you [have] (got"
    "|gotten) (it|that|everything|it all|all of it) [<very>] [right|correct]|you [have] (heard|understood|read) [me|it"
    "|that|everything] [<very>] [right|correctly]",
    "you got it|[you] nailed it|you said it|(that|this|it) is (me|us|he|she|him|her|mine)|[(this|that) is] [he|she] "
    "speaking|i (am|want) in|(i am|we are|were) [<very>] (ready|game|up for (it|that|this))|count me in",
    "agreed|accept|accepted|[i] understood|[i] (got|get) it|gladly|with pleasure|why not|very well|granted|permission "
    "granted",
    "(no|not a) (problem|issue|trouble) [at all] [with (it|that|this)]|no (worries|objection|objections|complaints) "
    "[here|at all|from me]|(no|without [a]) doubt|i do not (mind|disagree|object|see why not)|can not complain",
    "i (have no|do not (have|see) (a|any)) (problem|problems|objection|objections|issue|issues) [with (it|that|this)]"
    "|i could not agree more",
    "[you (can|may)|feel free to|let us|<wish>] go [right] (ahead|on) [with <offer>|and (book|reserve|do (it|that)"
    "|make <offer>)]|go for it|so be it|make it so|be my guest",
    "[you (can|may)|feel free to|<wish>] ((proceed|continue) [with <offer>]|do (it|so|that) [<for me>])|<wish> "
    "confirm [it|that|this]|[<may you>] ((set|put|lock|sign|get) (it|that|this|me) (up|in|through|down)|hook me up)"
    "|[i am|we are|were|it is|that is] [all] good to go|let us (do|go with|go for|take) (it|that|this) [one] [then]"
    "|confirm [it|that|this]|please (do|proceed)",
    "[<wish>] [(go ahead|proceed) and] <book> (it|that|this|them|so|(that|this|those|these|the) <thing>|(that|this) "
    "one) [for me] [<when>]|<may you> (book|reserve|rent|schedule|order|buy|make|arrange|do) (it|that|so|(that|this"
    "|those|these|the) <thing>) [for me] [<when>]",
    "[<think>] (i|we) ([will|would] (take|have|go with|go for|choose)) (<which>|[the|that|this] <thing>)|i concur|i "
    "am in (agreement|favor [of (it|that|this)])|let us go|place the order",
    "[i|we] (would|do) [<very>] (like|love|want|appreciate|enjoy) (<which>|to) [a lot|very much]|i (want|could use) "
    "(<which>|to)|i need <which>|i want to have <which>|that would [<very>] (help|be [very|much|greatly] appreciated)"
    "|[[i] would be|i am] [<very>] (happy|glad|delighted) to [do (it|that|so)]|love to|make it happen|bingo|you may"
    "|please go on",
)
# Behind a yes: the caller asks for it to be done.
AND_DO = (
    "(<wish>|<may you>) [(go ahead|proceed) and] <do> [<object>] [<where>] [<where>] [<when>] [<when>]",
    "[(go ahead|proceed) and] <do> <object> [<where>] [<where>] [<when>] [<when>]",
    "(go ahead|proceed) and <do>|(book|reserve|confirm|proceed|continue|go ahead|go on|carry on|do) [<where>] [<when>]",
    "i am interested in [*] <thing>|<wish> [<object>] [<where>] [<where>] [<when>]|i have [a|an|some] <thing> i "
    "<wish> <do>",
    "[<wish>|<may you>] (book|reserve|buy|rent|schedule|order|visit|purchase|arrange) [me|us] (a|an|the|this|that|my"
    "|some) * [<where>] [<when>]|play (the|that|some) *",
    "<when>|(this|that) <thing>|(this|that) one|i (like|love) (it|that|this [one]) [a lot|very much]",
    "i (can not wait|am [<very>] looking forward [to] [it|that|this] [day])|you (can|could) (read|have read) my mind",
)
REFUSE = (
    "[<think>] [<very>] <no> [<very>] [(on|to) (that|this|it)]|(i|we) [<very>|must|[would] have to] disagree [<very>] "
    "[with (<that>|you)]|no <thing>|no (need|interest|use) [for|in] [it|that|this|them]|no need to <do> [<object>]"
    "|(please|no) do not|<no> cancel [it|that|this]|(thanks|thank you) but <no>|<no> but (thanks|thank you) [<for "
    "that>]|(unfortunately|sadly) not|[<that> is] not [any] more",
    "[<no>] (i am|we are|were) [<very>] (good|all set|all good|covered)|<no> (i am|it is|that is|we are|were) "
    "[<very>] (fine|okay|all right|done|finished|satisfied)|<no> [that is] (enough|sufficient|plenty)|(that is|it is) "
    "(okay|fine|all right) (i am|we are|were) [<very>] (good|fine|okay|all set)",
    "<no> (that does it|that will do)|<no> [<think>] (that is|that will be|that would be) (all|it|everything) [i (need"
    "|needed|want|wanted|asked)] [to (know|ask|do)] [<soon>|<for me>]|[<no>] i (have|got) (all|everything) [that] i "
    "(need|needed|want|wanted)|<no> that is my answer|<no> all (good|set|done)",
    "[<no>] nothing|nothing (else|more|further) [<soon>]|nothing <soon>|not that i (know of|can think of|am aware of)",
    "i ([will|must|would like to|[will|would|am going to|might] have to|am going to] (pass|decline|refuse|object"
    "|reject) [on|to|with] [do] [<which>]|(think|guess|suppose) not|am (declining|refusing|passing))|pass on (it|that"
    "|this)|never mind|refuse|decline|disagree|[i am] afraid not",
    "forget (it|that|about (it|that))|deny|none|i [have] changed my mind|(none|neither|not any) of (it|that|this|them"
    "|those|these|the two)|neither [one]",
    "i (would rather|had better|would prefer|prefer) not [to] [<do>] [<object>] [<when>]|(rather|better) not|it seems "
    "not|i (would (rather|prefer to)|will|think i will) (wait [a (bit|while|little)]|skip [it|that|this])|skip (it"
    "|that)",
    "(i|we) [<very>] (do|did|will|can|would|could|should|have|am|are) not [<very>|actually] [do (it|that|so)] [<soon>]",
    "(i|we) (can|will|could|would|may) not [be able to] (come|attend|make it|be (there|here|home)|do (it|that)) "
    "[<soon>|<when>]|(i|we) (am|are) (not able|unable) to (come|attend|make it|do (it|that))",
    "[i] do not (think|believe) (so|it|that)|[<no>] (i|we) (do|can) not (agree|accept|approve) [with|of|to] [that|this"
    "|it] [<very>]|[<no>] i (do not confirm [that|this|it]|can not confirm (that|this|it))",
    "[i|we] [<very>] (do|would|did|will) not [<very>] (want|need|wish|like|prefer|plan|intend|accept) [to|for] [<do>] "
    "[<object>|any more|anything [else|more]|any * [*]|either of <that>|(give|tell|say|answer|discuss|share) [it|that"
    "|this|you] [to you|you] [my *]] [<where>] [<soon>|<when>]",
    "(i|we) (am|are|will) not [be] (booking|buying|needing|reserving|renting|making|taking|doing|coming|attending"
    "|going) [<object>] [<soon>|<when>]|(i|we) (am|are) not [<very>] (interested|ready|looking|going|planning|prepared"
    "|willing) [in|to] [to] [<do>] [<object>] [<soon>|<when>]|no longer (interested|needed|necessary|required)|(is"
    "|will) not [be] [<very>] (<good>|needed|necessary|required)|(i|we) (am|are) (unavailable|not (available|free"
    "|around)) [<soon>|<when>]|not available|i have no (interest|need|use) [in|for] [it|that|this]",
    "let us not [<do>] [<object>]|[you|please|no] do not <do> [<object>] [<where>]|not (interested|for me|[going to] "
    "(happening|happen)|necessary|needed|required|likely|particularly|especially|quite|exactly|necessarily) [in (it"
    "|that|this|booking|buying|doing (it|that))]|leave it [be|alone]|drop it|let it (be|go)|(do not|no) (bother"
    "|worry) [with it|about it]|<that> is not for me|there is no need [for (it|that|this)]",
    "[<think>|i do not (think|believe|feel) that] [<that>] [<very>] <is> [<very>] [a|the] [<very>] <bad> [<very>] "
    "[<matter>|statement|answer|one] [<for me>]|[<very>] <bad> [<very>]|you are [<very>] <bad> [(about|on) <that>]",
    "[i (think|believe|find|know)] <that> to be [<very>] <bad>|something is (wrong|not right|off|incorrect)",
    "i do not (think|believe) [that] (i|we) (want|need|will|can|(would|will) (like|want|need|be able)) [to] [it|that"
    "|this|<do> [<object>]] [<soon>|<when>]|i do not (think|believe|feel) [that] <that> (<is> [<very>] (<good>"
    "|possible|necessary|proper|needed)|(will|would) [be] (work|good|necessary|needed) [<for me>]|works [<for me>])",
    "[<think>] <that> <is not> [<very>] (<good>|it|possible|needed|necessary|required|proper|(the|a) [right] "
    "<matter>) [<very>]",
    "<that> (does|do|did|will|would|can) not [<very>] [work|be|suit me|fit] [<for me>]|<that> is not going to (work"
    "|happen|do|fit) [<for me>]|(you|we) (do|will) not (need|have) to [<do>] [<object>]|<that> is not what (i|we) "
    "<wanted> [<very>]|[<that>] (<is not>|not) (me|mine|us|ours|my *)|[(you have [got]|this is|it is)] [the] wrong "
    "(<matter>|person)|not (that|this) [one]",
    "[<think>] (the|my) (answer|response|reply|vote) [to that] is [a] [<very>] (no|false|negative)|no is (the|my) "
    "(answer|response)",
    "(it|that|this) (is|would be) [<very>] [a] [hard|definite|firm|big] no [<for me>]",
    "<no> that is my (answer|response)|<think> no to that [question]",
    "i [was|am] (just|only) (looking|asking|checking|browsing|curious|(getting|wanted|needed|wanting) [the|some|to "
    "(know|check|see|ask)] [info|information])",
    # Put off
    "[<yes>] [<wish>] [but] (not <soon>|[maybe|may be|perhaps|possibly|probably|we can do (it|that)] <later>) "
    "[<soon>] [but (thanks|thank you)]",
    "[<yes>] [but] [i|it|that] (will|can|could|may|might|would rather) (wait|[be|be done|<do> [it|that] [myself]"
    "|decide [it|that]|call [back]] <later>)",
    "[<yes>] [but] ((maybe|perhaps) (not|tomorrow|next (week|month|year))|tomorrow (maybe|perhaps))|[<yes>] [but] "
    "(<wish>|i (might|may|am going to|will|would (rather|prefer to))) <do> [it|that|this] [myself] (<later>|tomorrow"
    "|next (week|month|year))|i will (get back to you [on (it|that|this)]|let you know) [<later>]|[i have] not "
    "decided [<soon>]|i need [some|more|a little|a bit [of|more]] time to (think|decide) [about (it|that|this)|it "
    "over]",
    "[<yes>] [but] i (am [<very>] (busy|driving|at work)|have no time|do not have [the|any] time) [for (it|that"
    "|this)] [<soon>]",
    "i [will|need to|have to|want to|would like to] think [about (it|that)|it over] [first|some more|for a while]|let "
    "me (think (about (it|that)|it over)|sleep on it) [first|some more]",
    "(call|try|ask) [me] [back|again] (<later>|tomorrow)",
    "[let us] hold (off|on) (on (it|that|this)|for now|on (booking|reserving)) [too]|[let us] hold off|[let us] (wait"
    "|hold) on (it|that|this)|let us wait [<soon>]",
)
# Behind a no: why.
REASON = (
    "i [still|just|first] (need|have|will|am going|should) [to] [still|just|first] (ask|check|consult|think|look|talk"
    "|wait|decide|see|compare|discuss) [*] [*] [*] [*] [*] [*] [first]|i [still|just|first] (want|would like) to "
    "[still|just|first] (think|wait|decide|look around|look at|compare|ask) [*] [*] [*] [*] [first]",
    "(i|we|you|it|that|this|they|there|he|she) [<very>] (do|does|did|is|are|am|was|were|will|would|can|could|may|have"
    "|has) not [*] [*] [*] [*]",
    "(i|we) (was|am|were|are) [still|already|just|only|too|<very>] (at|in|on|out|away|busy|driving|sick|working|tired"
    "|late|looking|asking|checking|browsing|curious|getting) [*] [*] [*]|[i just] wanted to (know|check|see) [*] [*]",
    "[(it|that|this) (is|was)] [far|way|a bit|a little] too (expensive|much|late|early|far|long|short|busy|many|soon"
    "|hard|tired|big|small)|[i [really]] (hate|dislike) [*] [*] [*]|i guess [*] [*] [*] [*]",
    "(i|we) already (have|had|got|did|made|booked|bought|ordered|paid|know|am|are) [one|*] [*] [*] [*]|(i|we) have "
    "[got] (a|an|another|no|other|to) * [*] [*]|you (did|got|have|said|heard) [it|that] wrong|you misunderstood [me|it"
    "|that]|(i made|that was|it was) [a|my] mistake|[i was] mistaken",
)
REPEAT = (
    "[<may you>] [just] (repeat|restate|rephrase|reiterate|replay|repeating|restating|rephrasing|reiterating) [over] "
    "[<it>] [<again>] [<for me>]",
    "[<may you>] [just] <say> [<it>] [back] <again> [<for me>]|[<may you>] <say> (it|that|this|<last>) back [to me]",
    # Whatever is said of the line, and however it is heard over it
    "(the|this|my) (line|connection|reception|phone|sound) * [*] [*] [<may you>] [just] <say> [<it>] <again>",
    "[<may you>] tell me what you [just] said|i (want|need|would like) to (hear|know) [<it>] <again>|<again> [<for "
    "me>]|((can|could|may) i|let (me|us)) (hear|have|get) [<it>] <again>",
    "(i need|i want|i would like|(can|could) i have|can|could|may) [to have] [<it>] [be] (repeated|said again) "
    "[<again>] [<for me>]",
    "[i] (did|could|can|do) not [quite|really] (hear|catch|get|understand|follow|make out|make (it|that) out) [<it>"
    "|you|a word|anything|any of (it|that)] [very] [well|properly|clearly]|i can (barely|hardly) hear [you]|i am not "
    "(following|getting) [you|that]",
    "i ([have] (missed|lost|forgot|forgotten)) <it>|i lost you|you lost me|[<may you>] (speak|talk) (up|<again>) [a "
    "(little|bit)]|[<may you>] slow down|[<may you>] start (over|again) [from the (top|beginning)]|<again> from the "
    "(top|beginning)|from the (top|beginning)|[that|it|you] [was|is|are] [<very>] too (fast|quiet|low)|[it is] [a] "
    "bad (line|connection)|the (line|connection) is [<very>] bad|i am [<very>] confused|you are (breaking up|cutting "
    "out|too (quiet|fast))|you (broke|cut) (up|out)|i was not (listening|paying attention)|i [<very>] (do|did|could"
    "|can) not [even] (know|understand|get|hear|catch|follow) what (you [are|were|have] [just|even] (said|saying"
    "|asking|asked|mean|talking about)|that means)",
    "what (did you [just] (say|ask|mention) [to me]|(did|do) you mean|was <it> [you [just] said]|was said|is <last>"
    "|(were|are) you (saying|asking [me|about]|talking about)|was it [that] [you (said|asked)]|is (it|that) again|is "
    "that you said|do you want me to (say|do)|(are|were) (the|my) (options|choices)) [<again>]",
    "(which|what) (options|choices) do i have|what question did you [just] ask [me]|what|huh|say what|you (said|say) "
    "what|sorry what|pardon [me]|[i] beg your pardon|come again [with that]",
)
OPERATOR = (
    "<person>|customer (service|support)",
    "[<may you>|i (want|need|would like)|(can|could|may) i|let me] [to] (talk|speak) (to|with) <person>",
    "((get|give) me|i (want|need|would like)|(can|could|may) i (have|get)) <person>",
    "[<may you>] ((connect|transfer) me|put me through) [to <person>]",
)
GOODBYE = (
    "good bye|bye [now|for now]|bye bye|good night|farewell|take care|see you [<later>|soon|tomorrow|then]|talk to "
    "you (later|soon)",
    "(that is|that will be) (all|everything) [i need|i needed|for now|for today]|hang up|end the call",
    "have a (good|nice|great|lovely) (day|one|evening|night|weekend|afternoon)",
)
# No answer yet
WAIT = (
    "(wait|hold [on]|hang on|hold the line) [<moment>]|(give me|i need|just) <moment>|<moment>|bear with me",
    "let me (see|check|think|look)|(can|could|would) you (wait|hold [on]|hang on) [<moment>]",
)
# What sounds like an answer and is none: mockery, and what is not to be done instead.
NEITHER = (
    "(yeah|yea|ya|yah|sure|oh) right [sure|whatever]|right (yeah|sure) right",
    "[please] do not [you] (hang up|go|know|stop|wait|cancel [it|that]|end the call)",
)
# Around a phrase they ask for it.
OPENERS = (
    "(can|could|may) (i|we) (have|get|do|take|choose|<be> <at>|(speak|talk) (to|with)|go (to|for)) [<the>]",
    "[(can|could|would|will) you] (give me|get me|take me to|connect me (to|with)|transfer me to|put me through to) "
    "[<the>]",
    "(i|we) (want|need|would like|wish|prefer|would prefer|would rather) [to] [have|get|see|do|take|choose|<be>|(speak"
    "|talk) (to|with)|go with] [<at>]",
    "(he|she|they) (is|are|has|have|needs|need|wants|want) [<at>]|(just|only) [<at>]",
    "(i|we) (have|am looking for|will have|will take|will go with|choose|pick|vote for|said) [<the>]",
    "(i am|we are|were) [going] (to|for|in|on|from|at) [<the>]|[i am|we are|were|i will be] (going|flying|driving"
    "|traveling|travelling|headed) (to|from|by|with|for) [<the>]",
    "[it is|i am calling|i have a question|question] (about|for|regarding|concerning) [<the>]",
    "(it|that) (is|was|will be|would be) [<at>]|<at>|go (with|to|for) [<the>]|(let us (do|go (with|for)|take|say|try)"
    "|[you can] make (it|that)) [<at>]|(i (think|guess|believe|suppose|would say)|maybe|perhaps|probably|definitely"
    "|preferably) [it is] [<at>]",
)
TAILS = (
    "department|section|team|desk|line|option|one|menu",
    "[one] (is|would be|will be|sounds) [<very>] <good> [<for me>]|[one] works [<for me>]|i (think|guess|believe"
    "|suppose)|if possible|if that is possible|if you can",
)
