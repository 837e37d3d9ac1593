"""Reviewing at the desk: the queue by doubt, deciding, correcting, adding, finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from desk_kit import Running, ledger, running, tree
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import add, line

from hasila.desk import language, reports, waiting
from hasila.desk.language import Language
from hasila.ledger import doubt, kept, withholding
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Claim, Outcome

TEXT = "قتل 20 مدنيا وأصيب 60 آخرون في حي الكرادة، ثم قتل 20 شخصا في المنصور وعاد الهدوء إلى المكان"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    """A desk on one report, d2, with three claims."""
    path = tmp_path / "hasila.db"
    with Store.create(path) as store:
        add(store, [line("r", TEXT, outlet="وكالة", published="2022-01-21")])
    with running(path) as found:
        yield found


def claim(desk: Running, number: int) -> Claim:
    """What holds of a claim of the report."""
    with desk.desk.ledgers.one() as store:
        row = store.one("SELECT data FROM claims WHERE id = ?", (f"d2:c{number}",))
    assert row is not None
    return kept.decode_one(row[0]).claim


def review(desk: Running, number: int) -> str:
    """How a claim was decided."""
    with desk.desk.ledgers.one() as store:
        row = store.one("SELECT review FROM claims WHERE id = ?", (f"d2:c{number}",))
    assert row is not None
    return str(row[0])


def form(desk: Running, number: int) -> dict[str, str]:
    """The form of a claim as the page fills it in."""
    page = tree(desk.get("/reports/d2"))
    (found,) = page.xpath(f"//li[@id='d2c{number}']//form[contains(@class, 'decide')]")
    return {name: value for name, value in found.form_values() if name != "csrf"}


def test_a_claim_is_accepted_with_one_button(desk: Running) -> None:
    """Accepting needs no reason, is signed, and leads to the next claim that waits."""
    answer = desk.post("/claims/d2:c1", verdict="accept")
    assert answer.status_code == 200
    assert review(desk, 1) == "accepted"
    assert "Claim 1 is accepted." in answer.text
    with desk.desk.ledgers.one() as store:
        assert store.part(store.head().seq, "by") == b"Nour"


@pytest.mark.parametrize("verdict", ["reject", "correct"])
def test_an_override_needs_a_reason(desk: Running, verdict: str) -> None:
    """Without a reason nothing is written, and the page says what is missing."""
    before = desk.entries()
    answer = desk.post("/claims/d2:c1", **{**form(desk, 1), "low": "3", "verdict": verdict, "reason": "  "})
    assert answer.status_code == 400
    assert "needs a reason" in answer.text
    assert desk.entries() == before


def test_a_correction_changes_what_was_changed(desk: Running) -> None:
    """Of a form as the page filled it, only the fields that a person changed become part of the decision."""
    filled = form(desk, 1)
    desk.post(
        "/claims/d2:c1",
        **{**filled, "low": "٢١", "high": "21", "place": "حي الكرادة", "verdict": "correct", "reason": "نص"},
    )
    now = claim(desk, 1)
    assert (now.low, now.high, now.place, now.outcome, now.quote) == (21, 21, "حي الكرادة", "killed", "قتل 20 مدنيا")
    assert now.spans["place"].of(TEXT) == "حي الكرادة"
    assert review(desk, 1) == "corrected"


def test_every_field_can_be_corrected(desk: Running) -> None:
    """Each field of the form reaches the claim, links to other claims by their numbers among them."""
    values = {
        "outcome": "injured", "low": "2", "high": "", "qualifier": "at_least", "victims": "مدنيا",
        "victim_status": "civilian", "demographics": "women", "perpetrator": "الهدوء", "means": "shelling",
        "place": "المنصور", "date": "2022-01-20", "period": "2022-01", "source": "المكان", "status": "denied",
        "scope": "cumulative", "counting": "addition", "part_of": "2", "revises": "3",
    }  # fmt: skip
    desk.post("/claims/d2:c1", **{**form(desk, 1), **values, "verdict": "correct", "reason": "x"})
    with desk.desk.ledgers.one() as store:
        row = store.one("SELECT data FROM claims WHERE id = 'd2:c1'")
    assert row is not None
    holds = kept.decode_one(row[0])
    told: dict[str, Any] = {name: getattr(holds.claim, name) for name in values if name not in ("part_of", "revises")}
    assert told == {
        **{k: v for k, v in values.items() if k in told}, "low": 2, "high": None, "demographics": ("women",),
    }  # fmt: skip
    assert (holds.part_of, holds.revises) == (2, 3)


def test_a_form_that_changes_nothing_is_told(desk: Running) -> None:
    """Sending the form as it stands is no correction."""
    answer = desk.post("/claims/d2:c1", **{**form(desk, 1), "verdict": "correct", "reason": "x"})
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("low", "many"), ("low", "-3"), ("high", "1"), ("quote", "ليست فيه"), ("outcome", "eaten"), ("part_of", "x")],
)
def test_what_makes_no_claim_is_refused(desk: Running, field: str, value: str) -> None:
    """Counts that are none, words that the report lacks and unknown values change nothing."""
    before = desk.entries()
    answer = desk.post("/claims/d2:c1", **{**form(desk, 1), field: value, "verdict": "correct", "reason": "x"})
    assert answer.status_code in (400, 422)
    assert desk.entries() == before


def test_a_rejected_claim_leaves_the_report_and_can_come_back(desk: Running) -> None:
    """A rejected claim highlights nothing; it is listed below, and reopened from there."""
    desk.post("/claims/d2:c1", verdict="reject", reason="خبر آخر")
    page = tree(desk.get("/reports/d2"))
    assert page.xpath("//li[@id='d2c1']") == []
    assert page.xpath("//form[@action='/claims/d2:c1']//button[@value='reopen']")
    desk.post("/claims/d2:c1", verdict="reopen")
    assert review(desk, 1) == "unreviewed"


def test_a_missed_claim_is_added_where_it_was_selected(desk: Running) -> None:
    """The words, chosen at their second occurrence, become a claim with that very span."""
    start = TEXT.rindex("قتل 20")
    desk.post("/reports/d2/claims", quote="قتل 20", start=str(start), outcome="killed", low="20", high="20")
    now = claim(desk, 4)
    assert now.spans["quote"] == (start, start + 6)
    assert review(desk, 4) == "added"


def test_a_start_that_does_not_fit_is_not_believed(desk: Running) -> None:
    """Where the words do not stand at the place that a form names, their first occurrence counts."""
    desk.post("/reports/d2/claims", quote="قتل 20", start="7", outcome="killed", low="20", high="20")
    assert claim(desk, 4).spans["quote"].start == TEXT.index("قتل 20")


def test_the_report_shows_each_claim_at_its_words(desk: Running) -> None:
    """Every card leads to an anchor in the text, by the claim's own number, also after one before it was rejected."""
    desk.post("/claims/d2:c1", verdict="reject", reason="x")
    page = tree(desk.get("/reports/d2"))
    for number in (2, 3):
        assert len(page.xpath(f"//article//*[@id='d2q{number}']")) == 1
        assert page.xpath(f"//li[@id='d2c{number}']//a[@href='#d2q{number}']")


def test_the_queue_is_ordered_by_doubt(tmp_path: Path) -> None:
    """Claims come with falling doubt, and reports follow each other in that order, forth and back."""
    path = tmp_path / "q.db"
    texts = {
        "a": "قتل 3 جنود في المدينة صباح اليوم",
        "b": "قتل 300 مدني في المدينة صباح اليوم",
        "c": "أصيب 30 عاملا في المدينة",
    }
    with Store.create(path) as store:
        add(store, [line(k, t, published="2022-01-21") for k, t in texts.items()])
        found = waiting.claims(store, 10)
        weights = [doubt.weight(w.claim) for w in found]
        assert weights == sorted(weights, reverse=True)
        assert found[0].claim.low == 300
        order = list(dict.fromkeys(w.document for w in found))
        assert [waiting.following(store, d) for d in order] == [*order[1:], None]
        assert [waiting.preceding(store, d) for d in order] == [None, *order[:-1]]


@given(
    low=st.integers(0, 10**6),
    outcome=st.sampled_from(get_args(Outcome)),
    status=st.sampled_from(["asserted", "denied"]),
)
def test_doubt_is_the_sum_of_its_reasons(low: int, outcome: Outcome, status: Any) -> None:
    """A claim's weight is that of the reasons that are shown, each of which has a sentence in both languages."""
    made = Claim("x", outcome, low, low, "exact", status=status)
    why = doubt.reasons(made)
    assert doubt.weight(made) == sum(doubt.WEIGHTS[name] for name in why)
    assert ("many" in why) == (low >= doubt.MANY)
    assert all(language.texts()[f"doubt.{name}"].keys() == {"en", "ar"} for name in why)


def test_search_finds_texts_and_claims(desk: Running) -> None:
    """Words as people type them find the report; in claims they find the claim, with filters."""
    assert "/reports/d2" in desk.get("/reports", q="الكراده").text
    assert "/reports/d2" not in desk.get("/reports", q="بغداد").text
    found = desk.get("/reports", q="آخرون", of="claims", outcome="injured").text
    assert "/claims/d2:c2" in found
    assert "/claims/d2:c1" not in found


def test_a_claims_address_leads_to_its_words(desk: Running) -> None:
    """/claims/ID is for links from elsewhere."""
    answer = desk.client.get("/claims/d2:c2", follow_redirects=False)
    assert answer.headers["location"] == "/reports/d2#d2q2"


def test_what_is_not_there_is_told(desk: Running) -> None:
    """Unknown reports, claims and pages are 404, in the page's language."""
    for path in ("/reports/d99", "/reports/%20", "/claims/d9:c1", "/nothing"):
        answer = desk.get(path)
        assert answer.status_code == 404, path
        assert "There is no such thing" in answer.text
    assert desk.post("/claims/d2:c77", verdict="accept").status_code == 404


@pytest.mark.parametrize("tongue", ["ar", "en"])
def test_every_sentence_and_value_has_both_languages(tongue: Language) -> None:
    """No sentence is empty, and every value that a form offers has an Arabic name of its own."""
    assert all(both[tongue].strip() for both in language.texts().values())
    for name, values in reports.CHOICES.items():
        section = {"demographics": "group"}.get(name, name)
        for value in values:
            told = language.value(tongue, section, value)
            assert told.isascii() == (tongue == "en"), (section, value)


def test_a_large_ledgers_queue_pages(tmp_path: Path) -> None:
    """The queue is shown a page at a time, and each page begins where the one before ended."""
    path = ledger(tmp_path / "many.db", 20)
    with running(path) as desk:
        first, second = (tree(desk.get("/queue", page=str(n))) for n in (1, 2))
        seen = [set(p.xpath("//ol[contains(@class, 'lines')]//a/@href")) for p in (first, second)]
        assert len(seen[0]) == reports.PAGE
        assert seen[1]
        assert not seen[0] & seen[1]
        assert first.xpath("//a[@rel='next']")
        assert not second.xpath("//nav[contains(@class, 'pager')]/a[@rel='next']")


def test_deciding_on_a_report_that_was_withheld_meanwhile_is_told(desk: Running) -> None:
    """What another process withheld cannot be decided on any more."""
    with Store.open(desk.desk.ledgers.path) as store:
        withholding.withhold(store, "d2", Signed("Nour", "asked"))
    assert desk.post("/claims/d2:c1", verdict="accept").status_code == 404
