"""The names of one call: what the script kept, the rows of the loops around the current step, the built-in ones."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from callsheet.ports.values import Row, Value


@dataclass(slots=True)
class _Loop:
    row_name: str
    rows: Sequence[Value]
    at: int = -1


class Scope:
    """Implements `script.step.Scope`. `built_in` gives what the language itself names, None for other names."""

    __slots__ = ("_built_in", "_kept", "_loops")

    def __init__(self, built_in: Callable[[str], Value]) -> None:
        self._built_in = built_in
        self._kept: dict[str, Value] = {}
        self._loops: list[_Loop] = []

    def get(self, name: str) -> Value:
        """The value under `name`; None where nothing is kept under it."""
        for loop in reversed(self._loops):
            if loop.row_name == name:
                return loop.rows[loop.at]
        if name in self._kept:
            return self._kept[name]
        if name == "loop":
            return self._loop_row()
        return self._built_in(name)

    def keep(self, name: str, value: Value) -> None:
        """Keep a value for the rest of the call."""
        self._kept[name] = value

    def open_loop(self, row_name: str, rows: Sequence[Value]) -> None:
        """Begin a loop, before its first row."""
        self._loops.append(_Loop(row_name, rows))

    def next_row(self) -> bool:
        """Go to the innermost loop's next row; False, and the loop is closed, where there is none."""
        loop = self._loops[-1]
        loop.at += 1
        if loop.at < len(loop.rows):
            return True
        self.close_loop()
        return False

    @contextmanager
    def in_next_row(self) -> Iterator[bool]:
        """While this is entered the innermost loop is at its next row; whether there is one."""
        loop = self._loops[-1] if self._loops else None
        there = loop is not None and loop.at + 1 < len(loop.rows)
        if loop is not None and there:
            loop.at += 1
        try:
            yield there
        finally:
            if loop is not None and there:
                loop.at -= 1

    def close_loop(self) -> None:
        """Leave the innermost loop."""
        self._loops.pop()

    def leave_loops(self) -> None:
        """Leave all loops: the call goes on in a handler."""
        self._loops.clear()

    def _loop_row(self) -> Row | None:
        if not self._loops:
            return None
        loop = self._loops[-1]
        number, total = loop.at + 1, len(loop.rows)
        return Row({"number": number, "total": total, "first": number == 1, "last": number == total})
