"""What came of a command, in the engine's words."""

from callsheet.adapters.telephony.results import OVER
from callsheet.ports.telephony import CommandResult, LineCode

TIMED_OUT = CommandResult(
    ok=False,
    code=LineCode.TIMEOUT,
    message="the platform did not answer in time",
    retryable=True,
    provider_code="TIMEOUT",
)
NOT_OPENED = CommandResult(
    ok=False, code=LineCode.FAILED, message="the call's voice connection cannot be opened", retryable=True
)
LOST = CommandResult(ok=False, code=LineCode.MEDIA_LOST, message="the call's voice connection was lost")
# Only UNANSWERED and TIMEOUT are documented; the others are what such platforms use to say.
CODES = {
    "TIMEOUT": LineCode.TIMEOUT,
    "CALL_UNANSWERED": LineCode.UNANSWERED,
    "UNANSWERED": LineCode.UNANSWERED,
    "NO_ANSWER": LineCode.UNANSWERED,
    "CALL_BUSY": LineCode.BUSY,
    "BUSY": LineCode.BUSY,
    "CALL_REJECTED": LineCode.REJECTED,
    "REJECTED": LineCode.REJECTED,
    "CALL_ENDED": LineCode.ENDED,
    "CALL_TERMINATED": LineCode.ENDED,
    "CALL_NOT_FOUND": LineCode.ENDED,
}
MESSAGES = {
    LineCode.UNANSWERED: "nobody answered",
    LineCode.BUSY: "the line was busy",
    LineCode.REJECTED: "the call was rejected",
    LineCode.TIMEOUT: TIMED_OUT.message,
    LineCode.ENDED: OVER.message,
    LineCode.FAILED: "the platform refused the command",
}
RETRYABLE = frozenset({LineCode.UNANSWERED, LineCode.BUSY, LineCode.TIMEOUT})
# Characters of a provider's code that are kept.
CODE_LENGTH = 64


def refused(provider_code: object) -> CommandResult:
    """The platform said no, with this code."""
    said = word(provider_code)
    code = CODES.get(said, LineCode.FAILED)
    return CommandResult(ok=False, code=code, message=MESSAGES[code], retryable=code in RETRYABLE, provider_code=said)


def word(provider_code: object) -> str:
    """A provider's code, where it is one: it goes into records and logs."""
    if not isinstance(provider_code, str):
        return ""
    fit = provider_code.isascii() and provider_code.replace("_", "").replace("-", "").replace(".", "").isalnum()
    return provider_code[:CODE_LENGTH] if fit else ""
