"""What went wrong, for an operator. Sentences are constants: nothing personal can be in them."""

from callsheet.adapters.remote.trouble import Trouble
from callsheet.ports.speech import SpeechFailed

MESSAGES: dict[Trouble, str] = {
    "connection": "the service could not be reached, or broke off",
    "rate_limit": "the service takes no more requests for now",
    "server": "the service itself failed",
    "access": "the service refuses the key, or knows no such model; look at the settings",
    "request": "the service refused the request; look at the names of the voice and of the model",
    "rubbish": "what came back is not what was asked for",
}


def failed(trouble: Trouble) -> SpeechFailed:
    """The failure as everyone else knows it."""
    return SpeechFailed(trouble, MESSAGES[trouble])
