"""Calls on the page in a real browser: typed, spoken into a microphone, and those of a journal."""

import asyncio
import json
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.speech.settings import speech_from_environment
from callsheet.ports.speech import Voice
from callsheet.ports.telephony import RATE
from callsheet.studio.project import Project
from tests.studio.conftest import MOST_MS, PROGRAM, opened, served
from tests.studio.studios import SHIPPED
from tests.studio.test_page import assert_nothing_is_found, edit
from tests.studio.test_play import journal

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TESTS = "interactive_notifications.test.yaml"
# Between two answers of a fake microphone, which plays its file again and again.
SILENCE_SECONDS = 4


def apart(work: Callable[..., Any], *arguments: object) -> Any:
    """Do it in a thread of its own: in this one a loop runs, which the browser is waited for in."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *arguments).result()


@pytest.fixture
def board_page(chromium: Browser, project: Path) -> Iterator[Page]:
    """A page of a studio that nobody else uses: a board goes on with what its journal had before."""
    with served(project) as address, opened(chromium, address) as page:
        yield page


def say(page: Page, words: str) -> None:
    page.get_by_label("What the caller says").fill(words)
    page.keyboard.press("Enter")


def begin(page: Page) -> None:
    page.get_by_role("button", name="Call, typed").click()
    expect(page.get_by_text("Your parcel is here. Can you confirm?").last).to_be_visible()


def test_a_typed_call_becomes_a_test_that_passes(page: Page, project: Path) -> None:
    before = (project / TESTS).read_text()
    begin(page)
    say(page, "okay, got it")
    expect(page.get_by_text("understood as agree, by phrase")).to_be_visible()
    page.get_by_role("button", name="Say nothing").click()
    expect(page.get_by_text("Are you still there? Your invoice")).to_be_visible()
    page.get_by_text("Keys", exact=True).click()
    page.get_by_role("button", name="Press 2").click()
    expect(page.get_by_text("The call has ended: completed.")).to_be_visible()
    expect(page.locator(".card ins")).to_contain_text(["acknowledged", "2026", "follow_up"])
    page.get_by_label("Keep this call as a test").fill("yes, silence, no")
    page.get_by_role("button", name="Save as a test").click()
    expect(page.get_by_text(f"It is the last test of {TESTS} now.")).to_be_visible()
    after = (project / TESTS).read_text()
    assert after.startswith(before)
    assert "  - name: yes, silence, no\n" in after.removeprefix(before)
    played = subprocess.run(
        [sys.executable, "-m", "callsheet", "test", project / TESTS], capture_output=True, text=True
    )
    assert "43 tests: all passed" in played.stdout


def test_one_goes_back_to_any_turn_and_interrupts_any_prompt(page: Page) -> None:
    begin(page)
    say(page, "okay")
    expect(page.get_by_text("Your invoice is ready. Can you confirm?").last).to_be_visible()
    page.get_by_role("button", name="Go back to before this: okay").click()
    expect(page.get_by_text("Your invoice is ready. Can you confirm?")).to_have_count(0)
    page.get_by_role("button", name="Interrupt this: Your parcel is here").click()
    page.get_by_label("What the caller says into").fill("got it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("interrupted: ")).to_be_visible()
    page.get_by_role("button", name="Hang up").click()
    expect(page.get_by_text("The call has ended: hung up.")).to_be_visible()


def test_the_step_that_listens_is_lit_and_an_edit_is_heard_at_once(page: Page) -> None:
    begin(page)
    expect(page.locator(".step.lit")).to_have_attribute("data-verb", "ask")
    page.get_by_role("button", name="Got it, that's been confirmed.").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Thank you.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Thank you.")).to_be_visible()
    say(page, "okay")
    expect(page.locator(".transcript").get_by_text("Thank you.")).to_be_visible()


def test_something_fails_where_somebody_wants_it_to(page: Page) -> None:
    begin(page)
    page.get_by_text("What a model understands, and what fails").click()
    page.get_by_label("From here on").select_option(label="acknowledge_notification fails")
    say(page, "okay")
    expect(page.get_by_text("we have a technical problem")).to_have_count(2)  # in the call, and in the script
    expect(page.get_by_text("The call has ended: failed.")).to_be_visible()


def test_what_callers_say_becomes_a_phrase(board_page: Page, project: Path) -> None:
    page = board_page
    apart(journal, Project.at(project, project / "callsheet.journal.jsonl"), ("says", "what parcel"), ("says", "okay"))
    page.get_by_role("tab", name="Board").click()
    expect(page.get_by_text("“what parcel”")).to_be_visible()
    page.get_by_role("button", name="+ operator").click()
    expect(page.get_by_label("A new phrase")).to_contain_text("+    also: [what parcel]")
    page.get_by_role("button", name=f"Save {SHIPPED}").click()
    expect(page.get_by_text("“what parcel” is a phrase of operator now.")).to_be_visible()
    assert "  operator:\n    also: [what parcel]\n" in (project / SHIPPED).read_text()


def test_a_call_of_the_journal_is_read_and_kept(board_page: Page, project: Path) -> None:
    page = board_page
    apart(journal, Project.at(project, project / "callsheet.journal.jsonl"), ("says", "okay"), ("says", "okay"))
    page.get_by_role("tab", name="Board").click()
    page.get_by_role("region", name="Calls that have ended").get_by_role("button").click()
    expect(page.get_by_label("What was said")).to_contain_text("That's everything. Have a great day!")
    page.get_by_label("Keep this call as a test").fill("as it was")
    page.get_by_role("button", name="Save as a test").click()
    expect(page.get_by_text(f"It is the last test of {TESTS} now.")).to_be_visible()


def test_a_call_is_kept_whose_script_is_known_only_after_it(board_page: Page, project: Path) -> None:
    page = board_page
    apart(journal, Project.at(project, project / "callsheet.journal.jsonl"), ("says", "okay"), ("says", "okay"))
    told_late: list[Callable[[], None]] = []

    def between(ours: WebSocketRoute) -> None:
        """Pass everything on, but keep back which scripts there are."""
        server, questions = ours.connect_to_server(), set[int]()

        def ask(message: str | bytes) -> None:
            asked = json.loads(message)
            if asked["do"] == "questions":
                questions.add(asked["id"])
            server.send(message)

        def tell(message: str | bytes) -> None:
            if json.loads(message).get("id") in questions:
                told_late.append(lambda: ours.send(message))
            else:
                ours.send(message)

        ours.on_message(ask)
        server.on_message(tell)

    page.route_web_socket("**", between)
    page.reload()
    page.locator(".step").first.wait_for()
    page.get_by_role("tab", name="Board").click()
    page.get_by_role("region", name="Calls that have ended").get_by_role("button").click()
    expect(page.get_by_label("What was said")).to_contain_text("That's everything. Have a great day!")
    expect(page.get_by_role("button", name="Save as a test")).to_have_count(0)
    for tell in told_late:
        tell()
    page.get_by_label("Keep this call as a test").fill("as it was")
    page.get_by_role("button", name="Save as a test").click()
    expect(page.get_by_text(f"It is the last test of {TESTS} now.")).to_be_visible()


def test_what_no_test_has_come_to_is_marked_until_the_script_changes(page: Page, project: Path) -> None:
    (project / TESTS).write_text(f"flow: {SHIPPED}\ntests:\n  - name: nobody\n    call: [hears: find your number]\n")
    page.get_by_role("tab", name="Picture").click()
    page.locator(".drawn .box").first.wait_for()
    expect(page.locator(".drawn .note")).to_have_count(0)
    page.get_by_role("button", name="Play the tests").click()
    expect(page.get_by_text("4 of 23 steps, 1 of 14 ways: 13 %").first).to_be_visible()
    expect(page.locator(".drawn .box.untried", has_text="no test comes here")).to_have_count(19)
    page.locator(".try").get_by_role("button", name="21", exact=True).click()
    expect(page.locator(".drawn .box.lit")).to_contain_text("pending_notifications")
    page.get_by_role("tab", name="Script").click()
    edit(page, "That's everything.", "That was all.")
    page.get_by_role("tab", name="Picture").click()
    expect(page.locator(".drawn")).to_contain_text("That was all.")
    expect(page.locator(".drawn .note")).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nobody_is_left_out_of_calls(chromium: Browser, project: Path, colours: Literal["light", "dark"]) -> None:
    apart(journal, Project.at(project, project / "callsheet.journal.jsonl"), ("says", "what parcel"), ("says", "okay"))
    context = chromium.new_context(color_scheme=colours, bypass_csp=True, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.set_default_timeout(MOST_MS)
    with served(project) as address:
        page.goto(f"{address}#{SHIPPED}")
        begin(page)
        for summary in page.locator(".try summary").all():
            summary.click()
        say(page, "okay")
        expect(page.locator(".card ins").first).to_be_visible()
        page.get_by_role("button", name="Play the tests").click()
        expect(page.get_by_text(" passed")).to_be_visible()
        assert_nothing_is_found(page)
        page.get_by_role("tab", name="Board").click()
        page.get_by_role("button", name="+ operator").click()
        page.get_by_role("region", name="Calls that have ended").get_by_role("button").click()
        expect(page.get_by_label("Keep this call as a test")).to_be_visible()
        assert_nothing_is_found(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


# Spoken


async def _spoken(words: str) -> bytes:
    speech = speech_from_environment({}, SystemClock())
    pcm = b"".join([chunk async for chunk in speech.synthesis.speak(words, Voice("en-US"))])
    for part in (speech.synthesis, speech.recognition, speech.voice_activity):
        await part.close()
    return pcm


@pytest.fixture
def microphone(tmp_path: Path) -> Path:
    """Somebody who says yes every few seconds."""
    pytest.importorskip("moonshine_voice")
    pcm = apart(asyncio.run, _spoken("Yes, okay."))
    path = tmp_path / "caller.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(SILENCE_SECONDS * 2 * RATE) + pcm + bytes(RATE))
    return path


def test_a_spoken_call_confirms_what_is_confirmed(chromium: Browser, project: Path, microphone: Path) -> None:
    arguments = [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
    ]
    with served(project) as address:
        browser = chromium.browser_type.launch(executable_path=PROGRAM, args=arguments)
        page = browser.new_page()
        page.set_default_timeout(MOST_MS)
        page.goto(f"{address}#{SHIPPED}")
        page.get_by_role("button", name="Call, spoken").click()
        expect(page.get_by_text("The call has ended: completed.")).to_be_visible(timeout=8 * MOST_MS)
        expect(page.locator(".card ins").first).to_have_text("acknowledged")
        expect(page.get_by_label("The call so far")).to_contain_text("understood as agree, by phrase")
        page.get_by_role("button", name="Play it again, typed").click()
        expect(page.get_by_label("Keep this call as a test")).to_be_visible()
        browser.close()
