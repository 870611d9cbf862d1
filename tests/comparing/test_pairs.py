"""What `callsheet diff` says of pairs of small scripts: every verb, and what stands around the steps."""

import re
from pathlib import Path

import pytest
import yaml

from callsheet.cli import main
from callsheet.steps import VERBS

PAIRS = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))
HEAD = "callsheet: 1\nflow: example\nlanguage: en-US\n"
FILES = {
    "schema.sql": """CREATE TABLE customers (
  phone TEXT NOT NULL, name TEXT NOT NULL, tier TEXT NOT NULL, calls INTEGER NOT NULL
);
""",
    "data.sql": """-- name: customer(phone)^
-- The customer of a number.
SELECT name, tier FROM customers WHERE phone = :phone;

-- name: orders(phone)
-- All of a number.
SELECT name, tier FROM customers WHERE phone = :phone;

-- name: count_call(phone)!
-- One call more.
UPDATE customers SET calls = calls + 1 WHERE phone = :phone;
""",
    "asked.http": """### new_order(phone)!
# An order.
POST {{ $SHOP_URL }}
Content-Type: application/json

{"phone": "{{ phone }}"}

### waiting()
# gives: minutes INTEGER
GET {{ $SHOP_URL }}/waiting
""",
}
SAME = "No caller notices a difference.\n"
# What no caller notices.
UNHEARD = {"note"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_pair_is_told_in_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the other direction there is a difference too, where there is one."""
    for pair in PAIRS:
        for side in ("old", "new"):
            (folder / f"{side}.flow.yaml").write_text(HEAD + pair[side], encoding="utf-8")
        status = main(["diff", "old.flow.yaml", "new.flow.yaml"])
        told = capsys.readouterr()
        assert (told.out, told.err, status) == (pair["said"], "", 0 if pair["said"] == SAME else 1), pair["name"]
        assert main(["diff", "new.flow.yaml", "old.flow.yaml"]) == status, pair["name"]
        assert (capsys.readouterr().out == SAME) == (status == 0), pair["name"]


def test_every_verb_is_in_a_pair() -> None:
    written = "\n".join(pair["old"] + pair["new"] for pair in PAIRS)
    missing = [verb for verb in VERBS if not re.search(rf"[-[] ?{verb}\b", written) and verb not in UNHEARD]
    assert not missing, f"add to pairs.yaml what is told of a change to these: {missing}"
