"""Opening the page in the browser of whoever began the studio."""

import html
import os
import tempfile
import webbrowser
from pathlib import Path

_PAGE = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={0}"><a href="{0}">{0}</a>'


def open_page(address: str) -> None:
    """Open an address by way of a file that only this user may read: what a browser is begun with, everybody on this
    machine can read, and the address lets in whoever has it."""
    descriptor, path = tempfile.mkstemp(prefix="callsheet-studio-", suffix=".html")
    with os.fdopen(descriptor, "w") as file:
        file.write(_PAGE.format(html.escape(address)))
    webbrowser.open(Path(path).as_uri())
