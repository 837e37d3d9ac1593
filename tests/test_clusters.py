"""The scorer of incidents, B-cubed, against scores that others published for the Gun Violence Corpus."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

CLUSTERS = Path(__file__).parent / "data" / "gvc_clusters.tsv"


@pytest.mark.parametrize(
    ("system", "recall", "precision", "f1"),
    [
        ("lemma", 0.4421, 0.1844, 0.2602),
        ("lemma-wd", 0.3133, 0.9056, 0.4656),
        ("lemma-delta", 0.4157, 0.7023, 0.5223),
        ("lemma-time", 0.4057, 0.8540, 0.5501),
    ],
)
def test_b_cubed_equals_published_scores(gold: Path, system: str, recall: float, precision: float, f1: float) -> None:
    """B-cubed of four systems on 951 mentions in 193 clusters is what their authors printed, to four digits."""
    spec = importlib.util.spec_from_file_location("score_incidents", gold / "score_incidents.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    head, *rows = (line.split("\t") for line in CLUSTERS.read_text(encoding="utf-8").splitlines())
    told = dict(enumerate(row[0] for row in rows))
    found = dict(enumerate(row[head.index(system)] for row in rows))
    assert (len(told), len(set(told.values()))) == (951, 193)
    assert scorer.b_cubed(told, found) == {"precision": precision, "recall": recall, "f1": f1}
