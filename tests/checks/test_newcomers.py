"""What authors write who come from other programs, or from letters: told once, at its place, with what to write."""

from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

HEAD = """callsheet: 1
flow: clinic
data: data.sql
values:
  clinic: Riverside
intents:
  ill:
    phrases: [ill, sick]
steps:
  - answer
  - query: patient_by_phone
    with: {phone: "{{ call.person_number }}"}
    as: patient
    if_none: [disconnect]
  - query: patients
    as: everyone
  - for_each: one
    in: everyone
    do: [{note: "{{ one.name }}"}]
  - ask: Will you come?
    answers: {agree: [], ill: []}
    if_silent: [Will you come?]
    if_unclear: [Please say yes or no. Will you come?]
    otherwise: []
    as: consent
  - note: "{{ consent.how }}"
  - say: "{{ clinic }} {{ patient.name }} {{ patient.fee }}"
"""
LINE = HEAD.count("\n") + 1
SCHEMA = "CREATE TABLE patients (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, fee INTEGER NOT NULL);\n"
QUERIES = """-- name: patient_by_phone(phone)^
-- Who calls.
SELECT id, name, fee FROM patients WHERE phone = :phone;

-- name: patients()
-- Everybody.
SELECT id, name FROM patients ORDER BY id;

-- name: pay(id)!
-- Nothing is open any more.
UPDATE patients SET fee = 0 WHERE id = :id AND fee > 0;
"""


def found(folder: Path, script: str, queries: str = QUERIES, schema: str = SCHEMA) -> list[Diagnostic]:
    (folder / "data.sql").write_text(queries)
    (folder / "schema.sql").write_text(schema)
    (folder / "x.flow.yaml").write_text(script)
    return list(check_file(folder / "x.flow.yaml", "x.flow.yaml").diagnostics)


def script(steps: str = "") -> str:
    return f"{HEAD}{steps}  - disconnect\n"


def places(diagnostics: list[Diagnostic]) -> list[tuple[str, int, int, str]]:
    return [(item.file, item.span.line, item.span.column, item.code.id) for item in diagnostics]


RIGHT = [
    "",
    "  - say: Ding.\n  - say: Ding.\n",
    "  - if: everyone[0] and everyone[0].name == 'Ann'\n    then: []\n",
    "  - say: The patient's name, and the clinic's.\n",
    '  - say: "{{ clinic ~ \\"\'s \\" }}patients"\n',
    "  - say: \"{{ 'It{{s' ~ clinic }}\"\n",
    "\t\n  \t \n",
    "  - say: \"{{ call.person_number | default('') | digits }}\"\n",
    "  - say: \"{{ call.person_number | default('911') | digits }}\"\n",
    "  - say: \"{{ call.person_number | digits if call.person_number else 'a withheld number' }}\"\n",
]


@pytest.mark.parametrize("steps", RIGHT)
def test_what_is_right_is_silent(tmp_path: Path, steps: str) -> None:
    assert found(tmp_path, script(steps)) == []
    assert found(tmp_path, script(steps).replace("\n", "\r\n")) == []


# a step, the column and code of the one problem, words of its help
STEPS = [
    ("  - say: Hello {{ patient['name'] }}.\n", 19, "CS302", "write patient.name"),
    ("  - say: Hello {{ everyone[0]['name'] | default('you') }}.\n", 19, "CS302", "write everyone[0].name"),
    ("  - say: Hello {{ patient's name }}.\n", 19, "CS301", "patient.name"),
    ("  - say: Hello {{{ patient.name }}}.\n", 16, "CS301", "write {{ patient.name }}"),
    ('  - say: "{{{ patient.name }}} {{ clinic }}"\n', 11, "CS301", "write {{ patient.name }}"),
    (
        '  - say: "You owe {{ patient.fee > 0 ? patient.fee : 0 }}."\n',
        38,
        "CS302",
        "patient.fee if patient.fee > 0 else 0",
    ),
    ("  - say: Hello {{ patient.name ?? 'you' }}.\n", 32, "CS302", "patient.name | default('you')"),
    ("  - say: Hello {{ patient?.name }}.\n", 26, "CS302", "leave it out"),
    ("  - say: You owe {{ patient.fee | money('pounds') }}.\n", 35, "CS305", ""),
    ("  - if: reply == 'agree'\n    then: []\n", 9, "CS227", 'reply.intent == "agree"'),
    ("  - if: consent != 'agree'\n    then: []\n", 9, "CS227", 'consent.intent != "agree"'),
    ("  - if: '\"agree\" == reply'\n    then: []\n", 21, "CS227", 'reply.intent == "agree"'),
    ("  - switch: reply\n    cases: {agree: []}\n    else: []\n", 13, "CS227", "switch: reply.intent"),
    ("  - switch: consent\n    cases: {agree: []}\n    else: []\n", 13, "CS227", "switch: consent.intent"),
    ("  - switch: everyone\n    cases: {Ann: []}\n    else: []\n", 13, "CS227", "for_each"),
    ("  - if: reply in ['agree', 'ill']\n    then: []\n", 9, "CS227", "reply.intent in"),
    (
        "  - say: \"{{ call.person_number | default('no number') | digits }}\"\n",
        14,
        "CS132",
        'call.person_number | digits if call.person_number else "no number"',
    ),
    ("  - if: patient == 'Ann'\n    then: []\n", 9, "CS227", "patient.name"),
]


@pytest.mark.parametrize(("steps", "column", "code", "words"), STEPS)
def test_a_step_has_one_problem(tmp_path: Path, steps: str, column: int, code: str, words: str) -> None:
    [told] = found(tmp_path, script(steps))
    assert places([told]) == [("x.flow.yaml", LINE, column, code)]
    assert words in told.help


def test_two_owners_in_one_text_are_two_mistakes(tmp_path: Path) -> None:
    told = found(tmp_path, script("  - say: It is {{ patient's name }}, of {{ everyone's fee }}.\n"))
    assert [item.help.rpartition(" ")[2] for item in told] == ["patient.name", "everyone.fee"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yen", '"JPY"?'),
        ("Euros", '"EUR"?'),
        ("£", '"GBP"?'),
        ("pounds", '"EGP" or "GBP"?'),
        ("EURO", '"EUR"?'),
        ("US dollar", '"TWD" or "USD"?'),
        ("UDS", '"USD"?'),
    ],
)
def test_a_currency_by_another_name(tmp_path: Path, written: str, meant: str) -> None:
    [told] = found(tmp_path, script(f"  - say: You owe {{{{ patient.fee | money('{written}') }}}}.\n"))
    assert told.code.id == "CS305"
    assert told.message.endswith(meant)


def test_a_word_that_is_no_currency_is_not_taken_for_a_code(tmp_path: Path) -> None:
    [told] = found(tmp_path, script("  - say: You owe {{ patient.fee | money('apples') }}.\n"))
    assert "did you mean" not in told.message


def test_a_call_is_answered_once(tmp_path: Path) -> None:
    [told] = found(tmp_path, script("  - answer\n"))
    assert places([told]) == [("x.flow.yaml", LINE, 5, "CS131")]


@pytest.mark.parametrize(
    "steps",
    [
        "  - if: call.person_number\n    then: [answer]\n    else: [answer]\n  - disconnect\n",
        "  - if: call.person_number\n    then: [answer]\n  - answer\n  - disconnect\n",
        "  - run: greet\n  - run: greet\n  - disconnect\nsections:\n  greet: [answer, {say: Hello.}]\n",
        "  - answer\n  - disconnect\nif_something_fails: [answer, {say: Sorry.}, disconnect]\n",
    ],
)
def test_an_answer_that_some_way_needs_is_right(tmp_path: Path, steps: str) -> None:
    assert found(tmp_path, f"callsheet: 1\nflow: x\nsteps:\n{steps}") == []


@pytest.mark.parametrize("again", ["ill", "Ill!", "SICK"])
def test_a_phrase_that_is_listed_twice(tmp_path: Path, again: str) -> None:
    [told] = found(tmp_path, script().replace("[ill, sick]", f"[ill, sick, {again}]"))
    assert places([told]) == [("x.flow.yaml", 8, 26, "CS130")]


@pytest.mark.parametrize(
    ("phrases", "help_"),
    [
        ("[x, 'I can't come', y]", '"I can\'t come"'),
        ("['I can't come', y]", '"I can\'t come"'),
        ("[x, 'I can't']", '"I can\'t"'),
        ("['I won't say it's me', y]", "\"I won't say it's me\""),
        ('[x, "the "new" one", y]', "'the \"new\" one'"),
    ],
)
def test_an_apostrophe_in_single_quotes_is_kept(tmp_path: Path, phrases: str, help_: str) -> None:
    [told] = found(tmp_path, script().replace("[ill, sick]", phrases))
    assert (told.code.id, told.help) == ("CS101", f"write {help_}")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('"Hello {{ patient.name }}"', "patient"),
        ('"{{ later }}"', "later"),
        ('["{{ consent.intent }}"]', "consent"),
        ('"{{ everyone | length }}"', "everyone"),
    ],
)
def test_a_value_that_needs_what_a_step_keeps(tmp_path: Path, value: str, name: str) -> None:
    text = script(
        '  - note: "{{ greeting }} {{ later }}"\n'
        if not value.startswith("[")
        else '  - note: "{{ greeting | spoken_list }} {{ later }}"\n'
    )
    [told] = found(tmp_path, text.replace("intents:", f"  greeting: {value}\n  later: x\nintents:"))
    assert (told.code.id, told.span.line) == ("CS225", 6)
    help_ = 'write "later" above it' if name == "later" else "compute this text with set:"
    assert told.help.startswith(help_)
    assert f'"{name}"' in told.message


def test_a_value_of_what_is_there_from_the_start_is_right(tmp_path: Path) -> None:
    text = script('  - say: "{{ greeting }}"\n')
    value = (
        "\"Welcome to {{ clinic }}, {{ call.person_number | default('you') }}, {{ patient.name | default('you') }}.\""
    )
    assert found(tmp_path, text.replace("intents:", f"  greeting: {value}\nintents:")) == []


def test_a_query_that_lost_its_mark_is_one_mistake(tmp_path: Path) -> None:
    steps = "  - if: patient.fee > 0\n    then: [{say: \"{{ patient.name }}, {{ patient.fee | money('EUR') }}\"}]\n"
    [told] = found(tmp_path, script(steps), QUERIES.replace("(phone)^", "(phone)"))
    assert told.code.id == "CS216"
    assert "data.sql: -- name: patient_by_phone(phone)^" in told.message


def test_a_table_that_no_query_finds_is_one_mistake(tmp_path: Path) -> None:
    [told] = found(tmp_path, script(), schema=SCHEMA.replace("patients", "patient"))
    assert places([told]) == [("data.sql", 3, 27, "CS406")]
    assert "lines 7, 11" in told.message
    assert told.help == 'did you mean "patient"?'


@pytest.mark.parametrize("value", [":phone", "phone", "'1'"])
def test_a_conversion_of_another_database_is_one_mistake(tmp_path: Path, value: str) -> None:
    other = " AND phone = :phone" if value != ":phone" else ""
    queries = QUERIES.replace("phone = :phone;", f"phone = {value}::text{other};")
    [told] = found(tmp_path, script(), queries)
    assert told.code.id == "CS406"
    assert f"CAST({value} AS TEXT)" in told.help
