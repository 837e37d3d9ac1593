"""The desk's incident pages: the list with its map, and one incident, from whose figures every link leads to words."""

from __future__ import annotations

import datetime as dt
import html
import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
import stand_in
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import ENGINE, add, line
from starlette.testclient import TestClient

from hasila.desk import app, listing, maps, upkeep
from hasila.desk.asking import Desk
from hasila.desk.gate import COOKIE, Keys
from hasila.desk.ledgers import Ledgers
from hasila.incidents import Decisions
from hasila.ledger import challenge, gathering, kept, past, reviewing, standing, verifying
from hasila.ledger.engine import Engine, engine
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Incident, Reading

ME = Signed("نور", "لأن النص يقول ذلك")
CHECKER = Path(__file__).parents[1] / "tools" / "check_challenge.py"
REPORTS = [
    line(
        "a", "قالت وزارة الصحة إن 20 مدنيا قتلوا وأصيب 30 آخرون في غارة جوية على مدينة حلب يوم 3 آذار 2021، بينهم 4 "
        "نساء.", outlet="وكالة <b>الشرق</b>", published="2021-03-03",
    ),
    line(
        "b", "أعلن الدفاع المدني مقتل 31 مدنيا وإصابة 30 شخصا في غارة جوية على مدينة حلب يوم 3 آذار 2021.",
        outlet="قناة البلد", published="2021-03-04",
    ),
    line(
        "c", "قتل 4 جنود في انفجار عبوة ناسفة في مدينة صنعاء يوم 9 حزيران 2020.", outlet="صحيفة الساحل",
        published="2020-06-10",
    ),
    line(
        "d", "قتل 3 أشخاص في قصف على مدينة حلب يوم 5 آذار 2021.", outlet="صحيفة الساحل", published="2021-03-05",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of four reports, read by the engine itself on two days."""
    path = tmp_path_factory.mktemp("once") / "hasila.db"
    for day, told in ((1, REPORTS[:1]), (2, REPORTS[1:])):
        moment = dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC)
        with Store.create(path, lambda moment=moment: moment) as store:
            add(store, told, engine())
            gathering.refresh(store, engine())
    return path


@pytest.fixture
def path(read_once: Path, tmp_path: Path) -> Path:
    """A copy of that ledger."""
    return Path(shutil.copy(read_once, tmp_path / "hasila.db"))


class Browser:
    """A browser that has entered the desk."""

    def __init__(self, path: Path, by: Engine) -> None:
        keys = Keys()
        self.desk = Desk(Ledgers(path), by, "Nour", keys)
        session = keys.exchange(keys.code) or ""
        self.token = keys.token(session)
        origin = "http://testserver"
        self._client = TestClient(
            app.guarded(self.desk, frozenset({"testserver"}), frozenset({origin})), base_url=origin,
            headers={"origin": origin, "accept-language": "en"}, follow_redirects=False, cookies={COOKIE: session},
        )  # fmt: skip

    def get(self, path: str, status: int = 200, language: str = "en") -> str:
        """A page."""
        answer = self._client.get(path, headers={"accept-language": language})
        assert answer.status_code == status, answer.text
        return answer.text

    def file(self, path: str) -> Any:
        """An answer as it is."""
        return self._client.get(path)

    def post(self, path: str, status: int = 303, language: str = "en", **fields: Any) -> str:
        """Send a form; gives where it leads, or the page that tells what was wrong."""
        told = {"csrf": self.token, **fields}
        answer = self._client.post(path, data=told, headers={"accept-language": language})
        assert answer.status_code == status, answer.text
        return answer.headers["location"] if status == 303 else answer.text


@pytest.fixture
def browsers() -> Iterator[Callable[..., Browser]]:
    """Opens browsers, and closes what they opened."""
    opened: list[Browser] = []

    def one(path: Path, by: Engine | None = None) -> Browser:
        opened.append(Browser(path, by or engine()))
        return opened[-1]

    yield one
    for browser in opened:
        browser.desk.ledgers.close()


@pytest.fixture
def browser(path: Path, browsers: Callable[..., Browser]) -> Browser:
    """A browser at that ledger."""
    return browsers(path)


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """The same ledger, looked at beside the desk."""
    with Store.open(path) as store:
        yield store


def ids(page: str) -> list[str]:
    """The incidents of a list, in its order."""
    return re.findall(r'<li><a href="/incidents/([^"?]+)"><bdi', page)


def aleppo(store: Store) -> str:
    """The incident of the two reports that contradict each other."""
    return next(r.id for r in gathering.incidents(store, "conflicts > 0"))


def words(page: str) -> set[str]:
    """The links to words of reports."""
    return set(re.findall(r'href="(/reports/[^"]*#[^"]*)"', page))


def test_the_list_is_in_the_language_of_the_page(browser: Browser, store: Store) -> None:
    """Each incident has its title, its figures of all victims, state and grade, in Arabic or in English."""
    row = gathering.incident(store, aleppo(store))
    english, arabic = browser.get("/incidents"), browser.get("/incidents", language="ar")
    assert html.escape(row.title_en) in english
    assert html.escape(row.title_ar) in arabic
    assert row.title_en not in arabic
    assert "20–31" in english
    assert "contested" in english
    assert "متنازع فيه" in arabic
    assert len(ids(english)) == 3
    assert ids(english) == sorted(ids(english), reverse=True)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 3), ("?state=open", 3), ("?state=confirmed", 0), ("?grade=contested", 1), ("?grade=weak", 2),
        ("?outcome=injured", 1), ("?outcome=killed", 3), ("?outcome=displaced", 0), ("?place=حلب", 2),
        ("?place=صنعاء", 1), ("?place=Syria", 2), ("?place=اليمن", 1), ("?place=nowhere", 0), ("?place=%22", 0),
        ("?since=2021-01-01", 2), ("?until=2020-12-31", 1), ("?since=2021-03-04&until=2021-03-05", 1),
        ("?conflicting=1", 1), ("?conflicting=1&place=صنعاء", 0),
    ],
)  # fmt: skip
def test_filters_leave_what_was_asked_for(browser: Browser, query: str, number: int) -> None:
    """State, grade, outcome, words or country of the place, days and conflicts narrow the list."""
    page = browser.get(f"/incidents{query}")
    assert len(ids(page)) == number
    assert f"Incidents found: {number}" in page


def test_what_is_no_day_is_told(browser: Browser) -> None:
    """A day that is none is left out, and that is said."""
    page = browser.get("/incidents?since=yesterday", language="ar")
    assert "أُهمل ما ليس يوما" in page
    assert len(ids(page)) == 3


def many(number: int) -> Engine:
    """Reckons as many incidents, each a day after the one before."""

    def reckon(found: Sequence[Reading], profile: str, decisions: Decisions) -> tuple[Incident, ...]:
        (one,) = stand_in.reckon(found)
        days = [(dt.date(2021, 1, 1) + dt.timedelta(n)).isoformat() for n in range(number)]
        return tuple(
            msgspec.structs.replace(one, id=f"{day}-x", first_day=day, last_day=day, title_en=day, title_ar=day)
            for day in days
        )

    return ENGINE._replace(reckon=reckon)


def test_the_list_comes_in_pages(tmp_path: Path, browsers: Callable[..., Browser]) -> None:
    """25 a page, the latest first, with a way back and forth that keeps the filter."""
    with Store.create(tmp_path / "many.db") as store:
        add(store, [line("a", "قتل 3 مدنيا", outlet="وكالة")])
    browser = browsers(tmp_path / "many.db", many(60))
    pages = [browser.get(f"/incidents?outcome=killed&page={n}") for n in (1, 2, 3)]
    assert [len(ids(p)) for p in pages] == [25, 25, 10]
    assert sorted((i for p in pages for i in ids(p)), reverse=True) == [i for p in pages for i in ids(p)]
    assert (
        'rel="next" href="/incidents?outcome=killed&amp;page=3"' in pages[1] or "outcome=killed&amp;page=3" in pages[1]
    )
    assert 'rel="next"' not in pages[2]
    assert ids(browser.get("/incidents?page=4")) == []


def test_the_map_links_to_what_stands_there(browser: Browser, store: Store) -> None:
    """Dots carry names and lead to the incident, or to the list of the place; nothing is asked of another machine."""
    page = browser.get("/incidents")
    dots = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><circle', page)
    assert [(unquote(href.split("=")[0]), name) for href, name in dots] == [
        ("/incidents?at", "Aleppo: 2"), (f"/incidents/{gathering.incidents(store)[0].id}", "Sanaa: 1"),
    ]  # fmt: skip
    assert len(ids(browser.get(html.unescape(dots[0][0])))) == 2
    assert "no statement on borders" in page
    assert page.count('class="land"') >= 3
    assert re.findall(r'(?:src|href)="(?!/|#)[^"]*"', page) == []
    for href, _ in dots:
        assert f'<li><a href="{href}">' in page


def test_the_timeline_leads_to_its_months(browser: Browser) -> None:
    """Each month has its number, and leads to the list of its days."""
    found = re.findall(r'href="(/incidents\?since=[^"]+)"><bdi dir="ltr">([^<]+)</bdi>', browser.get("/incidents"))
    assert [name for _, name in found] == ["2020-06", "2021-03"]
    assert len(ids(browser.get(html.unescape(found[1][0])))) == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_link_leads_to_words_that_are_there(browser: Browser, store: Store, language: str) -> None:
    """Figures, sources, conflicts and what is set aside lead to an anchor of the report's page that names the claim."""
    for row in gathering.incidents(store):
        found = words(browser.get(f"/incidents/{row.id}", language=language))
        assert len(found) >= len(row.incident.tolls[0].basis)
        for href in found:
            page, _, anchor = href.partition("#")
            assert f'id="{anchor}"' in browser.get(page)


def test_the_page_speaks_one_language(browser: Browser, store: Store) -> None:
    """Conflicts, joins, reasons and renderings stand in the language of the page, not in the other."""
    row = gathering.incident(store, aleppo(store))
    conflict, join = row.incident.conflicts[0], row.incident.joins[0]
    english = html.unescape(browser.get(f"/incidents/{row.id}"))
    arabic = html.unescape(browser.get(f"/incidents/{row.id}", language="ar"))
    for en, ar in ((conflict.en, conflict.ar), (join.reasons[0].en, join.reasons[0].ar)):
        assert en in english
        assert ar in arabic
        assert en not in arabic
        assert ar not in english
    assert 'lang="ar" dir="rtl"' in arabic
    assert "women" in english
    assert "نساء" in arabic


def test_words_of_reports_are_never_obeyed(browser: Browser, store: Store) -> None:
    """An outlet's markup is shown, not obeyed; no page has inline style or script, and headings come in order."""
    for path in ("/incidents", f"/incidents/{aleppo(store)}"):
        page = browser.get(path)
        assert "<b>الشرق" not in page
        assert re.findall(r"<style|\sstyle=|<script>|\son\w+=", page) == []
        levels = [int(n) for n in re.findall(r"<h(\d)", page)]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert "&lt;b&gt;الشرق" in browser.get(f"/incidents/{aleppo(store)}")


def test_links_are_right_when_claims_changed_since(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the incidents are of an earlier moment, each figure still leads to the claim that gave it."""
    incident = aleppo(store)
    before = words(browser.get(f"/incidents/{incident}"))
    monkeypatch.setattr(upkeep, "SMALL", 0)
    reviewing.decide(store, "d2:c1", "rejected", ME)
    reviewing.add_claim(store, "d2", {"quote": "قالت", "outcome": "missing", "low": 1, "high": 1}, ME)
    assert not gathering.is_fresh(store, engine())
    page = browser.get(f"/incidents/{incident}")
    assert "Reckon anew" in page
    assert words(re.sub(r"(?s)<form.*?</form>", "", page)) <= before
    row = gathering.incident(store, incident)
    reckoned = standing.as_reckoned(store, row.incident)
    for toll in row.incident.tolls:
        for b in toll.basis:
            claim = reckoned.known[b.report].reading.claims[b.claim]
            (data,) = store.one("SELECT data FROM claims WHERE id = ?", (reckoned.claim_id(b.report, b.claim),)) or (
                "",
            )
            assert kept.decode_one(data).claim.quote == claim.quote


def test_an_unknown_incident_is_told_in_the_language(browser: Browser) -> None:
    """There is a page for what is not there, without a word of another language."""
    assert "لا وجود لهذا" in browser.get("/incidents/none", 404, language="ar")
    assert "has no incident" not in browser.get("/incidents/none", 404, language="ar")


def seen(page: str) -> str:
    """What the form of confirming remembers of the page."""
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


def test_confirming_keeps_what_was_seen(browser: Browser, store: Store) -> None:
    """A confirmation has grade, reason and name, shows at once, and leaves the incidents as fresh as they were."""
    incident = aleppo(store)
    page = browser.get(f"/incidents/{incident}")
    to = browser.post(f"/incidents/{incident}/confirm", seen=seen(page), grade="fair", reason="قارنت النصين")
    assert to == f"/incidents/{incident}?said=confirmed"
    row = gathering.incident(store, incident)
    assert (row.state, row.grade) == ("confirmed", "fair")
    assert gathering.is_fresh(store, engine())
    assert verifying.verify(store, engine()).faults == ()
    page = browser.get(to)
    assert "The incident is confirmed." in page
    assert "قارنت النصين" in page
    assert "Nour" in page


def test_only_what_was_seen_is_confirmed(browser: Browser, store: Store) -> None:
    """An incident that changed since the page was loaded is not confirmed, and the page says so in its language."""
    incident = aleppo(store)
    before = seen(browser.get(f"/incidents/{incident}"))
    reviewing.decide(store, "d2:c1", "corrected", ME, {"low": 19, "high": 19})
    browser.get("/incidents")
    head = store.head()
    told = browser.post(
        f"/incidents/{incident}/confirm", 400, "ar", seen=before, grade="fair", reason="",
    )  # fmt: skip
    assert "تغيّر الحادث بعد تحميل الصفحة" in told
    assert store.head() == head


def test_a_large_ledger_confirms_without_reckoning(
    path: Path, store: Store, browsers: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in the table is confirmed as it stands: nothing is reckoned, and a later reckoning agrees."""

    def never(*_: object) -> Any:
        raise AssertionError("reckoned")

    monkeypatch.setattr(upkeep, "SMALL", 0)
    browser = browsers(path, engine()._replace(reckon=never))
    incident = aleppo(store)
    reviewing.decide(store, "d6:c1", "accepted", ME)
    page = browser.get(f"/incidents/{incident}")
    assert "It was reckoned at entry" in page
    browser.post(f"/incidents/{incident}/confirm", seen=seen(page), grade="weak", reason="")
    assert gathering.incident(store, incident).state == "confirmed"
    assert not gathering.is_fresh(store, engine())
    assert gathering.refresh(store, engine())
    assert (gathering.incident(store, incident).state, gathering.incident(store, incident).grade) == (
        "confirmed",
        "weak",
    )


@pytest.mark.parametrize(
    ("what", "fields", "told"),
    [
        ("confirm", {"grade": "certain"}, "اختر درجة"),
        ("note", {"reason": " "}, "الملاحظة تحتاج إلى كلمات"),
        ("merge", {"other": "2020-x"}, "يحتاجان إلى سبب"),
        ("merge", {"other": "2020-x", "reason": "لأن"}, "ليس في السجل حادث معرّفه «2020-x»"),
        ("merge", {"reason": "لأن"}, "اختر الحادث الآخر"),
        ("merge", {"other": "SELF", "reason": "لأن"}, "لا يُدمج حادث مع نفسه"),
        ("split", {"apart": ["d2:c1"]}, "يحتاجان إلى سبب"),
        ("split", {"reason": "لأن"}, "علّم الأرقام التي تُخرج"),
        ("split", {"apart": "ALL", "reason": "لأن"}, "لا يجوز إخراج الأرقام كلها"),
        ("split", {"apart": ["d2:c99"], "reason": "لأن"}, "لم يعد من هذا الحادث"),
    ],
)
def test_a_person_s_errors_are_told_in_the_language(
    browser: Browser, store: Store, what: str, fields: dict[str, Any], told: str
) -> None:
    """No reason, no other incident, none or all claims to take out: each has a sentence, and nothing is written."""
    incident, head = aleppo(store), store.head()
    given = {k: incident if v == "SELF" else v for k, v in fields.items()}
    if given.get("apart") == "ALL":
        given["apart"] = gathering.claims_of(store, incident)
    assert told in html.unescape(browser.post(f"/incidents/{incident}/{what}", 400, "ar", **given))
    assert store.head() == head


def test_two_incidents_are_merged_and_split_again(browser: Browser, store: Store) -> None:
    """The likeliest is offered; merged they are one with all claims, and claims that are taken out leave it."""
    incident = aleppo(store)
    page = browser.get(f"/incidents/{incident}")
    offered = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert len(offered) == 1
    apart = gathering.claims_of(store, offered[0])
    to = browser.post(f"/incidents/{incident}/merge", chosen=offered[0], reason="واقعة واحدة")
    assert to.endswith("?said=merged")
    page = browser.get(to)
    merged = to.split("/")[2].split("?")[0]
    assert set(apart) < set(gathering.claims_of(store, merged))
    assert "The incidents are merged." in page
    assert re.findall(r'name="apart" value="([^"]+)"', page) == sorted(gathering.claims_of(store, merged))
    to = browser.post(f"/incidents/{merged}/split", apart=apart, reason="واقعتان")
    assert "The claims are taken out." in browser.get(to)
    assert set(apart).isdisjoint(gathering.claims_of(store, to.split("/")[2].split("?")[0]))
    assert len(gathering.incidents(store)) == 3


def test_notes_stand_on_the_page(browser: Browser, store: Store) -> None:
    """A note is shown with who wrote it, escaped, and makes no incident stale."""
    incident = aleppo(store)
    to = browser.post(f"/incidents/{incident}/note", reason="اتصلت بالمشفى <i>")
    assert to == f"/incidents/{incident}?said=noted#notes"
    assert "اتصلت بالمشفى &lt;i&gt;" in browser.get(to.partition("#")[0])
    assert gathering.is_fresh(store, engine())


@pytest.mark.parametrize("small", [300, 0])
def test_what_was_said_on_a_day(browser: Browser, store: Store, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures of that day stand beside those of now; of a large ledger the page says that it saw a part."""
    monkeypatch.setattr(upkeep, "SMALL", small)
    incident = aleppo(store)
    page = browser.get(f"/incidents/{incident}?as_of=2026-01-01")
    rows = re.findall(r'<th scope="row">killed, all</th><td><bdi[^>]*>([^<]*)</bdi></td><td><bdi[^>]*>([^<]*)', page)
    assert rows == [("20", "20–31")]
    assert ("the ledger is large" in page) == (small == 0)
    later = browser.get(f"/incidents/{incident}?as_of=2026-01-02")
    assert '<th scope="row">killed, all</th><td><bdi dir="ltr" class="num">20–31</bdi>' in later
    other = next(r.id for r in gathering.incidents(store) if r.id != incident)
    assert "Nothing was said of it then." in browser.get(f"/incidents/{other}?as_of=2026-01-01")


def test_days_that_cannot_be_asked_for_are_told(browser: Browser, store: Store) -> None:
    """What is no day, a day before the first entry, a method that there is not: each in the page's language."""
    incident = aleppo(store)
    assert "ليس يوما" in browser.get(f"/incidents/{incident}?as_of=x", 400, "ar")
    assert "لم يكن في السجل قيد" in browser.get(f"/incidents/{incident}?as_of=1999-01-01", 400, "ar")
    assert "There is no such counting method." in browser.get(f"/incidents/{incident}?profile=x", 400)


def test_confirmations_of_the_past_are_kept_in_sight(browser: Browser, store: Store) -> None:
    """A confirmation stays on the page with its figures after the incident changed, and is not shown before its day."""
    incident = aleppo(store)
    page = browser.get(f"/incidents/{incident}")
    browser.post(f"/incidents/{incident}/confirm", seen=seen(page), grade="fair", reason="")
    reviewing.decide(store, "d2:c1", "corrected", ME, {"low": 19, "high": 19})
    page = browser.get(f"/incidents/{incident}")
    assert "changed" in page
    assert "20–31" in page
    assert "19–31" in browser.get("/incidents")
    assert "No person had confirmed it." in browser.get(f"/incidents/{incident}?as_of=2026-01-02")


def test_another_method_counts_beside_ours(browser: Browser, store: Store) -> None:
    """A profile's figures stand beside those of the default method, with its name and version."""
    page = browser.get(f"/incidents/{aleppo(store)}?profile=ucdp")
    assert "by the method ucdp" in page
    assert re.search(r"killed, all</th><td><bdi[^>]*>20–31 \(\d+\)</bdi>", page)


def test_the_challenge_file_can_be_checked(browser: Browser, store: Store, tmp_path: Path) -> None:
    """Each figure's file is a download that the checker confirms, and equals that of a whole reckoning."""
    incident = aleppo(store)
    (href, *_) = re.findall(r'href="([^"]+/challenge/[^"]+)"', browser.get(f"/incidents/{incident}"))
    answer = browser.file(href)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="challenge-{incident}')
    path = tmp_path / "f.json"
    path.write_bytes(answer.content)
    done = subprocess.run([sys.executable, "-I", str(CHECKER), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    figure = challenge.parse_figure("/".join((incident, *href.split("/")[-2:])))
    assert msgspec.json.decode(answer.content) == challenge.challenge(store, engine(), figure)
    browser.get(f"/incidents/{incident}/challenge/killed/none", 404)


def test_stale_incidents_give_no_challenge(browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A challenge tells of the ledger as it is; where the incidents are older, that is said."""
    monkeypatch.setattr(upkeep, "SMALL", 0)
    reviewing.decide(store, "d2:c1", "accepted", ME)
    assert "Have the incidents reckoned anew first." in browser.get(
        f"/incidents/{aleppo(store)}/challenge/killed/all", 400
    )


def test_a_large_ledger_is_reckoned_beside_the_desk(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form starts one process, the list says that it runs, and when it ended the incidents are fresh."""
    monkeypatch.setattr(upkeep, "SMALL", 0)
    reviewing.decide(store, "d2:c1", "accepted", ME)
    assert "Reckon anew" in browser.get("/incidents")
    started: list[Any] = []
    run = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(run(*a, **k)) or started[-1])
    assert browser.post("/incidents/reckon") == "/incidents"
    assert "being reckoned anew" in browser.get("/incidents")
    browser.post("/incidents/reckon")
    assert len(started) == 1
    assert started[0].wait(60) == 0
    assert gathering.is_fresh(store, engine())
    page = browser.get("/incidents")
    assert "Reckon anew" not in page
    assert "being reckoned" not in page


def test_a_reckoning_that_fails_is_told(browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list says so, and offers to try again."""
    monkeypatch.setattr(upkeep, "SMALL", 0)
    reviewing.decide(store, "d2:c1", "accepted", ME)
    run = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: run([sys.executable, "-c", "raise SystemExit(3)"]))
    browser.post("/incidents/reckon")
    process = upkeep.process(browser._client.app._app)  # type: ignore[attr-defined]
    assert process is not None
    assert process.wait(30) == 3
    page = browser.get("/incidents")
    assert "did not succeed" in page
    assert "Reckon anew" in page


def test_a_part_of_a_wave_has_a_page(tmp_path: Path, browsers: Callable[..., Browser]) -> None:
    """A wave shows its parts; a part names its wave, where decisions are taken."""

    def waves(found: Sequence[Reading], profile: str, decisions: Decisions) -> Any:
        (one,) = stand_in.reckon(found)
        part = msgspec.structs.replace(one, id="part", title_en="One church")
        return (msgspec.structs.replace(one, id="wave", parts=(part,)),)

    with Store.create(tmp_path / "wave.db") as store:
        add(store, [line("a", "قتل 3 مدنيا وأصيب 9 آخرون", outlet="وكالة")])
    browser = browsers(tmp_path / "wave.db", ENGINE._replace(reckon=waves))
    assert '<a href="/incidents/part"><bdi dir="auto">One church' in browser.get("/incidents/wave")
    page = browser.get("/incidents/part")
    assert '<a href="/incidents/wave">' in page
    assert 'action="/incidents/part/' not in page.replace('method="get" action="/incidents/part#then"', "")
    assert "ليس في السجل حادث" in browser.post("/incidents/part/confirm", 400, "ar", grade="fair")


def test_the_ledger_of_some_reports_is_what_the_whole_tells_of_them(store: Store) -> None:
    """Entries of some documents, folded alone, give the claims and numbers that all entries give."""
    reviewing.decide(store, "d2:c1", "rejected", ME)
    seq = store.head().seq
    reviewing.decide(store, "d2:c2", "rejected", ME)
    with past.of_documents(store, seq, ["d2"]) as part, past.up_to(store, seq) as whole:
        for query in (
            "SELECT * FROM claims WHERE document = 'd2'",
            "SELECT seq, id, name FROM documents WHERE id = 'd2'",
        ):
            assert part.rows(query) == whole.rows(query) != []
        assert part.rows("SELECT id FROM documents") == [("d2",)]
    assert standing.reported_at(store, "d2", seq).numbers == (2, *standing.reported_at(store, "d2", seq).numbers[1:])


POINTS = st.lists(st.sampled_from(("SY", "YE", "IQ", "LB", "EG", "sy-ghuwayran", "nowhere")), unique=True, max_size=6)


@given(POINTS, st.sampled_from(("ar", "en")))
def test_every_known_place_is_on_the_map(places: list[str], language: Any) -> None:
    """Each place of the gazetteer is behind one dot within the drawing, and numbers are added, not lost."""
    found = maps.drawn(tuple(maps.Point(p, 3, "i") for p in places), language)
    known = sorted(set(places) - {"nowhere"})
    if not known:
        assert found is None
        return
    assert found is not None
    assert sorted(p for d in found.dots for p in d.places) == known
    assert sum(d.number for d in found.dots) == 3 * len(known)
    assert all(0 <= d.x <= maps.WIDE and 0 <= d.y <= maps.HIGH for d in found.dots)
    numbers = [int(n) for path in found.outlines for n in re.findall(r"-?\d+", path)]
    assert all(-10 <= n <= maps.WIDE + 10 for n in numbers)


def test_outlines_close_and_name_their_countries() -> None:
    """Each ring ends where it begins, and the countries of the gazetteer's region have one."""
    found = {c.code: c for c in maps.countries()}
    assert {"SY", "IQ", "LB", "YE", "SD", "LY", "PS", "EG", "AF", "SO", "DZ", "OM"} <= set(found)
    assert all(points[0] == points[-1] for c in found.values() for _, points in c.rings)


def test_many_months_are_counted_by_year(tmp_path: Path, browsers: Callable[..., Browser]) -> None:
    """Beyond three years of months the timeline has years."""
    with Store.create(tmp_path / "many.db") as store:
        add(store, [line("a", "قتل 3 مدنيا", outlet="وكالة")])
        gathering.refresh(store, many(1200))
        told = listing.summary(store, listing.conditions(store, listing.Wanted()))
    assert [s.name for s in told.stretches] == ["2021", "2022", "2023", "2024"]
    assert sum(s.number for s in told.stretches) == told.total == 1200
