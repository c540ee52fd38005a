"""A worker killed in the middle of a campaign: the next goes on, nobody is told twice."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from gridhall.foundation.messages import services
from gridhall.foundation.messages.models import Attempt, Campaign, Delivery, Message

from . import bulk
from .conftest import KEY, NOON
from .postbox import Postbox

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=16)


def resume():
    services.deliver_due(clock=lambda: LATER)
    return Counter(Delivery.objects.values_list("status", flat=True))


def test_text_messages_killed_and_resumed_reach_everybody_once(town, people, sms):
    count = 700
    bulk.fill(town, "SMS", count)
    campaign = bulk.running(town, people, count=count, channels=("SMS",))
    sms.slow_seconds = 0.005

    bulk.kill_worker_when(
        lambda: len(sms.accepted) >= 560 or time.sleep(0.01),
        channel="SMS", unit=town.organisation_id,
        env={"GRIDHALL_SMS_URL": sms.url, "GRIDHALL_SMS_KEY": KEY},
    )  # fmt: skip
    broken = Counter(Delivery.objects.values_list("status", flat=True))
    assert broken["SENDING"] > 0
    assert broken["SENT"] < count
    sms.clock = lambda: LATER
    status = resume()

    assert status == {"SENT": count}
    reached = Counter(one["to"] for one in sms.accepted.values())
    assert len(reached) == count
    assert set(reached.values()) == {1}
    assert sum(sms.calls.values()) > count  # some were called twice; the provider dropped them
    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.FINISHED
    assert Attempt.objects.filter(detail="the worker stopped").count() == broken["SENDING"]


def test_boxes_killed_and_resumed_hold_one_message_each(town, people):
    count = 4000
    bulk.fill(town, "SMS", count)
    bulk.running(town, people, count=count, channels=("IN_APP",))

    def some_are_in():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM messaging_message")
            return cursor.fetchone()[0] >= 1000

    bulk.kill_worker_when(some_are_in, channel="SMS", unit=town.organisation_id, env={})
    assert Delivery.objects.filter(status="WAITING").exists()
    status = resume()

    assert status == {"SENT": count}
    boxes = Counter(Message.objects.values_list("account_ref", flat=True))
    assert len(boxes) == count
    assert set(boxes.values()) == {1}


def test_e_mail_killed_in_the_middle_leaves_at_most_one_in_doubt_and_sends_none_twice(
    town, people, settings
):
    count = 60
    bulk.fill(town, "EMAIL", count)
    bulk.running(town, people, count=count, channels=("EMAIL",))
    with Postbox(slow_seconds=0.01) as postbox:
        bulk.kill_worker_when(
            lambda: len(postbox.letters) >= 20 or time.sleep(0.005),
            channel="EMAIL", unit=town.organisation_id,
            env={"GRIDHALL_SMTP_HOST": "127.0.0.1", "GRIDHALL_SMTP_PORT": str(postbox.port)},
        )  # fmt: skip
        settings.GRIDHALL_MESSAGES = postbox.settings(settings)
        status = resume()

    reached = Counter(letter["To"] for letter in postbox.letters)
    assert set(reached.values()) == {1}
    assert status["IN_DOUBT"] <= 1
    assert status["SENT"] == count - status["IN_DOUBT"]
    assert status["SENT"] <= len(reached) <= count
