"""Commands that edit: each answers with small changes of the text, which the page applies and can undo."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from callsheet import edits
from callsheet.edits import Edited, NodePath, NotEdited, Renamed
from callsheet.source.document import Plain
from callsheet.studio.command import Command
from callsheet.studio.project import Declined, Project
from callsheet.studio.texts import PagePlaces
from callsheet.studio.trial import Trial


@dataclass(frozen=True, slots=True)
class TextEdit(Command):
    """An edit of a text, which is the page's, saved or not."""

    apart: ClassVar[bool] = True
    text: str

    def do(self, project: Project) -> object:
        found = self.edited()
        if isinstance(found, NotEdited):
            raise Declined(found.why)
        if why := self.refusal(found, project):
            raise Declined(why)
        places = PagePlaces(self.text)
        return {"changes": [places.change(edit) for edit in found.edits]}

    @abstractmethod
    def edited(self) -> Edited | NotEdited:
        """The edit."""

    def refusal(self, edited: Edited, project: Project) -> str:
        """Why it is not done all the same: nothing, where what is wrong then is shown under its step."""
        return ""


@dataclass(frozen=True, slots=True)
class SetValue(TextEdit):
    """Another value in the place of one."""

    path: NodePath
    value: object

    def edited(self) -> Edited | NotEdited:
        return edits.set_value(self.text, self.path, as_plain(self.value))


@dataclass(frozen=True, slots=True)
class InsertItem(TextEdit):
    """A new item in a list."""

    path: NodePath
    index: int
    value: object

    def edited(self) -> Edited | NotEdited:
        return edits.insert_item(self.text, self.path, self.index, as_plain(self.value))


@dataclass(frozen=True, slots=True)
class DeleteItem(TextEdit):
    """An item less."""

    path: NodePath

    def edited(self) -> Edited | NotEdited:
        return edits.delete_item(self.text, self.path)


@dataclass(frozen=True, slots=True)
class MoveItem(TextEdit):
    """An item at another place, also in another list."""

    path: NodePath
    to: NodePath
    index: int

    def edited(self) -> Edited | NotEdited:
        return edits.move_item(self.text, self.path, self.to, self.index)


@dataclass(frozen=True, slots=True)
class WrapItem(TextEdit):
    """A step under a condition."""

    path: NodePath
    condition: str

    def edited(self) -> Edited | NotEdited:
        return edits.wrap_item(self.text, self.path, self.condition)


@dataclass(frozen=True, slots=True)
class SetKey(TextEdit):
    """A value under a key, which may be new."""

    path: NodePath
    key: str
    value: object
    after: str | None = None

    def edited(self) -> Edited | NotEdited:
        return edits.set_key(self.text, self.path, self.key, as_plain(self.value), self.after)


@dataclass(frozen=True, slots=True)
class DeleteKey(TextEdit):
    """A key less."""

    path: NodePath

    def edited(self) -> Edited | NotEdited:
        return edits.delete_key(self.text, self.path)


@dataclass(frozen=True, slots=True)
class RenameKey(TextEdit):
    """Another key in the place of one."""

    path: NodePath
    key: str

    def edited(self) -> Edited | NotEdited:
        return edits.rename_key(self.text, self.path, self.key)


@dataclass(frozen=True, slots=True)
class Rename(TextEdit):
    """Another name for something, wherever it is meant in the script `name`, unless `check` refuses it there."""

    name: str
    unsaved: Mapping[str, str]
    what: Renamed
    old: str
    new: str

    def edited(self) -> Edited | NotEdited:
        return edits.rename(self.text, self.what, self.old, self.new)

    def refusal(self, edited: Edited, project: Project) -> str:
        return Trial(project, self.name, self.text, self.unsaved).refusal(edited)


def as_plain(value: object) -> Plain:
    """What came as JSON, as the data of a script, which has no null. Raises `Declined`."""
    match value:
        case str() | bool() | int() | float():
            return value
        case list():
            return [as_plain(item) for item in value]
        case dict():
            return {str(key): as_plain(inner) for key, inner in value.items()}
    raise Declined("a script has a text, a number, true, false, a list or names with their values there")
