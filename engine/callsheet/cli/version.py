"""`callsheet version`: which Callsheet this is."""

import argparse
from typing import TYPE_CHECKING

from callsheet import __version__

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser("version", help="tell the version", description="Tell which Callsheet this is.")
    parser.set_defaults(execute=execute)


def execute(_: argparse.Namespace) -> int:
    """Print the version."""
    print(f"callsheet {__version__}")
    return 0
