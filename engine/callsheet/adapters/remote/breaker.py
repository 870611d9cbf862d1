"""A circuit breaker: what fails again and again is left alone for a while, and callers do not wait for it.

Closed, everyone may ask. After some failures in a row it opens, and nobody may. When it has rested, one may try: if
that goes well it closes, else it rests again.
"""

from collections.abc import Callable

from msgspec import Struct


class BreakerSettings(Struct, frozen=True):
    """When to open and for how long."""

    # So many failures in a row are no accident, and so many callers (or one, five times) have waited in vain.
    failures: int = 5
    # Long enough that a service in trouble is not kept there, short enough to notice within a call that it is back.
    rest_seconds: float = 30.0
    # For a wrong key or model name. A setting does not change in a running process, but an account does (a key that is
    # activated late, a bill that is paid): so it is tried again, seldom.
    long_rest_seconds: float = 600.0


class Pass(Struct, frozen=True):
    """Leave to ask, to be given back. What comes of it counts only in the period that it was given in."""

    period: int


class Breaker:
    """Shared by the calls of a process. Works on one thread, without waiting for anything."""

    def __init__(self, settings: BreakerSettings, monotonic: Callable[[], float]) -> None:
        """`monotonic` tells seconds, as a `Clock` does."""
        self._settings = settings
        self._monotonic = monotonic
        self._period = 0
        self._failures = 0
        self._rests_until: float | None = None
        self._trial = False

    def enter(self) -> Pass | None:
        """Leave to ask, or None. Each pass is given back: by `answered`, `failed` or `withdrawn`."""
        if self._rests_until is not None:
            if self._trial or self._monotonic() < self._rests_until:
                return None
            self._trial = True
            self._period += 1
        return Pass(self._period)

    def answered(self, given: Pass) -> None:
        """It works."""
        if given.period == self._period:
            self._failures = 0
            if self._rests_until is not None:
                self._change(None)

    def failed(self, given: Pass, *, lasting: bool = False) -> bool:
        """It does not work; with `lasting` it will not soon. True where this opened the breaker."""
        if given.period != self._period:
            return False
        self._failures += 1
        if not (lasting or self._trial or self._failures >= self._settings.failures):
            return False
        rest = self._settings.long_rest_seconds if lasting else self._settings.rest_seconds
        self._change(self._monotonic() + rest)
        return True

    def withdrawn(self, given: Pass) -> None:
        """Nothing is known: whoever asked has gone. Where this was the trial, the next one is."""
        if given.period == self._period and self._trial:
            self._change(self._rests_until)

    def _change(self, rests_until: float | None) -> None:
        """A new period begins, in which what was asked before counts no more."""
        self._period += 1
        self._failures = 0
        self._trial = False
        self._rests_until = rests_until
