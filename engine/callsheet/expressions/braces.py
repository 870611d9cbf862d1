"""Where the expressions stand in a text: `{{ … }}`, and braces that are not what their author thinks."""

import re

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_EXPRESSION, NOT_ALLOWED
from callsheet.expressions.problem import Flaw

# An author's longest expression has some 150 characters. Jinja's parser recurses: the bound keeps it from overflowing.
MOST_EXPRESSION_CHARACTERS = 1_000
MARK = re.compile(r"\{\{|\}\}|\{%|\{#")
# Those from here on are compiled where they are needed: few texts have quotation marks or single braces in them.
QUOTED = r"\"[^\"]*\"|'[^']*'"
TO_CLOSING_BRACES = r"(?:[^\"'{}]|\"[^\"]*\"|'[^']*'|\}(?!\})|\{(?!\{))*+\}\}"
# `patient's name`: this quotation mark opens no text.
POSSESSIVE = r"[^\"'{}]*[^\W\d]\w*'s?\s"
# A name, with its columns and items, and what an expression may do with it.
SINGLE_BRACES = r"(?<!\{)\$?\{\s*([^\W\d]\w*(?:\.\w+|\[[^\]{}]*\])*(?:\s*[|+~=<>!-][^{}]*+|\s*))\}(?!\})"


class Braced(Struct, frozen=True):
    """The text between `{{` and `}}`, and its offset in the text around it."""

    source: str
    offset: int


def split(text: str) -> tuple[list[str | Braced], list[Flaw]]:
    """The text in parts, literal and braced. Where there are problems, the parts around them are still found."""
    parts: list[str | Braced] = []
    problems: list[Flaw] = []
    signs: set[str] = set()
    position = 0
    while mark := MARK.search(text, position):
        literal, at = text[position : mark.start()], (mark.start(), 2)
        if literal:
            parts.append(literal)
        position = mark.end()
        match mark.group():
            case "{{":
                end = closing(text, position)
                if end is None:
                    problems.append(unclosed(at))
                    return parts, problems
                source = text[position:end]
                if source[:1] == "{" and text[end + 2 : end + 3] == "}":
                    inner = source.strip("{} ")
                    message, help_line = "what is computed stands in double braces", f"write {{{{ {inner} }}}}"
                    problems.append(Flaw(BROKEN_EXPRESSION, (mark.start(), 3), message, help_line))
                    end += 1
                elif source[:2] == "- ":
                    message = '"{{-" cannot be used in a script'
                    problems.append(Flaw(NOT_ALLOWED, at, message, 'write "{{" and a space'))
                else:
                    parts.append(Braced(source, position))
                position = end + 2
            case "}}":
                help_line = 'write "{{" before the name, or leave the "}}" out'
                problems.append(Flaw(BROKEN_EXPRESSION, at, 'this "}}" closes nothing', help_line))
            case sign:
                if sign not in signs:  # {% if … %} and {% endif %} are one mistake
                    problems.append(Flaw(NOT_ALLOWED, at, f'"{sign}" cannot be used in a script', instead_of(sign)))
                signs.add(sign)
    if text[position:]:
        parts.append(text[position:])
    return parts, problems


def instead_of(sign: str) -> str:
    if sign == "{%":
        return 'write the steps "if", "switch" and "for_each" instead'
    return "write a comment on a line of its own, which begins with #"


def unclosed(at: tuple[int, int]) -> Flaw:
    return Flaw(BROKEN_EXPRESSION, at, 'this "{{" is never closed', 'write "}}" where the expression ends')


def closing(text: str, start: int) -> int | None:
    """Where the `}}` stands that closes the braces opened before `start`; None where they are not closed."""
    end = text.find("}}", start)
    if end < 0:
        return None
    inside = text[start:end]
    if '"' not in inside and "'" not in inside:  # as in most of them
        return None if "{{" in inside else end
    if re.match(POSSESSIVE, inside):
        return end
    bare = re.sub(QUOTED, "", inside)
    if '"' in bare or "'" in bare:  # a quotation mark is open: these braces may be part of a text
        found = re.match(TO_CLOSING_BRACES, text[start : start + MOST_EXPRESSION_CHARACTERS + 2])
        return start + found.end() - 2 if found else end
    return None if "{{" in bare else end


def single_braces(text: str) -> list[Flaw]:
    """`{name}` and `${name | filter}`, which would be spoken with their braces: never what was meant."""
    if "{" not in text.replace("{{", ""):  # as in most texts
        return []
    return [
        Flaw(
            BROKEN_EXPRESSION,
            (found.start(), found.end() - found.start()),
            "what is computed stands in double braces",
            f"write {{{{ {found.group(1).strip()} }}}}",
        )
        for found in re.finditer(SINGLE_BRACES, text)
    ]
