"""Step `barge`: say something into the talk, which both hear.

Shape: schemas/steps/barge.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from typing import ClassVar, Literal

from callsheet.steps.aside import Aside


class Barge(Aside, frozen=True, kw_only=True):
    verb: ClassVar[str] = "barge"
    to: ClassVar[Literal["other", "both"]] = "both"
