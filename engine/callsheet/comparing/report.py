"""What was compared, as people, programs and pull requests get it."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from callsheet.comparing.compare import ScriptDifference
from callsheet.diagnostics.visible import visible

VERSION = 1
SAME = "No caller notices a difference."
CUT = "There are more calls than could be compared: what is different only in the others is not told here."
# What needs no full stop behind it.
ENDED = (".”", "?”", "!”")
# What GitHub takes of a comment, less a line that tells of the rest. The limit is 65,536 characters.
MOST_CHARACTERS = 60_000
# Sentences of a script that stand in a comment open; more are folded.
MOST_OPEN = 12
# By this whoever writes the comment finds the last one, to write over it.
MARK = "<!-- callsheet diff -->"
_SPECIAL = re.compile(r"[\\`*_\[\]~|]")
# What GitHub makes a mention, a reference or a formula of.
_CALLING = re.compile(r"[@#$]")

State = Literal["same", "different", "new", "gone", "wrong"]


class ComparedScript(Struct, frozen=True):
    """A script: how both versions are called, and what is different; `wrong` where one of them has errors."""

    name: str
    old: str
    new: str
    state: State
    difference: ScriptDifference = ScriptDifference(())


Report = Callable[[Sequence[ComparedScript]], Iterator[str]]


def text(scripts: Sequence[ComparedScript]) -> Iterator[str]:
    """For people: a sentence on each line, under the name of its script where there are several."""
    several = len(scripts) > 1
    for script in scripts:
        lines = [visible(line) for line in _lines(script)]
        if several and lines:
            yield f"{visible(script.name)}:"
        yield from (f"  {line}" if several else line for line in lines)
        if several and lines:
            yield ""
    if all(script.state == "same" for script in scripts):
        yield (
            SAME
            if all(script.difference.complete for script in scripts)
            else f"In these calls, {SAME[0].lower()}{SAME[1:]}"
        )


def _lines(script: ComparedScript) -> Iterator[str]:
    for told in script.difference.told:
        if len(told.sentences) == 1 or not told.who:
            yield from (_whole(told.who, sentence) for sentence in told.sentences)
        else:
            yield f"{told.who}:"
            yield from (f"  - {sentence}" for sentence in told.sentences)
    yield from _beside(script)


def _beside(script: ComparedScript) -> Iterator[str]:
    """What is to be known beside what is different."""
    if script.state in ("new", "gone"):
        yield f"This script is {'new' if script.state == 'new' else 'no longer there'}."
    if not script.difference.complete:
        yield CUT
    if script.difference.forgotten:
        names = ", ".join(script.difference.forgotten)
        yield f"What {names} can be was not followed through each call: some of what is told may never happen."


def _whole(who: str, sentence: str) -> str:
    end = "" if sentence.endswith(ENDED) else "."
    if not who:
        return f"{sentence}{end}"
    return f"{who}{', ' if sentence.startswith('where ') else ' '}{sentence}{end}"


def as_json(scripts: Sequence[ComparedScript]) -> Iterator[str]:
    """For programs: one object, whose shape only grows.

    {"version": 1, "same": false, "scripts": [{"name": …, "old": …, "new": …, "state": "different", "complete": true,
    "forgotten": [], "changes": [{"who": "A caller who …", "sentences": ["now hears …"]}]}]}

    `state` is as in `State`; an empty `who` stands before whole sentences.
    """
    yield json.dumps(
        {
            "version": VERSION,
            "same": all(script.state == "same" and script.difference.complete for script in scripts),
            "scripts": [_script(script) for script in scripts],
        },
        indent=1,
    )


def _script(script: ComparedScript) -> dict[str, object]:
    difference = script.difference
    return {
        "name": visible(script.name),
        "old": visible(script.old),
        "new": visible(script.new),
        "state": script.state,
        "complete": difference.complete,
        "forgotten": [visible(name) for name in difference.forgotten],
        "changes": [
            {"who": visible(told.who), "sentences": [visible(sentence) for sentence in told.sentences]}
            for told in difference.told
        ],
    }


def markdown(scripts: Sequence[ComparedScript]) -> Iterator[str]:
    """For a comment on a pull request: not longer than GitHub takes, what is long folded."""
    blocks = [MARK, "## What callers notice"]
    changed = [script for script in scripts if script.state != "same" or not script.difference.complete]
    if not changed:
        blocks.append(SAME)
    left = MOST_CHARACTERS
    for number, script in enumerate(changed):
        block = _block(script)
        left -= len(block) + 2
        if left < 0:
            more = len(changed) - number
            blocks.append(
                f"_{more} more {'script differs' if more == 1 else 'scripts differ'}: `callsheet diff` tells all._"
            )
            break
        blocks.append(block)
    yield "\n\n".join(blocks)


def _block(script: ComparedScript) -> str:
    bullets = [f"- {_plain(_whole(told.who, each))}" for told in script.difference.told for each in told.sentences]
    beside = [_plain(line) for line in _beside(script)]
    if script.state == "wrong":
        beside.append("A version has errors, and was not compared: `callsheet check` tells them.")
    heading = f"### {_plain(script.name)}"
    shown = _fitting(bullets)
    if len(shown) < len(bullets):
        beside.append(f"_{len(bullets) - len(shown)} more sentences: `callsheet diff` tells all._")
    body = "\n".join(shown)
    if len(shown) > MOST_OPEN:
        body = f"<details><summary>{len(bullets)} differences</summary>\n\n{body}\n\n</details>"
    return "\n\n".join(filter(None, [heading, body, *beside]))


def _fitting(bullets: Sequence[str]) -> list[str]:
    """Those for which there is room in a comment that has a script to itself."""
    found, left = [], MOST_CHARACTERS // 2
    for bullet in bullets:
        left -= len(bullet) + 1
        if left < 0:
            break
        found.append(bullet)
    return found


def _plain(line: str) -> str:
    """A text that Markdown makes nothing of, and GitHub calls nobody by."""
    escaped = _SPECIAL.sub(r"\\\g<0>", visible(line)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CALLING.sub(r"\g<0><!-- -->", escaped)
