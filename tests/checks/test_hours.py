"""Opening hours that cannot be."""

from pathlib import Path

import pytest

from tests.checking import check_file

HEAD = "callsheet: 1\nflow: office\ntimezone: America/New_York\nhours:\n  office:\n"
STEPS = "steps:\n  - answer\n  - if: hours.office.open\n    then: [{say: Hello.}]\n  - disconnect\n"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("    monday to friday: 09:00-17:00\n", []),
        ("    friday: 18:00-02:00\n    saturday: 02:00-03:00\n", []),
        ("    mondy: 09:00-17:00\n", [("6:5", "CS262", 'did you mean "monday"?')]),
        ("    Monday: 09:00-17:00\n", [("6:5", "CS262", 'did you mean "monday"?')]),
        ('    "2026-12-24": 09:00-17:00\n    monday: 09:00-17:00\n', [("6:5", "CS262", "except")]),
        ('    monday: 09:00-17:00\n    except: {"2026-02-30": closed}\n', [("7:14", "CS262", "except")]),
        ("    monday: 09:00-17:00\n    except: {tuesday: closed}\n", [("7:14", "CS262", "except")]),
        ("    monday: 09:00-09:00\n", [("6:13", "CS263", "00:00-24:00")]),
        ("    monday: [13:00-17:00, 09:00-14:00]\n", [("6:14", "CS263", "make one")]),
        ("    friday: 18:00-02:00\n    saturday: 01:00-03:00\n", [("6:5", "CS263", "where the other begins")]),
        ("    monday: 09:00-17:00\n    every_day: 10:00-12:00\n", [("7:5", "CS264", "one list")]),
        ("    sunday: closed\n", [("5:3", "CS265", "write a day")]),
        ("    monday: 9 to 5\n", [("6:13", "CS126", "09:00-17:00")]),
        ("    monday: 09:00-25:00\n", [("6:13", "CS126", "09:00-17:00")]),
        ("    monday: []\n", [("6:13", "CS126", "09:00-17:00")]),
    ],
)
def test_wrong_hours(tmp_path: Path, days: str, expected: list[tuple[str, str, str]]) -> None:
    told = found(tmp_path, HEAD + days + STEPS)
    assert [item[:2] for item in told] == [item[:2] for item in expected]
    assert all(words in help_ for (_, _, help_), (_, _, words) in zip(told, expected, strict=True))


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("hours.office.open", "hours.office.opn", "CS216", 'did you mean "open"?'),
        ("hours.office.open", "hours.ofice.open", "CS216", 'did you mean "office"?'),
        ("hours.office.open", "now > '2026-01-01T00:00:00Z'", "CS230", "hours.office.open"),
        ("timezone: America/New_York\n", "", "CS219", "timezone:"),
        ("say: Hello.", "say: 'Until {{ hours.office.closes | time }}'", "CS226", "if: hours.office.closes"),
        ("say: Hello.", "set: {hours: 1}", "CS214", "another name"),
    ],
)  # fmt: skip
def test_what_asks_for_hours(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    ((_, told, help_),) = found(tmp_path, (HEAD + "    monday: 09:00-17:00\n" + STEPS).replace(old, new))
    assert told == code
    assert words in help_


def found(folder: Path, script: str) -> list[tuple[str, str, str]]:
    (folder / "office.flow.yaml").write_text(script)
    told = check_file(folder / "office.flow.yaml", "office.flow.yaml").diagnostics
    return [(f"{item.span.line}:{item.span.column}", item.code.id, item.help) for item in told]
