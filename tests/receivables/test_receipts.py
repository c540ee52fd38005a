"""The receipt: right amounts in words, a code nobody can make up, copies marked as copies."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from gridhall.foundation.identity.selectors import whole_company
from gridhall.kernel.errors import InvalidNumber
from gridhall.receivables import receipts, selectors, services
from gridhall.receivables.capitals import in_capitals
from tests.receivables import street
from tests.receivables.test_counter import take
from tests.receivables.test_reversals import reverse


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "人民币零元整"),
        ("259.68", "人民币贰佰伍拾玖元陆角捌分"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("100000000.00", "人民币壹亿元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("100000010", "人民币壹亿零壹拾元整"),
        ("20305060.70", "人民币贰仟零叁拾万伍仟零陆拾元零柒角整"),
        ("-12.30", "人民币负壹拾贰元叁角整"),
    ],
)
def test_amounts_in_capitals(amount: str, words: str) -> None:
    assert in_capitals(Decimal(amount)) == words


def test_less_than_a_fen_has_no_words() -> None:
    with pytest.raises(InvalidNumber):
        in_capitals(Decimal("1.001"))


def test_a_code_is_genuine_only_as_issued() -> None:
    code = receipts.verification_code("R11-20260205-00001")
    assert receipts.receipt_no_of(code) == "R11-20260205-00001"
    assert receipts.receipt_no_of(code.replace("00001", "00002")) == ""
    assert receipts.receipt_no_of("R11-20260205-00001") == ""
    assert receipts.receipt_no_of("") == ""


def text_of(payment: Any, number: int) -> str:
    shown = selectors.payment_detail(scope=whole_company(), receipt_no=payment.receipt_no)
    assert shown is not None
    pdf = receipts.render_receipt(
        receipts.ReceiptData(
            payment=shown, customer_name="赵*甲", print_number=number, printed_at=street.NOW,
            verify_url="http://localhost/portal/receipts/verify/x",
        )
    )  # fmt: skip
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def paid() -> tuple[Any, Any]:
    hall = street.organisation()
    account, clerk = street.account(hall), street.cashier(hall)
    street.issued_bill(account)
    paid = take(account, clerk, "300", "259.68", tendered=Decimal("300"), allow_advance=True)
    return paid, clerk


@pytest.mark.django_db
@pytest.mark.requirement("R50")
def test_the_receipt_shows_what_was_paid_in_both_languages(paid: tuple[Any, Any]) -> None:
    text = text_of(paid[0], 1)
    for part in (
        "电费收据", "Electricity payment receipt", "R11-20260205-00001", "300.00",
        "人民币叁佰元整", "259.68", "40.32", "预存电费", "2026-02-05 10:00", "2026-01", "周收费",
    ):  # fmt: skip
        assert part in text
    assert "COPY" not in text


@pytest.mark.django_db
def test_a_reprint_and_a_reversal_are_marked(paid: tuple[Any, Any]) -> None:
    payment, clerk = paid
    numbers = [
        services.note_receipt_print(
            payment_id=payment.pk, account_id=payment.account_id, by_id=clerk.pk, at=street.NOW
        )
        for _ in range(3)
    ]
    assert numbers == [1, 2, 3]
    assert "第 2 次补打" in text_of(payment, 3)
    reverse(payment, clerk)
    text = text_of(payment, 4)
    assert "已冲正" in text
    assert "收错户号" in text
    assert "259.68" in text
