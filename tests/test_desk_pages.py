"""The desk's pages of sources, words, the ledger and the method."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html
import msgspec
import pytest
from ledger_kit import ENGINE, add, line, reports
from starlette.testclient import TestClient

from hasila import constructions, lexicon, profiles
from hasila.desk import app, checking, differences, language, lexicons, method, uses, warming
from hasila.desk.asking import Desk
from hasila.desk.corrections import _PUBLIC
from hasila.desk.gate import COOKIE, Keys
from hasila.desk.ledgers import Ledgers
from hasila.ledger import columns, doubt, gathering, rereading, reviewing, withholding
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Claim, Document

HOST, ORIGIN = "desk.test", "http://desk.test"
HOSTILE = "\"'><script>alert(1)</script>{{7*7}}\u202e\x1b"
PADDING = "في حادث قرب المدينة صباح اليوم " * 6
PATHS = (
    "/sources", "/sources?show=described", "/sources?q=وكالة", "/words", "/words/outcomes", "/words/actors?page=3",
    "/words/outcomes?dead=1", "/words/outcomes/one?form=قتل", "/words/constructions/passive_verb", "/ledger",
    "/ledger?kind=decided", "/ledger?document=d2", "/ledger/verify", "/method",
)  # fmt: skip


class Open(NamedTuple):
    """A desk that is open on a ledger."""

    path: Path
    client: TestClient
    token: str

    def get(self, path: str) -> str:
        """A page, which must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.text[:400])
        return answer.text

    def text(self, path: str) -> str:
        """What a page says, blanks taken together."""
        return " ".join(lxml.html.document_fromstring(self.get(path)).find(".//main").text_content().split())

    def post(self, path: str, **fields: str) -> Any:
        """A form of the desk, sent."""
        return self.client.post(path, data={"csrf": self.token, **fields}, headers={"origin": ORIGIN})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Open]:
    """A desk on a ledger of four reports and one whose every word is hostile."""
    path = tmp_path / "l.db"
    with Store.create(path) as store:
        hostile = line("h\u202ex", f"قتل 9 جنود {HOSTILE} {PADDING}", outlet=HOSTILE, published="2022-01-22")
        add(store, [*reports(4), hostile])
        gathering.refresh(store, ENGINE)
    made = Desk(Ledgers(path), ENGINE, "Nour", Keys())
    gate = app.guarded(made, frozenset((HOST,)), frozenset((ORIGIN,)))
    with TestClient(gate, base_url=ORIGIN, raise_server_exceptions=False) as client:
        session = made.keys.exchange(made.keys.code)
        assert session is not None
        client.cookies.set(COOKIE, session)
        client.cookies.set(language.COOKIE, "en")
        yield Open(path, client, made.keys.token(session))
    made.ledgers.close()


def test_every_page_is_there_in_both_languages(desk: Open) -> None:
    """Each page answers in English and in Arabic, says so, and leaves no sentence out."""
    for tongue, way in (("en", "ltr"), ("ar", "rtl")):
        desk.client.cookies.set(language.COOKIE, tongue)
        for path in PATHS:
            page = desk.get(path)
            assert f'<html lang="{tongue}" dir="{way}">' in page, path


def test_nothing_of_a_report_is_obeyed(desk: Open) -> None:
    """Hostile names, notes and reasons stand on no page as markup, as a template, or as a control of direction."""
    desk.post("/sources", name=HOSTILE, kind=HOSTILE, party=HOSTILE, note=HOSTILE)
    with Store.open(desk.path) as store:
        claim = _claims(store)[-1]
        fields = {"place": HOSTILE, "source": HOSTILE}
        reviewing.decide(store, claim, "corrected", Signed(HOSTILE, HOSTILE), fields)
        last = store.head().seq
    one = desk.client.get("/sources/one", params={"name": HOSTILE}).text
    pages = [one, *map(desk.get, (*PATHS, *(f"/ledger/{n}" for n in range(1, last + 1))))]
    for page in pages:
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "\x1b" not in page
        assert not re.search(r"<[^>]+\son\w+=|<style|\sstyle=", page)
    assert "{{7*7}}" in one


def test_pages_are_built_for_every_reader(desk: Open) -> None:
    """Tables have captions and scoped heads and can be reached by keyboard, fields have labels, ids are single."""
    for path in PATHS:
        page = lxml.html.document_fromstring(desk.get(path))
        assert len(page.findall(".//h1")) == 1, path
        levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4")]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), path
        for table in page.iter("table"):
            assert table.find("caption") is not None, path
            assert all(th.get("scope") for th in table.iter("th")), path
            box = table.getparent()
            assert (box.get("class"), box.get("tabindex")) == ("scroll", "0")
            assert box.get("aria-label")
        labels = {label.get("for") for label in page.iter("label")}
        for field in page.xpath("//main//input[not(@type='hidden')] | //main//select | //main//textarea"):
            assert field.get("id") in labels or field.getparent().tag == "label", (path, field.get("name"))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_texts_are_in_both_languages() -> None:
    """Every sentence is told in English and in Arabic, with the same slots, and the Arabic is Arabic."""
    for key, both in language.texts().items():
        assert set(both) == {"en", "ar"}, key
        assert all(both.values()), key
        if not key.startswith("config."):
            slots = [sorted(re.findall(r"{(\w+)}", both[tongue])) for tongue in ("en", "ar")]
            assert slots[0] == slots[1], key
        assert re.search("[\u0621-\u064a]", both["ar"]) or not re.search(
            "[A-Za-z]{2}", re.sub(r"{\w+}", "", both["en"])
        ), key


# Sources.


def test_a_source_is_found_by_what_it_printed_and_what_it_said(desk: Open) -> None:
    """The registry counts reports by outlet and claims by the source that they name, the most used first."""
    with Store.open(desk.path) as store:
        for claim in _claims(store)[:3]:
            reviewing.decide(store, claim, "corrected", Signed("Nour", "told there"), {"source": "مصدر في المشرحة"})
    rows = _rows(desk.get("/sources"))
    assert [r[:3] for r in rows[:2]] == [["مصدر في المشرحة", "3", "0"], ["وكالة 0", "0", "2"]]


def test_known_actors_are_counted_under_their_neutral_name(desk: Open) -> None:
    """Claims whose source the lexicon knows are counted under the actor, whatever words the report used."""
    with Store.open(desk.path) as store:
        for claim, words in zip(_claims(store), ("المرصد السوري", "المرصد السوري لحقوق الإنسان"), strict=False):
            fields = {"source": words, "source_actor": "sohr"}
            reviewing.decide(store, claim, "corrected", Signed("Nour", "told there"), fields)
    rows = {r[0].split("  ")[0]: r for r in _rows(desk.get("/sources?show=cited"))}
    (name,) = rows
    assert name.startswith("المرصد السوري لحقوق الإنسان")
    assert rows[name][1:3] == ["2", "0"]
    page = desk.client.get("/sources/one", params={"name": "المرصد السوري لحقوق الإنسان"}).text
    assert page.count('href="/claims/') == 2


def test_a_description_is_kept_with_its_history(desk: Open) -> None:
    """Two descriptions of one source are two signed entries; the later holds, and both are shown with who and when."""
    for note in ("counts hospitals only", "late at night"):
        answer = desk.post("/sources", name="وكالة 1", kind="media", party="syrian-government", note=note)
        assert answer.status_code == 200
    with Store.open(desk.path) as store:
        assert reviewing.sources(store)["وكالة 1"]["note"] == "late at night"
    page = desk.client.get("/sources/one", params={"name": "وكالة 1"}).text
    assert page.index("late at night") < page.index("counts hospitals only")
    assert page.count("<bdi>Nour</bdi>") == 2
    told = desk.text("/sources?show=described")
    assert "late at night" in told
    assert "Nour" in told
    assert "counts hospitals only" not in told


def test_a_description_needs_a_name_and_words(desk: Open) -> None:
    """A form without a name, or with nothing but a name, is told so and leaves no entry."""
    with Store.open(desk.path) as store:
        before = store.head()
        assert desk.post("/sources", name=" ", kind="media").status_code == 400
        assert desk.post("/sources", name="وكالة 1", kind=" ").status_code == 400
        assert desk.post("/sources", name="x" * 401, kind="media").status_code == 422
        assert store.head() == before


def test_a_withheld_description_is_gone(desk: Open) -> None:
    """A description that was withheld stands on no page."""
    desk.post("/sources", name="وكالة 1", note="a private person")
    with Store.open(desk.path) as store:
        seq = store.head().seq
        withholding.withhold(store, f"s{seq}", Signed("Nour", "names somebody"))
    for path in ("/sources", "/sources/one?name=وكالة 1", f"/ledger/{seq}", f"/ledger/{seq + 1}"):
        assert "a private person" not in desk.get(path)


# Words.


def test_rows_are_counted_by_the_claims_that_rest_on_them(desk: Open) -> None:
    """A row's hits are the claims whose derivation names it; the row leads to them, and so does a corrected one."""
    with Store.open(desk.path) as store:
        reviewing.decide(store, _claims(store)[0], "rejected", Signed("Nour", "no"))
        found = uses.count(store)
    assert found.counted == 9
    assert (found.rows["outcomes:قتل"].claims, found.rows["outcomes:قتل"].overruled) == (5, 1)
    first = _rows(desk.get("/words/outcomes"))[0]
    assert first[:3] == ["قتل", "5", "1"]
    assert desk.get("/words/outcomes/one?form=قتل").count('href="/claims/') == 5


def test_dead_rows_are_those_without_a_claim(desk: Open) -> None:
    """Of a file whose rows derivations name, the dead ones are told apart; of another no row is called dead."""
    listed = {r[0]: r for r in _rows(desk.get("/words"))}
    rows = lexicon.load("outcomes")
    used = sum(row.ref in ("outcomes:قتل", "outcomes:أصيب") for row in rows)
    assert listed["outcomes"][1:4] == [f"{n:,}" for n in (len(rows), used, len(rows) - used)]
    assert listed["calendar"][2] == language.text("en", "words.unnamed")
    assert "/words/outcomes/one" not in desk.get("/words/outcomes?dead=1")


def test_every_lexicon_and_construction_has_its_page(desk: Open) -> None:
    """Each file and each construction that is shipped can be looked at; others are not there."""
    for name in lexicons.names():
        assert f">{name}<" in desk.get(f"/words/{name}")
    for one in constructions.load().values():
        assert (
            one.counterexamples[0].text
            in lxml.html.document_fromstring(desk.get(f"/words/constructions/{one.name}")).text_content()
        )
    for path in ("/words/passwd", "/words/..%2f..%2fetc", "/words/constructions/none", "/words/outcomes/one?form=none"):
        assert desk.client.get(path).status_code == 404


def test_counts_are_kept_until_the_ledger_changes(desk: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look at the words decodes nothing; after an entry they are counted anew."""
    calls: list[str] = []
    count = uses.count
    monkeypatch.setattr(uses, "count", lambda store: calls.append("") or count(store))
    desk.get("/words")
    desk.get("/words/outcomes")
    assert len(calls) == 1
    with Store.open(desk.path) as store:
        add(store, [line("new", "قتل 3 مدنيين في حادث آخر")])
    assert "10" in desk.text("/words")
    assert len(calls) == 2


def test_a_desk_makes_ready_what_its_first_pages_count(desk: Open) -> None:
    """After warming, the counts of a ledger are known; a ledger that is gone is no fault of the thread."""
    ledgers = Ledgers(desk.path)
    warming.warm(ledgers).join(60)
    with ledgers.one() as store:
        ledgers.remembered.of(store, "uses", lambda: pytest.fail("not known"))
        ledgers.remembered.of(store, "sources", lambda: pytest.fail("not known"))
        ledgers.remembered.of(store, "standing", lambda: pytest.fail("not known"))
    ledgers.close()
    ledgers.path = desk.path.with_name("gone.db")
    warming.warm(ledgers).join(60)


# The ledger.


def test_entries_stand_the_newest_first_in_pages(desk: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Following «older» from the first page meets every entry once, in falling order, however they are filtered."""
    monkeypatch.setattr("hasila.desk.entries.PAGE", 3)
    monkeypatch.setattr("hasila.desk.entries.newest.__defaults__", (3,))
    monkeypatch.setattr("hasila.desk.entries.WINDOW", 4)
    with Store.open(desk.path) as store:
        kinds = {seq: store.parsed(seq, data).kind for seq, data, _ in store.lines()}
        about = {seq for (seq,) in store.rows("SELECT seq FROM touches WHERE subject = 'd4'")}
    assert _walk(desk, "/ledger") == sorted(kinds, reverse=True)
    received = [seq for seq in kinds if kinds[seq] == "received"]
    assert _walk(desk, "/ledger?kind=received") == sorted(received, reverse=True)
    assert _walk(desk, "/ledger?document=d4") == sorted(about, reverse=True)


def _walk(desk: Open, path: str) -> list[int]:
    found: list[int] = []
    while True:
        page = lxml.html.document_fromstring(desk.get(path))
        found += [int(a.rsplit("/", 1)[1]) for a in page.xpath("//tbody//th/a/@href")]
        onwards = page.xpath("//a[@rel='next']/@href")
        if not onwards:
            return found
        path = "/ledger" + onwards[0]


def test_a_decision_is_shown_field_by_field(desk: Open) -> None:
    """The entry of a correction tells each field before and after, who decided and why, and its place in the chain."""
    with Store.open(desk.path) as store:
        claim = _claims(store)[0]
        first = reviewing.decide(store, claim, "corrected", Signed("Nour", "a slip"), {"low": 7, "high": 9})
        second = reviewing.decide(store, claim, "corrected", Signed("Samir", "again"), {"high": 8, "place": "حلب"})
    rows = _rows(desk.get(f"/ledger/{first.seq}"))
    assert ["at least", "2", "7"] in rows
    assert ["at most", "2", "9"] in rows
    told = desk.text(f"/ledger/{second.seq}")
    rows = _rows(desk.get(f"/ledger/{second.seq}"))
    assert ["at most", "9", "8"] in rows
    assert ["place", "empty", "حلب"] in rows
    assert "at least" not in told
    for words in ("Samir", "again", second.prev, second.parts["claim"]):
        assert words in told


def test_a_decision_taken_back_tells_what_holds_again(desk: Open) -> None:
    """Opening a claim again is shown as the way back from the correction to the reading."""
    with Store.open(desk.path) as store:
        claim = _claims(store)[0]
        reviewing.decide(store, claim, "corrected", Signed("Nour", "a slip"), {"low": 1})
        entry = reviewing.decide(store, claim, "unreviewed", Signed("Nour"))
        was = differences.held(store, *_where(claim), entry.seq)
    assert was.review == "corrected"
    assert ["at least", "1", "2"] in _rows(desk.get(f"/ledger/{entry.seq}"))


def test_an_adopted_reading_tells_what_is_new_gone_and_changed(desk: Open) -> None:
    """The entry of a newer version's reading lists its claims against the reading before, and what a person decided."""

    def read(document: Document) -> tuple[Claim, ...]:
        killed, *_ = ENGINE.read(document)
        return (msgspec.structs.replace(killed, low=1),)

    newer = ENGINE._replace(version="stand-in 2", read=read)
    with Store.open(desk.path) as store:
        reviewing.decide(store, "d2:c2", "accepted", Signed("Nour"))
        found = list(rereading.reread(store, newer, ["d2"]))
        assert rereading.adopt(store, newer, found, Signed("Nour")) == 1
        seq = store.head().seq
        changes = {
            r.id: (r.before is None, r.after is None, r.decided) for r in differences.reread(store, store.entry(seq))
        }
    assert changes == {"d2:c1": (False, False, False), "d2:c2": (False, True, True)}
    told = desk.text(f"/ledger/{seq}")
    for key in ("line.read_again", "line.lost", "line.other", "line.stands"):
        assert language.text("en", key) in told
    assert language.text("en", "line.read_first") in desk.text("/ledger/3")


def test_a_confirmation_tells_its_claims_and_figures(desk: Open) -> None:
    """A confirmation shows claims and figures; a later one beside those of the one before."""
    with Store.open(desk.path) as store:
        first = reviewing.confirm(store, ENGINE, "one", Signed("Nour"))
        reviewing.decide(store, "d4:c1", "corrected", Signed("Nour", "a slip"), {"low": 70, "high": 70})
        second = reviewing.confirm(store, ENGINE, "one", Signed("Nour"), "fair")
    page = desk.get(f"/ledger/{first.seq}")
    assert page.count('href="/claims/') == 9
    assert ["killed", "all", "3–9"] in _rows(page)
    assert ["killed", "all", "3–9", "4–70"] in _rows(desk.get(f"/ledger/{second.seq}"))


def test_what_was_withheld_is_told_without_its_words(desk: Open) -> None:
    """The entry of a withholding names what was erased; the entries that lost their words say so."""
    with Store.open(desk.path) as store:
        reviewing.decide(store, "d2:c1", "corrected", Signed("Nour", "names somebody"), {"low": 1})
        withholding.withhold(store, "d2", Signed("Nour", "a witness is at risk"))
        last = store.head().seq
    told = desk.text(f"/ledger/{last}")
    assert "a witness is at risk" in told
    assert "#2 received: description, bytes as they came in, text" in told
    for seq in (2, 3, last - 1):
        page = desk.text(f"/ledger/{seq}")
        assert language.text("en", "line.withheld") in page
        assert "names somebody" not in page
        assert "مدنيا" not in page


def test_merges_splits_and_notes_are_told(desk: Open) -> None:
    """Entries on incidents name the claims on both sides, and the words of a note."""
    with Store.open(desk.path) as store:
        gathering.refresh(store, ENGINE)
        noted = reviewing.note(store, "one", Signed("Nour", "seen by two"))
        gathering.refresh(store, ENGINE)
        split = reviewing.split(store, "one", ["d2:c1"], Signed("Nour", "another place"))
    assert "seen by two" in desk.text(f"/ledger/{noted.seq}")
    assert "d2:c1 ≠ d10:c1" in desk.text(f"/ledger/{split.seq}")


def test_no_entry_of_that_number_is_a_page_that_says_so(desk: Open) -> None:
    """Numbers beyond the ledger, below it, or no numbers at all are refused without a fault."""
    assert [desk.client.get(f"/ledger/{n}").status_code for n in ("0", "-1", "999", str(1 << 70), "x")] == [
        404, 404, 404, 404, 422,
    ]  # fmt: skip
    assert desk.client.get("/ledger?before=0").status_code == 422
    assert desk.client.get("/ledger?document=nobody").status_code == 404


def test_the_check_says_that_all_is_whole_and_what_it_cannot_exclude(desk: Open) -> None:
    """A check of a whole ledger finds no fault; without a receipt it says what that leaves open."""
    answer = desk.post("/ledger/verify")
    assert language.text("en", "verify.whole") in answer.text
    assert "cannot be excluded" in answer.text
    with Store.open(desk.path) as store:
        receipt = str(store.head())
    assert receipt in desk.post("/ledger/verify", receipt=receipt).text
    assert desk.post("/ledger/verify", receipt="no receipt").status_code == 400


def test_the_check_names_what_was_changed(desk: Open) -> None:
    """A changed part is a fault on the page, and a receipt of a longer ledger shows what is missing."""
    with Store.open(desk.path) as store:
        longer = f"hasila:{store.head().seq + 5}:{'0' * 64}"
    assert "are missing" in desk.post("/ledger/verify", receipt=longer).text
    with Store.open(desk.path) as store:
        store.script("DROP TRIGGER parts_stay; UPDATE parts SET data = x'00' WHERE seq = 2 AND name = 'text';")
    page = desk.post("/ledger/verify").text
    assert language.text("en", "verify.broken") in page
    assert "entry 2 was changed" in page


def test_a_large_ledger_is_checked_apart_and_once_at_a_time(desk: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit the check is a process of its own; while it runs the page says so, and no second one begins."""
    monkeypatch.setattr(checking, "AT_ONCE", 1)
    begun: list[Path] = []

    def slow(path: Path, receipt: object) -> checking.Checked:
        begun.append(path)
        while len(begun) < 2:
            time.sleep(0.01)
        return checking.Checked("", broken="slept")

    monkeypatch.setattr(checking, "_verified", slow)
    assert language.text("en", "verify.runs") in desk.post("/ledger/verify").text
    assert language.text("en", "verify.runs") in desk.post("/ledger/verify").text
    assert language.text("en", "verify.runs").split(".")[0] in desk.text("/ledger")
    assert len(begun) == 1
    begun.append(desk.path)
    _until(lambda: "slept" in desk.get("/ledger/verify"))


def test_the_process_apart_gives_the_answer_of_the_command(desk: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process finds is shown as what is found at once: faults, limits, head."""
    monkeypatch.setattr(checking, "AT_ONCE", 1)
    with Store.open(desk.path) as store:
        store.script("DROP TRIGGER parts_stay; UPDATE parts SET data = x'00' WHERE seq = 2 AND name = 'text';")
        head = str(store.head())
    desk.post("/ledger/verify", receipt=head)
    _until(lambda: language.text("en", "verify.broken") in desk.get("/ledger/verify"))
    assert "entry 2 was changed" in desk.get("/ledger/verify")


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


# The method.


def test_the_method_tells_every_rule_of_every_profile(desk: Open) -> None:
    """Each rule of each profile stands there with its value, source and note, in English and in Arabic words."""
    every = [rule for name in profiles.names() for rule in profiles.load(name).rules]
    told = desk.text("/method")
    for rule in every:
        assert " ".join(rule.source.split()) in told
        assert rule.note in told
    desk.client.cookies.set(language.COOKIE, "ar")
    told = desk.text("/method")
    for rule in every:
        for words in {rule.source, rule.note} - {"-"}:
            assert language.text("ar", f"config.{words}") in told, words
        assert f"rule.{rule.key}" in language.texts()


def test_the_method_tells_what_words_are_worth(desk: Open) -> None:
    """Vague words are told with what each method takes them for, hedges with what they make of a number."""
    counted = tuple(map(profiles.load, profiles.names()))
    worth = {w.forms[0]: (w.read, dict(zip(profiles.names(), w.valued, strict=True))) for w in method.vague(counted)}
    assert worth["عشرات"][0] == worth["عشرات"][1]["hasila"] == "20–99"
    assert worth["عشرات"][1]["acled"] == "10"
    assert {h.qualifier: h.bounds for h in method.hedged()} == {
        "about": "10", "at_least": "≥ 10", "more_than": "≥ 11", "at_most": "0–10", "less_than": "0–9",
    }  # fmt: skip
    assert "20–99" in desk.text("/method")


def test_the_method_tells_weights_sizes_and_grades(desk: Open) -> None:
    """Weights of doubt, sizes of lexicons, grades and the version are those of the running program."""
    page = desk.get("/method")
    rows = _rows(page)
    for name, weight in doubt.WEIGHTS.items():
        assert [language.text("en", f"doubt.{name}"), str(weight)] in rows
    for grade in gathering.GRADES:
        assert f"grade_means.{grade}" in language.texts()
    told = desk.text("/method")
    assert f"outcomes {len(lexicon.load('outcomes'))}" in told
    assert ENGINE.version in told


def test_corrections_are_told_without_names_notes_or_words(desk: Open) -> None:
    """The corrections tell day, claim and public fields before and after; never who, why, or words of a report."""
    with Store.open(desk.path) as store:
        fields = {"low": 7, "high": 9, "place": "بيت أم سالم", "victims": None}
        reviewing.decide(store, "d2:c1", "corrected", Signed("Reem Reviewer", "told by her aunt"), fields)
        reviewing.decide(store, "d2:c2", "accepted", Signed("Reem Reviewer"))
        reviewing.decide(store, "d4:c1", "rejected", Signed("Reem Reviewer", "told by her aunt"))
        reviewing.add_claim(
            store, "d4", {"quote": "مدنيا", "low": 4, "high": 4, "qualifier": "exact"}, Signed("Reem", "x")
        )
    page = lxml.html.document_fromstring(desk.get("/method"))
    table = page.xpath("//h2[@id='corrections']/following-sibling::div[1]")[0]
    told = [[" ".join(cell.text_content().split()) for cell in tr.iter("td", "th")] for tr in table.iter("tr")][1:]
    assert [row[1:3] for row in told] == [["d4:c3", "added"], ["d4:c1", "rejected"], ["d2:c1", "corrected"]]
    assert "at least: 2 →becomes 7" in told[2][3]
    assert language.text("en", "method.reworded") + " victims, place" in told[2][3]
    for secret in ("Reem", "aunt", "بيت أم سالم", "مدنيا"):
        assert secret not in page.find(".//main").text_content()


def test_corrections_are_told_by_the_allow_list_of_exports() -> None:
    """Fields with values are those that an export may publish, and all others of a claim are only named."""
    words = {c.name for c in columns.CLAIMS if not c.public}
    assert not _PUBLIC & words
    assert {"low", "high", "outcome"} <= _PUBLIC & set(differences.FIELDS)


def test_confirmed_figures_that_changed_are_told(desk: Open) -> None:
    """An incident that changed since it was confirmed stands there with the figures then and now."""
    with Store.open(desk.path) as store:
        reviewing.confirm(store, ENGINE, "one", Signed("Nour"))
        gathering.refresh(store, ENGINE)
    assert language.text("en", "method.moved_none") in desk.text("/method")
    with Store.open(desk.path) as store:
        reviewing.decide(store, "d4:c1", "corrected", Signed("Nour", "a slip"), {"low": 70, "high": 70})
        gathering.refresh(store, ENGINE)
    assert "killed: 3–9 →becomes 4–70" in desk.text("/method")


# What the tests look with.


def _claims(store: Store) -> list[str]:
    return [i for (i,) in store.rows("SELECT id FROM claims ORDER BY key")]


def _where(claim: str) -> tuple[str, int]:
    document, _, number = claim.partition(":c")
    return document, int(number)


def _rows(page: str) -> list[list[str]]:
    """The rows of all tables of a page, each a list of what its cells say."""
    found = lxml.html.document_fromstring(page).xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.iter("td", "th")] for row in found]
