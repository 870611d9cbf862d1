"""Differences in sentences, for authors: what a caller hears, and what happens for them."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from callsheet.comparing.changes import EndedOtherwise, OtherCondition, Replaced, SceneChange, Where
from callsheet.comparing.conditions import ANOTHER, CHOICES, HOLDS, HOLDS_NOT, LAST, Condition
from callsheet.comparing.happenings import Happening, HappeningKind
from callsheet.comparing.ways import SceneEnd, ScenePlace, SceneWay

# Cases that are told: more cannot be kept in mind.
MOST_CASES = 3
# Characters of a text that is quoted whole.
MOST_QUOTED = 300
NOTHING = "nothing"
# What has a number and no words.
COUNTED = {HappeningKind.WAITS, HappeningKind.ROUNDS}
# What is named by its words alone.
NAMED = {
    *(HappeningKind.HEARS, HappeningKind.LEAVES_RECORDING),
    *(HappeningKind.WRITES, HappeningKind.REQUESTS, HappeningKind.MESSAGES),
}


def quoted(text: str) -> str:
    """A text of the script, in quotation marks."""
    return f"“{text}”" if len(text) <= MOST_QUOTED else f"“{text[:MOST_QUOTED].rstrip()}…”"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Parts of a sentence, put together."""
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def does(happening: Happening) -> str:
    """What a caller does, or what happens to them."""
    if happening.kind in COUNTED:
        return happening.kind.replace("{}", happening.words)
    value = _value(happening)
    return happening.kind.replace("{}", quoted(happening.words)) + (f" to {value}" if value else "")


def _value(happening: Happening) -> str:
    """What a name is set to."""
    return "".join(quoted(value) for _, value in happening.details) if happening.kind is HappeningKind.SETS else ""


def comes_to(end: SceneEnd) -> str:
    """What a caller comes to."""
    match end:
        case SceneEnd(at=ScenePlace.ANSWER, asked=asked) if asked:
            return f"is asked {quoted(asked.text)}"
        case SceneEnd(at=ScenePlace.NEXT, row=row):
            return f"goes on with the next {row}" if row else "begins the next round"
        case SceneEnd(at=ScenePlace.FAILURE):
            return "comes to what the script says under if_something_fails"
        case SceneEnd(happens=happening) if happening:
            return does(happening)
    return "comes to the end of the call"


def tells(way: SceneWay) -> str:
    """All of a way."""
    events = [each for each in way.events if each.kind is not HappeningKind.ANSWERED]
    return listed([*_all(events), comes_to(way.end)], "and then")


def _all(happenings: Iterable[Happening]) -> list[str]:
    """Several happenings; "hears" stands before the first of several texts."""
    found: list[str] = []
    for heard, each in groupby(happenings, key=lambda each: each.kind is HappeningKind.HEARS):
        texts = list(each)
        found += [f"hears {listed([quoted(text.words) for text in texts], 'and')}"] if heard else map(does, texts)
    return found


def _now(doing: str) -> str:
    """The same, which was not so before."""
    return f"is now {doing[3:]}" if doing.startswith("is ") else f"now {doing}"


def _no_longer(doing: str) -> str:
    return f"is no longer {doing[3:]}" if doing.startswith("is ") else f"no longer {doing}"


def where(case: Where) -> str:
    """A case, as an adverbial clause."""
    return f"where {listed([condition(each) for each in case])}" if case else ""


def condition(each: Condition) -> str:
    """Something that is so."""
    about, is_ = each.about, each.is_
    if is_ in (ANOTHER, LAST):
        return f"there is another {about or 'round'}" if is_ == ANOTHER else f"that was the last {about or 'round'}"
    if about == CHOICES:
        return "there is nothing to choose from"
    if is_ in (HOLDS, HOLDS_NOT):
        return f"{quoted(about)} {'holds' if is_ == HOLDS else 'does not hold'}"
    return f"{about} {is_}".strip()


def sentences(change: SceneChange) -> list[str]:
    """What is different, as what is said of a caller: "now hears …"."""
    cases = [where(case) for case in change.where[:MOST_CASES]]
    more = len(change.where) - MOST_CASES
    told = listed([*cases, *([f"in {more} more cases"] if more > 0 else [])], "or")
    return [f"{told}, {each}" if told else each for each in _different(change)]


def _different(change: SceneChange) -> list[str]:
    match change.what:
        case Replaced() as edit:
            return [_edited(edit)]
        case EndedOtherwise(was=None, now=SceneWay() as now):
            return [_now(tells(now))]
        case EndedOtherwise(was=SceneWay() as was, now=None):
            return [_no_longer(tells(was))]
        case EndedOtherwise(was=SceneWay() as was, now=SceneWay() as now) if was.events or now.events:
            return [f"{_now(tells(now))}; before: {tells(was)}"]
        case EndedOtherwise(was=SceneWay(end=SceneEnd(at=ScenePlace.HAPPENING) as was), now=SceneWay(end=now)):
            return [f"next {comes_to(now)} (before: {comes_to(was)})"]
        case EndedOtherwise(was=SceneWay(end=was), now=SceneWay(end=SceneEnd(at=ScenePlace.HAPPENING) as now)):
            return [f"next {comes_to(now)} (before: {comes_to(was)})"]
        case EndedOtherwise(was=SceneWay() as was, now=SceneWay() as now):
            return [f"{_now(comes_to(now.end))}, and {_no_longer(comes_to(was.end))}"]
        case OtherCondition(was=was, now=now):
            return [f"is now told apart by {_conditions(now)} instead of {_conditions(was)}"]
    raise AssertionError("nothing else is different")


def _conditions(abouts: Iterable[str]) -> str:
    return listed([quoted(about) for about in abouts])


def _edited(edit: Replaced) -> str:
    gone, came = edit.gone, edit.came
    if gone and came:
        return listed([_instead(was, now) for was, now in zip(gone, came, strict=True)])
    if gone:
        return listed([_no_longer(each) for each in _all(gone)], "or")
    place = ""
    if edit.before:
        place = f", before {_as_place(edit.before)}"
    elif edit.behind:
        place = f", after {_as_place(edit.behind)}"
    first, *others = _all(came)
    also = f"is now also {first[3:]}" if first.startswith("is ") else f"now also {first}"
    return listed([also, *others]) + place


def _as_place(happening: Happening) -> str:
    if happening.kind in NAMED:
        return quoted(happening.words)
    return "the call is answered" if happening.kind is HappeningKind.ANSWERED else f"the caller {does(happening)}"


def _instead(was: Happening, now: Happening) -> str:
    """One happening in the place of another one of its kind."""
    if was.words != now.words:
        before = was.words if was.kind in COUNTED else quoted(was.words)
        return f"{_now(does(now))} instead of {before}"
    if now.kind is HappeningKind.SETS:
        return f"{_now(does(now))} instead of {_value(was)}"
    said, says = dict(was.details), dict(now.details)
    other = [
        f"{key}: {says.get(key, NOTHING)} instead of {said.get(key, NOTHING)}"
        for key in dict.fromkeys([*said, *says])
        if said.get(key) != says.get(key)
    ]
    return f"{does(now)}, now with {listed(other)}"
