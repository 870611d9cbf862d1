"""How the platform behaves where its SDK cannot tell: each such thing is a switch, and every answer can be spoiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# How a caller's end reaches the agent over the voice socket.
HangUpHow = Literal["event_then_close", "event", "close", "cut"]
PullMode = Literal["credit", "blind", "greedy"]
Mode = Literal["whisper", "barge", "spy"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes of a command or a request: after `delay_ms` it is done, or `fails` with a code.

    One that `hangs` is taken and never answered. One that `cuts` tears down the socket that it came on.
    """

    delay_ms: int = 0
    fails: str = ""
    message: str = ""
    hangs: bool = False
    cuts: bool = False


PLAIN = Reply()


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The platform. Times are milliseconds; audio is PCM, 16 bits, mono, at the rate that the agent asked for.

    `replies` maps a command (`call.answer`, `agent.interrupt`, …) or a request (`setup`, `session.open`,
    `session.create`, `call_flow.setup`) to what comes of its first, second, … occurrence; the last one holds for all
    later ones. Occurrences of commands are counted in each call, those of requests over all agents.
    """

    api_key: str = "test-key"
    connector_uuid: str = "test-connector"
    replies: Mapping[str, tuple[Reply, ...]] = field(default_factory=dict)
    compression: bool = False  # permessage-deflate, which the SDK offers

    # --- what the agent plays ---
    # credit: keeps `target_ms` buffered; blind: asks for `pull_ms` every `pull_ms`, whatever happens; greedy: has
    # `greedy_ms` asked for at any time.
    pull_mode: PullMode = "credit"
    pull_ms: int = 20
    target_ms: int = 200
    greedy_ms: int = 3000
    prefer_frame_ms: int = 60  # the SDK sends no less than this at once; 0 is not sent, and is 960 bytes for the SDK
    pulls_before_answer: bool = False
    pulls_other_channels: bool = False  # asks for audio of a leg, too, which the SDK passes over
    prebuffer: bool = False  # begins to play when `target_ms` are there (or came no more), not at the first byte
    interrupt_forgets_credit: bool = False  # after agent.interrupt it asks anew for what it still was waiting for
    interrupt_clears: bool = True

    # --- what the agent hears ---
    inbound_continuous: bool = True  # silence is sent too; else audio comes only while the caller makes a sound
    inbound_frame_ms: int = 20
    inbound_odd: bool = False  # frames have odd numbers of bytes: every other one begins within a sample
    inbound_burst_ms: int = 0  # frames come together, every so often, as over a network that stalls
    inbound_before_answer: bool = False

    # --- calls ---
    connect_ms: int = 3000  # until the callee picks up, where the caller does not say whom they reach
    connects_before_answer: bool = True
    mode_after_connect: Mode = "barge"
    callee_hang_up_ends_call: bool = True  # else the caller is alone with the agent again, who is told nothing
    outbound_pick_up_ms: int = 2000
    ring_ms: int = 60_000  # then the caller gives up

    # --- the end ---
    hang_up_how: HangUpHow = "event_then_close"
    close_after_event_ms: int = 0
    terminated_after_own_disconnect: bool = True
    closes_voice_socket_after_end: bool = True
    end_before_reply: bool = False  # the events of an end that the agent asked for come before the command's response
    sends_session_closed: bool = True
    session_closed_ms: int = 0
    # else the caller stays and hears nothing, until an agent takes the call over (`resume_after_reconnect`)
    lost_voice_ends_call: bool = True
    lost_voice_ends_talk: bool = False  # the caller and the callee are cut off, too
    takes_agents_back: bool = False  # a talk that its agent has left is announced to agents again, and can be taken

    # --- the control plane ---
    needs_call_flow: bool = False  # agents hear of calls only after they set up a call flow that takes them
    notify_after_setup_ms: int = 100  # an agent that has set up hears of calls so much later; 0 is in the same breath
    notifies_ringing_at_setup: bool = True  # an agent that comes hears of those who are ringing
    duplicate_notify: bool = False
    duplicate_call_in: bool = False
    resume_after_reconnect: bool = True  # live calls of an agent that was lost are announced again
    resume_sends_call_in: bool = True
    # What stands in these frames instead of what should: fields by name; `None` is JSON's null, `...` leaves one out.
    notify_says: Mapping[str, object] = field(default_factory=dict)
    call_in_says: Mapping[str, object] = field(default_factory=dict)
    unknown_frames: bool = False  # sends frames of kinds that the SDK does not know, and ones that are no JSON, too

    def reply(self, name: str, occurrence: int) -> Reply:
        """What comes of the `occurrence`-th (from 0) command or request of this name."""
        replies = self.replies.get(name)
        return replies[min(occurrence, len(replies) - 1)] if replies else PLAIN
