"""The names of one call: what the script kept, the rows of the loops around the current step, the built-in ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from callsheet.interpreter.state import CallData, OpenLoop
from callsheet.ports.values import Row, Value


class BuiltInNames(Protocol):
    """What the language names by itself."""

    def built_in(self, name: str) -> Value:
        """The value under `name`; None under names that it does not have."""


class Scope:
    """Implements `WritableNames` on a call's state; `language` knows the names that the language itself has."""

    __slots__ = ("_kept", "_language", "_loops", "keep")

    def __init__(self, state: CallData, language: BuiltInNames) -> None:
        self._kept = state.kept
        self.keep = state.kept.__setitem__
        self._loops = state.loops
        self._language = language

    def get(self, name: str) -> Value:
        """The value under `name`; None where nothing is kept under it."""
        for loop in reversed(self._loops):
            if loop.row_name == name:
                return loop.rows[loop.at]
        if name in self._kept:
            return self._kept[name]
        if name == "loop":
            return self._loop_row()
        return self._language.built_in(name)

    @contextmanager
    def holding(self, name: str, value: Value) -> Iterator[None]:
        """While this is entered a value stands under a name."""
        before = self._kept.get(name)
        self._kept[name] = value
        try:
            yield
        finally:
            if before is None:
                del self._kept[name]
            else:
                self._kept[name] = before

    def open_loop(self, row_name: str, rows: tuple[Value, ...]) -> None:
        """Begin a loop, before its first row."""
        self._loops.append(OpenLoop(row_name, rows))

    def next_row(self) -> bool:
        """Go to the innermost loop's next row; False, and the loop is closed, where there is none."""
        if self._advance():
            return True
        self.close_loop()
        return False

    @contextmanager
    def in_next_row(self) -> Iterator[bool]:
        """While this is entered the innermost loop is at its next row; whether there is one."""
        loops = self._loops
        before = loops[-1] if loops else None
        try:
            yield before is not None and self._advance()
        finally:
            if before is not None:
                loops[-1] = before

    def close_loop(self) -> None:
        """Leave the innermost loop."""
        self._loops.pop()

    def close_loops(self, around: int) -> None:
        """Leave all loops but the outermost ones, of which there are so many."""
        del self._loops[around:]

    def _advance(self) -> bool:
        loops = self._loops
        loop = loops[-1]
        if loop.at + 1 >= len(loop.rows):
            return False
        loops[-1] = OpenLoop(loop.row_name, loop.rows, loop.at + 1)
        return True

    def _loop_row(self) -> Row | None:
        if not self._loops:
            return None
        loop = self._loops[-1]
        number, total = loop.at + 1, len(loop.rows)
        return Row({"number": number, "total": total, "first": number == 1, "last": number == total})
