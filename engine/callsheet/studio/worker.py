"""What computes for the studio, from the side of the server: one command at a time, in a process of its own.

In a thread of the server, a check would hold up whatever else it does by seconds, sound above all.
"""

import asyncio
import pickle

from callsheet.ports.child import Child, ChildEnded
from callsheet.ports.tasks import Overtaken, Unless
from callsheet.studio.command import Command
from callsheet.studio.messages import refusal
from callsheet.studio.project import Project

# Seconds for one command, of a machine that does much else: a check takes a tenth of one.
MOST_SECONDS = 20.0
_TOO_LONG = "this takes too long to look at, and was given up: divide the script or its data"
_ENDED = "what looks at scripts has ended in the midst of this, and is begun anew: change something to try again"


class Worker:
    """Begun with the first command, and again after it has ended, whoever ended it. Who has the `turn` may use it."""

    def __init__(self, project: Project) -> None:
        self._child = Child("callsheet.studio.desk", pickle.dumps(project))
        self.turn = asyncio.Lock()

    async def do(self, command: Command) -> bytes:
        """What came of a command, as `messages.outcome` gives it. Whoever is cancelled meanwhile ends the process."""
        try:
            with Unless(within=MOST_SECONDS):
                return await self._child.ask(pickle.dumps(command))
        except Overtaken:
            await self.end()
            return refusal(_TOO_LONG)
        except ChildEnded:
            return refusal(_ENDED)
        except asyncio.CancelledError:  # half an answer would be read as the next one's
            await self.end()
            raise

    async def end(self) -> None:
        """End the process."""
        await self._child.end()
