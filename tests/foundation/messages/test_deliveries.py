"""From an occasion to a delivery: the right way out, at the right time, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gridhall.foundation.messages import selectors, services
from gridhall.foundation.messages.channels import simulator as told
from gridhall.foundation.messages.errors import (
    ChannelNotSetUp,
    MissingParameter,
    UnusableAddress,
)
from gridhall.foundation.messages.models import Attempt, Delivery, Suppression
from gridhall.foundation.messages.services import NewMessage

from .conftest import NOON

pytestmark = pytest.mark.django_db
PARAMS = {"month": "2026-02", "amount": "31.95", "day": "2026-03-20"}
PHONE, OTHER = "13900000001", "13900000002"


def bill(key="b1", account_id=7):
    return NewMessage(template="test.bill", dedup_key=key, account_id=account_id, params=PARAMS)


def deliver(at=NOON):
    return services.deliver_due(clock=lambda: at)


def code(key="otp:1", **more):
    return services.send_direct(
        channel="SMS", to="+86 139-0000-0001", template="test.otp", params={"code": "482913"},
        dedup_key=key, at=more.pop("at", NOON), **more,
    )  # fmt: skip


def test_a_bill_goes_into_the_box_and_out_by_text_message(town, sms):
    town.add(7, ("SMS", PHONE), ("EMAIL", "a@example.com"))

    services.send([bill()], at=NOON)
    services.send([bill()], at=NOON)
    deliver()
    deliver()

    assert sms.texts_to(PHONE) == ["31.95 yuan until 2026-03-20"]
    assert len(selectors.to_accounts(account_ids=[7])) == 1
    row = Delivery.objects.get()
    assert (row.status, row.channel, row.address_mask) == ("SENT", "SMS", "139****0001")
    assert (row.cost, row.organisation_id) == (row.attempt_rows.get().cost, town.organisation_id)
    assert str(row.cost) == "0.0500"


def test_address_and_params_are_unreadable_in_the_table(town, sms):
    from django.db import connection

    code()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM messaging_delivery d")
        (dump,) = cursor.fetchone()

    assert PHONE not in dump
    assert "482913" not in dump
    assert b"482913".hex() not in dump


def test_a_one_time_code_goes_at_once_even_at_night(sms):
    night = NOON.replace(hour=16)  # 00:00 in China
    sms.clock = lambda: night
    first, again = code(at=night), code(at=night)

    deliver(night)

    assert first == again
    assert sms.texts_to(PHONE) == ["Your code is 482913"]


def test_a_code_is_not_sent_after_it_expired(sms):
    code(expires_at=NOON + timedelta(minutes=5))

    deliver(NOON + timedelta(minutes=6))

    assert Delivery.objects.get().reason == "TOO_LATE"
    assert not sms.accepted


def test_what_cannot_be_sent_is_refused_at_once(sms, settings):
    with pytest.raises(UnusableAddress):
        services.send_direct(
            channel="SMS", to="nobody", template="test.otp", params={"code": "1"},
            dedup_key="x", at=NOON,
        )  # fmt: skip
    with pytest.raises(MissingParameter, match="code"):
        services.send_direct(
            channel="SMS", to=PHONE, template="test.otp", params={}, dedup_key="x", at=NOON
        )
    settings.GRIDHALL_DEMO = False
    with pytest.raises(ChannelNotSetUp):
        services.send_direct(
            channel="WEBHOOK", to="u1", template="test.otp", params={"code": "1"},
            dedup_key="x", at=NOON,
        )  # fmt: skip


def test_nobody_is_disturbed_at_night(town, sms):
    town.add(7, ("SMS", PHONE))
    late = datetime(2026, 3, 4, 13, 30, tzinfo=UTC)  # 21:30 in China
    services.send([bill()], at=late)

    deliver(late)
    row = Delivery.objects.get()
    assert (row.status, row.reason) == ("WAITING", "QUIET_HOURS")
    assert row.due_at == datetime(2026, 3, 5, 0, 0, tzinfo=UTC)  # 8:00 in China

    sms.clock = lambda: row.due_at
    deliver(row.due_at)
    assert sms.texts_to(PHONE)


def test_no_more_than_the_cap_a_day_and_the_rest_later(town, sms):
    town.add(7, ("SMS", PHONE))
    services.send([bill(f"b{n}") for n in range(4)], at=NOON)

    deliver()

    assert len(sms.texts_to(PHONE)) == 3
    held = Delivery.objects.get(status="WAITING")
    assert (held.reason, held.due_at) == ("FREQUENCY_CAP", NOON + timedelta(days=1))


def test_an_offer_needs_the_customers_yes(town, sms):
    for pk, consent in ((1, True), (2, False), (3, None)):
        town.add(pk, ("SMS", f"1390000000{pk}"), consent=consent)
    services.send(
        [
            NewMessage(template="test.news", dedup_key=f"n{pk}", account_id=pk, params={"no": 1})
            for pk in (1, 2, 3)
        ],
        at=NOON,
    )

    deliver()

    assert [one["to"] for one in sms.accepted.values()] == ["13900000001"]
    assert Delivery.objects.filter(reason="NO_CONSENT").count() == 2


def test_the_customers_own_order_of_ways_counts(town, sms):
    town.add(7, ("SMS", PHONE), ("EMAIL", "a@example.com"))
    services.set_preference(
        account_id=7, purpose="BILLING", channels=["EMAIL"], allowed=True, language="en",
        actor_id=None, at=NOON,
    )  # fmt: skip
    services.send([bill()], at=NOON)

    deliver()

    row = Delivery.objects.get()
    assert (row.channel, row.language, row.status) == ("EMAIL", "en", "SENT")
    assert [one.address for one in selectors.simulated(to="a@example.com")] == ["a@example.com"]
    assert not sms.accepted


def test_a_provider_that_is_down_is_tried_again_and_the_same_message_is_sent_once(town, sms):
    town.add(7, ("SMS", PHONE))
    services.send([bill()], at=NOON)
    sms.tell(told.FAIL, told.BREAK_OFF)

    moment = NOON
    for _ in range(4):
        sms.clock = lambda at=moment: at
        deliver(moment)
        moment = max(moment, Delivery.objects.get().due_at)

    outcomes = list(Attempt.objects.order_by("number").values_list("outcome", flat=True))
    assert outcomes == ["RETRY", "TIMED_OUT", "ACCEPTED"]
    assert sms.texts_to(PHONE) == ["31.95 yuan until 2026-03-20"]
    assert sum(sms.calls.values()) == 3
    assert moment == NOON + timedelta(minutes=5)


def test_a_refused_way_falls_back_to_the_next_one(town, sms):
    town.add(7, ("SMS", PHONE), ("EMAIL", "a@example.com"))
    services.send([bill()], at=NOON)
    sms.tell(told.REFUSE)

    deliver()

    row = Delivery.objects.get()
    assert (row.status, row.channel) == ("SENT", "EMAIL")
    tried = list(row.attempt_rows.order_by("number").values_list("channel", "outcome"))
    assert tried == [("SMS", "REFUSED"), ("EMAIL", "ACCEPTED")]


def test_a_bounced_address_is_left_alone_until_it_is_changed(town, sms):
    town.add(7, ("SMS", PHONE))
    services.send([bill("b1")], at=NOON)
    sms.tell(told.BOUNCE)
    deliver()
    services.send([bill("b2")], at=NOON)
    deliver()
    first, second = Delivery.objects.order_by("pk")
    assert (first.status, first.reason) == ("FAILED", "SUPPRESSED")
    assert (second.status, second.reason) == ("SKIPPED", "SUPPRESSED")

    town.add(7, ("SMS", OTHER))
    services.send([bill("b3")], at=NOON)
    deliver()

    assert sms.texts_to(OTHER)
    assert not sms.texts_to(PHONE)


def test_an_address_can_be_let_go_again_with_a_reason(town, sms, people):
    town.add(7, ("SMS", PHONE))
    services.send([bill("b1")], at=NOON)
    sms.tell(told.BOUNCE)
    deliver()

    services.lift_suppression(
        pk=Suppression.objects.get().pk, reason="号码已恢复", actor_id=people[0], at=NOON
    )
    services.send([bill("b2")], at=NOON)
    deliver()

    assert sms.texts_to(PHONE)


def test_a_late_receipt_that_it_came_back_tries_the_next_way(town, sms):
    import json

    from gridhall.foundation.messages.channels import signatures

    from .conftest import KEY

    town.add(7, ("SMS", PHONE), ("EMAIL", "a@example.com"))
    services.send([bill()], at=NOON)
    deliver()
    provider_id = Attempt.objects.get().provider_id
    body = json.dumps({"id": provider_id, "status": "UNDELIVERABLE"}).encode()
    signature = signatures.sign(body, key=KEY, at=NOON)

    answers = [services.receive_receipt(body=body, signature=signature, at=NOON) for _ in range(2)]
    deliver()

    assert answers == ["NOTED", "REPEATED"]
    assert Delivery.objects.get().channel == "EMAIL"
    assert Suppression.objects.get().address_mask == "139****0001"


def test_a_forged_receipt_is_refused(sms):
    from gridhall.foundation.messages.errors import SignatureInvalid

    with pytest.raises(SignatureInvalid):
        services.receive_receipt(body=b"{}", signature="t=1,v1=0", at=NOON)


def test_long_text_messages_cost_more():
    from gridhall.foundation.messages.channels.sms import parts_of

    assert [parts_of("字" * n) for n in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]


def test_the_log_sums_up_what_each_channel_cost(town, sms):
    from gridhall.foundation.identity.selectors import whole_company

    town.add(7, ("SMS", PHONE))
    services.send([bill("b1"), bill("b2")], at=NOON)
    sms.tell(told.FAIL)
    deliver()

    (cost,) = selectors.costs(scope=whole_company(), first_day=NOON.date(), last_day=NOON.date())
    assert (cost.channel, cost.attempts, cost.accepted, str(cost.cost)) == ("SMS", 2, 1, "0.0500")
