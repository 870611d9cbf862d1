"""Failed tests as people read them: the place in the test, what was expected, what came, the call so far."""

from collections.abc import Iterator

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.findings import LinesOf
from callsheet.diagnostics.text import report
from callsheet.diagnostics.visible import quoted, visible
from callsheet.ports.english import counted
from callsheet.testing.play import PlayedTest


def failure_report(shown: str, played: PlayedTest, lines_of: LinesOf) -> Iterator[str]:
    """A block for each problem of a test in the file `shown`; the call stands below the last one."""
    for problem in played.problems:
        message = f"{quoted(played.case.name.text)} failed: {problem.message}"
        (block,) = report([Diagnostic(problem.code, shown, problem.span, message)], lines_of)
        said = [
            ("expected", problem.expected),
            ("got", problem.got),
            *([("help", problem.help)] if problem.help else []),
        ]
        yield "\n".join([block.rstrip("\n"), *(f"   = {what}: {visible(text)}" for what, text in said), ""])
    yield "\n".join(["   the call so far:", *(f"     {visible(line.written)}" for line in played.conversation), ""])


def summary(passed: int, failed: int, broken: int) -> str:
    """What came of all tests; `broken` files have errors, so that their tests were not played."""
    total = passed + failed
    tests = counted(total, "test")
    if not failed and total:
        tests += ": all passed" if total > 1 else ": passed"
    elif total:
        tests += f": {passed:,} passed, {failed:,} failed"
    files = f"{counted(broken, 'file')} with errors, not played"
    return f"{tests}; {files}" if total and broken else files if broken else tests
