"""What came of a command, in the engine's words."""

from callsheet.adapters.telephony.results import OVER
from callsheet.ports.telephony import Code, CommandResult

TIMED_OUT = CommandResult(
    ok=False, code=Code.TIMEOUT, message="the platform did not answer in time", retryable=True, provider_code="TIMEOUT"
)
NOT_OPENED = CommandResult(
    ok=False, code=Code.FAILED, message="the call's voice connection cannot be opened", retryable=True
)
LOST = CommandResult(ok=False, code=Code.MEDIA_LOST, message="the call's voice connection was lost")
# Only UNANSWERED and TIMEOUT are documented; the others are what such platforms use to say.
CODES = {
    "TIMEOUT": Code.TIMEOUT,
    "CALL_UNANSWERED": Code.UNANSWERED,
    "UNANSWERED": Code.UNANSWERED,
    "CALL_BUSY": Code.BUSY,
    "BUSY": Code.BUSY,
    "CALL_REJECTED": Code.REJECTED,
    "REJECTED": Code.REJECTED,
    "CALL_ENDED": Code.ENDED,
    "CALL_TERMINATED": Code.ENDED,
    "CALL_NOT_FOUND": Code.ENDED,
}
MESSAGES = {
    Code.UNANSWERED: "nobody answered",
    Code.BUSY: "the line was busy",
    Code.REJECTED: "the call was rejected",
    Code.TIMEOUT: TIMED_OUT.message,
    Code.ENDED: OVER.message,
    Code.FAILED: "the platform refused the command",
}
RETRYABLE = frozenset({Code.UNANSWERED, Code.BUSY, Code.TIMEOUT})
# Characters of a provider's code that are kept.
CODE_LENGTH = 64


def refused(provider_code: object) -> CommandResult:
    """The platform said no, with this code."""
    said = word(provider_code)
    code = CODES.get(said, Code.FAILED)
    return CommandResult(ok=False, code=code, message=MESSAGES[code], retryable=code in RETRYABLE, provider_code=said)


def word(provider_code: object) -> str:
    """A provider's code, where it is one: it goes into records and logs."""
    if not isinstance(provider_code, str):
        return ""
    fit = provider_code.isascii() and provider_code.replace("_", "").replace("-", "").replace(".", "").isalnum()
    return provider_code[:CODE_LENGTH] if fit else ""
