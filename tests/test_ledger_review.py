"""What people decide: it is signed, it stands, and a newer version of the engine takes nothing away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
import stand_in
from ledger_kit import ENGINE, STATE, add, added, line, reports, tables

from hasila.documents import Fault
from hasila.errors import UsageError
from hasila.incidents import Decisions
from hasila.ledger import gathering, past, projections, readings, rereading, reviewing, verifying
from hasila.ledger.engine import Engine, engine
from hasila.ledger.rereading import Reread
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Claim, Document, Member, Span

ME = Signed("نور", "لأن النص يقول ذلك")
TEXT = "قتل 20 مدنيا ثم قتل 3 جنود وأصيب 7 آخرون"


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """A ledger with one report of three claims."""
    with Store.create(tmp_path / "hasila.db") as store:
        assert [a.id for a in added(add(store, [line("r", TEXT, outlet="وكالة", published="2022-01-21")]))] == ["d2"]
        yield store


def claims(store: Store) -> list[tuple[str, int]]:
    """Outcome and low of the claims that hold."""
    return [(c.outcome, c.low) for c in readings.reported(store, "d2").reading.claims]


def same_after_replay(store: Store) -> bool:
    """Is the state what a replay gives?"""
    before = tables(store.path, STATE)
    projections.rebuild(store)
    return tables(store.path, STATE) == before


def test_a_correction_holds_and_the_reading_is_kept(store: Store) -> None:
    """A corrected claim has the person's values; what the engine read, who decided and why stand in the entry."""
    entry = reviewing.decide(store, "d2:c1", "corrected", ME, {"low": 19, "high": 21, "place": "مكان آخر"})
    assert claims(store) == [("killed", 19), ("killed", 3), ("injured", 7)]
    assert store.part(entry.seq, "by") == "نور".encode()
    assert "نور" not in store.db.execute("SELECT line FROM entries WHERE seq = ?", (entry.seq,)).fetchone()[0].decode()
    (machine,) = store.one("SELECT machine FROM claims WHERE id = 'd2:c1'") or (b"",)
    assert msgspec.json.decode(machine)["claim"]["low"] == 20
    assert same_after_replay(store)


def test_a_rejected_claim_counts_no_more_and_may_come_back(store: Store) -> None:
    """Rejecting takes a claim out, links of others to it are let go, reopening brings the reading back."""
    reviewing.decide(store, "d2:c2", "rejected", ME)
    assert claims(store) == [("killed", 20), ("injured", 7)]
    reviewing.decide(store, "d2:c2", "unreviewed", ME)
    assert claims(store) == [("killed", 20), ("killed", 3), ("injured", 7)]
    assert same_after_replay(store)


def test_a_missed_claim_is_added_by_its_words(store: Store) -> None:
    """A claim that a person adds has a number of its own and the span of its words, in the order of the text."""
    reviewing.add_claim(store, "d2", {"quote": "ثم", "outcome": "missing", "low": 1, "high": None}, ME)
    found = readings.reported(store, "d2")
    assert claims(store) == [("killed", 20), ("missing", 1), ("killed", 3), ("injured", 7)]
    assert found.numbers == (1, 4, 2, 3)
    assert found.reading.claims[1].spans["quote"].of(TEXT) == "ثم"
    assert same_after_replay(store)


@pytest.mark.parametrize(
    ("claim", "verdict", "signed", "fields"),
    [
        ("d2:c9", "accepted", ME, {}),
        ("d2:c1", "corrected", Signed("نور"), {"low": 1}),
        ("d2:c1", "accepted", Signed(" "), {}),
        ("d2:c1", "corrected", ME, {"low": 5, "high": 4}),
        ("d2:c1", "corrected", ME, {"outcome": "bored"}),
        ("d2:c1", "corrected", ME, {"colour": "red"}),
    ],
)
def test_what_makes_no_decision_is_refused(
    store: Store, claim: str, verdict: Any, signed: Signed, fields: dict[str, Any]
) -> None:
    """No such claim, no reason for an override, no name, no range, no such value or field: nothing is written."""
    before = store.head()
    with pytest.raises(UsageError):
        reviewing.decide(store, claim, verdict, signed, fields)
    assert store.head() == before


def newer(read: Any) -> Engine:
    """A later version of the engine."""
    return ENGINE._replace(version="stand-in 2", read=read)


def reads_otherwise(document: Document) -> tuple[Claim, ...]:
    """Loses the second claim, finds another, and counts the first and the third otherwise."""
    first, _, third = stand_in.read_claims(document)
    more = msgspec.structs.replace(third, outcome="missing", quote="آخرون", spans={"quote": Span(36, 41)})
    raised = (msgspec.structs.replace(c, low=c.low + 1, high=c.low + 1) for c in (first, third))
    return (*raised, more)


def test_a_newer_reading_is_shown_before_it_is_adopted(store: Store) -> None:
    """What is new, gone and changed is told in numbers; nothing is changed until it is adopted, and then all is."""
    version = newer(reads_otherwise)
    head = store.head()
    found = list(rereading.reread(store, version, rereading.stale(store, version)))
    assert rereading.summary(found) == "1 claims new, 1 gone, 2 changed"
    assert store.head() == head
    assert rereading.adopt(store, version, found, ME) == 1
    assert claims(store) == [("killed", 21), ("injured", 8), ("missing", 7)]
    assert rereading.stale(store, version) == []
    assert same_after_replay(store)
    assert verifying.verify(store, version).faults == ()


def test_a_newer_reading_keeps_what_people_decided(store: Store) -> None:
    """Corrected, accepted, rejected and added claims stay as they are, whatever the engine reads."""
    reviewing.decide(store, "d2:c1", "corrected", ME, {"low": 19})
    reviewing.decide(store, "d2:c2", "accepted", ME)
    reviewing.decide(store, "d2:c3", "rejected", ME)
    reviewing.add_claim(store, "d2", {"quote": "ثم", "outcome": "escaped", "low": 1, "high": 1}, ME)
    version = newer(reads_otherwise)
    found = list(rereading.reread(store, version, ["d2"]))
    assert [c.decided for c in found[0].changes] == [True, True, True, False]
    rereading.adopt(store, version, found, ME)
    assert claims(store) == [("killed", 19), ("escaped", 1), ("killed", 3), ("missing", 7)]
    assert same_after_replay(store)
    back = list(rereading.reread(store, ENGINE, ["d2"]))
    rereading.adopt(store, ENGINE, back, ME)
    assert claims(store) == [("killed", 19), ("escaped", 1), ("killed", 3)]
    assert same_after_replay(store)


def test_workers_read_the_same_again(store: Store) -> None:
    """Reading again in two processes gives what one gives, in the same order."""
    add(store, [line(f"r{n}", f"قتل {n + 2} مدنيا في قصف") for n in range(20)])
    documents = [d for (d,) in store.rows("SELECT id FROM documents ORDER BY seq")]
    one, two = (list(rereading.reread(store, engine(), documents, workers)) for workers in (1, 2))
    assert [r.document for r in one if isinstance(r, Reread)] == documents
    assert one == two


def test_a_report_that_trips_a_defect_is_told_and_the_rest_is_read(store: Store) -> None:
    """One document that cannot be read again is a fault that names it; what it held stays."""
    add(store, [line("other", "قتل 5 مدنيين في قصف")])

    def trips(document: Document) -> tuple[Claim, ...]:
        if document.text == TEXT:
            raise ValueError("broken")
        return ()

    version = newer(trips)
    found = list(rereading.reread(store, version, rereading.stale(store, version)))
    assert [type(one).__name__ for one in found] == ["Fault", "Reread"]
    assert [(one.where, "broken" in one.what) for one in found if isinstance(one, Fault)] == [("d2", True)]
    assert rereading.adopt(store, version, [one for one in found if isinstance(one, Reread)], ME) == 1
    assert claims(store) == [("killed", 20), ("killed", 3), ("injured", 7)]


def test_what_was_adopted_meanwhile_is_not_adopted_twice(store: Store) -> None:
    """A comparison that is out of date is left alone."""
    found = list(rereading.reread(store, newer(reads_otherwise), ["d2"]))
    gone = list(rereading.reread(store, newer(lambda _: ()), ["d2"]))
    assert rereading.adopt(store, newer(lambda _: ()), gone, ME) == 1
    assert rereading.adopt(store, newer(reads_otherwise), found, ME) == 0
    assert claims(store) == []


def recorded(store: Store) -> tuple[Engine, list[Decisions]]:
    """An engine that notes which decisions it is given."""
    seen: list[Decisions] = []

    def reckon(found: Sequence[Any], profile: str, decisions: Decisions) -> Any:
        seen.append(decisions)
        return ENGINE.reckon(found, profile, decisions)

    return ENGINE._replace(reckon=reckon), seen


def test_splits_and_merges_reach_the_linker(store: Store) -> None:
    """A split keeps claims apart, a later merge of the same two undoes it, and both follow claims that move."""
    gathering.refresh(store, ENGINE)
    reviewing.split(store, "one", ["d2:c3"], ME)
    version, seen = recorded(store)
    gathering.refresh(store, version, force=True)
    apart = {frozenset((Member("d2", 0), Member("d2", 2))), frozenset((Member("d2", 1), Member("d2", 2)))}
    assert (seen[-1].apart, seen[-1].same) == (apart, frozenset())
    reviewing.decide(store, "d2:c1", "rejected", ME)
    gathering.refresh(store, version)
    assert seen[-1].apart == {frozenset((Member("d2", 0), Member("d2", 1)))}
    with pytest.raises(UsageError, match="both sides"):
        reviewing.split(store, "one", gathering.claims_of(store, "one"), ME)
    with pytest.raises(UsageError, match="no claim of"):
        reviewing.split(store, "one", ["d2:c77"], ME)


def test_a_merge_names_every_two_reports_and_takes_splits_back(store: Store) -> None:
    """All reports of both incidents are bound to each other, and what was split of their claims is one again."""

    def by_outlet(found: Sequence[Any], profile: str, decisions: Decisions) -> Any:
        outlets = sorted({r.document.outlet for r in found})
        told = [stand_in.reckon([r for r in found if r.document.outlet == o])[0] for o in outlets]
        return tuple(msgspec.structs.replace(i, id=o) for o, i in zip(outlets, told, strict=True))

    add(store, [line("s", "قتل 25 مدنيا", outlet="قناة"), line("t", "قتل 26 مدنيا", outlet="قناة")])
    gathering.refresh(store, ENGINE)
    reviewing.split(store, "one", ["d4:c1"], ME)
    gathering.refresh(store, ENGINE._replace(reckon=by_outlet), force=True)
    reviewing.merge(store, "قناة", "وكالة", ME)
    version, seen = recorded(store)
    gathering.refresh(store, version, force=True)
    across = {p for p in seen[-1].same if len({m.report for m in p}) == 2}
    assert {frozenset(m.report for m in p) for p in across} == {frozenset(("d2", "d6")), frozenset(("d2", "d4"))}
    assert all({m.report for m in p} == {"d4", "d6"} for p in seen[-1].apart)


def test_a_confirmation_holds_for_what_was_confirmed(store: Store) -> None:
    """An incident is confirmed with its figures; a new report makes it `changed`, confirming again mends that."""
    gathering.refresh(store, ENGINE)
    assert gathering.incident(store, "one").state == "open"
    reviewing.confirm(store, ENGINE, "one", ME, "weak")
    gathering.refresh(store, ENGINE)
    row = gathering.incident(store, "one")
    assert (row.state, row.grade) == ("confirmed", "weak")
    add(store, [line("s", "قتل 25 مدنيا", outlet="قناة")])
    gathering.refresh(store, ENGINE)
    assert gathering.incident(store, "one").state == "changed"
    reviewing.confirm(store, ENGINE, "one", ME)
    gathering.refresh(store, ENGINE)
    assert gathering.incident(store, "one").state == "confirmed"
    with pytest.raises(UsageError, match="no grade"):
        reviewing.confirm(store, ENGINE, "one", ME, "certain")
    assert verifying.verify(store, ENGINE).faults == ()


def test_incidents_are_reckoned_when_stale_and_not_twice(store: Store) -> None:
    """The incidents of the ledger are reckoned anew after each entry, by each version, and otherwise kept."""
    version, seen = recorded(store)
    assert gathering.refresh(store, version)
    assert gathering.refresh(store, version)
    assert len(seen) == 1
    add(store, reports(1))
    assert not gathering.is_fresh(store, version)
    assert gathering.refresh(store, version)
    assert len(seen) == 2


def test_a_part_of_a_wave_is_shown_by_its_own_id(store: Store) -> None:
    """An incident that is part of a wave is found by its id, and stands as its wave does."""

    def waves(found: Sequence[Any], profile: str, decisions: Decisions) -> Any:
        (one,) = ENGINE.reckon(found, profile, decisions)
        return (msgspec.structs.replace(one, id="wave", parts=(msgspec.structs.replace(one, id="part"),)),)

    gathering.refresh(store, ENGINE._replace(reckon=waves))
    assert gathering.incident(store, "part").incident.id == "part"
    assert (gathering.knows(store, "wave"), gathering.knows(store, "part"), gathering.knows(store, "art")) == (
        True, True, False,
    )  # fmt: skip


def test_real_incidents_are_merged_and_split(tmp_path: Path) -> None:
    """With the engine itself: two happenings that a person merges are one incident, and split they are two again."""
    told = [
        line(
            "a", "قتل 20 شخصا في تفجير في حي الكرادة في بغداد يوم 3 آذار 2021", published="2021-03-04", outlet="وكالة"
        ),
        line("b", "قتل 4 جنود في قصف على مدينة حلب يوم 9 حزيران 2020", published="2020-06-10", outlet="قناة"),
    ]
    with Store.create(tmp_path / "real.db") as store:
        add(store, told, engine())
        gathering.refresh(store, engine())
        two = [r.id for r in gathering.incidents(store)]
        assert len(two) == 2
        reviewing.merge(store, two[0], two[1], ME)
        gathering.refresh(store, engine())
        (one,) = gathering.incidents(store)
        reviewing.split(store, one.id, [c for c in gathering.claims_of(store, one.id) if c.startswith("d4")], ME)
        gathering.refresh(store, engine())
        assert [r.id for r in gathering.incidents(store)] == two
        assert verifying.verify(store, engine()).faults == ()


def test_what_was_said_on_a_day(tmp_path: Path) -> None:
    """The ledger as it stood at the end of a day has that day's documents, claims, decisions and head."""
    day = [dt.datetime(2022, 1, 21, 9, tzinfo=dt.UTC)]
    with Store.create(tmp_path / "hasila.db", lambda: day[0]) as store:
        add(store, [line("r", TEXT)])
        first = store.head()
        day[0] += dt.timedelta(days=1)
        reviewing.decide(store, "d2:c1", "rejected", ME)
        add(store, reports(2))
        with past.at_end_of(store, "2022-01-21") as then, past.at_end_of(store, "2022-01-22") as now:
            assert (then.head(), now.head()) == (first, store.head())
            assert claims(then) == [("killed", 20), ("killed", 3), ("injured", 7)]
            assert claims(now) == claims(store) == [("killed", 3), ("injured", 7)]
            assert verifying.verify(then, ENGINE, first).faults == ()
        for wrong in ("2022-01-20", "yesterday", "9999-12-31T"):
            with pytest.raises(UsageError):
                past.at_end_of(store, wrong)
