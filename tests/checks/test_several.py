"""Several mistakes in one script: each is told in one run, and nothing that only follows from another."""

from pathlib import Path

from tests.checking import check_file


def found(folder: Path, text: str) -> list[tuple[int, str]]:
    (folder / "x.flow.yaml").write_text("callsheet: 1\nflow: test\n" + text)
    return [(item.span.line, item.code.id) for item in check_file(folder / "x.flow.yaml", "x").diagnostics]


def test_mistakes_of_every_stage(tmp_path: Path) -> None:
    text = """intents:
  go: {phrases: [go], press: 1}
steps:
  - answer
  - say: Hello {{ nobody }}.
  - run: nosuch
  - ask: Go?
    answers:
      go: []
      stop: []
  - say: Bye {{ today }}.
  - disconnect
  - say: never
"""
    assert found(tmp_path, text) == [
        *((4, "CS126"), (7, "CS206"), (8, "CS201"), (9, "CS218"), (12, "CS204"), (13, "CS219"), (15, "CS221")),
    ]


def test_what_is_wrong_with_hours_sounds_and_answers_keeps_nothing_else_from_being_told(tmp_path: Path) -> None:
    text = """timezone: Europe/Berlin
hours:
  office: {monday: [09:00-12:00, 10:00-13:00], mondy: closed}
  bar: {sunday: closed}
  shop: {monday: 09:00-12:00, every_day: 10:00-13:00}
steps:
  - answer
  - say: Hello.
    audio: hello.wav
  - ask: Go?
    answers:
      agree or agree: []
    if_silent: []
    if_unclear: []
    otherwise: []
  - if: now < "17:00" and hours.bar.open and hours.office.open and hours.shop.open
    then: [note: x]
"""
    told = [(5, "CS262"), (6, "CS265"), (7, "CS264"), (11, "CS267"), (14, "CS266"), (18, "CS223"), (18, "CS227")]
    assert found(tmp_path, text) == told


def test_kinds_and_ways_are_told_beside_a_name_that_does_not_exist(tmp_path: Path) -> None:
    text = """timezone: Europe/Berlin
values: {total: 3}
steps:
  - say: Too early.
  - answer
  - say: Hello {{ nobody }}.
  - if: now < "17:00"
    then: [note: x]
  - say: "{{ total }}"
"""
    assert found(tmp_path, text) == [(6, "CS220"), (8, "CS206"), (9, "CS227"), (11, "CS223")]


def test_what_only_follows_is_not_told(tmp_path: Path) -> None:
    missing_section = "steps:\n  - answer\n  - run: good_by\nsections:\n  good_bye:\n    - disconnect\n"
    assert found(tmp_path, missing_section) == [(5, "CS201")]
    no_otherwise = """defaults: {if_silent: [], if_unclear: []}
steps:
  - answer
  - ask: Go?
    answers:
      agree: [set: {went: true}]
  - note: "{{ went }}"
  - disconnect
"""
    assert found(tmp_path, no_otherwise) == [(6, "CS218")]
    misspelt_condition = """steps:
  - answer
  - query: someone
    as: person
  - if: persn
    then: [say: "{{ person.name }}"]
  - disconnect
"""
    (tmp_path / "q.sql").write_text("-- name: someone()^\n-- One.\nSELECT 'x' AS name FROM t;\n")
    (tmp_path / "schema.sql").write_text("CREATE TABLE t (id INTEGER PRIMARY KEY);\n")
    assert found(tmp_path, "data: q.sql\n" + misspelt_condition) == [(8, "CS206")]
    no_zone = 'steps:\n  - answer\n  - say: "{{ today }}"\n  - disconnect\n'
    assert found(tmp_path, "timezone: Nowhere/Land\n" + no_zone) == [(3, "CS126")]
