"""Run by the rival's own interpreter: texts as JSON on standard input, seconds on numbers and on dates out."""

from __future__ import annotations

import json
import sys
import time

from maha.parsers.functions import parse_dimension  # type: ignore[import-not-found]


def main() -> None:
    """Time both, after one call that loads what is loaded once."""
    texts = json.load(sys.stdin)
    seconds = {}
    for name, wanted in (("numbers", {"numeral": True}), ("dates", {"time": True})):
        list(parse_dimension(texts[0], **wanted))
        started = time.perf_counter()
        for text in texts:
            list(parse_dimension(text, **wanted))
        seconds[name] = time.perf_counter() - started
    json.dump(seconds, sys.stdout)


if __name__ == "__main__":
    main()
