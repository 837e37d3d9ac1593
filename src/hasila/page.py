"""One self-contained page: each report with its evidence highlighted, its claims beside the words, then the tolls.

No script, no outside request, everything from reports escaped: by the templates, which escape of themselves, and by
`shown`, through which every expression goes and which makes control characters and directional overrides visible.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import jinja2

from hasila.display import escaped
from hasila.model import Incident, Reading
from hasila.reportviews import report_view
from hasila.titles import label
from hasila.tollviews import Index, incident_view

# Line feeds and tabs lay out a text; left-to-right and right-to-left marks cannot reorder what is around them.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufff9-\ufffb]")


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


def shown(text: str) -> str:
    """`text` with the characters that a browser would obey, not show, as visible escapes."""
    return _OBEYED.sub(lambda match: escaped(match.group()), text.replace("\r\n", "\n"))


def _final(value: object) -> object:
    """What an expression of a template gives: its text as shown; markup, which only our own macros make, as it is."""
    return shown(value) if type(value) is str else value


@functools.cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("hasila", "data/templates"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_final,
    )  # fmt: skip
    environment.globals["label"] = label
    return environment
