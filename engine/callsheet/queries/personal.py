"""Columns with what only one person should hear of themselves: by their names, or as `schema.sql` marks them.

advice TEXT,  -- personal
"""

import re
from collections.abc import Iterable, Mapping

from callsheet.ports.sql import SqlText
from callsheet.queries.records import Library, NamedQuery, NamedRequest

# What is personal, by the query or request; of each column, whether it is so whosever row it is.
Columns = Mapping[str, Mapping[str, bool]]

# Words of the names of columns, whosever row it is.
NOBODY_ELSES = frozenset(
    (
        *("birth", "birthday", "birthdate", "born", "dob", "balance", "owes", "owed", "debt", "salary", "wage"),
        *("income", "iban", "ssn", "diagnosis", "diagnoses", "disease", "illness", "medication", "medications"),
        *("allergy", "allergies", "passport", "pin", "password", "religion"),
    )
)
# The same in a row that was found for a caller: shops and doctors have addresses, too.
OF_WHO_CALLS = frozenset(("address", "street", "postcode", "zip", "zipcode", "email", "mail"))
_PARTS = r"[A-Z]?[a-z]+|[A-Z]+"  # of "date_of_birth", "birthDate" and "DOB"
_TABLE = r"(?i)^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[\"\[`]?(\w+)"
_MARK = r"(?i)^\s*[\"\[`]?(\w+)[^\n]*--[ \t]*personal[ \t]*(?:$|[:,;.])"


def personal_in(library: Library, names: Iterable[str]) -> Columns:
    """The personal columns of the queries and requests of these names, as far as they have some."""
    marked = _marked_columns(library.schemas)
    asked = ((name, library.named(name)) for name in names)
    return {name: columns for name, named in asked if named and (columns := _personal_columns(named, marked))}


def _marked_columns(schemas: Iterable[SqlText]) -> frozenset[tuple[str, str]]:
    """The table and the name of each column that a schema marks as personal, in small letters."""
    found: set[tuple[str, str]] = set()
    for schema in schemas:
        if "personal" not in schema.text.lower():
            continue
        table = ""
        for line in schema.text.split("\n"):
            if begins := re.match(_TABLE, line):
                table = begins[1].lower()
            elif mark := re.match(_MARK, line):
                found.add((table, mark[1].lower()))
    return frozenset(found)


def _personal_columns(named: NamedQuery | NamedRequest, marked: Iterable[tuple[str, str]]) -> Mapping[str, bool]:
    """What a query or request gives that is personal, each with whether it is so whosever row it is."""
    sql = named.query.sql if isinstance(named, NamedQuery) else ""
    by_mark = {column for table, column in marked if re.search(rf"(?i)\b{table}\b", sql)}
    found: dict[str, bool] = {}
    for column in named.columns or ():
        parts = {part.lower() for part in re.findall(_PARTS, column.name)}
        if column.name.lower() in by_mark or parts & NOBODY_ELSES:
            found[column.name] = True
        elif parts & OF_WHO_CALLS:
            found[column.name] = False
    return found
