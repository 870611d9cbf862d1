"""Which of the values in an answer is meant: the last one where somebody corrects themselves, none where it is not
plain. An answer that is not understood is asked for again; one that is misunderstood is acted upon."""

import re
from collections.abc import Sequence

from callsheet.understanding.contractions import WHOLE
from callsheet.understanding.values.english.figures import Figures
from callsheet.understanding.values.english.forms import Mention, Occasion, SpokenForm, mentions
from callsheet.understanding.values.meant import Meant

NOT = [contraction for contraction, whole in WHOLE.items() if "not" in whole]
# Between two values, the second one replaces the first.
CORRECTS = r"\b(?:no|nope|sorry|wait|i (?:mean|meant)|actually|scratch that|correction|rather|make (?:that|it)|oops)\b"
# Behind the last value, it is taken back; but not where something is said that it can be about.
WITHDRAWN = re.compile(
    r"\b(?:no(?! problem| worries)|nope|wait|scratch that|never ?mind|forget (?:it|that)|not (?:that|really|sure))\b"
    r"(?!.*(?:\d|day\b|tomorrow|noon|midnight|morning|evening))",
    re.IGNORECASE,
)
CORRECTED = re.compile(CORRECTS, re.IGNORECASE)
CLAUSE = re.compile(rf"[,.;:!?\u2026\u2014\u2013]|\bbut\b|{CORRECTS}")
# In the same clause, the value is not wanted.
DENIES = re.compile(
    r"\b(?:not|never|neither|nor|except|excluding|without|unless|skip|avoid|besides|busy|booked|closed|away|full|out|bad"
    rf"|impossible|unavailable|apart from|(?:other|rather) than|instead of|{'|'.join(NOT)})\b"
)
# Before a value, it is one end of what is wanted, or one of many.
LIMITS = re.compile(
    r"\b(?:before|after|until|till|by|between|from|since|than|past|beyond|under|over|below|above|least|most|up to|max"
    r"|minimum|maximum|every|each|any|another|other|earliest|latest|week of|or"
    r"|(?:any\w*|every\w*|nothing|none)(?: \w+)? but)(?: (?:the|on|at|about|around))* $"
)
# And behind it.
GOES_ON = re.compile(
    r",? ?(?:or|onwards?|plus|tops|minimum|maximum|at the (?:latest|earliest)|and (?:later|earlier|after|before|sooner"
    r"|more|less|fewer|something|up|over|under|above|below|an? (?:half|quarter)))\b"
)
ASKS = re.compile(r"\b(?:what|which|who|when|where|why|how)\b(?! about)")
# Between two values, neither of them is the only one.
JOINS = re.compile(r",? ?(?:(?:or|and|to|through|thru|until|till|-|\u2013)(?: maybe| perhaps| even| the| at)* )?")
# Before a value they belong to it.
LEADS = re.compile(r"(?:\b(?:on|at|the|for|around|(?<!what )(?<!how )about|in) )+$")


def meant(said: Figures, forms: Sequence[SpokenForm], occasion: Occasion) -> tuple[Meant, ...]:
    """All that is meant by the values in an answer together, the likeliest first."""
    found = list(mentions(said, forms, occasion))
    kept = _kept(said.text, found)
    if not kept:
        return ()
    first, *others = kept
    lead = LEADS.search(said.text, 0, found[0].start)
    begins = _clause(said.text, found[0])[0] if _is_denied(said.text, found[0]) else found[0].start
    start, end = said.place(min(begins, lead.start() if lead else begins), kept[-1].end)
    alike = (value for value in dict.fromkeys(first.values) if all(value in other.values for other in others))
    return tuple(Meant(value, start, end) for value in alike)


def _kept(text: str, found: list[Mention]) -> list[Mention]:
    """The values that count, of which each has to agree with the others."""
    if not found or ASKS.search(text):
        return []
    for place in range(len(found) - 1, 0, -1):
        if CORRECTED.search(text, found[place - 1].end, found[place].start):
            found = found[place:]
            break
    if WITHDRAWN.search(text, found[-1].end):
        return []
    wanted = [mention for mention in found if not _is_denied(text, mention)]
    if any(_is_limit(text, mention) for mention in wanted):
        return []
    sure = [mention for mention in wanted if mention.sure]
    return [mention for mention in wanted if mention.sure or _is_joined(text, mention, sure)] if sure else wanted


def _clause(text: str, mention: Mention) -> tuple[int, int]:
    """Where the clause of a value begins and ends."""
    begins = max((match.end() for match in CLAUSE.finditer(text, 0, mention.start)), default=0)
    ends = CLAUSE.search(text, mention.end)
    return begins, ends.start() if ends else len(text)


def _is_denied(text: str, mention: Mention) -> bool:
    begins, ends = _clause(text, mention)
    return bool(DENIES.search(text, begins, mention.start) or DENIES.search(text, mention.end, ends))


def _is_joined(text: str, mention: Mention, others: list[Mention]) -> bool:
    """Whether nothing but a word such as "or" stands between a mention and one of the others."""
    gaps = (sorted(((each.start, each.end), (mention.start, mention.end))) for each in others)
    return any(JOINS.fullmatch(text, first[1], second[0]) for first, second in gaps)


def _is_limit(text: str, mention: Mention) -> bool:
    return bool(LIMITS.search(text, 0, mention.start) or GOES_ON.match(text, mention.end))
