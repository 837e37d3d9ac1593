"""Lineages: renderings of one statement, who had it from whom, and what each changed."""

from __future__ import annotations

from reckoned import claim, reading

from hasila.tolls import toll

SDF = "قوات سوريا الديمقراطية"


def test_renderings_of_one_statement_are_one_lineage() -> None:
    """77 + 40 + 4 in one outlet becomes 77 + 121 in another: one lineage, the change told, not two sources."""
    full = reading(
        "a", claim(77, victim_status="security", source=SDF), claim(40, victim_status="combatant", source=SDF),
        claim(4, victim_status="civilian", source=SDF),
    )  # fmt: skip
    short = reading(
        "b", claim(77, victim_status="security", source="قسد"), claim(121, victim_status="mixed", source="قسد"),
        published="2024-05-03",
    )  # fmt: skip
    (incident,) = [i for i in toll([full, short]).incidents if len(i.reports) == 2]
    (lineage,) = incident.lineages
    first, second = lineage.renderings
    assert (first.report, first.after) == ("a", None)
    assert (second.report, second.after) == ("b", "a")
    assert lineage.differs
    assert {(c.before, c.after) for c in second.changes} == {("4 civilian", "121 mixed"), ("40 combatant", "")}


def test_a_later_statement_is_another_lineage() -> None:
    """A source's new figure a week later is no rendering of the old one."""
    first, again = reading("a", claim(14, source=SDF)), reading("b", claim(14, source=SDF), published="2024-05-03")
    later = reading("c", claim(19, source=SDF), published="2024-05-10")
    lineages = toll([first, again, later]).incidents[0].lineages
    assert [[r.report for r in x.renderings] for x in lineages] == [["a", "b"]]
    assert not lineages[0].differs


def test_two_sources_of_one_figure_are_no_lineage() -> None:
    """14 by the ministry and 14 by an observatory are two voices."""
    report = toll([reading("a", claim(14, source="وزارة الصحة")), reading("b", claim(14, source="المرصد السوري"))])
    assert report.incidents[0].lineages == ()
