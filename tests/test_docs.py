"""The documents: examples run, lists are complete, the generated part is fresh, links lead somewhere.

A YAML block of `flows.md` is a whole script, or has a comment before it that says which part of one it is:
`<!-- fragment: steps -->` or `<!-- fragment: keys -->`. Fragments are checked inside the small script below. A block of
`<!-- fragment: test -->` is a test file, of `<!-- fragment: tests -->` some tests of it: they are played. The chapters
in which a script grows, whose blocks are files, have tests of their own (`test_guide.py`).
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from callsheet.adapters.speech.pronunciation import speakable
from callsheet.checks.answers import RESERVED
from callsheet.checks.check import Checked
from callsheet.checks.names import BUILT_IN as BUILT_IN_NAMES
from callsheet.diagnostics.text import report
from callsheet.expressions import read_template
from callsheet.expressions.filters import DEFAULT, FILTERS
from callsheet.http.judged import judge_requests
from callsheet.ports.data import FailureKind
from callsheet.ports.endings import ENDINGS
from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import Intent
from callsheet.ports.values import Row, Value
from callsheet.schema.assemble import fragments
from callsheet.schema.reference import BEGIN, END, FRAGMENT, GUIDE, update_guide, with_reference
from callsheet.source.document import Mapping, Scalar
from callsheet.source.reader import read_document
from callsheet.source.schemas import schema_of_tests, schemas_folder, within
from callsheet.steps import VERBS
from callsheet.testing.cases import Kind
from callsheet.understanding import english, english_words
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.languages import TABLES
from callsheet.understanding.phrases import Matcher
from callsheet.understanding.values.english import pack
from callsheet.understanding.values.kinds import KINDS
from tests.checking import check_file

ROOT = Path(__file__).resolve().parent.parent
FLOWS = (ROOT / GUIDE).read_text(encoding="utf-8")
NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("America/New_York"))
GROWS = FLOWS.partition("\n## The whole\n")[0]
REST = "\n" * GROWS.count("\n") + FLOWS.removeprefix(GROWS)
GUIDE_BY_HAND = FLOWS.partition(BEGIN)[0]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPT = ROOT / "flows" / "interactive_notifications.flow.yaml"
DATA = ROOT / "flows" / "data"
DOCUMENTS = sorted(ROOT.glob("*.md"))

BLOCK = re.compile(r"(?:<!-- fragment: (?P<part>\w+) -->\n)?```(?P<language>\w+)\n(?P<text>.*?)```", re.DOTALL)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
VOICED = re.compile(r"^\| In the text \| Spoken \|\n\|---\|---\|\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)
SPOKEN = re.compile(r"^- `(?P<text>\{\{.*?\}\})` speaks: (?P<spoken>.+)$", re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")

# The small script that fragments are checked in: each top-level key on its own, so that a fragment can bring its own.
KEYS = {
    "callsheet": "callsheet: 1\n",
    "flow": "flow: frame\n",
    "timezone": "timezone: America/New_York\n",
    "data": "data: data/frame.sql\n",
    "requests": "requests: data/frame.http\n",
    "intents": """intents:
  confirm: {phrases: ["yes"], press: "1"}
  decline: {phrases: ["no"], press: "2"}
""",
    "values": "values: {tries: 0}\n",
    "contacts": 'contacts: {office: callee, billing: "+15550123"}\n',
    "steps": "steps:\n  - answer\n  - run: follow_up\n  - disconnect\n",
    "sections": "sections:\n  follow_up:\n    - say: Somebody will call you.\n",
}
BEFORE = """steps:
  - answer
  - query: customer_by_phone
    with: {phone: "{{ call.person_number }}"}
    as: customer
    if_none: [disconnect]
  - query: pending_notifications
    with: {customer_id: "{{ customer.id }}"}
    as: notifications
"""
LOOP = "  - for_each: notification\n    in: notifications\n    do:\n"
ASK = "- ask: How many?\n  for: number\n  as: people\n  otherwise: []\n  if_given:\n"
RECORD = "- record: What is it about?\n  as: message\n  if_none: [disconnect]\n"
AFTER = "  - disconnect\n"
CONNECT = "- connect: office\n  if_unanswered: [disconnect]\n"
BESIDE = ("- whisper", "- barge", "- leave")  # what stands while the caller talks with somebody else
SCHEMA_SQL = """
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, nickname TEXT, phone TEXT NOT NULL, tier TEXT NOT NULL,
  balance INTEGER NOT NULL
);
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, message TEXT NOT NULL, status TEXT NOT NULL,
  acknowledged_at DATETIME
);
"""
FRAME_SQL = """
-- name: customer_by_phone(phone)^
-- The customer whose number is calling.
SELECT id, name, nickname, tier, balance FROM customers WHERE phone = :phone;

-- name: pending_notifications(customer_id)
-- What is to be read.
SELECT id, message FROM notifications WHERE customer_id = :customer_id AND status = 'pending';

-- name: acknowledge_notification(notification_id, at)!
-- It was confirmed.
UPDATE notifications SET status = 'acknowledged', acknowledged_at = :at WHERE id = :notification_id;

-- name: answered_between(day_begins, day_ends)
-- What was confirmed on a day.
SELECT id FROM notifications WHERE acknowledged_at >= :day_begins AND acknowledged_at < :day_ends;
"""

FRAME_HTTP = """### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER
# none: 404
GET https://office.example/waiting?queue={{ queue }}
"""

# What the examples of the guide can see: the call that it describes.
EXAMPLE_NAMES: dict[str, Value] = {
    "now": datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("America/New_York")),
    "today": date(2026, 11, 22),
    "visit": Row({"day": date(2027, 1, 4), "starts": time(9, 5)}),
    "customer": Row({"nickname": None}),
}
# Kinds that are not the database's: of values, of the line, of the session.
OTHER_KINDS = ("missing_value", "line", "speech", "limit", "engine_fault", "engine_died")


# Commands run in other folders, and find the engine nevertheless.
ON_PATH = {"PYTHONPATH": str(ROOT / "engine")}


class Names:
    """The names of the examples."""

    def get(self, name: str) -> Value:
        return EXAMPLE_NAMES.get(name)


def blocks(text: str, *languages: str) -> Iterator[tuple[str, str, str]]:
    """The fenced blocks: their line, which part of a script they are (or empty text), their text."""
    for found in BLOCK.finditer(text):
        if found["language"] in languages:
            line = text.count("\n", 0, found.start()) + 1
            yield f"line {line}", found["part"] or "", found["text"]


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line if line.strip() else line for line in text.splitlines(keepends=True))


def whole(part: str, text: str) -> str:
    """A script around a fragment."""
    keys = dict(KEYS)
    if part == "keys":
        for line in text.splitlines():
            keys.pop(line.partition(":")[0], None)
        return "".join(keys.values()) + text
    text = ASK + indented(text, 4) if text.startswith("- ask_again") else text
    text = RECORD + text if text.startswith("- transcribe") else text
    if text.startswith(BESIDE):
        text = CONNECT + text
    if "- connect:" in text:
        left = "" if text.endswith("- leave\n") else "- leave\n"
        return "".join({**keys, "steps": BEFORE + indented(text + left, 2)}.values())
    in_loop = "for_each: notification" not in text
    steps = BEFORE + (LOOP + indented(text, 6) if in_loop else indented(text, 2)) + AFTER
    return "".join({**keys, "steps": steps}.values())


def checked(folder: Path, script: str) -> Checked:
    """What `check` says of a script that has the guide's data beside it."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "schema.sql").write_text(SCHEMA_SQL)
    for name in ("frame.sql", "notifications.sql"):
        (folder / "data" / name).write_text(FRAME_SQL)
    (folder / "data" / "frame.http").write_text(FRAME_HTTP)
    path = folder / "example.flow.yaml"
    path.write_text(script, encoding="utf-8")
    return check_file(path, path.name)


def complaints(folder: Path, found: Checked, *, fragment: bool = False) -> str:
    """What `check` says. A fragment's frame leaves much of itself unused, and shows ways to write one step in a row."""
    told = [
        item
        for item in found.diagnostics
        if not fragment or (item.code.severity == "error" and item.code.name != "never-runs")
    ]
    return "\n".join(report(told, lambda file: (folder / file).read_text().splitlines()))


TEST_PARTS = ("test", "tests")
YAML_BLOCKS = [block for block in blocks(REST, "yaml") if block[1] not in TEST_PARTS]
TEST_BLOCKS = [block for block in blocks(REST, "yaml") if block[1] in TEST_PARTS]


def test_the_guide_names_every_kind_of_value_with_words_that_are_one() -> None:
    table = FLOWS.partition("| `for:` |")[2].partition("\n\n")[0]
    said = {
        kind: re.findall(r'"([^"]+)"', row) for kind, row in re.findall(r"^\| `(\w+)` \| (.*)", table, re.MULTILINE)
    }
    assert set(said) == set(KINDS)
    assert not said.pop("text")
    unread = [words for kind, all_ in said.items() for words in all_ if not pack.read(kind, words, NOON, "en-US")]
    assert not unread


def test_the_voice_says_what_the_guide_shows() -> None:
    """Each cell holds several, told apart by commas; so together they are what is said of all of them."""
    [table] = VOICED.finditer(FLOWS)
    for row in table["rows"].splitlines():
        _, written, spoken, _ = row.split("|")
        assert spoken.strip() == ", ".join(speakable(text, "en-US") for text in re.findall("`([^`]+)`", written))


def test_there_are_whole_scripts_and_fragments() -> None:
    assert {part for _, part, _ in YAML_BLOCKS} == {"", "steps", "keys"}
    assert {part for _, part, _ in TEST_BLOCKS} == {"test", "tests"}


@pytest.mark.parametrize(("part", "text"), [pytest.param(part, text, id=line) for line, part, text in YAML_BLOCKS])
def test_every_yaml_block_of_the_guide_is_checked_silently(part: str, text: str, tmp_path: Path) -> None:
    found = checked(tmp_path, whole(part, text) if part else text)
    assert complaints(tmp_path, found, fragment=bool(part)) == ""
    assert part or found.flow is not None


def guide_tests_print(folder: Path, *texts: str, options: Sequence[str] = ()) -> str:
    """What `callsheet test` says of the guide's test file beside the shipped script."""
    shutil.copy(SCRIPT, folder)
    shutil.copytree(DATA, folder / "data", dirs_exist_ok=True)
    (folder / "parcels.test.yaml").write_text("".join(texts), encoding="utf-8")
    return callsheet("test", *options, "parcels.test.yaml", folder=folder)


def test_the_tests_of_the_guide_pass(tmp_path: Path) -> None:
    """The guide's fragments are further tests of its one test file, whose circumstances they share."""
    [first] = [text for _, part, text in TEST_BLOCKS if part == "test"]
    assert f"$ callsheet test parcels.test.yaml\n{guide_tests_print(tmp_path, first)}" in [
        text for _, _, text in blocks(FLOWS, "text")
    ]
    more = [indented(text, 2) for _, part, text in TEST_BLOCKS if part == "tests"]
    number = "".join([first, *more]).count("- name:")
    assert guide_tests_print(tmp_path, first, *more) == f"{number} tests: all passed\n"


def test_the_guide_shows_what_a_failed_test_prints(tmp_path: Path) -> None:
    [first] = [text for _, part, text in TEST_BLOCKS if part == "test"]
    hears = "      - hears: that's been confirmed\n"
    assert hears in first
    printed = guide_tests_print(tmp_path, first.replace(hears, "      - hears: thank you\n"))
    assert printed in [text for _, _, text in blocks(FLOWS, "text")]


def test_the_guide_shows_what_its_tests_have_not_come_to(tmp_path: Path) -> None:
    [first] = [text for _, part, text in TEST_BLOCKS if part == "test"]
    printed = guide_tests_print(tmp_path, first, options=["--cov"])
    assert f"$ callsheet test --cov parcels.test.yaml\n{printed}" in [text for _, _, text in blocks(FLOWS, "text")]


def test_a_fragment_with_a_mistake_is_noticed(tmp_path: Path) -> None:
    found = checked(tmp_path, whole("steps", "- run: folow_up\n"))
    assert "folow_up" in complaints(tmp_path, found)


@pytest.mark.parametrize("text", [pytest.param(text, id=line) for line, _, text in blocks(REST, "sql")])
def test_every_sql_block_of_the_guide_is_shipped_or_sound(text: str, tmp_path: Path) -> None:
    if text in (DATA / "notifications.sql").read_text(encoding="utf-8"):
        return
    (tmp_path / "schema.sql").write_text((DATA / "schema.sql").read_text(encoding="utf-8"))
    (tmp_path / "example.sql").write_text(text)
    path = tmp_path / "example.flow.yaml"
    path.write_text("callsheet: 1\nflow: example\ndata: example.sql\nsteps: [answer, disconnect]\n")
    assert check_file(path, path.name).diagnostics == ()


EXAMPLES = [(found["text"], found["spoken"]) for found in SPOKEN.finditer(GUIDE_BY_HAND)]


@pytest.mark.parametrize("text", [text for _, _, text in blocks(FLOWS, "http")])
def test_every_http_block_of_the_guide_is_sound(text: str) -> None:
    judged = judge_requests(text, "guide.http")
    assert judged.requests
    assert judged.diagnostics == ()


@pytest.mark.parametrize(("text", "spoken"), EXAMPLES)
def test_examples_speak_what_the_guide_says(text: str, spoken: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    document, _ = read_document("example", f"say: {quoted}\n".encode())
    assert document is not None
    assert isinstance(document.root, Mapping)
    node = document.root.get("say")
    assert isinstance(node, Scalar)
    template, diagnostics = read_template(document, node, spoken=True)
    assert diagnostics == []
    assert template is not None
    assert template.text(Names()) == spoken


def test_every_filter_has_an_example() -> None:
    shown = {name for text, _ in EXAMPLES for name in re.findall(r"\| (\w+)", text)}
    assert shown == {*FILTERS, DEFAULT}


def options(*command: str) -> set[str]:
    shown = subprocess.run(
        [sys.executable, "-m", "callsheet", *command, "--help"], capture_output=True, text=True, cwd=ROOT
    )
    return set(re.findall(r"--[a-z]+", shown.stdout))


MENTIONED = {
    "verb": tuple(VERBS),
    "name": (
        *(name for name, parts in BUILT_IN_NAMES.items() if not parts),
        *(f"{name}.{part}" for name, parts in BUILT_IN_NAMES.items() for part in parts),
    ),
    "intent": (*BUILT_IN, *RESERVED),
    "ending": ENDINGS,
    "failure": (*get_args(FailureKind), *OTHER_KINDS),
    "limit": tuple(within(fragments(schemas_folder())[0], "properties", "limits", "properties")),
    "filter": (*FILTERS, DEFAULT),
    "key": tuple(within(fragments(schemas_folder())[0], "properties")),
    "turn": get_args(Kind),
    "circumstance": tuple(within(schema_of_tests(), "definitions", "given", "properties")),
    "test": tuple(within(schema_of_tests(), "definitions", "test", "properties")),
    "notation": ("#1", "<silence>", "<hangup>"),
}


def test_every_word_of_the_language_is_in_the_guide() -> None:
    code = " ".join(CODE.findall(BLOCK.sub("", GUIDE_BY_HAND)))
    words = {word for words in MENTIONED.values() for word in words}
    missing = {word for word in words if not re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.])", code)}
    assert not missing, f"say in flows.md what these are, each between backticks: {missing}"


@pytest.mark.parametrize("option", sorted(options("run") | options("check") | options("test") | options()))
def test_every_option_of_a_command_is_in_the_guide(option: str) -> None:
    assert f"`{option}" in GUIDE_BY_HAND or f" {option}`" in GUIDE_BY_HAND


@pytest.mark.parametrize("intent", BUILT_IN.values(), ids=list(BUILT_IN))
def test_the_phrases_of_built_in_intents_are_all_listed(intent: Intent) -> None:
    key = f"key {intent.press}" if intent.press else "no key"
    found = re.search(rf"^### `{intent.name}`: {re.escape(key)}\n\n(.*?)\.\n\n", FLOWS, re.DOTALL | re.MULTILINE)
    assert found, f"### `{intent.name}`: {key}"
    assert " ".join(found[1].split()).split(", ") == list(intent.phrases)


def patterns(text: str) -> list[str]:
    """The patterns in the blocks of a part of the guide: one a line, with its further lines indented."""
    blocks = re.findall(r"^```text\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [unspaced(line) for block in blocks for line in re.split(r"\n(?! )", block.rstrip("\n"))]


def unspaced(pattern: str) -> str:
    return re.sub(r"\s", "", pattern)


@pytest.mark.parametrize("intent", BUILT_IN.values(), ids=list(BUILT_IN))
def test_the_ways_to_say_built_in_intents_are_all_listed(intent: Intent) -> None:
    part = re.split(r"^##", FLOWS[FLOWS.index(f"### `{intent.name}`: ") + 3 :], maxsplit=1, flags=re.MULTILINE)[0]
    assert patterns(part) == [unspaced(pattern) for pattern in (*intent.frames, *intent.beside)]


def test_what_may_stand_beside_an_answer_is_all_listed() -> None:
    _, _, part = FLOWS.partition("### Beside every answer\n")
    beside, _, lists = part.partition("### Words of the ways to say it\n")
    ours = (TABLES["en"].fillers, *english.OPENERS, *english.TAILS, *english.WAIT, *english.NEITHER)
    assert patterns(beside) == [unspaced(pattern) for pattern in ours]
    named = [unspaced(f"{name}: {text}") for name, text in english_words.LISTS.items()]
    assert patterns(lists.partition("\n## ")[0]) == named


def understood_rows() -> list[tuple[str, str]]:
    """What the guide's table says about answers."""
    _, _, part = FLOWS.partition("| The caller says | Understood | Why |\n|---|---|---|\n")
    cells = [line.split("|") for line in part.partition("\n\n")[0].splitlines()]
    return [(said, row[2].strip(" `")) for row in cells for said in re.findall(r'"(.*?)"', row[1])]


@pytest.mark.parametrize(("said", "meant"), understood_rows())
def test_answers_are_understood_as_the_guide_says(said: str, meant: str) -> None:
    billing = Intent("billing", "", ("billing",), "1")
    question = Matcher((replace(BUILT_IN["agree"], press=""), BUILT_IN["refuse"], billing))
    assert question.understand(Utterance(said)).intent == meant


def test_the_reference_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert update_guide(schemas_folder(), *fragments(schemas_folder()), check=True) == 0, capsys.readouterr().err


def test_a_stale_reference_is_noticed_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script, verbs = fragments(schemas_folder())
    guide = tmp_path / GUIDE
    assert update_guide(tmp_path / "schemas", script, verbs, check=True) == 0  # an installed package has no guide
    guide.write_text(f"by hand\n{BEGIN}\nstale\n{END}\nand after")
    assert update_guide(tmp_path / "schemas", script, verbs, check=True) == 1
    assert "stale" in capsys.readouterr().err
    assert update_guide(tmp_path / "schemas", script, verbs, check=False) == 0
    assert update_guide(tmp_path / "schemas", script, verbs, check=True) == 0
    text = guide.read_text()
    assert text.startswith("by hand\n")
    assert text.endswith("\nand after")
    guide.write_text("no marks")
    assert update_guide(tmp_path / "schemas", script, verbs, check=False) == 1
    assert with_reference("no marks", script, verbs) is None


def test_the_reference_has_every_key_and_verb() -> None:
    generated = FLOWS.partition(BEGIN)[2].partition(END)[0]
    script, verbs = fragments(schemas_folder())
    for verb, fragment in verbs.items():
        section = generated.partition(f"#### `{verb}`\n")[2].partition("\n#### ")[0]
        assert all(f"\n- `{key}`" in section for key in within(fragment, "properties")), verb
    assert all(f"\n- `{key}`" in generated for key in within(script, "properties"))
    assert FRAGMENT in generated


def test_the_script_in_the_readme_is_the_shipped_one() -> None:
    [(_, _, text)] = blocks(README, "yaml")
    assert text in SCRIPT.read_text(encoding="utf-8")


def conversation(text: str) -> list[str]:
    """A demo's lines, without what differs from run to run: times."""
    return [re.sub(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z", "TIME", line.rstrip()) for line in text.splitlines()]


@pytest.mark.skipif(shutil.which("make") is None, reason="the demo needs make")
def test_the_readme_shows_what_the_demo_prints() -> None:
    shown = next(text for _, _, text in blocks(README, "text") if "call:" in text)
    # The demo as it stands in the Makefile, but with what runs these tests, and without setting anything up.
    demo = subprocess.run(
        ["make", "--silent", "--assume-old=.venv/.run-ready", "demo", f"BIN={Path(sys.executable).parent}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    )
    assert demo.returncode == 0, demo.stderr
    assert conversation(demo.stdout) == conversation(shown)


def callsheet(*arguments: str, folder: Path) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "callsheet", *arguments]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=folder, env={**os.environ, **ON_PATH}
    ).stdout


def test_the_guide_shows_what_check_prints(tmp_path: Path) -> None:
    (tmp_path / "clinic.flow.yaml").write_text(
        "callsheet: 1\nflow: clinic\nsteps:\n  - answer\n  - run: folow_up\n  - disconnect\n"
        "sections:\n  follow_up:\n    - say: Somebody will call you.\n"
    )
    printed = callsheet("check", "clinic.flow.yaml", folder=tmp_path)
    assert printed in [text for _, _, text in blocks(FLOWS, "text")]


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as its readers' programs make them."""
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for found in LINK.finditer(text):
        target = found["target"]
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        there = document.parent / name if name else document
        assert there.exists(), target
        assert not anchor or anchor in anchors(there.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_lines_are_short_and_fences_close(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("```") for line in lines) % 2 == 0
    # A table's row, and an example in code, cannot be divided.
    long = [line for line in lines if len(line) > 120 and not line.startswith(("|", "  `"))]
    assert long == []
    assert "\n\n\n" not in FENCED.sub("code", document.read_text(encoding="utf-8"))  # code has its own rule
