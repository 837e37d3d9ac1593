"""Search as people type, with filters that are of claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import stand_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_kit import ENGINE, add, line

from hasila.ledger import gathering, searching
from hasila.ledger.searching import Filters
from hasila.ledger.store import Store
from hasila.model import Claim, Document


def read(document: Document) -> tuple[Claim, ...]:
    """The stand-in's claims, with a place, parties and a date of what is told."""
    more = {"a": ("الرقة", "is", "2022-01-20"), "b": ("حلب", "sdf", None), "c": ("الرقة", None, "2021")}
    place, party, date = more.get(document.id[:1], (None, None, None))
    return tuple(
        msgspec.structs.replace(c, place=place, victim_party=party, date=date, source=document.outlet)
        for c in stand_in.read_claims(document)
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three reports."""
    with Store.create(tmp_path_factory.mktemp("search") / "hasila.db") as store:
        told = [
            line("a", "قُتِلَ القتلى في الرقّة، قتل 20 مدنيا", outlet="المرصد", published="2022-01-21"),
            line("b", "إصابة في حلب والقتلى كثر، أصيب 3 أطفال", outlet="وكالة", published="2022-01-22"),
            line("c", "قتل ١٢ جنديا وأصيب 4 آخرون في أحياء المدينة", outlet="قناة", published="2021-05-01"),
        ]
        add(store, told, ENGINE._replace(read=read))
        gathering.refresh(store, ENGINE)
        yield store


def found(store: Store, words: str, **filters: str) -> list[str | None]:
    """The reports' own ids."""
    return [h.name for h in searching.documents(store, words, Filters(**filters))]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("قتلى", ["b", "a"]), ("القتلى", ["b", "a"]), ("والقتلي", ["b", "a"]), ("قُتلى", ["b", "a"]),
        ("الرقه", ["a"]), ("رقة", ["a"]), ("اصابه", ["b"]), ("١٢", ["c"]), ("12 جنديا", ["c"]),
        ('"جنديا 12"', []), ('"12 جنديا"', ["c"]), ("«إصابة»", ["b"]), ("حلب رقة", []), ("", ["c", "b", "a"]),
    ],
)  # fmt: skip
def test_words_are_found_however_they_are_typed(store: Store, words: str, names: list[str]) -> None:
    """Hamzas, harakat, ta marbuta, articles and digits make no difference; quotation marks ask for a phrase."""
    assert found(store, words) == names


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"outcome": "injured"}, ["c", "b"]), ({"party": "is"}, ["a"]), ({"place": "رقه"}, ["c", "a"]),
        ({"since": "2022-01-01"}, ["b", "a"]), ({"until": "2021"}, ["c"]), ({"since": "2022-01-21"}, ["b"]),
        ({"source": "مرصد"}, ["a"]), ({"source": "قناة"}, ["c"]), ({"status": "denied"}, []),
        ({"review": "unreviewed"}, ["c", "b", "a"]), ({"incident": "one"}, ["c", "b", "a"]), ({"incident": "two"}, []),
        ({"outcome": "killed", "place": "الرقة", "until": "2021-12"}, ["c"]),
    ],
)  # fmt: skip
def test_filters_are_of_claims(store: Store, filters: dict[str, str], names: list[str]) -> None:
    """Outcome, party, place, date, source, status, review and incident must all hold of one claim."""
    assert found(store, "", **filters) == names


def test_words_and_filters_together(store: Store) -> None:
    """A hit lists the claims that pass; claims are searched in their own words."""
    (hit,) = searching.documents(store, "مدينة", Filters(outcome="injured"))
    assert hit.claims == ("d6:c2",)
    assert [c.id for c in searching.claims(store, "الأطفال")] == ["d4:c1"]
    assert [c.id for c in searching.claims(store, "رقة", Filters(outcome="killed"))] == ["d6:c1", "d2:c1"]


def test_what_is_found_goes_on_in_pages(store: Store) -> None:
    """Newest first, and from any entry on."""
    (first,) = searching.documents(store, "", limit=1)
    rest = searching.documents(store, "", limit=5, before=int(first.id[1:]))
    assert [first.name, *(h.name for h in rest)] == ["c", "b", "a"]
    assert [h.name for h in searching.documents(store, "قتلى", limit=5, before=4)] == ["a"]


@given(words=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_a_command_to_the_index(store: Store, words: str) -> None:
    """Any text is a search, never an error of the index's own language."""
    assert isinstance(searching.documents(store, words, Filters(place=words, source=words)), list)
    assert isinstance(searching.claims(store, words), list)


def test_documents_that_hold_a_form_are_found_whatever_is_written_on_to_it(tmp_path: Path) -> None:
    """No document that holds a form of a lexicon is missed, with clitics before it and endings after it."""
    clitics, endings = ("", "و", "ف", "ب", "ل", "ال", "وال", "بال", "لل", "س", "وب", "فل"), ("", "هم", "ا", "ت")
    forms = [f"{clitic}مصرع{ending}" for clitic in clitics for ending in endings]
    told = [line(f"r{n}", f"في المدينة صباح اليوم {form} ثلاثة رجال") for n, form in enumerate(forms)]
    with Store.create(tmp_path / "forms.db") as store:
        add(store, [*told, line("other", "عاد الهدوء إلى أحياء المدينة صباح اليوم")])
        names = dict(store.rows("SELECT id, name FROM documents"))
        assert [names[d] for d in searching.holding(store, ["مَصرع"])] == [f"r{n}" for n in range(len(forms))]
        assert [names[d] for d in searching.holding(store, ["بمصرع ثلاثة"])] == ["r12", "r40"]
        assert searching.holding(store, ["!"]) == []
