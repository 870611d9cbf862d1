"""New versions of scripts: taken whole for new calls, or not at all; told once."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.structs import replace

from callsheet.checks.check import Checked, check_file
from callsheet.diagnostics.catalogue import UNREADABLE_FILE
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.ports.telephony import Caps
from callsheet.script.contacts import may_be_rung
from callsheet.service.numbers import ScriptFile
from callsheet.service.scripts import MOST_UNSETTLED, Change, Scripts, ServedScript
from callsheet.service.source_files import Noted
from tests.effort import parsed
from tests.service.conftest import GREETING, NUMBER, Place

OTHER = GREETING.replace("Hello.", "Good morning.")
BROKEN = GREETING.replace("disconnect", "disconect")
READING = (
    "callsheet: 1\nflow: reading\ndata: queries/data.sql\nsteps:\n  - answer\n  - write: finish\n"
    "    with: {task_id: 1}\n  - disconnect\n"
)


@dataclass
class Watched:
    """Scripts that are looked at; what was told of them."""

    scripts: Scripts
    changes: list[Change] = field(default_factory=list)

    def look(self, times: int = 2) -> list[tuple[str, bool, list[str]]]:
        """What so many looks tell; by the second one a change has come to rest."""
        self.changes.clear()
        for _ in range(times):
            self.scripts.look(self.changes.append)
        return [(item.file, item.taken, [one.code.id for one in item.diagnostics]) for item in self.changes]

    def script(self, number: str = NUMBER) -> ServedScript:
        script = self.scripts.roster.script_for(number)
        assert script is not None
        return script

    def says(self, number: str = NUMBER) -> str:
        return str(self.script(number).flow.states)


@pytest.fixture
def one(place: Place) -> Watched:
    return Watched(place.scripts())


def test_nothing_new_tells_nothing(one: Watched) -> None:
    before = one.script()
    assert one.look(5) == []
    assert one.script() is before


def test_a_new_version_is_for_new_calls_and_old_calls_keep_theirs(one: Watched, place: Place) -> None:
    old = one.script()
    place.script(OTHER)
    assert one.look() == [("test.flow.yaml", True, [])]
    assert one.script() is not old
    assert "Good morning." in one.says()
    assert "Good morning." not in str(old.flow.states)
    assert one.look() == []


def test_a_version_is_read_once_it_has_come_to_rest(one: Watched, place: Place) -> None:
    place.script(OTHER[:40])
    assert one.look(1) == []
    place.script(OTHER)  # the second half
    assert one.look(1) == []
    assert one.look(1) == [("test.flow.yaml", True, [])]


def test_a_file_that_never_comes_to_rest_is_read_all_the_same(one: Watched, place: Place) -> None:
    told = []
    for number in range(MOST_UNSETTLED + 2):
        place.script(OTHER + "#" * number)
        told += one.look(1)
    assert told == [("test.flow.yaml", True, [])]


def test_a_broken_version_keeps_the_last_good_one_and_is_told_once(one: Watched, place: Place) -> None:
    old = one.script()
    place.script(BROKEN)
    assert one.look() == [("test.flow.yaml", False, ["CS122"])]
    assert one.scripts.refused == 1
    assert one.script() is old
    assert one.look(5) == []
    place.script(BROKEN + "# still\n")
    assert one.look() == [("test.flow.yaml", False, ["CS122"])]
    place.script(OTHER)
    assert one.look() == [("test.flow.yaml", True, [])]
    assert one.scripts.refused == 0


def test_back_to_what_it_was_is_told_too(one: Watched, place: Place) -> None:
    place.script(BROKEN)
    one.look()
    place.script(GREETING)
    assert one.look() == [("test.flow.yaml", True, [])]


def test_a_file_that_was_only_touched_is_no_new_version(one: Watched, place: Place) -> None:
    before = one.script()
    os.utime(place.folder / "test.flow.yaml", ns=(1, 1))
    assert one.look(4) == []
    assert one.script() is before


@pytest.mark.parametrize("go", [os.unlink, lambda path: os.truncate(path, 0)])
def test_a_script_that_goes_keeps_its_calls(one: Watched, place: Place, go: Callable[[Path], None]) -> None:
    path = place.folder / "test.flow.yaml"
    go(path)
    ((file, taken, codes),) = one.look()
    assert (file, taken, bool(codes)) == ("test.flow.yaml", False, True)
    assert "Hello." in one.says()
    path.unlink(missing_ok=True)
    other = place.folder / "new"
    other.write_text(OTHER)
    other.rename(path)  # as editors and deployments do it
    assert one.look()[-1] == ("test.flow.yaml", True, [])


def test_what_a_script_reads_is_watched_with_it(place: Place) -> None:
    folder = place.folder / "queries"
    folder.mkdir()
    for name in ("data.sql", "schema.sql"):
        (place.folder / name).rename(folder / name)
    watched = Watched(place.scripts(READING))
    queries = (folder / "data.sql").read_text()
    (folder / "data.sql").write_text(queries.replace("state = 'done'", "stat = 'done'"))
    ((file, taken, codes),) = watched.look()
    assert (file, taken, codes) == ("test.flow.yaml", False, ["CS406"])
    (folder / "schema.sql").write_text("CREATE TABLE tasks (id INTEGER PRIMARY KEY, state TEXT, stat TEXT);")
    assert watched.look() == [("test.flow.yaml", True, [])]
    assert "stat = 'done'" in str(watched.script().flow.queries)
    (folder / "sample.sql").write_text("INSERT INTO nowhere VALUES (1);")
    assert watched.look() == [("test.flow.yaml", False, ["CS410"])]


@pytest.fixture
def several(place: Place) -> Watched:
    place.script(GREETING, "a.flow.yaml")
    place.script(GREETING.replace("Hello.", "Here is B."), "b.flow.yaml")
    config = place.folder / "callsheet.numbers.yaml"
    config.write_text(f'numbers:\n  "{NUMBER}": a.flow.yaml\notherwise: b.flow.yaml\n')
    scripts = Scripts(config, "callsheet.numbers.yaml")
    assert scripts.load() == ()
    return Watched(scripts)


def test_another_script_for_a_number_is_taken(several: Watched, place: Place) -> None:
    (place.folder / "callsheet.numbers.yaml").write_text(f'numbers:\n  "{NUMBER}": b.flow.yaml\n')
    assert several.look() == [("callsheet.numbers.yaml", True, [])]
    assert "Here is B." in several.says()
    assert several.scripts.roster.script_for("+15550000") is None
    assert len(several.scripts.roster.scripts) == 1


def test_broken_numbers_keep_the_last_good_ones(several: Watched, place: Place) -> None:
    (place.folder / "callsheet.numbers.yaml").write_text('numbers:\n  "5550199": b.flow.yaml\n')
    assert several.look() == [("callsheet.numbers.yaml", False, ["CS702"])]
    assert "Hello." in several.says()
    assert "Here is B." in several.says("+15550000")
    place.script(OTHER, "a.flow.yaml")  # its scripts are still watched
    assert several.look() == [("a.flow.yaml", True, [])]
    assert "Good morning." in several.says()


def test_numbers_that_name_a_broken_script_wait_for_it(several: Watched, place: Place) -> None:
    place.script(BROKEN, "c.flow.yaml")
    (place.folder / "callsheet.numbers.yaml").write_text(f'numbers:\n  "{NUMBER}": c.flow.yaml\n')
    assert sorted(several.look()) == [("c.flow.yaml", False, ["CS122"]), ("callsheet.numbers.yaml", False, [])]
    assert several.scripts.refused == 2
    assert "Hello." in several.says()
    place.script(OTHER, "c.flow.yaml")
    assert sorted(several.look()) == [("c.flow.yaml", True, []), ("callsheet.numbers.yaml", True, [])]
    assert "Good morning." in several.says()


def test_a_script_that_breaks_later_does_not_hold_up_the_numbers(several: Watched, place: Place) -> None:
    place.script(BROKEN, "a.flow.yaml")
    assert several.look() == [("a.flow.yaml", False, ["CS122"])]
    (place.folder / "callsheet.numbers.yaml").write_text(f'numbers:\n  "{NUMBER}": a.flow.yaml\n')
    assert several.look() == [("callsheet.numbers.yaml", True, [])]
    assert "Hello." in several.says()


def test_the_first_reading_tells_all_that_is_wrong(place: Place) -> None:
    place.script(BROKEN, "a.flow.yaml")
    place.script(BROKEN, "b.flow.yaml")
    config = place.folder / "callsheet.numbers.yaml"
    config.write_text('numbers:\n  "+15550199": a.flow.yaml\notherwise: b.flow.yaml\n')
    scripts = Scripts(config, "callsheet.numbers.yaml")
    assert [Path(item.file).name for item in scripts.load()] == ["a.flow.yaml", "b.flow.yaml"]
    assert scripts.roster.scripts == {}


def test_what_changes_while_it_is_read_is_read_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(place.scripts())

    def interrupted(path: Path, shown: str, files: Noted) -> object:
        monkeypatch.setattr("callsheet.service.scripts.check_file", check_file)
        checked = check_file(path, shown, files)
        place.script(BROKEN)
        return checked

    monkeypatch.setattr("callsheet.service.scripts.check_file", interrupted)
    place.script(OTHER)
    assert watched.look(2) == []
    assert "Hello." in watched.says()
    assert watched.look(2) == [("test.flow.yaml", False, ["CS122"])]


def test_two_ways_to_write_one_path_are_one_script(place: Place) -> None:
    path = place.script(GREETING)
    assert ScriptFile(path, "x").identity == ScriptFile(place.folder / "." / "x" / ".." / path.name, "y").identity


def test_a_whole_folder_of_new_versions_is_swapped_in(place: Place) -> None:
    """As deployments do it: what is served is reached by a link, which comes to lead elsewhere."""
    for version, text in (("one", GREETING), ("two", OTHER)):
        (place.folder / version).mkdir()
        place.script(text, f"{version}/a.flow.yaml")
    (place.folder / "now").symlink_to("one")
    path = place.folder / "now" / "a.flow.yaml"
    watched = Watched(Scripts(ScriptFile(path, "a.flow.yaml")))
    assert watched.scripts.load() == ()
    (place.folder / "next").symlink_to("two")
    (place.folder / "next").rename(place.folder / "now")
    assert "Hello." in watched.says()
    assert watched.look() == [("a.flow.yaml", True, [])]
    assert "Good morning." in watched.says()


def test_every_file_is_parsed_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its comments, and which files belong to it, come out of the one parse."""
    texts = parsed(monkeypatch)
    path = place.script(READING.replace("queries/", "") + "# callsheet: allow CS230 because it is a trial\n")
    numbers = place.folder / "callsheet.numbers.yaml"
    numbers.write_text(f"otherwise: {path.name}\n")
    watched = Watched(Scripts(numbers, numbers.name))
    assert [item.code.id for item in watched.scripts.load()] == ["CS903"]
    assert set(watched.scripts.files) == {
        numbers,
        path,
        *(place.folder / name for name in ("data.sql", "schema.sql", "sample.sql")),
    }
    assert sorted(texts) == sorted([path.read_text(), numbers.read_text()])
    texts.clear()
    place.script(OTHER)
    assert watched.look() == [("test.flow.yaml", True, [])]
    assert texts == [OTHER]


def test_a_version_that_takes_too_long_to_check_is_checked_again_when_its_queries_change(place: Place) -> None:
    def given_up(path: Path, shown: str, files: Noted) -> Checked:
        asked.append(shown)
        return Checked((Diagnostic(UNREADABLE_FILE, shown, FILE_START, "given up"),))

    asked: list[str] = []
    path = place.script(READING.replace("queries/", ""))
    watched = Watched(Scripts(ScriptFile(path, path.name), check_new=given_up))
    assert watched.scripts.load() == ()
    place.script(READING.replace("queries/", "") + "# longer\n")
    assert watched.look() == [("test.flow.yaml", False, ["CS001"])]
    queries = place.folder / "data.sql"
    queries.write_text(queries.read_text() + "\n-- shorter\n")
    assert watched.look() == [("test.flow.yaml", False, ["CS001"])]
    assert len(asked) == 2


RECEPTION = """callsheet: 1
flow: reception
contacts:
  office: callee
  billing: "+15550123"
  night: [callee, "+15550124"]
  desk: "queue:Desk"
steps:
  - answer
  - connect: WHOM
    if_unanswered: [disconnect]
  - whisper: A caller.
  - leave
"""
FIXED = Caps(media="audio", connect="fixed", modes=frozenset({"whisper", "barge", "spy"}))
ANY = replace(FIXED, connect="any")


def lacking(scripts: Scripts, caps: Caps) -> list[str]:
    return [f"{item.code.id} {item.file}:{item.span.line}: {item.message}" for item in scripts.carried(caps)]


@pytest.mark.parametrize(
    ("whom", "caps", "told"),
    [
        ("office", FIXED, ""),
        ("billing", FIXED, 'cannot ring "billing": it rings only callee'),
        ("billing", ANY, ""),
        ("night", ANY, 'cannot ring "night": it rings one at a time'),
        ("night", replace(ANY, parallel=True), ""),
        ("desk", FIXED, 'cannot ring "desk"'),
        ("desk", ANY, ""),
        ('"{{ call.id }}"', FIXED, 'cannot ring "billing"'),  # any of them, for all that is known
        ("office", replace(FIXED, connect=None), "can ring nobody else"),
        ("office", replace(FIXED, modes=frozenset()), "cannot whisper"),
        ("office\n    come_back: true", FIXED, "nobody comes back"),
    ],
)
def test_what_a_line_cannot_do_is_told_by_the_lines_of_the_script(
    place: Place, whom: str, caps: Caps, told: str
) -> None:
    text = RECEPTION.replace("WHOM", whom)
    if "come_back" in whom:
        text = text.replace("  - whisper: A caller.\n  - leave", "  - disconnect")
    found = lacking(place.scripts(text), caps)
    assert len(found) == bool(told)
    assert told in "".join(found)
    assert all(line.startswith(("CS704 test.flow.yaml:10:", "CS704 test.flow.yaml:12:")) for line in found)


def test_an_operator_gives_contacts_other_numbers(place: Place) -> None:
    place.script(RECEPTION.replace("WHOM", "billing"))
    numbers = place.folder / "test.numbers.yaml"
    numbers.write_text('otherwise: test.flow.yaml\ncontacts:\n  billing: callee\nmay_ring: ["+1555*"]\n')
    watched = Watched(Scripts(numbers, numbers.name))
    assert {item.code.id for item in watched.scripts.load()} == {"CS230"}  # the other contacts, which nobody rings
    assert lacking(watched.scripts, FIXED) == []
    flow = watched.script().flow
    assert (flow.contacts["billing"], flow.contacts["office"], flow.may_ring) == (("callee",), ("callee",), ("+1555*",))
    numbers.write_text('otherwise: test.flow.yaml\ncontacts:\n  billing: "+15550199"\n')
    taken = {name: taken for name, taken, _ in watched.look()}  # the line could not ring them: it goes on as it was
    assert taken == {"test.flow.yaml": False, "test.numbers.yaml": False}
    assert watched.script().flow.contacts["billing"] == ("callee",)


def test_a_new_version_that_the_line_cannot_carry_is_not_taken(place: Place) -> None:
    watched = Watched(place.scripts(RECEPTION.replace("WHOM", "office")))
    assert lacking(watched.scripts, FIXED) == []
    place.script(RECEPTION.replace("WHOM", "billing"))
    assert watched.look() == [("test.flow.yaml", False, ["CS230", "CS230", "CS230", "CS704"])]
    assert "connect office" in watched.says()


def test_a_contact_that_no_script_has_is_told(place: Place) -> None:
    place.script(RECEPTION.replace("WHOM", "billing"))
    numbers = place.folder / "test.numbers.yaml"
    numbers.write_text("otherwise: test.flow.yaml\ncontacts:\n  biling: callee\n")
    (found,) = [item for item in Scripts(numbers, numbers.name).load() if item.code.severity == "error"]
    assert (found.code.id, found.file, found.span.line) == ("CS283", "test.numbers.yaml", 3)
    assert found.help == 'did you mean "billing"?'


@pytest.mark.parametrize(
    ("number", "rung"),
    [
        *((number, True) for number in ("+15550123", "+1555", "+49301234")),
        *(
            (number, False)
            for number in ("+15560123", "+493012345", "1555", "callee", "+1555012345678901", "+1555; rm")
        ),
    ],
)
def test_data_may_name_the_numbers_that_an_operator_lists(number: str, rung: bool) -> None:
    assert may_be_rung(number, ("+1555*", "+49301234")) is rung
