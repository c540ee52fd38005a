"""Campaigns: approved by another person, paused, resumed, cancelled; nobody twice."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.errors import UnableToDecideOwnRequest
from gridhall.foundation.approvals.models import ApprovalRequest
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.selectors import Scope, whole_company
from gridhall.foundation.messages import recipients, selectors, services
from gridhall.foundation.messages.errors import (
    InvalidRule,
    NobodyToTell,
    UnknownPlaceholder,
    WrongState,
)
from gridhall.foundation.messages.models import Campaign, Delivery
from gridhall.foundation.messages.recipients import Audience

from . import bulk
from .conftest import NOON

pytestmark = pytest.mark.django_db


def deliver(limit=1_000_000, at=NOON):
    return services.deliver_due(clock=lambda: at, limit=limit)


def test_nothing_goes_out_before_another_person_approved(town, people, sms):
    bulk.fill(town, "SMS", 3)
    row = bulk.draft(town, people, count=3, channels=("SMS",))
    services.request_sending(pk=row.pk, reason="检修公告", actor_id=people[0], at=NOON)
    request = ApprovalRequest.objects.get()

    assert deliver() == 0
    with pytest.raises(UnableToDecideOwnRequest):
        approvals.decide(pk=request.pk, approve=True, decided_by_id=people[0], at=NOON)
    approvals.decide(pk=request.pk, approve=True, decided_by_id=people[1], at=NOON)
    deliver()

    assert len(sms.accepted) == 3
    row.refresh_from_db()
    assert (row.status, row.approved_by_id) == (Campaign.Status.FINISHED, people[1])


def test_a_refused_campaign_tells_nobody(town, people, sms):
    bulk.fill(town, "SMS", 2)
    row = bulk.draft(town, people, count=2, channels=("SMS",))
    services.request_sending(pk=row.pk, reason="检修公告", actor_id=people[0], at=NOON)

    approvals.decide(
        pk=ApprovalRequest.objects.get().pk, approve=False, decided_by_id=people[1], at=NOON,
        note="时间写错了",
    )  # fmt: skip
    deliver()

    row.refresh_from_db()
    assert row.status == Campaign.Status.REFUSED
    assert not sms.accepted


def test_pause_resume_and_cancel(town, people, sms):
    bulk.fill(town, "SMS", 9)
    row = bulk.running(town, people, count=9, channels=("SMS",))
    deliver(limit=3)

    services.pause_campaign(pk=row.pk, reason="服务商告警", actor_id=people[0], at=NOON)
    assert deliver() == 0
    assert selectors.progress(campaign_id=row.pk).percent == 33
    services.resume_campaign(pk=row.pk, reason="已恢复", actor_id=people[0], at=NOON)
    deliver(limit=3)
    services.cancel_campaign(pk=row.pk, reason="检修取消", actor_id=people[0], at=NOON)
    deliver()

    progress = selectors.progress(campaign_id=row.pk)
    assert progress.by_status == {"SENT": 6, "CANCELLED": 3}
    assert (progress.percent, str(progress.cost)) == (100, "0.3000")
    with pytest.raises(WrongState):
        services.resume_campaign(pk=row.pk, reason="再来", actor_id=people[0], at=NOON)
    done = AuditEvent.objects.filter(object_type="messages.campaign").order_by("pk")
    assert [act.action.rpartition("_")[2] for act in done] == [
        "created", "started", "paused", "resumed", "cancelled",
    ]  # fmt: skip


def test_an_account_named_twice_is_told_once(town, people, sms):
    bulk.fill(town, "SMS", 2)
    row = bulk.running(town, people, count=2, channels=("SMS",), account_ids=(1, 2, 1, 2, 2, 99))

    deliver()

    assert (row.recipients, row.left_out) == (2, 1)
    assert len(sms.accepted) == 2
    copy = Delivery.objects.first()
    copy.pk, copy.dedup_key, copy.token = None, "another", uuid.uuid4()
    with pytest.raises(IntegrityError, match="once_per_campaign"), transaction.atomic():
        copy.save()


def test_accounts_outside_the_authors_scope_are_left_out(town, people, unit):
    other = Organisation.objects.create(
        code="ZJ", name="浙江", level="REGIONAL_CENTRE", path="/HQ/ZJ/", parent=unit
    )
    bulk.fill(town, "SMS", 2)
    town.add(3, ("SMS", "13900000003"), unit=other.pk)
    scope = Scope(organisation_ids=frozenset({other.pk}))
    new = bulk.new(town, count=3, channels=("IN_APP",))

    row = services.create_campaign(new=new, scope=scope, actor_id=people[0], at=NOON)

    assert (row.recipients, row.left_out) == (1, 2)


def test_a_registered_audience_gives_the_list(town, people, monkeypatch):
    monkeypatch.setattr(recipients, "_audiences", {})
    bulk.fill(town, "SMS", 5)
    recipients.register_audience(
        Audience(code="test.odd", label="Odd", members=lambda *, scope, at: [1, 3, 5])
    )

    row = bulk.draft(
        town, people, count=0, channels=("IN_APP",), account_ids=(), audience="test.odd"
    )

    assert set(row.deliveries.values_list("account_ref", flat=True)) == {1, 3, 5}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"channels": ()}, InvalidRule),
        ({"texts": {"zh-hans": {"subject": "a", "text": "b"}}}, InvalidRule),
        ({"account_ids": (99,)}, NobodyToTell),
        (
            {"texts": {**bulk.TEXTS, "en": {"subject": "a", "text": "Dear {name}"}}},
            UnknownPlaceholder,
        ),
    ],
)
def test_a_faulty_campaign_is_refused(town, people, wrong, error):
    given = {"channels": ("IN_APP",), **wrong}
    with pytest.raises(error):
        services.create_campaign(
            new=bulk.new(town, count=1, **given), scope=whole_company(), actor_id=people[0],
            at=NOON,
        )  # fmt: skip


def test_each_reads_it_in_her_language_and_it_starts_at_its_time(town, people):
    bulk.fill(town, "SMS", 1)
    tomorrow = NOON + timedelta(days=1)
    services.set_preference(
        account_id=1, purpose="SERVICE", channels=["SMS"], allowed=True, language="en",
        actor_id=None, at=NOON,
    )  # fmt: skip
    new = bulk.new(town, count=1, channels=("SMS",))
    row = services.create_campaign(
        new=services.NewCampaign(**{**{n: getattr(new, n) for n in new.__slots__},
                                    "start_at": tomorrow}),
        scope=whole_company(), actor_id=people[0], at=NOON,
    )  # fmt: skip
    services.request_sending(pk=row.pk, reason="检修公告", actor_id=people[0], at=NOON)
    approvals.decide(
        pk=ApprovalRequest.objects.get().pk, approve=True, decided_by_id=people[1], at=NOON
    )

    assert deliver() == 0
    deliver(at=tomorrow)
    assert selectors.simulated()[0].body == bulk.TEXTS["en"]["text"]


def test_a_long_list_is_written_by_a_job_once(town, people):
    bulk.fill(town, "SMS", 3)
    row = services.create_campaign(
        new=bulk.new(town, count=3, channels=("IN_APP",)), scope=whole_company(),
        actor_id=people[0], at=NOON, background=True,
    )  # fmt: skip
    assert (row.status, row.recipients) == ("PREPARING", 0)
    with pytest.raises(WrongState):
        services.request_sending(pk=row.pk, reason="太早", actor_id=people[0], at=NOON)

    for _ in range(2):
        row = services.prepare_campaign(pk=row.pk, at=NOON)

    assert (row.status, row.recipients, row.selection) == ("DRAFT", 3, [])
    assert row.deliveries.count() == 3


def test_a_list_of_nobody_ends_the_campaign(town, people):
    row = services.create_campaign(
        new=bulk.new(town, count=1, channels=("IN_APP",)), scope=whole_company(),
        actor_id=people[0], at=NOON, background=True,
    )  # fmt: skip

    row = services.prepare_campaign(pk=row.pk, at=NOON)

    assert (row.status, row.reason) == ("CANCELLED", "NOBODY")
