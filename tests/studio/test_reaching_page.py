"""The page on a script that reaches people: whom it connects with, and the other side, played beside the caller."""

import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.conftest import MOST_MS, PROGRAM, served
from tests.studio.test_calls_page import say
from tests.studio.test_page import assert_nothing_is_found

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NAME = "reception.flow.yaml"
TEXT = """callsheet: 1
flow: reception
language: en-US
contacts:
  office: callee
  night: ["+15550124", "+15550125"]
intents:
  night:
    phrases: [an emergency]
  office:
    phrases: [the office]
steps:
  - answer
  - ask: Whom do you want to talk with?
    answers:
      night: []
      office:
        - connect: office
          come_back: true
          if_unanswered: []
        - say: You are back.
        - disconnect
    if_silent: []
    if_unclear: []
    otherwise: [disconnect]
  - connect: night
    as: rung
    if_unanswered:
      - say: "{{ rung.outcome }} for {{ rung.seconds }} seconds."
      - disconnect
  - whisper: A caller in need.
  - leave
"""


@pytest.fixture
def reception(page: Page, project: Path) -> Page:
    """The page of that script."""
    (project / NAME).write_text(TEXT)
    page.reload()
    page.locator("article .step").first.wait_for()
    page.get_by_label("File").select_option(NAME)
    page.get_by_role("button", name="leave: change step 5 of 5").wait_for()
    return page


def begin(page: Page, words: str) -> None:
    page.get_by_role("button", name="Call, typed").click()
    expect(page.get_by_label("The call so far").get_by_text("Whom do you want")).to_be_visible()
    say(page, words)


def does(page: Page, what: str) -> None:
    page.get_by_role("group", name="The other side").get_by_role("button", name=what, exact=True).click()


def transcript(page: Page) -> str:
    return page.get_by_label("The call so far").inner_text()


def test_they_pick_up_hear_what_the_caller_does_not_and_it_is_a_test(reception: Page, project: Path) -> None:
    begin(reception, "an emergency")
    expect(reception.get_by_text("The telephone of night rings.")).to_be_visible()
    does(reception, "Pick up")
    expect(reception.get_by_text("The call has ended: completed.")).to_be_visible()
    expect(reception.get_by_label("The call so far")).to_contain_text("(to the other side) A caller in need.")
    reception.get_by_role("button", name="Go back to before this: (picks up)").click()
    does(reception, "Pick up")
    reception.get_by_label("Keep this call as a test").fill("at night")
    reception.get_by_role("button", name="Save as a test").click()
    expect(reception.get_by_text("It is the last test of reception.test.yaml now.")).to_be_visible()
    kept = (project / "reception.test.yaml").read_text()
    assert "- picks_up: night\n      - agent_hears: A caller in need.\n" in kept
    command = [sys.executable, "-m", "callsheet", "test", str(project / "reception.test.yaml")]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "1 test: passed\n"


@pytest.mark.parametrize(
    ("what", "words"), [("Do not pick up", "unanswered for 30 seconds."), ("Be busy", "busy for ")]
)
def test_they_do_not_pick_up(reception: Page, what: str, words: str) -> None:
    begin(reception, "an emergency")
    does(reception, what)
    expect(reception.get_by_label("The call so far")).to_contain_text(words)
    expect(reception.get_by_text("The call has ended: completed.")).to_be_visible()


def test_the_caller_comes_back_or_hangs_up(reception: Page) -> None:
    begin(reception, "the office")
    does(reception, "Pick up")
    expect(reception.get_by_text("The caller talks with office.")).to_be_visible()
    does(reception, "They hang up")
    expect(reception.get_by_label("The call so far")).to_contain_text("You are back.")
    reception.get_by_role("button", name="Take back").click()
    reception.get_by_role("button", name="The caller hangs up").click()
    expect(reception.get_by_text("The call has ended: hung up.")).to_be_visible()


def test_the_line_fails_in_a_ring(reception: Page) -> None:
    begin(reception, "an emergency")
    reception.get_by_label("From here on").select_option(label="line fails")
    expect(reception.get_by_text("The call has ended: failed.")).to_be_visible()


HELP = """callsheet: 1
flow: help
language: en-US
requests: office.http
steps:
  - answer
  - request: waiting_time
    with: {queue: support}
    as: queue
    if_none: []
    if_fails:
      - say: Nobody knows how long it takes.
  - if: queue
    then:
      - say: You would wait {{ queue.minutes }} minutes.
  - record: Please leave a message.
    as: said
    if_none: [disconnect]
    if_fails: [disconnect]
  - message: We keep your message of {{ said.seconds }} seconds.
    if_fails: []
  - disconnect
"""
OFFICE = """### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER
# none: 404
GET {{ $URL }}/waiting?queue={{ queue }}
"""


def test_another_system_is_answered_for_a_message_is_recorded_and_one_is_sent(page: Page, project: Path) -> None:
    (project / "office.http").write_text(OFFICE)
    (project / "help.flow.yaml").write_text(HELP)
    page.reload()
    page.locator("article .step").first.wait_for()
    page.get_by_label("File").select_option("help.flow.yaml")
    page.get_by_role("button", name="disconnect: change step").first.wait_for()
    page.get_by_role("button", name="Call, typed").click()
    asked = page.get_by_role("form", name="The answer of waiting time")
    asked.get_by_label("minutes").fill("twelve")
    asked.get_by_role("button", name="Answer").click()
    expect(page.get_by_text('"minutes" is declared INTEGER')).to_be_visible()
    asked.get_by_label("minutes").fill("12")
    asked.get_by_role("button", name="Answer").click()
    call = page.get_by_label("The call so far")
    expect(call).to_contain_text("You would wait 12 minutes.")
    expect(page.get_by_text("The call records what is said now.")).to_be_visible()
    page.get_by_label("What the caller says").fill("please call me back soon")
    page.get_by_role("button", name="Say", exact=True).click()
    expect(call).to_contain_text("sms to +15550100: We keep your message of 2 seconds.")
    page.get_by_role("button", name="Change it").click()
    asked.get_by_role("button", name="There is nothing").click()
    expect(call).not_to_contain_text("You would wait")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("The call records what is said now.")).to_be_visible()
    page.get_by_label("What the caller says").fill("please call")
    page.get_by_role("button", name="Say, and hang up").click()
    expect(page.get_by_text("The call has ended: hung up.")).to_be_visible()


DOOR = """callsheet: 1
flow: door
language: en-US
contacts: {office: callee}
steps:
  - answer
  - connect: office
    if_unanswered: [disconnect]
  - whisper: Somebody is at the door.
  - leave
"""


def test_a_spoken_call_rings_in_the_page_and_can_be_typed_again(chromium: Browser, project: Path) -> None:
    pytest.importorskip("moonshine_voice")
    (project / "door.flow.yaml").write_text(DOOR)
    microphone = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with served(project) as address:
        browser = chromium.browser_type.launch(executable_path=PROGRAM, args=["--no-sandbox", *microphone])
        page = browser.new_page()
        page.set_default_timeout(MOST_MS)
        page.goto(f"{address}#door.flow.yaml")
        page.get_by_role("button", name="Call, spoken").click()
        expect(page.get_by_text("The telephone of office rings.")).to_be_visible(timeout=4 * MOST_MS)
        does(page, "Pick up")
        expect(page.get_by_text("The call has ended: completed.")).to_be_visible(timeout=4 * MOST_MS)
        expect(page.get_by_label("The call so far")).to_contain_text("(to the other side) Somebody is at the door.")
        page.get_by_role("button", name="Play it again, typed").click()
        expect(page.get_by_label("The call so far")).to_contain_text("The other side: (picks up)")
        browser.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nobody_is_left_out_of_a_talk(chromium: Browser, project: Path, colours: Literal["light", "dark"]) -> None:
    (project / NAME).write_text(TEXT)
    (project / "office.http").write_text(OFFICE)
    (project / "help.flow.yaml").write_text(HELP)
    context = chromium.new_context(color_scheme=colours, bypass_csp=True, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.set_default_timeout(MOST_MS)
    with served(project) as address:
        page.goto(f"{address}#{NAME}")
        page.locator("summary", has_text="Contacts").click()
        begin(page, "the office")
        assert_nothing_is_found(page)
        does(page, "Pick up")
        assert_nothing_is_found(page)
        does(page, "They hang up")
        page.get_by_role("button", name="Start again").click()
        say(page, "an emergency")
        does(page, "Pick up")
        expect(page.get_by_label("The call so far")).to_contain_text("(to the other side)")
        assert_nothing_is_found(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.get_by_role("tab", name="Picture").click()
        expect(page.locator(".drawn .connects").first).to_be_visible()
        assert_nothing_is_found(page)
        page.get_by_label("File").select_option("help.flow.yaml")
        page.get_by_role("button", name="Call, typed").click()
        page.get_by_role("form", name="The answer of waiting time").wait_for()
        assert_nothing_is_found(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()
