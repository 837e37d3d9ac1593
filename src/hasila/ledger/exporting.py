"""Claims and tolls for others: CSV, JSON Lines and GeoJSON, with a data dictionary and provenance beside them.

Public exports take only incidents that a person confirmed and that have not changed since, only columns of the
allow-list, and no point finer than its precision. Reviewers' names, reasons and notes are in no export at all. Same
ledger and version, same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hasila.errors import UsageError
from hasila.gazetteer import gazetteer
from hasila.ledger import gathering
from hasila.ledger.columns import CLAIMS, TOLLS, Column, columns
from hasila.ledger.engine import Engine
from hasila.ledger.readings import Reckoned, members_of, place_of, reckon
from hasila.ledger.store import Store
from hasila.model import Incident, Toll
from hasila.output import sink

_KM_PER_DEGREE = 111.32
# Beyond this a point says nothing: the place is a province or a country.
_COARSEST_KM = 100.0
# A village: a public point is never finer, however exact the place.
_FINEST_PUBLIC = 2
# What a spreadsheet takes for the beginning of a formula, or of a command to itself.
_FORMULA = re.compile(r"[\s\u200b-\u200f\ufeff]*[=+\-@|%＝＋－＠]|[\t\r\n]")

Record = dict[str, Any]


class Exported(NamedTuple):
    """One file: name, number of records, SHA-256 of its bytes."""

    name: str
    records: int
    sha256: str


class Export(NamedTuple):
    """What was written; `left_out` counts the incidents that were not for the public."""

    files: tuple[Exported, ...]
    provenance: Mapping[str, Any]
    left_out: int


class _Shown(NamedTuple):
    """An incident with what the ledger says of it."""

    incident: Incident
    state: str
    grade: str
    place: str | None


def export(store: Store, engine: Engine, folder: Path, profile: str = "hasila", *, public: bool = False) -> Export:
    """Write the export into a folder, which is made if it is not there. Raises `UsageError` if it is a file."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; give a folder")
    reckoned = reckon(store, engine, profile)
    everything = list(_shown(store, engine, reckoned, profile))
    chosen = [s for s in everything if not public or s.state == "confirmed"]
    method = {"profile": reckoned.method, "version": engine.version, "head": str(store.head())}
    provenance = {**method, "format": "hasila export 1", "public": public, "incidents": len(chosen)}
    writer = _Writer(folder, public)
    tolls = [{**r, **method} for s in chosen for r in _tolls(s, public)]
    writer.table("tolls", TOLLS, tolls)
    writer.table("claims", CLAIMS, [{**r, **method} for r in _claims(store, chosen, reckoned, public)])
    writer.geojson(chosen, tolls, provenance)
    writer.json("dictionary.json", _dictionary(public), len(TOLLS) + len(CLAIMS))
    writer.json("provenance.json", {**provenance, "files": [f._asdict() for f in writer.files]}, 1)
    return Export(tuple(writer.files), provenance, len(everything) - len(chosen))


def _shown(store: Store, engine: Engine, reckoned: Reckoned, profile: str) -> Iterator[_Shown]:
    """Incidents by a method; what people confirmed are figures by the ledger's own, whatever the method shown."""
    own = reckoned if profile == "hasila" else reckon(store, engine)
    latest = {claim: c for c in gathering.confirmations(store) for claim in c.members}
    states = {i.id: gathering.state_of(i, own, latest) for i in own.incidents}
    for i in reckoned.incidents:
        state, told = states.get(i.id, ("open", None))
        grade = told.grade if told and state == "confirmed" else gathering.grade(i)
        yield _Shown(i, state, grade, place_of(i, reckoned.known))


def _tolls(s: _Shown, public: bool) -> Iterator[Record]:
    i = s.incident
    common = {
        "incident": i.id, "state": s.state, "grade": s.grade, "first_day": i.first_day, "last_day": i.last_day,
        "title_ar": i.title_ar, "title_en": i.title_en, **point(s.place, public=public),
    }  # fmt: skip
    return ({**common, **_toll(t)} for t in i.tolls)


def _toll(t: Toll) -> Record:
    names = sorted({s.source for s in t.sources})
    return {
        "outcome": t.outcome, "group": t.group, "low": t.low, "high": t.high, "best": t.best,
        "open": t.open or t.high is None,
        "sources": len(names), "source_names": "|".join(names), "basis": len(t.basis), "set_aside": len(t.set_aside),
    }  # fmt: skip


def _claims(store: Store, chosen: Sequence[_Shown], reckoned: Reckoned, public: bool) -> Iterator[Record]:
    home = {claim: s.incident.id for s in chosen for claim in members_of(s.incident, reckoned)}
    reviews: dict[str, str] = dict(store.rows("SELECT id, review FROM claims"))
    names: dict[str, str | None] = dict(store.rows("SELECT id, name FROM documents"))
    for reported in reckoned.known.values():
        document = reported.reading.document
        for index, c in enumerate(reported.reading.claims):
            identity = reported.claim_id(index)
            if public and identity not in home:
                continue
            yield {
                **msgspec.to_builtins(c), "demographics": "|".join(c.demographics), "claim": identity,
                "document": document.id, "incident": home.get(identity), "review": reviews[identity],
                **point(c.place_id, public=public), "name": names[document.id], "outlet": document.outlet,
                "url": document.url, "published": document.published,
            }  # fmt: skip


def point(place: str | None, *, public: bool) -> Record:
    """A place of the gazetteer as columns; its point is no finer than its precision, none if that is coarse."""
    found = gazetteer().places.get(place or "")
    if found is None:
        return dict.fromkeys(("place_id", "place_name", "country", "latitude", "longitude", "precision_km"))
    digits = decimals(found.precision, public=public)
    return {
        "place_id": found.id, "place_name": found.name, "country": found.country,
        "latitude": None if digits is None else round(found.lat, digits),
        "longitude": None if digits is None else round(found.lon, digits), "precision_km": found.precision,
    }  # fmt: skip


def decimals(precision: float, *, public: bool) -> int | None:
    """Decimals of a degree that a precision in km bears: a step of the last is no shorter. None: no point."""
    if precision > _COARSEST_KM:
        return None
    found = max(0, math.floor(-math.log10(max(precision, 0.01) / _KM_PER_DEGREE)))
    return min(found, _FINEST_PUBLIC) if public else found


def cell(value: Any, kind: str) -> str:
    """A value as a cell of CSV. Text that a spreadsheet would reckon with gets an apostrophe; numbers never do."""
    if value is None:
        return ""
    if kind == "text":
        told = str(value)
        return f"'{told}" if _FORMULA.match(told) else told
    return str(value).lower() if kind == "boolean" else str(value)


def csv_bytes(used: Sequence[Column], records: Iterable[Record]) -> bytes:
    """CSV in UTF-8 with a byte order mark, which Excel needs to show Arabic."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([c.name for c in used])
    writer.writerows([cell(r[c.name], c.kind) for c in used] for r in records)
    return out.getvalue().encode("utf-8-sig")


class _Writer:
    """Writes files of one export; only columns of the export pass."""

    def __init__(self, folder: Path, public: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._public = public
        self.files: list[Exported] = []

    def table(self, name: str, of: tuple[Column, ...], records: Iterable[Record]) -> None:
        """The same records as CSV and as JSON Lines."""
        used = columns(of, public=self._public)
        rows = [{c.name: r[c.name] for c in used} for r in records]
        self._file(f"{name}.csv", csv_bytes(used, rows), len(rows))
        self._file(f"{name}.jsonl", b"".join(msgspec.json.encode(r) + b"\n" for r in rows), len(rows))

    def geojson(self, chosen: Sequence[_Shown], tolls: Sequence[Record], provenance: Mapping[str, Any]) -> None:
        """One feature an incident (RFC 7946), its tolls among its properties."""
        used = [c.name for c in columns(TOLLS, public=self._public)]
        of: dict[str, list[Record]] = {}
        for r in tolls:
            of.setdefault(r["incident"], []).append({n: r[n] for n in used})
        features = []
        for s in chosen:
            mine = of.get(s.incident.id, [])
            at = point(s.place, public=self._public)
            where = [at["longitude"], at["latitude"]]
            geometry = None if at["latitude"] is None else {"type": "Point", "coordinates": where}
            told = {"incident": s.incident.id, "state": s.state, "grade": s.grade, "tolls": mine}
            features.append({"type": "Feature", "id": s.incident.id, "geometry": geometry, "properties": told})
        whole = {"type": "FeatureCollection", "features": features, "provenance": provenance}
        self.json("incidents.geojson", whole, len(features))

    def json(self, name: str, value: object, records: int) -> None:
        """A file of JSON."""
        self._file(name, msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n", records)

    def _file(self, name: str, data: bytes, records: int) -> None:
        with sink(self._folder / name) as stream:
            stream.write(data)
        self.files.append(Exported(name, records, hashlib.sha256(data).hexdigest()))


def _dictionary(public: bool) -> Record:
    return {
        name: [{"column": c.name, "type": c.kind, "means": c.means} for c in columns(of, public=public)]
        for name, of in (("tolls", TOLLS), ("claims", CLAIMS))
    }
