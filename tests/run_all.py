"""What `make test` runs: all tests, and lint and types beside them; and at the end, what it had to leave out and why.

With CALLSHEET_NOTHING_LEFT_OUT in the environment, as in continuous integration, leaving something out is a failure.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
STEPS = (
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("schemas and reference are fresh", [sys.executable, "-m", "callsheet.schema.assemble", "--check"]),
)
# One more than there are cores: many tests wait, for a line's real time or a process that begins.
WORKERS = str((os.cpu_count() or 1) + 1)
# Bytecode is kept, whatever the environment says: each worker and each of hundreds of processes would make it anew.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# pytest's short summary of a skipped test (-ra): "SKIPPED [1] tests/x.py:12: the reason"
LEFT_OUT = re.compile(r"^SKIPPED \[\d+\] (.*)$", re.MULTILINE)


def main() -> int:
    """Run every step, and the tests beside them: on two cores nothing waits for a step that has one thread."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        steps = [(name, beside.submit(run, command)) for name, command in STEPS]
        print("== tests", flush=True)
        tests = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "--dist", "worksteal", *sys.argv[1:]],
            cwd=REPOSITORY,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            text=True,
        )
        output = []
        for line in tests.stdout or ():
            print(line, end="", flush=True)
            output.append(line)
    failed = []
    for name, step in steps:
        done = step.result()
        print(f"== {name}\n{done.stdout}", end="", flush=True)
        if done.returncode:
            failed.append(name)
    if tests.wait():
        failed.append("tests")
    left_out = LEFT_OUT.findall("".join(output))
    print("== left out: " + ("nothing" if not left_out else ""))
    for reason in left_out:
        print(f"   {reason}")
    if left_out and os.environ.get("CALLSHEET_NOTHING_LEFT_OUT"):
        failed.append("something was left out")
    print(f"== {'failed: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """One step, and all that it tells."""
    return subprocess.run(
        command, cwd=REPOSITORY, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


if __name__ == "__main__":
    sys.exit(main())
