"""The two processes of a measurement, `callsheet serve` and the platform, and what they cost while they run."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from tests.bench.measure import REPOSITORY
from tests.telcoflow.plan import Planned, write_plan
from tests.telcoflow.report import CallReport, Report, read_report

SAMPLE_SECONDS = 0.1
# Loading the models takes some seconds, on a machine that has something else to do some more.
READY_SECONDS = 60.0
STOP_SECONDS = 30.0
# From the agent's coming to the first call: what was busy at the start has become quiet.
SETTLE_MS = 3000
PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
MB = 1024 * 1024


class Failed(Exception):
    """A measurement did not come about; says why."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A process and those that it began, at a moment: seconds of the machine's monotonic clock, resident bytes (what
    several of them share is in each), CPU seconds so far."""

    at: float
    resident: int
    cpu: float


@dataclass
class Watched:
    """A process whose memory and CPU are looked at all the time."""

    process: "subprocess.Popen[bytes]"
    samples: list[Sample] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    def _look(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            try:
                self.samples.append(sample(self.process.pid))
            except (OSError, IndexError):
                return

    def at(self, moment: float) -> Sample:
        """How it was then."""
        return max((one for one in self.samples if one.at <= moment), key=lambda one: one.at, default=self.samples[0])

    def peak(self, since: float, until: float) -> int:
        """The most bytes that were resident in this time."""
        return max((one.resident for one in self.samples if since <= one.at <= until), default=0)

    def cores(self, since: float, until: float) -> float:
        """How many processors it kept busy in this time."""
        begin, end = self.at(since), self.at(until)
        return (end.cpu - begin.cpu) / max(end.at - begin.at, SAMPLE_SECONDS)

    def stop(self) -> int:
        """End it as an operator does; its exit status."""
        self._over.set()
        self._looking.join()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def sample(pid: int) -> Sample:
    """A process now, with those that it began."""
    resident, cpu = 0, 0.0
    for each in (pid, *began_by(pid)):
        resident += int(Path(f"/proc/{each}/statm").read_text().split()[1]) * PAGE
        # The name of a process stands in parentheses and may hold anything.
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        cpu += (int(fields[11]) + int(fields[12])) / TICKS
    return Sample(time.monotonic(), resident, cpu)


def began_by(pid: int) -> list[int]:
    """The processes that a process has begun, and that still run."""
    found = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    return found + [further for child in found for further in began_by(child)]


def machine_cpu() -> float:
    """CPU seconds of everything on this machine so far."""
    fields = [int(value) for value in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    idle = fields[3] + fields[4]
    return (sum(fields[:8]) - idle) / TICKS


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one run: the platform's report, the journal, and the two processes from `began` to `ended`."""

    report: Report
    journal: list[dict[str, object]]
    database: Path
    serve: Watched
    platform: Watched
    began: float
    ended: float
    others_cores: float  # processors that were busy with something else meanwhile

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    @property
    def idle(self) -> Sample:
        """The serving process when it was ready and nobody had called."""
        return self.serve.at(self.began)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is run: a script or a numbers file, a database that is there, callers, and options of both processes."""

    folder: Path
    served: Sequence[str]
    database: Path
    plan: Sequence[Planned]
    platform: Sequence[str] = ()
    most_calls: int = 1000
    most_seconds: float = 600.0
    processors: int | None = None  # that the service may use; None is all of them


class Pair:
    """The platform and the service that takes its calls, from `with` to its end."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._folder = setting.folder
        self._watched: list[Watched] = []

    def __enter__(self) -> Self:
        setting, folder = self._setting, self._folder
        write_plan(setting.plan, folder / "plan.json")
        plan = ["--plan", str(folder / "plan.json"), "--report", str(folder / "report.json")]
        try:
            self.platform = self._begin(
                "platform", ["tests.telcoflow", *plan, "--delay-ms", str(SETTLE_MS), *setting.platform], {}
            )
            url = json.loads(self._told("platform", self.platform, lambda text: "\n" in text))["url"]
            served = [*setting.served, "--line", "telcoflow", "--database", str(setting.database), "--port", "0"]
            access = {"TELCOFLOW_API_KEY": "test-key", "TELCOFLOW_CONNECTOR_UUID": "test-connector"}
            self.serve = self._begin(
                "serve",
                ["callsheet", "serve", *served, "--max-calls", str(setting.most_calls)],
                {**access, "TELCOFLOW_BASE_URL": url},
                setting.processors,
            )
            self._told("serve", self.serve, lambda text: "ready to take calls" in text)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for watched in reversed(self._watched):
            watched.stop()

    def _begin(self, name: str, module: list[str], more: dict[str, str], processors: int | None = None) -> Watched:
        allowed = ",".join(map(str, sorted(os.sched_getaffinity(0))[:processors]))
        with (self._folder / f"{name}.out").open("wb") as out, (self._folder / f"{name}.err").open("wb") as err:
            process = subprocess.Popen(
                ["taskset", "--cpu-list", allowed, sys.executable, "-m", *module],
                cwd=REPOSITORY,
                env={**os.environ, **more},
                stdout=out,
                stderr=err,
            )
        self._watched.append(Watched(process))
        return self._watched[-1]

    def _told(self, name: str, watched: Watched, enough: Callable[[str], bool]) -> str:
        """What a process wrote, once it is enough."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            text = (self._folder / f"{name}.out").read_text()
            if enough(text):
                return text
            if watched.process.poll() is not None:
                break
            time.sleep(SAMPLE_SECONDS)
        last = (self._folder / f"{name}.err").read_text()[-500:]
        raise Failed(f"{name} did not begin: {last}")

    def finish(self) -> Run:
        """Let all calls come and go."""
        busy, started = machine_cpu(), time.monotonic()
        own = self.serve.samples[-1].cpu + self.platform.samples[-1].cpu
        try:
            status = self.platform.process.wait(self._setting.most_seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"the calls did not end within {self._setting.most_seconds:g} s") from None
        if status:
            raise Failed(f"the platform failed: {(self._folder / 'platform.err').read_text()[-500:]}")
        spent = self.serve.samples[-1].cpu + self.platform.samples[-1].cpu - own
        others = (machine_cpu() - busy - spent) / (time.monotonic() - started)
        report = read_report(self._folder / "report.json")
        if (status := self.serve.stop()) != 0:
            raise Failed(f"serve ended with {status}: {(self._folder / 'serve.err').read_text()[-500:]}")
        journal = self._setting.database.with_suffix(".journal.jsonl")
        (self._folder / "serve.samples.json").write_text(json.dumps([asdict(one) for one in self.serve.samples]))
        began = min(call.placed_at for call in report.calls)
        ended = max(over(call) for call in report.calls)
        lines = [json.loads(line) for line in journal.read_text().splitlines()]
        return Run(
            report, lines, self._setting.database, self.serve, self.platform, began, ended, max(0.0, round(others, 2))
        )


def over(call: CallReport) -> float:
    """When a call had ended, in seconds of the machine's clock."""
    return call.placed_at + (call.ended_ms or 0) / 1000


def run(setting: Setting) -> Run:
    """Everything, from the start of both processes to their end. Raises `Failed`."""
    setting.folder.mkdir(parents=True, exist_ok=True)
    with Pair(setting) as pair:
        return pair.finish()
