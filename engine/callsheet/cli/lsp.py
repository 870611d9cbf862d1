"""`callsheet lsp`: helps an editor while somebody writes scripts, until the editor ends it."""

import argparse
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain

if TYPE_CHECKING:
    from argparse import _SubParsersAction

INSTALL = "it needs more than Callsheet itself: pip install 'callsheet[lsp]'"
_NEEDED = ("pygls", "lsprotocol", "cattrs")


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "lsp",
        help="help an editor with scripts",
        description="Speak the language server protocol on standard input and output. An editor begins this command,"
        " and shows what check finds while somebody types, offers what may be written, tells what a word is, and mends"
        " what can be mended without asking.",
    )
    parser.set_defaults(execute=execute)


def execute(_: argparse.Namespace) -> int:
    """Answer the editor; 0 once it has gone."""
    try:
        from callsheet.lsp.server import serve
    except ImportError as error:
        if (error.name or "").split(".")[0] not in _NEEDED:
            raise
        complain("lsp", INSTALL)
        return 2
    serve()
    return 0
