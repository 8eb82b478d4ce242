"""The page in a real browser: spoken and typed calls, by keyboard, on a telephone, and when something is missing."""

import json
import re
import shutil
import urllib.request
import wave
from contextlib import contextmanager
from difflib import SequenceMatcher

import numpy as np
import pytest
from browser_house import FINDING, GREETING, TestHouse, board_of, serving
from playwright.sync_api import Page, expect, sync_playwright

from huashu.voice.audio import resampled
from huashu.voice.hearing import TrialRecogniser
from huashu.voice.speaking import Sex, trial_voice

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: chromium)"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)
ANSWER = "我家的宽带今天又断了。"
QUIET_S = 4.0
"""From the opened microphone to the answer: the greeting takes less."""
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """What the fake microphone hears: silence, the answer of a man, silence."""
    voice = trial_voice(Sex.MALE)
    said = resampled(voice.speak(ANSWER), voice.rate, 48_000)
    sound = np.concatenate((np.zeros(int(QUIET_S * 48_000), np.int16), said, np.zeros(40 * 48_000, np.int16)))
    file = tmp_path_factory.mktemp("microphone") / "answer.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(sound.tobytes())
    return file


@pytest.fixture(scope="module")
def chromium(spoken):
    with sync_playwright() as playwright:
        microphone = f"--use-file-for-fake-audio-capture={spoken}%noloop"
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, microphone])
        yield opened
        opened.close()


@contextmanager
def a_page(chromium, board, **settings):
    """A page of its own, that may not log an error or ask for anything elsewhere."""
    with serving(board) as url:
        context = chromium.new_context(**settings)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(url) else None)
        page.goto(url)
        page.wait_for_selector("#choose:not([hidden])")
        yield page
        context.close()
        assert wrong == []


def call_the_desk(page: Page) -> None:
    page.select_option("#subject", "d")
    page.click("#go")
    page.wait_for_selector("[data-state=connected]")


def line_with(page: Page, text: str):
    return page.locator("#talk li", has_text=text)


def type_words(page: Page, text: str) -> None:
    page.fill("#words", text)
    page.press("#words", "Enter")


def test_a_spoken_round_trip_is_heard_written_down_and_inspected(chromium, tmp_path):
    house = TestHouse(folder=tmp_path, voice=trial_voice(Sex.FEMALE), ears=TrialRecogniser())
    house.ears.recognise(house.voice.speak(GREETING), house.voice.rate)  # the models are there before the call
    with a_page(chromium, board_of(house), permissions=["microphone"]) as page:
        page.click("#go")
        page.click("#answer")
        page.wait_for_selector("[data-state=connected]")
        greeting = line_with(page, GREETING)
        expect(greeting).to_have_class(re.compile("agent"))
        expect(greeting.locator(".clause")).to_have_text("S1.2")
        answer = page.locator("#talk li.customer .words").first
        expect(answer).to_be_visible()
        heard = answer.inner_text()
        assert SequenceMatcher(None, heard, ANSWER).ratio() > 0.6, heard
        expect(page.locator("#talk li.beside").first).to_contain_text("记下意见")
        expect(line_with(page, "您说的是").first).to_be_visible()
        far, mine = page.evaluate("[huashu.meters.far.loudest, huashu.meters.mic.loudest]")
        assert far > 0.35, "the agent was not heard in the page"
        assert mine > 0.35, "the microphone was not heard in the page"
        page.click("#hangup")
        expect(page.locator(".score")).to_have_text("88")
        expect(page.locator("#state")).to_have_text("您挂断了")
        links = page.locator(".downloads a").evaluate_all("all => all.map((one) => one.href)")
        log = json.loads(_fetched(links[0]))
        assert [event["type"] for event in log["events"]].count("hangup") == 1
        assert _fetched(links[1]).startswith(b"RIFF")


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # of our own server
        return answer.read()


def test_clauses_explain_themselves_and_findings_lead_to_their_lines(chromium):
    with a_page(chromium, board_of(TestHouse()), permissions=["microphone"]) as page:
        call_the_desk(page)
        expect(line_with(page, GREETING)).to_be_visible()
        page.wait_for_selector("li.agent:not(.speaking)")
        clause = line_with(page, GREETING).locator(".clause")
        clause.click()
        expect(line_with(page, GREETING).locator(".why")).to_have_text("S1.2 三声内接听与固定问候")
        expect(clause).to_have_attribute("aria-expanded", "true")
        type_words(page, "再见")
        expect(page.locator(".score")).to_have_text("88")
        expect(page.locator("#state")).to_have_text("对方挂断了")
        note = page.locator(".note")
        expect(note).to_contain_text(FINDING["why"])
        note.locator("a").click()
        expect(page.locator("li.pointed .words")).to_have_text(GREETING)
        expect(page.locator("li.noted .mark")).to_have_attribute("href", "#finding-1")
        page.click("#again")
        expect(page.locator("#choose")).to_be_visible()


def test_the_whole_call_works_by_keyboard_alone(chromium):
    with a_page(chromium, board_of(TestHouse()), permissions=["microphone"]) as page:
        keys = page.keyboard
        for _ in range(20):
            keys.press("Tab")
            if page.evaluate("document.activeElement.id") == "go":
                break
        keys.press("Enter")
        expect(page.locator("#answer")).to_be_focused()
        keys.press("Enter")
        page.wait_for_selector("[data-state=connected]")
        _tab_to(page, "keys")
        keys.press("Space")
        expect(page.locator("#keypad")).to_be_visible()
        keys.press("5")
        expect(page.locator("#pressed")).to_have_text("5")
        _tab_to(page, "words")
        keys.type("我想问一下")
        keys.press("Enter")
        expect(line_with(page, "您说的是：我想问一下")).to_be_visible()
        keys.press("Escape")
        expect(page.locator(".score")).to_have_text("88")
        expect(page.locator("#talk")).to_contain_text("客户按键 5")


def _tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not in the order of Tab")


def test_on_a_telephone_there_is_one_column_and_nothing_to_scroll_sideways(chromium):
    narrow = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with a_page(chromium, board_of(TestHouse()), permissions=["microphone"], **narrow) as page:
        _is_narrow(page)
        call_the_desk(page)
        page.click("#keys")
        type_words(page, "一二三四五六七八九十" * 12)
        expect(line_with(page, "您说的是")).to_be_visible()
        _is_narrow(page)
        for button in ("#hangup", "#mute", "#keypad button >> nth=0"):
            box = page.locator(button).bounding_box()
            assert box is not None
            assert box["height"] >= 44
        page.click("#hangup")
        expect(page.locator(".score")).to_be_visible()
        _is_narrow(page)


def _is_narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_a_microphone_one_types(chromium):
    refused = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    with serving(board_of(TestHouse())) as url:
        page = chromium.new_page()
        page.add_init_script(refused)
        page.goto(url)
        call_the_desk(page)
        expect(page.locator("#trouble")).to_contain_text("没有允许")
        expect(page.locator("#words")).to_be_focused()
        page.keyboard.type("我没有话筒")
        page.keyboard.press("Enter")
        expect(line_with(page, "您说的是：我没有话筒")).to_be_visible()
        page.close()


def test_in_practice_the_page_is_the_agent_and_takes_notes(chromium):
    house = TestHouse()
    with a_page(chromium, board_of(house), permissions=["microphone"]) as page:
        page.check("[name=role][value=agent]", force=True)
        page.click("#go")
        page.wait_for_selector("[data-state=connected]")
        expect(page.locator("#hints")).to_contain_text("您好，请问是王女士吗？")
        expect(page.locator("#hints-own")).to_contain_text("王女士")
        expect(line_with(page, GREETING)).to_have_class(re.compile("customer"))
        page.fill("#note", "嫌慢")
        page.click("text=记意见")
        expect(page.locator("#talk li.beside")).to_contain_text("嫌慢")
        type_words(page, "谢谢您接听，再见。")
        expect(page.locator(".score")).to_be_visible()
    (log,) = house.logs
    assert log.agent == "human"
    assert [done.action.text for done in log.done] == ["嫌慢"]


def test_who_does_not_take_the_call_is_asked_nothing_more(chromium):
    house = TestHouse()
    with a_page(chromium, board_of(house), permissions=["microphone"]) as page:
        page.click("#go")
        page.wait_for_selector("#answer:not([hidden])")
        page.click("#hangup")
        expect(page.locator("#state")).to_have_text("没有接通")
        expect(page.locator("#again")).to_be_visible()
    assert house.logs == []


def test_a_page_that_is_closed_ends_its_call(chromium):
    house = TestHouse()
    board = board_of(house)
    with serving(board) as url:
        page = chromium.new_page()
        page.goto(url)
        call_the_desk(page)
        expect(line_with(page, GREETING)).to_be_visible()
        page.close()
        other = chromium.new_page()  # the server still answers, and the place is free again
        other.goto(url)
        for _ in range(100):
            if house.logs:
                break
            other.wait_for_timeout(100)
        other.close()
    assert [event.by.value for event in house.logs[0].events if hasattr(event, "by")] == ["customer"]
    assert house.closed == ["d"]


def test_a_server_that_is_gone_is_named_with_the_way_out(chromium):
    page = chromium.new_page()
    with serving(board_of(TestHouse())) as url:
        page.goto(url)
        call_the_desk(page)
    expect(page.locator("#trouble")).to_contain_text("刷新页面")
    expect(page.locator("#again")).to_be_visible()
    page.close()
