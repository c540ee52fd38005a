"""Quotes through the door outsiders use: JSON text in, answers with full trace out."""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import time
from collections.abc import Callable

from tests.rating.support import ROOT, library

from bench.installation import say
from bench.report import Figure
from gridhall.rating.quotes import answer_text

RUNS, TARGET = 300, 2
EXAMPLES = ROOT / "docs" / "examples" / "quotes"


def measure(options: argparse.Namespace) -> list[Figure]:
    """Ask one case at a time: by class, by a tariff seen before, by one never seen."""
    del options
    say("one quote with full trace")
    by_class = _case("01-published-class")
    inline = json.loads(_case("05-components"))
    counter = itertools.count()

    def fresh() -> str:
        part = inline["tariff"]["inline"]["energy"]["components"][0]
        part["price"] = f"0.38{next(counter):06d}"
        return json.dumps(inline)

    return [
        _figure("quote of a published class, median", lambda: by_class),
        _figure("quote with its own tariff, median", lambda: json.dumps(inline)),
        _figure("quote with a tariff never seen, median", fresh),
    ]


def _case(name: str) -> str:
    document = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return json.dumps(document["cases"][0])


def _figure(name: str, text: Callable[[], str]) -> Figure:
    books = library()
    answer_text(text(), books)
    found = []
    for _ in range(RUNS):
        asked = text()
        begun = time.perf_counter()
        answer_text(asked, books)
        found.append((time.perf_counter() - begun) * 1000)
    median = statistics.median(found)
    return Figure(name=name, value=median, unit="ms", target=f"≤ {TARGET} ms", met=median <= TARGET)
