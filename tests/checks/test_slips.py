"""What authors mistype: each slip gives one error, at its place, with help that says what to write."""

from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

QUESTION = """callsheet: 1
flow: slips
values:
  tries: 0
steps:
  - answer
  - ask: Will you come?
    answers:
      agree:
        - say: Good.
      refuse:
        - say: Too bad.
    if_silent:
      - Are you still there? Will you come?
    if_unclear:
      - Sorry, will you come?
    otherwise:
      - run: follow_up
  - if: tries > 1
    then:
      - say: You tried often.
  - set: {tries: 2}
  - say: Goodbye.
  - disconnect
sections:
  follow_up:
    - say: Somebody will call you.
"""
GOOD = "        - say: Good.\n"
AGREE = "      agree:\n" + GOOD
ANSWERS = "    answers:\n" + AGREE + "      refuse:\n        - say: Too bad.\n"
SILENT = "    if_silent:\n      - Are you still there? Will you come?\n"
BYE = "  - say: Goodbye.\n"
IF = "  - if: tries > 1\n    then:\n      - say: You tried often.\n"
BRANCH = "  - branch:\n      - if: tries > 1\n        then: []\n"
SET = "  - set: {tries: 2}\n"

# what stands there, what is typed instead, line:column, code, words of the message or the help
SLIPS = [
    # answers
    (AGREE, "      agree: follow_up\n", "9:14", "CS125", '"- run: follow_up"'),
    (AGREE, "      agree: Thank you.\n", "9:14", "CS125", '"- say: Thank you."'),
    (AGREE, "      agree:\n      say: Thank you.\n", "9:7", "CS109", "two more spaces"),
    (ANSWERS, "    agree:\n      - say: Good.\n    refuse:\n      - say: Too bad.\n", "8:5", "CS121", "above it"),
    (IF, "  - if tries > 1:\n    then:\n      - say: You tried often.\n", "19:5", "CS122", '"- if: tries > 1"'),
    (AGREE, "      agree and operator:\n" + GOOD, "9:7", "CS128", '"agree or operator:"'),
    (AGREE, "      yes/operator:\n" + GOOD, "9:7", "CS128", '"agree or operator:"'),
    (AGREE, "      agree, repeat:\n" + GOOD, "9:7", "CS128", '"agree or repeat:"'),
    (AGREE, '      "1":\n' + GOOD, "9:7", "CS204", '"agree:"'),
    (AGREE, "      press 0:\n" + GOOD, "9:7", "CS204", '"operator:"'),
    (AGREE, "      7:\n" + GOOD, "9:7", "CS204", 'press: "7"'),
    (AGREE, "      Yes:\n" + GOOD, "9:7", "CS204", '"agree"'),
    (AGREE, "      Agree:\n" + GOOD, "9:7", "CS204", '"agree"'),
    (AGREE, "      sure:\n" + GOOD, "9:7", "CS204", '"agree"'),
    (AGREE, "      decline:\n" + GOOD, "9:7", "CS204", '"refuse"'),
    (AGREE, "      else:\n" + GOOD, "9:7", "CS204", '"otherwise:"'),
    (AGREE, AGREE + "      if_silent:\n        - Hello?\n", "11:7", "CS121", 'same column as "answers"'),
    (AGREE, AGREE + "      say: Hello.\n", "11:7", "CS121", '"- say"'),
    # lists and texts
    (SILENT, "    if_silent: Hello?\n", "13:16", "CS125", 'behind "- ": - Hello?'),
    (SILENT, "    if_silent:\n      say: Hello?\n", "14:7", "CS125", 'without "say:"'),
    (SILENT, "    if_silent:\n      - run: follow_up\n", "14:9", "CS125", '"otherwise:"'),
    (SILENT, SILENT + "      - disconnect\n", "15:9", "CS126", '"otherwise:"'),
    (BYE, "  - say: [Goodbye]\n", "23:10", "CS125", "without the list"),
    (SET, "  - set: tries = 2\n", "22:10", "CS125", "{tries: 2}"),
    (SET, "  - set: tries = tries + 1\n", "22:10", "CS125", '{tries: "{{ tries + 1 }}"}'),
    (SET, "  - set:\n      - tries: 2\n", "23:7", "CS125", "without the dashes"),
    # verbs of later versions, and of other systems
    (
        BYE + "  - disconnect\n",
        '  - connect: "+15550123"\n    if_unanswered: [disconnect]\n  - leave\n',
        "23:14",
        "CS283",
        'such as office: "+15550123"',
    ),
    (BYE, '  - transfer: "{{ tries }}"\n    if_unanswered: []\n', "23:5", "CS122", '"connect"'),
    (BYE, "  - hold\n", "23:5", "CS127", "connect the caller"),
    (BYE + "  - disconnect\n", "  - leave\n", "23:5", "CS285", '"- connect: …"'),
    (BYE, "  - whisper: A caller.\n", "23:5", "CS285", '"- connect: …"'),
    (BYE, "  - record_call: true\n", "23:18", "CS126", "record_call: start"),
    (BYE, "  - sms: Thank you.\n", "23:5", "CS122", '"message"'),
    (BYE, "  - http: example.com\n", "23:5", "CS122", '"request"'),
    (BYE, "  - while: tries < 3\n    do:\n      - say: Again.\n", "23:5", "CS122", "loop"),
    (BYE, "  - ask_again: Really?\n", "23:5", "CS280", "if_given"),
    (BYE, "  - gather: digits\n", "23:5", "CS122", "collect"),
    (SILENT, SILENT + "    retries: 2\n", "15:5", "CS121", '"attempts"'),
    ("sections:\n", "hours:\n  monday: closed\nsections:\n", "26:11", "CS125", "monday to friday"),
    (BYE, "  - goto: start\n", "23:5", "CS122", '"run"'),
    (BYE, "  - wait: 5\n", "23:5", "CS122", '"pause"'),
    (BYE, "  - prompt: Hello?\n", "23:5", "CS122", '"ask"'),
    (BYE, "  - exit\n", "23:5", "CS122", '"disconnect"'),
    (BYE, "  - break\n", "23:5", "CS122", '"stop_loop"'),
    (BYE, "  - next: start\n", "23:5", "CS122", '"next_item"'),
    (BYE, "  - return\n", "23:5", "CS122", "a step begins with"),
    (BYE, "  - each: day\n", "23:5", "CS122", '"for_each"'),
    (BYE, "  - select: customers\n", "23:5", "CS122", '"query"'),
    (BYE, "  - let: x\n", "23:5", "CS122", '"set"'),
    # dashes and columns
    (BYE, "  say: Goodbye.\n", "23:3", "CS101", '"- say"'),
    (BYE, "  -- say: Goodbye.\n", "23:3", "CS101", '"- say"'),
    (BYE, "  -\tsay: Goodbye.\n", "23:4", "CS106", "space"),
    (BYE, "   - say: Goodbye.\n", "23:4", "CS101", "column 3, like line 22"),
    (BYE, "    - say: Goodbye.\n", "23:5", "CS101", "column 3, like line 22"),
    (AGREE, "       agree:\n" + GOOD, "9:8", "CS101", "column 7, like line 11"),
    (AGREE, "      - agree:\n    " + GOOD, "9:7", "CS101", "delete the dash"),
    (SILENT, "  if_silent:\n    - Hello?\n", "13:3", "CS101", "column 5"),
    (AGREE, "      agree: Good.\n" + GOOD, "10:9", "CS101", '"agree" above it has a value'),
    ("steps:\n", "", "5:3", "CS101", '"tries" above it has a value'),
    ("    then:\n", "", "20:7", "CS101", '"then:" is missing'),
    (IF, "  - if: tries > 1\n      say: Hm.\n", "20:7", "CS101", '"then:" is missing'),
    (IF, "  - if: tries > 1\n      then:\n        - say: Hm.\n", "20:7", "CS101", 'column 5, like "if"'),
    ("    answers:\n", "", "8:7", "CS101", '"answers:" is missing'),
    (IF, "  - switch: tries\n      2:\n        - say: Hm.\n", "20:7", "CS101", '"cases:" is missing'),
    (BYE, "  - say: Goodbye.\n      interruptible: false\n", "24:7", "CS101", 'column 5, like "say"'),
    (IF, BRANCH + "      - else if: tries > 0\n        then: []\n", "22:9", "CS121", 'write "- if:"'),
    (IF, BRANCH + "      - elif: tries > 0\n        then: []\n", "22:9", "CS121", 'write "- if:"'),
    (SILENT, "    if_silent:\n      - Hello?\n        - Are you there?\n", "15:9", "CS113", "column 7, like line 14"),
    (SILENT, "    if_silent: none\n      - Hello?\n", "14:7", "CS113", "behind the colon"),
    (BYE, "  - say: Goodbye.\n      answer\n", "24:7", "CS113", "column 3"),
    # colons
    ("callsheet: 1\n", "callsheet:1\n", "1:1", "CS101", "callsheet: 1"),
    ("callsheet: 1\n", "callsheet 1\n", "1:1", "CS101", "callsheet: 1"),
    (SILENT, SILENT + "    timeout:8s\n", "15:5", "CS101", "timeout: 8s"),
    (AGREE, "      agree：\n" + GOOD, "9:12", "CS101", "fullwidth colon"),
    (BYE, "  - say: Listen: goodbye.\n", "23:16", "CS101", 'say: "Listen: goodbye."'),
    (AGREE, "      agree: say: Good.\n", "9:17", "CS101", '"- say: Good."'),
    (IF, "  - if: tries > 1 then:\n      - say: Hm.\n", "19:23", "CS101", 'same column as "if": then:'),
    (IF, "  - if: tries > 1:\n    then: []\n", "19:18", "CS101", "if: tries > 1"),
    # quotes
    (BYE, '  - say: "{{ tries | default("no") }}"\n', "23:31", "CS101", "write '{{ tries | default(\"no\") }}'"),
    (BYE, "  - say: '{{ tries | default('no') }}'\n", "23:31", "CS101", "write \"{{ tries | default('no') }}\""),
    (BYE, '  - say: "He said "yes"."\n', "23:20", "CS101", "write 'He said \"yes\".'"),
    (SET, '  - set: {who: "{{ tries | default("no") }}"}\n', "22:37", "CS101", "'{{ tries | default(\"no\") }}'"),
    (IF, IF.replace("tries > 1", '"a" in tries'), "19:13", "CS101", "write '\"a\" in tries'"),
    (IF, IF.replace("tries > 1", "'a' < tries < 'c'"), "19:13", "CS101", "write \"'a' < tries < 'c'\""),
    (BYE, '  - say: "{{ tries }}" times\n', "23:24", "CS101", 'write "{{ tries }} times"'),
    (BYE, "  - say: You tried: {{ tries }}.\n", "23:19", "CS101", 'say: "You tried: {{ tries }}."'),
    (
        BYE,
        '  - say: "You tried: {{ tries | default("no") }}."\n',
        "23:42",
        "CS101",
        'You tried: {{ tries | default("no") }}.\'',
    ),
    (BYE, '  - say: {{ tries | default("no") }}\n', "23:10", "CS111", "'{{ tries | default(\"no\") }}'"),
    (BYE, "  - say: “Goodbye.”\n", "23:10", "CS112", '"Goodbye."'),
    (BYE, '  - say: Goodbye."\n', "23:10", "CS112", '"Goodbye."'),
    (SILENT, "    if_silent: [“Hello?”, “Are you there?”]\n", "13:17", "CS112", '"Hello?"'),
    (BYE, "  - say: @home\n", "23:10", "CS101", '"@home"'),
    (BYE, "  - say: *now*\n", "23:10", "CS101", '"*now*"'),
    (BYE, "  - say: &now\n", "23:10", "CS103", "quotes"),
    # documents
    ("steps:\n", "...\nsteps:\n", "5:1", "CS101", "delete this line"),
    ("steps:\n", "---\nsteps:\n", "5:1", "CS105", "delete this line"),
    # characters that look like others
    (AGREE, "      \u0430gree:\n" + GOOD, "9:7", "CS004", "cyrillic small letter a"),
    (AGREE, "      agree\u200b:\n" + GOOD, "9:12", "CS004", "zero width space"),
    ("- run: follow_up", "- run: foll\u043ew_up", "18:14", "CS004", "follow_up"),
    (IF, IF.replace("tries", "tri\u0435s", 1), "19:12", "CS004", "tries"),
    (IF, IF.replace(">", "≥", 1), "19:15", "CS301", '">="'),
    (SET, '  - set: {tries: "2\u200b"}\n', "22:20", "CS004", "zero width space"),
    # settings
    ("values:\n", "language: english\nvalues:\n", "3:11", "CS126", '"en-US"'),
    ("values:\n", "language: en-UK\nvalues:\n", "3:11", "CS126", '"en-GB"'),
    ("values:\n", "language: jp\nvalues:\n", "3:11", "CS126", '"ja-JP"'),
    ("values:\n", "language: xx-YY\nvalues:\n", "3:11", "CS126", "such as en-US"),
    ("values:\n", "language: en-YY\nvalues:\n", "3:11", "CS126", 'no country "YY"'),
    ("values:\n", "language: gr-GR\nvalues:\n", "3:11", "CS126", '"el-GR"'),
    ("values:\n", "language: sp-ES\nvalues:\n", "3:11", "CS126", '"es-ES"'),
    ("values:\n", "timezone: EST\nvalues:\n", "3:11", "CS126", '"America/New_York"'),
    ("values:\n", "timezone: PST\nvalues:\n", "3:11", "CS126", '"America/Los_Angeles"'),
    ("values:\n", "timezone: Eastern Time\nvalues:\n", "3:11", "CS126", '"US/Eastern"'),
    ("values:\n", "timezone: GMT+1\nvalues:\n", "3:11", "CS126", "nearest large city"),
    ("values:\n", "timezone: Europe/Munich\nvalues:\n", "3:11", "CS126", "nearest large city"),
    ("values:\n", "limits:\n  steps: 10,000\nvalues:\n", "4:10", "CS126", "write 10000"),
    (BYE, "  - pause: 1m 30s\n", "23:12", "CS126", '"90s"'),
    (BYE, "  - pause: 0,5s\n", "23:12", "CS126", '"0.5s"'),
    ("values:\n", "limits:\n  call: 1h\nvalues:\n", "4:9", "CS126", '"60m"'),
    # help that fits the quotes of its place
    (BYE, '  - say: "Hello {{ tries | default }}."\n', "23:28", "CS305", "default('you')"),
    (BYE, "  - say: Hello {{ tries | default }}.\n", "23:27", "CS305", 'default("you")'),
    (BYE, '  - say: "Hello {{ tries | money }}."\n', "23:28", "CS305", "money('EUR')"),
    # what was lost, and what slipped
    ("  - ask: Will you come?\n", "  - say: Will you come?\n", "8:5", "CS121", '"- ask: …"'),
    ("    otherwise:\n", "", "17:9", "CS125", '"otherwise:"'),
    ("  follow_up:\n", "follow_up:\n", "25:1", "CS109", "two more spaces"),
    ("  - ask: Will", "  - aks: Will", "7:5", "CS122", '"ask"'),
    # a verb, and no colon
    (BYE, '  - say "Goodbye."\n', "23:5", "CS125", '"- say: Goodbye."'),
    (BYE, "  - say(Goodbye.)\n", "23:5", "CS125", '"- say: Goodbye."'),
    (BYE, "  - say - Goodbye.\n", "23:5", "CS125", '"- say: Goodbye."'),
    (IF, "  - if tries > 1:\n      - say: Hm.\n", "19:5", "CS122", '"- if: tries > 1", and below it "then:"'),
    (BYE, "  - set tries: 3\n", "23:5", "CS122", '"- set: {tries: 3}"'),
    # the steps of an if
    (IF, "  - if: tries > 1\n  - then:\n      - say: Hm.\n", "20:5", "CS122", 'below "if"'),
    (IF, IF + "  - else:\n      - say: Hm.\n", "22:5", "CS122", 'below "if"'),
    (IF, IF + "    elif: tries > 0\n", "22:5", "CS121", '"- branch:"'),
    # in the wrong place
    ("values:\n", "timeout: 5s\nvalues:\n", "3:1", "CS121", "option of ask"),
    ("values:\n", "attempts: 5\nvalues:\n", "3:1", "CS121", "an option of ask"),
    ("values:\n", "phrases: [a]\nvalues:\n", "3:1", "CS121", '"intents"'),
    ("values:\n", "defaults:\n  attempts: 5\nvalues:\n", "4:3", "CS121", "an option of ask"),
    (BYE, BYE + "    timeout: 5s\n", "24:5", "CS121", "option of ask"),
    (BYE, BYE + "    if_none: []\n", "24:5", "CS121", "option of ask, for_each, query, record or request"),
    (BYE, BYE + "    voice: alloy\n", "24:5", "CS121", "at the top"),
    ("callsheet: 1\n", "version: 1\n", "1:1", "CS121", '"callsheet"'),
    ("flow: slips\n", "name: slips\n", "2:1", "CS121", '"flow"'),
    # a name of a section that cannot be one
    (BYE, "  - run: follow up\n", "23:10", "CS126", '"follow_up"'),
    (BYE, "  - run: Follow_up\n", "23:10", "CS126", '"follow_up"'),
    (BYE, '  - run: "{{ tries }}"\n', "23:10", "CS126", "lower-case"),
    (BYE, "  - run: follow-up\n", "23:10", "CS126", '"follow_up"'),
    (BYE, "  - follow_up:\n", "23:5", "CS122", '"- run: follow_up"'),
    (BYE, "  - follow_up()\n", "23:5", "CS125", '"- run: follow_up"'),
    # a condition and its steps on one line
    (BYE, "  - if: tries > 0 then say hello\n", "23:19", "CS301", 'same column as "if", "then:"'),
    (BYE, "  - if: tries > 0 then disconnect\n", "23:19", "CS301", 'same column as "if", "then:"'),
    (BYE, "  - if tries > 0 then say hello\n", "23:5", "CS125", '"- if: tries > 0", below it "then:"'),
    (BYE, "  - branch: tries > 1\n    then: []\n", "23:13", "CS125", '"if: tries > 1"'),
    (BYE, "  - branch:\n      - if: tries > 1\n        say: Hm.\n", "25:9", "CS121", '"then:" above "say"'),
    (BYE, "  - branch:\n      - tries > 1:\n          - say: Hm.\n", "24:9", "CS121", '"- if: tries > 1"'),
    (BYE, "  - for_each: try\n    in: 3\n    do: []\n", "24:9", "CS126", "expression"),
    (BYE, "  - switch: 3\n    cases:\n      gold: []\n", "23:13", "CS126", "expression"),
    # comparisons in words, and signs of other languages
    (IF, IF.replace("> 1", "greater than 1"), "19:15", "CS301", 'write ">"'),
    (IF, IF.replace("> 1", "is at least 1"), "19:27", "CS301", 'write ">="'),
    (IF, IF.replace("> 1", "between 1 and 3"), "19:15", "CS301", "tries >= … and tries <= …"),
    (SET, '  - set: {tries: "{{ tries++ }}"}\n', "22:27", "CS301", "tries + 1"),
    (SET, '  - set: {tries: "{{ tries }} + 1"}\n', "22:18", "CS304", "{{ tries + 1 }}"),
    (SET, '  - set: {tries: "{{ tries }} - {{ tries }}"}\n', "22:18", "CS304", "{{ tries - tries }}"),
    (SET, "  - set: tries\n", "22:10", "CS125", "such as set: {tries: 1}"),
    (SET, "  - set tries to 3\n", "22:5", "CS125", '"- set: {tries: 3}"'),
    (SET, "  - tries = 3\n", "22:5", "CS125", '"- set: {tries: 3}"'),
    (SET, "  - tries: 3\n", "22:5", "CS122", '"- set: {tries: 3}"'),
    # what stands among cases and answers, and belongs beside them
    (BYE, "  - switch: tries\n    cases:\n      1: []\n      else: []\n", "26:7", "CS227", '"else:", in the same'),
    (BYE, "  - switch: tries\n    cases:\n      one: []\n", "23:13", "CS227", "number"),
    ("    otherwise:\n      - run: follow_up\n", "", "7:5", "CS218", '"otherwise:"'),
    ("    if_silent:\n", "      otherwise: []\n    if_silent:\n", "13:7", "CS204", 'same column as "answers:"'),
    # groups where a single value stands
    (BYE, "  - say:\n      text: Goodbye.\n      interruptible: false\n", "24:7", "CS125", "the options below it"),
    (BYE, "  - run:\n      section: follow_up\n", "24:7", "CS125", 'name itself behind "run:"'),
    # pages, lists and comments of other kinds
    (BYE, "```yaml\n" + BYE, "23:1", "CS101", "delete it"),
    (BYE, "  // bye\n" + BYE, "23:3", "CS101", "write # bye"),
    (BYE, "  /* bye */\n" + BYE, "23:3", "CS101", "write # bye"),
    (BYE, "<!-- bye -->\n" + BYE, "23:1", "CS101", "write # bye"),
    (BYE, "  1. say: Goodbye.\n", "23:3", "CS101", '"- say"'),
    (BYE, "  + say: Goodbye.\n", "23:3", "CS101", '"- say"'),
    (SILENT, SILENT + "      -Are you there?\n", "15:7", "CS101", '"- Are you there?"'),
    (SILENT, SILENT + "      Are you there?\n", "15:7", "CS101", '"- Are you there?"'),
    (BYE, "  - say: Goodbye.\n    and thanks.\n", "24:5", "CS101", "two more spaces"),
    # words of other systems and languages
    (BYE, "  - sage: Goodbye.\n", "23:5", "CS122", '"say"'),
    (BYE, "  - raccrocher\n", "23:5", "CS122", '"disconnect"'),
    ("values:\n", "variables:\n", "3:1", "CS121", '"values"'),
    ("steps:\n", "main:\n", "5:1", "CS121", '"steps"'),
    ("values:\n", "on_error: []\nvalues:\n", "3:1", "CS121", '"if_something_fails"'),
    ("values:\n", "limits:\n  retries: 4\nvalues:\n", "4:3", "CS121", '"attempts"'),
    ("values:\n", "intents:\n  agree:\n    dtmf: '7'\nvalues:\n", "5:5", "CS121", '"press"'),
    # names that something has elsewhere
    (BYE, "  - say: Until {{ tomorrow }}.\n", "23:19", "CS206", "today | in_days(1)"),
    (BYE, "  - say: You call from {{ caller_number }}.\n", "23:27", "CS206", "call.caller_number"),
    (IF, IF.replace("tries > 1", 'answer == "agree"'), "19:9", "CS206", "reply.intent"),
    (BYE, "  - say: You tried {{ values.tries }} times.\n", "23:23", "CS206", '"values."'),
]


def found_in(folder: Path, text: str) -> list[Diagnostic]:
    (folder / "x.flow.yaml").write_text(text)
    return list(check_file(folder / "x.flow.yaml", "x.flow.yaml").diagnostics)


def test_the_script_is_right(tmp_path: Path) -> None:
    assert found_in(tmp_path, QUESTION) == []


@pytest.mark.parametrize(("old", "new", "place", "code", "words"), SLIPS)
def test_a_slip_is_one_error(tmp_path: Path, old: str, new: str, place: str, code: str, words: str) -> None:
    assert old in QUESTION
    found = found_in(tmp_path, QUESTION.replace(old, new, 1))
    assert [(f"{item.span.line}:{item.span.column}", item.code.id) for item in found] == [(place, code)]
    assert words in f"{found[0].message}; {found[0].help}"


def test_a_word_that_ends_a_loop_or_the_call_is_meant_for_the_loop_inside_one(tmp_path: Path) -> None:
    loop = "  - for_each: day\n    in: days\n    do:\n      - stop\n"
    text = QUESTION.replace("  tries: 0\n", "  tries: 0\n  days: [Monday]\n").replace(BYE, loop + BYE)
    assert [(item.code.id, item.help) for item in found_in(tmp_path, text)] == [("CS122", 'did you mean "stop_loop"?')]


@pytest.mark.parametrize(("name", "code"), [("go away", "CS126"), ("Go", "CS126"), ("none", "CS215")])
def test_an_intent_that_cannot_be_called_so_is_told_once(tmp_path: Path, name: str, code: str) -> None:
    text = QUESTION.replace("values:\n", f"intents:\n  {name}:\n    phrases: [away]\nvalues:\n")
    text = text.replace("    if_silent:\n", "      leave: []\n    if_silent:\n")
    assert [(item.code.id, item.span.line) for item in found_in(tmp_path, text)] == [(code, 4)]


def test_an_option_behind_a_dash_is_not_missed_in_the_step_that_it_belongs_to(tmp_path: Path) -> None:
    (tmp_path / "q.sql").write_text("-- name: keep(day)!\n-- Keep.\nUPDATE days SET kept = 1 WHERE day = :day;\n")
    text = QUESTION.replace("values:\n", "data: q.sql\nvalues:\n")
    text = text.replace(BYE, "  - write: keep\n  - with: {day: Monday}\n")
    assert [(item.code.id, item.span.line) for item in found_in(tmp_path, text)] == [("CS122", 25)]


def test_steps_without_any_dash_are_one_error(tmp_path: Path) -> None:
    text = "callsheet: 1\nflow: slips\nsteps:\n  answer:\n  say: Goodbye.\n  disconnect:\n"
    assert [(item.code.id, item.span.line) for item in found_in(tmp_path, text)] == [("CS125", 4)]


@pytest.mark.parametrize(
    "tag", ["en", "en-GB", "es-419", "zh-Hans-CN", "sr-Latn", "yue-HK", "fil-PH", "nb-NO", "ar-EG"]
)
def test_languages_that_there_are(tag: str, tmp_path: Path) -> None:
    (tmp_path / "x.flow.yaml").write_text(QUESTION.replace("values:\n", f"language: {tag}\nvalues:\n"))
    assert [item for item in check_file(tmp_path / "x.flow.yaml", "x").diagnostics if item.code.id == "CS126"] == []
