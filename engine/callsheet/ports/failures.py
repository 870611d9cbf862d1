"""What was not done in a call, and why: told to the step that asked for it, and in the journal. Checks meet these, too,
with what steps ask for; so they are made without what journals need.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ModelUnavailable:
    """A language model gave no answer that can be used; `message` is a sentence without personal data."""

    part: ClassVar[str] = "model_unavailable"
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class StepFailed:
    """Why a step did not do what it says; `message` is a sentence without personal data."""

    part: ClassVar[str] = "failed"
    kind: str
    message: str
