"""What is overdue, for the customer risk rating of the customer file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from . import selectors


def overdue(account_ids: Iterable[int], on: date) -> Mapping[int, Mapping[str, Decimal]]:
    """Return for each account how many bills are overdue, the oldest in days, and the yuan."""
    ids = list(account_ids)
    late: dict[int, list[selectors.OpenItem]] = defaultdict(list)
    for item in selectors.open_items(account_ids=ids):
        if item.overdue(on):
            late[item.account_id].append(item)
    return {
        pk: {
            "overdue_bills": Decimal(len(late[pk])),
            "overdue_days": Decimal(max(((on - one.due_date).days for one in late[pk]), default=0)),
            "overdue_amount": sum((one.outstanding for one in late[pk]), Decimal(0)),
        }
        for pk in ids
    }
