"""Whole calls: what the model understands leads on, what it does not is unclear, and no failure of it ends a call."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from callsheet.ports.failures import ModelUnavailable
from callsheet.ports.records import CallerHeard, IntentUnderstood
from callsheet.ports.telephony import Heard, Utterance
from callsheet.ports.understanding import Intent, ModelFailed, Understood
from callsheet.session.language_model import LEAST_CONFIDENCE, MODEL_SECONDS
from callsheet.session.session import Session
from tests.calls.conftest import QUERIES, SCHEMA, Stage, Voice
from tests.cli.conftest import NOTIFICATIONS, Shell, shell, warm_engine
from tests.model.conftest import KEY, SAID
from tests.model.server import Reply, chosen, serving_apart

__all__ = ["shell", "warm_engine"]  # fixtures of the command's tests

ASK = """- answer
- ask: Is it done?
  answers:
    finished: [say: "Good ({{ reply.how }}, {{ reply.intent }})."]
    later: [say: Later then.]
  if_unclear: [Please say yes or no.]
  otherwise: [say: "Given up ({{ reply.how }})."]
- disconnect
"""


@dataclass
class Told:
    """A model that does what a test says; what it was asked is kept."""

    does: Callable[[], Understood]
    asked: list[tuple[str, list[str]]] = field(default_factory=list)
    hangs: bool = False

    async def understand(self, utterance: str, intents: Sequence[Intent], kind: str = "") -> Understood:
        self.asked.append((utterance, [intent.name for intent in intents]))
        if self.hangs:
            await asyncio.Event().wait()
        return self.does()


def means(intent: str, confidence: float = 0.9) -> Told:
    return Told(lambda: Understood(intent, "model", confidence))


def raises(error: Exception) -> Told:
    def does() -> Understood:
        raise error

    return Told(does)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    (tmp_path / "data.sql").write_text(QUERIES)
    (tmp_path / "schema.sql").write_text(SCHEMA)
    return Stage(tmp_path)


def test_the_model_is_the_last_resort(stage: Stage) -> None:
    model = means("finished")
    played = stage.play(ASK, SAID, model=model)
    assert played.said[-1] == "Good (model, finished)."
    assert played.parts(IntentUnderstood) == [IntentUnderstood("finished", "model", 0.9)]
    assert model.asked == [(SAID, ["finished", "later", "repeat"])]


@pytest.mark.parametrize("turn", ["yes", "#1", "#9", "", "<silence>"])
def test_it_is_not_asked_of_phrases_keys_and_silence(stage: Stage, turn: str) -> None:
    model = means("finished")
    stage.play(ASK, turn, model=model)
    assert model.asked == []


def test_it_may_choose_to_repeat(stage: Stage) -> None:
    played = stage.play(ASK, "you what", "yes", model=means("repeat"))
    assert played.said == ["Is it done?", "Is it done?", "Good (phrase, finished)."]


@pytest.mark.parametrize(
    ("intent", "confidence"),
    [
        ("finished", LEAST_CONFIDENCE - 0.01),
        ("finished", 1.01),
        ("finished", float("nan")),
        ("operator", 1.0),
        ("silent", 1.0),
        ("unclear", 1.0),
    ],
)
def test_what_it_is_not_sure_of_is_unclear(stage: Stage, intent: str, confidence: float) -> None:
    played = stage.play(ASK, SAID, "no", model=means(intent, confidence))
    assert played.said == ["Is it done?", "Please say yes or no.", "Later then."]
    assert played.parts(IntentUnderstood)[0] == IntentUnderstood("unclear", "unclear", 0.0)
    assert played.parts(ModelUnavailable) == []


def test_the_floor_itself_is_enough(stage: Stage) -> None:
    assert stage.play(ASK, SAID, model=means("later", LEAST_CONFIDENCE)).said[-1] == "Later then."


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        (raises(ModelFailed("server", "the model is broken")), "server"),
        (raises(RuntimeError(SAID)), "fault"),
        (raises(TimeoutError()), "timeout"),
        (Told(lambda: Understood("", "", 0), hangs=True), "timeout"),
    ],
    ids=["failed", "mistake", "time-out", "hanging"],
)
def test_no_failure_of_it_ends_a_call(stage: Stage, model: Told, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    played = stage.play(ASK, SAID, "no", model=model)
    assert played.record.ending == "completed"
    assert played.said == ["Is it done?", "Please say yes or no.", "Later then."]
    assert [part.kind for part in played.parts(ModelUnavailable)] == [kind]
    visit = played.visits[1]
    assert [type(part) for part in visit.parts[-3:]] == [CallerHeard, ModelUnavailable, IntentUnderstood]
    assert "geranium" not in caplog.text + "".join(part.message for part in played.parts(ModelUnavailable))


def test_a_model_that_never_ends_is_given_up(stage: Stage) -> None:
    played = stage.play(ASK, SAID, "no", model=Told(lambda: Understood("", "", 0), hangs=True))
    assert played.visits[1].took_ms >= MODEL_SECONDS * 1000  # virtual


@pytest.mark.parametrize("stops", [True, False], ids=["the engine stops", "the caller hangs up"])
def test_what_was_said_counts_whatever_happens_while_the_model_thinks(stage: Stage, stops: bool) -> None:
    """Understanding runs to its end, and the silent steps after it up to the next that needs the line."""
    sessions: list[Session] = []
    voices: list[Voice] = []

    def meanwhile() -> Understood:
        voices[0].gone = True
        if stops:
            sessions[0].shut_down()
        return Understood("finished", "model", 0.9)

    script = """- answer
- ask: Is it done?
  answers:
    finished:
      - write: finish
        with: {task_id: 1, at: "{{ now }}"}
      - say: Good.
  otherwise: []
- disconnect
"""

    def line(info: object, clock: object) -> Voice:
        turns: list[Heard] = [Utterance(SAID, 0.8)]
        voices.append(Voice(info, turns))  # type: ignore[arg-type]  # what the stage gives to lines
        return voices[0]

    played = stage.over(line, script, model=Told(meanwhile), meanwhile=sessions.append)
    assert played.parts(IntentUnderstood) == [IntentUnderstood("finished", "model", 0.9)]
    assert played.record.ending == ("shut_down" if stops else "hung_up")
    assert played.writes == ([] if stops else [("finish", 1)])


Configure = Callable[[str], None]


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Configures a model at an address, for commands that are run."""

    def configure(address: str) -> None:
        for name, value in (("OPENAI_API_KEY", KEY), ("CALLSHEET_MODEL", "small-1"), ("OPENAI_BASE_URL", address)):
            monkeypatch.setenv(name, value)

    return configure


def understood(shell: Shell) -> list[dict[str, object]]:
    """What the journal says of each answer."""
    events = [json.loads(line) for line in (shell.folder / "journal").read_text().splitlines()]
    return [
        event["understood"] | {"failed": event.get("model_unavailable")} for event in events if "understood" in event
    ]


def test_a_call_with_a_model(shell: Shell, configured: Configure) -> None:
    """Through the command, in virtual time: words without a phrase lead to the right branch."""
    with serving_apart(Reply(chosen("agree", 0.92)), Reply(chosen("refuse", 0.88), chunked=True)) as server:
        configured(server.address)
        done = shell.call("--journal", "journal", typed="my sister has told me\nI would sooner eat my hat\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert shell.states() == ["acknowledged", "follow_up", "pending"]
    assert understood(shell) == [
        {"intent": "agree", "how": "model", "confidence": 0.92, "failed": None},
        {"intent": "refuse", "how": "model", "confidence": 0.88, "failed": None},
    ]
    sent = "".join(request.body.decode() for request in server.requests)
    assert "my sister has told me" in sent
    assert not any(text in sent for text in ("parcel", "invoice", "+15550100", "interactive_notifications", "Can you"))


def test_a_call_with_a_model_that_is_gone(shell: Shell, configured: Configure) -> None:
    with serving_apart() as server:
        configured(server.address)
    done = shell.call("--journal", "journal", typed="my sister has told me\nyes\nno\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert shell.states() == ["acknowledged", "follow_up", "pending"]
    failed = {"kind": "connection", "message": "the model could not be reached, or broke off"}
    assert understood(shell)[0] == {
        "intent": "unclear",
        "how": "unclear",
        "confidence": 0.0,
        "failed": failed,
    }


def test_a_call_with_a_wrong_key(shell: Shell, configured: Configure) -> None:
    """The operator is told once, without the key."""
    with serving_apart(Reply(KEY.encode(), status=401)) as server:
        configured(server.address)
        done = shell.call("--journal", "journal", typed="my sister has told me\nyes\nhm\nno\n")
    assert done.returncode == 0
    assert done.stderr == (
        "callsheet: the model is left alone for a while: the model's service refuses the key, or knows no such model;"
        " look at the settings\n"
    )
    assert [answer["failed"] and answer["failed"]["kind"] for answer in understood(shell)] == [  # type: ignore[index]
        "access",
        None,
        "resting",
        None,
    ]
    assert KEY not in done.stdout + (shell.folder / "journal").read_text()


def test_a_service_that_says_nothing_holds_a_call_up_for_seconds_only(shell: Shell, configured: Configure) -> None:
    with serving_apart(always=Reply(stops_at="request")) as server:
        configured(server.address)
        done = shell.call("--journal", "journal", typed="my sister has told me\nyes\nno\n")
    assert done.returncode == 0
    assert shell.states() == ["acknowledged", "follow_up", "pending"]
    assert understood(shell)[0]["failed"] == {"kind": "timeout", "message": "the model did not answer in time"}


def test_a_wrong_setting(shell: Shell, configured: Configure) -> None:
    configured("localhost")
    done = shell.call(typed="yes\nyes\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "callsheet run: OPENAI_BASE_URL is no address of a service: write it like https://models.example.com/v1,"
        " without a user, a password, ? or #\n"
    )
    assert not (shell.folder / "callsheet.db").exists()


LOADED = """import sys
from callsheet.cli import main
try:
    main(sys.argv[1:])
finally:
    print("openai loaded:", "openai" in sys.modules)
"""


@pytest.mark.parametrize(
    ("arguments", "typed", "loaded"),
    [
        (["--version"], "", False),
        (["check", NOTIFICATIONS], "", False),
        (["run", NOTIFICATIONS], "yes\n#2\n", False),
        (["run", NOTIFICATIONS], "my sister has told me\nyes\nno\n", True),
    ],
    ids=["version", "check", "run with phrases", "run with a question"],
)
def test_the_library_is_loaded_when_it_is_needed(
    shell: Shell, configured: Configure, arguments: list[str], typed: str, loaded: bool
) -> None:
    with serving_apart(*[Reply(chosen("unclear"))] * loaded) as server:
        configured(server.address)
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", LOADED, *arguments],
            input=typed,
            text=True,
            capture_output=True,
            cwd=shell.folder,
            env=shell.environment,
            timeout=60,
        )
    assert done.stdout.splitlines()[-1] == f"openai loaded: {loaded}"
    assert done.stderr == ""
