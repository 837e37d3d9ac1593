"""Exports: what the public sees is on an allow-list, cells are safe, and everything says where it comes from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import stand_in
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import ENGINE, add, line

from hasila.gazetteer import gazetteer
from hasila.ledger import columns, exporting, gathering, reviewing
from hasila.ledger.columns import CLAIMS, TOLLS
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Claim, Document

# Words that must reach no public sink, each in another field.
PRIVATE = {
    "quote": "قتل 20 مدنيا", "outlet": "=وكالة سرية", "source": "شاهد اسمه عمران", "victims": "مدنيا",
    "place": "بيت آل عمران",
    "perpetrator": "الضابط الفلاني", "url": "https://private.example/1", "name": "معرّف-خاص", "by": "المراجعة هدى",
    "reason": "اتصلنا بالرقم 5551234", "note": "مصدر محمي",
}  # fmt: skip
FILES = {
    "tolls.csv",
    "tolls.jsonl",
    "claims.csv",
    "claims.jsonl",
    "incidents.geojson",
    "dictionary.json",
    "provenance.json",
}


def read(document: Document) -> tuple[Claim, ...]:
    """The stand-in's claims with every field of words filled."""
    filled = {n: PRIVATE[n] for n in ("source", "place", "perpetrator")}
    place = "iq-karrada"
    return tuple(msgspec.structs.replace(c, place_id=place, **filled) for c in stand_in.read_claims(document))


READER = ENGINE._replace(read=read)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """A ledger with one report, and an incident that a person confirmed."""
    with Store.create(tmp_path / "hasila.db") as store:
        told = line(
            PRIVATE["name"], PRIVATE["quote"], outlet=PRIVATE["outlet"], url=PRIVATE["url"], published="2022-01-21"
        )
        add(store, [told], READER)
        signed = Signed(PRIVATE["by"], PRIVATE["reason"])
        reviewing.decide(store, "d2:c1", "accepted", signed)
        reviewing.describe(store, PRIVATE["outlet"], {"note": PRIVATE["note"]}, signed)
        gathering.refresh(store, READER)
        reviewing.confirm(store, READER, "one", signed, "fair")
        yield store


def written(folder: Path) -> dict[str, bytes]:
    """Every file of an export."""
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def rows(data: bytes) -> list[dict[str, str]]:
    """The records of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_private_word_reaches_a_public_file(store: Store, tmp_path: Path, name: str) -> None:
    """No quote, name, contact, outlet, URL, reviewer or note is in any public file; the figures are."""
    exporting.export(store, READER, tmp_path / "out", public=True)
    found = written(tmp_path / "out")
    assert set(found) == FILES
    data = found[name].decode()
    assert [k for k, words in PRIVATE.items() if words in data or json.dumps(words)[1:-1] in data] == []
    assert [r["low"] for r in rows(found["tolls.csv"])] == ["20"]


def test_reviewers_and_notes_reach_no_export_at_all(store: Store, tmp_path: Path) -> None:
    """The recorder's own export has the words of reports, and still no name of a reviewer, reason or note."""
    exporting.export(store, READER, tmp_path / "out")
    whole = b"".join(written(tmp_path / "out").values()).decode()
    assert all(PRIVATE[k] in whole for k in ("quote", "source", "place", "perpetrator", "url", "name"))
    assert [k for k in ("by", "reason", "note") if PRIVATE[k] in whole] == []


def test_columns_are_those_of_the_allow_list(store: Store, tmp_path: Path) -> None:
    """Public columns are the public ones of the dictionary, in CSV, JSON Lines and GeoJSON alike."""
    exporting.export(store, READER, tmp_path / "out", public=True)
    found = written(tmp_path / "out")
    dictionary = json.loads(found["dictionary.json"])
    for name, of in (("tolls", TOLLS), ("claims", CLAIMS)):
        allowed = [c.name for c in of if c.public]
        assert list(rows(found[f"{name}.csv"])[0]) == allowed
        assert list(json.loads(found[f"{name}.jsonl"].split(b"\n")[0])) == allowed
        assert [c["column"] for c in dictionary[name]] == allowed
        assert all(c["means"] and c["type"] for c in dictionary[name])
    (feature,) = json.loads(found["incidents.geojson"])["features"]
    assert set(feature["properties"]) == {"incident", "state", "grade", "tolls"}
    assert set(feature["properties"]["tolls"][0]) == {c.name for c in TOLLS if c.public}
    assert {"grade", "state", "profile", "version", "head"} <= {c.name for c in columns.columns(TOLLS, public=True)}


def test_only_what_a_person_confirmed_is_published(store: Store, tmp_path: Path) -> None:
    """After a new report the incident has changed: the public export leaves it out, the other shows it."""
    assert exporting.export(store, READER, tmp_path / "a", public=True).left_out == 0
    add(store, [line("s", "قتل 25 مدنيا", outlet="قناة")], READER)
    done = exporting.export(store, READER, tmp_path / "b", public=True)
    assert (done.left_out, rows(written(tmp_path / "b")["tolls.csv"])) == (1, [])
    assert rows(written(tmp_path / "b")["claims.csv"]) == []
    exporting.export(store, READER, tmp_path / "c")
    assert [r["state"] for r in rows(written(tmp_path / "c")["tolls.csv"])] == ["changed"]


def test_each_file_says_where_it_comes_from(store: Store, tmp_path: Path) -> None:
    """Provenance has head, version, method and the digest of each file; rows have them too; two exports are equal."""
    done = exporting.export(store, READER, tmp_path / "out", public=True)
    again = exporting.export(store, READER, tmp_path / "again", public=True)
    found = written(tmp_path / "out")
    provenance = json.loads(found["provenance.json"])
    assert (provenance["head"], provenance["version"]) == (str(store.head()), "stand-in 1")
    assert {f["name"]: f["sha256"] for f in provenance["files"]} == {
        n: hashlib.sha256(d).hexdigest() for n, d in found.items() if n != "provenance.json"
    }
    assert json.loads(found["incidents.geojson"])["provenance"]["head"] == str(store.head())
    assert (done, found) == (again, written(tmp_path / "again"))


def test_spreadsheets_show_arabic_and_reckon_with_nothing(store: Store, tmp_path: Path) -> None:
    """CSV begins with a byte order mark, text that looks like a formula gets an apostrophe, numbers stay numbers."""
    exporting.export(store, READER, tmp_path / "out")
    data = written(tmp_path / "out")["claims.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = rows(data)
    assert row["outlet"] == "'=وكالة سرية"
    assert json.loads(written(tmp_path / "out")["claims.jsonl"])["outlet"] == "=وكالة سرية"
    assert float(row["latitude"]) == 33.3


@pytest.mark.parametrize(
    "told", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r1", " =1", "\u200f=1", "＝1", "|cmd", "%0A"]
)
def test_text_that_a_spreadsheet_would_reckon_with_is_neutralised(told: str) -> None:
    """Every beginning of a formula in a text cell gets an apostrophe; the same signs in a number stay."""
    assert exporting.cell(told, "text") == f"'{told}"
    assert exporting.cell(-33.5, "number") == "-33.5"
    assert exporting.cell(-3, "integer") == "-3"
    assert (exporting.cell(None, "number"), exporting.cell(True, "boolean")) == ("", "true")


@given(st.floats(0.001, 1000), st.booleans())
def test_no_point_is_finer_than_its_precision(precision: float, public: bool) -> None:
    """One step of the last decimal is at least as long as the precision; a coarse place has no point at all."""
    digits = exporting.decimals(precision, public=public)
    if digits is None:
        assert precision > 100
    else:
        assert 111.32 / 10**digits >= precision
        assert not public or digits <= 2


def test_points_of_the_gazetteer(store: Store) -> None:
    """West and south stay negative, a country has no point, an unknown place has nothing."""
    west = next(p for p in gazetteer().places.values() if p.lon < -1 and p.precision < 10)
    assert exporting.point(west.id, public=True)["longitude"] == pytest.approx(west.lon, abs=0.06)
    assert exporting.point(west.id, public=True)["longitude"] < 0
    country = next(p for p in gazetteer().places.values() if p.precision > 100)
    assert exporting.point(country.id, public=True)["latitude"] is None
    assert set(exporting.point("nowhere", public=True).values()) == {None}
