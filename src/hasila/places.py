"""Places: find them in a folded text, say which they are, and ask how they lie to each other."""

from __future__ import annotations

from hasila.gazetteer import Place, contains, distance_km, get
from hasila.place_mentions import PlaceMention, find
from hasila.place_resolution import ResolvedPlace, resolve

__all__ = ["Place", "PlaceMention", "ResolvedPlace", "contains", "distance_km", "find", "get", "resolve"]
