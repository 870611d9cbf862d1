"""Reading the answer: exactly one form is taken, everything else is a failure."""

import json

import pytest

from callsheet.adapters.understanding.answer import read_answer
from callsheet.adapters.understanding.failure import RequestFailed
from callsheet.ports.understanding import Understood
from tests.model.server import chosen, completion

CHOICES = ("finished", "later", "unclear")
GOOD = '{"intent": "later", "confidence": 0.5}'


@pytest.mark.parametrize("confidence", [0, 0.0, 0.25, 1, 1.0])
def test_a_right_answer(confidence: float) -> None:
    assert read_answer(chosen("later", confidence), CHOICES) == Understood("later", "model", confidence)


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "later",
        7,
        [GOOD],
        f"```json\n{GOOD}\n```",
        f"{GOOD}{GOOD}",
        f"[{GOOD}]",
        "null",
        "{}",
        '{"intent": "later"}',
        '{"confidence": 0.5}',
        '{"intent": "later", "confidence": 0.5, "reason": "x"}',
        '{"intent": "later", "intent": "finished", "confidence": 0.5}',
        '{"intent": "operator", "confidence": 0.5}',
        '{"intent": "Later", "confidence": 0.5}',
        '{"intent": "", "confidence": 0.5}',
        '{"intent": null, "confidence": 0.5}',
        '{"intent": ["later"], "confidence": 0.5}',
        '{"intent": "later", "confidence": "0.5"}',
        '{"intent": "later", "confidence": true}',
        '{"intent": "later", "confidence": null}',
        '{"intent": "later", "confidence": -0.1}',
        '{"intent": "later", "confidence": 1.1}',
        '{"intent": "later", "confidence": NaN}',
        '{"intent": "later", "confidence": 1e999}',
        '{"intent": "later", "confidence": ' + "9" * 10_000 + "}",
        "[" * 100_000,
    ],
    ids=lambda content: str(content)[:60],
)
def test_a_wrong_answer(content: object) -> None:
    assert read_answer(completion(content), CHOICES) == RequestFailed("answer")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (completion(GOOD, finish_reason="length"), "answer"),
        (completion(GOOD, finish_reason="tool_calls"), "answer"),
        (completion(GOOD, tool_calls=[{"id": "1", "type": "function", "function": {"name": "write"}}]), "answer"),
        (completion(GOOD, function_call={"name": "write", "arguments": "{}"}), "answer"),
        (completion(GOOD, finish_reason="content_filter"), "refusal"),
        (completion(GOOD, refusal="I cannot help with that."), "refusal"),
        (b"", "rubbish"),
        (b"\xff\xfe", "rubbish"),
        (b"null", "rubbish"),
        (b"[" * 60_000, "rubbish"),
        (b"{}", "rubbish"),
        (b'{"choices": []}', "rubbish"),
        (b'{"choices": {}}', "rubbish"),
        (b'{"choices": [{"finish_reason": "stop", "message": null}]}', "rubbish"),
        (b'{"choices": [{"finish_reason": null, "message": {}}]}', "rubbish"),
        (json.dumps({"choices": [{"finish_reason": "stop", "message": {"content": GOOD}}] * 2}).encode(), "rubbish"),
    ],
    ids=str,
)
def test_what_is_no_answer(body: bytes, kind: str) -> None:
    failed = read_answer(body, CHOICES)
    assert isinstance(failed, RequestFailed)
    assert failed.kind == kind
