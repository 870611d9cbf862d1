"""Small scripts with their files, checked, so that they can be walked."""

from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import Checked, check_file


def checked(folder: Path, steps: str, *, head: str = "", queries: str = "", schema: str = "") -> Checked:
    """A script with these steps, which begin at the margin; it has no error."""
    path = folder / "example.flow.yaml"
    data = "data: queries.sql\n" if queries else ""
    path.write_text(f"callsheet: 1\nflow: example\nlanguage: en-US\n{data}{head}{steps}")
    if queries:
        (folder / "queries.sql").write_text(queries)
        (folder / "schema.sql").write_text(schema)
    found = check_file(path, path.name, Disk.around([path]))
    assert found.flow is not None, [each.message for each in found.diagnostics]
    return found
