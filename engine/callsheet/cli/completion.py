"""`callsheet completion`: what a shell offers while a command is typed."""

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from callsheet.cli.parser import commands_of, options_of

if TYPE_CHECKING:
    from argparse import _SubParsersAction

BASH, ZSH = "bash", "zsh"

# What stands behind a command, by the endings of its files; folders are offered with them.
FILES = {
    "check": ("flow.yaml", "test.yaml", "numbers.yaml", "sql", "http"),
    "diff": ("flow.yaml",),
    "draw": ("flow.yaml",),
    "replay": ("jsonl",),
    "run": ("flow.yaml",),
    "serve": ("flow.yaml",),
    "test": ("test.yaml",),
}
# Options whose value is a file.
FILE_OPTIONS = frozenset(
    {"--config", "--database", "--flow", "--journal", "--junit", "--messages", "--output", "--write"}
)

HEAD = """# Completion of callsheet. For {shell}: put this into {file}
#   eval "$(callsheet completion {shell})"
"""
# In zsh the function runs as in bash, with arrays that begin at 0.
ZSH_HEAD = """autoload -Uz compinit bashcompinit
(( ${+functions[compdef]} )) || compinit
bashcompinit
"""
FUNCTION = """_callsheet() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command="${{COMP_WORDS[1]}}"
  local words="" endings="" ending IFS=$'\\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W {commands} -- "$word"))
    return
  fi
  case "$command:$before" in
{values}
  esac
  case "$command" in
{cases}
  esac
  case "$word" in
    -*) endings="" ;;
    *) [ -z "$endings" ] || {{ words=""; COMPREPLY=($(compgen -d -- "$word")); }} ;;
  esac
  for ending in $endings; do
    COMPREPLY+=($(compgen -f -X "!*.$ending" -- "$word"))
  done
  COMPREPLY+=($(compgen -W "$words" -- "$word"))
}}
complete -o filenames -F _callsheet callsheet
"""


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "completion",
        help="complete commands in a shell",
        description="Print what makes a shell complete commands, options and the names of scripts:"
        ' eval "$(callsheet completion bash)" in ~/.bashrc, or eval "$(callsheet completion zsh)" in ~/.zshrc.',
    )
    parser.add_argument("shell", choices=(BASH, ZSH), metavar="SHELL", help="bash or zsh")
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Print the shell's part."""
    shell = arguments.shell
    print(HEAD.format(shell=shell, file=f"~/.{shell}rc") + (ZSH_HEAD if shell == ZSH else "") + _function(), end="")
    return 0


def _function() -> str:
    from callsheet.cli import command_line

    parsers = commands_of(command_line())
    return FUNCTION.format(
        commands=_lines([*parsers, "--help", "--version"]),
        values="\n".join(_values(parsers)),
        cases="\n".join(_case(name, parser) for name, parser in parsers.items()),
    )


def _values(parsers: dict[str, argparse.ArgumentParser]) -> Iterator[str]:
    """What is offered behind an option that takes a value."""
    for name, parser in parsers.items():
        for action in parser._actions:
            options = "|".join(f"{name}:{option}" for option in action.option_strings)
            if not options or action.nargs == 0:
                continue
            if action.choices:
                offered = f'COMPREPLY=($(compgen -W {_lines(map(str, action.choices))} -- "$word"))'
            elif FILE_OPTIONS.intersection(action.option_strings):
                offered = 'COMPREPLY=($(compgen -f -- "$word"))'
            else:
                offered = ":"
            yield f"    {options}) {offered}; return ;;"


def _case(name: str, parser: argparse.ArgumentParser) -> str:
    words = [*options_of(parser), *_words(name)]
    endings = f"; endings={_lines(FILES[name])}" if name in FILES else ""
    return f"    {name}) words={_lines(words)}{endings} ;;"


def _words(name: str) -> tuple[str, ...]:
    """What is offered in place of a file."""
    if name == "explain":
        from callsheet.diagnostics.codes import CODES

        return tuple(CODES)
    return {"completion": (BASH, ZSH), "show": ("last",)}.get(name, ())


def _lines(words: Iterable[str]) -> str:
    """Words of our own, as a shell's text that has one a line: IFS divides nowhere else."""
    return "$'" + "\\n".join(words) + "'"
