"""Planted mistakes of shape: each is reported once, where the author made it, and repaired."""

import json
from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.schema.shape import check_shape
from callsheet.source.document import Broken, Document, Mapping, Node, Scalar, Sequence, plain
from callsheet.source.reader import read_document
from callsheet.source.schemas import schemas_folder

HEAD = "callsheet: 1\nflow: a\nsteps:\n"
FIRST_LINE = 4  # of what stands behind HEAD

# What no author ever reads: the library's wording, Python's, JSON's.
NEVER = (
    "schema",
    "property",
    "instance",
    "None",
    "True",
    "False",
    "{'",
    "['",
    "dict",
    "$",
    "/definitions",
    "is not of",
)


def shaped(text: str) -> tuple[Document, list[Diagnostic]]:
    document, unreadable = read_document("a.flow.yaml", text.encode())
    assert document is not None, unreadable
    assert not unreadable
    return check_shape(document)


def repaired_steps(text: str) -> tuple[Node, ...]:
    document, _ = shaped(HEAD + text)
    assert isinstance(document.root, Mapping)
    steps = document.root.get("steps")
    assert isinstance(steps, Sequence)
    return steps.items


def keeping() -> list[str]:
    """The verbs that keep something under a name."""
    schemas = sorted((schemas_folder() / "steps").glob("*.schema.json"))
    return [
        path.name.partition(".")[0] for path in schemas if "as" in json.loads(path.read_text()).get("properties", ())
    ]


KEEPING = keeping()
# steps, then for each mistake: line:column (line 1 is the first step's), code, words that message or help must have
STEP_MISTAKES = [
    (
        "- ask: Hi\n  anwsers: {agree: []}",
        [("2:3", "CS121", '"ask" has no option "anwsers"', 'did you mean "answers"?')],
    ),
    ("- ask: Hi\n  answer: {agree: []}", [("2:3", "CS121", '"answer"', 'did you mean "answers"?')]),
    ("- say: Hi\n  answers: {agree: []}", [("2:3", "CS121", '"say" has no option', '"answers" is an option of ask')]),
    (
        "- say: Hi\n  as: x",
        [("2:3", "CS121", '"as"', f"is an option of {', '.join(KEEPING[:-1])} or {KEEPING[-1]}")],
    ),
    ("- ask: Hi\n  answers: {agree: []}\n  else: []", [("3:3", "CS121", '"else"', 'did you mean "otherwise"?')]),
    ("- if: a\n  then: []\n  otherwise: []", [("3:3", "CS121", '"otherwise"', 'did you mean "else"?')]),
    ("- write: a\n  if_none: []", [("2:3", "CS121", '"if_none"', 'did you mean "if_unchanged"?')]),
    ("- say: Hi\n  frobnicate: 1", [("2:3", "CS121", '"frobnicate"', "its options are: audio, interruptible")]),
    ("- note: Hi\n  frobnicate: 1", [("2:3", "CS121", '"frobnicate"', '"note" has no options')]),
    (
        "- say: Hi\n  interuptible: 1",
        [("2:3", "CS121", '"interuptible"', "did"), ("2:17", "CS126", "true or false", "1")],
    ),
    ("- for_each: x\n  in: y", [("1:3", "CS124", '"for_each" needs "do"', "write do:")]),
    ("- ask: Hi", [("1:3", "CS124", '"ask" needs "answers"', "write answers:")]),
    ("- if: a", [("1:3", "CS124", '"if" needs "then"', "write then:")]),
    ("- ask: Hi\n  answers: [agree]", [("2:12", "CS125", '"answers"', "a list")]),
    ("- ask: Hi\n  answers: {}", [("2:12", "CS126", '"answers" is empty', "write answers:")]),
    ("- ask: Hi\n  answers: {agree: say Hello}", [("2:20", "CS125", '"agree"', '"- say: Hello"')]),
    ("- ask: Hi\n  answers: {agree: disconnect}", [("2:20", "CS125", '"agree"', '"- disconnect"')]),
    ("- ask: Hi\n  answers: {agree: {say: Hi}}", [("2:20", "CS125", '"agree"', 'write "- " before "say"')]),
    ("- ask: Hi\n  answers: {agree: []}\n  if_silent: Hello?", [("3:14", "CS125", '"if_silent"', 'behind "- "')]),
    ("- ask: Hi\n  answers: {agree: []}\n  if_unclear: [1]", [("3:16", "CS126", '"if_unclear"', 'quotes: "1"')]),
    (
        "- ask: Hi\n  answers: {agree: []}\n  if_unclear: [say: x]",
        [("3:16", "CS125", '"if_unclear"', 'without "say:"')],
    ),
    ("- say: Hi\n  ask: you", [("2:3", "CS123", 'two verbs, "say" and "ask"', 'write "- " before "ask"')]),
    ("- if: a\n  say: Hi", [("2:3", "CS123", 'two verbs, "if" and "say"', 'write "then:" above "say"')]),
    ("- say: Hi\n  if: a", [("2:3", "CS123", 'two verbs, "say" and "if"', 'write "if" first')]),
    ("- Hello", [("1:3", "CS125", '"Hello" is not a step', 'did you mean "- say: Hello"?')]),
    ("- say Hello", [("1:3", "CS125", '"say Hello" is not a step', 'write "- say: Hello"')]),
    ("- say:Hello", [("1:3", "CS125", '"say:Hello" is not a step', 'write "- say: Hello"')]),
    ("- say", [("1:3", "CS125", '"say" cannot stand alone', "write a colon")]),
    ("- anwser", [("1:3", "CS122", 'no verb "anwser"', 'did you mean "answer"?')]),
    ("- hang up", [("1:3", "CS122", 'no verb "hang up"', 'did you mean "disconnect"?')]),
    ("- answer: yes", [("1:11", "CS125", '"answer" stands alone', "write - answer")]),
    ("- disconnect: 5", [("1:15", "CS126", '"disconnect"', 'put it in quotes: "5"')]),
    ("- sya: Hello", [("1:3", "CS122", 'no verb "sya"', 'did you mean "say"?')]),
    ("- Say: Hello", [("1:3", "CS122", 'no verb "Say"', 'did you mean "say"?')]),
    ("- speak: Hello", [("1:3", "CS122", 'no verb "speak"', 'did you mean "say"?')]),
    ("- frobnicate: Hello", [("1:3", "CS122", 'no verb "frobnicate"', "begins with one of: answer, ask")]),
    ("- Please note: closed", [("1:3", "CS122", 'no verb "Please note"', "quotes")]),
    ("- else: []", [("1:3", "CS122", '"else"', 'without "- "')]),
    ("- {}", [("1:3", "CS125", "this step is empty", "write a verb")]),
    ("- 42", [("1:3", "CS125", "a step cannot be the number 42", "write a verb")]),
    ("- - say: Hi", [("1:3", "CS125", "a step cannot be a list", 'one "- "')]),
    ("- watch: x", [("1:3", "CS127", '"watch" is not part of the language yet', "does not listen to others")]),
    ("- connect: x", [("1:3", "CS124", '"connect" needs "if_unanswered"', "if_unanswered:")]),
    ("- record: Hi", [("1:3", "CS124", '"record" needs "as"', "such as message")]),
    ("- record_call: now", [("1:16", "CS126", '"record_call"', "record_call: stop")]),
    ("- voicemail: Hi\n  as: x", [("1:3", "CS122", '"voicemail"', 'did you mean "record"?')]),
    ("- say: {en: Hi, de: Hallo}", [("1:8", "CS127", "several languages", "one text")]),
    ("- say: {Note: this}", [("1:8", "CS125", '"say"', "quotes")]),
    ("- say: [Hello]", [("1:8", "CS125", '"say"', "without the list")]),
    ("- say: 42", [("1:8", "CS126", "the number 42", 'put it in quotes: "42"')]),
    ("- say: true", [("1:8", "CS126", "this is true", 'put it in quotes: "true"')]),
    (
        "- ask: How many?\n  for: number\n  as: n\n  confirm: true",
        [("4:12", "CS126", "this is true", "write what the caller shall hear")],
    ),
    ("- say: ' '", [("1:8", "CS126", '"say" is empty', "write what the caller shall hear")]),
    ("- say: Hi\n  interruptible: yes", [("2:18", "CS126", 'the text "yes"', "write true or false")]),
    ("- pause: 6", [("1:10", "CS126", "the number 6", "write 6s")]),
    ("- pause: 500", [("1:10", "CS126", "the number 500", "write 500ms")]),
    ("- pause: 6 seconds", [("1:10", "CS126", '"6 seconds"', 'did you mean "6s"?')]),
    ("- pause: 0s", [("1:10", "CS126", '"0s"', "above zero")]),
    ("- run: Follow-Up", [("1:8", "CS126", '"Follow-Up"', 'did you mean "follow_up"?')]),
    ("- run: 42", [("1:8", "CS126", "the number 42", "the name of a section")]),
    ('- run: "follow_up\\n"', [("1:8", "CS126", '"run"', 'did you mean "follow_up"?')]),
    ("- set: {a-b: 1}", [("1:9", "CS126", '"a-b" cannot be a name', 'did you mean "a_b"?')]),
    ("- set: {a: [1]}", [("1:12", "CS125", '"a"', "a list")]),
    ("- branch:\n  - if: a\n    then: []\n    else: []", [("4:5", "CS121", '"else"', "below the list")]),
    ("- branch:\n  - if: a", [("2:5", "CS124", 'needs "then"', "write then:")]),
    ("- branch: []", [("1:11", "CS126", '"branch" is empty', "write each way")]),
    ("- switch: a\n  cases: {Gold: {say: hi}}", [("2:17", "CS125", '"Gold"', 'write "- "')]),
]

# the whole script, then the mistakes as above
SCRIPT_MISTAKES = [
    ("[]", [("1:1", "CS125", "a call script cannot be an empty list", "write callsheet: 1")]),
    ("- say: hi", [("1:1", "CS125", "a call script cannot be a list", "steps:")]),
    ("callsheet: 2\nflow: a\nsteps: []", [("1:12", "CS126", "the number 1", "write callsheet: 1")]),
    ("callsheet: '1'\nflow: a\nsteps: []", [("1:12", "CS126", "the number 1", "write callsheet: 1")]),
    ("callsheet: 1\nsteps: []", [("1:1", "CS124", 'a call script needs "flow"', "write a name")]),
    ("callsheet: 1\nflow: a\nsteps:\n  say: Hi\n  ask: you", [("4:3", "CS125", '"steps"', 'before "say"')]),
    ("callsheet: 1\nflow: a\nsteps: []\nsay: Hi", [("4:1", "CS121", '"say"', 'under "steps"')]),
    ("callsheet: 1\nflow: a\nsteps: []\nfrobnicate: Hi", [("4:1", "CS121", '"frobnicate"', "check its spelling")]),
    ("callsheet: 1\nflow: a\nsteps: []\nintent: {a: {press: '1'}}", [("4:1", "CS121", '"intent"', '"intents"')]),
    ("callsheet: 1\nflow: a\nsteps: []\nintents: {a: {}}", [("4:11", "CS124", '"a" needs phrases or press', "write")]),
    ("callsheet: 1\nflow: a\nsteps: []\nintents: {a: [ok]}", [("4:14", "CS125", '"a" must be an intent', "phrases:")]),
    ("callsheet: 1\nflow: a\nsteps: []\nintents: {a: {press: 1}}", [("4:22", "CS126", '"press"', 'quotes: "1"')]),
    ("callsheet: 1\nflow: a\nsteps: []\nintents: {a: {press: '10'}}", [("4:22", "CS126", '"10"', "one key")]),
    ("callsheet: 1\nflow: a\nsteps: []\nintents: {a: {phrases: [1]}}", [("4:25", "CS126", '"phrases"', "quotes")]),
    ("callsheet: 1\nflow: a\nsteps: []\nintents: {a: {phrases: ok}}", [("4:24", "CS125", '"phrases"', "[okay")]),
    ("callsheet: 1\nflow: a\nsteps: []\nintents: {a: {phrases: []}}", [("4:24", "CS126", '"phrases" is empty', "")]),
    ("callsheet: 1\nflow: a\nsteps: []\nlimits: {call: 10}", [("4:16", "CS126", "the number 10", "write 10s")]),
    ("callsheet: 1\nflow: a\nsteps: []\nlimits: {steps: 0}", [("4:17", "CS126", "1 or more", "")]),
    ("callsheet: 1\nflow: a\nsteps: []\nlimits: {rows: '3'}", [("4:16", "CS126", '"rows"', "without quotes: 3")]),
    ("callsheet: 1\nflow: a\nsteps: []\nlanguage: en_us", [("4:11", "CS126", '"en_us"', 'did you mean "en-US"?')]),
    ("callsheet: 1\nflow: a\nsteps: []\ntimezone: eastern", [("4:11", "CS126", '"eastern"', "Eastern")]),
    ("callsheet: 1\nflow: a\nsteps: []\ndata: /x.sql", [("4:7", "CS126", '"/x.sql"', "data/notifications.sql")]),
    ("callsheet: 1\nflow: a\nsteps: []\ndata: [a.txt]", [("4:8", "CS126", '"a.txt"', "data/notifications.sql")]),
    ("callsheet: 1\nflow: a\nsteps: []\nvalues: {a: {b: 1}}", [("4:13", "CS125", '"a"', "one text or number")]),
    ("callsheet: 1\nflow: a\nsteps: []\nsections: [a]", [("4:11", "CS125", '"sections"', "each section's name")]),
]

MISTAKES = [(HEAD + steps + "\n", expected, FIRST_LINE - 1) for steps, expected in STEP_MISTAKES]
MISTAKES += [(script + "\n", expected, 0) for script, expected in SCRIPT_MISTAKES]


@pytest.mark.parametrize(("text", "expected", "above"), MISTAKES)
def test_a_mistake_is_reported_once_and_in_its_place(
    text: str, expected: list[tuple[str, str, str, str]], above: int
) -> None:
    _, found = shaped(text)
    seen = [(f"{one.span.line - above}:{one.span.column}", one.code.id) for one in found]
    assert seen == [(place, code) for place, code, _, _ in expected], [(one.message, one.help) for one in found]
    for one, (_, _, message, help_) in zip(found, expected, strict=True):
        assert message in one.message or message in one.help
        assert help_ in one.help or help_ in one.message


@pytest.mark.parametrize(("text", "expected", "above"), MISTAKES)
def test_messages_are_in_the_authors_words(text: str, expected: list[tuple[str, str, str, str]], above: int) -> None:
    for one in shaped(text)[1]:
        assert not [word for word in NEVER if word in one.message + one.help]
        assert one.message
        assert one.help
        assert one.message[0] in '"' or one.message[0].islower()
        assert not one.message.endswith(".")
        assert "\n" not in one.message + one.help


@pytest.mark.parametrize(("text", "expected", "above"), MISTAKES)
def test_what_comes_back_has_no_mistakes_left(text: str, expected: list[tuple[str, str, str, str]], above: int) -> None:
    document, _ = shaped(text)
    again, found = check_shape(document)
    assert not found
    assert again == document


def test_the_shipped_flow_passes() -> None:
    flow = schemas_folder().parent / "flows" / "interactive_notifications.flow.yaml"
    text = flow.read_text(encoding="utf-8")
    document, found = shaped(text)
    assert not found
    assert plain(document.root) == plain(read(text).root)


def read(text: str) -> Document:
    document, _ = read_document("a.flow.yaml", text.encode())
    assert document is not None
    return document


def test_a_missing_key_of_an_empty_script_stands_at_the_start_of_the_file() -> None:
    _, found = shaped("{}")
    assert [one.code.name for one in found] == ["missing-key"] * 3
    assert {one.span for one in found} == {FILE_START}


def test_a_misspelt_option_is_renamed_and_checked_as_what_it_was_meant_to_be() -> None:
    (step,) = repaired_steps("- ask: Hi\n  anwsers: {agree: [{sya: Hello}]}\n")
    assert plain(step) == {"ask": "Hi", "answers": {"agree": [{"say": "Hello"}]}}
    assert isinstance(step, Mapping)
    assert step.complete


def test_an_unknown_option_is_left_out_and_the_step_is_not_complete() -> None:
    (step,) = repaired_steps("- say: Hi\n  frobnicate: 1\n")
    assert plain(step) == {"say": "Hi"}
    assert isinstance(step, Mapping)
    assert not step.complete


def test_a_misspelt_option_whose_place_is_taken_is_left_out() -> None:
    (step,) = repaired_steps("- ask: Hi\n  answers: {agree: []}\n  anwsers: {refuse: []}\n")
    assert plain(step) == {"ask": "Hi", "answers": {"agree": []}}


def test_a_missing_option_leaves_the_step_incomplete() -> None:
    (step,) = repaired_steps("- ask: Hi\n")
    assert isinstance(step, Mapping)
    assert not step.complete


def test_two_verbs_become_two_steps_with_their_options() -> None:
    steps = repaired_steps("- query: a\n  as: b\n  ask: you\n  with: {x: 1}\n  timeout: 6s\n")
    assert [plain(step) for step in steps] == [
        {"query": "a", "as": "b", "with": {"x": 1}},
        {"ask": "you", "timeout": "6s"},
    ]
    assert not [step for step in steps if isinstance(step, Mapping) and step.complete]


def test_each_missing_dash_is_reported() -> None:
    _, found = shaped(HEAD + "- say: a\n  ask: b\n  pause: 2s\n")
    assert [(one.span.line, one.code.name) for one in found] == [(5, "two-verbs"), (6, "two-verbs")]


def test_a_wrong_value_is_broken_and_its_step_stays() -> None:
    (step,) = repaired_steps("- pause: 6\n")
    assert isinstance(step, Mapping)
    assert isinstance(step.get("pause"), Broken)


def test_a_step_that_is_none_is_broken() -> None:
    first, second = repaired_steps("- Hello\n- say: Hi\n")
    assert isinstance(first, Broken)
    assert plain(second) == {"say": "Hi"}


def test_a_word_that_stands_alone_loses_what_stands_behind_it() -> None:
    first, second = repaired_steps("- answer: yes\n- anwser\n")
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)
    assert [first.value, second.value] == ["answer", "answer"]


def test_what_the_reader_reported_is_not_reported_again() -> None:
    text = HEAD + "- say:\n- answer:\n- pause: 007\n- ask: Hi\n  answers:\n-\n- disconnect:\n"
    document, unreadable = read_document("a.flow.yaml", text.encode())
    assert document is not None
    assert len(unreadable) == 6
    assert check_shape(document)[1] == []


def test_empty_lists_of_steps_and_every_kind_of_value_are_fine() -> None:
    text = (
        "callsheet: 1\nflow: a\nlanguage: es-419\ntimezone: UTC\ndata: [a.sql, ../b/c.sql]\n"
        "values: {a: 1, b: [x, 1.5, true], c: yes}\nsections: {d: []}\nintents: {agree: {press: '*'}}\n"
        "defaults: {if_silent: [], otherwise: [], timeout: 1.5s, interruptible: false}\n"
        "if_caller_hangs_up: []\nif_something_fails: []\nlimits: {call: 2m, steps: 1}\n"
        "steps:\n- switch: a\n  cases: {1: [], true: [], Some text: []}\n"
        "- set: {n: '{{ n + 1 }}'}\n- stop_loop\n- next_item\n"
    )
    assert shaped(text)[1] == []


def test_many_mistakes_are_all_found() -> None:
    deep = "- say: Hi\n"
    for level in range(12):
        deep = f"- if: a{level}\n  thn:\n" + "".join(f"    {line}\n" for line in deep.splitlines())
    _, found = shaped(HEAD + deep)
    assert [one.code.name for one in found] == ["unknown-key"] * 12


def test_diagnostics_name_the_file_as_the_document_does(tmp_path: Path) -> None:
    _, found = shaped(HEAD + "- Hello\n")
    assert {one.file for one in found} == {"a.flow.yaml"}
