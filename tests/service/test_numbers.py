"""`callsheet.toml`: what it says, and everything that is wrong with it, each at its place."""

from pathlib import Path

import pytest

from callsheet.service.numbers import Numbers, read_numbers
from callsheet.service.toml_places import Places
from callsheet.source.reach import reach_of
from tests.service.conftest import GREETING


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "flows").mkdir()
    for name in ("clinic", "operator"):
        (tmp_path / "flows" / f"{name}.flow.yaml").write_text(GREETING)
    return tmp_path


def read(folder: Path, text: str | bytes) -> tuple[Numbers | None, list[str]]:
    path = folder / "callsheet.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    numbers, found = read_numbers(path, "callsheet.toml", reach_of([folder]))
    told = [
        f"{item.file}:{item.span.line}:{item.span.column}: {item.code.id} {item.message}; {item.help}" for item in found
    ]
    assert (numbers is None) == bool(told)
    return numbers, told


def test_each_number_has_its_script_and_the_others_theirs(folder: Path) -> None:
    numbers, _ = read(
        folder,
        """# Who answers what.
[numbers]
"+15550199" = "flows/clinic.flow.yaml"  # day and night
'+15550198' = 'flows/clinic.flow.yaml'
\t"\\u002b15550197" = "flows/operator.flow.yaml"
otherwise = "flows/operator.flow.yaml"
""",
    )
    assert numbers is not None
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
    numbers, _ = read(folder, '[numbers]\n"+15550199" = "flows/clinic.flow.yaml"\n')
    assert numbers is not None
    assert numbers.script_of("+15550198") is None


def test_everything_that_is_wrong_is_told_at_once_and_in_its_place(folder: Path) -> None:
    _, told = read(
        folder,
        """otherwise = "flows/clinic.flow.yaml"
nubmers = 1
[numbers]
"+1 (555) 0199" = "flows/clinic.flow.yaml"
"15550198" = "flows/clinci.flow.yaml"
oterwise = "flows"
"+15550197" = 3
"+15550196" = " "
"+15550195" = [
  "flows/clinic.flow.yaml",
]
"+15550194" = "\\u0000"
"+15550193" = """
        + f'"{"x" * 300}"\n',
    )
    assert told == [
        'callsheet.toml:1:1: CS121 there is no key "otherwise" here; write it below [numbers]',
        'callsheet.toml:2:1: CS121 there is no key "nubmers" here; did you mean "numbers"?',
        'callsheet.toml:4:1: CS702 "+1 (555) 0199" is no telephone number; did you mean "+15550199"?',
        'callsheet.toml:5:1: CS702 "15550198" is no telephone number;'
        ' write it with +, the country and no spaces, like "+15550199"',
        'callsheet.toml:5:14: CS703 "flows/clinci.flow.yaml" is not there; did you mean "flows/clinic.flow.yaml"?',
        'callsheet.toml:6:1: CS702 "oterwise" is no telephone number; did you mean "otherwise"?',
        'callsheet.toml:6:12: CS703 "flows" is a folder, not a script;'
        " there is: flows/clinic.flow.yaml, flows/operator.flow.yaml",
        'callsheet.toml:7:15: CS125 behind "+15550197" belongs the path of a script, in quotes;'
        ' write it like "+15550199" = "flows/clinic.flow.yaml"',
        'callsheet.toml:8:15: CS109 behind "+15550196" stands nothing; write a script\'s path',
        'callsheet.toml:9:15: CS125 behind "+15550195" belongs the path of a script, in quotes;'
        ' write it like "+15550199" = "flows/clinic.flow.yaml"',
        'callsheet.toml:12:15: CS703 "\x00" is not there; there is: flows/clinic.flow.yaml, flows/operator.flow.yaml',
        f'callsheet.toml:13:15: CS703 "{"x" * 39}…" cannot be looked at;'
        " there is: flows/clinic.flow.yaml, flows/operator.flow.yaml",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[numbers]\n+15550199 = 1\n", "2:1"),
        ('[numbers]\n"+15550199" = flows/x.flow.yaml\n', "2:15"),
        ('[numbers\n"+1" = ""', "1:9"),
        ('[numbers]\n"+15550199" = "flows', "2:21"),
        ("a" * 3 + " = " + "9" * 5000, "1:5007"),
    ],
)
def test_what_is_no_toml_is_told_where_reading_stopped(folder: Path, text: str, place: str) -> None:
    _, told = read(folder, text)
    (one,) = told
    assert one.startswith(f"callsheet.toml:{place}: CS701 this cannot be read as TOML from here on; write keys")


def test_a_number_that_stands_twice_names_both_places(folder: Path) -> None:
    line = '"+15550199" = "flows/clinic.flow.yaml"\n'
    _, told = read(folder, "[numbers]\n" + line + line)
    assert told == ['callsheet.toml:3:1: CS102 "+15550199" stands in line 2 already; keep one of the two']
    _, told = read(folder, "[numbers]\n" + line + "[numbers]\n")
    assert told == ['callsheet.toml:3:2: CS102 "numbers" stands in line 1 already; keep one of the two']


@pytest.mark.parametrize("text", ["", "# nothing\n", "[numbers]\n", "numbers = {}"])
def test_a_file_without_numbers_says_so(folder: Path, text: str) -> None:
    _, told = read(folder, text)
    assert [one.partition("; ")[0].partition(" ")[2] for one in told] == ["CS124 no number has a script here"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[number]\n"+15550199" = "flows/clinic.flow.yaml"\n', '1:2: CS121 there is no key "number" here'),
        ('otherwise = "flows/clinic.flow.yaml"\n', '1:1: CS121 there is no key "otherwise" here'),
    ],
)
def test_one_mistake_in_the_table_is_one_message(folder: Path, text: str, told: str) -> None:
    _, found = read(folder, text)
    assert [one.partition("; ")[0] for one in found] == [f"callsheet.toml:{told}"]


def test_other_toml_for_the_same_is_understood(folder: Path) -> None:
    for text in (
        'numbers."+15550199" = "flows/clinic.flow.yaml"',
        'numbers = {"+15550199" = "flows/clinic.flow.yaml"}',
        '[ "numbers" ]\r\n"+15550199" = """flows/clinic.flow.yaml"""\r\n',
    ):
        numbers, told = read(folder, text)
        assert told == []
        assert numbers is not None
        assert list(numbers.scripts) == ["+15550199"]
    _, told = read(folder, 'numbers = 3\nother = """\n[numbers]\n"""')
    assert [one.partition(" ")[0] for one in told] == ["callsheet.toml:1:1:", "callsheet.toml:2:1:"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xff", "CS002"), (b"a = '\x00'", "CS004"), (b"#" * (1 << 21), "CS003")]
)
def test_what_is_no_text_is_told_as_of_scripts(folder: Path, content: bytes, code: str) -> None:
    _, told = read(folder, content)
    assert [one.split(" ")[1] for one in told] == [code]


def test_a_file_that_cannot_be_read_is_told(folder: Path) -> None:
    numbers, found = read_numbers(folder / "nowhere.toml", "nowhere.toml", reach_of([folder]))
    assert numbers is None
    assert [item.code.id for item in found] == ["CS001"]


def test_a_large_file_is_read_in_passable_time(folder: Path) -> None:
    lines = "".join(f'"+1555{number:07}" = "flows/clinic.flow.yaml"\n' for number in range(15_000))
    numbers, _ = read(folder, "[numbers]\n" + lines)
    assert numbers is not None
    assert len(numbers.scripts) == 15_000


def test_places_of_broken_files_end_in_the_file() -> None:
    for text in ('"""', "[[[", "]]]", "a.b.", "=", '"a', "[x\ny=1\n", "a = [\n", "'\n", "\\"):
        places = Places(text)
        assert places.key(("x",)).line >= 1
        assert list(places.repeated()) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = " + "[" * 100_000, "1:69"),
        ("a = " + "{b = " * 65, "1:325"),
        ("[" + "a." * 100_000 + "b]\n", "1:131"),
        ("x = 1\n" + "a." * 100_000 + "b = 1\n", "2:130"),
        ("numbers = {" + "a." * 100_000 + "b = 1}\n", "1:141"),
    ],
)
def test_what_is_nested_too_deep_is_not_gone_into(folder: Path, text: str, place: str) -> None:
    _, told = read(folder, text)
    help_ = 'write one number a line: "+15550199" = "flows/clinic.flow.yaml"'
    assert told == [f"callsheet.toml:{place}: CS107 this is nested deeper than 64 levels; {help_}"]


def test_many_points_that_nest_nothing_are_no_depth(folder: Path) -> None:
    _, told = read(folder, "a = [" + "1.5, " * 100 + "]\n" + "b.c = 1\n" * 2)
    assert [one.split(" ")[1] for one in told] == ["CS102"]


@pytest.mark.parametrize("text", ['"1" = ""\n' * 17_000, "." * 60_000, "[a]\n" * 20_000, "a = [\n" + "1,\n" * 30_000])
def test_a_file_has_so_many_words_and_signs(folder: Path, text: str) -> None:
    _, told = read(folder, text)
    (one,) = told
    assert "more than 50,000 words and signs" in one or "nested deeper" in one


@pytest.mark.parametrize(
    "text",
    ['"\\' * 200_000, '"""\\' * 200_000, "'" * 400_000 + "x", "'''" + "''a" * 200_000, '"' * 400_001, '"a' * 200_001],
)
def test_texts_that_are_never_closed_are_looked_through_once(folder: Path, text: str) -> None:
    """What is quadratic would take longer than a test may."""
    _, told = read(folder, text)
    assert len(told) == 1


def test_of_many_mistakes_the_first_are_told(folder: Path) -> None:
    _, told = read(folder, "[numbers]\n" + "".join(f'"+1555{n:04}" = "{n}.flow.yaml"\n' for n in range(150)))
    assert len(told) == 101
    assert "there are more mistakes from here on, which are not listed" in told[-1]


@pytest.mark.parametrize("quotes", ['"""', "'''"])
@pytest.mark.parametrize("more", ["", "'", "''", '"', '""', "\n"])
def test_texts_on_several_lines_end_where_toml_says(folder: Path, quotes: str, more: str) -> None:
    text = f"a = {quotes}x{more}{quotes}\n[numbers]\n"
    assert Places(text).key(("numbers",)).line == text.count("\n")
