"""Statistics, measures, contacts and sealed reports in a real browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.identity.models import Organisation
from gridhall.servicedesk import selectors as desk
from gridhall.servicedesk import services
from gridhall.servicedesk.models import Case, Measure
from tests.workbench import town as the_town
from tests.workbench.test_improvement import complaint, report, second_officer

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def prepared() -> list[tuple[str, str, str]]:
    """Make a weak point, a measure, contacts and a report; return pictures, people, addresses."""
    today, at = timezone.localdate(), timezone.now()
    complaint(the_town, 12)
    Case.objects.update(registered_at=at - timedelta(days=2))
    point = desk.weak_points(scope=the_town.scope(), on=today)[0]
    boss, director = the_town.user("supervisor").pk, the_town.user("director").pk
    measure = services.create_measure(
        new=services.NewMeasure(
            kind="PROCESS", title="增开高峰窗口", text="月初缴费高峰增开两个窗口。",
            dimension=point.rule.dimension, value=point.line.value, found=point.figures(),
            organisation_id=Organisation.objects.get(code="10").pk, owner_id=boss,
            supervisor_id=director, due_on=today + timedelta(days=20),
            steps=(("排班", today + timedelta(days=5)), ("公示", today + timedelta(days=6))),
        ),
        by_id=boss, at=at,
    )  # fmt: skip
    services.start_measure(number=measure.number, by_id=boss, at=at)
    for position in (1, 2):
        services.finish_step(number=measure.number, position=position, by_id=boss, at=at)
    services.report_done(number=measure.number, by_id=boss, at=at)
    Measure.objects.update(
        started_on=today - timedelta(days=190), done_on=today - timedelta(days=95)
    )
    services.measure_effect(number=measure.number, by_id=director, at=at)
    contact = services.plan_contact(
        form="VISIT", why="CAMPAIGN", due_on=today + timedelta(days=3), at=at, dedup_key="one",
        account_id=the_town.account_id(the_town.HOME), note="询问电压是否稳定",
    )  # fmt: skip
    services.record_attempt(contact_id=contact.pk, outcome="NO_ANSWER", by_id=boss, at=at)
    case, officer = report(the_town), the_town.user("reports")
    services.grant_reader(
        case_id=case.pk, user_id=officer.pk, by_id=second_officer().pk, reason="承办本案", at=at
    )
    services.open_informant(case_id=case.pk, by_id=officer.pk, reason="核实线索", at=at)
    named = lambda name, *args: reverse(f"workbench:{name}", args=args)  # noqa: E731
    return [
        ("statistics", "supervisor", named("case_statistics") + "?by=topic"),
        ("behind", "supervisor", named("counted_cases")),
        ("weak-points", "supervisor", named("weak_points")),
        ("measures", "supervisor", named("measures")),
        ("measure-new", "supervisor", f"{named('measure_new')}?point={point.key}"),
        ("measure", "director", named("measure", measure.number)),
        ("contacts", "supervisor", named("contacts")),
        ("contacts-plan", "supervisor", named("contacts_plan")),
        ("contact", "service-zj", named("contact", contact.pk)),
        ("contact-case", "service-zj", named("contact_case", contact.pk)),
        ("reports", "reports", named("reports")),
        ("report", "reports", named("report", case.number)),
    ]


@pytest.mark.parametrize(
    ("variant", "options"),
    [
        ("desk-zh", {}),
        ("phone-en-dark", {"phone": True, "language": "en", "dark": True}),
    ],
    ids=["desk-zh", "phone-en-dark"],
)
def test_the_pages_are_accessible_and_fit(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    for name, person, address in prepared():
        page = browser_page(address, user=the_town.user(person), **options)
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, (name, width)
        screenshot(page, f"improvement-{name}-{variant}")
        page.context.close()
