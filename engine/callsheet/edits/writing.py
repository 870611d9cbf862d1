"""New steps, answers, intents: data as lines of a script, in the style of its file."""

from dataclasses import dataclass

from callsheet.edits.outcome import EditRefused
from callsheet.edits.scalars import key, scalar
from callsheet.edits.style import WrittenStyle
from callsheet.source.document import Plain
from callsheet.source.reader import DEEPEST
from callsheet.source.schemas import has_group

# Characters of a list or mapping in brackets that is still read at a glance.
LONGEST_IN_BRACKETS = 80


@dataclass(frozen=True, slots=True)
class ScriptWriter:
    """Writes data as lines without their line breaks, indented from column 0 on."""

    style: WrittenStyle

    def value(self, value: Plain, depth: int = 0, quote: str = "") -> list[str]:
        """What stands on lines of its own: a list's items, a mapping's keys. Of anything else the one line."""
        _refuse_deeper(depth)
        match value:
            case list() if value:
                return [line for item in value for line in self.item(item, depth)]
            case dict() if value:
                return [line for name, inner in value.items() for line in self.entry(name, inner, depth)]
        return [self.in_line(value, quote=quote)]

    def item(self, value: Plain, depth: int = 0, *, quote: str = "", bracketed: bool = False) -> list[str]:
        """An item of a list, behind its dash."""
        first, *rest = [self.in_brackets(value)] if bracketed else self.value(value, depth + 1, quote)
        return [f"{'-':<{self.style.dash}}{first}", *(" " * self.style.dash + line for line in rest)]

    def entry(self, name: str, value: Plain, depth: int = 0) -> list[str]:
        """A key and its value."""
        behind, below = self.under(name, value, depth)
        return [f"{key(name)}: {behind}" if behind else f"{key(name)}:", *below]

    def under(self, name: str, value: Plain, depth: int) -> tuple[str, list[str]]:
        """A value as it stands under a key: on the key's line, or else on the lines below, indented from the key on."""
        if not isinstance(value, list | dict) or not value:
            return self.in_line(value), []
        if depth > 0 and self.wants_brackets(name, value):
            behind = self.in_brackets(value)
            if len(name) + len(behind) <= LONGEST_IN_BRACKETS:
                return behind, []
        indentation = self.style.lists if isinstance(value, list) else self.style.mappings
        return "", [" " * indentation + line for line in self.value(value, depth + 1)]

    def wants_brackets(self, name: str, value: Plain) -> bool:
        """Whether what stands under this key is written in brackets."""
        inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
        if any(isinstance(each, list | dict) for each in inner):
            return False
        return self.style.brackets.get(name, isinstance(value, dict) and not has_group(name))

    def in_line(self, value: Plain, *, quote: str = "") -> str:
        """A single value, or an empty list or mapping."""
        match value:
            case list() | dict():
                return self.in_brackets(value)
        return scalar(value, quote=quote)

    def in_brackets(self, value: Plain, depth: int = 0, quote: str = "") -> str:
        """Anything, as it stands within brackets."""
        _refuse_deeper(depth)
        match value:
            case list():
                return f"[{', '.join(self.in_brackets(item, depth + 1) for item in value)}]"
            case dict():
                pairs = (f"{key(name, in_brackets=True)}: {self.in_brackets(value[name], depth + 1)}" for name in value)
                return f"{{{', '.join(pairs)}}}"
        return scalar(value, in_brackets=True, quote=quote)


def _refuse_deeper(depth: int) -> None:
    if depth > DEEPEST:
        raise EditRefused(f"this is nested deeper than {DEEPEST} levels: make it a section of its own")
