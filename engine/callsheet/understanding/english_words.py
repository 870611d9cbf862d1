"""Words of the ways to say something in English: the lists that patterns name, and what may stand inside them."""

from callsheet.understanding.sounds import HESITATIONS

LISTS = {
    "yes": "[why] yes|yeah|yep|yup|yea|yeap|ye|yah|ya|yas|aye [aye] [captain]|yap|yay|sure|sure thing|for sure|okay"
    "|(okey|okie|oki) [dokey|dokie|doki|doke]|of course|all right|affirmative|indeed|absolutely|definitely|certainly"
    "|surely|totally|exactly|precisely|positive|by all means|uh huh|mm hmm|mhm|you (bet|betcha)|most (certainly"
    "|definitely|assuredly)|without question|undoubtedly|quite so|very much so|in the affirmative|(hell|heck) (yes"
    "|yeah)|roger [that]|acknowledged|will do|copy that",
    "no": "no|nope|nopes|nop|nah|naw|na|nay|no way [jose]|no thanks|no thank you|negative|negatory|nada|never|not "
    "really|not at all|not in the (least|slightest)|uh uh|nuh uh|(hell|heck|god) (no|nah)|no (need|good|go|deal|sir"
    "|siree|ma am|chance|dice)|not a chance|by no means|(absolutely|definitely|certainly|of course|probably|most "
    "certainly|most definitely|sure as hell) not|not on your life|under no circumstances|out of the question|hard no"
    "|never ever|not ever|not in a million years|no can do",
    # What is talked about
    "that": "that|this|it|everything|they|those|these|(that|this) one|(all|both|each|every bit|most) [of] (that|this"
    "|it|them|these|those)|that all|everything else|[all] [of] (the|that|this|those|these|my) (<matter>|<thing>) [and "
    "[the|my] <matter>] [you (have|said|gave|read)]|what you [have] [just] (said|read|told me|mentioned)|[all] your "
    "(statement|information|info|data|details|recap|summary)|everything you (have|said)",
    "matter": "statement|information|info|data|details|answer|response|recap|summary|choice|option|one|plan|time|day"
    "|date|address|name|number|price|amount|place|total|arrangement",
    "thing": "[bus|train|event|flight|movie|hotel|dinner|table|room|car|taxi|bank|money] (appointment|appointments"
    "|reservation|reservations|booking|room|rooms|table|ticket|tickets|seat|seats|game|car|bus|train|taxi|cab|location"
    "|dentist|doctor|movie|film|song|music|hotel|house|apartment|property|flight|restaurant|place|vehicle|tour"
    "|transfer|payment|purchase|transaction|visit|meeting|slot|alarm|reminder|event|order|delivery|trip|ride|stay"
    "|money|show|rental|account|process|procedure|rooms|tables|cars|movies|reservations|bookings|tickets|transfers"
    "|payments|therapist|stylist|album|video|concert|destination|viewing|property visit)",
    "object": "it|that|this|them|these|those|me|us|her|him|so|one|some|(that|this) one|one of (them|those)|the same"
    "|it all|all of (it|that|them)|anything|[me|us] [that|this|those|these|the|my|an|a|any|some] <thing>",
    # How it is
    "is": "(is|are|was) [actually]|would be|will be|must be|should be|has to be|sounds|sound|seems|seem|looks|look"
    "|feels|appears|appear|(seem|seems|appears|appear|turns out) to be|(is|are) going to be|like",
    "is not": "(is|are|was|would|will|can|could) not [be]|(does|do) not (sound|look|seem|feel)|is never",
    "very": "very|really|quite|so|pretty|all|just|totally|absolutely|definitely|certainly|surely|exactly|perfectly"
    "|precisely|completely|entirely|indeed|truly|[most] (definitely|certainly)|for sure|very much|at all|simply|fully"
    "|undoubtedly|undeniably|obviously|clearly|extremely|overwhelmingly|unquestionably|literally|factually|both|100 "
    "[percent]",
    "good": "right|correct|true|good|fine|great|perfect|okay|all right|awesome|wonderful|excellent|lovely|nice|cool"
    "|super|fantastic|fabulous|amazing|brilliant|delightful|ideal|accurate|confirmed|approved|accepted|acceptable"
    "|valid|better|factual|fair|helpful|in order|terrific|suitable|affirmative|the (case|truth)|[a] [definite] yes"
    "|[a] fact|facts|truthful|splendid|marvelous|superb|outstanding|spot on|right on|a positive|neat|naturally"
    "|perfect timing|about (right|correct)|on point|flawless|spotless|agreeable|satisfactory|sweet|dandy|swell|good "
    "enough|like a (plan|deal|good (idea|plan|choice|fit|one)|winner)|(as|how) (i|we) <wanted>|a (deal|go|plan|good "
    "(idea|plan|choice|fit|one))",
    "bad": "wrong|false|incorrect|inaccurate|untrue|invalid|erroneous|fake|mistaken|unacceptable|terrible|a lie|a "
    "mistake|a (no|negative)|negative|not <good>|a bad (idea|plan|choice|fit)|bogus|nonsense|not so",
    "for me": "(for|to|with|by|from) (me|us)|on my (end|side)",
    "think": "i (think|believe|guess|suppose|feel|know|say|vote|agree|meant|[already] said|am sure|am certain|am "
    "positive|am saying|am telling you|am afraid|[can] confirm|want you to know) [that]|i (would|will|have to|must"
    "|got to|would have to|am going to) say [that]",
    # What is done, and when
    "do": "book|reserve|buy|get|rent|make|schedule|play|watch|hear|listen to|visit|transfer|order|confirm|do|have|try"
    "|start|initiate|share|help me [with]|listen|take|set|set up|set aside|arrange|purchase|add|save|send|keep|use"
    "|accept|pay|create|go with|go for|finalize|complete|hold|secure|request|process|submit|commit|approve|authorize"
    "|finish|place|pick|select|grab|renew|activate|lock in|put in|sign up for|choose|(proceed|continue|go ahead|go on"
    "|carry on) [with|to]",
    "wish": "i [<very>] (want|need|get|like|wish|should|would|can|will|intend|am (ready|going|interested)) [to]|i "
    "[<very>] (would|do) [<very>] (like|love|want|need|wish) [to]|i would be (glad|happy) to|let (us|me)|we (want|need"
    "|can|should) [to]|we would (like|love) [to]|you (can|may)|feel free to",
    "which": "it|that|this|them|these|those|(that|this) one",
    "offer": "<which>|so|[the|that|this|those|these|my] <thing>",
    "when": "now|right now|right away|today|here|there|then|too|at once|before i forget [to]|(on|for) that (day|date)"
    "|at that time",
    "where": "(at|for|of|with|to|from) <object>|to (see|view) (<object>|the *)",
    # What is booked or bought is told apart by its verb: it may be anything of one word.
    "book": "book|reserve|buy|rent|schedule|order|play|watch|visit|purchase|arrange|set up|get|make|take|see|send"
    "|finalize|complete|secure",
    "soon": "[just] now|any more|at present|(as of|at) [right] now|at this (point|stage)|[right|just] now|[just"
    "|quite] yet|today|tonight|right away|for now|anymore|[for] this time|[right] at (the|this|the present) [present] "
    "(moment|time|minute|second)|right this (minute|second)|this (week|month|year)",
    "later": "later [on]|another (time|day)|some other (time|day)|a different time|next time|in the future|at a later "
    "(time|date)|in a [little] (bit|while|minute|moment|second)",
    # What is asked for
    "may you": "you [will] (have|need) to|(can|could|would|will|may|might) you|(can|could|may) i (get|have|ask) you "
    "[to]|i have to ask you to|(do|would) you mind|i (want|need|must have|would like|am going to need|am needing|am "
    "asking) [for] you [to]|care to|mind",
    "say": "(say|saying|tell me|telling me|ask|ask me|asking|read|reading|give me|go over|going over|play|hear|state"
    "|stating|run|running|run through|run me through|explain)",
    "it": "(it|that|this) [all]|me|(it|that|this) (by|to|for|past) me|everything|yourself|all [of] that|<last>|what "
    "you [have|were|are] [just] (said|asked|told me|mentioned|saying|asking)|what [it|that] was [said]",
    "last": "[that|the|your|this|those] [last|whole|first|other] (thing|words|details|options|one|part|bit|phrase"
    "|question|message|answer|response|statement|sentence|information) [you [just] (said|asked|told me)]",
    "again": "again|once (again|more)|[just] (one more|a second|one last) time|over [again]|louder|slower|more slowly"
    "|more clearly",
    "for that": "for (that|it|this|asking|checking|everything|calling|letting me know|[all] your (help|time|call)|the "
    "(help|info|information|offer|call|reminder))",
    "person": "[a|an|the|your|some] (operator|agent|representative|receptionist|human [being]|person|advisor|manager"
    "|supervisor|(real|live|actual) (person|human|agent)|somebody|someone)",
    "moment": "[a|one|another] [quick] (moment|second|sec|minute|min)",
    "the": "the|a|an|my|your|some",
    "at": "<the>|[the one] (on|in|at|by|to|from|with|for) [<the>]",
    "be": "be|sit|stay|come|go|fly|travel|pay",
    "wanted": "(want|wanted|need|needed|said|meant|requested|asked for|(am|was) (looking for|after|thinking|trying to "
    "do))",
}
# They say nothing, wherever they stand.
SKIPPED = frozenset((*HESITATIONS, "though", "please", "just", "kindly"))
# What a star never stands for: it would change what is agreed to.
NEVER_ANY = frozenset(
    (
        *("not", "no", "never", "if", "when", "until", "unless", "but", "except", "first", "later", "wrong", "other"),
        *("different", "another", "change", "correction", "question", "complaint", "suggestion", "refund", "discount"),
        *("person", "human", "manager", "supervisor", "representative", "agent", "operator", "callback", "note"),
        *("message", "copy", "look", "know", "sure", "understand", "hear", "mind", "catch", "get", "cheaper", "one"),
        *("else", "instead", "rather", "what", "who", "where", "why", "how", "which"),
    )
)
