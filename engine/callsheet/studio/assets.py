"""The files of the page, as they were built: held in memory, so that no request ever names a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from callsheet.picture.style import STYLE

# How pictures of scripts look: the page's own stylesheet, since the page runs under a policy that knows no other.
PICTURE_STYLE = "/picture.css"
STATIC = Path(__file__).parent / "static"
# What the page is made of, and what a browser has to be told of it: no machine's own table of endings is asked.
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page."""

    content: bytes
    content_type: str


def read_assets(folder: Path = STATIC) -> Mapping[str, Asset]:
    """The files by their paths in addresses, which begin with a slash."""
    files = {
        f"/{path.relative_to(folder).as_posix()}": Asset(path.read_bytes(), CONTENT_TYPES[path.suffix])
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {**files, PICTURE_STYLE: Asset(STYLE.encode(), CONTENT_TYPES[".css"])}
