"""Callers who do not do what callers do: all the time, at every moment, and all of them at once."""

import random

import pytest

from callsheet.turns.prompt import REACTION_MS
from tests.lines.voices import KEYS, noise, silence, tone, word
from tests.live.evening import spend
from tests.live.judge import judge
from tests.live.scripts import MESSAGES, handled
from tests.live.sweeps import COARSE_MS, MAIN_PATH, STEP_MS, WITNESS, WORD_MS, moments, presses, says
from tests.live.voices import MS_A_CHARACTER
from tests.telcoflow.caller import Action, Caller, HangUp, SendError, Speak, Wait, WaitForPrompt, WaitForSound
from tests.telcoflow.settings import HangUpHow, ServerSettings

# A call in which nobody answers anything: two questions, each asked three times.
LONGEST_SECONDS = 260
# The same where something is heard all the time: every prompt is stopped by it, and every question waits for its end.
LOUDEST_SECONDS = 700
SOUNDS = {
    "yes": word("yes", WORD_MS),
    "no": word("no", WORD_MS),
    "noise": noise(),
    "long noise": noise(3000),
    "click": tone(300, 30),
    "key": tone(KEYS["1"], 60),
    "keys": b"".join(tone(KEYS[key], 60) + silence(40) for key in "121212"),
}
# What is heard over and over, from the answer to the end.
ALL_THE_TIME = {
    "talks": word("yes", WORD_MS) + silence(700),
    "talks without a breath": word("no", WORD_MS),
    "plays music": noise(900) + silence(200),
    "clicks": tone(300, 30) + silence(300),
    "presses keys": tone(KEYS["1"], 80) + silence(120),
    "presses another key": tone(KEYS["2"], 200) + silence(30),
    "holds a key": tone(KEYS["1"], 1000),
    "says nothing": silence(1000),
    "echoes": tone(1000, 500) + silence(500),
}


# With the shipped script, and frames always; with the other one the rest, and frames only while there is sound.
SHIPPED = {"talks", "presses keys", "says nothing", "echoes"}


@pytest.mark.parametrize("does", ALL_THE_TIME)
def test_all_the_time(does: str) -> None:
    """Minutes of calls take seconds of tests: each sound is heard by one of the scripts."""
    shipped = does in SHIPPED
    callers = [Caller(background=ALL_THE_TIME[does]), WITNESS]
    evening = spend(
        callers,
        flow=None if shipped else handled(),
        settings=ServerSettings(inbound_continuous=shipped),
        lasts_seconds=LOUDEST_SECONDS,
    )
    assert judge(evening, endings={"completed"})[-1].took_ms < 10_000, "the other one does not notice"


@pytest.mark.parametrize(
    ("script", "sound"),
    [("shipped", "yes"), ("shipped", "key"), *(("handled", sound) for sound in ("yes", "noise", "click", "keys"))],
)
def test_one_sound_at_every_moment(sound: str, script: str) -> None:
    """It interrupts a prompt, answers a question, or is nothing; and then the call takes its course."""
    step = STEP_MS if script == "shipped" else COARSE_MS
    at = moments(4500, step)
    callers = [Caller((Wait(ms), Speak(SOUNDS[sound]), *says("yes"), *says("no"), *says("no"))) for ms in at]
    flow = handled() if script == "handled" else None
    judge(spend([*callers, WITNESS], flow=flow, lasts_seconds=LONGEST_SECONDS), endings={"completed"})


# So long after a prompt may first be answered everything answers it: its words are played, and known, in ticks.
LATEST_MS = 100
# Each plays a prompt at its own time: as it comes, or a moment later, from a buffer against jitter; takes what it plays
# or all that there is; and passes on what the caller does at once, or late and together.
PLATFORMS = {
    "plain": ServerSettings(),
    "a buffer of 400 ms": ServerSettings(prebuffer=True, target_ms=400),
    "greedy": ServerSettings(pull_mode="greedy", greedy_ms=10_000),
    "bursts of 400 ms": ServerSettings(inbound_burst_ms=400),
}
FINELY = {"plain"}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("sound", ["yes", "key"])
def test_one_sound_and_then_nothing_confirms_only_what_was_heard(sound: str, platform: str) -> None:
    """By the platform's recording of what the caller had heard when they began."""
    at = moments(1800, STEP_MS // 2) if platform in FINELY else moments(1600, STEP_MS, 300)
    callers = [Caller((Wait(ms), Speak(SOUNDS[sound]), Wait(1500), HangUp())) for ms in at]
    evening = spend(callers, settings=PLATFORMS[platform])
    judge(evening, endings={"hung_up"})
    status = {row[0]: row[3] for row in evening.rows["notifications"]}
    confirmed = []
    for caller, (guest, ms) in enumerate(zip(evening.guests, at, strict=True)):
        assert guest.placed.answered_ms is not None
        began_ms = guest.placed.answered_ms + ms
        spans = guest.placed.recording.sounds(pause_ms=60)
        heard_ms = sum(max(0.0, min(span.end_ms, began_ms) - span.begin_ms) for span in spans)
        confirmed.append(status[2 * caller] == "acknowledged")
        if confirmed[-1]:
            assert heard_ms >= len(MESSAGES[0]) * MS_A_CHARACTER
        else:
            known_ms = spans[0].begin_ms + len(MESSAGES[0]) * MS_A_CHARACTER
            assert began_ms < known_ms + REACTION_MS + LATEST_MS, "once the message was heard, everything counts"
        assert status[2 * caller + 1] == "pending", "nobody answered"
    assert len(set(confirmed)) == 2


@pytest.mark.parametrize("sound", ["yes", "no", "key", "keys"])
def test_a_second_sound_at_every_moment_after_an_answer(sound: str) -> None:
    """Over "Got it, that's been confirmed." and the next question, of which nothing was heard yet."""
    then = (Speak(SOUNDS[sound]), Wait(1000), HangUp())
    step = STEP_MS if sound in ("yes", "key") else 2 * STEP_MS
    callers = [Caller((*presses("1"), Wait(ms), *then)) for ms in moments(1800, step)]
    judge(spend([*callers, WITNESS]), endings={"completed", "hung_up"})


def test_over_every_prompt() -> None:
    over: tuple[Action, ...] = (WaitForSound(), Wait(100), Speak(SOUNDS["noise"]), Wait(700)) * 12
    wordy: tuple[Action, ...] = (WaitForSound(), Wait(100), Speak(SOUNDS["yes"]), Wait(300)) * 12
    judge(spend([Caller(over), Caller(wordy)], lasts_seconds=LONGEST_SECONDS), endings={"completed"})


def fates(chance: random.Random) -> Caller:
    """Whatever a caller may do."""
    actions: list[Action] = []
    for _ in range(chance.randrange(1, 8)):
        sound = chance.choice(list(SOUNDS.values()))
        actions += chance.choice(
            [
                says("yes"),
                says("no"),
                presses("1"),
                (Speak(sound),),
                (WaitForSound(), Speak(sound)),
                (Wait(chance.randrange(1500)),),
                (WaitForPrompt(chance.randrange(100, 900), timeout_ms=5000),),
                (SendError(),),
            ]
        )
    if chance.random() < 0.4:
        actions.append(HangUp())
    return Caller(
        tuple(actions),
        hang_up_at_ms=chance.randrange(8000) if chance.random() < 0.2 else None,
        end_after_frames=chance.randrange(300) if chance.random() < 0.2 else None,
    )


# Who gives up so soon after dialling may not have been taken yet, among so many who dial at once.
SOON_MS = 300


@pytest.mark.parametrize(("how", "calls"), [("event_then_close", 30), ("cut", 20)])
def test_many_calls_at_once(how: HangUpHow, calls: int) -> None:
    chance = random.Random(how)  # noqa: S311 - the same calls each time
    callers = [*(fates(chance) for _ in range(calls - 1)), Caller(MAIN_PATH)]
    flow = handled() if how == "cut" else None
    evening = spend(callers, flow=flow, settings=ServerSettings(hang_up_how=how), lasts_seconds=LONGEST_SECONDS)
    records = judge(evening, endings={"completed", "hung_up", "failed"})
    missed = [guest.placed for guest in evening.guests if guest.record is None]
    assert len(records) == calls - len(missed)
    assert all(placed.ended_by == "gave_up" and placed.caller.hang_up_at_ms in range(SOON_MS) for placed in missed)
    assert {record.failure_kind for record in records} <= {"", "line"}
