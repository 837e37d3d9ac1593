"""Laws 1 to 5 over the whole engine, on texts that a generator of our own puts together, clean and spoilt."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila.extract import read_claims
from hasila.lexicon import folder, load
from hasila.model import Claim, Document, Span

SPAN_FIELDS = ("quote", "victims", "perpetrator", "place", "source")

COUNTS = (
    "3|٢٠|1٬200|خمسة وعشرون|اثنا عشر|نحو 40|ما لا يقل عن 16|أكثر من مئة|بين 3 و5|3 أو 4|عشرات|بضعة|"
    "ما لا يزيد على 10|أقل من 10|3 آلاف|مئتا|عدد من|20 على الأقل|0|99999999999999999999"
).split("|")
PEOPLE = ("شخصا|مدنيين|جنود|من عناصر الشرطة|طفلا|نساء|عنصرا من الحركة|جنديين|آخرين|سجينا|").split("|")
OPENINGS = (
    "قتل|قُتل|أصيب|مقتل|إصابة|مقتل وإصابة|استشهد|اعتقال|خطف|نزوح|فقدان|لقي مصرعه|سقوط|انتشال جثث|"
    "أسفر القصف عن مقتل|أدى الانفجار إلى إصابة|بلغ عدد القتلى|ارتفعت حصيلة القتلى من 3 إلى|لم يقتل|"
    "نفى الجيش مقتل|يخشى سقوط|أنباء عن مقتل|أعلنت وزارة الصحة مقتل|قال المرصد إن الغارة قتلت|بينهم|"
    "منهم"
).split("|")
TAILS = (
    "في قصف على حي الكرادة|بغارة جوية|يوم الثلاثاء الماضي|أمس|منذ بداية العام|بحسب مصدر طبي|"
    "في مدينة الحسكة|بينهم 3 أطفال|وأصيب 60 آخرون|دون وقوع إصابات|في 3 مارس 2021|"
    "برصاص مسلحين مجهولين|"
).split("|")
JOINTS = (" ", "، ", ". ", "\n", "\n\n", " و", "؛ ", ": ", " «", "» ", "\r\n")
SPOILS = '\u200f|\u0651|\u064e|ـ|\x00|\ufffd|\u202e|<b>|&amp;|\t|(|)|"|\ud800|ﻻ'.split("|")

CLAUSES = st.builds(
    lambda *words: " ".join(w for w in words if w),
    st.sampled_from(OPENINGS), st.sampled_from(COUNTS), st.sampled_from(PEOPLE), st.sampled_from(TAILS),
)  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> str:
    """One to five clauses with something between them, in one case of two with characters put in anywhere."""
    text = ""
    for clause in draw(st.lists(CLAUSES, min_size=1, max_size=5)):
        text += clause + draw(st.sampled_from(JOINTS))
    if draw(st.booleans()):
        for _ in range(draw(st.integers(1, 6))):
            at = draw(st.integers(0, len(text)))
            text = text[:at] + draw(st.sampled_from(SPOILS)) + text[at:]
    return text


TEXTS = st.one_of(reports(), reports(), reports(), st.text(max_size=60))
PUBLISHED = st.sampled_from([None, "2024-11-03", "2017-04-04T23:30:00+03:00"])
DOCUMENTS = st.builds(lambda text, published: Document(id="x", text=text, published=published), TEXTS, PUBLISHED)


def _fields_and_spans(claim: Claim) -> tuple[dict[str, str], dict[str, Span]]:
    told = {name: getattr(claim, name) for name in SPAN_FIELDS if getattr(claim, name) is not None}
    return told, {name: span for name, span in claim.spans.items() if name in SPAN_FIELDS}


@settings(max_examples=400)
@given(DOCUMENTS)
def test_law_1_every_span_is_a_slice_of_the_unaltered_text(document: Document) -> None:
    """Each span field is exactly the characters between its span's ends, and each field that is told has a span."""
    for claim in read_claims(document):
        told, spans = _fields_and_spans(claim)
        assert told == {name: document.text[start:end] for name, (start, end) in spans.items()}
        assert claim.quote.strip()


@given(DOCUMENTS)
def test_law_1_a_steps_span_lies_in_the_text(document: Document) -> None:
    """Every decision that points to words points into the text."""
    for claim in read_claims(document):
        for step in claim.steps:
            assert step.span is None or 0 <= step.span[0] < step.span[1] <= len(document.text)


@given(DOCUMENTS)
def test_law_3_the_same_text_gives_the_same_claims(document: Document) -> None:
    """A second reading gives the same bytes."""
    first, second = (msgspec.json.encode(tuple(read_claims(document))) for _ in range(2))
    assert first == second


def test_law_3_claims_do_not_hang_on_the_order_of_sets() -> None:
    """Processes with different hash seeds write the same bytes."""
    texts = [f"{a} {b} {c} {d}. " for a, b, c, d in zip(OPENINGS, COUNTS * 2, PEOPLE * 3, TAILS * 2, strict=False)]
    code = (
        "import sys, msgspec; from hasila.extract import read_claims; from hasila.model import Document\n"
        "texts = msgspec.json.decode(sys.stdin.buffer.read(), type=list[str])\n"
        "for text in [*texts, ''.join(texts)]:\n"
        "    sys.stdout.buffer.write(msgspec.json.encode(tuple(read_claims(Document(id='x', text=text)))))\n"
    )
    source = str(Path(__file__).parents[1] / "src")
    written = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=msgspec.json.encode(texts),
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": source},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(written) == 1
    assert b"killed" in written.pop()


@settings(max_examples=400)
@given(DOCUMENTS)
def test_law_4_bounds_and_qualifier_agree(document: Document) -> None:
    """`low` is never above `high`, and the qualifier says what the bounds are."""
    for claim in read_claims(document):
        low, high = claim.low, claim.high
        assert low >= 0
        assert high is None or low <= high
        if claim.qualifier in ("exact", "about"):
            assert low == high
        elif claim.qualifier in ("at_least", "more_than", "unstated"):
            assert high is None
        elif claim.qualifier in ("at_most", "less_than"):
            assert (low, high is None) == (0, False)
        else:
            assert high is not None


@given(DOCUMENTS)
def test_law_5_every_claim_names_its_rule_and_its_rows(document: Document) -> None:
    """A claim says by which construction it was read, and at least one of its steps names a row of a lexicon."""
    for claim in read_claims(document):
        assert claim.rule
        rows = [step.row for step in claim.steps if step.row is not None]
        assert rows
        assert set(rows) <= _refs()


def _refs() -> frozenset[str]:
    return frozenset(row.ref for path in folder().glob("*.tsv") for row in load(path.stem))


@given(DOCUMENTS)
def test_parts_and_revisions_lead_to_a_whole(document: Document) -> None:
    """`part_of` and `revises` name other claims of the text, and following them comes to an end."""
    claims = read_claims(document)
    for name in ("part_of", "revises"):
        links = [getattr(claim, name) for claim in claims]
        for n in range(len(links)):
            _follow(links, n)


def _follow(links: Sequence[int | None], n: int) -> None:
    met: set[int] = set()
    at: int | None = n
    while at is not None:
        assert at not in met
        met.add(at)
        assert 0 <= at < len(links)
        at = links[at]


@given(st.text(st.characters(max_codepoint=0x5FF), max_size=200))
def test_a_text_without_arabic_has_no_claims(text: str) -> None:
    """Nothing is read where nothing Arabic is written."""
    assert tuple(read_claims(Document(id="x", text=text))) == ()


@settings(max_examples=25)
@given(reports())
def test_blank_lines_before_a_report_move_its_quotes_and_no_more(text: str) -> None:
    """Blank lines before a report move its quotes by their length and change nothing else of them."""
    plain = read_claims(Document(id="x", text=text))
    moved = read_claims(Document(id="x", text="\n\n" + text))
    assert [c.quote for c in plain] == [c.quote for c in moved]
    assert [c.spans["quote"].start + 2 for c in plain] == [c.spans["quote"].start for c in moved]


@pytest.mark.parametrize(
    "unit",
    ["قتل 3 أشخاص في حلب. ", "قتل 3 أشخاص وأصيب 4 ", "بينهم 3 ", "و", "«", "نفى ", "3 ", "قتلى وجرحى و", "أ\n"],
    ids=["sentences", "one sentence", "parts", "letter", "quotes", "cues", "numbers", "outcomes", "lines"],
)
def test_reading_takes_time_in_the_length_of_the_text(unit: str) -> None:
    """Eight times the text takes far less than the sixty-four times of a square, for shapes that invite more."""

    def seconds(times: int) -> float:
        document = Document(id="x", text=unit * times, published="2024-01-01")
        started = time.process_time()
        read_claims(document)
        return time.process_time() - started

    seconds(1)  # the lexicons are read now, not in the first measurement
    times = 2_000 // len(unit)
    assert seconds(8 * times) < 24 * max(min(seconds(times), seconds(times)), 0.005)
