"""The page on a script that asks for values: what there is to choose from, hours, and names with their values."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.studio.studios import SCRIPT
from tests.studio.test_page import lines_changed, saved

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NAME = "order.flow.yaml"
TEXT = """callsheet: 1
flow: order
language: en-US
timezone: America/New_York
hours:
  office:
    monday to friday: 09:00-17:00
    saturday: [09:00-12:00, 13:00-15:00]
values:
  shop: Hill Bakery
defaults:
  if_silent: []
  if_unclear: []
  otherwise:
    - disconnect
steps:
  - answer
  - collect:
      - ask: Do you want a small or a large one?
        one_of: {small: [little], large: [big]}
        as: size
        called: [size]
    confirm: "{{ size }}. Is that right?"
  - ask: With milk or with sugar?
    one_of: [milk, sugar]
    as: extra
  - run: thank
    with: {what: "{{ size }}"}
  - disconnect
sections:
  thank:
    - say: "{{ shop }} thanks you for {{ what }} with {{ extra }}. We open on {{ hours.office.opens }}."
"""


@pytest.fixture
def order(page: Page, project: Path) -> Page:
    """The page of that script."""
    (project / NAME).write_text(TEXT)
    page.reload()
    page.locator("article .step").first.wait_for()
    page.get_by_label("File").select_option(NAME)
    page.get_by_role("button", name="collect: change step 2 of 5").wait_for()
    return page


def add(page: Page, place: Locator, button: str, words: str) -> None:
    """Add something with a name, which is typed."""
    place.get_by_role("button", name=button, exact=True).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(place.get_by_text(words, exact=True)).to_be_visible()
    page.keyboard.press("Escape")


def changed(page: Page, project: Path) -> list[str]:
    expect(page.locator(".problem.error")).to_have_count(0)
    saved(page)
    return [line.strip() for line in lines_changed(TEXT, (project / NAME).read_text())]


def test_what_there_is_to_choose_from_is_read_and_added_to(order: Page, project: Path) -> None:
    with_words, texts = order.locator("[data-key=one_of]").all()
    expect(with_words.get_by_text("one of", exact=True)).to_be_visible()
    with_words.get_by_role("button", name="large. Rename").click()
    order.keyboard.type("huge")
    order.keyboard.press("Enter")
    expect(with_words.get_by_role("button", name="huge. Rename")).to_be_visible()
    add(order, with_words, "+ option", "Very Large")
    add(order, with_words.locator(".way", has_text="small"), "+ word", "tiny")
    add(order, texts, "+ option", "honey")
    add(order, order.locator("[data-key=called]"), "+ word", "portion")
    texts.get_by_role("button", name="Delete option 2: sugar").click()
    assert changed(order, project) == [
        "one_of: {small: [little, tiny], huge: [big], Very Large: []}",
        "called: [size, portion]",
        "one_of: [milk, honey]",
    ]


def test_hours_are_read_and_days_dates_and_hours_added(order: Page, project: Path) -> None:
    order.locator("summary", has_text="Hours").click()
    hours = order.locator("details", has=order.locator("summary", has_text="Hours"))
    add(order, hours.locator(".way", has_text="saturday").last, "+ hours", "15:30-16:00")
    hours.get_by_role("button", name="Add to office").click()
    order.get_by_role("menuitem", name="+ Except").click()
    order.keyboard.press("Enter")
    add(order, hours.locator(".way", has_text="except").last, "+ date", "2026-12-31")
    add(order, hours, "+ opening hours", "phone")
    assert changed(order, project) == [
        "saturday: [09:00-12:00, 13:00-15:00, 15:30-16:00]",
        "except: {2026-12-25: closed, 2026-12-31: closed}",
        "phone: {monday to friday: 09:00-17:00}",
    ]


def test_a_value_is_added_to_the_script_and_to_what_a_section_is_given(order: Page, project: Path) -> None:
    order.locator("summary", has_text="Values").click()
    add(order, order.locator("details", has=order.locator("summary", has_text="Values")), "+ value", "town")
    add(order, order.locator(".step[data-verb=run]"), "+ value", "how")
    assert changed(order, project) == ["town: Riverside Clinic", 'with: {what: "{{ size }}", how: sales}']


def test_a_question_for_a_value_is_answered_in_words_and_by_keys(order: Page, project: Path) -> None:
    order.get_by_label("File").select_option("hello.flow.yaml")
    digits = "  - ask: Which number?\n    for: digits\n    length: 4\n    as: number\n    otherwise: [disconnect]\n"
    (project / "hello.flow.yaml").write_text(
        SCRIPT.replace("  - say: Hello.", f"{digits}  - say: It is {{{{ number }}}}.")
    )
    order.get_by_role("button", name="ask: change step 2 of 4").wait_for()
    for words, button in (("one two three four", "Say"), ("1234", "Press these keys")):
        order.get_by_role("button", name=re.compile("Call, typed|Start again")).click()
        order.get_by_label("What the caller says").fill(words)
        order.get_by_role("button", name=button, exact=True).click()
        expect(order.locator("aside").get_by_text("It is 1234.")).to_be_visible()
        expect(order.get_by_text("The call has ended: completed.")).to_be_visible()
