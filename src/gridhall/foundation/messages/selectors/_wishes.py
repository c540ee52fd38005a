"""What an account chose about messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gridhall.foundation.messages import addresses, recipients
from gridhall.foundation.messages.models import Channel, Preference, Purpose

from ._rules import rules_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What holds for an account and a purpose. ``chosen``: the customer said so."""

    purpose: str
    label: str
    channels: tuple[str, ...]
    allowed: bool
    language: str
    chosen: bool
    refused_elsewhere: bool


def wishes(*, account_id: int, at: datetime) -> list[Wish]:
    """Return what holds for each purpose, from the customer's choice or the company's rule."""
    rules = rules_in_force(on=timezone.localdate(at))
    chosen = {row.purpose: row for row in Preference.objects.filter(account_ref=account_id)}
    found = []
    for purpose in Purpose:
        row, rule = chosen.get(purpose), rules.get(purpose)
        person = recipients.resolve(
            account_ids=[account_id], purpose=purpose, at=at, reaches=False
        ).get(account_id)
        consent = person.consent if person else None
        default = consent if consent is not None else not (rule and rule.needs_consent)
        found.append(
            Wish(
                purpose=purpose, label=str(purpose.label),
                channels=tuple(row.channels if row else rule.channels if rule else ()),
                allowed=(row.allowed and consent is not False) if row else bool(default),
                language=row.language if row else "", chosen=row is not None,
                refused_elsewhere=consent is False,
            )
        )  # fmt: skip
    return found


def reaches(*, account_id: int, at: datetime) -> dict[str, list[str]]:
    """Return the account's masked addresses by channel."""
    person = recipients.resolve(account_ids=[account_id], purpose=Purpose.SERVICE, at=at).get(
        account_id
    )
    found: dict[str, list[str]] = {channel: [] for channel in Channel.values}
    for reach in person.reaches if person else ():
        found[reach.channel].append(addresses.mask(reach.channel, reach.address))
    return found
