"""Rebuild tests/data/gvc_clusters.tsv, which proves the incident scorer: `python scripts/build_clusters.py FOLDER`.

FOLDER is `feature-based`, unpacked from archive/predictions/feature-based.7z of UKPLab/cdcr-beyond-corpus-tailored on
GitHub (Apache-2.0): clusterings of the mentions of the Gun Violence Corpus, gold and by four systems, with published
scores. Only the numbers of clusters are taken.
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tests" / "data" / "gvc_clusters.tsv"
SYSTEMS = ("lemma", "lemma-wd", "lemma-delta", "lemma-time")


def clusters(path: Path) -> dict[str, str]:
    """Cluster by mention, from a file of two columns: a mention's name and its cluster in brackets."""
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {columns[0]: columns[-1].strip("()") for columns in lines if len(columns) > 1 and columns[-1] != "-"}


def main(folder: Path) -> None:
    """Write a line a mention: its gold cluster, then its cluster by each system."""
    at = folder / "gvc_lemma_baselines"
    found = [clusters(at / SYSTEMS[0] / "cross_doc" / "gold.conll")]
    found += [clusters(at / system / "cross_doc" / "system.conll") for system in SYSTEMS]
    rows = ["\t".join(("gold", *SYSTEMS))]
    rows += ["\t".join(column[mention] for column in found) for mention in found[0]]
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
