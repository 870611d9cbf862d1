"""How long the database may take, and how much may wait for it."""

from msgspec import Struct


class DatabaseLimits(Struct, frozen=True):
    """Every limit of one database. A caller hears silence meanwhile, so that seconds are few."""

    readers: int = 4  # connections: reads are short, and more would only share the same disk and cores
    waiting: int = 10_000  # jobs in a queue: several for each call that a process can hold, and bounded memory
    queue_seconds: float = 5.0  # before a job is started; after that it fails untried
    lock_seconds: float = 5.0  # for a lock that another process holds: a backup or a person at a prompt
    run_seconds: float = 5.0  # for a statement; it is interrupted then
    settle_seconds: float = 5.0  # for what cannot or must not be interrupted: opening, COMMIT, coming back


LIMITS = DatabaseLimits()
