"""Results as JUnit XML, the form that continuous integration reads."""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from msgspec import Struct

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class CaseResult(Struct, frozen=True):
    """A test that was played. `failure` is empty where it passed, else a sentence; `report` is all there is to say."""

    name: str
    seconds: float
    failure: str
    report: str


class FileResult(Struct, frozen=True):
    """The tests of one file; `errors` where it or its script has errors, so that none was played."""

    file: str
    tests: tuple[CaseResult, ...]
    errors: str


def write_junit(path: Path, results: Sequence[FileResult]) -> None:
    """Write the file. Raises OSError."""
    root = Element("testsuites", name="callsheet")
    for result in results:
        suite = SubElement(
            root,
            "testsuite",
            name=_text(result.file),
            tests=str(len(result.tests) or 1),
            failures=str(sum(bool(test.failure) for test in result.tests)),
            errors=str(int(bool(result.errors))),
            time=f"{sum(test.seconds for test in result.tests):.3f}",
        )
        for test in result.tests:
            case = SubElement(
                suite, "testcase", classname=_text(result.file), name=_text(test.name), time=f"{test.seconds:.3f}"
            )
            if test.failure:
                SubElement(case, "failure", message=_text(test.failure)).text = _text(test.report)
        if result.errors:
            case = SubElement(suite, "testcase", classname=_text(result.file), name="the file is sound", time="0.000")
            SubElement(case, "error", message="the file or its script has errors").text = _text(result.errors)
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _text(text: str) -> str:
    return _NOT_XML.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
