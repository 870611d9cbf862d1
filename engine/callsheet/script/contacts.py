"""The people whom a script can connect its caller with: contacts by name, each with what is rung."""

import re
from collections.abc import Collection, Mapping

from msgspec import Struct

from callsheet.script.words import Word
from callsheet.source import document as source
from callsheet.source.document import Scalar, Sequence

# A telephone number (E.164), as the schema has it.
PHONE_NUMBER = re.compile(r"\+[1-9][0-9]{1,14}")


class Contact(Struct, frozen=True):
    """A contact: its name where the script gives it, and what is rung, all of it at once."""

    name: Word
    targets: tuple[Word, ...]

    @property
    def rung(self) -> tuple[str, ...]:
        """The targets as a line is given them."""
        return tuple(target.text for target in self.targets)


Contacts = Mapping[str, Contact]


def read_contacts(root: source.Mapping) -> Contacts:
    """Those under `contacts`, as far as they can be read."""
    node = root.get("contacts")
    found = [
        Contact(Word(entry.name, entry.key.span), tuple(_targets(entry.value)))
        for entry in (node if isinstance(node, source.Mapping) else ())
    ]
    return {contact.name.text: contact for contact in found}


def _targets(node: source.Node) -> list[Word]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [Word(str(item.value), item.span) for item in items if isinstance(item, Scalar)]


def may_be_rung(number: str, allowed: Collection[str]) -> bool:
    """Whether a number out of data is one, and one of those that an operator allows: `+15550123`, or `+1555*` for all
    that begin so."""
    begins = (each.removesuffix("*") for each in allowed if each.endswith("*"))
    return PHONE_NUMBER.fullmatch(number) is not None and (number in allowed or any(map(number.startswith, begins)))
