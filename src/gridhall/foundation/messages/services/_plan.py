"""Whom a waiting delivery reaches, by which way, and whether now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from gridhall.foundation.messages import addresses, channels, recipients
from gridhall.foundation.messages.errors import UnusableAddress
from gridhall.foundation.messages.models import (
    OUTSIDE,
    Channel,
    Delivery,
    Preference,
    PurposeRule,
    Suppression,
)
from gridhall.foundation.messages.recipients import Recipient
from gridhall.foundation.messages.selectors import rules_in_force

from . import _clock

Status = Delivery.Status
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(kw_only=True)
class Facts:
    """What must be known about a batch of deliveries, gathered with few questions."""

    at: datetime
    rules: dict[str, PurposeRule]
    people: dict[str, dict[int, Recipient]] = field(default_factory=dict)
    wishes: dict[tuple[int, str], Preference] = field(default_factory=dict)
    sent: dict[tuple[int, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    dead: set[tuple[str, bytes]] = field(default_factory=set)
    open_ways: frozenset[str] = frozenset()


def plan(rows: Sequence[Delivery], *, at: datetime) -> None:
    """Decide each row: SENDING by a channel, put off to later, or over, with the reason."""
    facts = _gather(rows, at)
    for row in rows:
        _decide(row, facts)


def _gather(rows: Sequence[Delivery], at: datetime) -> Facts:
    facts = Facts(at=at, rules=rules_in_force(on=timezone.localdate(at)))
    facts.open_ways = frozenset(
        channel for channel in Channel.values if channel == Channel.IN_APP
        or channels.is_set_up(channel)
    )  # fmt: skip
    by_purpose: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.account_ref is not None:
            by_purpose[row.purpose].add(row.account_ref)
    for purpose, ids in by_purpose.items():
        facts.people[purpose] = recipients.resolve(account_ids=ids, purpose=purpose, at=at)
        for wish in Preference.objects.filter(account_ref__in=ids, purpose=purpose):
            facts.wishes[wish.account_ref, purpose] = wish
        recent = Delivery.objects.filter(
            Q(sent_at__gt=at - WEEK) | Q(status=Status.SENDING),
            account_ref__in=ids, purpose=purpose, channel__in=OUTSIDE,
        )  # fmt: skip
        for account, sent_at in recent.values_list("account_ref", "sent_at"):
            facts.sent[int(account or 0), purpose].append(sent_at or at)
    facts.dead = _dead_addresses(rows, facts)
    return facts


def _dead_addresses(rows: Sequence[Delivery], facts: Facts) -> set[tuple[str, bytes]]:
    indexes = [bytes(row.address_index) for row in rows if row.direct]
    for people in facts.people.values():
        for person in people.values():
            for reach in person.reaches:
                indexes += _index(reach.channel, reach.address)
    found = Suppression.objects.filter(address_index__in=indexes, lifted_at__isnull=True)
    return {(row.channel, bytes(row.address_index)) for row in found}


def _index(channel: str, address: str) -> list[bytes]:
    try:
        return [addresses.index_of(channel, addresses.normalised(channel, address))]
    except UnusableAddress:
        return []


def _decide(row: Delivery, facts: Facts) -> None:
    rule = facts.rules.get(row.purpose)
    if rule is None:
        _end(row, "NO_RULE")
        return
    limit = row.expires_at or row.created_at + timedelta(hours=rule.keep_trying_hours)
    if facts.at >= limit and (row.expires_at or row.attempts or row.campaign_id is None):
        _end(row, "TOO_LATE")
    elif row.direct:
        _decide_direct(row, rule, facts)
    else:
        _decide_account(row, rule, facts)


def _decide_direct(row: Delivery, rule: PurposeRule, facts: Facts) -> None:
    if (row.channel, bytes(row.address_index)) in facts.dead:
        _end(row, "SUPPRESSED")
    elif row.channel in row.spent_channels:
        _end(row, "NO_WAY_LEFT")
    elif _may_go_now(row, rule, facts):
        row.language = row.language or settings.LANGUAGE_CODE
        _claim(row, facts)


def _decide_account(row: Delivery, rule: PurposeRule, facts: Facts) -> None:
    person = facts.people.get(row.purpose, {}).get(row.account_ref or 0)
    if person is None:
        _end(row, "NO_ACCOUNT")
        return
    row.organisation_id = person.organisation_id
    wish = facts.wishes.get((person.account_id, row.purpose))
    if not _allowed(person, wish, rule):
        _end(row, "NO_CONSENT")
        return
    reason = _choose(row, person, wish, rule, facts)
    if reason:
        _end(row, reason)
    elif row.channel == Channel.IN_APP or _may_go_now(row, rule, facts):
        _claim(row, facts)


def _allowed(person: Recipient, wish: Preference | None, rule: PurposeRule) -> bool:
    """A refusal anywhere counts; without a word, what needs a consent is not sent."""
    if person.consent is False or (wish is not None and not wish.allowed):
        return False
    return not rule.needs_consent or bool(person.consent or wish)


def _choose(
    row: Delivery, person: Recipient, wish: Preference | None, rule: PurposeRule, facts: Facts
) -> str:
    """Set channel, address and language of the best way; return why there is none."""
    reason = "NO_WAY_LEFT" if row.spent_channels else "NO_ADDRESS"
    for channel in _order(row, wish, rule):
        if channel in row.spent_channels or channel not in facts.open_ways:
            continue
        if channel == Channel.IN_APP:
            _aim(row, channel, "", (wish and wish.language) or "")
            return ""
        for reach in person.reaches:
            if reach.channel != channel:
                continue
            for index in _index(channel, reach.address):
                if (channel, index) in facts.dead:
                    reason = "SUPPRESSED"
                    continue
                address = addresses.normalised(channel, reach.address)
                _aim(row, channel, address, (wish and wish.language) or reach.language)
                return ""
    return reason


def _order(row: Delivery, wish: Preference | None, rule: PurposeRule) -> Iterable[str]:
    """Return the ways in order: the campaign's or the rule's, as far as the customer wants."""
    order = row.campaign.channels if row.campaign else rule.channels
    if wish is None:
        return order
    if row.campaign is None:
        return wish.channels
    return [one for one in order if one == Channel.IN_APP or one in wish.channels]


def _aim(row: Delivery, channel: str, address: str, language: str) -> None:
    if row.channel != channel:
        row.tries = 0
    row.channel, row.address = channel, address
    row.address_index = addresses.index_of(channel, address) if address else b""
    row.address_mask = addresses.mask(channel, address) if address else ""
    row.language = language or settings.LANGUAGE_CODE


def _may_go_now(row: Delivery, rule: PurposeRule, facts: Facts) -> bool:
    """Put the row off when it is quiet or enough was said; urgent ones always go."""
    if row.priority == Delivery.Priority.URGENT:
        return True
    later = _clock.after_quiet_hours(rule, at=facts.at)
    reason = "QUIET_HOURS"
    if later is None and row.account_ref is not None:
        later = _after_cap(rule, facts.sent[row.account_ref, row.purpose], facts.at)
        reason = "FREQUENCY_CAP"
    if later is None:
        return True
    row.due_at, row.reason = later, reason
    return False


def _after_cap(rule: PurposeRule, sent: list[datetime], at: datetime) -> datetime | None:
    """Return when one more is allowed, or None for now."""
    for most, span in ((rule.max_per_week, WEEK), (rule.max_per_day, DAY)):
        inside = sorted(moment for moment in sent if moment > at - span)
        if most and len(inside) >= most:
            return inside[-most] + span
    return None


def _claim(row: Delivery, facts: Facts) -> None:
    row.status, row.reason, row.claimed_at = Status.SENDING, "", facts.at
    if row.account_ref is not None and row.channel in OUTSIDE:
        facts.sent[row.account_ref, row.purpose].append(facts.at)


def _end(row: Delivery, reason: str) -> None:
    """Close a row that cannot be sent: it failed if it was tried, else it was not sent."""
    row.status, row.reason = (Status.FAILED if row.attempts else Status.SKIPPED), reason
