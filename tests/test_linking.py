"""Linking: which happenings are compared, what becomes one cluster, and that neither order nor number matters."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reckoned import claim, reading

from hasila.blocks import BLOCK, blocks, candidates
from hasila.happenings import split
from hasila.incidents import Decisions, pool
from hasila.linkage import COMPONENT, Graph
from hasila.model import Member, Reading
from hasila.pairs import WEIGHTS, Evidence, Rarity, score, value

Scores = dict[tuple[int, int], float | None]


@st.composite
def score_tables(draw: st.DrawFn) -> tuple[int, Scores]:
    """A few things and a score for every pair, some of them cannot-links."""
    size = draw(st.integers(1, 8))
    dice = random.Random(draw(st.integers(0, 10**6)))
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    return size, {p: None if dice.random() < 0.1 else dice.uniform(-3, 4) for p in pairs}


def mean(first: tuple[int, ...], second: tuple[int, ...], scores: Scores) -> float:
    """The mean score of two clusters by its definition; -inf where a pair of them cannot be one."""
    found = [scores[min(a, b), max(a, b)] for a in first for b in second]
    known = [s for s in found if s is not None]
    return sum(known) / len(known) if len(known) == len(found) else -math.inf


@given(score_tables())
def test_linkage_is_average_linkage(table: tuple[int, Scores]) -> None:
    """Joining the two clusters of the best mean, again and again, by the definition, gives the same clusters."""
    size, scores = table
    graph = Graph(size, 0.0)
    for (a, b), s in scores.items():
        graph.add(a, b, s)
    told = [(n,) for n in range(size)]
    while len(told) > 1:
        pairs = [(mean(a, b, scores), a, b) for i, a in enumerate(told) for b in told[i + 1 :]]
        best, a, b = max(pairs)
        if best <= 0:
            break
        told = [c for c in told if c not in (a, b)] + [tuple(sorted(a + b))]
    assert sorted(graph.clusters(lambda a, b: scores[a, b])) == sorted(told)


def test_pairs_that_nothing_proposed_are_asked_for() -> None:
    """A cannot-link that no block proposed still parts two clusters that one strong pair would join."""
    apart = {(0, 3)}
    graph = Graph(4, 0.0)
    for a, b, s in ((0, 1, 5.0), (2, 3, 5.0), (1, 2, 4.0)):
        graph.add(a, b, s)
    assert sorted(graph.clusters(lambda a, b: None if (a, b) in apart else 5.0)) == [(0, 1), (2, 3)]


def town(number: int, days: int = 1) -> list[Reading]:
    """Reports of bombings in one town, each street and day another."""
    dice = random.Random(3)
    found = []
    for n in range(number):
        street, day = f"شارع {'ابتجدرس'[n % 7]}{'كلمنهو'[n // 7 % 6]}وند", f"2024-05-{1 + n % days:02}"
        words = " ".join(dice.choice(("سوق", "جسر", "فجر", "ظهر", "طابق", "دكان", "حافلة")) for _ in range(3))
        told = claim(3 + n % 5, place=street, date=day)
        found.append(reading(f"r{n:03}", told, published=day, text=f"{told.quote} في {street} في تل الريحان، {words}"))
    return found


@pytest.mark.parametrize("number", [40, 2 * COMPONENT])
def test_the_order_of_many_reports_changes_nothing(number: int) -> None:
    """Incidents with all that belongs to them are the same in any order of reports, also where groups are large."""
    reports = town(number, days=3)
    known = pool(reports)
    for seed in range(3):
        mixed = list(reports)
        random.Random(seed).shuffle(mixed)
        assert pool(mixed) == known


def test_thousands_of_reports_of_one_event_are_one_incident() -> None:
    """Reports of one place and day are one incident however many there are."""
    reports = [reading(f"r{n}", claim(3 + n % 40)) for n in range(3 * COMPONENT)]
    assert [len(g.reports) for g in pool(reports).incidents] == [3 * COMPONENT]


def test_a_street_is_met_among_hundreds_of_reports_of_its_town() -> None:
    """Two reports of one town's street meet even where a week has hundreds of that town and of streets so called."""
    town, street = "تل الريحان", "شارع النخيل"
    others = [f"سوق {town}" if n % 2 else f"{street} في كفر زينون" for n in range(6 * BLOCK)]
    reports = [reading(f"b{n:03}", claim(3, place=place)) for n, place in enumerate(others)]
    ends = [reading(name, claim(3, place=f"{street} في {town}")) for name in "az"]
    told = [h for r in [ends[0], *reports, ends[1]] for h in split(r)]
    pairs = list(candidates(blocks(told, Rarity(told))))
    assert (0, len(told) - 1) in pairs
    assert len(pairs) == len(set(pairs))
    assert len(pairs) < len(told) * BLOCK


def test_reports_without_a_date_meet_over_a_week_apart() -> None:
    """Two reports of one town without any date, published nine days apart, are news of one incident."""
    told = [reading(name, claim(14, date=None), published=f"2024-05-{day}") for name, day in (("a", "01"), ("b", "10"))]
    assert [g.reports for g in pool(told).incidents] == [("a", "b")]


def test_a_value_is_that_of_the_score() -> None:
    """The value that is worked out without reasons is the score's own, but for what cannot exceed the floor."""
    told = [h for r in town(24, days=4) for h in split(r)]
    evidence = Evidence(Rarity(told), copy=True)
    for a in told:
        for b in told:
            known = score(a, b, evidence)
            assert value(a, b, evidence, WEIGHTS) == (known.value if known else None)
            rough = value(a, b, evidence, WEIGHTS, floor=0.0)
            assert rough == (known.value if known else None) or (known and max(rough or 0.0, known.value) <= 0)


def test_a_persons_joins_hold_together() -> None:
    """Two decisions that share a happening join all three, though the days of the outer two exclude each other."""
    told = [reading(name, claim(14, date=f"2024-05-0{3 * n}")) for n, name in enumerate("abc", 1)]
    same = frozenset(frozenset((Member(x, 0), Member(y, 0))) for x, y in ("ab", "bc"))
    assert [g.reports for g in pool(told, Decisions(same=same)).incidents] == [("a", "b", "c")]
