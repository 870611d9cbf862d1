"""The page in a real browser: read, edited, saved, by mouse and by keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.studio.conftest import MOST_MS, SHIPPED, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def edit(page: Page, before: str, after: str) -> None:
    """Change a text where it stands."""
    page.get_by_role("button", name=before).first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(after)
    page.keyboard.press("Enter")


def screenplay(page: Page, words: str) -> Locator:
    return page.locator(".screenplay").get_by_text(words)


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved")).to_be_visible()


def lines_changed(before: str, after: str) -> list[str]:
    return sorted(set(after.splitlines()) - set(before.splitlines()))


def test_a_text_is_changed_where_it_stands_and_nothing_else(page: Page, project: Path) -> None:
    before = (project / SHIPPED).read_text()
    edit(page, "That's everything.", "That was all: goodbye!")
    expect(screenplay(page, "That was all: goodbye!")).to_be_visible()
    saved(page)
    assert lines_changed(before, (project / SHIPPED).read_text()) == ['  - say: "That was all: goodbye!"']


def test_what_is_wrong_stands_under_its_step_and_goes_when_it_is_mended(page: Page) -> None:
    edit(page, "You have no new messages", "Nothing, {{ custmer.name }}.")
    problem = page.locator(".step[data-verb=say] .problem")
    expect(problem.first).to_contain_text("custmer")
    expect(page.get_by_text("1 error")).to_be_visible()
    page.locator("body").click(position={"x": 2, "y": 400})
    page.keyboard.press("ControlOrMeta+z")
    expect(problem).to_have_count(0)
    expect(page.get_by_text("no problems")).to_be_visible()


def test_one_undo_for_both_views(page: Page) -> None:
    edit(page, "That's everything.", "Goodbye.")
    page.get_by_role("tab", name="Text").click()
    expect(page.locator(".cm-content")).to_contain_text("- say: Goodbye.")
    page.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator(".cm-content")).not_to_contain_text("- say: Goodbye.")
    page.get_by_role("tab", name="Script").click()
    expect(screenplay(page, "That's everything.")).to_be_visible()


def test_what_is_typed_as_text_shows_in_the_screenplay(page: Page) -> None:
    page.get_by_role("tab", name="Text").click()
    page.locator(".cm-line", has_text="That's everything").click()
    page.keyboard.press("End")
    page.keyboard.type(" Bye")
    page.get_by_role("tab", name="Script").click()
    expect(screenplay(page, "Have a great day! Bye")).to_be_visible()


def test_a_text_that_cannot_be_read_leaves_what_was_there(page: Page) -> None:
    page.get_by_role("tab", name="Text").click()
    page.locator(".cm-line", has_text="That's everything").click()
    page.keyboard.press("Home")
    page.keyboard.type("[")
    page.get_by_role("tab", name="Script").click()
    expect(page.get_by_text("The text cannot be read just now.")).to_be_visible()
    expect(screenplay(page, "That's everything.")).to_be_visible()


@pytest.mark.parametrize(("choice", "stays"), [("Take theirs", "Theirs."), ("Save mine over it", "Mine.")])
def test_what_somebody_else_has_saved_is_asked_about(page: Page, project: Path, choice: str, stays: str) -> None:
    edit(page, "That's everything.", "Mine.")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    path = project / SHIPPED
    path.write_text(path.read_text().replace("That's everything. Have a great day!", "Theirs."))
    page.keyboard.press("ControlOrMeta+s")
    asked = page.get_by_role("alertdialog")
    asked.get_by_text("What is different").click()
    expect(asked).to_contain_text("+  - say: Mine.")
    assert "Theirs." in path.read_text()
    asked.get_by_role("button", name=choice).click()
    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    assert f"- say: {stays}" in path.read_text()


def test_what_others_save_is_taken_where_nothing_is_unsaved(page: Page, project: Path) -> None:
    path = project / SHIPPED
    path.write_text(path.read_text().replace("That's everything.", "Theirs."))
    expect(screenplay(page, "Theirs.")).to_be_visible()
    expect(page.get_by_text("was saved by another program")).to_be_visible()


def test_a_script_is_edited_and_saved_without_a_mouse(page: Page, project: Path) -> None:
    before = (project / SHIPPED).read_text()
    while page.evaluate("document.activeElement.className") != "verb":
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.ariaLabel") != "say: change step 5 of 6":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Bye.")
    page.keyboard.press("Enter")
    expect(screenplay(page, "Bye.")).to_be_visible()
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    assert lines_changed(before, (project / SHIPPED).read_text()) == ["  - say: Bye."]


def test_a_file_is_chosen_and_its_name_stands_in_the_address(page: Page) -> None:
    page.get_by_label("File").select_option("hello.flow.yaml")
    expect(screenplay(page, "Hello.")).to_be_visible()
    assert "#hello.flow.yaml" in page.url
    assert "token" not in page.url
    page.reload()
    expect(screenplay(page, "Hello.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    for view in ("Script", "Text", "Picture"):
        page.get_by_role("tab", name=view).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_printed_is_the_script_alone(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".bar-top")).to_be_hidden()
    expect(screenplay(page, "That's everything.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Add a step")).first).to_be_hidden()


def test_a_studio_that_was_ended_is_told(chromium: Browser, project: Path) -> None:
    page = chromium.new_page()
    page.set_default_timeout(MOST_MS)
    with served(project) as address:
        page.goto(address)
        page.locator(".step").first.wait_for()
    expect(page.get_by_text("not connected")).to_be_visible()
    page.close()
