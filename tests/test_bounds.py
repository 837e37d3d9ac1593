"""Bounds over atoms: the worked example of the prison of al-Sina'a, number by number, and the laws of the solver."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila import bounds
from hasila.bounds import Extent, Problem, atoms_of, satisfies
from hasila.derivations import verify

ISIS = frozenset({"isis_conf", "isis_miss_dead"})
MISSING = frozenset({"isis_miss_dead", "isis_miss_alive"})
STAFF = frozenset({"staff_in", "staff_out"})
FIGHTERS = frozenset({"fight_in", "fight_out"})
OUTSIDE = frozenset({"staff_out", "fight_out"})
CIVILIANS = frozenset({"civ"})
OWN = STAFF | FIGHTERS
EXTENTS = [
    Extent("A1", ISIS, 374, 374),
    Extent("A2", frozenset({"staff_in"}), 77, 77),
    Extent("A3", OUTSIDE, 121, 121),
    Extent("B0", OWN | CIVILIANS, 121, 121),
    Extent("B1", STAFF, 77, 77),
    Extent("B2", FIGHTERS, 40, 40),
    Extent("B3", CIVILIANS, 4, 4),
    Extent("B4", ISIS | MISSING, 374, 374),
    Extent("B5", MISSING, 223, 223),
    Extent("C0", ISIS | OWN | CIVILIANS, 332, 332),
    Extent("C1", ISIS, 246, 246),
    Extent("C2", OWN, 79, 79),
    Extent("C3", CIVILIANS, 7, 7),
]
HASAKA = Problem(EXTENTS)
QUANTITIES = {
    "isis": ISIS,
    "staff": STAFF,
    "fighters": FIGHTERS,
    "own": OWN,
    "civilians": CIVILIANS,
    "own and civilians": OWN | CIVILIANS,
    "all": ISIS | OWN | CIVILIANS,
}


def of(*sources: str) -> list[str]:
    return [e.id for e in EXTENTS if e.id[0] in sources]


TABLE = {
    ("isis", "A"): (374, 374), ("isis", "B"): (151, 374), ("isis", "C"): (246, 246),
    ("staff", "A"): (77, 198), ("staff", "B"): (77, 77), ("staff", "C"): (0, 79),
    ("fighters", "A"): (0, None), ("fighters", "B"): (40, 40), ("fighters", "C"): (0, 79),
    ("own", "A"): (198, None), ("own", "B"): (117, 117), ("own", "C"): (79, 79),
    ("civilians", "B"): (4, 4), ("civilians", "C"): (7, 7),
    ("own and civilians", "A"): (198, None), ("own and civilians", "B"): (121, 121),
    ("own and civilians", "C"): (86, 86),
    ("all", "A"): (572, None), ("all", "B"): (272, 495), ("all", "C"): (332, 332),
}  # fmt: skip


@pytest.mark.parametrize(("quantity", "source"), sorted(TABLE))
def test_each_source_bounds_what_the_worked_example_says(quantity: str, source: str) -> None:
    """Per source, the bounds of the worked example, open ends open (the claims of A leave no room for fight_in)."""
    assert HASAKA.range(QUANTITIES[quantity], of(source)) == TABLE[quantity, source]


@pytest.mark.parametrize("sources", ["AB", "AC", "BC", "ABC"])
def test_the_sources_cannot_be_right_together(sources: str) -> None:
    """A + B, A + C, B + C and all three are infeasible; each alone is consistent."""
    assert HASAKA.feasible(of(*sources)) == "infeasible"
    assert [HASAKA.feasible(of(s)) for s in sources] == ["feasible"] * len(sources)


def test_the_smallest_conflicts_are_those_of_the_worked_example() -> None:
    """Smallest first, each shown by a sum: the readable conflicts of the worked example, and not {B4, B5, C1}."""
    found = [frozenset(c.ids) for c in HASAKA.conflicts(size=3, limit=40)]
    readable = ("A2 A3 B0", "A3 B1 B2", "A3 B0 B3", "A3 C2", "A1 C1", "A1 C0", "B3 C3", "B1 B2 C2", "B0 C0 C1")
    assert {frozenset(r.split()) for r in readable} <= set(found)
    assert frozenset(("B4", "B5", "C1")) not in found
    assert [len(f) for f in found] == sorted(len(f) for f in found)


def test_fewest_claims_to_set_aside_are_five() -> None:
    """For all three sources to agree, five claims have to be false."""
    dropped = HASAKA.fewest_dropped()
    assert dropped is not None
    assert len(dropped) == 5


READ = Problem(
    [e if e.id != "A3" else Extent("A3", OWN | CIVILIANS, 121, 121) for e in EXTENTS if e.id[0] != "C"]
    + [e._replace(high=None) for e in EXTENTS if e.id[0] == "C"]
)


def test_one_reading_reconciles_the_statements_renderings() -> None:
    """Reading the 121 as all own losses makes A and B agree: own forces 117, own and civilians 121."""
    assert READ.feasible(of("A", "B")) == "feasible"
    without_a1 = [i for i in of("A", "B") if i != "A1"]
    assert READ.range(ISIS, without_a1) == (151, 374)
    assert READ.range(OWN, without_a1) == (117, 117)
    assert READ.range(OWN | CIVILIANS, without_a1) == (121, 121)
    assert READ.range(ISIS | OWN | CIVILIANS, without_a1) == (272, 495)


def test_with_the_observatory_as_lower_bounds_only_the_civilians_conflict() -> None:
    """With «not final» figures every conflict holds the Observatory's 7 civilians; without them, the joint bounds."""
    ids = [e.id for e in READ.extents if e.id != "A1"]
    found = [frozenset(c.ids) for c in READ.conflicts(ids, size=4)]
    assert found[0] == frozenset(("B3", "C3"))
    assert all("C3" in f for f in found)
    assert READ.fewest_dropped(ids=ids) in (("B3",), ("C3",))
    kept = [i for i in ids if i != "C3"]
    assert READ.range(ISIS, kept) == (246, 374)
    assert READ.range(OWN, kept) == (117, 117)
    assert READ.range(ISIS | OWN | CIVILIANS, kept) == (367, 495)


def test_the_joint_bounds_carry_the_sums_of_the_worked_example() -> None:
    """246 because C1; 374 because B4; 367 = 246 + 77 + 40 + 4 (or 246 + 121); 495 = 374 + 121."""
    kept = [e.id for e in READ.extents if e.id not in ("A1", "C3")]
    low, high = READ.low(ISIS, kept), READ.high(ISIS, kept)
    assert low.derivation is not None
    assert high.derivation is not None
    assert low.derivation.terms == (("C1", 1),)
    assert high.derivation.terms == (("B4", -1),)
    whole = ISIS | OWN | CIVILIANS
    low, high = READ.low(whole, kept), READ.high(whole, kept)
    assert low.derivation is not None
    assert high.derivation is not None
    assert low.derivation.total == 367
    assert high.derivation.total == -495
    assert satisfies(high.witness, READ._chosen(kept))


def test_whole_people_exclude_the_half_integral_triangle() -> None:
    """Three pairs of one each: halves of people would do, whole people do not, and no sum shows it."""
    pairs = [Extent(f"{a}{b}", frozenset((a, b)), 1, 1) for a, b in ("ab", "bc", "ac")]
    triangle = Problem([*pairs, Extent("all", frozenset("abc"), 0, None)])
    assert triangle.feasible(relaxed=True) == "feasible"
    assert triangle.feasible() == "infeasible"
    found = triangle.conflicts()
    assert [frozenset(c.ids) for c in found] == [frozenset(("ab", "bc", "ac"))]
    assert found[0].exhaustive


def test_what_the_solver_cannot_decide_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of time the solver says `unknown`, gives no bound and no set to drop; plain subtraction still shows pairs."""

    class Answer:
        status = 1
        x = None

    monkeypatch.setattr(bounds, "milp", lambda *_, **__: Answer())
    assert HASAKA.feasible() == "unknown"
    assert HASAKA.low(ISIS).verdict == "unknown"
    assert HASAKA.range(ISIS) is None
    assert {len(c.ids) for c in HASAKA.conflicts(size=2)} == {2}
    assert HASAKA.fewest_dropped() is None


@st.composite
def problems(draw: st.DrawFn) -> tuple[Problem, frozenset[str]]:
    """Claims that some assignment meets, and a quantity."""
    atoms = [chr(97 + i) for i in range(draw(st.integers(1, 4)))]
    truth = {a: draw(st.integers(0, 20)) for a in atoms}
    extents = []
    for k in range(draw(st.integers(1, 5))):
        held = draw(st.sets(st.sampled_from(atoms), min_size=1))
        total = sum(truth[a] for a in held)
        high = draw(st.one_of(st.none(), st.integers(0, 9)))
        extents.append(
            Extent(
                f"c{k}",
                frozenset(held),
                max(0, total - draw(st.integers(0, 9))),
                None if high is None else total + high,
            )
        )
    problem = Problem(extents)
    return problem, frozenset(draw(st.sets(st.sampled_from(problem.atoms), min_size=1)))


@settings(max_examples=60, deadline=None)
@given(problems())
def test_every_bound_has_a_witness_and_a_sum_that_checks(case: tuple[Problem, frozenset[str]]) -> None:
    """The witness meets every claim and attains the bound; the derivation, where it is a sum, gives it in integers."""
    problem, query = case
    low = problem.low(query)
    assert low.verdict == "feasible"
    assert satisfies(low.witness, problem.extents)
    assert sum(low.witness[a] for a in query) == low.value
    assert low.derivation is not None
    if not low.derivation.exhaustive:
        terms = {(i, n < 0): abs(n) for i, n in low.derivation.terms}
        total = verify(problem.extents, query, terms, low.derivation.divisor or 1)
        assert total == low.derivation.total
        assert total is not None
        assert -(-total // (low.derivation.divisor or 1)) == low.value


def test_cells_that_the_same_claims_hold_are_one_atom() -> None:
    """The coarsest partition: two cells that no claim tells apart become one atom."""
    cells = {"all": frozenset("abcd"), "ab": frozenset("ab"), "c": frozenset("c")}
    assert atoms_of(cells) == {"all": frozenset("acd"), "ab": frozenset("a"), "c": frozenset("c")}
