"""What was not done in a call, and why: told to the step that asked for it, and in the journal. Checks meet these, too,
with what steps ask for; so they are made without what journals need.
"""

from typing import ClassVar

from msgspec import Struct

# What is told of a mistake of the engine's, or of an adapter's.
ENGINE_MISTAKE = "the engine itself made a mistake; see its log"


class ModelUnavailable(Struct, frozen=True):
    """A language model gave no answer that can be used; `message` is a sentence without personal data."""

    part: ClassVar[str] = "model_unavailable"
    kind: str
    message: str


class StepFailed(Struct, frozen=True):
    """Why a step did not do what it says; `message` is a sentence without personal data."""

    part: ClassVar[str] = "failed"
    kind: str
    message: str
