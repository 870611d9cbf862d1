"""What holds for a whole script, compared: its language, its values, its opening hours, its files."""

from collections.abc import Callable, Iterator, Mapping

from callsheet.comparing.happenings import with_values, written
from callsheet.comparing.wording import listed, quoted
from callsheet.expressions import Template
from callsheet.flow.model import Flow
from callsheet.ports.english import DAYS
from callsheet.script.hours import MINUTES_A_DAY, OpeningHours, Range

# What a version says that says nothing of it.
NOT_SAID = "nothing"
AS_USUAL = "as on other days"


_SETTINGS: Mapping[str, Callable[[Flow], str]] = {
    "The language": lambda flow: flow.language,
    "The voice": lambda flow: flow.voice or NOT_SAID,
    "The time zone": lambda flow: flow.timezone.key if flow.timezone else NOT_SAID,
    "The longest that a call may take": lambda flow: f"{flow.limits.call_seconds:g} seconds",
    "The most steps of a call": lambda flow: f"{flow.limits.steps:,}",
    "The most rows that are gone through": lambda flow: f"{flow.limits.rows:,}",
    "The longest that is worked after a call": lambda flow: f"{flow.limits.after_call_seconds:g} seconds",
}


def facts(old: Flow, new: Flow) -> Iterator[str]:
    """What is different, in sentences."""
    for what, of in _SETTINGS.items():
        if of(old) != of(new):
            yield f"{what} is now {quoted(of(new))}, and no longer {quoted(of(old))}"
    yield from _named("The value", _values(old), _values(new))
    yield from _named("What is kept as", _reads(old), _reads(new))
    for name in sorted(old.hours.keys() & new.hours.keys()):
        yield from _hours(old.hours[name], new.hours[name])
    yield from _statements(old, new)
    for path in sorted(old.sounds.keys() & new.sounds.keys()):
        if old.sounds[path] != new.sounds[path]:
            yield f"What is heard in {path} is different"


def _named(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """What stands under names in both; whoever uses a new name is told by themselves."""
    for name in old:
        if name in new and old[name] != new[name]:
            yield f"{what} {quoted(name)} is now {new[name]}, and no longer {old[name]}"


def _values(flow: Flow) -> dict[str, str]:
    return {
        name: quoted(written(value))
        if isinstance(value, Template)
        else listed([quoted(written(each)) for each in value])
        for name, value in flow.values
    }


def _reads(flow: Flow) -> dict[str, str]:
    """By the names that keep what is read, out of what it comes: rows that are only written come from nowhere."""
    found: dict[str, dict[str, None]] = {}
    for state in flow.states.values():
        statement = state.step.executes()
        if statement and not state.step.writes:
            given = [f"{name} = {value}" for name, value in sorted(with_values(statement.arguments))]
            source = statement.name.text + (f" ({', '.join(given)})" if given else "")
            for word in state.step.keeps():
                found.setdefault(word.text, {})[source] = None
    return {name: listed(list(sources)) for name, sources in found.items()}


def _statements(old: Flow, new: Flow) -> Iterator[str]:
    for name in sorted(old.queries.keys() & new.queries.keys() & _executed(new)):
        was, now = old.queries[name], new.queries[name]
        if was.sql.split() != now.sql.split():
            what = "changes" if now.kind == "write" else "finds"
            yield f"What {name} {what} in the database may be different: its SQL is another one"
    for name in sorted(old.requests.keys() & new.requests.keys() & _executed(new)):
        if old.requests[name] != new.requests[name]:
            yield f"What {name} sends to another system, or keeps of its answer, is different"


def _executed(flow: Flow) -> set[str]:
    statements = (state.step.executes() for state in flow.states.values())
    return {statement.name.text for statement in statements if statement}


def _hours(old: OpeningHours, new: OpeningHours) -> Iterator[str]:
    """Days on which something else is open; those with the same difference together."""
    together: dict[tuple[str, str], list[str]] = {}
    was, now = _days(old), _days(new)
    for day in dict.fromkeys((*was, *now)):
        if was.get(day, AS_USUAL) != now.get(day, AS_USUAL):
            together.setdefault((was.get(day, AS_USUAL), now.get(day, AS_USUAL)), []).append(day)
    for (before, after), days in together.items():
        yield f"On {listed(days)}, {quoted(new.name.text)} is now {after}, and no longer {before}"


def _days(hours: OpeningHours) -> dict[str, str]:
    days = [*zip(DAYS, hours.week, strict=True), *((f"{day:%Y-%m-%d}", on) for day, on in hours.exceptions.items())]
    return {day: f"open {listed([_range(each) for each in on])}" if on else "closed" for day, on in days}


def _range(one: Range) -> str:
    return "-".join(f"{minutes % MINUTES_A_DAY // 60}:{minutes % 60:02}" for minutes in (one.begins, one.ends))
