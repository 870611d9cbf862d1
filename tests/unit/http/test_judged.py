"""`.http` files: what a right one says, and where a wrong one is wrong, in words that help."""

from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.diagnostics.diagnostic import Span
from callsheet.http.judged import judge_requests
from callsheet.http.library import with_requests
from callsheet.ports.data import PreparedQuery
from callsheet.ports.http import Blank, PreparedRequest
from callsheet.queries.records import DataFile, Library, NamedQuery

RIGHT = """# For editors of such files: nothing of this is a request.

### waiting_time(queue)
# How long callers wait in this queue.
# timeout: 3s
# gives: minutes INTEGER, open BOOLEAN
# none: 404
GET {{ $QUEUE_URL }}/waiting?queue={{ queue }}
Authorization: Bearer {{ $QUEUE_TOKEN }}

### tell(words, count)!
// Tells the team, and may do so twice.
# again: safe
POST https://team.example/{{ $ROOM }} HTTP/1.1
Content-Type: application/json; charset=utf-8

{"text": "{{ words }}", "count": {{ count }}}

###
"""


def test_a_file_says_what_is_sent_and_what_comes_back() -> None:
    judged = judge_requests(RIGHT, "office.http")
    assert judged.diagnostics == ()
    assert judged.complete
    asked, told = (named.request for named in judged.requests)
    assert asked == PreparedRequest(
        name="waiting_time",
        parameters=("queue",),
        changes=False,
        method="GET",
        address=(Blank("QUEUE_URL", "address", is_variable=True), "/waiting?queue=", Blank("queue", "address")),
        headers=(("Authorization", ("Bearer ", Blank("QUEUE_TOKEN", "header", is_variable=True))),),
        timeout_seconds=3.0,
        none=404,
        gives={"minutes": "INTEGER", "open": "BOOLEAN"},
    )
    assert (told.changes, told.again, told.method, told.timeout_seconds) == (True, True, "POST", 5.0)
    assert told.body == ('{"text": "', Blank("words", "json_text"), '", "count": ', Blank("count", "json"), "}")
    assert asked.variables == {"QUEUE_URL", "QUEUE_TOKEN"}
    assert [named.doc for named in judged.requests] == [
        "How long callers wait in this queue.",
        "Tells the team, and may do so twice.",
    ]
    assert judged.requests[1].span == Span.at(11, 5, 4)


# what stands there, what is written instead, line:column, code, words of the message or the help
WRONG = [
    ("### waiting_time(queue)", "## waiting_time(queue)", "3:1", "CS422", '"### "'),
    ("### waiting_time(queue)", "### waiting_time", "3:5", "CS422", "write: ### waiting_time(queue)"),
    ("### tell(words, count)!", "### tell them(words, count)!", "11:5", "CS422", '"tell_them"'),
    ("{{ $QUEUE_URL }}", "{{ QUEUE_URL }}", "8:5", "CS424", "write {{ $QUEUE_URL }}"),
    ("{{ queue }}", "{queue}", "8:36", "CS422", "two braces"),
    ("Content-Type: application", "Content-Type application", "15:1", "CS422", "a colon"),
    ("### waiting_time(queue)", "### waiting_time(queue", "3:17", "CS422", "never closed"),
    ("### waiting_time(queue)", "### WaitingTime(queue)", "3:5", "CS422", '"waiting_time"'),
    ("### waiting_time(queue)", "### waiting_time(queue) How long", "3:25", "CS422", "next line"),
    ("### waiting_time(queue)", "### waiting_time(queue, Queue)", "3:25", "CS424", '"queue"'),
    ("### waiting_time(queue)", "### waiting_time(queue, queue)", "3:25", "CS424", "twice"),
    ("### waiting_time(queue)", "### waiting_time(queue, other)", "3:25", "CS424", "does not use it"),
    ("### waiting_time(queue)", "### (queue)", "3:1", "CS422", "no name"),
    ("# For editors", "For editors", "1:1", "CS422", "no request"),
    ("# How long callers wait in this queue.\n", "", "3:5", "CS425", "waiting_time"),
    ("timeout: 3s", "timeout: 3", "5:12", "CS422", "timeout: 3s"),
    ("timeout: 3s", "timeout: 31s", "5:12", "CS422", "30s"),
    ("timeout: 3s", "timout: 3s", "5:3", "CS422", '"timeout"'),
    ("minutes INTEGER", "minutes INT", "6:18", "CS422", '"INTEGER"'),
    ("minutes INTEGER", "minutes", "6:10", "CS422", "gives:"),
    ("open BOOLEAN", "minutes BOOLEAN", "6:27", "CS422", "two types"),
    ("none: 404", "none: nothing", "7:9", "CS422", "404"),
    ("again: safe", "again: yes", "13:10", "CS422", "again: safe"),
    ("GET {{", "FETCH {{", "8:1", "CS422", "method"),
    ("GET {{", "{{", "8:1", "CS422", "write a method"),
    ("GET {{ $QUEUE_URL }}", "{{ $QUEUE_URL }}", "8:1", "CS422", "where the request goes"),
    ("{{ $QUEUE_URL }}/", "http://office.example/", "8:5", "CS422", "https://"),
    ("{{ $QUEUE_URL }}/", "https://{{ queue }}.example/", "8:13", "CS422", "choose the host"),
    ("{{ $QUEUE_URL }}/", "{{ $QUEUE_URL }}{{ queue }}/", "8:21", "CS422", "choose the host"),
    ("{{ $QUEUE_URL }}/", "https://{{ $HOST }}.{{ queue }}/", "8:25", "CS422", "choose the host"),
    ("{{ $QUEUE_URL }}/", "https://ann:secret@office.example/", "8:13", "CS422", "password"),
    ("/waiting?", "/waiting time?", "8:29", "CS422", "%20"),
    ("queue={{ queue }}", "queue={{ queu }}", "8:36", "CS424", '"queue"'),
    ("queue={{ queue }}", "queue={{ queue | upper }}", "8:36", "CS424", "compute it in the script"),
    ("queue={{ queue }}", "queue={{ queue }", "8:36", "CS424", "never closed"),
    ("{{ $QUEUE_TOKEN }}", "{{ $token }}", "9:23", "CS424", "capitals"),
    ("Authorization:", "Authorization", "9:1", "CS422", "header"),
    ("Authorization:", "Host: x\nAuthorization:", "9:1", "CS422", "take the line out"),
    ("Authorization:", "# a comment\nAuthorization:", "9:1", "CS422", "move it up"),
    ("Content-Type: application/json; charset=utf-8", "Content-Type: text/xml", "17:1", "CS422", "application/json"),
    ("Content-Type: application/json; charset=utf-8\n", "", "16:1", "CS422", "Content-Type"),
    ('"count": {{ count }}}', '"count": {{ count }};}', "17:45", "CS422", "JSON"),
    ("{{ count }}}", "{{ count }}", "17:44", "CS422", "JSON"),
    ("# again: safe\n", "", "11:5", "CS422", "again: safe"),
    ("### waiting_time", "### tell", "11:5", "CS423", "line 3"),
    ("GET {{", "GET\u200b {{", "8:1", "CS422", "where"),
    ("POST https", "GET https", "14:1", "CS422", "no body"),
]


@pytest.mark.parametrize(("text", "instead", "place", "code", "words"), WRONG)
def test_a_mistake_is_told_once_in_its_place(
    text: str, instead: str, place: str, code: str, words: str, tmp_path: Path
) -> None:
    assert text in RIGHT
    changed = RIGHT.replace(text, instead, 1)
    if code == "CS422" and words == "again: safe" and "again: yes" not in instead:
        changed = changed.replace("tell(words, count)!", "tell(words, count)")
    (tmp_path / "office.http").write_text(changed)
    named = DataFile(tmp_path / "office.http", "office.http", "a.flow.yaml", Span.at(1, 1, 1))
    _, found = with_requests(Library({}), [named], Disk.around([tmp_path]))
    assert [(f"{item.span.line}:{item.span.column}", item.code.id) for item in found] == [(place, code)], found
    assert words in f"{found[0].message}; {found[0].help}"


def test_a_request_has_no_name_that_a_query_has(tmp_path: Path) -> None:
    (tmp_path / "office.http").write_text(RIGHT)
    query = NamedQuery(PreparedQuery("tell", "many", (), ""), "a.sql", Span.at(3, 9, 4), "", None)
    named = DataFile(tmp_path / "office.http", "office.http", "a.flow.yaml", Span.at(1, 1, 1))
    library, found = with_requests(Library({"tell": query}), [named], Disk.around([tmp_path]))
    assert [item.code.id for item in found] == ["CS423"]
    assert "query" in found[0].message
    assert not library.complete


@pytest.mark.parametrize(
    "text", ["#" * 100_000, "### a(" * 10_000, "{{" * 50_000, "### a()\nGET " + "{{ $A }}" * 20_000]
)
def test_whatever_a_file_holds_it_is_read_in_time(text: str) -> None:
    assert judge_requests(text, "office.http").diagnostics
