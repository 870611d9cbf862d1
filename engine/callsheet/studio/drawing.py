"""The script as a picture, also while it is being edited."""

from dataclasses import dataclass
from typing import ClassVar

from callsheet.picture.svg import picture
from callsheet.schema.shape import check_shape
from callsheet.script.script import read_script
from callsheet.source.reader import read_document
from callsheet.steps import VERBS
from callsheet.studio.command import Command
from callsheet.studio.project import Declined, Project

# Pixels: a picture is about as wide as the page has room, between a telephone's and a wall's.
LEAST_ROOM, MOST_ROOM = 280, 4000


@dataclass(frozen=True, slots=True)
class DrawScript(Command):
    """The picture of a text, about as wide as there is `room`, in pixels."""

    apart: ClassVar[bool] = True
    newest: ClassVar[bool] = True
    text: str
    room: int

    def do(self, project: Project) -> object:
        document, _ = read_document("", self.text.encode(errors="surrogatepass"))
        if document is None:
            raise Declined("the text cannot be read, and so cannot be drawn: mend it first")
        script, _ = read_script(check_shape(document)[0], VERBS)
        return {"svg": picture(script, room=max(LEAST_ROOM, min(self.room, MOST_ROOM)), styled=False)}
