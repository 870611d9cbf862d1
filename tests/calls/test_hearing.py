"""What a session makes of a line with a voice: words heard badly, prompts made ready, prompts cut by the end."""

import io
from collections.abc import Sequence

import pytest

from callsheet.interpreter.understanding import LEAST_HEARD
from callsheet.journal.reading import entries
from callsheet.ports.encoding import to_json
from callsheet.ports.line import UNINTERRUPTED, HungUp, Interruptions, Line, LineFailed, Listening, Spoken
from callsheet.ports.records import CallRecord, CallStarted, IntentUnderstood, PromptSpoken
from callsheet.ports.telephony import CallInfo, Utterance
from callsheet.ports.understanding import Intent, Understood
from callsheet.session.session import Session
from callsheet.testing.from_journal import journaled
from tests.calls.conftest import HEAD, Stage, Voice, ignore_whoever_cancels

QUESTION = """- answer
- ask: Is it done?
  answers:
    finished:
      - write: finish
        with: {task_id: 1, at: "{{ now }}"}
  if_unclear: [Once more?]
  otherwise: []
- disconnect
"""
BADLY = Utterance("it is done", LEAST_HEARD - 0.01)
WELL = Utterance("it is done", LEAST_HEARD)


class Eager:
    """A model that believes everything."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def understand(self, utterance: str, intents: Sequence[Intent], kind: str = "") -> Understood:
        self.asked.append(utterance)
        return Understood("finished", "model", 1.0)


def test_words_that_were_heard_badly_confirm_nothing(stage: Stage) -> None:
    played, voice = stage.voice(QUESTION, BADLY, Utterance("yes", 0.2), BADLY)
    assert [part.intent for part in played.parts(IntentUnderstood)] == ["unclear", "unclear"]
    assert voice.spoken == ["Is it done?", "Once more?"]
    assert played.states == ["open", "open", "open"]


def test_words_that_were_heard_well_enough_do(stage: Stage) -> None:
    played, _ = stage.voice(QUESTION, WELL)
    assert played.states[0] == "done"


def test_no_model_is_asked_about_words_that_were_heard_badly(stage: Stage) -> None:
    model = Eager()
    voices = []

    def line(info: CallInfo, clock: object) -> Line:
        voices.append(Voice(info, [Utterance("who knows", 0.3), Utterance("who knows", 0.9)]))
        return voices[0]

    played = stage.over(line, QUESTION, model=model)
    assert model.asked == ["who knows"]
    assert played.states[0] == "done"


VALUE = """- answer
- ask: How many people?
  for: number
  as: people
  CONFIRM
  if_given:
    - say: A table for {{ people }}.
  if_unclear: ["How many, please?"]
  otherwise: [{say: Sorry.}]
- disconnect
"""
ASKED, CONFIRMED = VALUE.replace("  CONFIRM\n", ""), VALUE.replace("CONFIRM", 'confirm: "{{ people }}, is that right?"')


def may_be(text: str, **shares: float) -> Utterance:
    """Something that was heard, and in hundredths how likely it was something else."""
    return Utterance(text, 0.7, tuple((words, share / 100) for words, share in shares.items()))


SURELY, UNSURELY = may_be("For teen", fourteen=85, forty=15), may_be("Sixteen.", Sixteen=60, sixty=40)


def test_a_value_is_the_one_that_was_said_in_all_likelihood(stage: Stage) -> None:
    played, voice = stage.voice(ASKED, SURELY)
    assert voice.spoken == ["How many people?", "A table for 14."]
    assert [(part.intent, part.confidence) for part in played.parts(IntentUnderstood)] == [("given", 0.85)]


def test_texts_of_the_same_value_count_together(stage: Stage) -> None:
    _, voice = stage.voice(ASKED, may_be("Mm.", Forty=45, forty=40, fourteen=15))
    assert voice.spoken[-1] == "A table for 40."


def test_a_value_that_may_have_been_another_one_is_asked_for_again_and_no_model_is_told(stage: Stage) -> None:
    model = Eager()
    voices = []

    def line(info: CallInfo, clock: object) -> Line:
        voices.append(Voice(info, [UNSURELY, SURELY]))
        return voices[0]

    stage.over(line, ASKED, model=model)
    assert voices[0].spoken == ["How many people?", "How many, please?", "A table for 14."]
    assert model.asked == []


def test_the_journal_tells_in_which_words_a_value_was_understood_so_that_the_call_is_a_test(stage: Stage) -> None:
    script = ASKED.replace("A table for {{ people }}.", '"{{ reply.text }}."')
    played, voice = stage.voice(script, UNSURELY, SURELY)
    assert voice.spoken[-1] == "fourteen."
    understood = [(part.intent, part.how, part.words) for part in played.parts(IntentUnderstood)]
    assert understood == [("unclear", "unsure", ""), ("given", "value", "fourteen")]
    written = "".join(to_json(event, redact=False) + "\n" for event in played.journal.events)
    found = journaled(entries(io.BytesIO(written.encode())))
    assert found is not None
    assert [turn.text for turn in found.turns if turn.kind == "says"] == ["[inaudible]", "fourteen"]
    redacted = "".join(to_json(event, redact=True) for event in played.journal.events)
    assert not {"For teen", "fourteen"} & set(redacted.split('"'))
    played, _ = stage.voice(ASKED.replace("as: people", "as: people\n  private: true"), SURELY)
    assert [(part.intent, part.value, part.words) for part in played.parts(IntentUnderstood)] == [("given", None, "")]


def test_it_is_offered_where_it_is_to_be_confirmed(stage: Stage) -> None:
    _, voice = stage.voice(CONFIRMED, UNSURELY, Utterance("yes"))
    assert voice.spoken == ["How many people?", "16, is that right?", "A table for 16."]


def test_what_was_heard_well_and_is_no_value_is_no_value(stage: Stage) -> None:
    script = ASKED.replace("  if_given:", "  answers:\n    refuse: [{say: Later.}]\n  if_given:")
    _, voice = stage.voice(script, may_be("no thanks", nine=100))
    assert voice.spoken[-1] == "Later."


def test_a_question_says_which_words_its_value_is_said_with(stage: Stage) -> None:
    _, voice = stage.voice(ASKED, SURELY)
    assert {"fourteen", "hundred", "people"} <= set(voice.listened[0].words)
    _, voice = stage.voice(QUESTION, WELL)
    assert voice.listened[0].words == ()


def test_what_interrupts_and_was_heard_badly_answers_no_question(stage: Stage) -> None:
    script = QUESTION.replace("- answer\n", "- answer\n- say: Hello.\n")
    played, voice = stage.voice(script, WELL, interruptions={"Hello": BADLY})
    assert voice.spoken == ["Hello.", "Is it done?"]
    assert played.states[0] == "done"


def test_the_next_prompt_is_prepared_while_one_is_spoken(stage: Stage) -> None:
    script = "- answer\n- say: One.\n- say: Two, {{ call.direction }}.\n- pause: 1s\n- say: Three.\n- disconnect\n"
    _, voice = stage.voice(script)
    assert voice.prepared == ["One.", "Two, inbound.", "Three.", "Three."]


def test_in_a_loop_the_next_row_is_prepared_and_after_the_last_what_follows(stage: Stage) -> None:
    script = HEAD + (
        "values:\n  names: [Ann, Bob]\nsteps:\n- answer\n"
        "- for_each: name\n  in: names\n  do:\n  - say: Hello {{ name }}.\n  - say: You are {{ loop.number }}.\n"
        "- say: Bye.\n- disconnect\n"
    )
    _, voice = stage.voice(script)
    assert voice.spoken == ["Hello Ann.", "You are 1.", "Hello Bob.", "You are 2.", "Bye."]
    assert voice.prepared == ["You are 1.", "Hello Bob.", "You are 2.", "Bye."]


def test_a_question_says_how_it_listens_while_it_is_spoken(stage: Stage) -> None:
    script = QUESTION.replace("- answer\n", "- answer\n- say: Hello.\n- pause: 1s\n- say: Well.\n").replace(
        "  answers:", "  speech_pause: 300ms\n  answers:"
    )
    _, voice = stage.voice(script, WELL)
    assert voice.spoken == ["Hello.", "Well.", "Is it done?"]
    assert voice.before[:2] == [None, None]  # what is said into these answers nothing
    listening = voice.before[2]
    assert listening is not None
    assert listening == voice.listened[0]
    assert "it is done" in listening.phrases
    assert listening.pause_seconds == 0.3


class Cut(Voice):
    """A line that ends in the midst of its first prompt."""

    end: type[HungUp] | type[LineFailed] = HungUp

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        gone = HungUp() if self.end is HungUp else LineFailed("line", "the connection to the caller was lost")
        gone.spoken = Spoken(700, 4000)
        raise gone


@pytest.mark.parametrize(("end", "ending"), [(HungUp, "hung_up"), (LineFailed, "failed")])
def test_it_is_known_how_much_was_heard_of_a_prompt_that_the_end_cut(
    stage: Stage, end: type[HungUp] | type[LineFailed], ending: str
) -> None:
    def line(info: CallInfo, clock: object) -> Line:
        voice = Cut(info, [])
        voice.end = end
        return voice

    played = stage.over(line, QUESTION)
    assert played.record.ending == ending
    assert played.parts(PromptSpoken) == [PromptSpoken("Is it done?", 700, 4000, interrupted=False)]


def test_a_call_that_was_begun_before_is_ended_and_not_run_again(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    first, _ = stage.voice(QUESTION, WELL)
    stage.calls = 0  # the platform announces the same call again
    again, voice = stage.voice(QUESTION, WELL)
    assert voice.spoken == []
    assert voice.ended
    record = again.record
    assert (record.ending, record.failure_kind, record.failed_in) == ("failed", "engine_died", "")
    assert again.journal.events == []  # the journal has one beginning and one end of each call
    assert [type(event) for event in first.journal.events if not hasattr(event, "visit")] == [CallStarted, CallRecord]
    assert again.rows("SELECT ending FROM callsheet_calls") == [("completed",)]
    assert "was begun before" in caplog.text


def test_whoever_is_on_the_line_when_the_engine_stops_is_told(stage: Stage) -> None:
    voices: list[Voice] = []

    class Stopped(Voice):
        async def listen(self, listening: Listening) -> Utterance:
            session[0].shut_down()
            return await super().listen(listening)  # type: ignore[return-value]  # an utterance

    def line(info: CallInfo, clock: object) -> Line:
        voices.append(Stopped(info, [WELL]))
        return voices[0]

    session: list[Session] = []
    played = stage.over(line, QUESTION, meanwhile=session.append, farewell="We have to stop here.")
    assert played.record.ending == "shut_down"
    assert voices[0].spoken == ["Is it done?", "We have to stop here."]
    assert voices[0].interruptible == [True, False]
    assert voices[0].ended


def test_a_line_that_does_not_let_go_of_the_farewell_keeps_no_call_open(stage: Stage) -> None:
    class Deaf(Voice):
        async def listen(self, listening: Listening) -> Utterance:
            session[0].shut_down()
            return await super().listen(listening)  # type: ignore[return-value]  # an utterance

        async def at(self, point: str) -> None:
            if "stop here" in point:
                await ignore_whoever_cancels(3600)
            await super().at(point)

    session: list[Session] = []
    farewell = "We have to stop here."
    played = stage.over(lambda info, _: Deaf(info, [WELL]), QUESTION, meanwhile=session.append, farewell=farewell)
    assert played.record.ending == "shut_down"
    assert played.record.took_ms < 60_000


@pytest.mark.parametrize("trouble", [{"hangs_at": "stop here"}, {"fails_at": "stop here"}, {"gone_at": "stop here"}])
def test_a_farewell_that_cannot_be_said_keeps_no_call_open(stage: Stage, trouble: dict[str, str]) -> None:
    voices: list[Voice] = []

    def line(info: CallInfo, clock: object) -> Line:
        voices.append(Voice(info, [WELL], **trouble))  # type: ignore[arg-type]  # fields of Voice, by name
        return voices[0]

    def stop(session: Session) -> None:
        session.shut_down()

    played = stage.over(line, QUESTION, meanwhile=stop, farewell="We have to stop here.")
    assert played.record.ending == "shut_down"
    assert voices[0].spoken == []  # nobody had picked up
    assert voices[0].ended
