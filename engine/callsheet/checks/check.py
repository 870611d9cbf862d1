"""One script from file to flow, with everything that is wrong with it on the way."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from callsheet.checks.advice import check_advice
from callsheet.checks.attempts import check_attempts
from callsheet.checks.call_state import check_behind_disconnect, check_call_state
from callsheet.checks.cascades import with_slips, without_answers, without_cascades
from callsheet.checks.collects import check_collects
from callsheet.checks.columns import check_columns
from callsheet.checks.confirming import check_confirming
from callsheet.checks.contacts import check_contacts, check_contacts_in_calls, check_unused_contacts
from callsheet.checks.data import check_data
from callsheet.checks.files import library_of
from callsheet.checks.given import check_given
from callsheet.checks.hours import check_hours
from callsheet.checks.intents import check_intents, check_repeated_phrases, check_unused_intents
from callsheet.checks.kinds import check_kinds
from callsheet.checks.language import check_language
from callsheet.checks.messages import check_messages
from callsheet.checks.mixed import check_yes_and_no
from callsheet.checks.names import check_names
from callsheet.checks.pasting import fitted
from callsheet.checks.patterns import check_patterns
from callsheet.checks.presence import check_presence
from callsheet.checks.recordings import check_recordings, check_transcribed
from callsheet.checks.repeating import check_repeating
from callsheet.checks.sections import check_cycles, check_sections
from callsheet.checks.settings import check_settings
from callsheet.checks.silences import comments_for_check, silenced
from callsheet.checks.slots import check_slots, check_slots_in_calls
from callsheet.checks.sounds import load_sounds
from callsheet.checks.unseen import check_unseen
from callsheet.checks.unused import check_questions, check_unused
from callsheet.checks.walk import Reached, walk
from callsheet.checks.ways import FactsAt, facts_of_states
from callsheet.checks.withheld import check_withheld
from callsheet.checks.writing import check_writing
from callsheet.diagnostics.catalogue import (
    ANSWER_TWICE,
    BAD_VALUE,
    BROKEN_SOUND,
    DAY_TWICE,
    EMPTY_VALUE,
    MISNAMED_FILE,
    MISSING_BRACES,
    MISSING_OTHERWISE,
    MISSING_PARAMETER,
    MISSING_SOUND,
    MISSING_TIMEZONE,
    NEVER_OPEN,
    NO_CONDITION,
    OVERLAPPING_HOURS,
    QUERY_AS_WRITE,
    SEVERAL_ANSWERS,
    SHARED_KEY,
    SHARED_PHRASE,
    TOO_MANY_STATES,
    UNKNOWN_CONTACT,
    UNKNOWN_DAY,
    UNKNOWN_FIELD,
    UNKNOWN_INTENT,
    UNKNOWN_KEY,
    UNKNOWN_NAME,
    UNKNOWN_PARAMETER,
    UNKNOWN_VERB,
    UNREADABLE_FILE,
    WRITE_AS_QUERY,
    WRONG_KIND,
    WRONG_SHAPE,
)
from callsheet.diagnostics.diagnostic import FILE_START, Code, Diagnostic, Span
from callsheet.diagnostics.few import few
from callsheet.dialects import DIALECT
from callsheet.flow.builder import TooManyStates
from callsheet.flow.compile import compile_flow
from callsheet.flow.model import Flow
from callsheet.ports.files import Files, Unreadable
from callsheet.queries.records import Library
from callsheet.schema.zones import is_zone
from callsheet.script.script import Script, parse
from callsheet.source.comments import Comments
from callsheet.source.folders import ENDINGS, Kind, right_name
from callsheet.source.text import MOST_BYTES
from callsheet.steps import VERBS

# What is wrong with a name or a value here, and changes neither the ways through a script nor the kinds of its values.
NOT_IN_THE_WAY = {
    *(ANSWER_TWICE, BROKEN_SOUND, DAY_TWICE, MISSING_SOUND, NEVER_OPEN, OVERLAPPING_HOURS, UNKNOWN_DAY),
    *(BAD_VALUE, MISSING_OTHERWISE, MISSING_PARAMETER, MISSING_TIMEZONE, SEVERAL_ANSWERS, SHARED_KEY, SHARED_PHRASE),
    *(UNKNOWN_CONTACT, UNKNOWN_FIELD, UNKNOWN_INTENT, UNKNOWN_NAME, UNKNOWN_PARAMETER),
}


class Checked(Struct, frozen=True):
    """What was found in a script. The flow is there where there is no error, `comments` where some are for `check`."""

    diagnostics: tuple[Diagnostic, ...]
    flow: Flow | None = None
    library: Library | None = None
    comments: Comments | None = None


def check_file(path: Path, shown: str, files: Files) -> Checked:
    """Read, check and compile the script at `path`, which messages call `shown`."""
    try:
        content = files.read(path, most=MOST_BYTES + 1)
    except Unreadable as error:
        return Checked((Diagnostic(UNREADABLE_FILE, shown, FILE_START, error.message, error.help),))
    return check_text(content, path.parent, shown, files, misnamed(shown, path.name, "script"))


def check_text(content: bytes, folder: Path, shown: str, files: Files, found: Sequence[Diagnostic] = ()) -> Checked:
    """Check and compile a script's text, whose `data` begins at `folder`. `found` has been found already."""
    checked = _check_text(content, folder, shown, files, found)
    if not checked.diagnostics:
        return checked
    from callsheet.source.mending import mended  # who checks what is right does not wait for it

    return replace(checked, diagnostics=mended(checked.diagnostics, shown, content))


def _check_text(content: bytes, folder: Path, shown: str, files: Files, found: Sequence[Diagnostic]) -> Checked:
    parsed = parse(shown, content, VERBS)
    script, shape, syntax = parsed.script, parsed.shape, [*found, *parsed.syntax]
    if script is None:
        return Checked(tuple(syntax))
    # Groups that should be lists, and what is no verb: what lacks there is told.
    told = [each.span for each in shape if each.code in (WRONG_SHAPE, UNKNOWN_VERB)]
    syntax = [each for each in syntax if each.code is not EMPTY_VALUE or not _within(each.span, told)]
    reading = list(few(parsed.reading))
    library, wrong_data = library_of(script, folder, shown, files)
    steps = walk(script)
    sounds, wrong_sounds = load_sounds(steps, folder, shown, files)
    beside = [*wrong_data, *wrong_sounds]
    checked = _check_script(script, steps, library, sounds, beside, [*syntax, *reading], shape)
    # Comments silence warnings only: whether there is a flow has been decided.
    fitting = fitted(script.document, checked.diagnostics)
    comments = comments_for_check(script.document)
    return replace(checked, diagnostics=silenced(fitting, shown, comments, library, DIALECT), comments=comments)


def compile_file(path: Path, shown: str, files: Files, library: Library) -> Flow | None:
    """The flow of a script in which `check_file` has found no error, and these queries; None where it has changed."""
    try:
        parsed = parse(shown, files.read(path, most=MOST_BYTES + 1), VERBS)
    except Unreadable:
        return None
    if parsed.script is None or not parsed.sound:
        return None
    sounds, wrong = load_sounds(walk(parsed.script), path.parent, shown, files)
    if wrong:
        return None
    try:
        return compile_flow(parsed.script, library, sounds)
    except TooManyStates:
        return None


def misnamed(shown: str, name: str, kind: Kind) -> list[Diagnostic]:
    """A warning of a file's name, where its ending is not that of its kind."""
    right = right_name(name, kind)
    if right == name:
        return []
    what = {"script": "script", "test": "test file", "numbers": "numbers file"}[kind]
    message = f"the name of a {what} ends in {ENDINGS[kind]}, else editors and hooks do not know it"
    return [Diagnostic(MISNAMED_FILE, shown, FILE_START, message, f'rename it to "{right}"')]


def _check_script(
    script: Script,
    steps: Sequence[Reached],
    library: Library,
    sounds: Mapping[str, bytes],
    beside: list[Diagnostic],
    reading: list[Diagnostic],
    shape: list[Diagnostic],
) -> Checked:
    """Check what was read of a script. What is wrong was found in the files `beside` it, in `reading` it and in its
    `shape`."""
    meaning = list(_meaning(script, steps, library))
    # What is not computed is of no kind.
    forgotten = [item.span for item in meaning if item.code is MISSING_BRACES]
    meaning = [item for item in meaning if item.code is not WRONG_KIND or item.span not in forgotten]
    confused = _confused_steps(steps, meaning)
    shape = [item for item in shape if item.code is not UNKNOWN_KEY or not _within(item.span, confused)]
    ours = without_cascades([*reading, *shape, *meaning], script.document.lines())
    diagnostics = _in_order([*ours, *beside])
    wrong = {diagnostic.code for diagnostic in diagnostics if diagnostic.code.severity == "error"}
    if not _can_be_followed(script, wrong):
        return Checked(_in_order([*diagnostics, *check_behind_disconnect(script)]))
    try:
        flow = compile_flow(script, library, sounds)
        reached = facts_of_states(flow, library)
    except TooManyStates as error:
        help_ = "split it, or run fewer sections in sections"
        too_many = Diagnostic(TOO_MANY_STATES, script.document.path, FILE_START, error.message, help_)
        return Checked((*diagnostics, too_many))
    without = [item for item in meaning if item.code is UNKNOWN_FIELD]  # what has no such part is told once
    ways = [
        item
        for item in without_answers(_ways(script, steps, flow, reached, library, wrong), ours)
        if item.code is not WRONG_KIND or not any(_follows(item, told) for told in without)
    ]
    diagnostics = _in_order(with_slips([*diagnostics, *ways]))
    if any(diagnostic.code.severity == "error" for diagnostic in diagnostics):
        return Checked(diagnostics)
    return Checked(diagnostics, flow, library)


def _can_be_followed(script: Script, wrong: set[Code]) -> bool:
    """Whether every way through a script is known in spite of what is wrong with it."""
    complete = script.complete_names and script.complete_sections and script.complete_data
    zone = script.timezone is None or is_zone(script.timezone.text)
    return not wrong or (complete and zone and wrong <= NOT_IN_THE_WAY)


def _ways(
    script: Script, steps: Sequence[Reached], flow: Flow, reached: FactsAt, library: Library, wrong: set[Code]
) -> Iterator[Diagnostic]:
    """What can be told of every way through a script. What might only follow from something `wrong` is not."""
    yield from few(check_call_state(script, flow, reached))
    yield from few(check_collects(flow))
    yield from few(check_confirming(flow))
    texts = list(check_yes_and_no(flow, reached))
    yield from few(texts)
    told = {each.about for each in texts}
    yield from few(
        each for each in check_kinds(flow, reached) if each.code is not NO_CONDITION or each.about not in told
    )
    yield from few(check_slots_in_calls(flow, reached))
    yield from few(check_contacts_in_calls(script, flow, reached))
    yield from few(check_withheld(script, steps))
    yield from few(check_transcribed(flow, reached))
    if wrong:
        return
    yield from few(check_recordings(flow, reached))
    yield from few(check_presence(flow, reached))
    yield from few(check_messages(flow, reached))
    yield from few(check_columns(flow, reached, library.queries))
    yield from few(check_unused_intents(script, steps))
    yield from few(check_repeated_phrases(script))
    yield from few(check_language(script, steps, flow, reached))
    yield from few(check_patterns(script))
    yield from few(check_questions(script, steps))
    yield from few(check_repeating(script, steps))
    yield from few(check_unused(script, steps))
    yield from few(check_unused_contacts(script, steps))
    yield from few(check_writing(script, steps))
    yield from check_advice(script, steps, flow, reached, library)


def _meaning(script: Script, steps: Sequence[Reached], library: Library) -> Iterator[Diagnostic]:
    yield from few(check_settings(script, steps))
    yield from few(check_sections(script, steps))
    yield from few(check_cycles(script))
    yield from few(check_given(script, steps))
    yield from few(check_hours(script))
    yield from few(check_contacts(script, steps))
    yield from few(check_intents(script, steps))
    yield from few(check_unseen(script))
    yield from few(check_slots(script, steps))
    yield from few(check_attempts(script, steps))
    yield from few(check_data(script, steps, library))
    yield from few(check_names(script, steps, library))


def _confused_steps(steps: Sequence[Reached], meaning: list[Diagnostic]) -> list[Span]:
    """Where a step says `write` for `query`, or the other way round: its options are right for what it should say."""
    verbs = {item.span for item in meaning if item.code in (QUERY_AS_WRITE, WRITE_AS_QUERY)}
    if not verbs:
        return []
    found = [statement for reached in steps if (statement := reached.step.executes())]
    return [statement.extent for statement in found if statement.name.span in verbs]


def _follows(item: Diagnostic, told: Diagnostic) -> bool:
    """Whether it follows from what was told of a part that is not there: at its place, or of a name without parts."""
    return (item.about != "" and item.about == told.about) or _within(told.span, [item.span])


def _within(span: Span, extents: list[Span]) -> bool:
    return any(extent.begin <= span.begin < extent.end for extent in extents)


def _in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, each once: a section's mistake is found wherever it is run."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda item: (item.file, item.span, item.code.id)))
