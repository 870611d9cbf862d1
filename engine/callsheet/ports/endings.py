"""How a call can end."""

from typing import Literal

Ending = Literal["completed", "hung_up", "failed", "limit_reached", "shut_down"]
ENDINGS: tuple[Ending, ...] = ("completed", "hung_up", "failed", "limit_reached", "shut_down")
