"""Notices of the payment provider as staff look at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gridhall.foundation.identity.selectors import Scope
from gridhall.receivables.models import PaymentNotice, PaymentOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice beside the order it names; ``amount`` is the text that came, ``expected`` is yuan.

    ``account_no`` is empty and ``expected`` None when nobody knows the order.
    """

    id: int
    notice_id: str
    order_no: str
    account_no: str
    amount: str
    expected: Decimal | None
    outcome: str
    outcome_label: str
    detail: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """Notices, newest first; ``next_before`` asks for the following page."""

    rows: list[NoticeView]
    next_before: int | None


def notices_page(
    *, scope: Scope, outcome: str = "", before: int | None = None, limit: int = 50
) -> NoticePage:
    """Return the notices whose order lies inside ``scope``, newest first.

    Those of an unknown order belong to nobody: only who may see the whole company sees them.
    """
    rows = PaymentNotice.objects.order_by("-id")
    if outcome:
        rows = rows.filter(outcome=outcome)
    if not scope.everything:
        orders = PaymentOrder.objects.filter(account__organisation_id__in=scope.organisation_ids)
        rows = rows.filter(order_no__in=orders.values("order_no"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    views = _views(found[:limit])
    return NoticePage(rows=views, next_before=views[-1].id if len(found) > limit else None)


def _views(rows: Iterable[PaymentNotice]) -> list[NoticeView]:
    rows = list(rows)
    orders = PaymentOrder.objects.filter(order_no__in=[row.order_no for row in rows])
    known = {order.order_no: order for order in orders.select_related("account")}
    return [_view(row, known.get(row.order_no)) for row in rows]


def _view(row: PaymentNotice, order: PaymentOrder | None) -> NoticeView:
    return NoticeView(
        id=row.pk, notice_id=row.notice_id, order_no=row.order_no,
        account_no=order.account.account_no if order else "", amount=row.amount,
        expected=order.amount if order else None, outcome=row.outcome,
        outcome_label=row.get_outcome_display(), detail=row.detail, received_at=row.received_at,
    )  # fmt: skip
