"""The scripts that the calls are taken with, and a database for any number of callers."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from callsheet.adapters.data.sqlite.create import create_database
from callsheet.flow.model import Flow
from tests.checking import check_file

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "flows" / "interactive_notifications.flow.yaml"
# What the script says once a write is in the database, as a caller hears it.
PROMISE = "Got it, that's been confirmed."
# How many callers the database knows; each of them has two notifications.
MOST_CALLERS = 400
MESSAGES = ("Your parcel will arrive tomorrow between nine and eleven.", "Your invoice of November is ready.")

# The shipped script with everything that it has not: handlers that write, a pause, prompts nobody can interrupt.
HANDLED = """callsheet: 1
flow: handled
language: en-US
timezone: America/New_York
data: notifications.sql
intents:
  confirm:
    phrases: ["yes", "yes please"]
    press: "1"
  decline:
    phrases: ["no"]
    press: "2"
steps:
  - answer
  - say: This call is recorded.
    interruptible: false
  - query: customer_by_phone
    with: {phone: "{{ call.person_number }}"}
    as: customer
    if_none:
      - disconnect
  - query: pending_notifications
    with: {customer_id: "{{ customer.id }}"}
    as: notifications
  - for_each: notification
    in: notifications
    do:
      - ask: "{{ notification.message }}"
        timeout: 2s
        answers:
          confirm:
            - write: acknowledge_notification
              with: {notification_id: "{{ notification.id }}", at: "{{ now }}"}
            - say: Got it, that's been confirmed.
              interruptible: false
          decline:
            - write: flag_for_followup
              with: {notification_id: "{{ notification.id }}"}
            - pause: 700ms
        if_silent: []
        if_unclear:
          - Sorry?
        otherwise: []
  - say: Goodbye.
  - disconnect
if_caller_hangs_up:
  - write: note_end
    with: {call_id: "{{ call.id }}", how: hung_up}
  - note: The caller has gone.
if_something_fails:
  - write: note_end
    with: {call_id: "{{ call.id }}", how: failed}
  - say: Sorry, something went wrong.
"""
# A script that connects its caller with whom they called, and says something beside their talk.
WHISPER, BARGE = "A customer about a parcel.", "This talk is recorded."
CONNECTED = f"""callsheet: 1
flow: connected
language: en-US
data: notifications.sql
contacts: {{office: callee}}
steps:
  - answer
  - say: One moment please, I connect you.
    interruptible: false
  - connect: office
    ring: 5s
    if_unanswered:
      - write: note_end
        with: {{call_id: "{{{{ call.id }}}}", how: unanswered}}
      - say: I am sorry, nobody is free right now.
      - disconnect
  - write: note_end
    with: {{call_id: "{{{{ call.id }}}}", how: connected}}
  - whisper: {WHISPER}
  - barge: {BARGE}
  - leave
if_caller_hangs_up:
  - write: note_end
    with: {{call_id: "{{{{ call.id }}}}", how: hung_up}}
if_something_fails:
  - write: note_end
    with: {{call_id: "{{{{ call.id }}}}", how: failed}}
  - say: Sorry, something went wrong.
"""
END_TABLE = "CREATE TABLE ends (call_id TEXT NOT NULL, how TEXT NOT NULL);\n"
END_QUERY = """
-- name: note_end(call_id, how)!
-- How a call ended.
INSERT INTO ends (call_id, how) VALUES (:call_id, :how);
"""


def number_of(caller: int) -> str:
    """The telephone number of a caller, who is counted from 0."""
    return f"+15550{caller:06}"


@cache
def shipped() -> Flow:
    """The script that is shipped."""
    return _compiled(SHIPPED)


@cache
def handled() -> Flow:
    """The other one."""
    return _with_data("handled.flow.yaml", HANDLED)


@cache
def connected() -> Flow:
    """The one that connects."""
    return _with_data("connected.flow.yaml", CONNECTED)


def _with_data(name: str, script: str) -> Flow:
    data = ROOT / "flows" / "data"
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "notifications.sql").write_text((data / "notifications.sql").read_text() + END_QUERY)
        (folder / "schema.sql").write_text((data / "schema.sql").read_text() + END_TABLE)
        path = folder / name
        path.write_text(script)
        return _compiled(path)


def _compiled(path: Path) -> Flow:
    checked = check_file(path, path.name)
    assert checked.flow is not None, checked.diagnostics
    return checked.flow


def new_database(path: Path) -> None:
    """A database with nobody's answer in it yet."""
    schema = (ROOT / "flows" / "data" / "schema.sql").read_text() + END_TABLE
    create_database(path, schema, "")
    with closing(sqlite3.connect(path)) as connection, connection:
        callers = range(MOST_CALLERS)
        connection.executemany(
            "INSERT INTO customers (id, name, phone) VALUES (?, ?, ?)",
            [(caller + 1, "Somebody", number_of(caller)) for caller in callers],
        )
        connection.executemany(
            "INSERT INTO notifications (id, customer_id, message) VALUES (?, ?, ?)",
            [(2 * caller + n, caller + 1, message) for caller in callers for n, message in enumerate(MESSAGES)],
        )
