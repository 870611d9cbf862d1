"""Checks are there for calls that would fail: their wrong examples, compiled in spite of them, are walked."""

from tests.prove.needed import all_became

# By what becomes of the calls, codes that are there for that.
FAIL = {"CS202", "CS206", "CS209", "CS216", "CS220", "CS225", "CS226", "CS227", "CS271", "CS283", "CS290", "CS427"}
NOT_COMPILED = {"CS201", "CS211", "CS217", "CS258", "CS280", "CS421", "CS426", "CS501"}
END_BADLY = {"CS204", "CS229", "CS262", "CS265", "CS272", "CS273", "CS430"}


def test_without_checks_calls_would_fail() -> None:
    found = {each.code.id: each.what for each in all_became()}
    assert {code for code in FAIL if found[code] != "fail"} == set()
    assert {code for code in NOT_COMPILED if found[code] != "cannot be compiled"} == set()
    assert {code for code in END_BADLY if found[code] != "end badly"} == set()
