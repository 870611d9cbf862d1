"""`make fuzz`: atheris, guided by coverage, on one target: `python -m tests.fuzz TARGET SECONDS`.

What it has seen is kept in .fuzz/TARGET, and begins with the files that are shipped. A finding is an error with its
input, in .fuzz: first write the test that fails with it, then mend it.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
CORPUS = REPOSITORY / ".fuzz"
# For an input that takes longer (s), and for what is held at once (MB): both count as findings.
MOST_SECONDS, MOST_MEGABYTES = 10, 1024


def seeds(target: str) -> Iterator[bytes]:
    """Shipped files of the kind that the target reads."""
    scripts = [*REPOSITORY.glob("flows/*.flow.yaml"), *REPOSITORY.glob("tests/checks/ok/*.flow.yaml")]
    sql = [*REPOSITORY.glob("flows/data/**/*.sql"), *REPOSITORY.glob("tests/checks/ok/**/*.sql")]
    if target == "expression":
        from tests.fuzz.parts import EXPRESSIONS

        yield from (text.encode() for text in EXPRESSIONS)
        return
    for path in scripts if target in ("script", "edit") else sql:
        if (path.name == "schema.sql") == (target == "schema"):
            yield path.read_bytes()


def main(target: str, seconds: str) -> None:
    """Fuzz one target for so many seconds."""
    atheris = importlib.import_module("atheris")  # in an environment of its own: .venv-fuzz
    with atheris.instrument_imports(include=["callsheet"]):
        targets = importlib.import_module("tests.fuzz.targets")
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={MOST_SECONDS}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-artifact_prefix={CORPUS}/{target}-",
        "-print_final_stats=1",
        "-max_len=20000",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], targets.TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
