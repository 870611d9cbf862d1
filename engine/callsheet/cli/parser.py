"""The command line's own messages: what was typed, what was expected, what to type instead."""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import NoReturn

NOT_UNDERSTOOD = 2
# Columns: of a terminal that does not tell, and those that stay free, both as argparse has them.
USUAL, MARGIN = 80, 2
MOST_DIGITS = 5  # of a width that somebody says


class Parser(argparse.ArgumentParser):
    """Says in our words what argparse finds wrong, and what was meant."""

    def _get_formatter(self) -> argparse.HelpFormatter:
        """What formats help. argparse asks for it with each option, and it for the width of the terminal: in a library
        that takes long to import, unless it is told."""
        width = _columns() - MARGIN
        return self.formatter_class(prog=self.prog, width=width)  # type: ignore[call-arg]  # typeshed leaves it out

    def error(self, message: str) -> NoReturn:
        """Tell a mistake, and end."""
        print(f"{self.prog}: {in_our_words(message)}", file=sys.stderr)
        print(self.format_usage().rstrip(), file=sys.stderr)
        raise SystemExit(NOT_UNDERSTOOD)

    def parse_args(self, args: Sequence[str] | None = None, namespace: None = None) -> argparse.Namespace:  # type: ignore[override]  # typeshed has overloads
        """The arguments; what nobody knows is told with the nearest option that there is."""
        parsed, unknown = self.parse_known_args(args, namespace)
        if unknown:
            command = commands_of(self).get(getattr(parsed, "command", ""), self)
            command.error(_too_much(unknown[0], options_of(command)))
        return parsed


def _columns() -> int:
    """How wide the terminal is, or is said to be."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and len(told) <= MOST_DIGITS and int(told):
        return int(told)
    try:
        return os.get_terminal_size().columns or USUAL
    except OSError:  # it is none
        return USUAL


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands, by name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def options_of(parser: argparse.ArgumentParser) -> list[str]:
    """The long options of a command."""
    return [word for action in parser._actions for word in action.option_strings if word.startswith("--")]


def no_command(word: str, commands: Sequence[str]) -> str:
    """What to tell of a word that is no command: a script may stand there, its command forgotten."""
    from callsheet.diagnostics.suggest import did_you_mean
    from callsheet.diagnostics.visible import sentence

    help_ = did_you_mean(word, commands, otherwise=f"there is: {', '.join(commands)}")
    if word.endswith((".yaml", ".yml")):
        help_ = f"to look for mistakes in it, callsheet check {word}; to try it as a call, callsheet run {word}"
    return f'there is no command "{sentence(word)}"; {sentence(help_)}'


def no_option(word: str, options: Iterable[str]) -> str:
    """What to tell of an option before all commands that belongs behind one, or is none."""
    from callsheet.diagnostics.visible import sentence

    known = ", ".join(option for option in options if option.startswith("--"))
    return f'there is no option "{sentence(word)}" before a command ({known}); write the command first'


def _too_much(word: str, options: Iterable[str]) -> str:
    from callsheet.diagnostics.suggest import did_you_mean
    from callsheet.diagnostics.visible import sentence

    if not word.startswith("-"):
        return f'"{sentence(word)}" is one word too many'
    name = word.partition("=")[0]
    return f'there is no option "{sentence(name)}"; {did_you_mean(name, options)}'


def in_our_words(message: str) -> str:
    """A message of argparse's, as we say it; those of our own as they are."""
    from callsheet.diagnostics.suggest import did_you_mean
    from callsheet.diagnostics.visible import sentence

    if found := re.fullmatch(r"the following arguments are required: (.*)", message):
        return f"{found[1]} is missing" if ", " not in found[1] else f"{found[1].replace(', ', ' and ')} are missing"
    if found := re.fullmatch(r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", message, re.DOTALL):
        choices = [choice.strip("' ") for choice in found[3].split(",")]
        return f'{found[1]} cannot be "{sentence(found[2][1:-1])}"; {did_you_mean(found[2][1:-1], choices)}'
    if found := re.fullmatch(r"argument (\S+): expected one argument", message):
        return f"{found[1]} needs something behind it"
    if found := re.fullmatch(r"argument (\S+): not allowed with argument (\S+)", message):
        return f"{found[2]} and {found[1]} cannot be given together: leave out one of them"
    if found := re.fullmatch(r"argument (\S+): ignored explicit argument (.*)", message, re.DOTALL):
        return f"{found[1]} takes nothing behind it"
    if found := re.fullmatch(r"ambiguous option: (\S+) could match (.*)", message, re.DOTALL):
        return f'"{sentence(found[1])}" may be {found[2].replace(", ", " or ")}: write it out'
    return sentence(message.removeprefix("argument "))
