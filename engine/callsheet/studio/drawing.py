"""The script as a picture, also while it is being edited."""

from dataclasses import dataclass
from typing import ClassVar

from callsheet.exploring.marking import marks as marks_of_findings
from callsheet.picture.drawn import Marks
from callsheet.picture.svg import picture
from callsheet.script.script import parse
from callsheet.steps import VERBS
from callsheet.studio.command import FileCommand
from callsheet.studio.exploring import explored
from callsheet.studio.play import coverage_of_files, play_files
from callsheet.studio.project import Declined, Project
from callsheet.testing.marking import marks

# Pixels: a picture is about as wide as the page has room, between a telephone's and a wall's.
LEAST_ROOM, MOST_ROOM = 280, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawScript(FileCommand):
    """The picture of a script, about as wide as there is `room`, in pixels. Where it is `tested`, its tests are played,
    and what they have not come to is marked; where it is `explored`, so is what is wrong in its calls."""

    newest: ClassVar[bool] = True
    room: int
    tested: bool = False
    explored: bool = False

    def do(self, project: Project) -> object:
        script = parse("", self.text.encode(errors="surrogatepass"), VERBS).script
        if script is None:
            raise Declined("the text cannot be read, and so cannot be drawn: mend it first")
        known = Marks()
        if self.tested and (coverage := coverage_of_files(play_files(project, self.files(project), self.name))):
            known += marks(coverage)
        if self.explored:
            known += marks_of_findings(explored(project, self))
        room = max(LEAST_ROOM, min(self.room, MOST_ROOM))
        return {"svg": picture(script, room=room, styled=False, known=known)}
