"""The shipped scripts take calls on the telephone lines that there are."""

from pathlib import Path

import pytest

from callsheet.adapters.telephony.telcoflow.ends import CAPS
from callsheet.service.reachable import beyond
from tests.checking import check_file

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.mark.parametrize("script", sorted(FLOWS.glob("*.flow.yaml")), ids=lambda path: path.name.partition(".")[0])
def test_a_shipped_script_wants_no_more_than_telcoflows_line_can_do(script: Path) -> None:
    flow = check_file(script, script.name).flow
    assert flow is not None
    assert beyond(flow, CAPS) == ()
