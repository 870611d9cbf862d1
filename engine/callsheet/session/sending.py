"""What is sent to other systems: what changes something, noted in the ledger before and after.

Whoever dies in between leaves a line there that does not say what came of it, and the next worker tells it.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from callsheet.ports.data import Database, DataFailed, WriteKey
from callsheet.ports.exceptions import ProviderFailed

logger = logging.getLogger("callsheet.session")
T = TypeVar("T")


async def sent_once(database: Database, key: WriteKey, name: str, send: Callable[[], Awaitable[T]]) -> T:
    """What comes of `send`, which is called once the ledger has a line for it.

    Raises:
        DataFailed: there is no such line, and nothing was sent.
        ProviderFailed: as `send` does.
    """
    await database.open_sending(key, name)
    try:
        answered = await send()
    except ProviderFailed as error:
        if error.kind != "unknown_outcome":
            await _note(database, key, error.kind)
        raise
    await _note(database, key, "done")
    return answered


async def _note(database: Database, key: WriteKey, outcome: str) -> None:
    try:
        await database.close_sending(key, outcome)
    except DataFailed as error:  # the call goes on, and its journal tells what came of it
        logger.warning("what call %s has sent is not noted in the database: %s", key.call_id, error.message)
