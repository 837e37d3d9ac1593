"""Take a picture of every kind of page of the desk, on the samples, in both languages: `python scripts/screenshots.py`.

The pictures go to docs/desk/; whoever takes them looks at them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from hasila.demo import samples

FOLDER = Path(__file__).parents[1] / "docs" / "desk"
CHROMIUM = "/usr/bin/chromium"
INCIDENT = re.compile(r"/incidents/(?!reckon)[^/?#\"]+")
PAGES = {
    "home": "/", "queue": "/queue", "search": "/reports?q=قتلى", "report": "/reports/d2", "incidents": "/incidents",
    "incident": "", "sources": "/sources", "words": "/words", "lexicon": "/words/outcomes", "ledger": "/ledger",
    "entry": "/ledger/3", "method": "/method",
}  # fmt: skip


@contextmanager
def desk() -> Iterator[str]:
    """The launch address of a desk on a new ledger of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = ("--ledger", str(Path(folder) / "samples.db"))
        hasila = (sys.executable, "-m", "hasila")
        subprocess.run([*hasila, "add", *samples(), *ledger], check=True, capture_output=True)
        command = [*hasila, "desk", *ledger, "--port", "0", "--no-browser", "--by", "Nour"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        try:
            yield found[0]
        finally:
            process.terminate()
            process.wait()


def take(page: Page, base: str, tongue: str) -> None:
    """Every page in a language."""
    page.goto(base)
    if (switch := page.locator(f"button[lang={tongue}]")).count():
        switch.click()
    page.goto(f"{base}/incidents")
    first = INCIDENT.findall(page.content())
    for name, path in PAGES.items():
        page.goto(base + (path or first[-1]))
        page.screenshot(path=FOLDER / f"{name}-{tongue}.png")


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    with desk() as launch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900}, locale="en-GB")
        base = launch.partition("/launch")[0]
        page.goto(launch)
        page.wait_for_url(f"{base}/")
        for tongue in ("ar", "en"):
            take(page, base, tongue)
        browser.close()


if __name__ == "__main__":
    main()
