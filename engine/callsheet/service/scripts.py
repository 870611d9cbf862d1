"""The scripts that answer calls: the versions that new calls get, and how a new version takes an old one's place.

A call keeps the version that it began with. A new version is taken whole or not at all: while something is wrong with
it, new calls get the last one that was right.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import Checked, check_file
from callsheet.diagnostics.catalogue import UNKNOWN_CONTACT
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.ports.on_disk import FileStamp
from callsheet.ports.telephony import Caps
from callsheet.service.numbers import Numbers, ScriptFile, read_numbers
from callsheet.service.reachable import beyond
from callsheet.service.source_files import NEVER, Digests, Noted, digests, stamps

# Looks. Whoever saves a file writes it in pieces: a new version is read once nothing has changed for one look. A file
# that never comes to rest is read all the same.
MOST_UNSETTLED = 10
# Readings at the start, each of which somebody's writing can make useless.
MOST_READINGS = 5


Check = Callable[[Path, str, Noted], Checked]


class ServedScript(Struct, frozen=True):
    """A version of a script that can take calls; the machine is shared by them."""

    flow: Flow
    machine: FlowMachine


class Roster(Struct, frozen=True, dict=True):
    """Which script answers which number. `scripts` is by the files' identity."""

    numbers: Numbers = field(default_factory=Numbers)
    scripts: Mapping[str, ServedScript] = {}

    def script_for(self, number: str) -> ServedScript | None:
        """The script that answers a call to `number`; None where no script does."""
        file = self.numbers.script_of(number)
        return self._served.get(file.identity) if file else None

    @cached_property
    def _served(self) -> Mapping[str, ServedScript]:
        """The scripts with the contacts that their operator gives them."""
        flows = {key: self.numbers.over(script.flow) for key, script in self.scripts.items()}
        return {
            key: script if script.flow is flows[key] else replace(script, flow=flows[key])
            for key, script in self.scripts.items()
        }


class Change(Struct, frozen=True):
    """A file that changed: a version that is `taken`, or one that is refused for these problems."""

    file: str
    taken: bool
    diagnostics: tuple[Diagnostic, ...] = ()


class _Version(Struct, frozen=True):
    """What was last read of a file and of those that belong to it, and what they held."""

    digests: Digests
    diagnostics: tuple[Diagnostic, ...]
    script: ServedScript | None = None
    numbers: Numbers | None = None


class Scripts:
    """Keeps the roster up to date. `roster` may be read from any thread; the rest belongs to one."""

    def __init__(
        self, source: ScriptFile | Path, shown: str = "", named: Iterable[Path] = (), *, check_new: Check | None = None
    ) -> None:
        """`source` is the one script of all numbers, or the file that says which script answers which, called `shown`
        in messages. What is read lies in its folder or project, or in those of other files that were `named`.
        `check_new` checks new versions, while calls are there."""
        self._check_new = check_new
        self._named = (source if isinstance(source, Path) else source.path, *named)
        self._file = source if isinstance(source, Path) else None
        self._shown = shown
        self._only = None if isinstance(source, Path) else Numbers(otherwise=source)
        self._versions: dict[str, _Version] = {}
        self._told: dict[str, tuple[Digests, bool]] = {}
        self._stamps: dict[Path, FileStamp | None] = {}
        self._unsettled: list[dict[Path, FileStamp | None]] = []
        self._caps: Caps | None = None
        self.roster = Roster()

    def load(self) -> tuple[Diagnostic, ...]:
        """Read everything for the first time; all that is wrong. Where nothing is an error there is a roster, unless
        somebody keeps changing the files meanwhile."""
        for _ in range(MOST_READINGS):
            if self._read(lambda change: None, check_file):
                break
        found = (item for version in self._versions.values() for item in version.diagnostics)
        return tuple(dict.fromkeys((*found, *self._unknown_contacts())))  # scripts may share a .sql file

    def _unknown_contacts(self) -> Iterator[Diagnostic]:
        """Contacts of the operator's that no script has."""
        known = {name for script in self.roster.scripts.values() for name in script.flow.contacts}
        for name, contact in self.roster.numbers.contacts.items():
            if name not in known:
                message = f"no script here has a contact {quoted(name)}"
                help_ = did_you_mean(name, known, otherwise="delete it, or write it under contacts: in a script")
                yield Diagnostic(UNKNOWN_CONTACT, self._shown, contact.name.span, message, help_)

    def carried(self, caps: Caps) -> tuple[Diagnostic, ...]:
        """What the line that carries the calls cannot do of the scripts that there are. From now on it is known: new
        versions that want more are not taken."""
        self._caps = caps
        roster = self.roster
        return tuple(item for each in roster.scripts.values() for item in beyond(roster.numbers.over(each.flow), caps))

    @property
    def disk(self) -> Disk:
        """What may be read now: a link to a folder of scripts may have come to lead to the next version."""
        return Disk.around(self._named)

    @property
    def files(self) -> tuple[Path, ...]:
        """Everything that is read: the scripts, their SQL files, and the file with the numbers."""
        return tuple(self._stamps)

    @property
    def refused(self) -> int:
        """How many files hold a version that new calls do not get."""
        return sum(not taken for _, taken in self._told.values())

    def look(self, tell: Callable[[Change], None]) -> None:
        """Take the new versions, if there are any that have come to rest; `tell` is told once of each."""
        now = stamps(self._stamps)
        if now == self._stamps:
            self._unsettled.clear()
        elif (self._unsettled and now == self._unsettled[-1]) or len(self._unsettled) >= MOST_UNSETTLED:
            self._unsettled.clear()
            self._read(tell, self._check_new or check_file)
        else:
            self._unsettled.append(now)

    def _read(self, tell: Callable[[Change], None], check: Check) -> bool:
        """Read what has changed and take what is right; False where somebody was just writing it."""
        versions: dict[str, _Version] = {}
        numbers, disk = self._only, self.disk
        if self._file is not None:
            versions[self._shown] = read = self._numbers_now(self._file, disk)
            numbers = read.numbers
        wanted = {file.identity: file for known in (numbers, self.roster.numbers) if known for file in known.files()}
        versions |= {identity: self._script_now(identity, file, disk, check) for identity, file in wanted.items()}
        watched = [path for version in versions.values() for path in version.digests]
        self._stamps = stamps(watched)
        if any(digests(version.digests, disk) != version.digests for version in versions.values()):
            self._stamps = dict.fromkeys(watched, NEVER)
            return False
        self._versions = versions
        self._take(numbers, wanted, tell)
        return True

    def _numbers_now(self, file: Path, disk: Disk) -> _Version:
        known = self._versions.get(self._shown)
        if known is None or known.digests != digests(known.digests, disk):
            noted = Noted(disk)
            numbers, found = read_numbers(file, self._shown, noted)
            known = _Version(noted.digests, found, numbers=numbers)
        return known

    def _script_now(self, identity: str, file: ScriptFile, disk: Disk, check: Check) -> _Version:
        known = self._versions.get(identity)
        now = digests(known.digests if known else (file.path,), disk)
        if known is None or known.digests != now:
            noted = Noted(disk)
            checked = check(file.path, file.shown, noted)
            script = ServedScript(checked.flow, FlowMachine(checked.flow)) if checked.flow else None
            known = _Version(noted.digests or now, checked.diagnostics, script)  # a check that is given up tells none
        return known

    def _take(self, numbers: Numbers | None, wanted: Mapping[str, ScriptFile], tell: Callable[[Change], None]) -> None:
        lacking = {identity: self._lacking(self._versions[identity].script, numbers) for identity in wanted}
        right = {
            identity: script
            for identity in wanted
            if (script := self._versions[identity].script) and not lacking[identity]
        }
        scripts = {**self.roster.scripts, **right}
        complete = numbers is not None and all(
            file.identity in scripts and not self._lacking(scripts[file.identity], numbers) for file in numbers.files()
        )
        if numbers is not None and complete:
            self.roster = Roster(numbers, {file.identity: scripts[file.identity] for file in numbers.files()})
        else:
            self.roster = Roster(self.roster.numbers, {key: scripts[key] for key in self.roster.scripts})
        shown = {identity: (file.shown, identity in right) for identity, file in wanted.items()}
        if self._file is not None:
            shown[self._shown] = (self._shown, complete)
        told = self._told
        self._told = {key: (self._versions[key].digests, taken) for key, (_, taken) in shown.items()}
        for key, (name, taken) in shown.items():
            if told.get(key) != self._told[key]:
                tell(Change(name, taken, (*self._versions[key].diagnostics, *lacking.get(key, ()))))

    def _lacking(self, script: ServedScript | None, numbers: Numbers | None) -> tuple[Diagnostic, ...]:
        if script is None or self._caps is None:
            return ()
        return beyond((numbers or self.roster.numbers).over(script.flow), self._caps)
