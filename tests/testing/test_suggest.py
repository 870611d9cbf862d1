"""`callsheet test --suggest`: the tests that a script lacks, which pass, and come to what no test has come to."""

import json

import pytest

from callsheet.exploring import suggesting
from tests.testing.conftest import HEAD, Bench
from tests.testing.test_coverage import ALL, LATER

WHOLE = "19 of 19 steps, 12 of 12 ways: 100 %"
TOP = "callsheet: 1\nflow: a\nlanguage: en-US\nintents: {once_more: {phrases: [once more]}}\nsteps:\n"


def names(out: str) -> list[str]:
    """What the tests of a printed file are called."""
    begin = "  - name: "
    written = [line.removeprefix(begin) for line in out.splitlines() if line.startswith(begin)]
    return [str(json.loads(name)) if name.startswith('"') else name for name in written]


def kept(bench: Bench, script: str) -> str:
    """What is suggested for a script whose steps these are, once it was kept beside it, and passed."""
    bench.write("a.flow.yaml", TOP + script)
    ran = bench.run("a.flow.yaml", "--suggest")
    assert (ran.status, ran.err) == (0, "")
    bench.write("a.test.yaml", ran.out)
    played = bench.run("a.test.yaml", "--cov")
    assert (played.status, played.err) == (0, ""), played.out
    assert played.out.splitlines()[0].endswith(("all passed", "1 test: passed"))
    return ran.out


def test_a_script_without_tests_gets_a_file_of_tests_that_pass_and_come_to_all_of_it(bench: Bench) -> None:
    ran = bench.run("tasks.flow.yaml", "--suggest")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0].startswith("# tasks.flow.yaml: ")
    assert ran.out.splitlines()[0].endswith(f" more, and all tests together come to {WHOLE}")
    found = names(ran.out)
    assert {"person finds nothing", "person fails", "finish changes nothing", "finish fails"} <= {*found}
    assert {"the caller is silent", "for_each task: there are no rows", 'the caller says "finished"'} <= {*found}
    bench.write("tasks.test.yaml", ran.out)
    assert bench.run("--cov").out == f"{len(found)} tests: all passed\ntasks.flow.yaml: {WHOLE}\n"
    # With them beside it, nothing is missing, however the script is named.
    lacks = f"{len(found)} tests: all passed\n# tasks.flow.yaml: it lacks no test; all tests together come to {WHOLE}\n"
    for named in ("tasks.flow.yaml", "tasks.test.yaml", "."):
        assert bench.run(named, "--suggest").out == lacks


def test_what_the_tests_have_come_to_is_not_suggested_again(bench: Bench) -> None:
    bench.write("tasks.test.yaml", HEAD + LATER)
    out = bench.run("tasks.test.yaml", "--suggest").out
    assert out.startswith("1 test: passed\n# tasks.flow.yaml: ")
    assert 'the caller says "later"' not in names(out)
    assert "person finds something" not in names(out)
    bench.write("more.test.yaml", out.partition("\n")[2])
    assert bench.run("--cov").out.endswith(f"tasks.flow.yaml: {WHOLE}\n")
    but_silent = ALL.replace("silent: true, ", "")
    bench.write("tasks.test.yaml", HEAD + but_silent)
    (bench.folder / "more.test.yaml").unlink()
    assert names(bench.run("tasks.test.yaml", "--suggest").out) == ["the caller is silent"]


def test_one_test_is_enough_for_all_that_it_comes_to(bench: Bench) -> None:
    assert names(kept(bench, "  - answer\n  - say: Hello.\n  - disconnect\n")) == ["the call comes to answer (line 6)"]


def test_tests_of_equal_names_are_told_apart(bench: Bench) -> None:
    script = "  - answer\n"
    for what in ("red", "blue"):
        script += f"  - ask: Is it {what}?\n    answers: {{agree: [], refuse: []}}\n"
        script += "    if_silent: []\n    if_unclear: []\n    otherwise: []\n"
    out = kept(bench, script + "  - disconnect\n")
    assert len({*names(out)}) == len(names(out))
    assert 'the caller says "refuse" (line 13)' in names(out)
    assert "100 %" in out.splitlines()[0]


def test_steps_of_other_steps_and_shared_defaults_are_come_to(bench: Bench) -> None:
    script = """\
  - answer
  - ask: Shall we go on?
    answers:
      agree: []
      refuse: []
      once_more:
        - ask_again: Shall we?
    if_silent: [Hello?]
  - disconnect
defaults:
  if_unclear: [Sorry?]
  otherwise:
    - disconnect
"""
    assert "100 %" in kept(bench, script).splitlines()[0]


def test_what_no_test_can_come_to_is_told_with_why(bench: Bench) -> None:
    script = """\
  - answer
  - set: {count: "{{ 1 + 1 }}"}
  - if: count > 2
    then:
      - say: Many.
  - disconnect
"""
    out = kept(bench, script)
    told = [line for line in out.splitlines() if line.startswith("# ")][1:]
    assert told == [
        "# 9  if (line 8): no test where it holds; none was found: no call comes to it",
        "# 10  say: no test comes here; none was found: no call comes to it",
    ]


def test_without_tables_nobody_can_say_what_is_found(bench: Bench) -> None:
    (bench.folder / "schema.sql").unlink()
    ran = bench.run("tasks.flow.yaml", "--suggest")
    assert ran.status == 0
    assert "none was found: without a schema.sql nothing is found by person" in ran.out


def test_more_than_anybody_reads_is_not_suggested_at_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "MOST_TESTS", 2)
    out = bench.run("tasks.flow.yaml", "--suggest").out
    assert len(names(out)) == 2
    assert "more things are without a test: keep these, and ask again" in out.splitlines()[-1]


def test_what_is_no_script_is_told(bench: Bench) -> None:
    bench.write("b/b.flow.yaml", "callsheet: 1\nflow: b\nsteps: [answer, dance]\n")
    ran = bench.run("b/b.flow.yaml", "--suggest")
    mistakes = "callsheet test: b/b.flow.yaml has mistakes, and does not count; callsheet check lists them\n"
    assert (ran.status, ran.out, ran.err) == (1, "", mistakes)
    (bench.folder / "empty").mkdir()
    ran = bench.run("empty", "--suggest")
    assert (ran.status, ran.err) == (2, "callsheet test: there is no script here; name one that ends in .flow.yaml\n")
    ran = bench.run("tasks.flow.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("callsheet test: tasks.flow.yaml is no test file")
