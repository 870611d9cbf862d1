"""Slips that break YAML further down than where they were made: found again in the lines above the break."""

import re

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.lookalikes import described
from callsheet.source.quotes import EXPRESSION, PUT_IN_QUOTES
from callsheet.source.schemas import argument_of, has_group, text_of, verbs
from callsheet.source.slip import Slip
from callsheet.source.written_lines import KEY, KEY_ALONE, NAME_AND_COLON, beside_its_owner, indent_of, upwards

# Groups of names and values, beside verbs: what stands behind them on their line is not a text that lacks its quotes.
_GROUPS = ("with", "values")

NEITHER_KEY_NOR_ITEM = "this line is neither a key with its value nor a list item"
_VERB = r"(?P<verb>[a-z_]+)\b"
_WRONG_DASH = re.compile(rf"[ ]*(?P<dash>-+|[–—−‐•·*+]|[0-9]{{1,3}}[.)])(?P<gap>[ ]*){_VERB}")
_GLUED = re.compile(r"[ ]*(?:-[ ]+)?(?P<key>[a-z_]+)(?P<sign>[:：;=])(?P<rest>[^\s:/].*)?")
_TOP = re.compile(r"(?P<key>callsheet|flow|language|timezone|data)[ ]+(?P<rest>[^ :].*)")
_NO_COLON = re.compile(
    rf"(?P<before>[ ]*(?:-[ ]+)?){_VERB}(?:[ ]*[:：;=](?=\S)|[ ]*[：;=][ ]+|[ ]+)(?P<rest>[^:：;= ].*)"
)
_VERB_ALONE = re.compile(rf"[ ]*-[ ]+{_VERB}")
_FIRST_STEP = re.compile(rf"[ ]*{_VERB}:(?:[ ]|$)")
_OPENS_VALUE = re.compile(r"(?:^[ ]*|: +|- +)(?P<opening>[\[{])(?!\{)")
# Comments and frames of other languages and of pages.
_COMMENT = re.compile(r"[ ]*(?P<sign>//|/\*|<!--|--(?=[ ])|;|rem\b)[ ]*(?P<rest>.*?)[ ]*(?:\*/|-->)?", re.IGNORECASE)
_FENCE = re.compile(r"[ ]*(?P<fence>```|~~~)\w*")
_STARTS_TEXT = re.compile(r"[ ]*(?:- )?\w+:(?: |$)")
_ITEM = re.compile(r"[ ]*- (?P<text>\S.*)")
_NO_GAP = re.compile(r"[ ]*-(?P<text>[^\s-].*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TYPOGRAPHIC = re.compile("[“”„‟]")
_NAME_IN_BRACES = re.compile(rf"{EXPRESSION}\{{(?P<name>[\w.]+)\}}(?P<rest>[^{{}}]*)")
_GROUP_ON_LINE = re.compile(r"[ ]*(?:- )?(?P<group>\w+):[ ]+(?P<first>\w+):")


def slip(lines: list[str], broken: int, column: int) -> Slip | None:
    """The slip behind a break of YAML on the line `broken`, counted from 0; None where the break itself is one."""
    if broken >= len(lines):
        broken, column = len(lines) - 1, 0
    for number in _above(lines, broken):
        found = _wrong_dash(lines, number) or of_page(lines, number) or _no_colon(lines, number)
        found = found or _glued(lines, number)
        if found:
            return found
    return (
        _step_without_dash(lines, broken)
        or _first_step_without_dash(lines, broken)
        or _not_indented(lines, broken)
        or _brackets(lines[broken], broken + 1, column)
    )


def of_page(lines: list[str], number: int) -> Slip | None:
    """A comment as other languages have it, or the frame of code on a page."""
    line = lines[number].rstrip()
    if fence := _FENCE.fullmatch(line):
        return Slip(Span.at(number + 1, fence.start("fence") + 1, 3), "this line is no part of a script", "delete it")
    if comment := _COMMENT.fullmatch(line):
        span = Span.at(number + 1, comment.start("sign") + 1, len(comment["sign"]))
        return Slip(span, f'"{comment["sign"]}" begins no comment: that is "#"', f"write # {comment['rest']}".rstrip())
    return None


def loose(lines: list[str], broken: int) -> Slip | None:
    """A text alone on its line: an item that lacks its dash, or what goes on from the line above."""
    above = next(iter(upwards(lines, broken)), None)
    text = lines[broken].strip()
    if above is None or not text or ": " in text or text.endswith(":"):
        return None
    span = Span.at(broken + 1, indent_of(lines[broken]) + 1, len(text))
    item = _ITEM.fullmatch(lines[above].rstrip())
    if glued := _NO_GAP.fullmatch(lines[broken].rstrip()):
        return Slip(span, 'behind the "-" a space is missing', f'write "- {glued["text"]}"')
    if item and indent_of(lines[above]) == indent_of(lines[broken]) and not KEY.match(item["text"]):
        return Slip(span, "before this a dash is missing, as the lines above have it", f'write "- {text}"')
    help_ = "if it goes on with the text above it, indent it by two more spaces than the key of that text"
    return Slip(span, NEITHER_KEY_NOR_ITEM, help_) if " " in text and _STARTS_TEXT.match(lines[above]) else None


def _above(lines: list[str], broken: int) -> list[int]:
    """The broken line, and those above it that YAML may have taken for one text with it."""
    found = [broken]
    for number in range(broken - 1, -1, -1):
        content = lines[number].strip()
        if content and not content.startswith("#"):
            found.append(number)
            if ": " in content or content.endswith(":") or content.startswith("- "):
                break
    return found


def _wrong_dash(lines: list[str], number: int) -> Slip | None:
    found = of_verb(_WRONG_DASH.match(lines[number]))
    if not found or (found["dash"] == "-" and found["gap"]):
        return None
    verb, dash = found["verb"], found["dash"]
    message = f'behind the "-" before "{verb}" a space is missing'
    if dash != "-":
        message = f'"{dash}" does not begin a step: that is "-", and a space'
    return Slip(Span.at(number + 1, found.start("dash") + 1), message, f'write "- {verb}"')


def _no_colon(lines: list[str], number: int) -> Slip | None:
    alone = of_verb(_VERB_ALONE.fullmatch(lines[number].rstrip()))
    if alone and text_of(argument_of(alone["verb"]), "type") in ("array", "object"):
        span = Span.at(number + 1, alone.start("verb") + 1, len(alone["verb"]))
        return Slip(span, f'a colon is missing behind "{alone["verb"]}"', f'write "- {alone["verb"]}:"')
    found = of_verb(_NO_COLON.fullmatch(lines[number].rstrip()))
    if not found or ": " in lines[number]:
        return None
    verb, rest = found["verb"], " ".join(found["rest"].split())
    shown = rest if len(rest) <= 40 else rest[:39].rstrip() + "…"
    span = Span.at(number + 1, found.start("verb") + 1, len(verb))
    return Slip(span, f'behind "{verb}" a colon and a space are missing', f'write "- {verb}: {shown}"')


def _glued(lines: list[str], number: int) -> Slip | None:
    """`timeout:8s`, `agree：` or `flow greeting`: no colon, or no space behind it."""
    line = lines[number].rstrip()
    found = _TOP.fullmatch(line) or _GLUED.fullmatch(line)
    if found is None or ": " in line or (found.re is _GLUED and found["sign"] == ":" and not found["rest"]):
        return None
    key, rest = found["key"], found["rest"] or ""
    sign = found["sign"] if found.re is _GLUED else ""
    here = Span.at(number + 1, found.start("key") + 1, len(key))
    if sign == "：":
        here = Span.at(number + 1, found.start("sign") + 1)
        return Slip(here, f"{described(sign)} is not the colon that YAML knows", f"write {key}: {rest}".rstrip())
    missing = "a space is missing behind the colon" if sign == ":" else f'a colon is missing behind "{key}"'
    return Slip(here, missing, f"write {key}: {rest}".rstrip())


def _step_without_dash(lines: list[str], broken: int) -> Slip | None:
    """A step in the column of the dashes of the steps above it."""
    step = of_verb(_FIRST_STEP.match(lines[broken]))
    if step is None:
        return None
    column = indent_of(lines[broken])
    before = next((number for number in upwards(lines, broken) if indent_of(lines[number]) <= column), None)
    if before is None or indent_of(lines[before]) != column or not lines[before].lstrip().startswith("- "):
        return None
    return _dash_missing(broken, step)


def _dash_missing(number: int, step: re.Match[str]) -> Slip:
    verb = step["verb"]
    span = Span.at(number + 1, step.start("verb") + 1, len(verb))
    return Slip(span, f'before "{verb}" a dash is missing: a step begins with "- "', f'write "- {verb}"')


def _first_step_without_dash(lines: list[str], broken: int) -> Slip | None:
    """`renew:`, and below it `write: …` without a dash. YAML only breaks at the step's options, or the next step."""
    above = upwards(lines, broken)
    parent = next((number for number in above if indent_of(lines[number]) < indent_of(lines[broken])), None)
    if not lines[broken].lstrip().startswith("- ") and parent is not None and of_verb(_FIRST_STEP.match(lines[parent])):
        parent = next((number for number in above if number < parent), None)
    if parent is None or not KEY_ALONE.match(lines[parent]):
        return None
    first = next((number for number in range(parent + 1, broken) if lines[number].strip()), None)
    step = of_verb(_FIRST_STEP.match(lines[first])) if first is not None else None
    if first is None or step is None or indent_of(lines[first]) <= indent_of(lines[parent]):
        return None
    return _dash_missing(first, step)


def _not_indented(lines: list[str], broken: int) -> Slip | None:
    """A key in the column of the key that it belongs to, and the next one is where both should be."""
    above = upwards(lines, broken)[:2]
    if len(above) < 2:
        return None
    key, parent = KEY.match(lines[above[0]]), KEY_ALONE.match(lines[above[1]])
    same_column = indent_of(lines[above[0]]) == indent_of(lines[above[1]]) < indent_of(lines[broken])
    if not (key and parent and same_column):
        return None
    return beside_its_owner(above[0], key, parent)


def _brackets(line: str, number: int, column: int) -> Slip | None:
    """Brackets on the broken line: one that is missing or too many, a text that begins with one, curly quotes."""
    bare = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), line)
    before, here = bare[:column].rstrip(), line[column : column + 1]
    curly = _TYPOGRAPHIC.search(bare)
    if curly and _OPENS_VALUE.search(bare[: curly.start()]):
        span = Span.at(number, curly.start() + 1)
        return Slip(span, f"{curly[0]} is not a quote that YAML knows", 'write straight quotes: "…"')
    group = _GROUP_ON_LINE.match(bare)
    group = group if group and (group["group"] in _GROUPS or has_group(group["group"])) else None
    if group and bare.count("}") > bare.count("{"):
        span = Span.at(number, group.start("first") + 1, len(group["first"]))
        return Slip(span, "this } closes nothing: the { that opens is missing", f'write "{{" before "{group["first"]}"')
    if group:
        span = Span.at(number, group.start("first") + 1, len(group["first"]))
        help_ = f'put "{group["first"]}" on the next line, indented, or write {{ }} around all that belongs to it'
        return Slip(span, f'"{group["first"]}" cannot stand on the line of "{group["group"]}"', help_)
    opening = _OPENS_VALUE.search(bare)
    if opening is None or opening.start("opening") >= column:
        return None
    if before.endswith(("]", "}")):
        if here in ("]", "}"):
            return Slip(Span.at(number, column + 1), f"this {here} closes nothing", "delete it")
        span = Span.at(number, opening.start("opening") + 1)
        if found := _NAME_IN_BRACES.match(bare):
            help_ = f"write {found['key']}: {found['name']}{found['rest']}"
            return Slip(span, "an expression stands without braces here", help_)
        message = f"a text that begins with {opening['opening']} has to be quoted"
        return Slip(span, message, PUT_IN_QUOTES)
    if before.endswith("_") and here and (here in "\"'" or NAME_AND_COLON.match(line, column)):
        return Slip(Span.at(number, column + 1), "a comma is missing before this", "write a comma and a space")
    return None


def of_verb(found: re.Match[str] | None) -> re.Match[str] | None:
    """The match, where its `verb` is one."""
    return found if found and found["verb"] in verbs() else None
