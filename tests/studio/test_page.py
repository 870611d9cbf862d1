"""The page in a real browser: read, edited, saved, by mouse and by keyboard."""

import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.studio.conftest import MOST_MS, served
from tests.studio.studios import SHIPPED

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def edit(page: Page, before: str, after: str) -> None:
    """Change a text where it stands."""
    page.get_by_role("button", name=before).first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(after)
    page.keyboard.press("Enter")


def typed(page: Page, label: str, words: str) -> None:
    """Write into what was just added, which is open for that."""
    expect(page.get_by_role("textbox", name=label, exact=True)).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def screenplay(page: Page, words: str) -> Locator:
    return page.locator(".screenplay").get_by_text(words)


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved")).to_be_visible()


def lines_changed(before: str, after: str) -> list[str]:
    """The lines that are new, or not as they were."""
    return [line for line in after.splitlines() if line not in before.splitlines()]


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
    expect(page.locator("textarea.typing")).to_be_focused()
    page.keyboard.type("Until soon.")
    page.keyboard.press("Enter")
    expect(screenplay(page, "Until soon.")).to_be_visible()
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    assert lines_changed(before, (project / SHIPPED).read_text()) == ["  - say: Until soon."]


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


def menu_of(page: Page, step: str, choice: str) -> None:
    """Do something with a step by its menu."""
    page.get_by_role("button", name=step).first.click()
    page.get_by_role("menuitem", name=choice).click()


def test_a_step_is_added_moved_put_under_a_condition_and_deleted(page: Page, project: Path) -> None:
    before = (project / SHIPPED).read_text()
    page.locator("article").first.locator("> .steps > .add button").nth(4).click()
    page.get_by_role("menuitem", name=re.compile(r"^\+ Say")).click()
    typed(page, "say", "One more thing.")
    expect(screenplay(page, "One more thing.")).to_be_visible()
    menu_of(page, "say: change step 5 of 7", "Move down")
    expect(page.get_by_role("button", name="say: change step 6 of 7")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("button", name="say: change step 5 of 7")).to_be_focused()
    menu_of(page, "say: change step 5 of 7", "Only if")
    typed(page, "if", "notifications")
    expect(page.get_by_role("button", name="if: change step 5 of 7")).to_be_visible()
    saved(page)
    added = ["  - if: notifications", "    then:", "      - say: One more thing."]
    assert lines_changed(before, (project / SHIPPED).read_text()) == added
    page.get_by_role("button", name="if: change step 5 of 7").focus()
    page.keyboard.press("Delete")
    expect(screenplay(page, "One more thing.")).to_have_count(0)
    saved(page)
    assert (project / SHIPPED).read_text() == before


def test_a_phrase_and_what_happens_when_nobody_answers_are_added(page: Page, project: Path) -> None:
    before = (project / SHIPPED).read_text()
    page.locator("summary", has_text="Intents").click()
    page.get_by_role("button", name="+ phrase").click()
    page.keyboard.type("the invoice is wrong")
    page.keyboard.press("Enter")
    expect(screenplay(page, "the invoice is wrong")).to_be_visible()
    page.keyboard.press("Escape")
    menu_of(page, "query: change step 2 of 6", "+ If fails")
    typed(page, "say", "Please call again.")
    saved(page)
    changed = lines_changed(before, (project / SHIPPED).read_text())
    assert [line.strip() for line in changed] == [
        "also: [call me, call me back, can you call me, I have a question, I can't confirm, the invoice is wrong]",
        "if_fails:",
        "- say: Please call again.",
        "- disconnect",
    ]


def test_what_was_not_saved_is_there_again(page: Page, project: Path) -> None:
    edit(page, "That's everything.", "Not saved.")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    expect(screenplay(page, "Not saved.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(screenplay(page, "Not saved.")).to_be_visible()
    expect(page.get_by_text("what you had not saved is here again")).to_be_visible()
    assert "Not saved." not in (project / SHIPPED).read_text()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nobody_is_left_out(chromium: Browser, project: Path, colours: Literal["light", "dark"]) -> None:
    """Whoever reads the page with a screen reader, with keys alone or with little contrast: axe finds nothing."""
    context = chromium.new_context(color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(MOST_MS)
    with served(project) as address:
        page.goto(f"{address}#{SHIPPED}")
        page.locator(".step").first.wait_for()
        for view in ("Picture", "Text", "Script"):
            page.get_by_role("tab", name=view).click()
            assert_nothing_is_found(page)
        for summary in page.locator(".screenplay summary").all():
            summary.click()
        page.get_by_role("button", name="query: change step 2 of 6").click()
        page.get_by_role("menuitem", name="+ If fails").wait_for()
        assert_nothing_is_found(page)
        page.keyboard.press("Escape")
        page.locator(".value.spoken").first.click()
        assert_nothing_is_found(page)
    context.close()


def assert_nothing_is_found(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_an_answer_is_added_and_what_callers_mean_by_it(page: Page, project: Path) -> None:
    before = (project / SHIPPED).read_text()
    page.get_by_role("button", name="+ new answer").click()
    page.keyboard.type("Call me tomorrow")
    page.keyboard.press("Enter")
    expect(page.locator(".ways .name", has_text="call me tomorrow")).to_be_visible()
    expect(page.get_by_text("no problems")).to_be_visible()
    saved(page)
    changed = lines_changed(before, (project / SHIPPED).read_text())
    assert [line.strip() for line in changed] == [
        "call_me_tomorrow:",
        "phrases:",
        "- call me tomorrow",
        "call_me_tomorrow: []",
    ]


def test_the_list_of_problems_leads_to_each(page: Page) -> None:
    edit(page, "You have no new messages", "Nothing, {{ custmer.name }}.")
    page.get_by_role("button", name="1 error: show them").click()
    page.get_by_role("menuitem", name="custmer").click()
    expect(page.locator(".problem")).to_be_focused()


def test_a_name_is_another_one_wherever_the_script_means_it(page: Page, project: Path) -> None:
    before = (project / SHIPPED).read_text()
    edit(page, "as: customer", "person")
    expect(page.get_by_text("“customer” is “person” now")).to_be_visible()
    edit(page, "follow up. Rename", "Call back")
    expect(page.get_by_role("button", name="call back. Rename")).to_be_visible()
    edit(page, "call back. Rename", "no longer open")
    expect(page.get_by_text("is the name of something else already")).to_be_visible()
    saved(page)
    after = (project / SHIPPED).read_text()
    assert after == before.replace("customer.", "person.").replace("as: customer", "as: person").replace(
        "follow_up", "call_back"
    )


def test_a_step_goes_into_a_block_through_it_and_out_again_by_keys(page: Page) -> None:
    page.get_by_role("button", name="say: change step 5 of 6").focus()
    for key, place in (("ArrowRight", "2 of 2"), ("ArrowDown", "1 of 2"), ("ArrowLeft", "5 of 6")):
        page.keyboard.press(f"Alt+{key}")
        expect(page.locator("button.verb:focus")).to_have_attribute("aria-label", f"say: change step {place}")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_text("this step cannot go there")).to_be_visible()


def test_what_is_added_to_the_script_is_seen_and_no_more_than_that(page: Page, project: Path) -> None:
    before = (project / SHIPPED).read_text()
    page.get_by_text("Settings", exact=True).click()
    page.get_by_role("button", name="Add a setting").click()
    page.get_by_role("menuitem", name="+ Limits").click()
    typed(page, "call", "10m")
    expect(page.get_by_role("button", name="call: 10m. Edit")).to_be_visible()
    saved(page)
    assert lines_changed(before, (project / SHIPPED).read_text()) == ["limits:", "  call: 10m"]
