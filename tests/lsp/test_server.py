"""The real server, as an editor has it: what it tells while somebody types."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lsp.client import Editor, Json

SCRIPT = "flows/interactive_notifications.flow.yaml"
QUERIES = "flows/data/notifications.sql"
HELLO = "callsheet: 1\nflow: hello\nlanguage: en-US\nsteps:\n  - answer\n  - say: Hello.\n  - disconnect\n"


def shipped(editor: Editor, before: str = "", after: str = "", file: str = SCRIPT) -> str:
    text = (editor.folder / file).read_text(encoding="utf-8")
    assert before in text
    return text.replace(before, after, 1)


def place(text: str, word: str) -> tuple[int, int]:
    """The line and character where a word begins, as the protocol counts."""
    before = text[: text.index(word)]
    line = before.rpartition("\n")[2]
    return before.count("\n"), len(line.encode("utf-16-le")) // 2


def range_of(text: str, word: str) -> Json:
    line, start = place(text, word)
    end = start + len(word.encode("utf-16-le")) // 2
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def test_a_problem_is_told_in_the_words_of_check_and_mended_by_its_fix(editor: Editor) -> None:
    wrong = shipped(editor, "run: follow_up", "run: folow_up")
    editor.open(SCRIPT, wrong)
    (problem,) = editor.told(SCRIPT)
    page = problem.pop("codeDescription")["href"]
    assert problem == {
        "range": range_of(wrong, "folow_up"),
        "message": 'there is no section "folow_up"\nhelp: did you mean "follow_up"?',
        "severity": 1,
        "code": "CS201 unknown-section",
        "source": "callsheet",
    }
    assert Path(page.removeprefix("file://")).read_text().startswith("# CS201 unknown-section")
    document = {"uri": editor.uri(SCRIPT)}
    at = {"textDocument": document, "range": problem["range"], "context": {"diagnostics": [problem]}}
    (fix,) = editor.ask("textDocument/codeAction", at)
    assert (fix["title"], fix["kind"]) == ('write "follow_up"', "quickfix")
    assert fix["edit"]["changes"] == {document["uri"]: [{"range": problem["range"], "newText": "follow_up"}]}
    elsewhere = {**at, "range": range_of(wrong, "callsheet: 1")}
    assert editor.ask("textDocument/codeAction", elsewhere) == []
    editor.change(SCRIPT, shipped(editor))
    assert editor.told(SCRIPT) == []
    editor.close(SCRIPT)


def test_places_are_counted_as_editors_count_behind_emoji(editor: Editor) -> None:
    wrong = HELLO.replace("Hello.", "Hello 👋🏽, {{ customr }} 🎉 and {{ cstomer }}.").replace(
        "steps", "values: {a: x}\nsteps"
    )
    editor.open("emoji.flow.yaml", wrong)
    assert [each["range"] for each in editor.told("emoji.flow.yaml")][:1] == [range_of(wrong, "customr")]
    text = wrong.replace("{{ cstomer }}", "{{ call. }}")
    editor.change("emoji.flow.yaml", text)
    line, character = place(text, "call. }}")
    items = editor.at("completion", "emoji.flow.yaml", line, character + len("call."))["items"]
    assert items[0]["label"] == "id"
    here = {"line": line, "character": character + len("call.")}
    assert items[0]["textEdit"] == {"range": {"start": here, "end": here}, "newText": "id"}
    editor.close("emoji.flow.yaml")


def test_the_newest_text_wins(editor: Editor) -> None:
    editor.open("newest.flow.yaml", HELLO)
    for typed in ("s", "sa", "say", "say:", "say: Bye."):
        editor.change("newest.flow.yaml", HELLO.replace("  - disconnect", f"  - {typed}\n  - disconnect"))
    assert editor.told("newest.flow.yaml") == []
    assert editor.told_since_open("newest.flow.yaml") == [[]]
    editor.close("newest.flow.yaml")


def test_what_is_not_saved_counts_for_the_scripts_that_read_it(editor: Editor) -> None:
    editor.open(SCRIPT, shipped(editor))
    assert editor.told(SCRIPT) == []
    editor.open(QUERIES, shipped(editor, "customer_by_phone(", "customer_by_number(", QUERIES))
    assert [each["code"] for each in editor.told(SCRIPT)] == ["CS202 unknown-query"]
    editor.change(QUERIES, shipped(editor, "id, name FROM customers", "id, name FROM custmers", QUERIES))
    (problem,) = editor.told(QUERIES)
    assert problem["message"].startswith('there is no table "custmers"')
    editor.close(QUERIES)
    assert editor.told(QUERIES) == []
    editor.close(SCRIPT)


def test_test_files_and_numbers_files_see_scripts_that_nobody_saved(editor: Editor) -> None:
    editor.open("new.flow.yaml", HELLO)
    test = (
        "flow: new.flow.yaml\ntests:\n  - name: it greets\n    call:\n      - hears: hello\n      - ends: completed\n"
    )
    editor.open("new.test.yaml", test)
    assert editor.told("new.test.yaml") == []
    editor.open("new.numbers.yaml", 'numbers:\n  "+15550199": new.flow.yaml\notherwise: old.flow.yaml\n')
    (problem,) = editor.told("new.numbers.yaml")
    assert problem["message"].startswith('"old.flow.yaml" is not there')
    editor.close("new.flow.yaml")  # which was never saved
    assert [each["code"] for each in editor.told("new.test.yaml")] == ["CS602 missing-flow"]
    for name in ("new.test.yaml", "new.numbers.yaml"):
        editor.close(name)


def test_offers_lead_through_their_holes(editor: Editor) -> None:
    text = HELLO.replace("  - disconnect", "  - ")
    editor.open("holes.flow.yaml", text)
    line = text[: text.rindex("  - ")].count("\n")
    items = editor.at("completion", "holes.flow.yaml", line, 4)["items"]
    query = next(item for item in items if item["filterText"] == "query")
    assert query["insertTextFormat"] == 2
    first = 'query: ${1:customer_by_phone}\n    with:\n      ${2:phone}: "${3:{{ call.person_number \\}\\}}"\n'
    assert query["textEdit"]["newText"].startswith(first)
    assert [item["sortText"] for item in items] == sorted(item["sortText"] for item in items)
    editor.close("holes.flow.yaml")


def test_words_lead_to_where_they_are_defined(editor: Editor) -> None:
    text = shipped(editor)
    editor.open(SCRIPT, text)
    line, character = place(text, "customer_by_phone")
    told = editor.at("hover", SCRIPT, line, character + 3)
    assert told["range"] == range_of(text, "customer_by_phone")
    assert "customer\\_by\\_phone(phone)^" not in told["contents"]["value"]
    assert told["contents"]["value"].startswith("```yaml\ncustomer_by_phone(phone)^\n```\n\nThe customer whose number")
    there = editor.at("definition", SCRIPT, line, character + 3)
    assert there["uri"] == editor.uri(QUERIES)
    assert there["range"] == range_of(shipped(editor, file=QUERIES), "customer_by_phone")
    document = {"textDocument": {"uri": editor.uri(SCRIPT)}}
    names = [symbol["name"] for symbol in editor.ask("textDocument/documentSymbol", document)]
    assert names[-3:] == ["steps", "sections", "if_something_fails"]
    editor.close(SCRIPT)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " * 50_000,
        "x" * 1_200_000,
        "- " * 20_000,
        '"' * 10_000,
        "{{" * 10_000,
        "\ud800 \udfff",
        "\0\x07\x1b[31m",
        "steps:\n" + "  - say: {{ a" + "|a" * 5_000,
        "callsheet: 1\nflow: a\nsteps:\n" + "  - ask: x\n    answers:\n      agree: []\n" * 5_000,
    ],
    ids=["brackets", "colons", "large", "dashes", "quotes", "braces", "halves", "controls", "filters", "questions"],
)
def test_no_text_ends_the_server(editor: Editor, text: str) -> None:
    editor.open("hostile.flow.yaml", text)
    assert editor.told("hostile.flow.yaml")
    line, character = text.count("\n"), len(text.rpartition("\n")[2])
    for method in ("completion", "hover", "definition"):
        editor.at(method, "hostile.flow.yaml", line, character)
        editor.at(method, "hostile.flow.yaml", 10**9, 10**9)
    editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": editor.uri("hostile.flow.yaml")}})
    editor.close("hostile.flow.yaml")
    assert editor.told("hostile.flow.yaml") == []
    assert editor.log == []


def test_files_of_other_programs_are_let_alone(editor: Editor) -> None:
    editor.open("compose.yaml", "services:\n  web: [\n")
    assert editor.at("completion", "compose.yaml", 0, 0)["items"] == []
    editor.tell(
        "textDocument/didOpen", {"textDocument": {"uri": "untitled:1", "languageId": "yaml", "version": 1, "text": ""}}
    )
    document = {"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 0}}
    assert editor.ask("textDocument/hover", document) is None
    assert editor.uri("compose.yaml") not in editor.problems


def test_nothing_outside_of_the_project_is_read(editor: Editor, tmp_path: Path) -> None:
    secret = tmp_path / "secret.sql"
    secret.write_text("-- name: token(hunter2)\nSELECT 1;\n")
    (editor.folder / "link.sql").symlink_to(secret)
    text = HELLO.replace("steps:", "data: link.sql\nsteps:").replace("  - say: Hello.", "  - query: token\n    as: x")
    editor.open("outside.flow.yaml", text)
    problems = editor.told("outside.flow.yaml")
    assert "lies outside" in problems[0]["message"]
    line, character = place(text, "token")
    offered = editor.at("completion", "outside.flow.yaml", line, character)["items"]
    assert offered == []
    assert "hunter2" not in str(problems)
    editor.close("outside.flow.yaml")


def test_an_editor_without_snippets_gets_plain_texts(tmp_path: Path) -> None:
    with Editor(tmp_path, {"general": {"positionEncodings": ["utf-8"]}}) as editor:
        assert editor.abilities["positionEncoding"] == "utf-8"
        editor.open("plain.flow.yaml", "callsheet: 1\nsteps:\n  - say: Grüße, {{ call. }}\n  - ")
        items = editor.at("completion", "plain.flow.yaml", 3, 4)["items"]
        assert next(item for item in items if item["filterText"] == "say")["textEdit"]["newText"] == "say: Hello."
        character = len("  - say: Grüße, {{ call.".encode())
        assert editor.at("completion", "plain.flow.yaml", 2, character)["items"][0]["label"] == "id"


def test_without_its_library_the_command_says_what_to_install() -> None:
    program = "import sys; sys.modules['pygls'] = None; from callsheet.cli import main; sys.exit(main(['lsp']))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, input="")
    assert done.returncode == 2
    assert done.stderr == "callsheet lsp: it needs more than Callsheet itself: pip install 'callsheet[lsp]'\n"
