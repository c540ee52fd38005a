"""New dated entries: quiet hours, caps and prices. Entries are added, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.foundation.audit import services as audit
from gridhall.foundation.messages.errors import InvalidRule
from gridhall.foundation.messages.models import OUTSIDE, ChannelPrice, PurposeRule
from gridhall.foundation.messages.selectors import prices_in_force, rules_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """What is to hold for a purpose; the fields are those of ``PurposeRule``."""

    purpose: str
    valid_from: date
    quiet_from: time | None
    quiet_until: time | None
    max_per_day: int
    max_per_week: int
    channels: tuple[str, ...]
    needs_consent: bool
    source: str
    max_attempts: int = 4
    keep_trying_hours: int = 72


@transaction.atomic
def add_rule(*, rule: NewRule, actor_id: int, at: datetime) -> PurposeRule:
    """Add the entry of a purpose from a day on; raises InvalidRule."""
    _demand_day(rule.valid_from, at)
    _demand_source(rule.source)
    if (rule.quiet_from is None) != (rule.quiet_until is None):
        raise InvalidRule(
            field=_("Quiet hours"), value="—", remedy=_("Give both hours, or neither.")
        )
    if not rule.channels or set(rule.channels) - {str(one) for one in OUTSIDE}:
        raise InvalidRule(field=_("Ways out"), value="—", remedy=_("Choose at least one way out."))
    if rule.max_per_week and rule.max_per_day > rule.max_per_week:
        raise InvalidRule(
            field=_("At most in a week"), value=rule.max_per_week,
            remedy=_("A week allows no less than a day."),
        )  # fmt: skip
    if PurposeRule.objects.filter(purpose=rule.purpose, valid_from=rule.valid_from).exists():
        raise _taken(rule.valid_from)
    before = rules_in_force(on=rule.valid_from).get(rule.purpose)
    values = {name: getattr(rule, name) for name in NewRule.__slots__}
    row = PurposeRule.objects.create(
        **{**values, "channels": list(rule.channels)}, created_by_id=actor_id, created_at=at
    )
    changes = {
        name: [_plain(getattr(before, name, None)), _plain(value)]
        for name, value in values.items()
        if _plain(getattr(before, name, None)) != _plain(value)
    }
    audit.record(
        action="messages.rule_added", at=at, actor_id=actor_id, object_type="messages.rule",
        object_id=row.pk, object_label=str(row.get_purpose_display()), changes=changes,
    )  # fmt: skip
    return row


@transaction.atomic
def add_price(
    *, channel: str, unit_price: Decimal, valid_from: date, source: str, actor_id: int, at: datetime
) -> ChannelPrice:
    """Add what one message of a channel costs in yuan from a day on; raises InvalidRule."""
    _demand_day(valid_from, at)
    _demand_source(source)
    if unit_price < 0:
        raise InvalidRule(
            field=_("Price of one, yuan"),
            value=unit_price,
            remedy=_("Give zero or a positive amount."),
        )
    if ChannelPrice.objects.filter(channel=channel, valid_from=valid_from).exists():
        raise _taken(valid_from)
    before = prices_in_force(on=valid_from).get(channel)
    row = ChannelPrice.objects.create(
        channel=channel, unit_price=unit_price, valid_from=valid_from, source=source.strip(),
        created_by_id=actor_id, created_at=at,
    )  # fmt: skip
    audit.record(
        action="messages.price_added", at=at, actor_id=actor_id, object_type="messages.price",
        object_id=row.pk, object_label=str(row.get_channel_display()),
        changes={
            "unit_price": [f"{before}", f"{unit_price}"],
            "valid_from": valid_from.isoformat(), "source": row.source,
        },
    )  # fmt: skip
    return row


def _demand_day(day: date, at: datetime) -> None:
    if day < timezone.localdate(at):
        raise InvalidRule(
            field=_("Valid from"), value=day.isoformat(),
            remedy=_("What was sent stays as it was: choose today or a later day."),
        )  # fmt: skip


def _demand_source(source: str) -> None:
    if not source.strip():
        raise InvalidRule(
            field=_("Based on"), value="—", remedy=_("Name the document or the decision.")
        )


def _taken(day: date) -> InvalidRule:
    return InvalidRule(
        field=_("Valid from"), value=day.isoformat(),
        remedy=_("There is an entry from this day already. Choose another day."),
    )  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return " ".join(str(one) for one in value)
    return value if value is None or isinstance(value, (bool, int)) else str(value)
