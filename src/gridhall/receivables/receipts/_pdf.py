"""The receipt as PDF, set by typst from ``receipt.typ``; both languages on one page."""

from __future__ import annotations

import io
import json
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst
from django.utils import timezone

from gridhall.receivables.capitals import in_capitals
from gridhall.receivables.selectors import PaymentView

TEMPLATE = Path(__file__).with_name("receipt.typ")
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
_lock = threading.Lock()

CHANNELS = {
    "COUNTER_CASH": "柜台现金 Cash at the counter",
    "COUNTER_CARD": "柜台刷卡 Card at the counter",
    "ONLINE": "网上支付 Online",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptData:
    """Everything a receipt shows: print 1 is the original; ``verify_url`` is the QR's text."""

    payment: PaymentView
    customer_name: str
    print_number: int
    verify_url: str
    printed_at: datetime


def render_receipt(data: ReceiptData) -> bytes:
    """Return the PDF of a receipt, A5 across. Thread-safe; one compiler per process."""
    values = {"data": json.dumps(_values(data), ensure_ascii=False), "qr": _qr(data.verify_url)}
    with _lock:
        pdf: bytes = _compiler().compile(format="pdf", sys_inputs=values)
    return pdf


@lru_cache(maxsize=1)
def _compiler() -> Any:
    return typst.Compiler(
        input=str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )  # fmt: skip


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()


def _values(data: ReceiptData) -> dict[str, Any]:
    payment = data.payment
    return {
        "receipt_no": payment.receipt_no,
        "organisation": payment.organisation_name,
        "account_no": payment.account_no,
        "customer": data.customer_name,
        "amount": f"{payment.amount:,.2f}",
        "capitals": in_capitals(payment.amount),
        "channel": CHANNELS[payment.channel],
        "received_at": _moment(payment.received_at),
        "received_by": payment.received_by or "—",
        "tendered": _money(payment.tendered),
        "change": _money(payment.change),
        "advance": _money(payment.advance or None),
        "bills": [
            {
                "bill_no": part.bill_no,
                "month": f"{part.period_start:%Y-%m}",
                "amount": f"{part.amount:,.2f}",
            }
            for part in payment.allocations
        ],
        "reversed_at": _moment(payment.reversed_at),
        "reversal_reason": payment.reversal_reason,
        "copy": data.print_number - 1,
        "printed_at": _moment(data.printed_at),
        "verify_url": data.verify_url,
    }


def _money(amount: Any) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
