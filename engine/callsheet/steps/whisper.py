"""Step `whisper`: say something that only the other side hears, while the two talk.

Shape: schemas/steps/whisper.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from typing import ClassVar, Literal

from callsheet.steps.aside import Aside


class Whisper(Aside, frozen=True, kw_only=True):
    verb: ClassVar[str] = "whisper"
    to: ClassVar[Literal["other", "both"]] = "other"
