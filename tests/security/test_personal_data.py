"""Names that attack, numbers that are guessed, and personal data that must not leak."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from gridhall.customers import selectors as customers
from gridhall.receivables import provider, receipts
from tests.security.cast import OWN, OWNER, STRANGER, Cast
from tests.security.samples import SAMPLES
from tests.security.test_permission_matrix import ADDRESSES, READ, somebody_allowed
from tests.workbench import town

SCRIPT = "<script>alert(1)</script>"
QUOTE = "\" onmouseover=alert(1) x='"
TYPST = '#read("/etc/passwd")'


def rename(name: str) -> None:
    account = apps.get_model("customers.Account").objects.get(account_no=OWN)
    account.party.name = name
    account.party.save()
    for point in account.supply_points.all():
        point.address = name
        point.save()


@pytest.mark.parametrize("name", [n for n in READ if SAMPLES[n].args or "search" in n])
def test_a_name_with_markup_is_only_text(name: str, cast: Cast) -> None:
    rename(f"{SCRIPT}{QUOTE}")
    user = town.user(OWNER)
    user.display_name = SCRIPT
    user.save()
    client = cast.client(somebody_allowed(ADDRESSES[name]))
    query = {"q": OWN[:8]} if "search" in name else SAMPLES[name].query
    answer = client.get(SAMPLES[name].address(name, cast), query)
    if answer.get("Content-Type", "").startswith("text/html"):
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert '" onmouseover=' not in page


@pytest.mark.parametrize(
    "name", ["portal:home", "portal:bills", "portal:profile", "portal:pay",
                         "workbench:home", "workbench:customers", "workbench:audit",
                         "workbench:payments", "workbench:holds", "workbench:staff"]
)  # fmt: skip
def test_lists_show_a_name_with_markup_as_text(name: str, cast: Cast) -> None:
    rename(SCRIPT)
    for user in (town.user(OWNER), town.user("HALL_CLERK-10")):
        user.display_name = SCRIPT
        user.save()
    page = cast.client(somebody_allowed(ADDRESSES[name])).get(reverse(name)).content.decode()
    assert "<script>alert" not in page


def test_a_revealed_name_is_only_text(cast: Cast) -> None:
    rename(SCRIPT)
    answer = cast.client("HALL_CLERK-10").post(
        reverse("workbench:reveal", args=[OWN]), {"field": "name", "reason": "核对登记信息"}
    )
    assert "&lt;script&gt;" in answer.content.decode()
    assert SCRIPT not in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        TYPST, '#panic("x")', "$ x^2", "*b* _i_ `c`", "]#import \"@preview/x:1.0.0\"",
        "\\u{41} // x",

        '"; #sys.inputs', "</text><image href='file:///etc/passwd'/>", "@ref <label>",
    ],
)  # fmt: skip
def test_a_name_is_not_run_by_the_printer_of_receipts(cast: Cast, name: str) -> None:
    rename(name)
    answer = cast.client("HALL_CLERK-10").post(
        reverse("workbench:receipt", args=[cast.things["payment"]])
    )
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer.status_code == 200
    assert "root:" not in text
    assert re.sub(r"\W", "", name) in re.sub(r"\W", "", text)
    assert re.fullmatch(r'inline; filename="[\w.-]+\.pdf"', answer["Content-Disposition"])


EXPORTS = (
    "customers", "bills", "readings", "payments", "holds", "audit", "staff", "tariffs",
    "price_classes", "day_totals", "payment_notices", "bill_runs", "imports",
)  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_export_carries_a_formula(cast: Cast, name: str, start: str) -> None:
    evil = f"{start}HYPERLINK(A1)"
    rename(evil)
    for key in ("HALL_CLERK-10", "METER_READER-10", "BILLING_CLERK-10", "DIRECTOR-10"):
        apps.get_model("identity.User").objects.filter(username=key).update(display_name=evil)
    apps.get_model("identity.Organisation").objects.filter(level="SERVICE_POINT").update(name=evil)
    client = cast.client(somebody_allowed(ADDRESSES[f"workbench:{name}"]))
    answer = client.get(reverse(f"workbench:{name}"), {"export": "csv"})
    if "attachment" not in answer.get("Content-Disposition", ""):
        pytest.skip("this list has no export")
    rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    for cell in (cell for row in rows for cell in row):
        harmless = re.fullmatch(r"-?[\d.]+", cell)
        assert harmless or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")), cell


def test_exports_and_reveals_are_written_down(cast: Cast) -> None:
    acts = apps.get_model("audit.AuditEvent").objects
    before = acts.count()
    clerk = cast.client("HALL_CLERK-10")
    clerk.get(reverse("workbench:customers"), {"export": "csv"})
    clerk.post(reverse("workbench:reveal", args=[OWN]), {"field": "phone", "reason": "核对登记"})
    clerk.get(reverse("workbench:bill_bundle", args=[cast.things["bill"]]))
    cast.client("METER_READER-10").get(
        reverse("workbench:import_errors", args=[cast.things["import"]])
    )
    found = list(acts.order_by("pk")[before:].values_list("action", flat=True))
    assert set(found) >= {
        "lists.export", "customers.revealed", "billing.bundle_taken", "imports.errors_downloaded",
    }  # fmt: skip


def test_a_reveal_without_a_reason_shows_nothing(cast: Cast) -> None:
    phone = clear_values()["phone"]
    address = reverse("workbench:reveal", args=[OWN])
    for reason in ("", "    ", "....", "abc"):
        answer = cast.client("HALL_CLERK-10").post(address, {"field": "phone", "reason": reason})
        assert answer.status_code == 422
        assert phone not in answer.content.decode()
    for field in ("password", "party__name", "__class__", "id_document_index"):
        answer = cast.client("HALL_CLERK-10").post(
            address, {"field": field, "reason": "核对登记信息"}
        )
        assert answer.status_code in {400, 422}, field


def clear_values() -> dict[str, str]:
    account = apps.get_model("customers.Account").objects.get(account_no=OWN)
    contact = account.contacts.filter(kind="PHONE").first()
    return {
        "name": account.party.name, "phone": contact.value, "document": account.party.id_document,
    }  # fmt: skip


@pytest.mark.parametrize("name", [n for n in READ if n.startswith(("workbench:", "api-v1:s"))])
def test_staff_see_personal_values_masked(name: str, cast: Cast) -> None:
    values = clear_values()
    client = cast.client(somebody_allowed(ADDRESSES[name]))
    answer = client.get(SAMPLES[name].address(name, cast), SAMPLES[name].query)
    if not answer.streaming:
        for kind in ("phone", "document"):
            assert values[kind] not in answer.content.decode(errors="ignore"), kind


def test_logs_hold_no_personal_data(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    values = clear_values()
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # off outside development
    clerk = cast.client("HALL_CLERK-10", raise_request_exception=False)
    for text in (values["name"], values["phone"], values["document"]):
        clerk.get(reverse("workbench:search"), {"q": text})
        clerk.get(f"/workbench/customers/{text}/")
    clerk.post(reverse("workbench:reveal", args=[OWN]), {"field": "phone", "reason": "核对登记"})
    clerk.post(reverse("workbench:receipt", args=[cast.things["payment"]]))
    cast.client(OWNER).get("/portal/profile/")
    cast.client(OWNER).get(reverse("portal:bank", args=["PO404"]))
    ours = [r for r in caplog.records if r.name not in {"django.request"}]
    text = "\n".join(record.getMessage() for record in ours)
    for value in values.values():
        assert value not in text


def test_a_receipt_code_is_neither_guessed_nor_telling(cast: Cast) -> None:
    number, code = cast.things["payment"], cast.things["code"]
    mac = code.rpartition(".")[2]
    forged = (
        number, f"{number}.", f"{number}.{'A' * len(mac)}", f"{number[:-1]}9.{mac}",
        f"{number} .{mac}", f"{number}.{mac[:-1]}", f".{mac}",
        f"{number}.{mac}A", f"{number}x.{mac}",
    )  # fmt: skip
    for wrong in forged:
        answer = Client().get(reverse("portal:receipt_check", args=[wrong]))
        assert answer.status_code == 404, wrong
    page = Client().get(reverse("portal:receipt_check", args=[code])).content.decode()
    for telling in (OWN, clear_values()["name"], "1.00", "东湖"):
        assert telling not in page
    assert len(mac) * 5 >= 100  # bits
    assert receipts.receipt_no_of(code) == number


def test_a_notice_is_believed_only_signed_fresh_and_once(cast: Cast) -> None:
    payments = apps.get_model("receivables.Payment").objects
    before, now = payments.count(), timezone.now()
    body = provider.make_notice(order_no=cast.things["order"], amount=Decimal(2), notice_id="n1")
    good = provider.sign(body, at=now)
    forged = (
        "", "t=,v1=", good[:-1] + ("0" if good[-1] != "0" else "1"), good.replace("v1=", "v0="),
        provider.sign(body + b" ", at=now), provider.sign(body, at=now - timedelta(minutes=6)),
        provider.sign(body, at=now + timedelta(minutes=6)),
        good.replace(good.split(",")[0], f"t={int(now.timestamp()) + 1}"), "t=１２,v1=é",
    )  # fmt: skip
    for signature in forged:
        assert _notify(body, signature).status_code in {401, 422}, signature
    assert payments.count() == before
    assert _notify(body, good).json() == {"outcome": "POSTED"}
    assert _notify(body, good).json() == {"outcome": "REPEATED"}
    changed = body.replace(b"2.00", b"9.00")
    assert _notify(changed, good).status_code == 401
    assert _notify(changed, provider.sign(changed, at=now)).json() == {"outcome": "DISPUTED"}
    assert payments.count() == before + 1


def _notify(body: bytes, signature: str) -> Any:
    return Client().post(
        reverse("api-v1:payment_notice"), body, content_type="application/json",
        headers={"payment-signature": signature.encode().decode("latin-1")},
    )  # fmt: skip


def test_a_key_of_somebody_else_opens_nothing(cast: Cast) -> None:
    orders = apps.get_model("receivables.PaymentOrder").objects
    sample = SAMPLES["api-v1:create_payment_order"]
    first = sample.knock(
        cast.client(OWNER), "POST", reverse("api-v1:create_payment_order"), cast
    ).json()
    own = {**(sample.json or {}), "account_no": town.FACTORY}
    second = cast.client(STRANGER).post(
        reverse("api-v1:create_payment_order"), own, content_type="application/json",
        headers=sample.headers,
    ).json()  # fmt: skip
    assert first["order_no"] != second["order_no"]
    assert orders.filter(order_no__in=[first["order_no"], second["order_no"]]).count() == 2


def test_a_clerk_cannot_block_an_online_payment_with_its_key(cast: Cast) -> None:
    """The counter's keys and those of orders are apart: ``order:…`` is nobody's to choose."""
    order = cast.things["order"]
    account_id = town.account_id(OWN)
    balance = apps.get_model("receivables.Balance").objects.get(account_id=account_id).amount
    wanted = {"account_no": OWN, "amount": "1.00", "channel": "COUNTER_CASH",
              "expected_balance": str(balance)}  # fmt: skip
    taken = cast.client("CASHIER-10").post(
        reverse("api-v1:take_payment"), wanted, content_type="application/json",
        headers={"idempotency-key": f"order:{order}"},
    )  # fmt: skip
    body = provider.make_notice(order_no=order, amount=Decimal(2))
    answer = _notify(body, provider.sign(body, at=timezone.now()))
    assert answer.status_code == 200, taken.content
    assert answer.json() == {"outcome": "POSTED"}


def test_a_bundle_holds_no_name_and_no_phone(cast: Cast) -> None:
    values = clear_values()
    answer = cast.client(OWNER).get(reverse("portal:bundle", args=[cast.things["bill"]]))
    text = json.dumps(json.loads(answer.content), ensure_ascii=False)
    for value in values.values():
        assert value not in text


def test_the_search_of_another_region_finds_nobody(cast: Cast) -> None:
    values = clear_values()
    for text in (OWN, values["name"], values["phone"], cast.things["meter"]):
        for where in ("search", "search_suggest"):
            answer = cast.client("HALL_CLERK-20").get(reverse(f"workbench:{where}"), {"q": text})
            assert f"/customers/{OWN}/" not in answer.content.decode()
    assert customers.accounts_of_user(user_id=town.user(STRANGER).pk, on=timezone.localdate())
