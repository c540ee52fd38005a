"""A bundle proves a bill offline, and every tampering shows."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from gridhall.rating.bundle import digest, make_bundle, verify_bundle
from gridhall.rating.engine import rate
from gridhall.rating.request import RatingRequest
from tests.rating.support import library
from tests.rating.town import town_requests

Bundle = dict[str, Any]
Change = Callable[[Bundle], None]


@pytest.fixture(scope="module")
def requests() -> dict[str, RatingRequest]:
    return {asked.account_no: asked for asked in town_requests()}


@pytest.fixture(scope="module")
def original(requests: dict[str, RatingRequest]) -> Bundle:
    return bundle_of(requests["4221000125976"])


def bundle_of(asked: RatingRequest) -> Bundle:
    made = make_bundle(asked, library(), rate(asked, library()))
    copied: Bundle = json.loads(json.dumps(made))
    return copied


@pytest.mark.requirement("R45")
def test_every_tenth_bill_of_the_town_verifies(requests: dict[str, RatingRequest]) -> None:
    trusted = {name: book.sha256 for name, book in library().books.items()}
    for asked in list(requests.values())[::10]:
        verdict = verify_bundle(bundle_of(asked), trusted=trusted)
        assert verdict.ok, verdict.differences
        assert verdict.account_no == asked.account_no


def _amount(bundle: Bundle) -> None:
    bundle["answer"]["lines"][0]["amount"] = "0.01"


def _total(bundle: Bundle) -> None:
    bundle["answer"]["total"] = "1.00"


def _line(bundle: Bundle) -> None:
    bundle["answer"]["lines"].pop()


def _reading(bundle: Bundle) -> None:
    bundle["request"]["points"][0]["meters"][0]["registers"][3]["closing"]["value"] = "99999.99"


def _capacity(bundle: Bundle) -> None:
    bundle["request"]["agreement"]["contracted_capacity_kva"] = "5000"


def _book(bundle: Bundle) -> None:
    book = bundle["books"]["CN/hubei/agency-purchase-2026-01"]
    book["text"] = book["text"].replace("1.049999", "0.049999")


def _words(bundle: Bundle) -> None:
    bundle["answer"]["lines"][0]["trace"]["words"]["zh"] = "免费"


def _version(bundle: Bundle) -> None:
    bundle["engine_version"] = "0"


CHANGES = [_amount, _total, _line, _reading, _capacity, _book, _words, _version]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("redigest", [False, True], ids=["as is", "with a new digest"])
def test_tampering_is_detected(original: Bundle, change: Change, redigest: bool) -> None:
    forged = copy.deepcopy(original)
    change(forged)
    if redigest:
        forged["digest"] = digest(forged)
    assert not verify_bundle(forged).ok


def test_the_report_names_the_line(original: Bundle) -> None:
    forged = copy.deepcopy(original)
    _amount(forged)
    forged["digest"] = digest(forged)
    (difference,) = verify_bundle(forged).differences
    assert difference.where == "line 1 ENERGY_SHARP.amount"
    assert difference.stated == "0.01"


def test_a_consistent_forgery_of_book_and_bill_needs_the_published_hash(
    original: Bundle, requests: dict[str, RatingRequest]
) -> None:
    from gridhall.rating.books import library_from_texts

    texts = {name: book["text"] for name, book in original["books"].items()}
    name = "CN/hubei/agency-purchase-2026-01"
    texts[name] = texts[name].replace("1.049999", "0.049999")
    cheap = library_from_texts(texts)
    asked = requests["4221000125976"]
    forged = json.loads(json.dumps(make_bundle(asked, cheap, rate(asked, cheap))))
    trusted = {n: book.sha256 for n, book in library().books.items()}
    assert verify_bundle(forged).ok
    verdict = verify_bundle(forged, trusted=trusted)
    assert [d.where for d in verdict.differences] == [f"published book {name}"]


def test_anything_slipped_into_the_envelope_breaks_the_digest(original: Bundle) -> None:
    forged = {**original, "remark": "paid"}
    assert [d.where for d in verify_bundle(forged).differences] == ["digest"]


@pytest.mark.parametrize("rubbish", [{}, {"books": 1}, {"request": {}, "books": {}, "answer": {}}])
def test_rubbish_is_reported_not_raised(rubbish: Bundle) -> None:
    verdict = verify_bundle(rubbish)
    assert not verdict.ok
    assert verdict.differences


def test_a_refusal_can_be_bundled(requests: dict[str, RatingRequest]) -> None:
    verdict = verify_bundle(bundle_of(requests["3311012596"]))
    assert verdict.ok
    assert verdict.total is None
