"""The first rules of a new installation: the company's, to be confirmed by it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current_apps

FIRST_DAY = date(2020, 1, 1)
WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)
RULE_SOURCE = "公司规定（初始值，待确认）"
PRICE_SOURCE = "公司规定（初始值，待按服务商合同确认）"
RULES: dict[str, dict[str, Any]] = {
    "SERVICE": {
        "quiet_from": time(21), "quiet_until": time(8), "channels": ["SMS", "EMAIL", "WEBHOOK"],
    },
    "BILLING": {
        "quiet_from": time(21), "quiet_until": time(8), "max_per_day": 3, "max_per_week": 10,
        "channels": ["SMS", "EMAIL", "WEBHOOK"],
    },
    "MARKETING": {
        "quiet_from": time(20), "quiet_until": time(9), "max_per_day": 1, "max_per_week": 2,
        "needs_consent": True, "channels": ["WEBHOOK", "EMAIL", "SMS"],
    },
}  # fmt: skip
PRICES = {"IN_APP": "0", "EMAIL": "0", "SMS": "0.05", "WEBHOOK": "0"}


def create_company_rules(*, using: str, apps: Apps = current_apps, **_: object) -> None:
    """Create the first rules and prices where there are none: after migrating and after a flush.

    Touches nothing once they exist, and waits for a later run while the tables are missing.
    """
    try:
        rules = apps.get_model("messaging", "PurposeRule").objects.using(using)
        prices = apps.get_model("messaging", "ChannelPrice").objects.using(using)
    except LookupError:
        return
    if not rules.exists():
        for purpose, values in RULES.items():
            rules.create(
                purpose=purpose, valid_from=FIRST_DAY, source=RULE_SOURCE, created_at=WRITTEN,
                **values,
            )  # fmt: skip
    if not prices.exists():
        for channel, price in PRICES.items():
            prices.create(
                channel=channel, valid_from=FIRST_DAY, unit_price=Decimal(price),
                source=PRICE_SOURCE, created_at=WRITTEN,
            )  # fmt: skip
