"""`callsheet schema`: the schema by which an editor offers the words of the language."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain
from callsheet.source.schemas import ASSEMBLED, NUMBERS, TESTS, schemas_folder

if TYPE_CHECKING:
    from argparse import _SubParsersAction

SUFFIX = ".json"


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "schema",
        help="tell an editor the words of the language",
        description="Print where the JSON Schema of scripts lies, and the line to put at the top of a script: editors"
        " that know YAML language servers then offer the words of the language, and mark mistakes.",
    )
    kinds = parser.add_mutually_exclusive_group()
    for option, schema, files in (("--test", TESTS, "test files"), ("--numbers", NUMBERS, "numbers files")):
        kinds.add_argument(
            option,
            action="store_const",
            dest="schema",
            const=schema,
            default=ASSEMBLED,
            help=f"the schema of {files}",
        )
    parser.add_argument(
        "--write",
        metavar="FILE",
        help="write the schema there, such as schemas/flow.schema.json, so that it can be kept with the scripts; - is"
        " standard output",
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Print the path and the line, or write the schema."""
    from callsheet.diagnostics.visible import sentence
    from callsheet.ports.on_disk import why_not

    schema = schemas_folder() / arguments.schema
    if arguments.write == "-":
        print(schema.read_text(encoding="utf-8"), end="")
        return 0
    if arguments.write is not None:
        target = Path(arguments.write)
        if target.suffix != SUFFIX:
            print(
                f"callsheet schema: {sentence(arguments.write)} does not end in {SUFFIX}, and may be something else;"
                f" write to a file such as {schema.name}",
                file=sys.stderr,
            )
            return 2
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(schema, target)
        except OSError as error:
            why = why_not(error, "it is no place for a file")
            complain("schema", f"{arguments.write} cannot be written: {why}")
            return 2
        schema = target
    print(schema)
    print(f"# yaml-language-server: $schema={schema}")
    return 0
