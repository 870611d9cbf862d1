"""What a session gets from outside."""

from dataclasses import dataclass

from engine.ports.clock import Clock
from engine.ports.data import Database
from engine.ports.journal import Journal
from engine.ports.understanding import Model


@dataclass(frozen=True, slots=True)
class World:
    """Shared by the calls of a process. A model is not always there.

    `redact` keeps what is personal out of what is stored beside a write, as it is kept out of the journal. `farewell`
    is said to whoever is on the line when the engine stops; empty, nothing is said.
    """

    database: Database
    clock: Clock
    journal: Journal
    model: Model | None = None
    redact: bool = False
    farewell: str = ""
