"""Nonsense and malice in addresses, queries, forms and JSON: refused in peace, never a crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gridhall.config.addresses import every_address
from gridhall.receivables import provider
from tests.security.cast import Cast
from tests.security.samples import SAMPLES
from tests.security.test_permission_matrix import ADDRESSES, READ, somebody_allowed

PARAMETERS = (
    "page", "size", "sort", "after", "before", "q", "month", "day", "first", "last", "account",
    "unit", "run", "format", "at", "bill", "outcome", "limit", "search", "next", "category",
    "status", "grade", "code", "state", "meter", "register", "source", "reason", "action",
    "actor", "sheet", "export", "severity", "field", "channel", "role", "class", "look", "who",
    "address", "check", "decision", "kind", "match", "new", "origin", "part", "purpose",
    "task", "template", "unused", "area", "due", "ended", "finding", "form", "mood", "number",
    "show", "whose", "why", "words", "by", "topic", "cause", "person", "promise", "view",
    "book", "with",
)  # fmt: skip
ODD = {
    "nul": "%00", "not-utf8": "%ff%fe", "surrogate": "%ed%a0%80", "negative": "-1",
    "huge": "9" * 5000, "bigint": "9223372036854775808", "other-digits": quote("１２³"),
    "sql": quote("' OR 1=1; DROP TABLE billing_bill --"),
    "markup": quote("<script>alert(1)</script>"),
    "first-day": "0001-01-01", "last-day": "9999-12-31", "last-month": "9999-12",
    "pattern": quote("%_\\{0.__class__}~~9~"), "long": quote("电" * 3000), "not-a-number": "NaN",
}  # fmt: skip
ODD_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"
PATHS = {
    "nul": "%00", "not-utf8": "%ff", "zero": "0", "huge": "9" * 40, "endless": "9" * 5000,
    "sql": quote("'--"), "up": "%2e%2e%2f%2e%2e%2fetc", "wide": quote("１"), "long": "x" * 4000,
    "header": "a%0d%0aSet-Cookie:%20x=1",
}  # fmt: skip
WITH_ARGUMENTS = [name for name, sample in SAMPLES.items() if sample.args]
WITH_FORMS = [name for name, sample in SAMPLES.items() if sample.data]
WITH_JSON = [name for name, sample in SAMPLES.items() if sample.json]
VALUES = (
    None, True, -1, 0, 10**400, 1.5, "", "\x00", "\ud800", "NaN", "1E+999999999", "-Infinity",
    "９", "1" * 5000, [], {}, ["1"], "' OR 1=1 --", "1.001",
)  # fmt: skip


def client_for(name: str, cast: Cast) -> Any:
    return cast.client(somebody_allowed(ADDRESSES[name]), raise_request_exception=False)


@pytest.mark.parametrize("name", READ)
def test_odd_questions_do_not_break_a_page(name: str, cast: Cast) -> None:
    client, url = client_for(name, cast), SAMPLES[name].address(name, cast)
    broken = {}
    for kind, value in ODD.items():
        query = "&".join(f"{parameter}={value}" for parameter in PARAMETERS)
        with transaction.atomic():
            status = client.get(f"{url}?{query}").status_code
            transaction.set_rollback(True)
        if status >= 500:
            broken[kind] = status
    assert broken == {}


@pytest.mark.parametrize("name", WITH_ARGUMENTS)
def test_odd_numbers_in_an_address_are_not_found(name: str, cast: Cast) -> None:
    sample = SAMPLES[name]
    client, url = client_for(name, cast), sample.address(name, cast)
    wrong = {}
    for number, odd_url in enumerate(with_one_odd_argument(url, sample, cast)):
        for kind, value in PATHS.items():
            for method in ("get", "post"):
                if method == "get" and sample.get == 405:
                    continue
                with transaction.atomic():
                    odd = odd_url.replace(ODD_HERE, value)
                    answer = _asked(client, method, odd, sample)
                    transaction.set_rollback(True)
                if answer.status_code not in {400, 404, 405, sample.odd, sample.wrong_unit}:
                    wrong[f"{method} {kind} {number}"] = answer.status_code
                cookies = answer.headers.get("Set-Cookie", "")
                assert "x=1" not in cookies
    assert wrong == {}


def _asked(client: Any, method: str, url: str, sample: Any) -> Any:
    """Ask an address: as a form would, or in JSON where only that is taken."""
    if method == "post" and sample.json is not None:
        return client.post(
            url, sample.json, content_type="application/json", headers=sample.headers
        )
    return getattr(client, method)(url)


def with_one_odd_argument(url: str, sample: Any, cast: Cast) -> list[str]:
    """Return the address once for each argument, with a mark where that argument stood."""
    things = {str(cast.things[what]) for what in sample.args.values()}
    pieces = url.split("/")
    return [
        "/".join([*pieces[:place], ODD_HERE, *pieces[place + 1 :]])
        for place, piece in enumerate(pieces)
        if piece in things or set(piece.split("-")) & things
    ]


@pytest.mark.parametrize("name", WITH_FORMS)
def test_odd_forms_are_refused(name: str, cast: Cast) -> None:
    client, url = client_for(name, cast), SAMPLES[name].address(name, cast)
    fields = {*SAMPLES[name].data, "idempotency_key", "account", "expected_balance", "channel"}
    broken = {}
    for kind, value in {**ODD, "nothing": ""}.items():
        body = "&".join(f"{field}={value}" for field in fields)
        with transaction.atomic():
            status = client.post(
                url, body, content_type="application/x-www-form-urlencoded"
            ).status_code
            transaction.set_rollback(True)
        if status >= 500:
            broken[kind] = status
    assert broken == {}


@pytest.mark.parametrize("name", WITH_JSON)
def test_odd_json_is_refused(name: str, cast: Cast) -> None:
    sample = SAMPLES[name]
    client, url = client_for(name, cast), sample.address(name, cast)
    assert sample.json is not None
    bodies = [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 20_000, b'{"a":' * 20_000]
    for field in sample.json:
        bodies += [json.dumps({**sample.json, field: value}).encode() for value in VALUES]
    broken = []
    for body in bodies:
        with transaction.atomic():
            answer = client.post(url, body, content_type="application/json", headers=sample.headers)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            broken.append((body[:120], answer.status_code))
    assert broken == []


def test_odd_headers_of_the_api_are_refused(cast: Cast) -> None:
    client = client_for("api-v1:create_payment_order", cast)
    sample = SAMPLES["api-v1:create_payment_order"]
    for key in ("", "short", "x" * 61, "with space", "键键键键键键键键", "a\x00bcdefgh"):
        answer = client.post(
            reverse("api-v1:create_payment_order"), sample.json, content_type="application/json",
            headers={"idempotency-key": key},
        )  # fmt: skip
        assert answer.status_code == 422, key


@pytest.mark.parametrize("limit", ["-1", "0", "9223372036854775808", "9" * 5000, "NaN"])
def test_odd_limits_of_the_api_are_harmless(cast: Cast, limit: str) -> None:
    for name, query in (("bills", {}), ("search", {"search": "梅花路"})):
        client = client_for(f"api-v1:{name}", cast)
        answer = client.get(reverse(f"api-v1:{name}"), {**query, "limit": limit})
        assert answer.status_code in {200, 422}, name


@pytest.mark.parametrize("field", ["notice_id", "order_no", "amount"])
def test_odd_notices_are_refused_even_when_signed(cast: Cast, field: str) -> None:
    """The provider's own program may be broken: its notice is refused, not a crash."""
    client = cast.client("anonymous", raise_request_exception=False)
    good = {"notice_id": "n-1", "order_no": cast.things["order"], "amount": "2.00"}
    bodies = [json.dumps({**good, field: value}).encode() for value in VALUES]
    for body in (*bodies, b"[" * 9000, b"\xff", b"null"):
        with transaction.atomic():
            answer = client.post(
                reverse("api-v1:payment_notice"), body, content_type="application/json",
                headers={"payment-signature": provider.sign(body, at=timezone.now())},
            )  # fmt: skip
            transaction.set_rollback(True)
        assert answer.status_code < 500, body[:100]


def test_a_hostile_search_finds_nobody_and_costs_nothing(cast: Cast) -> None:
    client = cast.client("HALL_CLERK-10")
    for text in ("' OR '1'='1", "%", "__", "%%", "\\", "*", "' UNION SELECT username --"):
        page = client.get(reverse("workbench:search"), {"q": text}).content.decode()
        assert cast.things["account"] not in page, text


def test_the_numbers_of_other_tables_open_nothing(cast: Cast) -> None:
    """Every id in an address is asked inside the reader's scope, also a guessed neighbour."""
    client = cast.client("BILLING_CLERK-20")
    for name in ("bill_draft", "bill_run", "run_progress"):
        for pk in range(1, 40):
            answer = client.get(reverse(f"workbench:{name}", args=[pk]))
            if answer.status_code == 200:
                assert "浙江" not in answer.content.decode(), (name, pk)


def test_the_fuzz_knows_every_parameter_of_the_lists() -> None:
    """A list that gets a new filter is fuzzed with it: its name must stand in PARAMETERS."""
    from importlib import import_module

    from gridhall import workbench
    from gridhall.ui.tables import TableSpec

    missing = set()
    for file in sorted(Path(workbench.__file__).parent.glob("*/*specs.py")):
        module = import_module(f"gridhall.workbench.{file.parent.name}.{file.stem}")
        for spec in vars(module).values():
            if isinstance(spec, TableSpec):
                missing |= {f.name for f in spec.filters} - set(PARAMETERS)
    assert missing == set()
    assert len(every_address()) == len(SAMPLES)
