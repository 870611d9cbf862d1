"""All calls of a script, walked on the page in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.conftest import opened, served
from tests.studio.studios import SHIPPED
from tests.studio.test_exploring import RIGHT, WRONG
from tests.studio.test_page import assert_nothing_is_found

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_on_the_page_a_finding_leads_to_its_line_and_to_a_call(chromium: Browser, project: Path) -> None:
    path = project / SHIPPED
    path.write_text(path.read_text().replace(RIGHT, WRONG))
    with served(project) as address, opened(chromium, address) as page:
        walk(page)
        every = page.get_by_label("Every call")
        expect(every.get_by_text("1 found")).to_be_visible()
        expect(page.locator(".step .problem").get_by_text("CS513")).to_be_visible()  # under its step, too
        expect(page.get_by_role("button", name="1 warning: show them")).to_be_visible()
        assert_nothing_is_found(page)
        every.get_by_role("button", name="Show the call").click()
        expect(page.get_by_text("understood as operator, by")).to_be_visible()
        expect(page.get_by_text("The call has ended: completed.")).to_be_visible()
        page.get_by_role("tab", name="Picture").click()
        expect(page.locator(".chip.wrong")).to_be_visible()
        assert_nothing_is_found(page)


def test_a_script_whose_calls_are_right_is_told_so(page: Page) -> None:
    walk(page)
    expect(page.get_by_text("nothing is wrong in them")).to_be_visible()
    expect(page.get_by_text("every call was walked")).to_be_visible()
    page.locator("[data-verb=ask] button.verb").first.focus()
    here = page.get_by_label("What can happen here")
    expect(here.get_by_text("the caller is silent")).to_be_visible()
    expect(here.get_by_text("the caller hangs up: the call ends (hung up)")).to_be_visible()
    assert_nothing_is_found(page)


def walk(page: Page) -> None:
    page.get_by_role("button", name="Walk every call").click()
