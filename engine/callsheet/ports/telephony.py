"""Telephony: calls as a provider carries them, and the commands and events of each.

Inside of the engine audio is PCM, 16 bits, little-endian, mono, at `RATE`; an adapter converts to what its provider
wants. A line of text (`Caps.media`) passes prompts and turns as text instead.
"""

from collections.abc import AsyncIterator
from enum import Enum
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from msgspec import Struct

if TYPE_CHECKING:  # asyncio takes longer to import than scripts take to check
    from asyncio import Future

# Samples a second. What a telephone carries, and what the recognition of speech and keys takes as it is.
RATE = 8000
SAMPLE_BYTES = 2
BYTES_A_MS = RATE * SAMPLE_BYTES // 1000


class CallInfo(Struct, frozen=True):
    """Who calls whom. Numbers are E.164 text; a withheld number is empty text. `provider` carries the call."""

    call_id: str
    direction: Literal["inbound", "outbound"]
    caller_number: str
    callee_number: str
    provider: str = ""

    @property
    def person_number(self) -> str:
        """The number of the person whom the script talks to, whoever dialled."""
        return self.caller_number if self.direction == "inbound" else self.callee_number


class Utterance(Struct, frozen=True):
    """What the caller said. `confidence` of the recognition is 0.0 to 1.0 (typed words: 1.0). `alternatives` are texts
    in which a value may have been said that was asked for, each with its share of their likelihood (in sum 1.0)."""

    text: str
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()


class KeyPress(Struct, frozen=True):
    """One key of the telephone: 0 to 9, * or #."""

    key: str


class Keys(Struct, frozen=True):
    """Several keys, pressed one after the other: a number that is typed."""

    text: str


class Silence(Struct, frozen=True):
    """Nothing was heard for as long as the question waited."""


Heard = Utterance | KeyPress | Keys | Silence


# Who hears us while the caller talks with somebody: the other side, both, or nobody.
Mode = Literal["whisper", "barge", "spy"]
MODES: frozenset[Mode] = frozenset(get_args(Mode))


class CallState(Enum):
    """The engine's own states of a call; adapters map theirs to them."""

    RINGING = "ringing"
    ANSWERED = "answered"
    BRIDGED = "bridged"
    ENDED = "ended"


class LineCode(Enum):
    """Why a command did not do what it was told, whoever the provider is."""

    UNANSWERED = "unanswered"
    BUSY = "busy"
    REJECTED = "rejected"
    TIMEOUT = "timeout"
    ENDED = "ended"
    MEDIA_LOST = "media_lost"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"


class EndReason(Enum):
    """Why a call ended."""

    CALLER_HANGUP = "caller_hangup"
    AGENT_HANGUP = "agent_hangup"
    AGENT_LEFT = "agent_left"
    RING_TIMEOUT = "ring_timeout"
    REJECTED = "rejected"
    MEDIA_LOST = "media_lost"
    SHUTDOWN = "shutdown"


class CommandResult(Struct, frozen=True):
    """What came of a command. Failure in operation is a value; misuse raises `Misuse`. `message` is a sentence for an
    operator; `provider_code` is what the provider called the failure."""

    ok: bool
    code: LineCode | None = None
    message: str = ""
    retryable: bool = False
    provider_code: str = ""


DONE = CommandResult(ok=True)


class Misuse(RuntimeError):
    """A command that no state of this call allows: a mistake in the engine, not of the provider."""


# What is rung where a script means the number that was called.
CALLEE = "callee"
# What not every line can do, and scripts may want.
Ability = Literal["connect", "unbridge", "whisper", "barge"]


class Caps(Struct, frozen=True):
    """What a line can do.

    `marks` tells how it knows what was heard: by the provider's word (`exact`) or by time (`clock`). `clears` says that
    audio which was handed over can be taken back. `dtmf_in` is how keys arrive; `inband` means as tones in the audio.
    `connect` is whom it can ring: the number that was called alone (`fixed`), or any, and queues; `parallel` says that
    it can ring several at once, `unbridge` that the caller stays where the other side hangs up.
    """

    media: Literal["text", "audio"]
    marks: Literal["exact", "clock"] = "exact"
    clears: bool = True
    dtmf_in: Literal["event", "inband"] | None = "event"
    dtmf_out: bool = False
    reject: bool = True
    connect: Literal["fixed", "any"] | None = None
    parallel: bool = False
    unbridge: bool = False
    modes: frozenset[Mode] = frozenset()
    native_rate: int = RATE


class Answered(Struct, frozen=True):
    """We picked up."""


class Bridged(Struct, frozen=True):
    """Somebody else was connected, and talks with the caller."""


class Unbridged(Struct, frozen=True):
    """Somebody else has hung up, and the caller is there still, and hears us (lines with `unbridge`). What was being
    played beside their talk was cut."""


class Said(Struct, frozen=True):
    """The caller's turn on a line of text, that nobody asked for: an interruption."""

    heard: Utterance | KeyPress


class Dtmf(Struct, frozen=True):
    """A key, and how long it was pressed where the provider tells."""

    digit: str
    ms: int = 0


class LineError(Struct, frozen=True):
    """Something went wrong at the provider; a `fatal` one is followed by the end."""

    code: LineCode
    message: str
    fatal: bool
    provider_code: str = ""


class Ended(Struct, frozen=True):
    """The call is over. Exactly once in each call, and its last event."""

    reason: EndReason


CallEvent = Answered | Bridged | Unbridged | Said | Dtmf | LineError | Ended


class Frame(Struct, frozen=True):
    """Audio: PCM, when the last of it was said as far as is known (seconds on the clock), and whose (0: the caller)."""

    pcm: bytes
    at: float
    channel: int = 0


class Played(Struct, frozen=True):
    """How much of a prompt was heard, and how much of what was there never will be, in milliseconds."""

    played_ms: int
    dropped_ms: int = 0

    @property
    def cut(self) -> bool:
        """Whether it was not heard to its end."""
        return self.dropped_ms > 0


class Playback(Protocol):
    """One prompt on its way to the caller."""

    over: "Future[None]"  # done once it was heard to the end, was interrupted, or the call has ended; to be left alone

    @property
    def position_ms(self) -> int:
        """How much of it was heard so far."""

    @property
    def length_ms(self) -> int:
        """How much there is of it so far; on a line of text, all of it."""

    async def done(self) -> Played:
        """Wait until it is over; cancelling this does not stop it. Raises what its audio raised while it was made."""


# What is played: a text on a line of text; else audio, as it comes. Odd bytes at the end are dropped.
Prompt = str | AsyncIterator[bytes]


class Call(Protocol):
    """One call. Commands return what came of them; after the end each returns `Code.ENDED`."""

    @property
    def info(self) -> CallInfo:
        """Who calls whom."""

    @property
    def caps(self) -> Caps:
        """What the line can do."""

    @property
    def state(self) -> CallState:
        """Where the call stands."""

    async def answer(self, timeout_seconds: float = 10.0) -> CommandResult:
        """Pick up a ringing call. Raises `Misuse` where it was answered before."""

    async def reject(self) -> CommandResult:
        """End a ringing call. Raises `Misuse` where it was answered."""

    async def hang_up(self) -> CommandResult:
        """End the call for everyone, in whatever state it is; what was played before is heard to its end first."""

    async def leave(self) -> CommandResult:
        """Leave the call: after `connect` the others go on, whatever comes of it; else it ends. What was played before
        is heard to its end first."""

    async def connect(self, targets: tuple[str, ...] = (CALLEE,), ring_seconds: float = 30.0) -> CommandResult:
        """Ring `targets`, all at once, also before the answer, and connect the first to pick up with the caller. What
        was played before is heard to its end first. Where nobody picks up, the call goes on as it was; else nothing of
        ours is heard, not even silence, until `mode` says by whom. To cancel this ends the ring, and, where a line can
        do that in no other way, the call."""

    async def mode(self, mode: Mode) -> CommandResult:
        """Who hears us in a bridged call; what was played before is heard to its end first."""

    async def send_dtmf(self, digits: str) -> CommandResult:
        """Press keys."""

    def play(self, prompt: Prompt) -> Playback:
        """Begin to play. Raises `Misuse` before the answer, and while another prompt is being played."""

    async def interrupt(self) -> Played:
        """Stop what is being played, at once; tells how much of it was heard. Nothing played: nothing dropped."""

    def played(self, ms: int) -> bytes:
        """The last `ms` of what the caller has been hearing from us, silence included (lines of audio)."""

    def audio_in(self, channel: int = 0) -> AsyncIterator[Frame]:
        """What a line of audio carries; unread, the oldest is dropped. Raises `Misuse` for a second reader."""

    @property
    def dropped_frames(self) -> int:
        """How many frames of `audio_in` were dropped."""

    async def turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        """The caller's turn in answer to a question (lines of text); None where the call has ended."""

    async def key(self, timeout_seconds: float) -> KeyPress | None:
        """The key that the caller presses behind another one (lines of text); None where none comes."""

    def events(self) -> AsyncIterator[CallEvent]:
        """What happens, `Ended` last. One reader; events from before it began are kept for it."""
