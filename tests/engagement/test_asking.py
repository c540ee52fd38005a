"""Who is asked, how often, and by which message."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from gridhall.engagement import links, sampling, services, subscribers
from gridhall.engagement.errors import PlanFaulty, SurveyNotFound
from gridhall.engagement.models import SurveyInvitation, SurveyLink
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages.models import Delivery, Message

from . import builders
from .builders import AT, DAY, asked, closed, company, plan


@pytest.mark.requirement("R95")
def test_a_closed_case_is_asked_about_once_by_one_message(made: Any) -> None:
    plan()

    first = services.invite_after_case(case=closed(made, 1), at=AT)
    again = services.invite_after_case(case=closed(made, 1), at=AT + 60 * DAY)

    assert first is not None
    assert again == first
    delivery = Delivery.objects.get()
    assert delivery.account_ref == made.accounts[1]
    assert delivery.due_at == AT
    token = json.loads(delivery.params)["link"].rpartition("/")[2]
    assert links.looks_like_one(token)
    assert bytes(SurveyLink.objects.get().token_hash) == links.hash_of(token)
    note = Message.objects.get(template="engagement.survey_asked")
    assert "link" not in note.params  # the box in the app stores no link in clear


@pytest.mark.parametrize(
    "changes", [{"sealed": True}, {"anonymous": True}, {"account_id": None}],
    ids=["sealed", "anonymous", "nobody to reach"],
)  # fmt: skip
def test_who_must_not_be_asked_is_not(made: Any, changes: dict[str, Any]) -> None:
    plan()

    assert services.invite_after_case(case=closed(made, 1, **changes), at=AT) is None
    assert not SurveyInvitation.objects.exists()
    assert not Delivery.objects.exists()


def test_a_customer_is_not_asked_again_too_soon_and_then_is(made: Any) -> None:
    plan(min_days_between=30)
    asked(made, 1)

    soon = services.invite_after_case(case=closed(made, 2), at=AT + 29 * DAY)
    later = services.invite_after_case(case=closed(made, 3), at=AT + 31 * DAY)
    other = services.invite_after_case(case=closed(made, 4, serial=2), at=AT)

    assert soon is None
    assert later is not None
    assert other is not None


def test_the_share_is_drawn_by_the_seed_and_can_be_drawn_again() -> None:
    drawn = [
        number for number in range(10_000)
        if sampling.is_drawn(seed="2026", number=number, share_percent=Decimal("12.5"))
    ]  # fmt: skip

    assert 1150 < len(drawn) < 1350
    assert sampling.is_drawn(seed="x", number=7, share_percent=Decimal(100))
    assert drawn[:3] == [n for n in range(drawn[2] + 1) if sampling.is_drawn(
        seed="2026", number=n, share_percent=Decimal("12.5"))]  # fmt: skip


def test_the_plan_of_the_nearest_unit_decides(made: Any) -> None:
    plan(name="全公司")
    own = plan(name="浙江", organisation_id=made.units["10"].pk, channels=("PHONE",))
    plan(name="湖北", organisation_id=made.units["20"].pk)

    assert asked(made, 1).plan_id == own.pk
    assert asked(made, 2, serial=2, channel="HALL").plan.name == "全公司"


def test_a_plan_that_does_not_fit_or_has_ended_asks_nobody(made: Any) -> None:
    rows = plan(case_kinds=("CONSULTATION",), areas=("RURAL",))
    ended = plan(name="旧计划")
    services.end_plan(
        pk=ended.pk, scope=Scope(organisation_ids=frozenset(), everything=True),
        valid_to=date(2026, 2, 1), reason="换新计划", by_id=made.people["director"].pk, at=AT,
    )  # fmt: skip

    assert services.invite_after_case(case=closed(made, 1), at=AT) is None
    fits = services.invite_after_case(
        case=closed(made, 2, kind="CONSULTATION", area="RURAL"), at=AT
    )
    assert fits is not None
    assert fits.plan_id == rows.pk


@pytest.mark.parametrize(
    "changes",
    [{"share_percent": Decimal(0)}, {"reminder_after_days": 9}, {"kind": "PERIODIC"}],
    ids=["no share", "reminds after the end", "no round"],
)
def test_a_plan_that_contradicts_itself_is_refused(made: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(PlanFaulty):
        plan(**changes)


def test_who_has_one_region_makes_no_plan_for_the_company(made: Any) -> None:
    new = builders.NewPlan(
        name="越权", questionnaire_code="after_case", kind="AFTER_CASE",
        share_percent=Decimal(10), min_days_between=1, expires_after_days=7, source="-",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    region = Scope(organisation_ids=frozenset({made.units["10"].pk}))

    with pytest.raises(SurveyNotFound):
        services.create_plan(new=new, scope=region, by_id=None, at=AT)


@pytest.mark.requirement("R95")
def test_one_reminder_and_then_the_end(made: Any) -> None:
    plan(reminder_after_days=3, expires_after_days=7)
    invitation = asked(made, 1)
    builders.answered(asked(made, 2, serial=2))

    assert services.remind_due(at=AT + 2 * DAY) == 0
    assert services.remind_due(at=AT + 3 * DAY) == 1
    assert services.remind_due(at=AT + 4 * DAY) == 0
    assert services.expire_due(at=AT + 7 * DAY) == 1

    reminders = Delivery.objects.filter(template="engagement.survey_reminder")
    assert [one.account_ref for one in reminders] == [made.accounts[1]]
    invitation.refresh_from_db()
    assert invitation.status == "EXPIRED"
    assert services.remind_due(at=AT + 8 * DAY) == 0


@pytest.mark.requirement("R95")
def test_a_round_asks_its_sample_once_however_often_it_runs(made: Any) -> None:
    plan(min_days_between=90)
    asked(made, 1)  # so customer 1 may not be asked again yet
    regular = plan(
        name="季度调查", kind="PERIODIC", questionnaire_code="periodic", every_months=3,
        sample_size=3, min_days_between=90,
    )  # fmt: skip

    assert services.draw_round(plan_id=regular.pk, at=AT) == 3
    assert services.draw_round(plan_id=regular.pk, at=AT + DAY) == 0

    rows = SurveyInvitation.objects.filter(plan=regular)
    assert {row.round for row in rows} == {date(2026, 1, 1)}
    assert made.accounts[1] not in {row.account_id for row in rows}
    assert services.draw_round(plan_id=regular.pk, at=AT + 95 * DAY) == 3  # the round of April


def test_a_closed_case_of_tomorrow_may_say_more_than_today(made: Any) -> None:
    plan()

    subscribers.on_case_closed(
        {
            "case_id": 5, "number": "9559800000005", "kind": "COMPLAINT", "category": None,
            "channel": "PHONE", "organisation_id": made.units["11"].pk, "area": None,
            "account_id": made.accounts[1], "handler_id": None, "sealed": False,
            "closed_at": timezone.now().isoformat(), "event_id": "x", "unheard_of": 1,
        }
    )  # fmt: skip

    assert SurveyInvitation.objects.get().case_ref == 5


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_two_cases_of_one_customer_ask_once() -> None:
    made = company()
    plan()

    def ask(number: int) -> bool:
        try:
            return services.invite_after_case(case=closed(made, number), at=AT) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(ask, [1, 1, 2, 3]))

    assert sum(done) in (1, 2)  # the same case twice gives the same invitation
    assert SurveyInvitation.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_the_reminder_is_never_before_it_is_due(made: Any) -> None:
    plan(reminder_after_days=None)
    asked(made, 1)

    assert services.remind_due(at=AT + timedelta(days=6)) == 0
