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

    __slots__ = ("_language", "_state", "kept")

    def __init__(self, state: CallData, language: BuiltInNames) -> None:
        self.kept = state.kept
        self._state = state
        self._language = language

    def get(self, name: str) -> Value:
        """The value under `name`; None where nothing is kept under it."""
        for loop in reversed(self._state.loops):
            if loop.row_name == name:
                return loop.rows[loop.at]
        if name in self.kept:
            return self.kept[name]
        if name == "loop":
            return self._loop_row()
        return self._language.built_in(name)

    @contextmanager
    def holding(self, name: str, value: Value) -> Iterator[None]:
        """While this is entered a value stands under a name."""
        before = self.kept.get(name)
        self.kept[name] = value
        try:
            yield
        finally:
            if before is None:
                del self.kept[name]
            else:
                self.kept[name] = before

    def open_loop(self, row_name: str, rows: tuple[Value, ...]) -> None:
        """Begin a loop, before its first row."""
        self._state.loops = (*self._state.loops, OpenLoop(row_name, rows))

    def next_row(self) -> bool:
        """Go to the innermost loop's next row; False, and the loop is closed, where there is none."""
        if self._advance():
            return True
        self.close_loop()
        return False

    @contextmanager
    def in_next_row(self) -> Iterator[bool]:
        """While this is entered the innermost loop is at its next row; whether there is one."""
        before = self._state.loops
        try:
            yield bool(before) and self._advance()
        finally:
            self._state.loops = before

    def close_loop(self) -> None:
        """Leave the innermost loop."""
        self._state.loops = self._state.loops[:-1]

    def close_loops(self, around: int) -> None:
        """Leave all loops but the outermost ones, of which there are so many."""
        self._state.loops = self._state.loops[:around]

    def _advance(self) -> bool:
        *around, loop = self._state.loops
        if loop.at + 1 >= len(loop.rows):
            return False
        self._state.loops = (*around, OpenLoop(loop.row_name, loop.rows, loop.at + 1))
        return True

    def _loop_row(self) -> Row | None:
        if not self._state.loops:
            return None
        loop = self._state.loops[-1]
        number, total = loop.at + 1, len(loop.rows)
        return Row({"number": number, "total": total, "first": number == 1, "last": number == total})
