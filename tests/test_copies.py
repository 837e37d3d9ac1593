"""Near copies: reprints shortened and re-headlined are found and shown; what merely resembles is not a copy."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila import copies
from hasila.copies import find, inside, shared_passages
from hasila.model import Document, Span

WORDS = [f"كلمة{n}" for n in range(400)]


def article(seed: int, length: int = 120) -> str:
    """Words drawn at random: two seeds share next to no run of three."""
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def document(name: str, text: str, published: str | None = "2024-05-02", outlet: str = "") -> Document:
    return Document(name, text, published, outlet or f"صحيفة {name}")


def pairs(*documents: Document) -> list[tuple[str, str]]:
    return [(c.copy, c.original) for c in find(list(documents))]


def test_a_shortened_copy_under_another_headline_is_found() -> None:
    """Half of a wire text under a new headline, two days later, is a copy of it."""
    text = article(1)
    half = "عنوان جديد تماما\n\n" + " ".join(text.split()[:60])
    assert pairs(document("wire", text), document("half", half, "2024-05-04")) == [("half", "wire")]


def test_a_text_that_everybody_reprints_is_still_found() -> None:
    """Of a wire text that more outlets print than a rare run of words may have holders, each print is a copy."""
    text = article(1)
    prints = [document(f"p{n:03}", f"عنوان {WORDS[n]}\n\n{text}", "2024-05-03") for n in range(2 * copies.RARE)]
    assert pairs(document("wire", text), *prints) == [(p.id, "wire") for p in prints]


def test_of_one_day_the_longer_is_the_original() -> None:
    """Of two texts of one day, the shorter is the copy."""
    text = article(1)
    assert pairs(document("a", " ".join(text.split()[:70])), document("b", text)) == [("a", "b")]


def test_spelling_and_digits_do_not_hide_a_copy() -> None:
    """Hamzas, final letters and digits of another kind are the same text."""
    text = "أعلنت الوزارة مقتل 14 شخصا وإصابة 20 آخرين في غارة على بلدة الريحان فجر السبت الماضي"
    other = "اعلنت الوزاره مقتل ١٤ شخصا واصابة ٢٠ آخرين في غارة على بلدة الريحان فجر السبت الماضي"
    assert pairs(document("a", text), document("b", other, "2024-05-03")) == [("b", "a")]


def test_one_quoted_sentence_is_no_copy() -> None:
    """Two reports that share a formula and nothing else are no copies."""
    formula = " حسبما أفاد المرصد المحلي لحقوق الإنسان في بيان "
    assert pairs(document("a", article(1) + formula), document("b", article(2) + formula)) == []


def test_outside_the_window_there_are_no_copies() -> None:
    """The same text a month later is no wire copy; without a date it is compared with all."""
    text = article(1)
    assert pairs(document("a", text), document("b", text, "2024-06-20")) == []
    assert pairs(document("a", text), document("b", text, None)) != []


def test_an_outlets_own_update_is_no_copy() -> None:
    """One outlet's text told again with news is no copy; told again as it was, it is."""
    text = article(1)
    first, second = document("a", text, outlet="قناة"), document("b", text + " 19", "2024-05-03", outlet="قناة")
    assert find([first, second], lambda later, earlier: True) == ()
    assert len(find([first, second], lambda later, earlier: False)) == 1


def test_the_shared_passages_are_slices_of_both_texts() -> None:
    """Each shared passage, sliced from either text, has the same words but for spelling."""
    left, right = "بداية أخرى. قتل أربعة عشر شخصًا في البلدة أمس", "قتل اربعة عشر شخصا في البلدة أمس، ونهاية"
    (passage,) = shared_passages(left, right)
    assert passage.copy.of(left) == "قتل أربعة عشر شخصًا في البلدة أمس"
    assert passage.original.of(right) == "قتل اربعة عشر شخصا في البلدة أمس"
    assert inside(Span(left.index("أربعة"), left.index("في")), [passage])
    assert not inside(Span(0, 5), [passage])


def test_minhash_finds_what_the_index_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the size at which the index gives way, MinHash proposes the same pairs, shortened copies too."""
    documents = [document(f"a{n}", article(n)) for n in range(12)]
    documents += [document(f"b{n}", " ".join(article(n).split()[:80]), "2024-05-03") for n in range(12)]
    by_index = find(documents)
    monkeypatch.setattr(copies, "MINHASH_FROM", 0)
    assert find(documents) == by_index
    assert len(by_index) == 12


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_copies_do_not_depend_on_order(rng: random.Random) -> None:
    """Whatever order the documents come in, the copies are the same."""
    text = article(1)
    documents = [document(n, text, f"2024-05-0{d}") for d, n in enumerate("cabd", 2)] + [document("z", article(2))]
    assert find(rng.sample(documents, 5)) == find(documents)
    assert {c.original for c in find(documents)} == {"c"}


def test_short_texts_are_copies_only_when_they_are_the_same() -> None:
    """Two posts of a few words are copies when every word is the same, not when most are."""
    post = document("a", "قتيلان في غارة على الريحان")
    assert pairs(post, msgspec.structs.replace(post, id="b", outlet="قناة")) == [("b", "a")]
    assert pairs(post, document("b", "قتيلان في غارة على الزيتون")) == []
