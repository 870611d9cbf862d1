"""What can go wrong on the way to a service and back."""

from typing import Literal

Trouble = Literal["connection", "rate_limit", "server", "access", "request", "rubbish"]

# Asking again soon will not help: somebody has to change a setting.
LASTING: frozenset[str] = frozenset({"access"})
