"""An answer answers what was heard: what a key and words that come into a prompt do, and what they never do."""

import pytest

from callsheet.ports.records import CallerHeard, PromptSpoken
from callsheet.ports.telephony import KeyPress, Utterance
from tests.calls.conftest import HEAD, Stage

YES, NO = Utterance("yes"), Utterance("no")
ONE, TWO = KeyPress("1"), KeyPress("2")
MENU = """- ask: For plants press 1, for all else press 2.
  answers:
    finished:
      - write: finish
        with: {task_id: 1, at: "{{ now }}"}
      - say: Noted.
    later: []
  otherwise: []
- disconnect
"""
TASKS = """- query: tasks
  with: {person_id: 1}
  as: tasks
"""
LOOP = f"""- answer
{TASKS}- say: Welcome.
- for_each: task
  in: tasks
  do:
    - ask: "{{{{ task.what }}}} Is that done by now?"
      answers:
        finished:
          - write: finish
            with: {{task_id: "{{{{ task.id }}}}", at: "{{{{ now }}}}"}}
          - say: Noted.
        later: []
      otherwise: []
- disconnect
"""


@pytest.mark.parametrize("heard", [YES, NO, ONE, TWO, KeyPress("9"), Utterance("what a day")])
def test_nothing_that_is_done_before_a_loop_answers_its_first_question(
    stage: Stage, heard: Utterance | KeyPress
) -> None:
    played, voice = stage.voice(LOOP, YES, NO, NO, interruptions={"Welcome": heard})
    assert voice.spoken[:2] == ["Welcome.", "Water the plants. Is that done by now?"]
    assert played.states == ["done", "open", "open"]


@pytest.mark.parametrize("heard", [YES, NO, ONE, TWO])
def test_nothing_that_is_done_while_an_answer_is_noted_answers_the_next_question(
    stage: Stage, heard: Utterance | KeyPress
) -> None:
    played, voice = stage.voice(LOOP, YES, NO, NO, interruptions={"Noted": heard})
    assert [text for text in voice.spoken if "done by now" in text] == [
        f"{what} Is that done by now?" for what in ("Water the plants.", "Feed the cat.", "Post the letter.")
    ]
    assert played.states == ["done", "open", "open"]


@pytest.mark.parametrize(
    ("between", "spoken"),
    [
        ("", []),
        ("- note: greeted\n", []),
        ("- set: {tries: 1}\n", []),
        ("- pause: 1s\n", []),
        (TASKS, []),
        ("- run: greet\n", ["How do you do?"]),
        ("- say: Calls may be recorded.\n", ["Calls may be recorded."]),
        ("- say: Calls may be recorded.\n  interruptible: false\n", ["Calls may be recorded."]),
        ('- say: "{{ office }} is open."\n', ["The office is open."]),
        ('- if: call.direction == "inbound"\n  then:\n    - say: You called.\n', ["You called."]),
        ("- switch: call.direction\n  cases:\n    inbound: [{note: in}]\n  else: [{note: out}]\n", []),
    ],
)
def test_a_key_over_a_text_answers_the_fixed_question_behind_it(stage: Stage, between: str, spoken: list[str]) -> None:
    sections = "sections:\n  greet:\n    - say: How do you do?\n" if "run" in between else ""
    head = f"{HEAD}values: {{office: The office}}\nsteps:\n"
    played, voice = stage.voice(
        head + "- answer\n- say: Welcome.\n" + between + MENU + sections, interruptions={"Welcome": ONE}
    )
    assert voice.spoken == ["Welcome.", *spoken, "Noted."]
    assert played.states[0] == "done"
    assert [(visit.verb, part) for visit in played.visits for part in visit.parts if isinstance(part, CallerHeard)] == [
        ("ask", CallerHeard("key", "1", 1.0))
    ]


@pytest.mark.parametrize(
    "between",
    [
        '- write: finish\n  with: {task_id: 3, at: "{{ now }}"}\n',
        f"{TASKS}- for_each: task\n  in: tasks\n  do:\n    - note: x\n",
        f'{TASKS}- say: "You have {{{{ tasks | length }}}} tasks."\n',
    ],
    ids=["write", "loop", "data"],
)
def test_a_key_does_not_reach_a_question_behind_what_it_could_not_know(stage: Stage, between: str) -> None:
    script = "- answer\n- say: Welcome.\n" + between + MENU
    played, voice = stage.voice(script, NO, interruptions={"Welcome": ONE})
    assert not any(part.interrupted for part in played.parts(PromptSpoken))
    assert "For plants press 1, for all else press 2." in voice.spoken
    assert played.states[0] == "open"


@pytest.mark.parametrize("heard", [YES, Utterance("done that"), KeyPress("9"), KeyPress("*"), KeyPress("#")])
def test_words_and_other_keys_into_a_text_answer_nothing(stage: Stage, heard: Utterance | KeyPress) -> None:
    played, voice = stage.voice("- answer\n- say: Welcome.\n" + MENU, NO, interruptions={"Welcome": heard})
    assert voice.spoken == ["Welcome.", "For plants press 1, for all else press 2."]
    assert played.states[0] == "open"
    assert played.parts(PromptSpoken)[0].interrupted == isinstance(heard, Utterance)


def test_a_key_is_dropped_where_another_question_comes_than_it_was_for(stage: Stage) -> None:
    """Before the `if` nobody knows which: the key stops the greeting, and then fits the question or does not."""
    script = (
        "- answer\n- say: Welcome.\n"
        '- if: call.direction == "outbound"\n  then:\n'
        "    - ask: Are you well?\n      answers: {finished: []}\n      otherwise: []\n  else:\n"
        "    - ask: Shall we call later?\n      answers: {later: []}\n      otherwise: []\n- disconnect\n"
    )
    _, voice = stage.voice(script, NO, interruptions={"Welcome": ONE})
    assert voice.spoken == ["Welcome.", "Shall we call later?"]
    _, voice = stage.voice(script, interruptions={"Welcome": TWO})
    assert voice.spoken == ["Welcome."]


def test_of_two_keys_the_last_one_answers(stage: Stage) -> None:
    script = "- answer\n- say: Welcome.\n- say: Listen.\n" + MENU
    played, _ = stage.voice(script, interruptions={"Welcome": ONE, "Listen": TWO})
    assert [part.text for part in played.parts(CallerHeard)] == ["2"]
    assert played.states[0] == "open"


def test_one_key_answers_one_question(stage: Stage) -> None:
    script = "- answer\n- say: Welcome.\n" + MENU.replace("- disconnect\n", "") + MENU
    _, voice = stage.voice(script, NO, interruptions={"Welcome": TWO})
    assert voice.spoken == ["Welcome.", "For plants press 1, for all else press 2."]


def test_a_question_that_is_to_be_heard_to_its_end_is_not_answered_before(stage: Stage) -> None:
    menu = MENU.replace("  otherwise", "  interruptible: false\n  otherwise")
    played, voice = stage.voice("- answer\n- say: Welcome.\n" + menu, NO, interruptions={"Welcome": ONE, "plants": ONE})
    assert voice.spoken == ["Welcome.", "For plants press 1, for all else press 2."]
    assert not any(part.interrupted for part in played.parts(PromptSpoken))


@pytest.mark.parametrize("heard", [YES, ONE, NO, TWO])
def test_a_question_is_answered_only_once_its_data_has_been_spoken(stage: Stage, heard: Utterance | KeyPress) -> None:
    """The voice of these tests interrupts half-way."""
    late = LOOP.replace("{{ task.what }} Is that done by now?", "Is it done by now: {{ task.what }} ?")
    played, voice = stage.voice(late, *[NO] * 3, interruptions={"by now": heard})
    assert len(voice.listened) == 3
    assert played.states == ["open", "open", "open"]
    early = LOOP.replace("Is that done by now?", "Is that done by now, or is it still to be done?")
    played, voice = stage.voice(early, interruptions={"by now": heard})
    assert voice.listened == []


@pytest.mark.parametrize("text", ["{{ 5 }}", "{{ office }}", '{{ "a" ~ office }}', "{{ office | upper }}"])
def test_what_the_script_itself_says_is_no_data(stage: Stage, text: str) -> None:
    head = f"{HEAD}values: {{office: The office}}\nsteps:\n- answer\n"
    script = head + MENU.replace("For plants", f"{'x' * 60} {text} For plants").replace("- ask: ", "- ask: '").replace(
        "press 2.", "press 2.'"
    )
    _, voice = stage.voice(script, interruptions={"xx": ONE})
    assert voice.listened == []


@pytest.mark.parametrize("text", ["{{ office }}", "{{ now }}", "{{ call.id }}"])
def test_everything_else_is(stage: Stage, text: str) -> None:
    """Also a constant that is set anywhere: nobody knows what it holds."""
    head = f'{HEAD}values: {{office: The office}}\nsteps:\n- answer\n- set: {{office: "{{{{ call.id }}}}"}}\n'
    script = head + MENU.replace("For plants", f"{'x' * 60} {text} For").replace("- ask: ", "- ask: '").replace(
        "press 2.", "press 2.'"
    )
    _, voice = stage.voice(script, NO, interruptions={"xx": ONE})
    assert len(voice.listened) == 1


@pytest.mark.parametrize("heard", ["mhm", "Okay.", "right", "uh-huh, yeah", "I see"])
def test_a_backchannel_into_a_prompt_is_passed_over(stage: Stage, heard: str) -> None:
    played, _ = stage.voice(
        "- answer\n- say: Welcome.\n" + MENU,
        YES,
        interruptions={"Welcome": Utterance(heard), "plants": Utterance(heard)},
    )
    assert not any(part.interrupted for part in played.parts(PromptSpoken)[:2])
    assert played.states[0] == "done"
