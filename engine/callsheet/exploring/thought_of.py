"""A call that is only thought of, as steps work on it."""

from callsheet.interpreter.live_call import LiveCall


class CallThoughtOf(LiveCall):
    """Nothing is made ready in it: what the next prompt reads is not decided before it is spoken."""

    __slots__ = ()

    def _ahead(self) -> str | None:
        return None
