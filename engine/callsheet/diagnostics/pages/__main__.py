"""Writes `docs/checks.md` from the pages: `python -m callsheet.diagnostics.pages [--check]`, from the repository."""

import argparse
import sys

from callsheet.diagnostics.pages.document import DOCUMENT, is_fresh, written


def main() -> int:
    """Write the document, or with `--check` only say whether it is fresh."""
    parser = argparse.ArgumentParser(prog="python -m callsheet.diagnostics.pages", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if it is stale")
    check = parser.parse_args().check
    if is_fresh(DOCUMENT):
        print(f"{DOCUMENT} is fresh")
    elif check:
        print(f"{DOCUMENT} is stale: run python -m callsheet.diagnostics.pages", file=sys.stderr)
        return 1
    else:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(written(), encoding="utf-8")
        print(f"wrote {DOCUMENT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
