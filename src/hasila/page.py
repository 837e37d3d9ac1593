"""One self-contained page: each report with its evidence highlighted, its claims beside the words, then the tolls.

No script, no outside request, everything from reports escaped: by the templates, which escape of themselves, and by
`templating.shown`, through which every expression goes.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import jinja2

from hasila import templating
from hasila.model import Incident, Reading
from hasila.reportviews import report_view
from hasila.titles import label
from hasila.tollviews import Index, incident_view


def render(
    readings: Sequence[Reading],
    incidents: Sequence[Incident],
    *,
    title: str,
    profile: str,
    version: str,
    skipped: int = 0,
) -> str:
    """The page as HTML. The readings' ids must differ: they are the names that tolls use."""
    anchors = {r.document.id: f"r{n}" for n, r in enumerate(readings)}
    index = Index(anchors, {r.document.id: r for r in readings})
    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            title=title,
            profile=profile,
            version=version,
            skipped=skipped,
            claims=sum(len(r.claims) for r in readings),
            reports=[report_view(r, anchors[r.document.id]) for r in readings],
            incidents=[incident_view(incident, n, index) for n, incident in enumerate(incidents)],
        )
    )


@functools.cache
def _templates() -> jinja2.Environment:
    environment = templating.environment("data/templates")
    environment.globals["label"] = label
    return environment
