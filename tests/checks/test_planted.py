"""One mistake planted in a right script gives one error, where the author made it, in words that help."""

import shutil
from pathlib import Path

import pytest

from callsheet.checks.check import Checked
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import MOST_KNOWN, nearest
from tests.checking import check_file
from tests.checks.notifications import NOTIFICATIONS

REPOSITORY = Path(__file__).parents[2]
CLINIC = (REPOSITORY / "tests" / "checks" / "ok" / "clinic.flow.yaml").read_text()

THANKS = "  - say: That's everything. Have a great day!\n"
OTHERWISE = "        otherwise:\n          - run: follow_up\n"
GOT_IT = "            - say: Got it, that's been confirmed.\n"

# what is planted: the text, what stands there instead, line:column, code, words of the message or the help
IN_NOTIFICATIONS = [
    # YAML
    ("  - answer", "\t- answer", "20:1", "CS106", "spaces"),
    ('press: "1"', "press: 01", "13:12", "CS108", "quotes"),
    ("timezone:", "language: en-GB\ntimezone:", "6:1", "CS102", "line 5"),
    (GOT_IT, "            - say:\n", "40:15", "CS109", "no value"),
    (GOT_IT, "            - say: Press # now\n", "40:20", "CS110", '"Press # now"'),
    (GOT_IT, "            - say: Got it: done\n", "40:26", "CS101", "quotes"),
    (GOT_IT, "            - say: {{ customer.name }}, got it\n", "40:20", "CS111", "quoted"),
    (GOT_IT, "            - say: &a Got it\n            - say: *a\n", "40:20", "CS103", "anchors"),
    (GOT_IT, "            - say: !important Got it\n", "40:20", "CS104", "exclamation"),
    (THANKS, "  - say: \"That's everything\n", "49:10", "CS101", "not closed"),
    (THANKS, "  - say: 'That's everything'\n", "49:16", "CS101", "closing quote"),
    (THANKS, " - say: Bye.\n", "49:2", "CS101", "line up"),
    (THANKS, "  - say: Bye.\n    disconnect\n", "50:5", "CS101", "- disconnect"),
    (THANKS, "  - say\n    interruptible: false\n", "50:5", "CS101", '"- say: …"'),
    (THANKS, "  - disconnect\n    reason: over\n", "50:5", "CS101", '"- disconnect: …"'),
    ("  - answer\n", "  - answer\n    timeout: 5s\n", "21:5", "CS101", "answer has no options"),
    ("  - answer\n", "  - answer\n    say: Hello.\n", "21:5", "CS101", 'write "- say:", in the same column'),
    (THANKS, "  -\u00a0say: Bye.\n", "49:4", "CS004", "space"),
    ("steps:\n", "steps\n", "19:1", "CS101", "colon"),
    ("          confirm:\n", "          confirm\n", "37:11", "CS101", "colon"),
    ("that's fine]", "that's fine", "12:14", "CS101", "closed"),
    ("sections:", "---\nsections:", "52:1", "CS105", "second document"),
    # Shape
    (THANKS, "  - sya: Bye.\n", "49:5", "CS122", '"say"'),
    (THANKS, "  - Bye.\n", "49:5", "CS125", "say: Bye."),
    (THANKS, "  - say: Bye.\n    else: []\n", "50:5", "CS121", "if"),
    (THANKS, "  - pause: 5\n", "49:12", "CS126", "5s"),
    (THANKS, "  - converse: x\n", "49:5", "CS127", "not part of the language yet"),
    (GOT_IT, GOT_IT + "              disconnect: bye\n", "41:15", "CS123", '"- "'),
    ("        if_silent:", "        if_slient:", "43:9", "CS121", '"if_silent"'),
    ("        if_silent:", "        timeout: 6\n        if_silent:", "43:18", "CS126", "6s"),
    ("        if_silent:", "        interruptible: yes\n        if_silent:", "43:24", "CS126", "true or false"),
    ("    do:\n", "    dos:\n", "34:5", "CS121", '"do"'),
    ("    in: notifications\n", "", "30:5", "CS124", '"in"'),
    ('press: "1"', "press: 1", "13:12", "CS126", '"1"'),
    ('press: "1"', 'press: "12"', "13:12", "CS126", "one key"),
    ("callsheet: 1\n", "", "2:1", "CS124", "callsheet: 1"),
    ("callsheet: 1", "callsheet: 2", "2:12", "CS126", "callsheet: 1"),
    ("intents:", "intnets:", "9:1", "CS121", '"intents"'),
    ("sections:", "section:", "52:1", "CS121", '"sections"'),
    ("steps:", "stps:", "19:1", "CS121", '"steps"'),
    ("as: customer", "as: Customer", "23:9", "CS126", '"customer"'),
    # Names
    ("- run: follow_up", "- run: folow_up", "42:20", "CS201", '"follow_up"'),
    ("    - say: No problem", "    - run: follow_up\n    - say: No problem", "56:12", "CS211", "runs itself"),
    (THANKS, "  - next_item\n", "49:5", "CS217", "for_each"),
    (THANKS, "  - loop: 2\n    do: [next_item]\n", "50:10", "CS217", "by itself"),
    (THANKS, "  - loop: 0\n    do: [{note: x}]\n", "49:11", "CS126", "from 1 to 100"),
    (THANKS, "  - loop: 101\n    do: [{note: x}]\n", "49:11", "CS126", "from 1 to 100"),
    (THANKS, "  - loop: tries\n    do: [{note: x}]\n", "49:11", "CS126", "from 1 to 100"),
    (THANKS, "  - ask_again\n", "49:5", "CS280", "no answer leads here"),
    (OTHERWISE, "        otherwise:\n          - ask_again\n", "48:13", "CS280", "no answer leads here"),
    (GOT_IT, "            - ask_again:\n", "40:15", "CS109", "no value"),
    (THANKS, "  - loop: 2\n  - note: x\n", "49:5", "CS124", '"do"'),
    (THANKS, "  - note: '{{ loop.number }}'\n", "49:15", "CS206", "inside a loop or a for_each"),
    ("          confirm:\n", "          confrim:\n", "37:11", "CS204", '"confirm"'),
    ('"no", nope', '"no", okay, nope', "16:21", "CS212", '"okay"'),
    ('press: "2"', 'press: "1"', "17:12", "CS213", 'key "1"'),
    (OTHERWISE, "", "35:9", "CS218", "otherwise"),
    ("query: pending_notifications", "query: pending_notfications", "27:12", "CS202", '"pending_notifications"'),
    ("write: acknowledge_notification", "write: acknowlege_notification", "38:22", "CS202", "acknowledge"),
    ("query: customer_by_phone", "write: customer_by_phone", "21:12", "CS209", "query: customer_by_phone"),
    ("write: flag_for_followup", "query: flag_for_followup", "54:14", "CS210", "write: flag_for_followup"),
    ("with: {phone:", "with: {fone:", "22:12", "CS208", '"phone"'),
    ("with: {phone:", "with: {x: 1, phone:", "22:12", "CS208", '"x"'),
    (', at: "{{ now }}"', "", "39:15", "CS207", 'add to "with": at:'),
    ('    with: {phone: "{{ call.person_number }}"}\n', "", "21:12", "CS207", '"phone"'),
    ("data/notifications.sql", "data/notification.sql", "7:7", "CS401", "notification.sql"),
    ("{{ customer.name }}", "{{ costumer.name }}", "33:43", "CS206", '"customer"'),
    ("{{ customer.name }}", "{{ customer.nmae }}", "33:52", "CS216", '"name"'),
    ("{{ notification.message }}", "{{ notification.text }}", "35:31", "CS216", "message"),
    ("call.person_number", "call.number", "22:28", "CS216", "person_number"),
    ("in: notifications", "in: notification", "31:9", "CS206", '"notifications"'),
    (THANKS, '  - say: "{{ notification.message }}"\n', "49:14", "CS206", "inside its for_each"),
    ("as: customer", "as: call", "23:9", "CS214", "another name"),
    ("America/New_York", "America/NewYork", "6:11", "CS126", '"America/New_York"'),
    ("timezone: America/New_York\n", "", "38:72", "CS219", "timezone:"),
    ("  decline:\n    means", "  silent:\n    press: '9'\n  decline:\n    means", "14:3", "CS215", "another name"),
    # Expressions
    ("{{ customer.name }}", "{{ customer.name | uper }}", "33:59", "CS205", '"upper"'),
    ("{{ customer.name }}", "{{ 2 * 3 }}", "33:45", "CS302", "query"),
    ("{{ customer.name }}", "{{ customer.name.upper() }}", "33:62", "CS302", "brackets"),
    ("{{ customer.name }}", "{{ customer.name }", "33:40", "CS301", "closed"),
    ("in: notifications", 'in: "{{ notifications }}"', "31:10", "CS303", "notifications"),
    ('"{{ call.person_number }}"', "call.person_number", "22:19", "CS304", '"{{ call.person_number }}"'),
    (THANKS, "  - set: {n: 1}\n  - set: {n: n + 1}\n", "50:14", "CS304", '"{{ n + 1 }}"'),
    (THANKS, '  - if: customer.name = "x"\n    then: []\n', "49:23", "CS302", '"=="'),
    # Slips that break YAML further down
    ("  - answer\n", "  -answer\n", "20:3", "CS101", '"- answer"'),
    ("  - answer\n", "  – answer\n", "20:3", "CS101", '"- answer"'),
    (THANKS, THANKS.replace("- say", "-say"), "49:3", "CS101", '"- say"'),
    ("      - say: Sorry", "      – say: Sorry", "25:7", "CS101", '"- say"'),
    ("      - disconnect", "      -disconnect", "26:7", "CS101", '"- disconnect"'),
    (THANKS, "  - say Bye\n    interruptible: false\n", "49:5", "CS101", '"- say: Bye"'),
    (THANKS, "  - say:Bye\n    interruptible: false\n", "49:5", "CS101", '"- say: Bye"'),
    (THANKS, "  - say：Bye\n    interruptible: false\n", "49:5", "CS101", '"- say: Bye"'),
    (THANKS, "  - say：Bye\n", "49:5", "CS125", '"- say: Bye"'),
    ("            - write: ack", "            write: ack", "38:13", "CS101", '"- write"'),
    ("            - write: ack", "              write: ack", "38:15", "CS101", '"- write"'),
    (
        "            - run: follow_up\n        if_s",
        "            -run: follow_up\n        if_s",
        "42:13",
        "CS125",
        '"- run"',
    ),
    ("  - answer\n", "  answer\n", "20:3", "CS101", '"- answer"'),
    (THANKS, "  - branch\n      - if: customer\n        then: []\n", "49:5", "CS101", '"- branch:"'),
    (GOT_IT, "            - say: [pause] done\n", "40:20", "CS101", "quotes"),
    (GOT_IT, "            - say: {pause} done\n", "40:20", "CS101", "quotes"),
    (GOT_IT, "            - say: {pause}\n", "40:20", "CS109", "quotes"),
    (GOT_IT, "            - say: ? done\n", "40:20", "CS101", "quotes"),
    (GOT_IT, "            - say: !Done\n", "40:20", "CS104", "quotes"),
    ("    in: notifications", "    in: {{ notifications }}", "31:9", "CS303", "write in: notifications"),
    (THANKS, "  - if: !customer\n    then: []\n", "49:9", "CS104", '"not customer"'),
    (", at: ", " at: ", "39:63", "CS101", "comma"),
    ('with: {notification_id: "{{ notification.id }}", at', 'with: notification_id: "x", at', "39:21", "CS101", '"{"'),
    ('{phone: "{{ call.person_number }}"}', "{phone: “{{ call.person_number }}”}", "22:19", "CS101", "straight"),
    ("    means: The caller refuses", "  means: The caller refuses", "15:3", "CS101", "two more spaces"),
    ("  decline:\n", "    decline:\n", "14:5", "CS109", "indent it less"),
    ('press: "1"\n', 'press: "1"\n    means: x\n', "14:5", "CS102", "keep one of them"),
    (THANKS, "  - set:\n    n: 1\n", "49:5", "CS109", "two more spaces"),
    (
        THANKS,
        "  - branch:\n      - if: customer\n        then: []\n        if: customer\n        then: []\n",
        "52:9",
        "CS102",
        "- ",
    ),
    (
        "  - for_each: notification\n    in: notifications",
        "  - for_each: n in notifications",
        "30:15",
        "CS126",
        '"in: notifications"',
    ),
    ("callsheet: 1", "callsheet: 1.0", "2:12", "CS108", "write 1;"),
    ("America/New_York", "america/new york", "6:11", "CS126", '"America/New_York"'),
    ("data/notifications.sql", "notifications.sql", "7:7", "CS401", '"data/notifications.sql"'),
    ("data/notifications.sql", "data\\notifications.sql", "7:7", "CS126", '"data/notifications.sql"'),
    (
        "data: data/notifications.sql",
        "data: [data/notifications.sql, ./data/notifications.sql]",
        "7:32",
        "CS403",
        "twice",
    ),
    ("data: data/notifications.sql            # named queries, owned by an engineer\n", "", "20:12", "CS202", "data:"),
    # Names and values
    ("    as: notifications\n", "      as: notifications\n", "29:7", "CS101", "line up"),
    (
        'with: {customer_id: "{{ customer.id }}"}\n    as:',
        'with:\n      customer_id: "{{ customer.id }}"\n      as:',
        "30:7",
        "CS208",
        "indent",
    ),
    ("{{ customer.name }}", "{{ cust-omer.name }}", "33:43", "CS206", '"customer"'),
    ("{{ customer.name }}", "{{ customer name }}", "33:52", "CS301", "customer.name"),
    ("{{ customer.name }}", "{% if customer %}x{% endif %}", "33:40", "CS302", '"if"'),
    ("{{ customer.name }}", "{{ today() }}", "33:48", "CS302", "without brackets"),
    ("{{ customer.name }}", "{{ len(notifications) }}", "33:46", "CS302", "| length"),
    ("{{ customer.name }}", '{{ 5 | currency("USD") }}', "33:47", "CS205", '"money"'),
    ("{{ customer.name }}", "{{ customer.name.first }}", "33:43", "CS227", "a text"),
    (THANKS, "  - if: customer.name == gold\n    then: []\n", "49:26", "CS206", 'quotation marks: "gold"'),
    (THANKS, "  - if: customer.name in [gold]\n    then: []\n", "49:27", "CS302", 'quotation marks: "gold"'),
    (THANKS, "  - if: customer.name == null\n    then: []\n", "49:26", "CS302", '"none"'),
    (THANKS, "  - if: notifications is empty\n    then: []\n", "49:23", "CS302", '"not notifications"'),
    (THANKS, "  - if: customer.id is 0\n    then: []\n", "49:24", "CS301", '"=="'),
    (THANKS, "  - if: customer.id is not 0\n    then: []\n", "49:28", "CS301", '"!="'),
    (THANKS, "  - if: customer.id equals 0\n    then: []\n", "49:21", "CS301", '"=="'),
    ('at: "{{ now }}"', "at: now", "39:68", "CS304", '"{{ now }}", or "now" in quotes'),
    ('phrases: ["yes", yeah', 'phrases: ["yes", "?!"', "12:22", "CS233", "no words"),
    ('phrases: ["yes", yeah', 'phrases: ["yes", "{{ x }}"', "12:22", "CS302", "words themselves"),
]

# in the SQL files: which one, what stands there, what is planted, line:column, code, words
IN_DATA = [
    ("notifications.sql", "-- name: customer_by_phone(phone)", "-- customer_by_phone(phone)", "CS402", "name: "),
    (
        "notifications.sql",
        "acknowledge_notification(notification_id, at)!",
        "acknowledge notification(notification_id, at)!",
        "CS402",
        "acknowledge_notification",
    ),
    ("notifications.sql", "flag_for_followup(notification_id)!", "flag_for_followup(notification_id)?", "CS405", '"!"'),
    ("notifications.sql", "phone = :phone", "phone = {{ phone }}", "CS404", '":phone"'),
    ("notifications.sql", "phone = :phone", "phone = %(phone)s", "CS404", '":phone"'),
    ("notifications.sql", "phone = :phone", "phone = ':phone'", "CS404", "take the quotes away"),
    ("notifications.sql", "UPDATE", "BEGIN; UPDATE", "CS406", "transaction"),
    ("notifications.sql", "name: pending_notifications", "name: customer_by_phone", "CS403", "another name"),
    ("schema.sql", "TEXT", "TXET", "CS407", '"TEXT"'),
    ("sample.sql", "INSERT INTO customers", "INSERT INTO custmers", "CS410", '"customers"'),
    ("sample.sql", "INSERT", "INSRET", "CS410", '"INSERT"'),
    ("sample.sql", "INSERT", "CREATE TABLE x (a);\nINSERT", "CS410", "schema.sql"),
]

IN_CLINIC = [
    ("- run: somebody_calls\n            - stop_loop", "- run: somebody_cals\n            - stop_loop", "CS201"),
    ('money("USD")', 'money("DOLLAR")', "CS305"),
    ("in: appointments", "in: appointment", "CS206"),
    ("loop.number > 9", "loop.nummer > 9", "CS216"),
    ("{{ failure.step }}", "{{ failure.place }}", "CS216"),
    ("most_cancellations: 2", "most_cancelations: 2", "CS206"),
    ("{{ clinic_name }}", "{{ clinik_name }}", "CS206"),
    ("          keep:\n", "          kep:\n", "CS204"),
    ("cases:\n", "case:\n", "CS121"),
    ("  timeout: 5s", "  timeout: five", "CS126"),
    ("  rows: 20", "  rows: many", "CS126"),
    ("from_day:", "since:", "CS208"),
    ("- note: gone", "- note: '{{ failure.kind }}'", "CS206"),
    ("    - I did not hear you.", "    - I did not hear you. # at first", "CS110"),
    ("patient.tier in tiers", "patient.tier in teirs", "CS206"),
    ("default(patient.name)", "default(patient.nam)", "CS216"),
    ("phrases: [cancel,", "phrases: [cancel, keep it,", "CS212"),
    ("then:\n          - say: You owe", "than:\n          - say: You owe", "CS121"),
]


def checked(folder: Path, text: str, data: Path) -> Checked:
    shutil.copytree(data, folder / "data", dirs_exist_ok=True)
    path = folder / "x.flow.yaml"
    path.write_text(text)
    return check_file(path, "x.flow.yaml")


def planted(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def one(found: Checked) -> Diagnostic:
    assert [diagnostic.code.id for diagnostic in found.diagnostics] == [found.diagnostics[0].code.id]
    assert found.flow is None
    return found.diagnostics[0]


@pytest.mark.parametrize(("old", "new", "place", "code", "words"), IN_NOTIFICATIONS)
def test_one_mistake_in_the_shipped_script(
    tmp_path: Path, old: str, new: str, place: str, code: str, words: str
) -> None:
    found = one(checked(tmp_path, planted(NOTIFICATIONS, old, new), REPOSITORY / "flows" / "data"))
    assert (f"{found.span.line}:{found.span.column}", found.code.id) == (place, code)
    assert words in found.message + found.help


@pytest.mark.parametrize(("file", "old", "new", "code", "words"), IN_DATA)
def test_one_mistake_in_the_data(tmp_path: Path, file: str, old: str, new: str, code: str, words: str) -> None:
    data = tmp_path / "copy"
    shutil.copytree(REPOSITORY / "flows" / "data", data)
    before = (data / file).read_text()
    (data / file).write_text(planted(before, old, new))
    found = one(checked(tmp_path, NOTIFICATIONS, data))
    assert (found.code.id, found.file) == (code, f"data/{file}")
    assert found.span.line == before[: before.index(old)].count("\n") + 1
    assert words in found.message + found.help


@pytest.mark.parametrize(("old", "new", "code"), IN_CLINIC)
def test_one_mistake_in_a_script_of_another_trade(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = planted(CLINIC, old, new)
    found = one(checked(tmp_path, text, REPOSITORY / "tests" / "checks" / "ok" / "data"))
    wrong = next(
        number
        for number, (is_now, was) in enumerate(zip(text.split("\n"), CLINIC.split("\n"), strict=False), 1)
        if is_now != was
    )
    if old.startswith("most_cancellations"):  # the mistake shows where the name is used
        wrong = next(number for number, line in enumerate(text.split("\n"), 1) if "most_cancellations" in line)
    assert (found.code.id, found.span.line) == (code, wrong)


@pytest.mark.parametrize("script", [NOTIFICATIONS, CLINIC], ids=["notifications", "clinic"])
@pytest.mark.parametrize("as_typed", ["\n", "\r\n", "\ufeff"], ids=["as it is", "CRLF", "BOM"])
def test_right_scripts_are_silent_however_they_are_saved(tmp_path: Path, script: str, as_typed: str) -> None:
    data = REPOSITORY / ("flows" if script is NOTIFICATIONS else "tests/checks/ok") / "data"
    shutil.copytree(data, tmp_path / "data")
    text = as_typed + script if as_typed == "\ufeff" else script.replace("\n", as_typed)
    (tmp_path / "x.flow.yaml").write_bytes(text.encode())
    found = check_file(tmp_path / "x.flow.yaml", "x.flow.yaml")
    assert found.diagnostics == ()
    assert found.flow is not None


def test_a_guess_costs_little_however_many_names_there_are() -> None:
    names = [f"name_{number}" for number in range(MOST_KNOWN - 1)]
    assert nearest("costumer", [*names, "customer"]) == "customer"
    assert nearest("costumer", [*names, "customer", "one_too_many"]) is None


def test_a_hidden_name_is_told(tmp_path: Path) -> None:
    text = planted(NOTIFICATIONS, GOT_IT, GOT_IT + '            - set: {notification: "{{ loop.number }}"}\n')
    found = checked(tmp_path, text, REPOSITORY / "flows" / "data")
    assert [(item.code.id, item.span.line) for item in found.diagnostics] == [("CS234", 41)]


def test_mistakes_that_have_nothing_to_do_with_each_other_are_all_told(tmp_path: Path) -> None:
    text = planted(NOTIFICATIONS, 'press: "1"', "press: 1")
    text = planted(text, "{{ customer.name }}", "{{ costumer.name }}")
    text = planted(text, "- run: follow_up", "- run: folow_up")
    text = planted(text, THANKS, "  - sya: Bye.\n")
    found = checked(tmp_path, text, REPOSITORY / "flows" / "data")
    assert [diagnostic.code.id for diagnostic in found.diagnostics] == ["CS126", "CS206", "CS201", "CS122"]


def test_an_unknown_name_is_told_once_at_its_first_use(tmp_path: Path) -> None:
    text = NOTIFICATIONS.replace("- run: follow_up", "- run: folow_up").replace("customer.", "costumer.")
    found = checked(tmp_path, text, REPOSITORY / "flows" / "data")
    assert [(item.code.id, item.span.line) for item in found.diagnostics] == [("CS206", 28), ("CS201", 42)]


def test_sections_that_run_each_other_and_multiply(tmp_path: Path) -> None:
    head = "callsheet: 1\nflow: a\nsteps:\n  - answer\n  - run: s0\n  - disconnect\nsections:\n"
    circle = "  s0:\n    - run: s1\n  s1:\n    - run: s2\n  s2:\n    - run: s0\n"
    (tmp_path / "a.flow.yaml").write_text(head + circle)
    found = check_file(tmp_path / "a.flow.yaml", "a")
    assert [(item.code.id, item.span.line) for item in found.diagnostics] == [("CS211", 13)]
    doubled = "".join(f"  s{n}:\n    - run: s{n + 1}\n    - run: s{n + 1}\n" for n in range(40)) + "  s40: []\n"
    (tmp_path / "b.flow.yaml").write_text(head + doubled)
    assert [item.code.id for item in check_file(tmp_path / "b.flow.yaml", "b").diagnostics] == ["CS501"]
    chained = "".join(f"  s{n}:\n    - run: s{n + 1}\n" for n in range(400)) + "  s400: []\n"
    (tmp_path / "c.flow.yaml").write_text(head + chained)
    assert [item.code.id for item in check_file(tmp_path / "c.flow.yaml", "c").diagnostics] == ["CS501"]


def sectioned(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    (tmp_path / "a.flow.yaml").write_text("callsheet: 1\nflow: a\n" + text)
    return [(item.code.id, item.span.line) for item in check_file(tmp_path / "a.flow.yaml", "a").diagnostics]


def test_sections_with_many_loops_around_them_are_looked_at_once(tmp_path: Path) -> None:
    """Each section is run in two loops: the ways to the last one are more than anybody can walk."""
    head = "values: {rows: [1]}\nsteps:\n  - answer\n  - run: s0\n  - disconnect\nsections:\n"
    loop = "    - for_each: {row}{n}\n      in: rows\n      do: [{{run: s{then}}}]\n"
    sections = "".join(
        f"  s{n}:\n" + loop.format(row="a", n=n, then=n + 1) + loop.format(row="b", n=n, then=n + 1) for n in range(30)
    )
    assert [code for code, _ in sectioned(tmp_path, head + sections + "  s30: []\n")] == ["CS501"]


def test_a_default_otherwise_that_runs_itself_is_a_circle(tmp_path: Path) -> None:
    text = """defaults: {if_silent: [], if_unclear: [], otherwise: [{run: again}]}
steps:
  - answer
  - run: again
  - disconnect
sections:
  again:
    - ask: Well?
      answers: {agree: []}
"""
    assert sectioned(tmp_path, text) == [("CS211", 3)]


MESSAGES = """defaults:
  if_silent: []
  if_unclear: []
  otherwise:
    - run: messages
values: {texts: [one, two]}
steps:
  - answer
  - run: messages
  - disconnect
sections:
  messages:
    - for_each: text
      in: texts
      do:
        - ask: "{{ text }} Shall I go on?"
          answers:
            agree: []
            refuse:
              - run: messages
    - ask: Once more?
      answers:
        agree:
          - run: messages
        refuse: []
"""


def test_sections_that_return_from_loops_answers_and_defaults_are_one_circle(tmp_path: Path) -> None:
    assert sectioned(tmp_path, MESSAGES) == [("CS211", 7)]


def test_sections_that_run_each_other_from_loops_that_nobody_comes_to(tmp_path: Path) -> None:
    text = """defaults: {if_silent: [], if_unclear: [], otherwise: []}
values: {rows: [1]}
steps: [answer, disconnect]
sections:
  one:
    - for_each: row
      in: rows
      do: [{run: two}]
  two:
    - for_each: other
      in: rows
      do: [{run: one}]
    - ask: "{{ row }}?"
      answers: {agree: [{run: two}]}
"""
    assert sectioned(tmp_path, text) == [("CS211", 14), ("CS211", 16)]


STOPS = """defaults: {if_silent: [], if_unclear: [], otherwise: [stop_loop]}
values: {rows: [1]}
steps:
  - answer
"""
IN_LOOP = """  - for_each: row
    in: rows
    do:
      - ask: "{{ row }}?"
        answers: {agree: []}
"""
OUTSIDE = """  - ask: Well?
    answers: {agree: []}
"""
END = "  - disconnect\n"


def test_a_default_otherwise_belongs_into_the_loops_of_all_its_questions(tmp_path: Path) -> None:
    assert sectioned(tmp_path, STOPS + IN_LOOP + END) == []
    assert sectioned(tmp_path, STOPS + IN_LOOP + OUTSIDE + END) == [("CS217", 3)]
    assert sectioned(tmp_path, STOPS + IN_LOOP + OUTSIDE + "    otherwise: []\n" + END) == []


def test_a_step_outside_of_its_loop_says_from_where_the_call_comes(tmp_path: Path) -> None:
    (tmp_path / "a.flow.yaml").write_text("callsheet: 1\nflow: a\n" + STOPS + IN_LOOP + OUTSIDE + END)
    [found] = check_file(tmp_path / "a.flow.yaml", "a").diagnostics
    where = "none runs where line 12 comes here"
    assert found.message == f'"stop_loop" belongs into the "do" of a loop or a for_each, and {where}'


def test_cases_that_look_alike_are_states_of_their_own(tmp_path: Path) -> None:
    text = """values: {x: a/b}
steps:
  - answer
  - switch: x
    cases:
      a/b: [{say: one}]
      a-b: [{say: two}]
      else: [{say: three}]
      "": [{say: four}]
    else: [{say: five}]
  - disconnect
"""
    assert sectioned(tmp_path, text) == []
