"""What came of an attack."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something was `tried`, and how much of it was `lost` or `doubled`; `wrong` says in a line each what
    else was not as it must be."""

    tried: int
    lost: int
    doubled: int
    wrong: tuple[str, ...] = ()

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        wrong = (*self.wrong, *other.wrong)
        return Counts(self.tried + other.tried, self.lost + other.lost, self.doubled + other.doubled, wrong)

    @property
    def well(self) -> bool:
        """Whether nothing was lost, doubled or otherwise wrong."""
        return not (self.lost or self.doubled or self.wrong)


NOTHING = Counts(0, 0, 0)
