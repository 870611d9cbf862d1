"""Numbers files: what they say, and everything that is wrong with them, each at its place."""

from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.service.numbers import Numbers, read_numbers
from tests.service.conftest import GREETING

FILE = "callsheet.numbers.yaml"
BESIDE = "there is: flows/clinic.flow.yaml, flows/operator.flow.yaml"
PATH = "write the path of a script, such as flows/clinic.flow.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "flows").mkdir()
    for name in ("clinic", "operator"):
        (tmp_path / "flows" / f"{name}.flow.yaml").write_text(GREETING)
    return tmp_path


def read(folder: Path, text: str | bytes, name: str = FILE) -> tuple[Numbers | None, list[str]]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    numbers, found = read_numbers(path, name, Disk.around([folder]))
    assert (numbers is None) == any(item.code.severity == "error" for item in found)
    return numbers, [
        f"{item.span.line}:{item.span.column}: {item.code.id} {item.message}; {item.help}"
        for item in found
        if item.file == name
    ]


def test_each_number_has_its_script_and_the_others_theirs(folder: Path) -> None:
    numbers, told = read(
        folder,
        """# Who answers what.
otherwise: flows/operator.flow.yaml
numbers:
  "+15550199": flows/clinic.flow.yaml  # day and night
  '+15550198': "flows/clinic.flow.yaml"
  "\\u002b15550197": flows/operator.flow.yaml
""",
    )
    assert numbers is not None
    assert told == []
    shown = {number: file.shown for number, file in numbers.scripts.items()}
    assert shown == {
        "+15550199": "flows/clinic.flow.yaml",
        "+15550198": "flows/clinic.flow.yaml",
        "+15550197": "flows/operator.flow.yaml",
    }
    assert [file.shown for file in numbers.files()] == ["flows/clinic.flow.yaml", "flows/operator.flow.yaml"]
    # Some providers leave the plus sign out, and some callers have none.
    for number, script in [
        ("+15550199", "clinic"),
        ("15550199", "clinic"),
        ("+15550000", "operator"),
        ("", "operator"),
    ]:
        file = numbers.script_of(number)
        assert file is not None
        assert file.path.name == f"{script}.flow.yaml"


def test_without_otherwise_other_numbers_have_no_script(folder: Path) -> None:
    numbers, _ = read(folder, 'numbers: {"+15550199": flows/clinic.flow.yaml}\n')
    assert numbers is not None
    assert numbers.script_of("+15550198") is None


def test_a_path_leads_anywhere_within_reach(folder: Path) -> None:
    numbers, _ = read(folder, f"otherwise: {folder}/flows/../flows/clinic.flow.yaml\n")
    assert numbers is not None
    assert numbers.script_of("") is not None


def test_everything_that_is_wrong_is_told_at_once_and_in_its_place(folder: Path) -> None:
    _, told = read(
        folder,
        """+15550188: flows/clinic.flow.yaml
nubmers:
  "+1 (555) 0199": flows/clinci.flow.yaml
  "15550198": flows/clinic.flow.yaml
  +15550187: flows
  +1 555\u00a00186: flows/clinic.flow.yaml
  otherwise: flows/clinic.flow.yaml
  "+15550197": 3
  "+15550196": " "
  "+15550195":
    - flows/clinic.flow.yaml
  "+15550194": "\\0"
  "+15550193":
default: """
        + f'"{"x" * 300}"\n',
    )
    assert told == [
        '1:1: CS121 a numbers file has no key "+15550188"; "+15550188" stands under "numbers", indented',
        '2:1: CS121 a numbers file has no key "nubmers"; did you mean "numbers"?',
        '3:3: CS702 "+1 (555) 0199" cannot be a telephone number; did you mean "+15550199"?',
        '3:20: CS703 "flows/clinci.flow.yaml" is not there; did you mean "flows/clinic.flow.yaml"?',
        '4:3: CS702 "15550198" cannot be a telephone number;'
        ' write it in quotes, with +, the country and no spaces, such as "+15550199"',
        '5:3: CS108 "+15550187" could be a text or a number; write "+15550187" in quotes',
        f'5:14: CS703 "flows" is a folder, not a script; {BESIDE}',
        '6:3: CS702 "+1 555 0186" cannot be a telephone number; did you mean "+15550186"?',
        '7:3: CS702 "otherwise" cannot be a telephone number;'
        ' "otherwise" stands at the top of the file, in the first column',
        '8:16: CS126 "+15550197" must be the path of a script, and this is the number 3; put it in quotes: "3"',
        f'9:16: CS126 "+15550196" is empty; {PATH}',
        '11:5: CS125 "+15550195" must be the path of a script, and this is a list;'
        " write the value without the list: delete the dash or the brackets",
        f'12:16: CS703 "\x00" is not there; {BESIDE}',
        '13:3: CS109 "+15550193" has no value; write a value behind the colon',
        '14:1: CS121 a numbers file has no key "default"; did you mean "otherwise"?',
        f'14:10: CS703 "{"x" * 59}…" is not there; {BESIDE}',
    ]


def test_a_number_that_stands_twice_names_both_places(folder: Path) -> None:
    line = '  "+15550199": flows/clinic.flow.yaml\n'
    _, told = read(folder, "numbers:\n" + line + line)
    assert told == ['3:3: CS102 "+15550199" stands here for the second time; the first is on line 2; keep one of them']
    _, told = read(folder, "numbers:\n" + line + line.replace("+1", "+1 "))
    assert told == ['3:3: CS702 "+1 5550199" cannot be a telephone number; did you mean "+15550199"?']


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: CS109 this file is empty"),
        ("# nothing\n", "1:1: CS109 this file is empty"),
        ("{}", "1:1: CS126 a numbers file is empty"),
        ("numbers: {}", '1:10: CS126 "numbers" is empty'),
        ("numbers:\n", '1:1: CS109 "numbers" has no value'),
        (
            "numbers: 3\n",
            '1:10: CS125 "numbers" must be telephone numbers with their scripts, and this is the number 3',
        ),
        ("- a\n", "1:1: CS125 a numbers file cannot be a list"),
        ("[numbers]\n", "1:1: CS125 a numbers file cannot be a list"),
        ("number: {}\n", '1:1: CS121 a numbers file has no key "number"'),
    ],
)
def test_a_file_without_numbers_says_so_once(folder: Path, text: str, told: str) -> None:
    _, found = read(folder, text)
    assert found[0].startswith(told)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff", "CS002"),
        (b"a: '\x00'", "CS004"),
        (b"#" * (1 << 21), "CS003"),
        (b"numbers:\n\t+1: a\n", "CS106"),
        (b"numbers: " + b"[" * 100_000, "CS107"),
        (b"numbers: " + b"{a: " * 100_000, "CS107"),
        (b"numbers:\n" + b'  "+15550199": a\n' * 30_000, "CS114"),
        (b'numbers: "' + b"\\" * 200_001, "CS101"),
    ],
)
def test_what_is_no_text_or_too_much_of_it_is_told_as_of_scripts(folder: Path, content: bytes, code: str) -> None:
    _, told = read(folder, content)
    assert [one.split(" ")[1] for one in told] == [code]


def test_a_file_that_cannot_be_read_is_told(folder: Path) -> None:
    numbers, found = read_numbers(folder / "nowhere.numbers.yaml", "nowhere.numbers.yaml", Disk.around([folder]))
    assert numbers is None
    assert [item.code.id for item in found] == ["CS001"]


def test_a_file_with_another_ending_is_read_and_warned_of(folder: Path) -> None:
    numbers, told = read(folder, "otherwise: flows/clinic.flow.yaml\n", "staging.yml")
    assert numbers is not None
    assert told == [
        "1:1: CS005 the name of a numbers file ends in .numbers.yaml, else editors and hooks do not know it;"
        ' rename it to "staging.numbers.yaml"'
    ]


def test_a_large_file_is_read_in_passable_time(folder: Path) -> None:
    lines = "".join(f'  "+1555{number:07}": flows/clinic.flow.yaml\n' for number in range(14_000))
    numbers, _ = read(folder, "numbers:\n" + lines)
    assert numbers is not None
    assert len(numbers.scripts) == 14_000


@pytest.mark.parametrize(
    "number", ['"+1555{n:04}": {n}.flow.yaml', '"{n}": a', '"+1 555{n:05}": flows', "+1555{n:04}: flows"]
)
def test_of_many_mistakes_the_first_are_told(folder: Path, number: str) -> None:
    _, told = read(folder, "numbers:\n" + "".join(f"  {number.format(n=n)}\n" for n in range(14_000)))
    assert len(told) <= 202
    assert any("there are more mistakes from here on, which are not listed" in one for one in told)
