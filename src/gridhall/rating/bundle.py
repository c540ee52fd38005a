"""Bundles: a bill with everything needed to recompute it, offline, by anybody.

A bundle is one JSON object: the request (readings and contract facts), the text of the tariff
books that were read with their SHA-256, the answer, the engine's version and a digest over all
of it. ``verify_bundle`` trusts none of it: it rates again from the bundle alone and compares.
What it cannot know is whether the books are the published ones; pass ``trusted`` hashes for that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridhall.kernel.errors import GridHallError
from gridhall.rating import jsonform
from gridhall.rating.books import Library, content_hash, library_from_texts
from gridhall.rating.engine import ENGINE_VERSION, rate
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import Rated, Refusal

FORMAT = "gridhall-bill-bundle/1"
LINE_FIELDS = ("code", "quantity", "unit", "unit_price", "factors", "amount")


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Hold one place where the bundle and the recomputation disagree."""

    where: str
    stated: str
    recomputed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """Hold the verdict on a bundle; ``ok`` only if nothing at all differs."""

    ok: bool
    account_no: str
    total: str | None
    differences: tuple[Difference, ...]
    engine_version: str


def make_bundle(request: RatingRequest, library: Library, rated: Rated | Refusal) -> dict[str, Any]:
    """Return the bundle of a bill as JSON values.

    A refusal is bundled with all books, because what is missing cannot be told from what was read.
    """
    names = rated.books if isinstance(rated, Rated) else tuple(sorted(library.books))
    books = {
        name: {"sha256": library.books[name].sha256, "text": library.books[name].text}
        for name in names
    }
    bundle: dict[str, Any] = {
        "format": FORMAT,
        "engine_version": ENGINE_VERSION,
        "request": jsonform.request_to_json(request),
        "books": books,
        "answer": jsonform.answer_to_json(rated),
    }
    bundle["digest"] = digest(bundle)
    return bundle


def digest(bundle: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the bundle's canonical JSON without its digest."""
    content = {key: value for key, value in bundle.items() if key != "digest"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def verify_bundle(
    bundle: Mapping[str, Any], *, trusted: Mapping[str, str] | None = None
) -> Verification:
    """Return whether the bundle holds and where it does not. Never raises for bad data.

    ``trusted`` maps book names to the SHA-256 of the published text; a book that is not among
    them, or differs, is reported.
    """
    found: list[Difference] = []
    stated = bundle.get("answer")
    account = ""
    total = None
    try:
        _check_envelope(bundle, trusted, found)
        request = jsonform.request_from_json(bundle["request"])
        account = request.account_no
        library = library_from_texts({n: b["text"] for n, b in bundle["books"].items()})
        again = jsonform.answer_to_json(rate(request, library))
        total = again.get("total")
        _compare(stated if isinstance(stated, dict) else {}, again, found)
    except (GridHallError, KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as e:
        _differ(found, "bundle", "unreadable", f"{type(e).__name__}: {e}")
    return Verification(
        ok=not found,
        account_no=account,
        total=total,
        differences=tuple(found),
        engine_version=ENGINE_VERSION,
    )


def _check_envelope(
    bundle: Mapping[str, Any], trusted: Mapping[str, str] | None, found: list[Difference]
) -> None:
    _expect(found, "format", bundle.get("format"), FORMAT)
    _expect(found, "engine_version", bundle.get("engine_version"), ENGINE_VERSION)
    _expect(found, "digest", bundle.get("digest"), digest(bundle))
    for name, book in bundle["books"].items():
        actual = content_hash(book["text"])
        _expect(found, f"book {name}", book.get("sha256"), actual)
        if trusted is not None:
            _expect(found, f"published book {name}", actual, trusted.get(name, "not published"))


def _compare(stated: dict[str, Any], again: dict[str, Any], found: list[Difference]) -> None:
    """Compare lines first, so that the report names the line; then everything else."""
    before = len(found)
    old, new = stated.get("lines") or [], again.get("lines") or []
    _expect(found, "number of lines", len(old), len(new))
    for number, (one, two) in enumerate(zip(old, new, strict=False), start=1):
        for name in LINE_FIELDS:
            _expect(found, f"line {number} {two['code']}.{name}", one.get(name), two[name])
    for name in ("outcome", "total", "code", "account_no"):
        _expect(found, name, stated.get(name), again.get(name))
    if len(found) == before and _canonical(stated) != _canonical(again):
        names = [k for k in again if _canonical(stated.get(k)) != _canonical(again[k])]
        _differ(found, "explanation", ", ".join(names) or "extra content", "differs")


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _expect(found: list[Difference], where: str, stated: object, recomputed: object) -> None:
    if stated != recomputed:
        _differ(found, where, stated, recomputed)


def _differ(found: list[Difference], where: str, stated: object, recomputed: object) -> None:
    found.append(Difference(where=where, stated=str(stated), recomputed=str(recomputed)))
