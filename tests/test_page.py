"""The page: one file that holds all it shows, every figure a link to its words, nothing of a report obeyed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args
from xml.sax.saxutils import escape

import lxml.html
import msgspec
import pytest
import stand_in
from hypothesis import given
from hypothesis import strategies as st

from hasila.model import (
    Basis,
    Claim,
    Document,
    Incident,
    Outcome,
    Reading,
    SetAside,
    SourceBounds,
    Span,
    Step,
    Toll,
)
from hasila.page import render
from hasila.reportviews import report_view
from hasila.templating import shown
from hasila.tollviews import Index, incident_view

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\u202e\x1b"
TEXTS = (
    ("r1", "وكالة", "قتل 20 مدنيا وأصيب 60 آخرون في حي الكرادة\n\nثم قتل 25 شخصا"),
    ("r2", "قناة", "بحسب القناة قتل 18 شخصا"),
    ("r3", "صحيفة", "لا جديد اليوم"),
)


def read(identity: str, outlet: str, text: str) -> Reading:
    """A report as the stand-in reads it."""
    document = Document(identity, text, "2022-01-26", outlet, "https://example.org/a?b=1&c=2")
    return Reading(document, stand_in.read_claims(document))


READINGS = [read(*t) for t in TEXTS]


def html(readings: Sequence[Reading] = READINGS, incidents: Sequence[Incident] | None = None) -> str:
    """The page of these readings."""
    found = stand_in.reckon(readings) if incidents is None else incidents
    return render(readings, found, title="Title & more", profile="hasila", version="1")


def tree(text: str) -> Any:
    """The page as a browser would parse it."""
    return lxml.html.document_fromstring(text)


def test_the_page_needs_nothing_from_outside() -> None:
    """No script, no image, no style sheet, no frame: links apart, nothing leads out of the file."""
    page = tree(html())
    assert page.xpath("//script|//img|//link|//iframe|//object|//embed|//form|//base|//*[@style]") == []
    assert page.xpath("//@src|//@onclick|//@onload") == []
    assert "url(" not in page.xpath("string(//style)")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_every_link_of_the_page_leads_somewhere() -> None:
    """Every anchor that is linked to exists once, and every claim and report has one."""
    page = tree(html())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in page.xpath("//@href") if h.startswith("#")} <= set(ids)
    assert {"r0", "r1", "r2", "r0c0", "r0c1", "r0c2", "r1c0", "r0q0", "i0", "i0t0"} <= set(ids)


def test_a_report_reads_as_it_came() -> None:
    """The marked text of a report, taken as text, is the report's text: marks and numbers add no character."""
    words = tree(html()).xpath("//div[@class='words']")
    assert [w.text_content() for w in words] == [t[2] for t in TEXTS]


def test_every_figure_links_to_its_words() -> None:
    """A claim's figure, a toll's bounds and a source's bar lead to an anchor just before the words that gave them."""
    page = tree(html())
    for card in page.xpath("//li[starts-with(@class, 'claim ')]"):
        (target,) = card.xpath(".//p[@class='figure']/a/@href")
        following = "".join(page.xpath(f"//*[@id='{target[1:]}']/following::text()"))
        assert following.startswith(card.xpath("string(.//p[@class='quote'])").strip("«»"))
    low, high = page.xpath("//*[@id='i0t0']//span[@class='range']/a")
    assert (low.text, high.text) == ("18", "25")
    assert "".join(page.xpath(f"//*[@id='{high.get('href')[1:]}']/following::text()")).startswith("قتل 25 شخصا")
    assert page.xpath("//*[@id='i0t0']//div[@class='value']/a/@href") == ["#r0q2", "#r1q0"]


def test_what_is_set_aside_is_shown_with_its_reason() -> None:
    """Each claim that moves no bound stands under its toll with its words and the reason."""
    (item,) = tree(html()).xpath("//*[@id='i0t0']//ul[@class='aside']/li")
    assert item.xpath("string(a)").split("«")[1] == "قتل 20 مدنيا»"
    assert "replaced by a later figure" in item.text_content()


def hostile_readings() -> list[Reading]:
    """A report that is hostile wherever a report can be."""
    text = f"قتل 20 {HOSTILE}"
    span = Span(0, len(text))
    claim = Claim(
        text, "killed", 20, 20, "exact", victims=HOSTILE, perpetrator=HOSTILE, place=HOSTILE, date=HOSTILE,
        source=HOSTILE, period=HOSTILE, spans={"quote": span, "source": Span(7, len(text))}, rule=HOSTILE,
        steps=(Step(HOSTILE, span, HOSTILE, HOSTILE),),
    )  # fmt: skip
    return [Reading(Document(HOSTILE, text, HOSTILE, HOSTILE, f"javascript:{HOSTILE}"), (claim,))]


def hostile_incident() -> Incident:
    """An incident that is hostile wherever words of reports reach it."""
    toll = Toll(
        "killed", HOSTILE, 1, None, (SourceBounds(HOSTILE, 1, None),), (Basis(HOSTILE, 0, HOSTILE),),
        (SetAside(HOSTILE, 0, HOSTILE), SetAside("unknown", 9, HOSTILE)),
    )  # fmt: skip
    return Incident(HOSTILE, (HOSTILE, "unknown"), (HOSTILE,), ((HOSTILE, HOSTILE),), (toll,))


def test_hostile_words_are_shown_and_not_obeyed() -> None:
    """Markup, template signs, overrides and escapes come out as text; addresses with odd schemes are no links."""
    text = html(hostile_readings(), [hostile_incident()])
    page = tree(text)
    assert page.xpath("//script|//img|//@onerror|//*[@src]") == []
    assert [h for h in page.xpath("//@href") if not h.startswith("#")] == []
    assert "{{7*7}}" in page.text_content()
    assert not set(text) & set("\x1b\u202e")
    assert "\\x1b" in page.text_content()


@given(st.text(max_size=60))
def test_any_text_is_escaped(text: str) -> None:
    """Any characters as a report give a page whose words are the text as shown, and no element of their own."""
    reading = Reading(Document("a", text), ())
    (words,) = tree(html([reading], [])).xpath("//div[@class='words']")
    assert len(words) == 0
    assert escape(words.text_content()).split() == escape(shown(text)).split()


@st.composite
def overlapping(draw: st.DrawFn) -> Reading:
    """A text with claims whose spans overlap at random."""
    text = "قتل 20 مدنيا في حلب"
    spans = [
        Span(*pair)
        for pair in draw(st.lists(st.sampled_from(list(itertools.combinations(range(len(text) + 1), 2))), max_size=6))
    ]
    claims = tuple(
        Claim(s.of(text), "killed", 1, 1, "exact", spans={"quote": s, "place": draw(st.sampled_from(spans))})
        for s in spans
    )
    return Reading(Document("a", text), claims)


@given(overlapping())
def test_pieces_cover_the_text_once_and_each_span_exactly(reading: Reading) -> None:
    """However evidence overlaps, the pieces are the text in order; those from a quote's anchor to its chip are it."""
    view = report_view(reading, "r0")
    assert "".join(p.text for p in view.pieces) == reading.document.text
    for index, claim in enumerate(reading.claims):
        start = next(n for n, p in enumerate(view.pieces) if f"r0q{index}" in p.ids)
        end = next(n for n, p in enumerate(view.pieces) if any(c.number == index for c in p.chips))
        assert "".join(p.text for p in view.pieces[start : end + 1]) == claim.quote


@given(st.lists(st.tuples(st.integers(0, 10**6), st.none() | st.integers(0, 10**6)), min_size=1, max_size=5))
def test_bars_stay_on_their_axis(ranges: list[tuple[int, int | None]]) -> None:
    """Every bar lies on the drawing, wide enough to be seen, and bars are ordered as their figures are."""
    sources = tuple(SourceBounds(f"s{n}", low, None if up is None else low + up) for n, (low, up) in enumerate(ranges))
    toll = Toll("killed", "all", min(s.low for s in sources), None, sources, (), ())
    (view,) = incident_view(Incident("i", (), (), (), (toll,)), 0, Index({}, {})).tolls
    for source, bar in zip(sources, view.bars, strict=True):
        assert 0 <= bar.x <= bar.x + bar.width <= 1000.1
        assert bar.width >= 12
        assert bar.open == (source.high is None)
    by_low = sorted(zip(sources, view.bars, strict=True), key=lambda pair: pair[0].low)
    middles = [bar.x + bar.width / 2 for source, bar in by_low if source.high == source.low]
    assert middles == sorted(middles)
    assert 2 <= len(view.ticks) <= 6


def test_a_toll_of_nobody_has_an_axis() -> None:
    """A toll of zero is drawn without a division by zero."""
    toll = Toll("injured", "all", 0, 0, (SourceBounds("s", 0, 0),), (), ())
    (view,) = incident_view(Incident("i", (), (), (), (toll,)), 0, Index({}, {})).tolls
    assert (view.range, view.bars[0].x) == ("0", 0)


def test_every_value_has_its_arabic() -> None:
    """Outcomes, groups and fields that a page shows have an Arabic label."""
    outcomes: tuple[Outcome, ...] = get_args(Outcome)
    groups = ("all", "civilian", "combatant", "security", "official", "detainee", "journalist", "aid_medical", "mixed")
    tolls = tuple(Toll(o, g, 1, 1, (), (), ()) for o in outcomes for g in groups)
    page = tree(html(READINGS, [Incident("i", (), (), (), tolls)]))
    labels = {span.text for span in page.xpath("//section[@class='incident']//span[@lang='ar']")}
    assert labels
    assert [label for label in labels if label.isascii()] == []


def test_the_page_is_the_same_twice() -> None:
    """Same readings, same bytes."""
    assert html() == html([msgspec.structs.replace(r) for r in READINGS])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by playwright."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium (apt-get install chromium)")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page of the readings and the hostile page lie, as one file."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    readings = [*READINGS, *hostile_readings()]
    path.write_text(html(readings, [*stand_in.reckon(READINGS), hostile_incident()]), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_the_page_at_any_width(browser: Any, address: str, width: int, scheme: str) -> None:
    """From a phone to a wide screen, light and dark: nothing overflows, is requested or is complained of."""
    view = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    noise: list[str] = []
    view.on("console", lambda message: noise.append(message.text))
    view.on("pageerror", lambda error: noise.append(str(error)))
    view.on("dialog", lambda dialog: noise.append(dialog.message))
    view.on("request", lambda request: noise.append(request.url) if request.url != address else None)
    view.goto(address)
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert noise == []
    dark = view.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(n => n < 64)")
    assert dark == (scheme == "dark")
    assert view.evaluate("getComputedStyle(document.querySelector('.words')).direction") == "rtl"
    view.close()


def test_claims_stand_beside_their_words_or_below(browser: Any, address: str) -> None:
    """On a wide screen the claims stand beside the text, on a phone below it."""
    view = browser.new_page(viewport={"width": 1280, "height": 800})
    view.goto(address)
    script = "['.words', '.claims'].map(s => document.querySelector('#r0 ' + s).getBoundingClientRect().toJSON())"
    words, claims = view.evaluate(script)
    assert (words["top"], words["left"]) == (claims["top"], pytest.approx(words["left"]))
    assert claims["right"] <= words["left"]
    view.set_viewport_size({"width": 390, "height": 800})
    words, claims = view.evaluate(script)
    assert claims["top"] >= words["bottom"]
    view.close()


def test_a_figure_brings_its_words_into_view_without_a_script(browser: Any, address: str) -> None:
    """A click on a toll's figure shows the words that gave it, marked; scripts are off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 300})
    view = context.new_page()
    view.goto(address)
    view.click("#i0t0 .range a >> nth=1")
    view.wait_for_timeout(100)
    assert view.url.endswith("#r0q2")
    box = view.locator("#r0q2 + .q").bounding_box()
    assert box is not None
    context.close()


def test_the_page_prints(browser: Any, address: str, tmp_path: Path) -> None:
    """Printed, the page is light, hides what only a screen can use, and gives a document of several pages."""
    view = browser.new_page(color_scheme="dark")
    view.goto(address)
    view.emulate_media(media="print", color_scheme="dark")
    assert view.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert view.evaluate("getComputedStyle(document.querySelector('details')).display") == "none"
    assert view.pdf(path=tmp_path / "page.pdf", format="A4").startswith(b"%PDF")
    view.close()
