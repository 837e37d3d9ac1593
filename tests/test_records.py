"""Readings as records: what is written reads back the same, and what people annotated is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.documents import Fault
from hasila.errors import InputError
from hasila.model import Claim, Document, Outcome, Qualifier, Reading, Span, Status, Step, VictimStatus
from hasila.records import SPAN_FIELDS, decode, encode, read_file

WORDS = st.text(alphabet='قتل مدني 20ُ\n"«»\\\U0001f534', min_size=1, max_size=30)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading whose spans are slices of its text."""
    text = draw(WORDS)
    claims = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        span = Span(start, draw(st.integers(start + 1, len(text))))
        low = draw(st.integers(0, 10**15))
        claim = Claim(
            quote=span.of(text),
            outcome=draw(st.sampled_from(get_args(Outcome))),
            low=low,
            high=draw(st.sampled_from([None, low, low + 5])),
            qualifier=draw(st.sampled_from(get_args(Qualifier))),
            place=draw(st.sampled_from([None, span.of(text)])),
            victim_status=draw(st.sampled_from(get_args(VictimStatus))),
            demographics=draw(st.sampled_from([(), ("women",)])),
            status=draw(st.sampled_from(get_args(Status))),
            rule=draw(WORDS),
            spans={"quote": span},
            steps=(Step("count", span, "outcomes:قتل", draw(WORDS)),),
        )
        claims.append(claim)
    document = Document(draw(WORDS), text, draw(st.sampled_from([None, "2022-01-26"])), draw(st.none() | WORDS))
    return Reading(document, tuple(claims))


@given(readings())
def test_a_record_reads_back_as_the_reading_it_was(reading: Reading) -> None:
    """Encoding with the text and decoding gives the same document and the same claims, spans and steps."""
    line = encode(reading, with_text=True)
    assert line.count(b"\n") == 1
    again = decode(line, "f")
    assert again.claims == reading.claims
    assert msgspec.structs.replace(again.document, digest="") == reading.document


def test_a_record_always_has_id_and_claims() -> None:
    """A report without claims is a record all the same, and no text is written unless asked for."""
    assert json.loads(encode(Reading(Document("a", "نص"), ()))) == {"id": "a", "claims": []}


def annotated(text: str, **claim: object) -> bytes:
    """An annotated record with one claim: no spans, no rule, keys of its own."""
    record = {
        "quote": "قتل 3", "outcome": "killed", "low": 3, "high": 3, "qualifier": "exact", "victims": None,
        "victim_status": "unknown", "demographics": [], "perpetrator": None, "means": None, "place": None, "date": None,
        "source": None, "status": "asserted", "scope": "incident", "part_of": None, "revises": None, "optional": True,
    } | claim  # fmt: skip
    return json.dumps({"id": "g", "published": None, "text": text, "claims": [record], "incident": "x"}).encode()


def test_annotated_records_get_their_spans_by_search() -> None:
    """A record without spans gets those nearest to its quote; other keys are ignored."""
    text = "في حلب هدوء، وقتل 3 في حلب اليوم وفي حماة قتل 3"
    (claim,) = decode(annotated(text, place="حلب"), "f").claims
    assert claim.spans == {"quote": Span(14, 19), "place": Span(23, 26)}


def test_spans_that_do_not_fit_the_text_are_searched_anew() -> None:
    """Spans that name other words than the fields do are replaced; without a text there are none."""
    (claim,) = decode(annotated("وقتل 3", spans={"quote": [0, 3]}), "f").claims
    assert claim.spans == {"quote": Span(1, 6)}
    assert decode(annotated("", spans={"quote": [0, 3]}), "f").claims[0].spans == {}


NO_RECORDS = {
    "cut off": b"{",
    "no object": b"[]",
    "id is a number": b'{"id": 3, "claims": []}',
    "no claims": b'{"id": "a"}',
    "unknown outcome": annotated("x", outcome="eaten"),
    "low is a string": annotated("x", low="3"),
    "bounds crossed": annotated("x", low=5, high=3),
    "below nothing": annotated("x", low=-1),
    "part of itself": annotated("x", part_of=0),
    "revises nothing": annotated("x", revises=7),
    "bytes": b"\xff",
}


@pytest.mark.parametrize("line", NO_RECORDS.values(), ids=NO_RECORDS.keys())
def test_a_record_that_is_none_is_told_with_its_place(line: bytes) -> None:
    """Whatever is no record of claims is an `InputError` with the place, what is wrong and what to do."""
    with pytest.raises(InputError, match=r"^f:3: .*; ") as error:
        decode(line, "f:3")
    assert "\n" not in str(error.value)


def test_a_file_of_records_gives_readings_and_faults_in_order(tmp_path: Path) -> None:
    """Bad lines of a file of records are faults among the readings of the good ones."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(annotated("قتل 3") + b"\n{\n" + annotated("قتل 3"))
    assert [type(item) for item in read_file(str(path))] == [Reading, Fault, Reading]


def test_every_gold_record_is_accepted(gold: Path) -> None:
    """Each annotated record of the gold seed decodes, and every span is the slice that its field names."""
    found = list(read_file(str(gold / "seed.jsonl")))
    assert found
    for reading in found:
        assert isinstance(reading, Reading)
        for claim in reading.claims:
            told = {name for name in SPAN_FIELDS if getattr(claim, name) is not None}
            assert set(claim.spans) == told
            assert all(span.of(reading.document.text) == getattr(claim, name) for name, span in claim.spans.items())


def test_the_span_fields_are_fields_of_a_claim() -> None:
    """Every span field is a string field of a claim, or one that may be null."""
    hints = get_type_hints(Claim)
    assert {hints[name] for name in SPAN_FIELDS} == {str, str | None}
