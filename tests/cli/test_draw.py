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
