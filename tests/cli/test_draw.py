"""`callsheet draw`: a picture, or what is in the way of one."""

from xml.etree import ElementTree

import pytest

from tests.cli.conftest import NOTIFICATIONS, REPOSITORY, Shell

SHOWN = REPOSITORY / "docs" / "interactive_notifications.svg"


def test_the_picture_that_readme_shows_is_that_of_the_script_now(shell: Shell) -> None:
    done = shell("draw", NOTIFICATIONS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == SHOWN.read_text(encoding="utf-8"), "write it anew: make schemas"
    assert f"({SHOWN.relative_to(REPOSITORY)})" in (REPOSITORY / "README.md").read_text()


def test_a_picture_is_written_to_a_file(shell: Shell) -> None:
    done = shell("draw", NOTIFICATIONS, "--output", "call.svg")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (shell.folder / "call.svg").read_text(encoding="utf-8") == SHOWN.read_text(encoding="utf-8")


def test_what_is_typed_is_drawn(shell: Shell) -> None:
    done = shell("draw", "-", typed=(shell.folder / NOTIFICATIONS).read_text())
    assert (done.returncode, done.stdout, done.stderr) == (0, SHOWN.read_text(encoding="utf-8"), "")
    done = shell("draw", "-", typed="callsheet: 1\n")
    assert done.stderr == "callsheet draw: there are no steps to draw in <stdin>; callsheet check - says why\n"


def test_mermaid_is_drawn_too(shell: Shell) -> None:
    done = shell("draw", NOTIFICATIONS, "--format", "mermaid", "--output", "call.mmd")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (shell.folder / "call.mmd").read_text().startswith("flowchart TD\n")


def test_a_script_with_mistakes_is_drawn_as_far_as_it_can_be_read(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(
        "callsheet: 1\nflow: a\nsteps:\n  - say: Hi <b>you</b>.\n  - nonsense: 1\n"
    )
    done = shell("draw", "a.flow.yaml")
    assert done.returncode == 1
    assert done.stderr == (
        "callsheet draw: a.flow.yaml has mistakes, and is drawn as far as it can be read; callsheet check a.flow.yaml"
        " lists them\n"
    )
    text = "".join(ElementTree.fromstring(done.stdout).itertext())  # noqa: S314 - of our own making
    assert "Hi <b>you</b>." in text
    assert "nonsense: 1" in text


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["no.flow.yaml"], 2, "no.flow.yaml is not there; look at the name and the folder"),
        (["."], 2, ". is a folder, not a file; name a file in it"),
        (
            [NOTIFICATIONS, "--output", NOTIFICATIONS],
            2,
            f"{NOTIFICATIONS} does not end in .svg, and may be something else; write to interactive_notifications.svg",
        ),
        (
            [NOTIFICATIONS, "--format", "mermaid", "--output", "a.svg"],
            2,
            "a.svg does not end in .mmd, and may be something else; write to interactive_notifications.mmd",
        ),
        ([NOTIFICATIONS, "--output", "no/a.svg"], 2, "no/a.svg cannot be written: No such file or directory"),
        (["b.flow.yaml"], 1, "there are no steps to draw in b.flow.yaml; callsheet check b.flow.yaml says why"),
        (["c.flow.yaml"], 1, "there are no steps to draw in c.flow.yaml; callsheet check c.flow.yaml says why"),
    ],
)
def test_what_is_in_the_way_is_told(shell: Shell, arguments: list[str], status: int, message: str) -> None:
    (shell.folder / "b.flow.yaml").write_text("steps: [answer\n")
    (shell.folder / "c.flow.yaml").write_text("numbers: {}\n")
    done = shell("draw", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (status, "", f"callsheet draw: {message}\n")


def test_drawing_asks_neither_for_a_database_nor_for_a_network(shell: Shell) -> None:
    (shell.folder / "data" / "notifications.sql").unlink()
    assert shell("draw", NOTIFICATIONS).returncode == 0


TRIED = """callsheet: 1
flow: a
language: en-US
steps:
  - answer
  - ask: Is it done?
    answers:
      agree: [say: Good.]
      refuse or goodbye: [say: "Then <b>later</b>."]
    if_silent: [Hello?]
    if_unclear: []
    otherwise: [disconnect]
  - if: reply.text == "yes"
    then: []
  - disconnect
"""
TESTS = "flow: a.flow.yaml\ntests:\n  - {name: yes, call: [says: yes]}\n  - {name: no, call: [says: no]}\n"


@pytest.fixture
def tried(shell: Shell) -> Shell:
    (shell.folder / "a.flow.yaml").write_text(TRIED)
    (shell.folder / "a.test.yaml").write_text(TESTS)
    return shell


def test_what_no_test_has_come_to_is_marked_in_words_and_by_its_line(tried: Shell) -> None:
    done = tried("draw", "a.flow.yaml", "--cov")
    assert (done.returncode, done.stderr) == (0, "")
    root = ElementTree.fromstring(done.stdout)  # noqa: S314 - of our own making
    svg = "{http://www.w3.org/2000/svg}"
    untried = [each for each in root.iter(f"{svg}svg") if "untried" in each.get("class", "")]
    texts = [" ".join(each.text or "" for each in mark.iter(f"{svg}text")).strip() for mark in untried]
    assert [(mark.get("data-line"), text) for mark, text in zip(untried, texts, strict=True)] == [
        ("9", "refuse or goodbye · key 2 · no test"),
        ("12", "otherwise · no test"),
        ("12", "no test comes here"),
    ]
    [ask] = [each for each in root.iter(f"{svg}svg") if each.get("data-verb") == "ask"]
    assert "no test where the caller is silent" in " ".join(ask.itertext())
    assert "a · 6 of 7 steps, 4 of 7 ways: 71 %" in "".join(root.itertext())
    assert "no test" not in tried("draw", "a.flow.yaml").stdout


def test_mermaid_has_the_same_marks(tried: Shell) -> None:
    lines = tried("draw", "a.flow.yaml", "--cov", "--format", "mermaid").stdout.splitlines()
    assert lines[1] == 'subgraph part0["a #183; 6 of 7 steps, 4 of 7<br>ways#58; 71 #37;"]'
    assert [line for line in lines if "-.->" in line] == [
        'step2 -.->|"refuse or goodbye #183; key 2 #183;<br>no test"| step4',
        'step2 -.->|"otherwise #183; no test"| step5',
    ]
    assert 'step5(["disconnect<br>no test comes here"])' in lines
    assert lines[-1] == "class step5 untried"


def test_a_script_that_all_is_tried_of_has_no_marks(tried: Shell) -> None:
    tests = "".join(
        f"  - {{name: call {number}, call: [{turns}]}}\n"
        for number, turns in enumerate(("says: goodbye", "silent: true, says: yes", "says: the weather"))
    )
    (tried.folder / "more.test.yaml").write_text(f"flow: ./a.flow.yaml\ntests:\n{tests}")
    svg = tried("draw", "a.flow.yaml", "--cov").stdout
    assert ">a · 7 of 7 steps, 7 of 7 ways: 100 %</text>" in svg
    assert "no test" not in svg
    assert "untried" not in tried("draw", "a.flow.yaml", "--cov", "--format", "mermaid").stdout


def test_tests_that_cannot_be_played_are_told(tried: Shell) -> None:
    def told(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        done = tried("draw", *arguments, "--cov", typed=typed)
        return done.returncode, done.stdout[:4], done.stderr.removeprefix("callsheet draw: ").rstrip("\n")

    (tried.folder / "a.test.yaml").write_text(TESTS.replace("says: no", "says: yes, hears: nothing"))
    assert told("a.flow.yaml") == (1, "<svg", "1 of 2 tests failed; callsheet test tells why")
    (tried.folder / "a.test.yaml").write_text(TESTS.replace("says: no", "says_: no"))
    why = "a.flow.yaml is not drawn with --cov: its tests cannot be played; callsheet test a.test.yaml says why"
    assert told("a.flow.yaml") == (1, "", why)
    (tried.folder / "a.test.yaml").unlink()
    why = "a.flow.yaml is not drawn with --cov: no test file in its folder names it"
    assert told("a.flow.yaml") == (1, "", why)
    why = "a script on standard input has no tests beside it; name a file, or leave out --cov"
    assert told("-", typed=TRIED) == (2, "", why)


CALL_BACK = """\
callsheet: 1
flow: a
language: en-US
steps:
  - answer
  - ask: Shall we call you back?
    answers:
      agree:
        - say: We will. Goodbye.
      refuse: []
      goodbye: []
    if_silent: ["Are you there? Shall we call you back?"]
    if_unclear: ["Please say yes or no. Shall we call you back?"]
    otherwise:
      - say: We did not understand you. Goodbye.
  - disconnect
if_something_fails:
  - say: Sorry, we have a technical problem. Goodbye.
  - disconnect
"""


def boxes(svg: str) -> dict[tuple[str, str], str]:
    """What stands in the boxes, and in the names of ways, by line and kind of box."""
    name = "{http://www.w3.org/2000/svg}"
    found = [each for each in ElementTree.fromstring(svg).iter(f"{name}svg") if each.get("data-line")]  # noqa: S314
    return {
        (each.get("data-line", ""), each.get("class", "")): " ".join(
            " ".join(text.itertext()).strip() for text in each.iter(f"{name}text")
        )
        for each in found
    }


def test_what_exploring_finds_is_marked_at_its_step(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(CALL_BACK)
    done = shell("draw", "a.flow.yaml", "--explored")
    assert (done.returncode, done.stderr) == (0, "")
    assert {place: text for place, text in boxes(done.stdout).items() if "wrong" in place[1]} == {
        ("16", "box ends wrong"): "disconnect ▲ CS518 no goodbye"
    }
    assert "▲ CS518: the call ends here" in done.stdout
    assert ">a · explored: 1 finding</text>" in done.stdout
    chart = shell("draw", "a.flow.yaml", "--explored", "--format", "mermaid").stdout.splitlines()
    [step] = [line for line in chart if "CS518" in line]
    assert chart[-1] == f"class {step.partition('(')[0]} wrong"
    mended = CALL_BACK.replace("  - disconnect\nif", "  - say: Goodbye.\n  - disconnect\nif")
    (shell.folder / "a.flow.yaml").write_text(mended.replace(" Goodbye.\n      ref", "\n      ref"))
    done = shell("draw", "a.flow.yaml", "--explored")
    assert ">a · explored: no findings</text>" in done.stdout
    assert [place for place in boxes(done.stdout) if "wrong" in place[1]] == []


def test_an_answer_for_which_nothing_is_written_is_marked_at_its_name(shell: Shell) -> None:
    path = shell.folder / NOTIFICATIONS
    path.write_text(path.read_text().replace("operator:\n            - run: follow_up", "operator: []"))
    done = shell("draw", NOTIFICATIONS, "--explored")
    assert [text for place, text in boxes(done.stdout).items() if "wrong" in place[1]] == ["operator · key 0 · ▲ CS513"]


def test_the_calls_of_journals_are_counted_at_steps_and_ways(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(CALL_BACK)

    def called(*words: str, journal: str = "a.jsonl") -> None:
        done = shell(
            "run", "a.flow.yaml", "--rehearse", "--journal", journal, typed="".join(f"{each}\n" for each in words)
        )
        assert done.returncode == 0, done.stderr

    called("yes")
    called("", "yes")
    called("no", journal="b.jsonl")
    done = shell("draw", "a.flow.yaml", "--journal", "a.jsonl", "b.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    texts = {line: text for (line, _), text in boxes(done.stdout).items()}
    assert texts["8"] == "agree · key 1 · 2 calls"
    assert texts["10"] == "refuse · key 2 · 1 call"
    assert texts["11"] == "goodbye · 0 calls"
    assert texts["16"] == "disconnect 3 calls"
    assert "3 calls 1 call where the caller is silent" in texts["6"]
    assert "0 calls where the caller is not understood" in texts["6"]
    assert ">a · 3 calls</text>" in done.stdout
    assert 'class="line heavy4"' in done.stdout
    chart = shell("draw", "a.flow.yaml", "--format", "mermaid", "--journal", "a.jsonl", "b.jsonl").stdout
    assert '==>|"agree #183; key 1 #183; 2 calls"|' in chart

    (shell.folder / "a.flow.yaml").write_text(CALL_BACK.replace("We will.", "We shall."))
    others = "calls of other versions of a that are not counted: 3"
    done = shell("draw", "a.flow.yaml", "--journal", "a.jsonl", "b.jsonl")
    why = f"callsheet draw: there is no call of this version of a in the journal; {others}\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", why)
    called("yes")
    with (shell.folder / "a.jsonl").open("a") as file:  # nobody knows what stands in a journal
        file.write('{"event": "visit", "call_id": "no"}\n{"event": "call_started", "call_id": "x", "flow": "b"}\n{"eve')
    done = shell("draw", "a.flow.yaml", "--journal", "a.jsonl", "b.jsonl")
    assert (done.returncode, done.stderr) == (0, f"callsheet draw: {others}\n")
    assert ">a · 1 call</text>" in done.stdout


def test_what_is_in_the_way_of_marks_is_told(shell: Shell) -> None:
    (shell.folder / "a.flow.yaml").write_text(CALL_BACK)
    (shell.folder / "b.flow.yaml").write_text(CALL_BACK.replace("We will. Goodbye.", '"{{ nobody }}"'))
    mistakes = "it has mistakes; callsheet check b.flow.yaml lists them"
    typed = "a script on standard input has no files beside it; name a file, or leave out"
    for arguments, status, message in (
        (["b.flow.yaml", "--explored"], 1, f"b.flow.yaml is not drawn with --explored: {mistakes}"),
        (["b.flow.yaml", "--journal", "a.flow.yaml"], 1, f"b.flow.yaml is not drawn with --journal: {mistakes}"),
        (
            ["a.flow.yaml", "--journal", "no"],
            2,
            "no is not there; name a journal, such as callsheet.journal.jsonl",
        ),
        (
            ["a.flow.yaml", "--journal", "a.flow.yaml"],
            1,
            "there is no call of this version of a in the journal",
        ),
        (["-", "--explored"], 2, f"{typed} --explored"),
        (["-", "--journal", "no"], 2, f"{typed} --journal"),
    ):
        done = shell("draw", *arguments, typed=CALL_BACK)
        assert (done.returncode, done.stdout, done.stderr) == (status, "", f"callsheet draw: {message}\n"), arguments
