"""Advice: scripts that work, and serve callers badly; and beside each one that nearly does."""

from pathlib import Path

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

HEAD = """callsheet: 1
flow: advice
timezone: Europe/Berlin
data: data.sql
requests: office.http
{top}defaults:
  if_silent: [I cannot hear you. Please answer.]
  if_unclear: ['Sorry, I did not get that.']
  otherwise: [disconnect]
steps:
  - answer
"""
SCHEMA = """CREATE TABLE visits (
  id INTEGER PRIMARY KEY, phone TEXT NOT NULL, day DATE NOT NULL, status TEXT NOT NULL, called_at DATETIME);
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE,
  balance INTEGER NOT NULL,
  born DATE NOT NULL,
  street TEXT NOT NULL,
  pin TEXT NOT NULL
);
CREATE TABLE shops (
  id INTEGER PRIMARY KEY,
  street TEXT NOT NULL,
  owner TEXT NOT NULL,  -- personal: who it belongs to
  hint TEXT NOT NULL  -- personally tried
);
"""
QUERIES = """-- name: visit(phone)^
-- The next visit of this number.
SELECT id, day FROM visits WHERE phone = :phone LIMIT 1;

-- name: visits(phone)
-- All visits of this number.
SELECT id, day FROM visits WHERE phone = :phone;

-- name: confirm(id)!
-- It is certain.
UPDATE visits SET status = 'certain' WHERE id = :id;

-- name: forget(phone)!
-- None is left.
WITH old AS (SELECT id FROM visits WHERE phone = :phone)
DELETE FROM visits WHERE id IN (SELECT id FROM old);

-- name: keep(phone, day)!
-- One more, or the same on another day.
INSERT INTO visits (phone, day, status) VALUES (:phone, :day, 'new')
ON CONFLICT (id) DO UPDATE SET day = :day;

-- name: person(phone)^
-- Who has this number.
SELECT id, name, balance, born, street FROM people WHERE phone = :phone;

-- name: newest()^
-- Who came last.
SELECT id, name, balance, street FROM people ORDER BY id DESC LIMIT 1;

-- name: account(id, pin)^
-- Theirs, with the PIN.
SELECT id, balance FROM people WHERE id = :id AND pin = :pin;

-- name: shops()
-- Ours.
SELECT id, street, owner, hint FROM shops;
"""
OFFICE = """### move(phone)!
# Puts somebody on another day.
PUT {{ $URL }}/visit
Content-Type: text/plain

{{ phone }}

### tell(phone)!
# Tells the team who called.
POST {{ $URL }}/calls
Content-Type: text/plain

{{ phone }}

### person_there(phone)
# Who it is, as another system knows them.
# gives: name TEXT, date_of_birth DATE
# none: 404
GET {{ $URL }}/people?phone={{ phone }}
"""
NUMBER = '{phone: "{{ call.person_number }}"}'


def found(folder: Path, steps: str, top: str = "") -> list[Diagnostic]:
    (folder / "data.sql").write_text(QUERIES)
    (folder / "schema.sql").write_text(SCHEMA)
    (folder / "office.http").write_text(OFFICE)
    (folder / "x.flow.yaml").write_text(HEAD.format(top=top) + steps)
    return list(check_file(folder / "x.flow.yaml", "x.flow.yaml").diagnostics)


def told(folder: Path, cases: list[tuple[str, str, str]], code: str, top: str = "") -> None:
    """Each case's steps are told once by this code at the place of its text, or not at all where that is empty; its
    words stand in the message or the help."""
    for steps, place, words in cases:
        text = steps if "after_call" in steps else steps + "  - disconnect\n"
        diagnostics = found(folder, text, top)
        expected = []
        if place:
            offset = (HEAD.format(top=top) + text).index(place)
            line = (HEAD.format(top=top) + text).count("\n", 0, offset) + 1
            expected = [(code, line, "warning")]
        assert [(item.code.id, item.span.line, item.code.severity) for item in diagnostics] == expected, text
        assert all(words in f"{item.message}; {item.help}" for item in diagnostics), diagnostics


VISIT = f"  - query: visit\n    with: {NUMBER}\n    as: visit\n    if_none: [disconnect]\n"
SAY = "  - say: You come on {{ visit.day }}.\n"
CONFIRM = '  - write: confirm\n    with: {id: "{{ visit.id }}"}\n'
ASK = "  - ask: Will you come?\n    answers: {agree: [], refuse: [disconnect]}\n"


def in_rows(steps: str) -> str:
    """These steps, for each visit."""
    inner = steps.replace("\n  ", "\n      ").replace("visit.", "one.")
    rows = f"  - query: visits\n    with: {NUMBER}\n    as: visits\n"
    return f"{rows}  - for_each: one\n    in: visits\n    do:\n    {inner}"


def test_what_is_changed_before_the_caller_was_asked(tmp_path: Path) -> None:
    message = "  - message: See you soon.\n    if_fails: []\n"
    told(
        tmp_path,
        [
            (VISIT + SAY + CONFIRM, "write: confirm", '"confirm" changes what is in the database'),
            (VISIT + SAY + CONFIRM + ASK, "write: confirm", "put the question before it"),
            (f"  - say: Welcome.\n  - write: forget\n    with: {NUMBER}\n", "write: forget", "under after_call"),
            (f"  - say: One moment.\n  - request: move\n    with: {NUMBER}\n", "request: move", "in another system"),
            ("  - say: We text you.\n" + message, "message:", "goes to the caller"),
            (in_rows(SAY + CONFIRM), "write: confirm", "asked nothing"),
            (in_rows(CONFIRM + SAY), "write: confirm", "asked nothing"),
            (in_rows(CONFIRM + ASK.replace("Will", "On {{ visit.day }}, will")), "write: confirm", "asked nothing"),
            # asked, or nothing told, or only added, or nobody is on the line any more
            (VISIT + ASK + CONFIRM, "", ""),
            (VISIT + CONFIRM + SAY, "", ""),
            (VISIT + CONFIRM + ASK, "", ""),
            (in_rows(CONFIRM) + "  - say: Welcome.\n", "", ""),
            (ASK + in_rows(SAY + CONFIRM), "", ""),
            (VISIT + SAY + '  - write: keep\n    with: {phone: "1", day: "{{ visit.day }}"}\n', "", ""),
            (f"  - say: One moment.\n  - request: tell\n    with: {NUMBER}\n", "", ""),
            ("  - say: We call you.\n" + message.replace("    if", '    to: "+4930123456"\n    if'), "", ""),
            (ASK + message, "", ""),
            (message + "  - say: We have sent you a text.\n", "", ""),
            (
                VISIT
                + SAY
                + "  - disconnect\nafter_call:\n  - if: visit\n    then:\n    "
                + CONFIRM.replace("\n", "\n    ")
                + "\n",
                "",
                "",
            ),
        ],
        "CS307",
    )


def test_a_message_to_who_was_not_put_through_is_none_of_it(tmp_path: Path) -> None:
    steps = (
        "  - say: One moment.\n  - connect: office\n    if_unanswered:\n      - message: We call you back.\n"
        "        if_fails: []\n      - disconnect\n    if_fails: [disconnect]\n  - leave\n"
    )
    assert found(tmp_path, steps, "contacts: {office: callee}\n") == []


def test_a_section_that_changes_something_is_told_of_once(tmp_path: Path) -> None:
    steps = VISIT + SAY + "  - run: sure\n  - run: sure\n  - disconnect\nsections:\n  sure:\n  "
    diagnostics = found(tmp_path, steps + CONFIRM.replace("\n", "\n  ") + "\n")
    assert [item.code.id for item in diagnostics] == ["CS307"]


def test_lines_that_say_what_did_not_help(tmp_path: Path) -> None:
    def ladder(silent: str, unclear: str) -> str:
        return f"{ASK}    if_silent: [{silent}]\n    if_unclear: [{unclear}]\n"

    right = "'Sorry, please say yes or no.'"
    told(
        tmp_path,
        [
            (
                ladder("Hello?", "'will you COME'"),
                "if_unclear: ['will",
                "as in: Sorry, I did not get that. will you COME",
            ),
            (ladder("Hello?", right + ", 'Sorry: please, say Yes or No!'"), "if_unclear: ['Sorry, p", "before it"),
            (ladder("Will you come?, will you come", right), "if_silent: [Will", "name the keys"),
            (ladder("Will you come?", right), "", ""),
            (ladder("Are you still there? Will you come?", right + ", Please press 1 or 2."), "", ""),
            (ladder("Please say yes or no.", "Please say yes or no."), "", ""),
        ],
        "CS308",
    )
    assert [
        item.code.id for item in found(tmp_path, ladder("Hello?", "Sorry, will you come?") + "  - disconnect\n")
    ] == ["CS275"]


def test_two_questions_in_one(tmp_path: Path) -> None:
    def ask(text: str) -> str:
        return ASK.replace("Will you come?", f'"{text}"')

    two = [
        "Do you want new tires? Or should I only change the oil?",
        "Did you get our letter? Will you come?",
        "What is your name? Can you spell it?",
        "Where do you live and when were you born?",
        "Is Friday all right? Shall I put it down?",
        "So, is {{ call.id }} right? Would you like to go on?",
    ]
    one = [
        "Do you want new tires, or shall I only change the oil?",
        "Are you still there? Will you come?",
        "Hello? Do you hear me? Will you come?",
        "How can I help you? Do you want sales or support?",
        "Which day suits you? Today, tomorrow, or later?",
        "Do you want support? Billing? Or sales?",
        "That is Friday at nine, right?",
        "When and where do you want to meet?",
        "Can you come? Can you come tomorrow?",
        "Will you come? Please say yes or no.",
        "What shall I tell you? You can ask: where is my order?",
    ]
    told(tmp_path, [(ask(text), f'ask: "{text}', "a caller answers one question") for text in two], "CS309")
    told(tmp_path, [(ask(text), "", "") for text in one], "CS309")
    line = ASK + "    if_unclear: ['Sorry, will you come? Or shall I call again?']\n"
    kept = "    as: day\n    if_given: [{note: '{{ day }}'}]\n"
    given = "  - ask: Which day suits you?\n    for: date\n    confirm: ASKED\n" + kept
    story = "  - ask: Who are you? What is it about?\n    for: text\n" + kept
    asked = "'{{ day }}. Is that right? Shall I book it?'"
    together = (
        "  - collect:\n      - ask: Which day suits you? And at what time shall we come?\n        for: date\n"
        "        as: day\n    confirm: '{{ day }}. Is that right?'\n    change: Which day is it?\n"
    )
    told(
        tmp_path,
        [
            (line, "if_unclear: ['Sorry, will", "Or shall I call again?"),
            (given.replace("ASKED", asked), f"confirm: {asked}", "Shall I book it?"),
            (story, "", ""),
            (together, "", ""),
        ],
        "CS309",
    )
    german = found(tmp_path, ask(two[1]) + "  - disconnect\n", "language: de-DE\n")
    assert "CS309" not in [item.code.id for item in german]


def test_a_prompt_that_nobody_keeps_in_mind(tmp_path: Path) -> None:
    long = "The play begins at eight and ends at ten. " * 8
    names = "{{ call.person_number | default('') | digits }} " * 8
    line = ASK + f"    if_unclear: [{long.strip()}]\n"
    told(
        tmp_path,
        [
            (f"  - say: {long}\n", "say: The", "about 22 seconds"),
            (ASK.replace("Will", long + "Will"), "ask: The", "about 307 characters"),
            (line, "if_unclear: [The", "leave out what callers need not know"),
            (f"  - say: {long[:300]}\n", "", ""),
            (f'  - say: "{names}"\n', "", ""),
        ],
        "CS310",
    )
    whisper = f"  - connect: office\n    if_unanswered: [disconnect]\n  - whisper: {long}\n  - leave\n"
    assert found(tmp_path, whisper, "contacts: {office: callee}\n") == []


PERSON = f"  - query: person\n    with: {NUMBER}\n    as: person\n    if_none: [disconnect]\n"
NEWEST = "  - query: newest\n    as: person\n    if_none: [disconnect]\n"
OWES = '  - say: You owe {{ person.balance | money("USD") }}.\n'
SHOPS = (
    "  - query: shops\n    as: shops\n"
    "  - for_each: shop\n    in: shops\n    do: [{say: 'We are at {{ shop.street }}.'}]\n"
)


def test_what_is_personal_and_found_for_anybody(tmp_path: Path) -> None:
    asked = "  - ask: What is your number?\n    for: digits\n    as: number\n"
    cases = [
        (NEWEST + OWES, "say: You owe", '"newest" finds it for whoever calls'),
        (PERSON.replace("{{ call.person_number }}", "+4930123456") + OWES, "say: You owe", '"person" finds it'),
        (SHOPS.replace("shop.street", "shop.owner"), "do:", '"shop.owner" is personal'),
        (SHOPS, "", ""),
        (SHOPS.replace("shop.street", "shop.hint"), "", ""),
        (NEWEST + "  - say: Hello {{ person.name }} of {{ person.street }}.\n", "", ""),
        (PERSON + OWES, "", ""),
        (asked + PERSON.replace("call.person_number", "number") + OWES, "", ""),
        (NEWEST + "  - note: '{{ person.balance }}'\n", "", ""),
    ]
    told(tmp_path, cases, "CS311")
    told(tmp_path, [(steps, "", "") for steps, _, _ in cases], "CS311", "personal_data: anybody\n")


def test_what_is_personal_and_told_without_a_proof(tmp_path: Path) -> None:
    pin = "  - ask: What is your PIN?\n    for: digits\n    length: 4\n    private: true\n    as: pin\n"
    born = '  - ask: When were you born?\n    for: date\n    to: "{{ today }}"\n    as: born\n'
    name = "  - ask: What is your name?\n    for: name\n    as: name\n"
    check = '  - query: account\n    with: {id: "{{ person.id }}", pin: "{{ pin }}"}\n    as: account\n'
    if_account = "  - if: account\n    then:\n    "
    there = PERSON.replace("query: person", "request: person_there") + "    if_fails: [disconnect]\n"
    words = "has not proven who they are"
    told(
        tmp_path,
        [
            (PERSON + OWES, "say: You owe", words),
            (PERSON + "  - say: You live at {{ person.street }}.\n", "say: You live", words),
            (there + "  - say: '{{ person.date_of_birth | default(today) }}'\n", "say: '{{", words),
            (PERSON + name + "  - if: name != person.name\n    then: [disconnect]\n" + OWES, "say: You owe", words),
            (PERSON + pin + check + if_account + "  - note: found\n" + OWES, "say: You owe", words),
            (PERSON + "  - say: Hello {{ person.name }}.\n", "", ""),
            (PERSON + pin + check + if_account + OWES, "", ""),
            (PERSON + pin + check + if_account + OWES.replace("person", "account"), "", ""),
            (PERSON + pin + check + "    if_none: [disconnect]\n  - note: '{{ account.id }}'\n" + OWES, "", ""),
            (PERSON + born + "  - if: born != person.born\n    then: [disconnect]\n" + OWES, "", ""),
        ],
        "CS312",
        "personal_data: proven\n",
    )


def test_phrases_that_add_nothing(tmp_path: Path) -> None:
    for also, needless in [
        ("keep it now, Of course!", {"Of course!": "it is built in"}),
        ("that's right, that is right", {"that's right": "it is built in", "that is right": "it is built in"}),
        ("keep it now, 'please, keep it now'", {"please, keep it now": 'by "keep it now"'}),
        ("I'll keep it now, I will keep it now", {"I will keep it now": 'by "I\'ll keep it now"'}),
        ("sure thing please, thank you I am all for it", {"sure thing please": 'by "sure thing"'}),
        ("keep it now, keep it now not, do not keep it now", {}),
        ("keep it now, if you like", {}),
    ]:
        diagnostics = found(tmp_path, ASK + "  - disconnect\n", f"intents: {{agree: {{also: [{also}]}}}}\n")
        said = {item.message.split('"')[1]: item.message.split("already: ")[1] for item in diagnostics}
        assert (said, {item.code.id for item in diagnostics} <= {"CS313"}) == (needless, True)
    assert (
        found(tmp_path, ASK + "  - disconnect\n", "intents: {agree: {phrases: [of course, of course please]}}\n") == []
    )
    unused = found(tmp_path, ASK + "  - disconnect\n", "intents: {operator: {also: [Ann, Ann please]}}\n")
    assert [item.code.id for item in unused] == ["CS240"]
