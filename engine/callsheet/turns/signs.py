"""What is heard of a call, one after the other."""

from msgspec import Struct

from callsheet.ports.telephony import KeyPress


class SpeechBegan(Struct, frozen=True):
    """Somebody began to speak at `at`, in seconds on the clock: when that sound came, however late it is known."""

    at: float


class Interrupting(Struct, frozen=True):
    """Somebody has spoken for as long as nobody does by accident."""


class SpeechEnded(Struct, frozen=True):
    """A whole utterance that began at `at`, with so many frames of voice: its audio, a little silence around it; empty
    where it was too short to be one. `cut`: it has not ended, and was but longer than is listened to at once."""

    pcm: bytes
    at: float
    voiced: int
    cut: bool = False


class Pressed(Struct, frozen=True):
    """A key that went down at `at`."""

    key: KeyPress
    at: float


Sign = SpeechBegan | Interrupting | SpeechEnded | Pressed
