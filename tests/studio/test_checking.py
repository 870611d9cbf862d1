"""What the page is told of a text that nobody has saved."""

from pathlib import Path
from typing import Any

import pytest

from callsheet.studio.checking import CheckText
from callsheet.studio.project import Project

PROJECT = Project.at(Path(__file__).parents[2] / "flows")
FLOW, SQL = "interactive_notifications.flow.yaml", "data/notifications.sql"


def problems(name: str, text: str) -> list[dict[str, Any]]:
    found = CheckText(name, text, {}).do(PROJECT)
    assert isinstance(found, dict)
    return list(found["problems"])


def test_what_is_wrong_with_sql_is_told_where_it_stands() -> None:
    text = PROJECT.saved(SQL).text
    assert problems(SQL, text) == []
    (problem,) = problems(SQL, text.replace("WHERE phone = :phone", "WHERE phne = :phone"))
    assert (problem["file"], problem["severity"]) == (SQL, "error")
    assert "from" in problem


def test_sql_that_is_not_saved_counts_for_its_script() -> None:
    sql = PROJECT.saved(SQL).text.replace("customer_by_phone", "customer_by_number")
    found = CheckText(FLOW, PROJECT.saved(FLOW).text, {SQL: sql}).do(PROJECT)
    assert isinstance(found, dict)
    assert any("customer_by_phone" in problem["message"] for problem in found["problems"])


@pytest.mark.parametrize("name", ["interactive_notifications.test.yaml", FLOW])
def test_what_is_shipped_has_no_problems(name: str) -> None:
    assert problems(name, PROJECT.saved(name).text) == []


def test_a_problem_is_mended_by_its_edit() -> None:
    text = PROJECT.saved(FLOW).text.replace("run: follow_up", "run: folow_up", 1)
    (problem,) = [each for each in problems(FLOW, text) if "edit" in each]
    edit = problem["edit"]
    mended = text[: edit["from"]] + edit["insert"] + text[edit["to"] :]
    assert mended == PROJECT.saved(FLOW).text
