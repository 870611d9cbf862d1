"""`check` ends, in work that grows little faster than the script: counted in calls of functions, not in seconds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.checks import check
from callsheet.diagnostics.few import MOST_MISTAKES
from callsheet.expressions.braces import single_braces
from tests.bench.scripts import write_scripts
from tests.checking import check_file
from tests.effort import effort

# Of functions, for a script of 300 lines: a tenth more than it takes.
MOST_CALLS = 100_000
HEAD = "callsheet: 1\nflow: a\ndefaults: {if_silent: [], if_unclear: [], otherwise: []}\n"


def notes_in_the_failure_handler(size: int) -> str:
    """Every step can fail, and each of them leads to the first step of the handler."""
    steps = "".join(f"  - set: {{n{number}: {number}}}\n" for number in range(size))
    notes = "".join(f"  - note: \"{{{{ n{number} | default('') }}}}\"\n" for number in range(size))
    return f"{HEAD}steps:\n  - answer\n{steps}  - disconnect\nif_something_fails:\n{notes}"


def values_that_wander(size: int) -> str:
    """In each round of the loop a value is handed on from one name to the next."""
    names = "".join(f"  n{number}: 1\n" for number in range(1, size))
    moves = "".join(f'      - set: {{n{to}: "{{{{ n{to - 1} }}}}"}}\n' for to in range(size - 1, 0, -1))
    steps = "steps:\n  - answer\n  - for_each: row\n    in: rows\n    do:\n"
    return (
        f"{HEAD}values:\n  rows: [a]\n  n0: a\n{names}{steps}{moves}  - note: '{{{{ n{size - 1} }}}}'\n  - disconnect\n"
    )


def loops_that_run_each_other(size: int) -> str:
    """Sections that run themselves and the ones after them, in loops, in answers and where nobody was understood."""
    text = HEAD.replace("otherwise: []", "otherwise: [{run: s0}]") + "values: {rows: [1]}\nsteps:\n  - answer\n"
    text += "  - run: s0\n  - disconnect\nsections:\n"
    for number in range(size):
        runs = "".join(f"        - run: s{(number + step) % size}\n" for step in (0, 1, 7))
        text += f"  s{number}:\n    - for_each: row{number}\n      in: rows\n      do:\n{runs}"
        text += f"    - ask: Well?\n      answers:\n        agree: [{{run: s{(number * 3) % size}}}]\n"
    return text


def questions_with_one_otherwise(size: int) -> str:
    """The default `otherwise` stands at each of them."""
    asks = "".join(f"  - ask: Well {number}?\n    answers: {{agree: [], refuse: []}}\n" for number in range(size))
    return f"{HEAD.replace('[]}', '[{say: Well.}, disconnect]}')}steps:\n  - answer\n{asks}  - disconnect\n"


def branch_of_many_ways(size: int) -> str:
    """Each way knows that the conditions before it did not hold."""
    names = "".join(f"  n{number}: a\n" for number in range(size))
    ways = "".join(f"    - if: n{number}\n      then: [{{note: a}}]\n" for number in range(size))
    return f"{HEAD}values:\n{names}steps:\n  - answer\n  - branch:\n{ways}  - disconnect\n"


def names_that_nothing_sets(size: int) -> str:
    """Each is looked for among all others."""
    notes = "".join(f"  - note: '{{{{ n{number} }}}}'\n" for number in range(size))
    return f"{HEAD}steps:\n  - answer\n{notes}  - disconnect\n"


def sections_in_one_circle(size: int) -> str:
    """Each runs the next one, and the first one again."""
    text = f"{HEAD}steps:\n  - answer\n  - run: s0\n  - disconnect\nsections:\n"
    return text + "".join(f"  s{n}:\n    - run: s{(n + 1) % size}\n" for n in range(size))


def questions_with_the_same_answers(size: int) -> str:
    """Each listens for as many phrases as there are questions."""
    phrases = ", ".join(f"phrase {number}" for number in range(size))
    asks = "".join(f"  - ask: Well {number}?\n    answers: {{fine: []}}\n" for number in range(size))
    return f"{HEAD}intents:\n  fine: {{phrases: [{phrases}]}}\nsteps:\n  - answer\n{asks}  - disconnect\n"


def checking(folder: Path, text: str) -> int:
    """The work of checking a script."""
    path = folder / "a.flow.yaml"
    path.write_text(text)
    check_file(path, "a")  # what is read once, is read
    return effort(lambda: check_file(path, "a"))


SCRIPTS = [
    notes_in_the_failure_handler,
    values_that_wander,
    loops_that_run_each_other,
    questions_with_one_otherwise,
    branch_of_many_ways,
    names_that_nothing_sets,
    sections_in_one_circle,
    questions_with_the_same_answers,
]


class Counted(Disk, frozen=True, kw_only=True):
    """Tells which files were read, each as often as it was."""

    names: list[str]

    def read(self, path: Path, *, most: int) -> bytes:
        self.names.append(path.name)
        return super().read(path, most=most)


def test_each_file_is_read_once(tmp_path: Path) -> None:
    (script,) = write_scripts(tmp_path, 1)
    files = Counted(reach=Disk.around([tmp_path]).reach, names=[])
    assert check.check_file(script, script.name, files).flow
    assert sorted(files.names) == ["data.sql", "sample.sql", "schema.sql", script.name]


def test_a_script_of_300_lines_is_not_looked_through_more_often_than_it_need_be(tmp_path: Path) -> None:
    """`make bench` measures the time, and holds it against a limit."""
    (script,) = write_scripts(tmp_path, 1)
    assert checking(tmp_path, script.read_text()) < MOST_CALLS


@pytest.mark.parametrize("script", SCRIPTS)
def test_twice_the_script_is_not_three_times_the_work(tmp_path: Path, script: Callable[[int], str]) -> None:
    small, large = checking(tmp_path, script(40)), checking(tmp_path, script(80))
    assert large < 3 * small


def test_a_section_that_is_run_from_many_places_is_still_looked_at(tmp_path: Path) -> None:
    doubled = "".join(f"  s{n}:\n    - run: s{n + 1}\n    - run: s{n + 1}\n" for n in range(8))
    last = "  s8:\n    - note: '{{ total + name }}'\n"
    top = "values: {total: 1, name: Ann}\nsteps:\n  - answer\n  - run: s0\n  - disconnect\nsections:\n"
    (tmp_path / "a.flow.yaml").write_text(HEAD + top + doubled + last)
    assert [item.code.id for item in check_file(tmp_path / "a.flow.yaml", "a").diagnostics] == ["CS227"]


@pytest.mark.parametrize("text", ["{{" * 200_000, "{{ a " * 100_000, "[ a" * 150_000])
def test_a_text_full_of_braces_is_too_long_and_nothing_else(tmp_path: Path, text: str) -> None:
    """What is quadratic would take longer than a test may."""
    (tmp_path / "a.flow.yaml").write_text(f"{HEAD}steps:\n  - note: '{text}'\n  - disconnect\n")
    assert [item.code.id for item in check_file(tmp_path / "a.flow.yaml", "a").diagnostics] == ["CS306"]


def test_braces_that_nothing_closes_are_no_expression() -> None:
    assert single_braces("{ a |" + " " * 400_000) == []


def test_of_many_mistakes_of_a_kind_the_first_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.flow.yaml").write_text(names_that_nothing_sets(MOST_MISTAKES + 50))
    found = check_file(tmp_path / "a.flow.yaml", "a").diagnostics
    assert {item.code.id for item in found} == {"CS206"}
    assert len(found) == MOST_MISTAKES + 1
    assert found[-1].message == "there are more mistakes from here on, which are not listed"


def test_names_that_change_on_too_many_ways_are_not_followed(tmp_path: Path) -> None:
    size = 1200
    moves = "".join(f'      - set: {{n{to}: "{{{{ n{to - 1} }}}}"}}\n' for to in range(size, 0, -1))
    loop = f"steps:\n  - answer\n  - for_each: row\n    in: rows\n    do:\n{moves}  - disconnect\n"
    (tmp_path / "a.flow.yaml").write_text(f"{HEAD}values: {{rows: [1], n0: 1}}\n{loop}")
    found = check_file(tmp_path / "a.flow.yaml", "a").diagnostics
    assert [item.code.id for item in found] == ["CS501"]
    assert "cannot be followed" in found[0].message
