"""Where an author is typing: the keys and list items around a place of a text."""

from dataclasses import dataclass, field

from callsheet.assist.tokens import TypedPiece, typed


@dataclass(frozen=True, slots=True)
class Level:
    """A key around a place, or an item of a list, which has no `name`. `column` counts from 0, `start` is its offset;
    `keys` are all those of its mapping, each with its own."""

    name: str | None
    column: int
    start: int
    keys: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text, and the word from `start` to `end` that is typed there, which may be empty.

    `around` are the levels it is in, the outermost first. Where it is `in_value`, it is the value of the last of them.
    Else it is something in that, a key among `keys` (`is_key` where it has its colon) or an item.
    """

    around: tuple[Level, ...]
    start: int
    end: int
    column: int
    in_value: bool
    is_key: bool
    keys: dict[str, int]
    in_brackets: bool

    @property
    def path(self) -> tuple[str | None, ...]:
        """The keys around it, None for each item of a list."""
        return tuple(level.name for level in self.around)


def spot_at(text: str, offset: int) -> Spot | None:
    """The place at an offset of a text; None where there is nothing to type, as in a comment."""
    levels = _Levels(text, offset)
    found: Spot | None = None
    for piece in typed(text, offset):
        spot = levels.take(piece)
        if found is None:
            found = spot
        elif found.in_value or (piece.standing == "first" and piece.column < found.column):
            break  # nothing that follows is beside it
    return found


class _Levels:
    """The levels around the piece that was taken last."""

    def __init__(self, text: str, offset: int) -> None:
        self.text, self.offset = text, offset
        self.levels: list[Level] = []
        self.keys: dict[str, int] = {}  # of the mapping that a key would stand in
        self.brackets: list[
            tuple[str, int, dict[str, int]]
        ] = []  # open ones, how many levels are around them, their keys
        self.behind_key = False
        self.value_start = 0
        self.half = -1  # the column of a text that may be a key, without its colon yet

    def take(self, piece: TypedPiece) -> Spot | None:
        """The next piece; the place of the offset, if that is in it."""
        if piece.standing == "first":
            self.leave(piece)
        self.half = -1
        match piece.kind:
            case "-":
                self.levels.append(Level(None, piece.column, piece.start))
                self.keys, self.behind_key = {}, False
            case "key":
                return self.key(piece)
            case "text":
                return self.written(piece)
            case "{" | "[":
                self.brackets.append((piece.kind, len(self.levels), {}))
                if piece.kind == "[":
                    self.levels.append(Level(None, self.column, piece.start))
                self.keys, self.behind_key = self.brackets[-1][2], False
            case "," if self.brackets:
                self.in_brackets()
            case "}" | "]" if self.brackets:
                del self.levels[self.brackets.pop()[1] :]
                self.in_brackets()
        return None

    @property
    def column(self) -> int:
        return self.levels[-1].column if self.levels else 0

    def leave(self, piece: TypedPiece) -> None:
        """What begins in this column is in nothing that begins there or behind it."""
        if self.brackets:
            del self.levels[self.brackets[0][1] :]
            self.brackets.clear()
        self.keys, self.behind_key = self.keys if piece.column == self.half else {}, False
        while self.levels and self.levels[-1].column >= piece.column:
            last = self.levels[-1]
            beside = last.column == piece.column and last.name is not None
            if beside and piece.kind == "-":
                break  # a list may stand in the column of its key
            self.levels.pop()
            self.keys = last.keys if beside else {}

    def in_brackets(self) -> None:
        """Behind a comma or a closing bracket."""
        if self.brackets:
            opened, levels, self.keys = self.brackets[-1]
            del self.levels[levels + (opened == "[") :]
        self.behind_key = False

    def key(self, piece: TypedPiece) -> Spot | None:
        written = self.text[piece.start : piece.end - 1].rstrip()
        spot = self.spot(piece.start, piece.start + len(written), piece.column, is_key=True)
        name = written.strip("\"'")
        self.keys.setdefault(name, piece.start)
        self.levels.append(Level(name, self.column if self.brackets else piece.column, piece.start, self.keys))
        self.behind_key = True
        return spot

    def written(self, piece: TypedPiece) -> Spot | None:
        if piece.standing != "further":
            self.value_start = piece.start
        in_value = self.behind_key or piece.standing == "further"
        self.half = -1 if in_value or self.brackets else piece.column
        return self.spot(self.value_start if in_value else piece.start, piece.end, piece.column, in_value=in_value)

    def spot(self, start: int, end: int, column: int, *, in_value: bool = False, is_key: bool = False) -> Spot | None:
        if not start <= self.offset <= end:
            return None
        keys = {} if in_value else self.keys
        return Spot(tuple(self.levels), start, end, column, in_value, is_key, keys, bool(self.brackets))
