"""Settings: the language and the time zone exist, and the zone is there where the script uses the clock."""

from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import BAD_VALUE, MISSING_TIMEZONE
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import ask_for
from callsheet.expressions.tree import CLOCK
from callsheet.schema.languages import language_of_country, unknown_part
from callsheet.schema.zones import FIXED, is_zone, nearest_zone
from callsheet.script.script import Script
from callsheet.source.document import Mapping, Scalar


def check_settings(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """A language or time zone that nobody knows; the clock without a zone (once, at its first use)."""
    path = script.document.path
    yield from _unknown_language(script)
    timezone = script.timezone
    if timezone:
        if not is_zone(timezone.text):
            guess = nearest_zone(timezone.text)
            help_ = "write an area and its nearest large city, such as America/New_York"
            message = f'there is no time zone "{timezone.text}"'
            if timezone.text in FIXED:
                message = f'the time zone "{timezone.text}" knows no summer time'
            yield Diagnostic(BAD_VALUE, path, timezone.span, message, ask_for(guess) if guess else help_)
        return
    root = script.document.root
    if not isinstance(root, Mapping) or root.get("timezone") is not None or not root.complete:
        return  # what stands there is reported already
    uses = [use for reached in steps for text in reached.step.texts() for use in text.uses]
    clock = sorted((use for use in uses if use.path[0] in CLOCK), key=lambda use: use.span)
    if clock:
        message = f'"{clock[0].path[0]}" needs to know where the call takes place'
        help_ = "add timezone: at the top, like timezone: America/New_York"
        yield Diagnostic(MISSING_TIMEZONE, path, clock[0].span, message, help_)


def _unknown_language(script: Script) -> Iterator[Diagnostic]:
    root = script.document.root
    node = root.get("language") if isinstance(root, Mapping) else None
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return
    unknown = unknown_part(node.value)
    if unknown is not None:
        what, code = unknown
        guess = language_of_country(node.value) if what == "language" else None
        help_ = ask_for(guess) if guess else "write the language, and the country, such as en-US or de-DE"
        yield Diagnostic(BAD_VALUE, script.document.path, node.span, f'there is no {what} "{code}"', help_)
