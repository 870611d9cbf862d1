"""What a script's language does not have, and intents that nothing asks for: warnings, and no false alarm."""

from pathlib import Path

import pytest

from callsheet.ports.telephony import Utterance
from callsheet.steps.ask import Ask
from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: test
language: {language}
timezone: Europe/Madrid
intents:
  accept: {{phrases: [{phrases}], press: "1"}}
{more}
values: {{word: lunes, moved: true, days: [1, 2]}}
steps:
  - answer
  - say: "{text} {{{{ word }}}}{{{{ 'a' if moved else 'b' }}}}{{{{ days | length }}}}"
  - ask: "{{{{ word | upper }}}}?"
    answers: {{accept: []{answers}}}
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
"""


def found(tmp_path: Path, **parts: str) -> list[str]:
    script = {"language": "es-ES", "phrases": "sí", "more": "", "text": "Hola.", "answers": "", **parts}
    path = tmp_path / "x.flow.yaml"
    path.write_text(SCRIPT.format(**script), encoding="utf-8")
    return [f"{each.code.id} {each.span.line}: {each.message}" for each in check_file(path, path.name).diagnostics]


@pytest.mark.parametrize(
    ("parts", "messages"),
    [
        ({}, []),
        ({"language": "en-GB", "answers": ", refuse: []", "text": "{{ today }}"}, []),
        ({"answers": ", refuse: []"}, ['CS241 13: "refuse" is built in and listens for English']),
        ({"answers": ", refuse: []", "more": "  refuse: {also: [nunca]}"}, []),
        ({"answers": ", refuse: []", "more": "  refuse: {phrases: [nunca]}"}, []),
        ({"text": "{{ today }}"}, ["CS242 11: this speaks a date in English, and the script is in es-ES"]),
        (
            {"text": "{{ 1250 | money('EUR') }} {{ now | spoken_time | default('x') }}"},
            ["CS242 11: this speaks what money makes and what spoken_time makes in English"],
        ),
        ({"text": "{{ moved }}"}, ["CS242 11: this speaks true or false in English"]),
        ({"text": "{{ days }}"}, ["CS242 11: this speaks a list in English"]),
        ({"text": "{{ 'Hoy es ' ~ (now | weekday) }}"}, ["CS242 11: this speaks what weekday makes in English"]),
        ({"text": "{{ 3 }} {{ '12' | digits }}"}, []),
        ({"text": "{{ 'a' if now > now else 'b' }}"}, []),
        ({"language": "ja-JP", "phrases": "はい, はいそうです"}, ["CS243 6: without spaces between words"]),
        ({"language": "th-TH", "phrases": "ใช่"}, ["CS243 6: without spaces"]),
        ({"language": "km-KH", "phrases": "បាទ"}, ["CS243 6: without spaces"]),
        ({"language": "ko-KR", "phrases": "네"}, []),
        ({"language": "hi-IN", "phrases": "हाँ"}, []),
        ({"language": "ja-JP", "phrases": "okay"}, []),
        ({"more": "  later: {phrases: [luego]}"}, ['CS240 7: the intent "later" is no answer of any question']),
        ({"more": "  repeat: {phrases: [otra vez]}"}, []),  # it is understood at every question
        ({"more": "  later: {means: Another day.}", "answers": ", later: []"}, []),  # for a model
    ],
)
def test_what_the_language_does_not_have(tmp_path: Path, parts: dict[str, str], messages: list[str]) -> None:
    told = found(tmp_path, **parts)
    assert len(told) == len(messages), told
    assert all(each.startswith(message) for each, message in zip(told, messages, strict=True)), told


def test_a_phrase_of_the_author_goes_before_the_same_of_a_built_in_intent(tmp_path: Path) -> None:
    path = tmp_path / "x.flow.yaml"
    parts = {"language": "en-US", "phrases": "not now, later", "more": "", "text": "Hello.", "answers": ", refuse: []"}
    path.write_text(SCRIPT.format(**parts), encoding="utf-8")
    checked = check_file(path, path.name)
    assert checked.diagnostics == ()
    assert checked.flow is not None
    (ask,) = (state.step for state in checked.flow.states.values() if isinstance(state.step, Ask))
    said = ("not now", "later", "no", "not today")
    meant = [ask.question.settings.listener.understand(Utterance(each)).intent for each in said]
    assert meant == ["accept", "accept", "refuse", "refuse"]


def test_number_words_and_digits_are_one_phrase(tmp_path: Path) -> None:
    more = "  other: {phrases: [option 2]}"
    told = found(tmp_path, language="en-US", phrases="option two", more=more, answers=", other: []")
    assert len(told) == 1
    assert told[0].startswith('CS212 7: "option 2" means both "accept" and "other"')
