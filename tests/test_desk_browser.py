"""The desk as a person uses it: in Chromium, on the samples, with and without the script."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from typer.testing import CliRunner

from hasila.cli import app
from hasila.demo import samples
from hasila.ledger import gathering
from hasila.ledger.engine import engine
from hasila.ledger.store import Store

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
SECONDS = 20_000
# Pages of each kind; {…} is filled in from the ledger.
PAGES = ("/", "/queue", "/reports", "/reports/d2", "/incidents", "/incidents/{incident}", "/sources", "/words",
         "/words/outcomes", "/ledger", "/ledger/3", "/method")  # fmt: skip


class Open(NamedTuple):
    """A desk that runs as a command, the address that it printed, and the browser."""

    url: str
    launch: str
    ledger: Path
    browser: Browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """`hasila desk` on the samples."""
    path = tmp_path_factory.mktemp("browser") / "hasila.db"
    assert CliRunner().invoke(app, ["add", *samples(), "--ledger", str(path)]).exit_code == 0
    assert CliRunner().invoke(app, ["status", "--reckon", "--ledger", str(path)]).exit_code == 0
    command = [sys.executable, "-m", "hasila", "desk", "--ledger", str(path), "--port", "0", "--no-browser"]
    process = subprocess.Popen([*command, "--by", "Nour"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    found = re.search(r"(http://[\d.:]+)(/launch\?code=\S+)", process.stdout.readline())
    assert found
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
            yield Open(found[1], found[0], path, browser)
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


@pytest.fixture(scope="module")
def session(desk: Open) -> Iterator[BrowserContext]:
    """A browser that came in by the printed address."""
    context = desk.browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(desk.launch)
    page.wait_for_url(f"{desk.url}/", timeout=SECONDS)
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(session: BrowserContext, desk: Open) -> Iterator[Page]:
    """A page in English; errors that the browser reports fail the test."""
    found = session.new_page()
    found.set_default_timeout(SECONDS)
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: said.append(str(error)))
    found.goto(desk.url)
    if found.locator("button[lang=en]").count():
        found.locator("button[lang=en]").click()
    yield found
    found.close()
    assert said == []


def paths(desk: Open) -> list[str]:
    """A page of each kind."""
    with Store.open(desk.ledger) as store:
        row = store.one("SELECT id FROM incidents ORDER BY length(data) DESC LIMIT 1")
    assert row is not None
    return [path.format(incident=row[0]) for path in PAGES]


def test_a_queue_is_reviewed_by_keyboard(desk: Open, page: Page) -> None:
    """Next, accept, next report: a person gets through the queue without a mouse."""
    page.get_by_role("link", name="Begin with the first report").click()
    page.wait_for_url("**/reports/*")
    first = page.url
    # The claim that keys act on is marked as soon as the script runs.
    expect(page.locator("li.claim.here")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("is accepted")
    expect(page.locator("li.claim.here")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("li.claim.here")).to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url(lambda url: "/reports/" in url and url.split("?")[0] != first)
    page.keyboard.press("p")
    page.wait_for_url(lambda url: url == first)
    with Store.open(desk.ledger) as store:
        assert store.one("SELECT count(*) FROM claims WHERE review = 'accepted'") == (1,)


def test_a_claim_is_corrected(page: Page, desk: Open) -> None:
    """A figure is corrected in the form, with a reason, and the card shows it."""
    page.goto(f"{desk.url}/reports/d4")
    card = page.locator("li.claim[data-review=unreviewed]").first
    identity = card.get_attribute("id")
    card.get_by_text("Correct", exact=True).click()
    card.get_by_label("at least").fill("7")
    card.get_by_label("at most (empty: open)").fill("7")
    card.get_by_label("Reason").fill("the text says seven")
    card.get_by_role("button", name="Save the correction").click()
    again = page.locator(f"#{identity}")
    expect(again).to_contain_text("7")
    expect(again).to_have_attribute("data-review", "corrected")


def test_selected_words_become_a_claim(page: Page, desk: Open) -> None:
    """Words that are selected in the text are taken over with the place where they stand."""
    page.goto(f"{desk.url}/reports/d6")
    words = page.evaluate("""() => {
        const text = document.getElementById("text");
        const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
        const range = document.createRange();
        range.setStart(node, 0); range.setEnd(node, Math.min(9, node.length));
        getSelection().removeAllRanges(); getSelection().addRange(range);
        return range.toString().trim();
    }""")
    page.keyboard.press("s")
    expect(page.locator("#add [name=quote]")).to_have_value(words)
    expect(page.locator("#add [name=start]")).to_have_value("0")
    page.keyboard.type("5")
    page.locator("#add").get_by_role("button", name="Add it").click()
    expect(page.get_by_role("status")).to_contain_text("is added")


def test_two_incidents_are_merged(page: Page, desk: Open) -> None:
    """An incident is merged with another, with a reason; the list has one incident less, and the ledger a decision."""
    with Store.open(desk.ledger) as store:
        gathering.refresh(store, engine())
        (before,) = store.one("SELECT count(*) FROM incidents") or (0,)
        ids = [
            i for (i,) in store.rows("SELECT id FROM incidents WHERE first_day LIKE '2022-01-%' ORDER BY id LIMIT 2")
        ]
    page.goto(f"{desk.url}/incidents/{ids[0]}")
    page.get_by_text("Merge with another incident").click()
    box = page.locator("form[action$='/merge']")
    box.locator("[name=other]").fill(ids[1])
    box.get_by_label("reason").fill("one attack on one prison")
    box.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("status")).to_contain_text("merged")
    page.goto(f"{desk.url}/incidents")
    with Store.open(desk.ledger) as store:
        assert store.one("SELECT count(*) FROM incidents") == (before - 1,)
        entry = store.entry(store.head().seq)
    assert entry is not None
    assert entry.kind == "incidents_merged"


def test_everything_can_be_done_without_the_script(desk: Open, session: BrowserContext) -> None:
    """With scripts off, a claim is rejected with a reason and taken back."""
    context = desk.browser.new_context(java_script_enabled=False, locale="en-GB")
    context.add_cookies(session.cookies())
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    page.goto(f"{desk.url}/reports/d8")
    card = page.locator("li.claim[data-review=unreviewed]").first
    card.get_by_label("Reason").fill("another incident")
    card.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("status")).to_contain_text("is rejected")
    page.get_by_text("Rejected: 1").click()
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("status")).to_contain_text("is open again")
    context.close()


def test_the_language_is_switched(page: Page) -> None:
    """One button turns the page to Arabic, right to left, and another back."""
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("link", name="قائمة الانتظار")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("tongue", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(desk: Open, page: Page, tongue: str, scheme: str) -> None:
    """Every kind of page, in both languages and both schemes, is free of serious and critical findings of axe."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if tongue == "ar":
        page.locator("button[lang=ar]").click()
    for path in paths(desk):
        page.goto(desk.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], path


@pytest.mark.parametrize("width", [320, 390, 1360])
def test_no_page_is_wider_than_its_window(desk: Open, page: Page, width: int) -> None:
    """From a phone to a wide screen, nothing but tables in a frame of their own scrolls sideways."""
    page.set_viewport_size({"width": width, "height": 800})
    for tongue in ("ar", "en"):
        page.goto(desk.url)
        page.locator(f"button[lang={tongue}]").click()
        for path in paths(desk):
            page.goto(desk.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (tongue, path)
