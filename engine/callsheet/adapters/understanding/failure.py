"""What can go wrong with a model, and what follows. Sentences are constants: nothing personal can be in them."""

from typing import Literal

from msgspec import Struct

from callsheet.ports.failures import ENGINE_MISTAKE

Kind = Literal[
    "connection",
    "timeout",
    "rate_limit",
    "server",
    "access",
    "request",
    "rubbish",
    "answer",
    "refusal",
    "fault",
    "resting",
]

MESSAGES: dict[Kind, str] = {
    "connection": "the model could not be reached, or broke off",
    "timeout": "the model did not answer in time",
    "rate_limit": "the model's service takes no more requests for now",
    "server": "the model's service failed",
    "access": "the model's service refuses the key, or knows no such model; look at the settings",
    "request": "the model's service refused the request",
    "rubbish": "what came back is no answer of a model's service",
    "answer": "the model gave an answer that cannot be used",
    "refusal": "the model refused to answer",
    "fault": ENGINE_MISTAKE,
    "resting": "the model failed before and is left alone for a while",
}
# Worth a second try: the next moment may be better.
RETRYABLE: frozenset[Kind] = frozenset({"connection", "timeout", "rate_limit", "server"})
# The service is there and works. These can be brought about by what one caller says, who must not be able to take the
# model away from the others.
SERVICE_WORKS: frozenset[Kind] = frozenset({"request", "answer", "refusal"})


class RequestFailed(Struct, frozen=True):
    """No answer, and why. `retry_after_seconds` is what the service asked for, infinite where it cannot be read."""

    kind: Kind
    retry_after_seconds: float = 0.0

    @property
    def message(self) -> str:
        """A sentence for an operator."""
        return MESSAGES[self.kind]
