"""How answers of people are understood, without a model, by the built-in intents:

    make bench-understanding DATA="FILE…"

Each line of a file is a label, a tab and what somebody said. A label is the intent that was meant, or a word for
something that is none of them. Each wording counts once.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from callsheet.ports.telephony import Utterance
from callsheet.understanding.built_in import AGREE, REFUSE, REPEAT
from callsheet.understanding.phrases import Matcher

QUESTION = (AGREE, REFUSE, REPEAT)
OUTCOMES = (*(intent.name for intent in QUESTION), "unclear")


class Malformed(Exception):
    """A line that is not a label, a tab and words."""


def replies(text: str) -> dict[str, list[str]]:
    """The wordings by label, each once, in the order of the file. Raises `Malformed`."""
    found: dict[str, dict[str, None]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        label, tab, words = line.partition("\t")
        if not tab or not label.strip():
            raise Malformed(f"line {number} is not a label, a tab and words")
        found.setdefault(label.strip(), {})[words.strip()] = None
    return {label: list(wordings) for label, wordings in found.items()}


def outcomes(wordings: Sequence[str], question: Matcher) -> Counter[str]:
    """How often each intent, or nothing, was understood."""
    return Counter(question.understand(Utterance(wording)).intent for wording in wordings)


def table(found: Mapping[str, Counter[str]]) -> Iterator[str]:
    """A line for each label: how many, how many of them right, and what they were understood as."""
    yield f"{'':20} {'n':>6} {'right':>8}" + "".join(f" {outcome:>8}" for outcome in OUTCOMES)
    for label, counts in found.items():
        number = counts.total()
        right = _share(counts[label], number) if label in OUTCOMES else ""
        shares = "".join(f" {_share(counts[outcome], number):>8}" for outcome in OUTCOMES)
        yield f"{label:20} {number:6} {right:>8}{shares}"


def _share(count: int, number: int) -> str:
    return f"{100 * count / number:.2f} %"


def main(paths: Sequence[str]) -> int:
    """Measure and print every file; the exit status."""
    if not paths:
        print('no file: make bench-understanding DATA="FILE…"', file=sys.stderr)
        return 2
    question = Matcher(QUESTION)
    for path in paths:
        try:
            said = replies(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, Malformed) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            print(f"{path}: {reason}", file=sys.stderr)
            return 2
        print(path)
        print(*table({label: outcomes(wordings, question) for label, wordings in said.items()}), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
